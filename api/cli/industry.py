"""``sepadan industry``: employers to KBLI divisions, line by line; no store, no index."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.lines import Answer, run_lines, shown_name
from api.cli.opening import open_industry_coder
from api.cli.options import JsonOption, OutputOption, settings_of
from matcher.answer_lines import fault_line
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.sources.files import RawRow
    from taxonomy.industry_coder import IndustryCoder


def industry(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Option("--input", metavar="EMPLOYERS.jsonl", help="Lines with id, employer, title, text; - is stdin."),
    ],
    output: OutputOption = "-",
    as_json: JsonOption = False,
) -> None:
    """Code employers to KBLI 2020 divisions, best first; low scores where it cannot be told."""
    settings = settings_of(context, None)
    run_lines(source, output, lambda: _open_answer(settings, shown_name(source)), "industry", as_json=as_json)


@contextmanager
def _open_answer(settings: Settings, file: str) -> Generator[Answer]:
    coder = open_industry_coder(settings)
    yield lambda rows: coded(coder, rows, file)


def coded(coder: IndustryCoder, rows: Sequence[RawRow], file: str) -> Iterator[dict[str, Any]]:
    """A line for each row, same order; faulty ones with ``error``.

    Args:
        coder: Codes employers.
        rows: Rows as read.
        file: Where they stand, for messages.
    """
    from api.cli.employer_line import EmployerLine
    from api.cli.line import read_line
    from taxonomy.industry_text import IndustryItem

    read = [read_line(EmployerLine, row, file) for row in rows]
    good = [line for line in read if not isinstance(line, InputError)]
    items = [IndustryItem(employer=one.employer or "", title=one.title or "", text=one.text or "") for one in good]
    answers = iter(coder.code(items))
    for row, line in zip(rows, read, strict=True):
        if isinstance(line, InputError):
            yield fault_line(row, line, {"kbli": []})
        else:
            kbli = [{"code": c.code, "title": c.title, "score": c.score} for c in next(answers)]
            yield {"id": line.id, "kbli": kbli}
