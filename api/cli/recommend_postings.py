"""``sepadan recommend postings``: lists for many workers at once that heed how many people each posting takes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer
from rich.table import Table
from rich.text import Text

from api.cli.lines import output_file
from api.cli.match import province_codes
from api.cli.opening import home_of, open_filled
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import Tell, progress
from api.cli.show import print_json, show
from api.day import today
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from matcher.engine import Engine
    from matcher.shortlists import Shortlists
    from matcher.spread_report import SpreadReport
    from matcher.spreading import Recommended

DIAL = 0.8
K = 10

_CAPTION = (
    "Perkiraan dari simulasi, bukan dari hasil nyata: orang melamar lowongan ke-r dengan peluang skor / log2(1 + r), "
    "pemberi kerja memilih menurut skor, dan tawaran terbaik diambil."
)
_SUFFIXES = (".parquet", ".jsonl")
_WriteBatch = Callable[["Recommended", Mapping[str, Any]], None]


def postings(
    context: typer.Context,
    keys: Annotated[
        list[str] | None, typer.Option("--id", metavar="KEY", help="This worker (source:id); may be repeated.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--ids", metavar="FILE", help="These workers: a file with a key a line.")
    ] = None,
    provinces: Annotated[
        list[str] | None, typer.Option("--province", help="Workers who live there: code or name; may be repeated.")
    ] = None,
    batch_folder: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FOLDER", help="The workers that 'sepadan batch match --k 100' matched there."),
    ] = None,
    k: Annotated[int, typer.Option("--k", help="Postings for each, from 1 to 50.")] = K,
    dial: Annotated[
        float, typer.Option("--dial", help="0: each worker's own best; 1: as many matches in the market as can be.")
    ] = DIAL,
    output: Annotated[
        str | None,
        typer.Option("--output", metavar="FILE", help="Write the lists here, whole or not at all: .parquet or .jsonl."),
    ] = None,
    serve: Annotated[bool, typer.Option("--serve", help="Let the API answer from these lists from now on.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Recommend postings to stored workers, all by default, so that not all are sent to the same; report the effect."""
    from datetime import UTC, datetime

    from matcher.recommended_file import keep
    from matcher.spread_report import report_of
    from matcher.spreading import check_list, recommend

    check_list(k, dial)
    codes, chosen = province_codes(provinces or []), worker_keys(keys or [], file)
    settings, made_at, day = settings_of(context, home), datetime.now(UTC), today()
    with batch_file(output) as write, open_filled(settings) as engine, progress() as tell:
        among = _among(engine, batch_folder, day, _every(100, tell), chosen, codes, k)
        tell("spread", 0, 2)
        found = recommend(among, k, dial)
        tell("spread", 1, 2)
        report = report_of(found)
        tell("spread", 2, 2)
        facts = facts_of(found, report, day.isoformat())
        write(found, {"made_at": made_at.isoformat(), **facts})
        batch = keep(home_of(settings), engine.store.store_id(), made_at, found, facts) if serve else None
    if as_json:
        print_json({"output": output, "batch": batch, **facts})
    else:
        show(report_table(report))


def _among(
    engine: Engine, batch: Path | None, day: date, tell: Tell, keys: list[str] | None, provinces: Sequence[str], k: int
) -> Shortlists:
    """Shortlists of a batch, or matched one by one.

    Raises:
        InputError: Workers are asked for of a batch, which has all of them, or it has too few postings for each.
    """
    from matcher.shortlists import shortlists

    if batch is None:
        return shortlists(engine, day, tell, keys=keys, provinces=provinces)
    from matcher.batch.results import Results
    from matcher.batch.shortlist import shortlists_of

    if keys is not None or provinces:
        raise InputError(wanted="no --id, --ids or --province with --batch", found="one of them", where="--batch")
    results = Results.read(batch)
    if results.plan.rules.k < 2 * k:
        found = f"--k {results.plan.rules.k}"
        raise InputError(wanted=f"a batch of --k {2 * k} or more, to choose others from", found=found, where=str(batch))
    return shortlists_of(results, engine)


