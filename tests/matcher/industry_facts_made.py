"""Invented rows of stored postings, and a coder that codes by the first word of a name."""

from __future__ import annotations

import random
from collections.abc import Sequence

from matcher.industry_facts import PostingFact
from taxonomy.industry_coder import IndustryCandidate
from taxonomy.industry_text import IndustryItem

BY_WORD = {"pabrik": ("13", 0.9), "toko": ("47", 0.8), "bank": ("64", 0.95), "mungkin": ("46", 0.2)}


class WordCoder:
    """Stands for ``IndustryCoder``; counts what it is asked."""

    fingerprint = "words-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def code(self, items: Sequence[IndustryItem]) -> list[tuple[IndustryCandidate, ...]]:
        self.asked += [" ".join(item.name) for item in items]
        found = []
        for item in items:
            code, score = BY_WORD.get(item.name[0] if item.name else "", ("", 0.0))
            found.append((IndustryCandidate(code=code, title=code, score=score),) if code else ())
        return found


def fact(
    employer: str = "pabrik satu",
    division: str = "13",
    occupation: str = "8151",
    provinces: tuple[str, ...] = ("32",),
    month: str = "2025-07",
    openings: int = 1,
) -> PostingFact:
    return PostingFact(
        employer=employer,
        division=division,
        occupation=occupation,
        provinces=provinces,
        month=month,
        openings=openings,
    )


def several(count: int, *, division: str = "13", occupation: str = "8151") -> list[PostingFact]:
    """Rows of as many employers."""
    return [fact(employer=f"pabrik {at}", division=division, occupation=occupation) for at in range(count)]


def random_facts(count: int, seed: int = 1) -> list[PostingFact]:
    """Rows drawn at random, some without division, occupation, province or month."""
    drawn = random.Random(seed)
    return [
        fact(
            employer=f"e{drawn.randrange(12)}",
            division=drawn.choice(["13", "14", "47", "64", ""]),
            occupation=drawn.choice(["8151", "5230", "5223", "4211", "3313", ""]),
            provinces=tuple(sorted(drawn.sample(["31", "32", "21"], drawn.randrange(3)))),
            month=drawn.choice(["2025-06", "2025-07", ""]),
            openings=drawn.randrange(1, 5),
        )
        for _ in range(count)
    ]
