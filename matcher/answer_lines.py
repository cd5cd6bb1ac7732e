"""Rows of records to the lines that answer them, one for one: what ``sepadan match`` writes, and what a job does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.identity import safe_to_show
from matcher.json_text import as_unicode
from matcher.reason_words import Language, opening_words, reason_words
from taxonomy.errors import InputError

if TYPE_CHECKING:  # commands that answer nothing must not wait for what answers
    from matcher.answers import Ranking, Subject
    from matcher.engine import Engine
    from matcher.explain import Explained
    from matcher.openings import Opening
    from matcher.records import Record
    from matcher.sources.files import RawRow
    from matcher.sources.source import Source

UNMATCHED: Mapping[str, Any] = {"matches": [], "removed_by_filter": {}, "relax": [], "would_open": []}
"""What a faulty line of a match is answered with."""

UNADVISED: Mapping[str, Any] = {"courses": [], "removed_by_filter": {}, "postings_considered": 0}
"""What a faulty line of a recommendation of courses is answered with."""

AnswerSubject = Callable[["Engine", object, "Subject"], Mapping[str, Any]]
"""Engine, id as given and subject to the line that answers it."""


def answered(
    engine: Engine,
    source: Source,
    rows: Sequence[RawRow],
    file: Path,
    empty: Mapping[str, Any],
    answer: AnswerSubject,
) -> Iterator[Mapping[str, Any]]:
    """A line for each row, same order; faulty ones with ``error``.

    Args:
        engine: Codes all of them together, and matches.
        source: How to read a row.
        rows: Of one batch.
        file: Where they stand, for messages.
        empty: What a faulty one is answered with.
        answer: Answers one subject.
    """
    read = [_record_or_fault(source, row, file) for row in rows]
    subjects = iter(engine.subjects([record for record in read if not isinstance(record, InputError)]))
    for row, record in zip(rows, read, strict=True):
        if isinstance(record, InputError):
            yield fault_line(row, record, empty)
        else:
            yield answer(engine, given_id(row), next(subjects))


def _record_or_fault(source: Source, row: RawRow, file: Path) -> Record | InputError:
    from matcher.ingest import read_record

    try:
        return read_record(source, row, file)
    except InputError as fault:
        return fault


def given_id(row: RawRow) -> str | int | float | None:
    """The id of a line as it was given; None when there is none that can be given back."""
    given = row.value.get("id") if row.value is not None else None
    return given if isinstance(given, str | int | float) else None


def fault_line(row: RawRow, fault: InputError, rest: Mapping[str, Any]) -> dict[str, Any]:
    """The line that stands for a faulty one: its id when it can be read, empty answers, and the fault."""
    return {"id": given_id(row), **rest, "error": error_of(fault)}


def error_of(fault: InputError) -> dict[str, str]:
    """A fault as lines tell it; identity data is not shown."""
    error = {"where": fault.where, "wanted": fault.wanted, "found": str(safe_to_show(fault.found))}
    return {name: as_unicode(text) for name, text in error.items()}


def match_line(given: object, ranking: Ranking, language: Language) -> dict[str, Any]:
    """One line of a match: the subject's id as it was given, and what was found."""
    return {
        "id": given,
        "matches": [_match(ranking, found, language) for found in ranking.matches],
        "removed_by_filter": dict(ranking.removed_by_filter),
        "relax": [asdict(one) for one in ranking.relax],
        "would_open": [_opening(found, language) for found in ranking.would_open],
    }


def _opening(found: Opening, language: Language) -> dict[str, Any]:
    return {
        "id": found.key,
        "title": found.title,
        "licence": dict(found.licence),
        "score": found.score,
        "words": opening_words(found, language),
    }


def _match(ranking: Ranking, found: Explained, language: Language) -> dict[str, Any]:
    return {
        "id": found.key,
        "score": found.score,
        "components": dict(found.components),
        "reasons": {
            "matched": list(found.matched),
            "missing": list(found.missing),
            "adjacent": list(found.adjacent),
            "would_help": list(found.would_help),
        },
        "words": asdict(reason_words(found, language)),
        "shortlist_chance": ranking.shortlist_chance(found.score),
        "overseas": ranking.overseas.get(found.key),
        **_copies(ranking, found.key),
    }


def _copies(ranking: Ranking, key: str) -> dict[str, Any]:
    """The other copies of a posting, where it has some."""
    others = [asdict(copy) for copy in ranking.also_at.get(key, ())]
    return {"also_at": others} if others else {}
