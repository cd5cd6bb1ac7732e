"""Postings that show what employers ask for: up to three of a skill, with the words that ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.catalogue import Catalogue
from matcher.columns import UNKNOWN
from matcher.market.served import Market
from matcher.segment import Segment
from matcher.vocabulary import Vocabulary

SHOWN = 3
"""Postings shown of a skill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A posting that asks for a skill.

    Attributes:
        key: Of the posting.
        title: As advertised.
        words: Of the posting that ask for the skill.
    """

    key: str
    title: str
    words: str


def shown_postings(
    postings: Catalogue, vocabulary: Vocabulary, units: Collection[str], province: str, skills: Sequence[str]
) -> Mapping[str, tuple[Shown, ...]]:
    """Postings of some occupations that ask for skills, by skill; the first by key.

    Args:
        postings: All stored postings.
        vocabulary: What their numbers mean.
        units: KBJI unit groups.
        province: Two digits; empty takes all of Indonesia.
        skills: Skill ids.
    """
    found: dict[str, list[Shown]] = {name: [] for name in skills}
    for segment in postings.segments:
        rows = _rows(segment, vocabulary, units, province)
        held = segment.columns.skills.take(rows)
        for name in skills:
            number = vocabulary.skills.get(name, UNKNOWN)
            own = rows[np.unique(held.owners[held.values == number])]
            by_key = sorted(own.tolist(), key=segment.key)[:SHOWN]
            found[name].extend(_shown(segment, row, name) for row in by_key)
    return {name: tuple(sorted(shown, key=lambda one: one.key)[:SHOWN]) for name, shown in found.items()}


def _rows(segment: Segment, vocabulary: Vocabulary, units: Collection[str], province: str) -> npt.NDArray[np.int64]:
    numbers = np.array([vocabulary.units[code] for code in sorted(units) if code in vocabulary.units], dtype=np.uint16)
    chosen = segment.alive & np.isin(segment.columns.units[:, 0], numbers) & ~segment.columns.is_abroad
    if province:
        chosen &= (segment.columns.provinces & np.uint64(vocabulary.province_bits((province,)))) != 0
    return np.flatnonzero(chosen)


def _shown(segment: Segment, row: int, skill: str) -> Shown:
    coded = segment.coded(row)
    words = next((one.surface for one in coded.skills if one.id == skill), "")
    return Shown(key=coded.key, title=coded.title, words=words)


def asking_any(
    market: Market, inside: npt.NDArray[np.bool_], units: Collection[str], skills: Collection[str]
) -> tuple[int, int]:
    """Postings of some occupations that ask for any of some skills, and all postings of these occupations.

    Args:
        market: Stored postings.
        inside: Which of them count; shape ``(rows,)``.
        units: KBJI unit groups.
        skills: Skill ids.
    """
    rows, axes = market.postings, market.axes
    wanted = np.array([*(code in units for code in axes.units), False])
    chosen = inside & wanted[rows.units]
    asked = np.array([name in skills for name in axes.skills])
    held = rows.columns.skills
    owners = np.unique(held.owners[asked[held.values]]) if len(held.values) else np.zeros(0, dtype=np.int64)
    return int(chosen[owners].sum()), int(chosen.sum())
