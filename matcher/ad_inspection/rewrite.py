"""A neutral rewrite of an ad: what must not be asked goes, or gives way to words that ask for the work itself.

The rewritten ad has no unlawful flag. Lines that were not flagged stay as they were, to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.ad_inspection.flags import Ad, Flag, find_flags
from matcher.ad_inspection.rules import load_rules

LANGUAGES = ("id", "en")

_INDONESIAN = re.compile(
    r"\b(?:dan|yang|di|untuk|dengan|minimal|maksimal|usia|kerja|tahun|atau|syarat)\b", re.IGNORECASE
)
_ENGLISH = re.compile(r"\b(?:and|the|of|with|for|must|years?|age|work|or|in|requirements?)\b", re.IGNORECASE)
_READ_FOR_LANGUAGE = 4_000
_ROUNDS = 10
"""Times that an ad is read again at each step; real ads need two."""

_MARK = "\ue000"
"""Stands where words were cut out, until the line is tidied; a private character, which a text cannot mean."""

_EMPTY_BRACKETS = re.compile(rf"\s?[(\[][\s,;:.{_MARK}-]{{0,20}}[)\]]")
_LEFT_OVER = re.compile(
    rf"(?:\s|{_MARK}){{0,9}}(?:\b(?:dan|atau|serta|dengan|and|or|with|yang)\b|[,;&/])(?:\s|{_MARK}){{0,9}}(?={_MARK})|"
    rf"(?<={_MARK})\s{{0,4}}(?:(?:\b(?:dan|atau|serta|dengan|and|or|with)\b|[,;&/.])\s{{0,4}}){{1,3}}",
    re.IGNORECASE,
)
_NOTHING_SAID = re.compile(r"^[\W_]{0,12}(?:\d{1,2}[\W_]{0,6}|[a-z][.)])?$", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]{2,}")
_CALL = re.compile(
    r"(?:\b(?:hub(?:ungi)?|kontak|contact|via|lewat|chat|call|wa|whats ?app|telp|telepon|tlp|hp|"
    r"no(?:mor)?)\b[ .:/+-]{0,3}){1,5}$",
    re.IGNORECASE,
)
"""What asks to call the number that follows: without it nothing is said."""

_UNIT = re.compile(r"\s?(?:cm|kg)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one flag.

    Attributes:
        flag: In the ad as it was given.
        put: Words put in its place; empty where it is left out.
        why: Reason, in the ad's language.
        instead: What can be written in its place, in the ad's language.
    """

    flag: Flag
    put: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """A neutral ad.

    Attributes:
        title: Rewritten.
        text: Rewritten.
        language: Of the ad, and of the words that were put in: ``id`` or ``en``.
        changes: One for each unlawful flag, in their order.
    """

    title: str
    text: str
    language: str
    changes: tuple[Change, ...]


def rewrite(ad: Ad, flags: Sequence[Flag] | None = None, spared: frozenset[str] = frozenset()) -> Rewrite:
    """Make an ad neutral.

    Args:
        ad: As given.
        flags: Of this ad, where they are known.
        spared: Kinds of flags that are left as they are.
    """
    language = language_of(f"{ad.title}\n{ad.text}")
    every = find_flags(ad) if flags is None else flags
    found = [flag for flag in every if flag.is_unlawful and flag.kind not in spared]
    changes = _changes(found, language)
    neutral = _freed(_applied(ad, [(change.flag, change.put) for change in changes]), spared)
    return Rewrite(title=neutral.title, text=neutral.text, language=language, changes=changes)


def with_change(ad: Ad, change: Change) -> Ad:
    """An ad with what becomes of one flag, the others left as they are.

    Args:
        ad: As it was flagged.
        change: Of one of its flags.
    """
    return _applied(ad, [(change.flag, change.put)])


