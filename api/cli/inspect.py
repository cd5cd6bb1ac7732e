"""``sepadan inspect``: unlawful demands and signs of fraud in ads, line by line, or in the postings of a home."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.lines import Answer, run_lines, shown_name
from api.cli.opening import open_kept
from api.cli.options import HomeOption, JsonOption, OutputOption, settings_of
from api.cli.progress import progress
from api.cli.show import print_json, show
from api.day import today
from matcher.answer_lines import fault_line
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.sources.files import RawRow

_EXAMPLES = 20


def inspect(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Option("--input", metavar="ADS.jsonl", help="Lines with id, title, company, text; - is stdin."),
    ] = None,
    output: OutputOption = "-",
    stored: Annotated[bool, typer.Option("--stored", help="Report on the open postings of the home instead.")] = False,
    kind: Annotated[str, typer.Option("--kind", help="With --stored: only postings with this kind of flag.")] = "",
    from_source: Annotated[str, typer.Option("--source", help="With --stored: only postings of this source.")] = "",
    employer: Annotated[str, typer.Option("--employer", help="With --stored: part of the employer's name.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Flag discriminatory demands, withheld documents, fees, lures, personal contacts and too little pay in ads.

    One line out for each line in: id and flags, each with kind, in, start, end, surface, rule and source (the law).
    """
    settings = settings_of(context, home)
    if stored == (source is not None):
        found = "both" if stored else "neither"
        raise InputError(wanted="either --input ADS.jsonl or --stored", found=found, where="inspect")
    if source is not None:
        run_lines(source, output, lambda: _open_answer(shown_name(source)), "inspect", as_json=as_json)
        return
    document = _stored(settings, kind, from_source, employer)
    if as_json:
        print_json(document)
    else:
        from api.cli.inspection_tables import inspection_tables

        show(*inspection_tables(document))


@contextmanager
def _open_answer(file: str) -> Generator[Answer]:
    yield lambda rows: inspected(rows, file)


def inspected(rows: Sequence[RawRow], file: str) -> Iterator[dict[str, Any]]:
    """A line for each row, same order; faulty ones with ``error``.

    Args:
        rows: As read.
        file: Where they stand, for messages.
    """
    from api.cli.ad_line import AdLine
    from api.cli.line import read_line
    from matcher.ad_inspection.flags import Ad, find_flags

    for row in rows:
        line = read_line(AdLine, row, file)
        if isinstance(line, InputError):
            yield fault_line(row, line, {"flags": []})
        else:
            ad = Ad(title=line.title or "", text=line.text or "", company=line.company or "")
            yield {"id": line.id, "flags": [flag.as_dict() for flag in find_flags(ad)]}


def _stored(settings: Settings, kind: str, source: str, employer: str) -> dict[str, Any]:
    """The report as ``--json`` prints it.

    Raises:
        InputError: There is no such kind.
        GenerationError: Nothing was ever ingested there.
    """
    from matcher.ad_inspection.report import Wanted, report, report_document
    from matcher.ad_inspection.rules import checked_kind
    from matcher.ad_inspection.stored import Inspector

    wanted = Wanted(kind=checked_kind(kind, "--kind"), source=source, employer=employer)
    with open_kept(settings) as store, progress() as tell:
        found, due = Inspector(store).refresh(tell=lambda done, total: tell("inspect", done, total))
    return report_document(report(found, wanted, today(), limit=_EXAMPLES), due=due)
