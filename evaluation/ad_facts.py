"""What the tasks on facts of ads share: the texts that are read; rows for all ads, by source and where one is named.

The gold holds ids and values alone; the ads lie in the data folder. The text read is the title, a line break and the
description as the product ingests them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evaluation.real_ads import gold_ads
from evaluation.rows import share_row
from evaluation.task import Options, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One value of one ad, judged.

    Attributes:
        source: Where the ad is from.
        is_right: Whether the reader says what the gold says.
        is_named: Whether the gold has a value.
    """

    source: str
    is_right: bool
    is_named: bool


def read_ads(options: Options, ids: Collection[str]) -> dict[str, str]:
    """Id (``jobstreet:3720127``) to the text that is read.

    Raises:
        InputError: The data folder, a file of ads or one of the ads is missing, or a file is faulty.
    """
    return gold_ads(options, ids, lambda _, ad: f"{ad.title}\n{ad.description}")


def fact_rows(system: str, value: str, judged: Sequence[Judged], *, at_least: float | None = None) -> list[Row]:
    """Share of ads read right; then of those whose gold has a value, without which silence would earn most."""
    named = [one.is_right for one in judged if one.is_named]
    return [
        share_row(f"{system}: {value}", [one.is_right for one in judged], at_least=at_least),
        share_row(f"{system}: {value}, of ads that name it", named),
    ]


def source_rows(system: str, value: str, judged: Sequence[Judged]) -> list[Row]:
    """Share of ads read right, source by source."""
    return [
        share_row(f"{system}, {source}: {value}", [one.is_right for one in judged if one.source == source])
        for source in sorted({one.source for one in judged})
    ]
