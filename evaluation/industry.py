"""Task ``industry``: employers to KBLI divisions, beside likeness to official titles and the commonest division.

``gold/employers_dev.tsv``: 280 employers of three boards, each with one ad, coded by language models. A first code is
right when it is the gold's code or one of its alternates. Shares are of the employers that can be told; "of all"
counts the others (``--``) too, right when the list is empty or its first score is below ``TOLD_FROM``. Sections are
right when the first code's section is that of an accepted division. No gold employer is in ``read.tsv``; well-known
ones are in ``known.tsv``, so the share of those that stand in neither table is a row of its own, and so is each
board.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.employers import GoldEmployer, read_employers
from evaluation.industry_baselines import industry_baselines
from evaluation.rows import mean_row, share_row
from evaluation.task import Options, Row, reported
from taxonomy.industries import load_industries
from taxonomy.industry_coder import TOLD_FROM, IndustryCandidate, load_industry_coder
from taxonomy.industry_words import known_matches, load_read

SECTION, DIVISION = 0.80, 0.70
"""Targets of issue 7: first code right at section and at division."""

GOLD = "employers_dev.tsv"

Lists = Sequence[Sequence[str]]
"""Divisions of each employer, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The gold employers that can be told, with what was answered.

    Attributes:
        gold: Of each.
        firsts: First division of each; empty where none was named.
    """

    gold: Sequence[GoldEmployer]
    firsts: Sequence[str]

    def divisions(self) -> list[bool]:
        """Whether each first code is accepted."""
        return [first in one.accepted for one, first in zip(self.gold, self.firsts, strict=True)]

    def sections(self) -> list[bool]:
        """Whether each first code is in the section of an accepted one."""
        return [
            bool(first) and _section(first) in {_section(code) for code in one.accepted}
            for one, first in zip(self.gold, self.firsts, strict=True)
        ]

    def strict(self) -> list[bool]:
        """Whether each first code is the gold's first code."""
        return [first == one.code for one, first in zip(self.gold, self.firsts, strict=True)]


@reported("industry")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The gold file is missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    gold = read_employers(_gold_file(options))
    encoder = options.load_encoder()
    coder = load_industry_coder(encoder.encode_query, encoder.fingerprint)
    answers = coder.code([one.item for one in gold])
    told = [at for at, one in enumerate(gold) if one.accepted]
    ours = _judged(gold, told, [[candidate.code for candidate in answer] for answer in answers])
    rows = [*_own_rows(ours), *_list_rows(gold, told, answers), *_part_rows(ours)]
    for name, lists in industry_baselines([one.item for one in gold], encoder).items():
        found = _judged(gold, told, lists)
        rows += [share_row(f"{name}: section", found.sections()), share_row(f"{name}: division", found.divisions())]
    return rows


def _gold_file(options: Options) -> Path:
    return options.gold_file(GOLD)


def _judged(gold: Sequence[GoldEmployer], told: Sequence[int], lists: Lists) -> Judged:
    return Judged(gold=[gold[at] for at in told], firsts=[lists[at][0] if lists[at] else "" for at in told])


def _own_rows(ours: Judged) -> list[Row]:
    return [
        share_row("coder: section", ours.sections(), at_least=SECTION),
        share_row("coder: division", ours.divisions(), at_least=DIVISION),
        share_row("coder: division, alternates not accepted", ours.strict()),
    ]


def _list_rows(
    gold: Sequence[GoldEmployer], told: Sequence[int], answers: Sequence[Sequence[IndustryCandidate]]
) -> list[Row]:
    """What the rest of the list and the scores are worth."""
    firsts = [answer[0].score if answer else 0.0 for answer in answers]
    right = [bool(answer) and answer[0].code in one.accepted for one, answer in zip(gold, answers, strict=True)]
    among = [any(c.code in gold[at].accepted for c in answers[at][:3]) for at in told]
    kept = [at for at in range(len(gold)) if firsts[at] >= TOLD_FROM]
    rows = [
        share_row("coder: an accepted division among the first three", among),
        share_row(
            "coder: of all, those that cannot be told right when the first score is low",
            [right[at] if gold[at].accepted else firsts[at] < TOLD_FROM for at in range(len(gold))],
        ),
        share_row("coder: division, of all answered with a first score that is not low", [right[at] for at in kept]),
        share_row(
            "coder: first score is low where it cannot be told", [firsts[at] < TOLD_FROM for at in _untold(gold)]
        ),
    ]
    return [*rows, mean_row("coder: Brier score of the first score", _squares(firsts, right))]


def _untold(gold: Sequence[GoldEmployer]) -> list[int]:
    return [at for at, one in enumerate(gold) if not one.accepted]


def _squares(scores: Sequence[float], right: Sequence[bool]) -> list[float]:
    """Squared error of each first score as a probability of being right (Brier 1950, Monthly Weather Review 78)."""
    return [float(square) for square in (np.array(scores) - np.array(right, dtype=np.float64)) ** 2]


def _part_rows(ours: Judged) -> list[Row]:
    """By board, and for employers that stand in no table of ours."""
    parts = {f"{source} ads": [one.source == source for one in ours.gold] for source in _sources(ours.gold)}
    parts["employers in neither table"] = [not _in_tables(one) for one in ours.gold]
    parts["ads that say what the employer does"] = [bool(one.item.activity) for one in ours.gold]
    parts["ads that do not say it"] = [not one.item.activity for one in ours.gold]
    rows: list[Row] = []
    for name, mask in parts.items():
        own = [at for at, keep in enumerate(mask) if keep]
        if own:
            part = Judged(gold=[ours.gold[at] for at in own], firsts=[ours.firsts[at] for at in own])
            rows += [share_row(f"coder, {name}: section", part.sections())]
            rows += [share_row(f"coder, {name}: division", part.divisions())]
    return rows


def _sources(gold: Sequence[GoldEmployer]) -> list[str]:
    return sorted({one.source for one in gold})


def _in_tables(one: GoldEmployer) -> bool:
    return one.item.name in load_read() or any(True for _ in known_matches(one.item.name))


def _section(code: str) -> str:
    return load_industries().get(code).section