def worker_keys(keys: Sequence[str], file: Path | None) -> list[str] | None:
    """Keys of the workers asked for; None when none were, which means all.

    Raises:
        InputError: The file holds no key, or cannot be read as text.
    """
    if file is None:
        return list(keys) or None
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(wanted="UTF-8 text with a key a line", found=str(error), where=str(file)) from error
    found = [line.strip() for line in lines if line.strip()]
    if not found:
        raise InputError(wanted="keys of workers (source:id), one a line", found="none", where=str(file))
    return [*keys, *found]


@contextmanager
def batch_file(target: str | None) -> Generator[_WriteBatch]:
    """Writes a batch to a file, opened before the long work; what the name ends in says how.

    Raises:
        InputError: It ends in something else, or cannot stand there.
    """
    if target is None:
        yield lambda found, facts: None
        return
    suffix = Path(target).suffix
    if suffix not in _SUFFIXES:
        raise InputError(wanted=f"a name that ends in {' or '.join(_SUFFIXES)}", found=target, where="--output")
    with output_file(target) as file:
        yield lambda found, facts: _write(file, suffix, found, facts)


def _write(file: BinaryIO, suffix: str, found: Recommended, facts: Mapping[str, Any]) -> None:
    from matcher.recommended_table import write_lines, write_parquet

    if suffix == ".parquet":
        write_parquet(file, found, facts)
    else:
        write_lines(file.write, found)


def _every(steps: int, tell: Tell) -> Tell:
    """Tells of one step in so many, and of the last."""

    def told(what: str, done: int, total: int) -> None:
        if done % steps == 0 or done == total:
            tell(what, done, total)

    return told


def facts_of(found: Recommended, report: SpreadReport, day: str) -> dict[str, Any]:
    """What is to be known of a batch."""
    among = found.among
    return {"day": day, "generation": among.generation, "weights": among.weights, "report": report.as_dict()}


def report_table(report: SpreadReport) -> Table:
    """Both ways beside one another, in Bahasa Indonesia."""
    table = Table(title=Text(_title(report)), title_justify="left", caption=Text(_CAPTION))
    for name in ("", "Terbaik masing-masing", "Disebar"):
        table.add_column(name, justify="right" if name else "left", overflow="fold")
    own, spread, lost = report.own, report.spread, report.lost
    rows = (
        ("Pekerja yang diharapkan mendapat kerja", f"{own.matches:.1f}", f"{spread.matches:.1f}{_gain(report)}"),
        *_shares("Bagian yang mendapat kerja", own.find_job, spread.find_job),
        *_shares("... sepersepuluh berskor tertinggi", own.find_job_top_tenth, spread.find_job_top_tenth),
        *_shares("... sepersepuluh berskor terendah", own.find_job_bottom_tenth, spread.find_job_bottom_tenth),
        *_shares("Lowongan yang terisi", own.postings_that_hire, spread.postings_that_hire),
        ("Gini keterlihatan lowongan", f"{own.gini_of_exposure:.2f}", f"{spread.gini_of_exposure:.2f}"),
        *_shares("Lowongan yang tidak dilihat siapa pun", own.postings_unseen, spread.postings_unseen),
        *_shares("Skor yang dilepas, rata-rata", 0.0, lost.mean),
        *_shares("... sepersepuluh berskor tertinggi", 0.0, lost.top_tenth),
        *_shares("... sepersepuluh berskor terendah", 0.0, lost.bottom_tenth),
        *_shares("... paling banyak oleh satu orang", 0.0, lost.most),
    )
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _title(report: SpreadReport) -> str:
    return (
        f"{report.workers} pekerja ({report.without_candidate} tanpa calon lowongan), {report.postings} lowongan, "
        f"{report.places} tempat ({report.places_stated} menyebut jumlahnya); k {report.k}, dial {report.dial:g}"
    )


def _shares(name: str, *values: float) -> Iterator[tuple[str, ...]]:
    yield (name, *(f"{100 * value:.1f} %" for value in values))


def _gain(report: SpreadReport) -> str:
    return "" if report.gain is None else f" (x {report.gain:.2f})"
