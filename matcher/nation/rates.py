"""How often something is said in a record, and by how much: measured where it could be, chosen where it could not.

Measured on 728 real ads (329 of Loker.id, 328 of JobStreet, 71 of MagangHub) and 72 invented seekers in people's own
words, all coded by the product, November 2026; on 7,900 ads where a count of employers is meant. Each constant says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matcher.records import Kind

TODAY = date(2026, 12, 1)
"""Day of the simulation: postings close after it. Nothing reads the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Of one kind of record.

    Attributes:
        top_scores: Deciles of the coder's first score; measured.
        skill_counts: Deciles of the number of skills; measured.
        no_place: Share without a region; measured of postings, chosen of workers (all 72 name one).
        two_places: Share with a second region; measured.
        pay: Share with pay; measured of postings, chosen of workers (all 72 name it; on the portal many do not).
        licence: Share that asks for, or holds, the compulsory licence of the unit group where it has one; chosen.
        employment: Employment bits (``matcher.vocabulary``) and their weights; measured of postings, chosen of workers.
        copies: Share of rows that are copies of another; chosen: the share of near-copies among ads of one board.
    """

    top_scores: tuple[float, ...]
    skill_counts: tuple[float, ...]
    no_place: float
    two_places: float
    pay: float
    licence: float
    employment: Mapping[int, float]
    copies: float


RATES: Mapping[Kind, Rates] = {
    Kind.POSTING: Rates(
        top_scores=(0.421, 0.918, 0.949, 0.963, 0.975, 0.983, 0.990, 0.996, 0.999, 1.0, 1.0),
        skill_counts=(0, 1, 2, 3, 4, 5, 9, 12, 15, 19, 36),
        no_place=0.010,
        two_places=0.19,
        pay=0.365,
        licence=0.8,
        employment={1: 493, 4: 113, 8: 75, 0: 36, 16: 6, 2: 5},
        copies=0.05,
    ),
    Kind.WORKER: Rates(
        top_scores=(0.407, 0.605, 0.646, 0.661, 0.733, 0.881, 0.950, 0.982, 0.994, 0.999, 1.0),
        skill_counts=(1, 3, 3, 4, 5, 5, 6, 6, 7, 8, 11),
        no_place=0.02,
        two_places=0.0,
        pay=0.7,
        licence=0.6,
        employment={0: 80, 1: 10, 5: 6, 2: 2, 16: 2},
        copies=0.01,
    ),
}

REST_SHARES = (0.86, 0.11, 0.02, 0.01)
"""How the units after the first share what it leaves; measured of ads: .033, .004, .001, .000."""

PREFERRED = 0.017
"""Share of a posting's skills that are only preferred; measured."""

REMOTE, SHIFT, NIGHT = 0.0055, 0.026, 0.008
"""Of postings; measured."""

SENIORITIES = (0.012, 0.820, 0.051, 0.071, 0.043, 0.003)
"""Of postings by ``taxonomy.seniority.LEVELS``; measured. Half of major group 1 are managers."""

WORKER_SENIORITIES = (0.0, 0.903, 0.042, 0.042, 0.013, 0.0)
"""Of workers' wishes; measured on 72."""

SIM_C, SIM_A = 0.055, 0.03
"""Share of workers that name a licence to ride or drive; measured on 72."""

RELOCATES, STAYS = 0.10, 0.05
"""Share of workers that would move, and that say they would not; chosen: of 72 one says it would."""

CLOSES, CLOSES_WITHIN_DAYS = 0.5, 60
"""Share of postings with a last day, and how far off it is at most; chosen: the three boards give none."""

EMPLOYERS = 26_000
"""Employers of the nation: 200,000 postings over the 7.7 postings an employer of Karirhub 2022-2024."""

EMPLOYER_TAIL = 0.6
"""Within a section the postings of an employer fall with its rank to the power of -.6; measured on JobStreet's ads.

The largest hundredth of its 6,799 employers has .146 of 14,644 ads (this law gives .14; an exponent of 1 gave .46)."""

OPENINGS_SPREAD = 1.6
"""Standard deviation of the logarithm of people wanted by one posting; chosen. Its mean by major group is official."""
