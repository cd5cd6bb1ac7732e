"""``sepadan occupations``: search KBJI, show an occupation, import another version; no store, no encoder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.opening import home_of
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.importer import Classification, RawRows

DEFAULT = "KBJI2014"
"""The bundled version, named here so that help does not load the tables."""

VersionOption = Annotated[
    str, typer.Option("--version", metavar="VERSION", help="KBJI2014, or a version that was imported.")
]

occupations = typer.Typer(help="The classification of occupations: search it, show an entry, import a version.")


@occupations.callback()
def _occupations() -> None:
    """The classification of occupations: search it, show an entry, import a version."""


@occupations.command("import")
def import_version(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".csv (may be .gz) or .xlsx.", show_default=False)],
    version: Annotated[str, typer.Option("--version", metavar="VERSION", help="Its name: KBJI2026.")],
    conversion: Annotated[
        Path | None,
        typer.Option("--conversion", metavar="FILE", help="Columns old (KBJI 2014) and new.", show_default=False),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import an official table of KBJI (columns digit, kode, judul, deskripsi) into the home, checked as a whole."""
    from taxonomy.importer import LEVELS, read_classification, read_conversion
    from taxonomy.versions import FOLDER, save_version

    found = read_classification(table_rows(file), version, str(file))
    if conversion is not None:
        pairs = read_conversion(table_rows(conversion), found.occupations, str(conversion))
        found = replace(found, conversion=pairs)
    path = save_version(found, home_of(settings_of(context, home)).make().kept / FOLDER)
    by_length: Counter[int] = Counter(len(entry.code) for entry in found.occupations)
    report: dict[str, Any] = {
        "version": found.version,
        "entries": {f"{digits} digits": by_length[length] for digits, length in LEVELS.items()},
        "descriptions": len(found.descriptions),
        "conversions": len(found.conversion),
        "file": str(path),
    }
    if as_json:
        print_json(report)
    else:
        show(facts_table({**report, "entries": "/".join(str(count) for count in report["entries"].values())}))


@occupations.command("search")
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words, or a code.", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most answers.")] = 10,
    version: VersionOption = DEFAULT,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find occupations by words of titles and aliases, typing errors forgiven, or by the beginning of a code."""
    from api.occupation_card import entry_card
    from taxonomy.occupation_search import OccupationSearch, load_search

    # Aliases carry codes of KBJI 2014: another version is searched by its titles.
    is_bundled = version == DEFAULT
    searched = load_search() if is_bundled else OccupationSearch(_version(context, home, version).occupations)
    hits = searched.find(" ".join(words), limit)
    found = [{**entry_card(hit.occupation), "score": round(hit.score, 4), "matched": hit.matched} for hit in hits]
    if as_json:
        print_json({"classification": version, "occupations": found})
    elif found:
        show(_hits_table(found))
    else:
        show("Tidak ada yang cocok.")


@occupations.command("show")
def show_occupation(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="1-4 digits, or 4321.01.", show_default=False)],
    version: VersionOption = DEFAULT,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show an occupation: groups above, entries below and beside, skills needed, counterparts in ISCO-08 and ESCO."""
    from api.occupation_card import occupation_card
    from taxonomy.skills import load_skills
    from taxonomy.versions import crosswalk_with

    found = _version(context, home, version)
    crosswalk = crosswalk_with(_folder(context, home))
    card = occupation_card(code, found.occupations, crosswalk, load_skills())
    card["description"] = found.descriptions.get(code, "")
    if as_json:
        print_json(card)
        return
    show(facts_table(_facts(card)))


def _hits_table(found: list[dict[str, Any]]) -> Table:
    table = Table()
    for name in ("Kode", "Jabatan", "Skor", "Cocok dengan"):
        table.add_column(name, overflow="fold")
    for hit in found:
        table.add_row(hit["code"], Text(hit["title"]), f"{hit['score']:.2f}", Text(hit["matched"]))
    return table


def _facts(card: Mapping[str, Any]) -> dict[str, str]:
    """A card in Bahasa Indonesia; what is empty is left out."""
    needs = {need: [s["label"] for s in card["skills"] if s["need"] == need] for need in ("essential", "optional")}
    facts = {
        card["code"]: card["title"],
        "Inggris": card["title_en"],
        "Versi": card["classification"],
        "Uraian": card["description"],
        "Di atasnya": _lines(card["parents"]),
        "Di bawahnya": _lines(card["children"]),
        "Sejajar": _lines(card["siblings"]),
        "Keahlian wajib": ", ".join(needs["essential"]),
        "Keahlian pendukung": ", ".join(needs["optional"]),
        "ISCO-08": _lines(card["isco08"]),
        "ESCO v1.1": ", ".join(entry["title"] for entry in card["esco"]),
    }
    return {name: text for name, text in facts.items() if text}


def _lines(entries: list[dict[str, str]]) -> str:
    relation = {"exact": "sama", "narrow": "bagian darinya", "broad": "lebih luas", "related": "sebagian sama"}
    return "\n".join(
        f"{entry['code']} {entry['title']}" + (f" ({relation[entry['relation']]})" if "relation" in entry else "")
        for entry in entries
    )


def _folder(context: typer.Context, home: Path | None) -> Path:
    from taxonomy.versions import FOLDER

    return settings_of(context, home).home / FOLDER


def _version(context: typer.Context, home: Path | None, version: str) -> Classification:
    from taxonomy.versions import load_version

    return load_version(version, _folder(context, home))


def table_rows(path: Path) -> RawRows:
    """Rows of a table file of an official classification.

    Raises:
        InputError: Not such a file, or a row that cannot be read.
    """
    from matcher.sources.table import csv_rows
    from matcher.sources.workbook import xlsx_rows

    suffixes = "".join(path.suffixes[-2:] if path.suffix.casefold() == ".gz" else path.suffixes[-1:]).casefold()
    if suffixes not in {".csv", ".csv.gz", ".xlsx"}:
        raise InputError(wanted="a file whose name ends in .csv, .csv.gz or .xlsx", found=path.name, where="FILE")
    return _whole(csv_rows(path) if suffixes != ".xlsx" else xlsx_rows(path))


def _whole(rows: Iterator[Any]) -> RawRows:
    for row in rows:
        if row.fault is not None:
            raise row.fault
        yield row.number, row.value
