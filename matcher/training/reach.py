"""Which postings a worker can reach, now and with more learnt: scored once, then again as far as anything changed.

Only the skills component and the licence condition read what a worker has learnt; retrieval reads text, vector and
occupations. So the postings to look at are found once, with the licence condition waived, and stay the same whatever
is learnt; a posting that asks for nothing that is newly held keeps its score to the last bit, and the others get the
one that the plain scorer gives: ``tests/matcher/training`` and ``sepadan evaluate courses`` hold both against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexes.vectors import Mask
from matcher.columns import Columns, joined
from matcher.components import NEUTRAL, Values, skill_weights, usual_units
from matcher.filters import lacks
from matcher.openings import NEAR_THE_BEST, SAME_WORK
from matcher.part_list import NAMES
from matcher.ranking import Found
from matcher.score import DIGITS, Scorer
from matcher.skill_credit import Credits
from matcher.training.gained import Learnt
from matcher.vocabulary import NO_UNIT

FITS = 0.70
"""Score from which a posting is within reach whatever else: ``Cocok`` of ``matcher.reason_words``."""

NEARLY = 0.60
"""Score from which a posting is within reach where ``LEAST_MET`` is reached too: ``Cukup cocok``. Of 356 graded pairs
of the same work between both scores an officer would propose .48 of those that reach it and .28 of the others."""

LEAST_MET = 0.5
"""Share of what a posting asks for that must be met: skills that can be checked, by their weights; soft skills are not
counted, and a posting that names no other asks for none."""

NEAR_KM = 150.0
"""Kilometres from home within which work is looked at for who does not say to move: as far as a course may lie."""

_SKILLS = NAMES.index("skills")
_NONE = np.zeros(0, dtype=np.int64)
_NO_FACT, _NO_VALUE = np.zeros((0, len(NAMES)), dtype=bool), np.zeros((0, len(NAMES)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the postings looked at stand to a worker; all of shape ``(postings,)``.

    Attributes:
        totals: Scores, as the plain pipeline gives them.
        reached: Whether each is within reach: no licence is lacking, and the score is ``FITS``, or ``NEARLY`` with
            ``LEAST_MET``.
    """

    totals: Values
    reached: Mask


