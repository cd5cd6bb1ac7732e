"""The rules of the inspection, as tables: what is forbidden, why, by which law, and by which words an ad shows it.

``rules.tsv`` holds a rule a line, ``sources.tsv`` the law that it rests on, ``patterns.tsv`` the words, ``words.tsv``
parts of patterns that several share, written ``{name}`` in them. All repeats in patterns are bounded, so that an ad is
read in time that grows with its length alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from taxonomy.errors import InputError
from taxonomy.tables import Row, read_table

KINDS = (
    *("age", "sex", "appearance", "marital", "religion", "religion_exempt", "ethnicity", "health", "domicile"),
    *("document", "fee", "lure", "contact", "pay"),
)
"""Kinds of flag; all but ``religion_exempt`` are against the law, or a sign of what is."""

EXEMPT = "religion_exempt"

_RULE_COLUMNS = (
    *("rule", "kind", "sources", "name_id", "name_en", "why_id", "why_en", "instead_id", "instead_en"),
    *("put_id", "put_en", "exempt", "exempt_kind"),
)
_PATTERN_COLUMNS = ("rule", "in", "hints", "before", "pattern", "not_before", "not_after")
_PART = re.compile(r"\{([a-z_]+)\}")
_DEEPEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A law or circular.

    Attributes:
        id: Key.
        citation: As it is cited, with the article.
        says: Language (``id``, ``en``) to what it says, in our words.
    """

    id: str
    citation: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What an ad must not ask for, promise or leave out.

    Attributes:
        id: Key, ``age-limit``.
        kind: One of ``KINDS``.
        sources: Law, the most direct first.
        name: Language to a short name.
        why: Language to the reason.
        instead: Language to what an employer can write in its place.
        put: Language to the words that a neutral rewrite puts in place of the found ones; empty to leave them out.
        exempt: Matches the ads (title, employer and text) in which the demand belongs to the work; None for none.
        exempt_kind: Kind that the flag has there; empty for no flag.
    """

    id: str
    kind: str
    sources: tuple[Source, ...]
    name: Mapping[str, str]
    why: Mapping[str, str]
    instead: Mapping[str, str]
    put: Mapping[str, str]
    exempt: re.Pattern[str] | None
    exempt_kind: str

    @property
    def source(self) -> str:
        """All citations, ``; `` between them."""
        return "; ".join(source.citation for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Words that break a rule.

    Attributes:
        rule: Id of the rule.
        where: ``any`` or ``title``.
        hints: Parts of words, in lower case, of which one stands in every text that can match.
        before: Must be found in the line up to the match; None for no demand.
        words: The words themselves.
        not_before: Must not be found in the line up to the match.
        not_after: Must not match what follows in the line.
    """

    rule: str
    where: str
    hints: tuple[str, ...]
    before: re.Pattern[str] | None
    words: re.Pattern[str]
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The whole registry.

    Attributes:
        by_id: Rules, in the order of their table.
        patterns: Patterns, in the order of their table.
        open_to_all: Matches words that open a job to everybody; what they go on to name is no demand.
    """

    by_id: Mapping[str, Rule]
    patterns: Sequence[Pattern]
    open_to_all: re.Pattern[str]


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The bundled rules.

    Raises:
        InputError: A line is faulty; names it.
    """
    words = {row["name"]: row["pattern"] for _, row in _rows("words.tsv", ("name", "pattern"))}
    sources = {
        row["source"]: _source(row) for _, row in _rows("sources.tsv", ("source", "citation", "says_id", "says_en"))
    }
    rules = {row["rule"]: _rule(row, sources, words, where) for where, row in _rows("rules.tsv", _RULE_COLUMNS)}
    patterns = [_pattern(row, rules, words, where) for where, row in _rows("patterns.tsv", _PATTERN_COLUMNS)]
    return Rules(
        by_id=rules, patterns=tuple(patterns), open_to_all=compiled("{open_to_all}", words, "words.tsv open_to_all")
    )


def checked_kind(kind: str, where: str) -> str:
    """The kind, where it is one, or empty.

    Raises:
        InputError: It is none.
    """
    if kind and kind not in KINDS:
        raise InputError(wanted=f"a kind of {', '.join(KINDS)}", found=kind, where=where)
    return kind


def _rows(name: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    table = resources.files("matcher.ad_inspection") / "tables" / name
    yield from read_table(table.read_text(encoding="utf-8"), name, columns)


def _source(row: Row) -> Source:
    return Source(id=row["source"], citation=row["citation"], says=_both(row, "says"))


def _rule(row: Row, sources: Mapping[str, Source], words: Mapping[str, str], where: str) -> Rule:
    for kind in (row["kind"], row["exempt_kind"]):
        checked_kind(kind, where)
    missing = [name for name in row["sources"].split() if name not in sources]
    if missing or not row["sources"]:
        raise InputError(wanted="sources of sources.tsv", found=missing or "none", where=where)
    return Rule(
        id=row["rule"],
        kind=row["kind"],
        sources=tuple(sources[name] for name in row["sources"].split()),
        **{name: _both(row, name) for name in ("name", "why", "instead", "put")},
        exempt=compiled(row["exempt"], words, where) if row["exempt"] else None,
        exempt_kind=row["exempt_kind"],
    )


def _both(row: Row, name: str) -> Mapping[str, str]:
    return {language: row[f"{name}_{language}"] for language in ("id", "en")}


def _pattern(row: Row, rules: Mapping[str, Rule], words: Mapping[str, str], where: str) -> Pattern:
    if row["rule"] not in rules or row["in"] not in {"any", "title"}:
        raise InputError(
            wanted="a rule of rules.tsv, in any or title", found=f"{row['rule']}, {row['in']}", where=where
        )
    if not row["hints"]:
        raise InputError(wanted="one hint or more", found="none", where=where)
    around = {
        name: compiled(row[name], words, where) if row[name] else None for name in ("before", "not_before", "not_after")
    }
    return Pattern(
        rule=row["rule"],
        where=row["in"],
        hints=tuple(row["hints"].split()),
        words=compiled(row["pattern"], words, where),
        **around,
    )


def compiled(pattern: str, words: Mapping[str, str], where: str) -> re.Pattern[str]:
    """A pattern with the words that it names put in; case does not matter.

    Args:
        pattern: As in the tables.
        words: Name to part.
        where: For the message.

    Raises:
        InputError: It names a part that is not there, names parts without end, or is no pattern.
    """
    whole = pattern
    for _ in range(_DEEPEST):
        unknown = [name for name in _PART.findall(whole) if name not in words]
        if unknown:
            raise InputError(wanted=f"parts of words.tsv ({', '.join(words)})", found=unknown[0], where=where)
        whole = _PART.sub(lambda part: words[part[1]], whole)
    try:
        if _PART.search(whole):
            raise re.error("parts that name each other without end")
        return re.compile(whole, re.IGNORECASE)
    except re.error as error:
        raise InputError(wanted="a regular expression", found=str(error), where=where) from error
