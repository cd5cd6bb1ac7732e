"""``sepadan normalise``: titles to KBJI unit groups, texts to skills and facts, line by line; no store, no index."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.lines import Answer, run_lines, shown_name
from api.cli.opening import open_coder
from api.cli.options import JsonOption, OutputOption, settings_of
from matcher.answer_lines import fault_line
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from api.cli.title_line import TitleLine
    from api.settings import Settings
    from matcher.coding import RecordCoder
    from matcher.sources.files import RawRow
    from taxonomy.places import Gazetteer
    from taxonomy.skill_mentions import SkillMention
    from taxonomy.title_coding import TitleCoding

_UNREAD: dict[str, Any] = {
    "uncertain": True,
    "kbji": [],
    "skills": [],
    **dict.fromkeys(("place", "education", "pay", "experience", "demands")),
}


def normalise(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Option("--input", metavar="TITLES.jsonl", help="Lines with id, title, hint, text, place; - is stdin."),
    ],
    output: OutputOption = "-",
    as_json: JsonOption = False,
) -> None:
    """Code job titles to KBJI, read skills and facts in their texts: one line out for each line in, same order."""
    settings = settings_of(context, None)
    run_lines(source, output, lambda: _open_answer(settings, shown_name(source)), "normalise", as_json=as_json)


@contextmanager
def _open_answer(settings: Settings, file: str) -> Generator[Answer]:
    coder = open_coder(settings)
    yield lambda rows: normalised(coder, rows, file)


def normalised(coder: RecordCoder, rows: Sequence[RawRow], file: str) -> Iterator[dict[str, Any]]:
    """A line for each row, same order; faulty ones with ``error``.

    Args:
        coder: Codes titles, reads skills and places.
        rows: Rows as read.
        file: Where they stand, for messages.
    """
    from api.cli.line import read_line
    from api.cli.title_line import TitleLine
    from taxonomy.title_item import TitleItem

    read = [read_line(TitleLine, row, file) for row in rows]
    good = [line for line in read if not isinstance(line, InputError)]
    items = [TitleItem(title=line.title, hint=line.hint or "", text=line.text or "") for line in good]
    codings = iter(coder.titles.code(items))
    for row, line in zip(rows, read, strict=True):
        if isinstance(line, InputError):
            yield fault_line(row, line, _UNREAD)
        else:
            document = _document(line.id, next(codings), coder.reader.read(line.text or ""))
            yield {**document, **_facts(line, coder.gazetteer)}


def _document(given_id: str | int | float, coding: TitleCoding, mentions: Sequence[SkillMention]) -> dict[str, Any]:
    return {
        "id": given_id,
        "uncertain": coding.uncertain,
        "kbji": [
            {
                "code": c.code,
                "title": c.title,
                "score": c.score,
                "job": {"code": c.job.code, "title": c.job.title} if c.job else None,
            }
            for c in coding.candidates
        ],
        "skills": [
            {
                "id": mention.skill_id or None,
                "label": mention.label,
                "type": mention.type,
                "surface": mention.surface,
                "start": mention.start,
                "end": mention.end,
                "required": mention.required,
                "negated": mention.negated,
                "level": mention.level or None,
            }
            for mention in mentions
        ],
    }


def _facts(line: TitleLine, gazetteer: Gazetteer) -> dict[str, Any]:
    """As ``/v1/normalise`` shows them."""
    from taxonomy.facts import read_facts

    return read_facts(
        line.text or "",
        gazetteer,
        place=line.place or "",
        education=line.education or "",
        pay=line.pay or "",
        experience=line.experience or "",
    )
