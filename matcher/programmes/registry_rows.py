"""Lines of the tables of programmes as rules, benefits, sources and programmes; a faulty line is refused by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast, get_args

from matcher.programmes.conditions import Condition
from matcher.programmes.rules import (
    Benefit,
    Held,
    Per,
    Programme,
    ProgrammeKind,
    Rule,
    Source,
    SourceKind,
    Status,
)
from taxonomy.errors import InputError
from taxonomy.tables import Row

_ISSUED = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

_HELD = ("source", "article", "valid_from", "valid_until", "as_of", "verified")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources.tsv": ("source", "kind", "issued", "citation", "about_id", "about_en"),
    "questions.tsv": (
        *("field", "kind", "least", "most", "choices", "personal", "record", "skills", "asks_id", "asks_en"),
    ),
    "needs.tsv": ("need", "name_id", "name_en", "field", "operator", "value"),
    "programmes.tsv": (
        *("programme", "kind", "owner", "status", "needs", *_HELD, "name_id", "name_en", "says_id", "says_en"),
        *("also_id", "also_en", "apply_id", "apply_en"),
    ),
    "rules.tsv": ("programme", "rule", "one_of", "field", "operator", "value", *_HELD, "reason_id", "reason_en"),
    "benefits.tsv": ("programme", "low", "high", "per", *_HELD, "words_id", "words_en"),
}
"""Table to its exact header."""


def both(row: Row, name: str, where: str) -> Mapping[str, str]:
    """The two columns of a sentence.

    Raises:
        InputError: One of them is empty.
    """
    found = {language: row[f"{name}_{language}"] for language in ("id", "en")}
    if not all(found.values()):
        raise InputError(wanted=f"{name}_id and {name}_en", found="nothing", where=where)
    return found


def source_of(row: Row, where: str) -> Source:
    """A line of ``sources.tsv``."""
    _check_one_of(row["kind"], SourceKind, where)
    if not _ISSUED.fullmatch(row["issued"]) or not row["citation"]:
        raise InputError(wanted="a citation and its day, month or year", found=row["issued"], where=where)
    return Source(
        id=row["source"],
        kind=cast(SourceKind, row["kind"]),
        citation=row["citation"],
        issued=row["issued"],
        about=both(row, "about", where),
    )


def rule_of(row: Row, condition: Condition, sources: Mapping[str, Source], where: str) -> Rule:
    """A line of ``rules.tsv``."""
    if not row["rule"]:
        raise InputError(wanted="a key of the rule", found="nothing", where=where)
    return Rule(
        id=row["rule"],
        one_of=row["one_of"],
        condition=condition,
        reason=both(row, "reason", where),
        held=held_of(row, sources, where),
    )


def benefit_of(row: Row, sources: Mapping[str, Source], where: str) -> Benefit:
    """A line of ``benefits.tsv``."""
    _check_one_of(row["per"], Per, where)
    low, high = (int(row[name]) if row[name].isdecimal() else None for name in ("low", "high"))
    is_faulty = any(row[name] and not row[name].isdecimal() for name in ("low", "high"))
    if is_faulty or (high is not None and (low is None or high <= low)):
        raise InputError(wanted="whole amounts, the lower first", found=f"{row['low']}, {row['high']}", where=where)
    return Benefit(
        words=both(row, "words", where),
        low=low,
        high=high,
        per=cast(Per, row["per"]),
        held=held_of(row, sources, where),
    )


def programme_of(
    row: Row,
    sources: Mapping[str, Source],
    needs: frozenset[str],
    rules: Sequence[Rule],
    benefits: Sequence[Benefit],
    where: str,
) -> Programme:
    """A line of ``programmes.tsv``, with its rules and benefits.

    Raises:
        InputError: It is faulty, has no rule, or its status and its days do not go together.
    """
    _check_one_of(row["kind"], ProgrammeKind, where)
    _check_one_of(row["status"], Status, where)
    strangers = [need for need in row["needs"].split() if need not in needs]
    if strangers or not row["needs"] or not rules or not row["owner"]:
        found = strangers or ("no needs, no rules or no owner",)
        raise InputError(wanted="needs of needs.tsv, a rule, and an owner", found=found[0], where=where)
    held = held_of(row, sources, where)
    if row["status"] in {"ended", "paused"} and (held.valid_until is None or held.valid_until > held.as_of):
        raise InputError(wanted="a last day before as_of, for it is over", found=row["valid_until"], where=where)
    return Programme(
        id=row["programme"],
        kind=cast(ProgrammeKind, row["kind"]),
        owner=row["owner"],
        status=cast(Status, row["status"]),
        needs=tuple(row["needs"].split()),
        **{name: both(row, name, where) for name in ("name", "says", "apply")},
        also=_both_or_neither(row, "also", where),
        held=held,
        rules=tuple(rules),
        benefits=tuple(benefits),
    )


def _both_or_neither(row: Row, name: str, where: str) -> Mapping[str, str]:
    found = {language: row[f"{name}_{language}"] for language in ("id", "en")}
    return both(row, name, where) if any(found.values()) else found


def held_of(row: Row, sources: Mapping[str, Source], where: str) -> Held:
    """Source, days and whether it was verified.

    Raises:
        InputError: No such source, no day up to which it is known, a last day before the first, or neither yes nor no.
    """
    first, last, as_of = (_day(row[name], where) for name in ("valid_from", "valid_until", "as_of"))
    if row["source"] not in sources or as_of is None or row["verified"] not in {"yes", "no"}:
        wanted = "a source of sources.tsv, the day up to which it is known, and yes or no"
        found = f"{row['source']}, {row['as_of']}, {row['verified']}"
        raise InputError(wanted=wanted, found=found, where=where)
    if first is not None and last is not None and last < first:
        raise InputError(wanted="a last day that is not before the first", found=f"{first}, {last}", where=where)
    return Held(
        source=sources[row["source"]],
        article=row["article"],
        valid_from=first,
        valid_until=last,
        as_of=as_of,
        is_verified=row["verified"] == "yes",
    )


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(wanted="a day as 2026-11-27, or nothing", found=text, where=where) from error


def _check_one_of(found: str, kinds: Any, where: str) -> None:
    if found not in get_args(kinds):
        raise InputError(wanted=f"one of {', '.join(get_args(kinds))}", found=found, where=where)
