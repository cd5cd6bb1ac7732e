"""A text as the skill tagger sees it: tokens, and of each the words, forms and places around it as named features."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from taxonomy.skill_context import heading_spans, is_benefit, is_in_heading, section_starts
from taxonomy.tables import read_table

Clusters = Mapping[str, tuple[str, str, str]]
"""Word to its cluster in a clustering into 64, 300 and 1,000."""

Marked = tuple[int, int, str]
"""Start, end and type of a phrase that the dictionary knows."""

_TOKEN = re.compile(r"[^\W_]+(?:[.+#][^\W_]+|[+#]+)*|\n|[^\w\s]|_")
_SHAPES = ((re.compile(r"[A-Z]"), "X"), (re.compile(r"[a-z]"), "x"), (re.compile(r"\d"), "0"))
_UNPAIRED = re.compile(r"[\ud800-\udfff]")
_RUN = re.compile(r"(.)\1+")
_HEAD = re.compile(r"[^a-z ]")
_EDGE = "EDGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, a mark of punctuation or a line break.

    Attributes:
        start: Code point offset of its first character.
        end: Offset after its last one.
        text: Itself, unchanged.
    """

    start: int
    end: int
    text: str


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in order; spaces are none."""
    text = _UNPAIRED.sub("\ufffd", text)
    return [Token(start=m.start(), end=m.end(), text=m.group()) for m in _TOKEN.finditer(text)]


def features_of(text: str, tokens: Sequence[Token], marked: Sequence[Marked], clusters: Clusters) -> list[list[str]]:
    """The features of each token.

    Args:
        text: What the tokens are of.
        tokens: From ``tokens_of``.
        marked: What the dictionary found in the text, by start, none overlapping.
        clusters: Words that stand in like places.
    """
    words = [token.text.lower() if token.text != "\n" else "NL" for token in tokens]
    known = _known(tokens, marked)
    groups = [clusters.get(word) for word in words]
    places = _places(text, tokens)
    found: list[list[str]] = []
    for at, token in enumerate(tokens):
        if token.text == "\n":
            found.append(["nl"])
            continue
        own = [*word_form(words[at], token.text), f"lex={known[at]}", *places[at]]
        around = [*_words_around(words, at), *_known_around(known, at), *_groups_around(groups, at)]
        found.append(own + around)
    return found


def _known(tokens: Sequence[Token], marked: Sequence[Marked]) -> list[str]:
    """``B-type`` or ``I-type`` for tokens of phrases that the dictionary knows, else ``O``."""
    found = ["O"] * len(tokens)
    starts = [token.start for token in tokens]
    for start, end, kind in marked:
        at, place = max(bisect_right(starts, start) - 1, 0), "B"
        while at < len(tokens) and tokens[at].start < end:
            if tokens[at].end > start:
                found[at], place = f"{place}-{kind}", "I"
            at += 1
    return found


def _places(text: str, tokens: Sequence[Token]) -> list[tuple[str, ...]]:
    """Where in its line and in which section each token stands."""
    headings, sections = heading_spans(text), section_starts(text)
    found: list[tuple[str, ...]] = []
    position, section = 0, "start"
    for token in tokens:
        if token.text == "\n":
            position = 0
            found.append(())
            continue
        is_heading = is_in_heading(token.start, headings)
        if is_heading and position == 0:
            section = _HEAD.sub("", text[token.start : token.start + 14].lower()).split(" ")[0]
        is_offer = is_benefit(token.start, sections)
        found.append((f"pos={min(position, 4)}", f"sec={section}", f"head={is_heading:d}", f"ben={is_offer:d}"))
        position += 1
    return found


@lru_cache(maxsize=50_000)
def word_form(word: str, text: str) -> tuple[str, ...]:
    """What a word looks like: its shape, ends and kind; remembered, for texts repeat their words."""
    shape = text
    for pattern, letter in _SHAPES:
        shape = pattern.sub(letter, shape)
    shape = _RUN.sub(r"\1\1", shape)[:6]
    return (
        "b",
        f"w={word}",
        f"sh={shape}",
        f"p3={word[:3]}",
        f"p4={word[:4]}",
        f"s3={word[-3:]}",
        f"s4={word[-4:]}",
    )


def _words_around(words: Sequence[str], at: int) -> list[str]:
    found: list[str] = []
    for step in (-3, -2, -1, 1, 2, 3):
        near = words[at + step] if 0 <= at + step < len(words) else _EDGE
        found.append(f"w{step}={near}")
        if abs(step) <= 2:
            found.append(f"p{step}={near[:3]}")
    before, after = words[at - 1] if at else _EDGE, words[at + 1] if at + 1 < len(words) else _EDGE
    found += [f"w-={before}|{words[at]}", f"w+={words[at]}|{after}"]
    return found


def _known_around(known: Sequence[str], at: int) -> list[str]:
    steps = (step for step in (-2, -1, 1, 2) if 0 <= at + step < len(known))
    return [f"l{step}={known[at + step]}" for step in steps]


def _groups_around(groups: Sequence[tuple[str, str, str] | None], at: int) -> list[str]:
    found: list[str] = []
    for step in (-2, -1, 0, 1, 2):
        group = groups[at + step] if 0 <= at + step < len(groups) else None
        if group:
            found.append(f"m{step}={group[1]}")
            if abs(step) <= 1:
                found.append(f"c{step}={group[0]}")
    own = groups[at]
    if own:
        found.append(f"f={own[2]}")
        if at and (before := groups[at - 1]):
            found.append(f"c-={before[0]}|{own[0]}")
        if at + 1 < len(groups) and (after := groups[at + 1]):
            found.append(f"c+={own[0]}|{after[0]}")
    return found


@lru_cache(maxsize=1)
def load_clusters() -> Clusters:
    """The bundled word clusters; ``sepadan train skill-tagger`` makes them."""
    return read_clusters((resources.files("taxonomy") / "data" / "word_clusters.tsv").read_text(encoding="utf-8"))


def read_clusters(text: str) -> Clusters:
    """Word clusters out of their table.

    Raises:
        InputError: Not such a table.
    """
    rows = read_table(text, "word_clusters.tsv", ("word", "coarse", "middle", "fine"))
    return {row["word"]: (row["coarse"], row["middle"], row["fine"]) for _, row in rows}
