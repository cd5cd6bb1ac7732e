"""Ads whose skills were marked by hand for training: offsets of ours over texts that stay outside the repository.

``evaluation/data/skill_spans.jsonl``: one ad a line with its id, how many characters of its description were read, and
the marked spans as ``[start, end, type, label, concept]``; offsets are code points into the description as the source's
reader gives it. None of them is in ``gold/skills_dev.jsonl``, which is for measuring alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.coded_titles import DATA
from evaluation.real_ads import real_postings
from taxonomy.errors import InputError

SPANS = DATA / "skill_spans.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSpan:
    """A marked phrase.

    Attributes:
        start: Code point offset of its first character.
        end: Offset after its last one.
        type: hard, knowledge, tool, language, licence, soft or task.
        concept: Id of the taxonomy's concept, or empty.
    """

    start: int
    end: int
    type: str
    concept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAd:
    """An ad with its marks.

    Attributes:
        id: Of the ad.
        text: As far as it was read.
        spans: By start, none overlapping.
    """

    id: str
    text: str
    spans: tuple[MarkedSpan, ...]


def descriptions(data: Path) -> dict[str, str]:
    """Description of every real ad in the data folder, by id.

    Raises:
        InputError: A file of ads is missing.
    """
    return {posting.key: posting.description for _, posting in real_postings(data)}


def read_marked(path: Path, texts: Mapping[str, str]) -> list[MarkedAd]:
    """Marked ads whose text is known; the others are left out.

    Raises:
        InputError: A span does not lie in its text: the ads are not those that were marked.
    """
    found: list[MarkedAd] = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            raw = json.loads(line)
            text = texts.get(raw["id"])
            if text is None:
                continue
            spans = tuple(
                MarkedSpan(start=start, end=end, type=kind, concept=concept)
                for start, end, kind, _, concept in raw["spans"]
            )
            if spans and spans[-1].end > len(text):
                wanted, where = f"a text of {spans[-1].end} characters or more", f"{path} line {number}"
                raise InputError(wanted=wanted, found=f"{len(text)} characters", where=where)
            found.append(MarkedAd(id=raw["id"], text=text[: raw["length"]], spans=spans))
    return found
