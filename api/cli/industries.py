"""``sepadan industries``: import a version of KBLI, report who hires whom, show how industries fare."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.occupations import table_rows
from api.cli.opening import home_of, open_industry_coder, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show

if TYPE_CHECKING:
    from matcher.industry_condition import Condition, YearFigure
    from matcher.industry_report import IndustryReport
    from matcher.industry_series import SeriesCell

_ROWS = 8
"""Rows shown of each section to people; ``--json`` has all."""

industries = typer.Typer(help="Industries (KBLI): import a version, report who hires whom, show how they fare.")


@industries.callback()
def _industries() -> None:
    """Industries (KBLI): import a version, report who hires whom, show how they fare."""


@industries.command("import")
def import_version(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".csv (may be .gz) or .xlsx.", show_default=False)],
    version: Annotated[str, typer.Option("--version", metavar="VERSION", help="Its name: KBLI2025.")] = "KBLI2020",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import an official table of KBLI (kategori, digit, kode, judul, deskripsi) into the home, checked as a whole."""
    from taxonomy.industries import DIGITS
    from taxonomy.industry_importer import read_version, save_version
    from taxonomy.versions import FOLDER

    found = read_version(table_rows(file), version, str(file))
    path = save_version(found, home_of(settings_of(context, home)).make().kept / FOLDER)
    by_length: Counter[int] = Counter(len(entry.code) for entry in found.industries)
    report: dict[str, Any] = {
        "version": found.industries.version,
        "entries": {f"{digits} digits": by_length[digits] for digits in DIGITS},
        "descriptions": len(found.descriptions),
        "file": str(path),
    }
    if as_json:
        print_json(report)
    else:
        show(facts_table({**report, "entries": "/".join(str(count) for count in report["entries"].values())}))


@industries.command("report")
def report(
    context: typer.Context,
    level: Annotated[str, typer.Option("--level", help="Occupations: major, sub_major or unit.")] = "sub_major",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Code the employers of all stored postings; count who advertises and which industries hire which occupations."""
    from api.cli.progress import progress
    from matcher.industry_facts import posting_facts
    from matcher.industry_links import DIGITS
    from matcher.industry_report import make_report, save_report
    from matcher.inspection import served_fingerprint
    from taxonomy.errors import InputError

    if level not in DIGITS:
        raise InputError(wanted=f"one of {', '.join(DIGITS)}", found=level, where="--level")
    settings = settings_of(context, home)
    with open_kept(settings) as store, progress() as tell:
        coder = open_industry_coder(settings)
        revision = store.revision()
        facts = posting_facts(
            store,
            served_fingerprint(home_of(settings)),
            coder,
            settings.installed().kept,
            lambda done, total: tell("employers", done, total),
        )
    found = make_report(facts, coder.fingerprint, revision)
    save_report(found, settings.installed().kept)
    if as_json:
        print_json(asdict(found))
    else:
        show(*_report_tables(found, level))


@industries.command("condition")
def show_condition(
    context: typer.Context,
    section: Annotated[str, typer.Option("--section", metavar="LETTER", help="KBLI section; all by default.")] = "",
    province: Annotated[str, typer.Option("--province", metavar="PROVINCE", help="Code or name.")] = "Indonesia",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show vacancies over time: Karirhub's official figures, year on year, and the months of the stored postings."""
    from matcher.industry_condition import condition
    from taxonomy.industries import load_industries
    from taxonomy.labour import province_code

    letter = load_industries().section_of(section.upper()).code if section else ""
    found = condition(_stored_series(settings_of(context, home).home), letter, province_code(province))
    if as_json:
        print_json(asdict(found))
    else:
        show(*_condition_tables(found))


def _stored_series(home: Path) -> tuple[SeriesCell, ...]:
    """Months of the home's report; none when no report was made there, for the official figures need none."""
    from matcher.industry_report import load_report
    from taxonomy.errors import GenerationError

    try:
        return load_report(home).series
    except GenerationError:
        return ()


def _report_tables(found: IndustryReport, level: str) -> list[Any]:
    head = {
        "Lowongan": f"{found.told} dari {found.postings} diketahui lapangan usahanya",
        "Pemberi kerja": f"{found.employers_told} dari {found.employers}",
        "Klasifikasi": found.classification,
    }
    table = Table("Kategori", "Pemberi kerja", "Lowongan", "Orang")
    for one in found.industries:
        if not one.code.isdigit():
            table.add_row(
                Text(f"{one.code} {one.title}"), f"{one.employers:,}", f"{one.postings:,}", f"{one.openings:,}"
            )
    hires = next(hiring for name, hiring in found.hires.items() if name == level)
    links = Table("Kategori", "Jabatan", "Lowongan", "Bagian", "Lift")
    shown: Counter[str] = Counter()
    for cell in hires.cells:
        shown[cell.section] += 1
        if shown[cell.section] <= _ROWS:
            named = Text(f"{cell.occupation} {cell.title}")
            links.add_row(cell.section, named, str(cell.postings), f"{cell.share:.0%}", f"{cell.lift:.1f}")
    links.caption = f"{hires.withheld_cells} sel dengan kurang dari 5 lowongan atau 3 pemberi kerja tidak ditampilkan"
    return [facts_table(head), table, links]


def _condition_tables(found: Condition) -> list[Any]:
    from taxonomy.industries import load_industries
    from taxonomy.labour import province_name

    section = f"{found.section} {load_industries().get(found.section).title}" if found.section else "semua kategori"
    place = province_name(found.province)
    scope = f"{section}, Indonesia" if found.section else f"semua kategori, {place}"
    years = Table("Tahun", "Lowongan", "Orang", "Pemberi kerja", title=f"Karirhub: {scope}", caption=found.source)
    for one in found.official:
        years.add_row(str(one.year), *_grown(one))
    months = Table("Bulan", "Lowongan", "Orang", title=f"Tersimpan: {section}, {place}")
    for month in found.stored:
        months.add_row(month.month, f"{month.postings:,}", f"{month.openings:,}")
    return [years, months] if found.stored else [years]


def _grown(one: YearFigure) -> list[str]:
    pairs = (
        (one.postings, one.growth_postings),
        (one.openings, one.growth_openings),
        (one.employers, one.growth_employers),
    )
    return ["-" if n is None else f"{n:,}" + (f" ({share:+.0%})" if share is not None else "") for n, share in pairs]
