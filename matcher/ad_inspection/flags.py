"""Flags of one ad: the patterns of the rules over title and text, what is exempt, what only the whole ad can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from matcher.ad_inspection.ages import ages_in
from matcher.ad_inspection.contacts import personal_contacts
from matcher.ad_inspection.promised_pay import pay_faults
from matcher.ad_inspection.reading import as_read
from matcher.ad_inspection.rules import EXEMPT, KINDS, Pattern, Rule, Rules, load_rules
from matcher.ad_inspection.sexes import of_one_sex
from taxonomy.pay_text import Rewritten

PARTS = ("title", "text")

_BEHIND, _AHEAD, _SENTENCE = 90, 90, 160
_GOES_ON = re.compile(r"[\s,/&()\-–]{0,4}(?:dan|and|atau|or|serta|s/d)?\s{0,2}$", re.IGNORECASE)
_LONGEST_JOINT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """An ad to inspect.

    Attributes:
        title: As given.
        text: As given.
        company: Name of the employer, or empty.
        floor_idr_month: Minimum wage of the place of work, where it is known; see ``promised_pay``.
    """

    title: str
    text: str = ""
    company: str = ""
    floor_idr_month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Words of an ad that break a rule.

    Attributes:
        kind: One of ``rules.KINDS``.
        where: ``title`` or ``text``.
        start: Code point offset of the first character, in the title or text as given.
        end: Offset after the last one.
        surface: The words, unchanged.
        rule: Id of the rule.
        source: Law that it rests on.
    """

    kind: str
    where: str
    start: int
    end: int
    surface: str
    rule: str
    source: str

    @property
    def is_unlawful(self) -> bool:
        """False where the demand belongs to the work."""
        return self.kind != EXEMPT

    def as_dict(self) -> dict[str, str | int]:
        """For JSON lines; ``where`` is called ``in`` there."""
        return {
            "kind": self.kind,
            "in": self.where,
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "rule": self.rule,
            "source": self.source,
        }


Span = tuple[str, int, int]
"""Rule and offsets in the text as it is read."""


def find_flags(ad: Ad) -> list[Flag]:
    """All flags of an ad, the title's first, then by place; none overlaps another of its kind."""
    rules = load_rules()
    kinds = _kinds(f"{ad.title}\n{ad.company}\n{ad.text}")
    found = list[Flag]()
    for where, given in zip(PARTS, (ad.title, ad.text), strict=True):
        read = as_read(given)
        spans = [*_patterned(rules, read.text, where), *_of_whole_ad(ad, read.text, where)]
        for rule_id, start, end in _merged(spans, read.text, rules):
            rule = rules.by_id[rule_id]
            kind = kinds(rule)
            if kind:
                found.append(_flag(rule, kind, where, given, read, start, end))
    return found


def _patterned(rules: Rules, text: str, where: str) -> list[Span]:
    folded = text.casefold()
    spans = [
        (pattern.rule, start, end)
        for pattern in rules.patterns
        if pattern.where in {"any", where} and any(hint in folded for hint in pattern.hints)
        for start, end in _matches(pattern, text, rules.open_to_all)
    ]
    spans += [("age-limit", start, end) for start, end in ages_in(text)]
    single = of_one_sex(text, [(start, end) for rule, start, end in spans if rule == "sex-one"])
    return [span for span in spans if span[0] != "sex-one"] + [("sex-one", *span) for span in single]


def _matches(pattern: Pattern, text: str, open_to_all: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in pattern.words.finditer(text):
        start, end = match.span()
        behind = line_before(text, start, _BEHIND)
        if pattern.before is not None and not pattern.before.search(behind):
            continue
        if pattern.not_before is not None and pattern.not_before.search(behind):
            continue
        if pattern.not_after is not None and pattern.not_after.match(_line_after(text, end)):
            continue
        if start < end and not open_to_all.search(_sentence_before(text, start)):
            yield start, end


def line_before(text: str, start: int, reach: int) -> str:
    """The line up to ``start``, at most ``reach`` characters of it; ``…`` stands first where more of it was cut off."""
    begin = text.rfind("\n", max(0, start - reach), start) + 1
    if begin:
        return text[begin:start]
    return text[:start] if start <= reach else f"…{text[start - reach : start]}"


def _line_after(text: str, end: int) -> str:
    return text[end : end + _AHEAD].split("\n", 1)[0]


def _sentence_before(text: str, start: int) -> str:
    return re.split(r"[.;!?\n•]", line_before(text, start, _SENTENCE))[-1]


def _of_whole_ad(ad: Ad, text: str, where: str) -> Iterator[Span]:
    if where == "text":
        yield from (("contact-personal", start, end) for start, end in personal_contacts(text))
    yield from pay_faults(text, ad.title, ad.floor_idr_month)


def _merged(spans: Sequence[Span], text: str, rules: Rules) -> Iterator[Span]:
    """Overlapping spans of a kind as one, and those that only "and" or a comma parts; by place."""

    def kind_of(span: Span) -> str:
        return rules.by_id[span[0]].kind

    merged = list[Span]()
    for _, group in groupby(sorted(spans, key=lambda span: (KINDS.index(kind_of(span)), *span[1:])), kind_of):
        first, *others = group
        joined = [first]
        for span in others:
            last = joined[-1]
            if _is_one(last, span, text):
                joined[-1] = (last[0], last[1], max(last[2], span[2]))
            else:
                joined.append(span)
        merged += joined
    return iter(sorted(merged, key=lambda span: (span[1], span[2], span[0])))


def _is_one(last: Span, span: Span, text: str) -> bool:
    gap = text[last[2] : span[1]]
    joins = span[0] == last[0] == "age-limit" and len(gap) <= _LONGEST_JOINT and "\n" not in gap
    return span[1] < last[2] or (joins and bool(_GOES_ON.match(gap)))


def _kinds(whole: str) -> Callable[[Rule], str]:
    """Rule to the kind that its flags have in this ad, empty for none; a long ad is searched once for each rule."""

    @cache
    def kind(rule_id: str) -> str:
        rule = load_rules().by_id[rule_id]
        return rule.exempt_kind if rule.exempt is not None and rule.exempt.search(whole) else rule.kind

    return lambda rule: kind(rule.id)


def _flag(rule: Rule, kind: str, where: str, given: str, read: Rewritten, start: int, end: int) -> Flag:
    """The flag in the offsets of the text as given, without spaces and signs at its ends."""
    while start < end and not read.text[start].isalnum() and read.text[start] not in "<>≤≥+":
        start += 1
    while end > start + 1 and read.text[end - 1] in " \t\n,;:.-–(/&•":
        end -= 1
    first, last = read.offsets[start], read.offsets[end - 1] + 1
    surface = given[first:last]
    return Flag(kind=kind, where=where, start=first, end=last, surface=surface, rule=rule.id, source=rule.source)


def counts(flags: Sequence[Flag]) -> Mapping[str, int]:
    """Flags of each kind that occurs, in the order of ``KINDS``."""
    return {kind: n for kind in KINDS if (n := sum(flag.kind == kind for flag in flags))}