class Outlook:
    """The postings of the work sought, scored as the worker stands, ready to be scored with more learnt.

    Attributes:
        now: How they stand today.
        earned: What the worker earns today towards each skill of the taxonomy, in [0, 1].
        held: Compulsory licences held, as bits.
        internships: Which postings are internships; bool, shape ``(postings,)``.
        pay: Rupiah a month that each names (the middle where it names two), NaN where none; shape ``(postings,)``.
    """

    def __init__(self, own: Columns, found: Sequence[Found], scorer: Scorer) -> None:
        """Look at what was found.

        Args:
            own: The worker; one row.
            found: Scored postings that pass every condition but that of licences.
            scorer: That scored them.
        """
        apart = [_apart_from_skills(part) for part in found]
        least = NEAR_THE_BEST * max((float(each.max(initial=0.0)) for each in apart), default=0.0)
        kept = [(part, np.flatnonzero(each >= least)) for part, each in zip(found, apart, strict=True)]
        self._places = [(part.segment, int(part.rows[at])) for part, rows in kept for at in rows.tolist()]
        self._scorer = scorer
        self._known = np.concatenate([_NO_FACT, *(part.scores.known[rows] for part, rows in kept)])
        self._values = np.concatenate([_NO_VALUE, *(part.scores.values[rows] for part, rows in kept)])
        # Not ``Pairs.take``, which keeps a side of one row whole for all pairs.
        self._postings = joined([own.take(_NONE), *(part.pairs.posting.take(rows) for part, rows in kept)])
        usual = int(usual_units(own)[0])
        self.held = int(own.licences[0])
        self.earned = scorer.credit.towards(own.skills.values.tolist(), None if usual == NO_UNIT else usual)
        skills = self._postings.skills
        self._weights = skill_weights(self._postings, scorer.credit)
        self._checked = np.where(scorer.credit.is_soft[skills.values], 0.0, self._weights)
        self._owners = skills.owners
        self._asked, self._asked_checked = skills.totals(self._weights), skills.totals(self._checked)
        self.internships, self.pay = self._postings.is_internship, _middle(self._postings)
        self._met = self._shares(np.arange(len(self), dtype=np.int64), self.earned).checked
        self.now = self._standing(self._met, scorer.weighed(self._values, self._known).totals, self.held)

    def __len__(self) -> int:
        """Number of postings looked at."""
        return len(self._places)

    def key(self, at: int) -> str:
        """Key of a posting."""
        segment, row = self._places[at]
        return segment.key(row)

    def title(self, at: int) -> str:
        """Title of a posting."""
        segment, row = self._places[at]
        return segment.coded(row).title

    @cached_property
    def asked(self) -> npt.NDArray[np.int64]:
        """How many of the postings ask for each skill of the taxonomy; int64, shape ``(skills,)``."""
        return np.bincount(self._postings.skills.values, minlength=len(self.earned)).astype(np.int64)

    def asking(self, skill: int) -> Mask:
        """Which postings ask for a skill, by its number."""
        found = np.zeros(len(self), dtype=bool)
        found[self._owners[self._postings.skills.values == skill]] = True
        return found

    def barred(self, held: int) -> Mask:
        """Which postings the law closes to who holds these licences and no other."""
        return lacks(self._postings.licences, np.uint64(held))

    def teaches(self, learnt: Learnt) -> bool:
        """Whether anything of it is asked for by a posting and not held, or opens one by a licence."""
        lacking = (self.asked[learnt.numbers] > 0) & (learnt.credits > self.earned[learnt.numbers])
        return bool(np.any(lacking)) or self.frees(learnt)

    def frees(self, learnt: Learnt) -> bool:
        """Whether a licence of it opens a posting that the law closes today."""
        if not learnt.licences & ~self.held:
            return False
        return bool(np.any(self.barred(self.held) & ~self.barred(self.held | learnt.licences)))

    def after(self, learnt: Learnt) -> Standing:
        """How the postings stand once something was learnt."""
        earned = self.earned_after(learnt)
        met, totals = self._met.copy(), self.now.totals.copy()
        rows = np.unique(self._owners[(earned > self.earned)[self._postings.skills.values]])
        if len(rows):
            shares = self._shares(rows, earned)
            values = self._values[rows].copy()
            values[:, _SKILLS] = shares.every
            totals[rows], met[rows] = self._scorer.weighed(values, self._known[rows]).totals, shares.checked
        return self._standing(met, totals, self.held | learnt.licences)

    def earned_after(self, learnt: Learnt) -> Credits:
        """What is earned towards each skill of the taxonomy once something was learnt; shape ``(skills,)``."""
        earned = self.earned.copy()
        np.maximum.at(earned, learnt.numbers, learnt.credits)
        return earned

    def _shares(self, rows: npt.NDArray[np.int64], earned: Credits) -> _Shares:
        """What is met of the skills of some rows; summed as ``components.skills_component`` sums."""
        places = self._postings.skills.places(rows)
        skills, each = self._postings.skills.take(rows), earned[self._postings.skills.values[places]]
        every, checked = (skills.totals(weights[places] * each) for weights in (self._weights, self._checked))
        return _Shares(
            every=_share(every, self._asked[rows], NEUTRAL), checked=_share(checked, self._asked_checked[rows], 1.0)
        )

    def _standing(self, met: Values, totals: Values, held: int) -> Standing:
        fits = (totals >= FITS) | ((totals >= NEARLY) & (met >= LEAST_MET))
        return Standing(totals=totals, reached=fits & ~self.barred(held))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    """Met of what postings ask for: of all skills as the score has it, and of those that can be checked."""

    every: Values
    checked: Values


def _share(met: Values, asked: Values, nothing: float) -> Values:
    found: Values = np.divide(met, asked, out=np.full(len(met), nothing), where=asked > 0)
    return found


def _apart_from_skills(part: Found) -> Values:
    """The score without its skills component, which no training changes; -1 where the work is not that sought.

    By it postings near to the best are told from those far behind, so that the same are looked at whatever is learnt.
    """
    apart = np.round(part.scores.totals - part.scores.points[:, _SKILLS], DIGITS)
    found: Values = np.where(part.pairs.occupations < SAME_WORK, -1.0, apart)
    return found


def _middle(postings: Columns) -> Values:
    """Of what is named: the middle of both ends, or the one end; NaN where none is."""
    low, high = postings.pay_low, postings.pay_high
    found: Values = (np.where(np.isnan(low), high, low) + np.where(np.isnan(high), low, high)) / 2
    return found