def _freed(ad: Ad, spared: frozenset[str]) -> Ad:
    """An ad without flags: what stood around words that went can break another rule once it stands together.

    Words go, then whole lines, then the whole part; a made-up ad could else lose two words a round for hours.
    """
    for step in (_without_words, _without_lines, _without_parts):
        for _ in range(_ROUNDS):
            again = [flag for flag in find_flags(ad) if flag.is_unlawful and flag.kind not in spared]
            if not again:
                return ad
            ad = step(ad, again)
    return ad


def _without_words(ad: Ad, flags: Sequence[Flag]) -> Ad:
    return _applied(ad, [(flag, "") for flag in flags])


def _without_lines(ad: Ad, flags: Sequence[Flag]) -> Ad:
    """Without every line that a flag touches."""
    return replace(
        ad,
        title=_lines_left(ad.title, [flag for flag in flags if flag.where == "title"]),
        text=_lines_left(ad.text, [flag for flag in flags if flag.where == "text"]),
    )


def _lines_left(text: str, flags: Sequence[Flag]) -> str:
    gone = {at for flag in flags for at in range(text.count("\n", 0, flag.start), text.count("\n", 0, flag.end) + 1)}
    return "\n".join(line for at, line in enumerate(text.split("\n")) if at not in gone)


def _without_parts(ad: Ad, flags: Sequence[Flag]) -> Ad:
    """Without the title or the text, whichever still breaks a rule; both are empty after two rounds at the latest."""
    parts = {flag.where for flag in flags}
    return replace(ad, title="" if "title" in parts else ad.title, text="" if "text" in parts else ad.text)


def language_of(text: str) -> str:
    """``id`` or ``en``, by the more frequent small words; ``id`` where they are even."""
    head = text[:_READ_FOR_LANGUAGE]
    return "en" if len(_ENGLISH.findall(head)) > len(_INDONESIAN.findall(head)) else "id"


def _changes(flags: Sequence[Flag], language: str) -> tuple[Change, ...]:
    rules, used, changes = load_rules().by_id, set[tuple[str, str]](), list[Change]()
    for flag in flags:
        rule = rules[flag.rule]
        put = rule.put[language]
        if (flag.where, put) in used:
            put = ""
        used.add((flag.where, put))
        if flag.where == "title":
            put = ""
        changes.append(Change(flag=flag, put=put, why=rule.why[language], instead=rule.instead[language]))
    return tuple(changes)


def _applied(ad: Ad, cuts: Sequence[tuple[Flag, str]]) -> Ad:
    return replace(
        ad,
        title=_cut(ad.title, [(flag, put) for flag, put in cuts if flag.where == "title"]),
        text=_cut(ad.text, [(flag, put) for flag, put in cuts if flag.where == "text"]),
    )


def _cut(text: str, cuts: Sequence[tuple[Flag, str]]) -> str:
    """The text with each flag's words replaced, or left out with what they leave of their line."""
    pieces, at = list[str](), 0
    for flag, put in sorted(cuts, key=lambda cut: cut[0].start):
        if flag.end <= at:
            continue
        begins = flag.surface[:1].isupper()
        before = text[at : max(at, flag.start)]
        if flag.kind == "contact" and not put:
            before = _CALL.sub("", before)
        pieces += [before, (put[:1].upper() + put[1:] if begins else put) or _MARK]
        unit = _UNIT.match(text, flag.end) if flag.rule == "appearance-body" else None
        at = unit.end() if unit else flag.end
    lines = "".join([*pieces, text[at:]]).split("\n")
    return "\n".join(line for line in map(_tidied, lines) if line is not None)


def _tidied(line: str) -> str | None:
    """A line without marks and what hung on the words cut; None where nothing is left of it."""
    if _MARK not in line:
        return line
    made = _EMPTY_BRACKETS.sub(_MARK, line)
    made = _LEFT_OVER.sub(" ", made).replace(_MARK, "")
    made = _SPACES.sub(" ", made).rstrip()
    made = made.lstrip() if line.startswith(_MARK) else made
    return None if _NOTHING_SAID.match(made.strip()) else made
