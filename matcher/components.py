"""Components of the score: each in [0, 1], neutral where facts are missing; for one pair or for thousands at once.

One side of the pairs has one row and is held against every row of the other, or both have a row for each pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.columns import UNKNOWN, Columns, Occupied
from matcher.ragged import Ragged
from matcher.skill_credit import USUAL_CREDIT, SkillCredit
from matcher.vocabulary import EMPLOYMENT_TYPES, NO_UNIT

Values = npt.NDArray[np.float64]
Known = npt.NDArray[np.bool_]

NEUTRAL = 0.5
"""Value of a component that nothing is known about."""

NO_GAP_NAMED = 0.85
"""Value of experience where the posting does not say what it asks: most who are compared have enough, and graders count
silence as no gap; at .5 it would stand no higher than two years too few."""

PREFERRED_WEIGHT = 0.4
"""Weight of a skill that is only preferred, against one that is required."""

MONTHS_SHORT_AT_MOST = 48.0
START_MONTHS, STARTED_MONTHS, SENIOR_MONTHS = 6, 36, 60
LEARNERS_PLACE = 0.5
NEARLY_EDUCATED = 0.4
RELOCATES = 0.6

INTERNSHIP, _FULL_TIME, _CONTRACT = (1 << EMPLOYMENT_TYPES.index(n) for n in ("internship", "full_time", "contract"))
SAME_HOURS = np.array(
    [_FULL_TIME | _CONTRACT if bits & (_FULL_TIME | _CONTRACT) else 0 for bits in range(1 << len(EMPLOYMENT_TYPES))],
    dtype=np.uint8,
)
"""For each set of employment types, as bits, those of the same hours for another term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of the score of some pairs.

    Attributes:
        values: In [0, 1], float64, shape ``(pairs,)``.
        known: False where the value is neutral for lack of facts; same shape.
    """

    values: Values
    known: Known


def _component(values: Values, known: Known, neutral: float | Values = NEUTRAL) -> Component:
    return Component(values=np.where(known, values, neutral), known=known)


def known_component(values: npt.NDArray[np.floating]) -> Component:
    """Values in [0, 1] as a component; neutral and not known where they are NaN."""
    return _component(values.astype(np.float64), ~np.isnan(values))


def occupation_similarity(
    query: npt.NDArray[np.float32], rows: Occupied, similarity: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Soft cosine (Sidorov et al. 2014) of one distribution over unit groups with those of rows.

    Args:
        query: Weights, shape ``(446,)``.
        rows: Occupations of rows.
        similarity: Similarity of unit groups, shape ``(446, 446)``.

    Returns:
        In [0, 1], shape ``(rows,)``; NaN where either side is not coded.
    """
    turned = similarity @ query
    length = np.sqrt(float(query @ turned))
    # Summed one after the other: the order of a sum must not hang on how wide the other rows are.
    each = turned[np.where(rows.units == NO_UNIT, 0, rows.units)] * rows.weights
    shared = np.cumsum(each, axis=1)[:, -1]
    with np.errstate(divide="ignore", invalid="ignore"):
        found: npt.NDArray[np.float32] = np.clip(shared / (rows.norms * length), 0.0, 1.0).astype(np.float32)
    return found


COSINE_LOW, COSINE_HIGH = 0.80, 0.95
"""The bundled encoder's cosines of unrelated pairs lie about the first, of near-equal texts about the second."""


def text_component(cosines: npt.NDArray[np.floating]) -> Component:
    """Cosines stretched to [0, 1]; always known."""
    stretched = (cosines.astype(np.float64) - COSINE_LOW) / (COSINE_HIGH - COSINE_LOW)
    return known_component(np.clip(stretched, 0.0, 1.0))


def experience_component(worker: Columns, posting: Columns) -> Component:
    """Enough months: 1; each month short of what is asked takes a forty-eighth; an internship asks for none.

    More than is asked is never held against anybody: it would be held against age.
    """
    held, wanted = worker.experience.astype(np.float64), posting.experience.astype(np.float64)
    wanted = np.where(posting.is_internship, 0.0, wanted)
    known = (wanted == 0) | ((held != UNKNOWN) & (wanted != UNKNOWN))
    short = np.where(wanted == 0, 0.0, np.maximum(0.0, wanted - held))
    neutral = np.where(wanted == UNKNOWN, NO_GAP_NAMED, NEUTRAL)
    return _component(np.maximum(0.0, 1.0 - short / MONTHS_SHORT_AT_MOST), known, neutral)


def stage_component(worker: Columns, posting: Columns) -> Component:
    """Whether a posting is for the worker's stage of working life: a job is for everybody, an internship for the start.

    As judged pairs say: an internship is at most half a fit, and none for who has worked three years; who does not say
    how long stands half way. Always known.
    """
    held = worker.experience.astype(np.float64)
    left = np.clip((STARTED_MONTHS - held) / (STARTED_MONTHS - START_MONTHS), 0.0, 1.0)
    learning = LEARNERS_PLACE * np.where(held == UNKNOWN, 0.5, left)
    values = np.where(posting.is_internship, learning, 1.0)
    return Component(values=values, known=np.ones(values.shape, dtype=bool))


def education_component(worker: Columns, posting: Columns) -> Component:
    """The level asked for is held: 1; each level above two over it takes 0.15; one KKNI level short 0.4; more 0."""
    known = (worker.education != UNKNOWN) & (posting.education != UNKNOWN)
    above = worker.education.astype(np.int64) - posting.education
    short = posting.kkni.astype(np.int64) - worker.kkni
    below = np.where(short <= 1, NEARLY_EDUCATED, 0.0)
    return _component(np.where(above < 0, below, np.maximum(0.25, 1.0 - 0.15 * np.maximum(0, above - 2))), known)


def pay_component(worker: Columns, posting: Columns) -> Component:
    """The most that is offered against what is wished, squared below it."""
    offered = np.where(np.isnan(posting.pay_high), posting.pay_low, posting.pay_high)
    wished = np.where(worker.pay_low > 0, worker.pay_low, np.nan)
    share = offered / wished
    return _component(np.minimum(1.0, share) ** 2, ~np.isnan(share))


def place_component(worker: Columns, posting: Columns, near: Component) -> Component:
    """How near the work is; at least 0.6 for who would move.

    Args:
        worker: One row, or as many as there are postings.
        posting: Likewise.
        near: Of ``matcher.nearness``.
    """
    moves = np.where(worker.will_relocate == 1, RELOCATES, 0.0)
    return _component(np.maximum(near.values, moves), near.known)


def wishes_component(worker: Columns, posting: Columns, near: Component) -> Component:
    """Share of what the worker asked for that the posting gives, of what it says anything about; not known if nothing.

    - Kind of work: 1 when it is one of those wished for, 0.5 for full time against contract (the same hours for another
      term; PP 35/2021), else 0.
    - Work from home, or none of it: 1 or 0; known where the posting is remote or names a place.
    - Not to move: 1 up to 60 km from home, then falling as nearness does. Who would move asks for no place.

    Arguments as for ``place_component``.
    """
    offered = posting.employment | np.where(posting.is_internship, INTERNSHIP, 0).astype(np.uint8)
    kind = np.where(worker.employment & offered, 1.0, np.where(worker.employment & SAME_HOURS[offered], 0.5, 0.0))
    has_place = posting.is_remote | posting.is_abroad | (np.diff(posting.regions.starts) > 0)
    home = (worker.wants_remote == 1) == posting.is_remote
    leaves = posting.is_abroad & ~posting.is_remote
    stays = np.where(leaves, 0.0, np.minimum(1.0, near.values * np.e))
    wishes = (
        (kind, (worker.employment != 0) & (offered != 0)),
        (home.astype(np.float64), (worker.wants_remote != UNKNOWN) & has_place),
        (stays, (worker.will_relocate == 0) & (near.known | leaves)),
    )
    met, named = np.zeros(near.values.shape), np.zeros(near.values.shape)
    for value, known in wishes:
        met, named = met + np.where(known, value, 0.0), named + known
    return _component(met / np.maximum(named, 1.0), named > 0)


def skill_weights(posting: Columns, credit: SkillCredit) -> Values:
    """Weight of each entry of a posting's skills: less when only preferred, less for soft ones."""
    asked = np.where(posting.skills_preferred, PREFERRED_WEIGHT, 1.0)
    found: Values = asked * credit.weights[posting.skills.values]
    return found


def skills_component(worker: Columns, posting: Columns, credit: SkillCredit) -> Component:
    """Weighted share of the posting's skills that are met; more skills held never lower it.

    Args:
        worker: One row, or as many as wanted.
        posting: Likewise; as many as there are workers if both are many.
        credit: What skills earn towards others.
    """
    weights = skill_weights(posting, credit)
    if len(worker) == 1:
        usual = usual_units(worker)
        held = worker.skills.values.tolist()
        earned = credit.towards(held, int(usual[0]) if usual[0] != NO_UNIT else None)[posting.skills.values]
        met, total = posting.skills.totals(weights * earned), posting.skills.totals(weights)
    elif len(posting) == 1:
        met, total = np.zeros(len(worker)), np.full(len(worker), sum(weights.tolist()))
        units = usual_units(worker)
        for skill, weight in zip(posting.skills.values.tolist(), weights, strict=True):
            earned = worker.skills.best(credit.of(skill)[worker.skills.values], 0.0)
            met += weight * np.maximum(earned, np.where(credit.is_usual(skill)[units], USUAL_CREDIT, 0.0))
    else:
        earned = _earned_by_its_own(worker, posting, credit)
        met, total = posting.skills.totals(weights * earned), posting.skills.totals(weights)
    known = total > 0
    return _component(np.divide(met, total, out=np.zeros(len(met)), where=known), known)


def _earned_by_its_own(worker: Columns, posting: Columns, credit: SkillCredit) -> Values:
    """What the worker of each row earns towards each skill of the posting of the same row; one for each such skill."""
    asked, at_asked = np.unique(posting.skills.values, return_inverse=True)
    held, at_held = np.unique(worker.skills.values, return_inverse=True)
    between = credit.between(asked.tolist(), held.tolist())
    owners = posting.skills.owners
    beside = Ragged(starts=worker.skills.starts, values=at_held).take(owners)  # for each skill asked those held
    earned = beside.best(between[np.repeat(at_asked, np.diff(beside.starts)), beside.values], 0.0)
    units = usual_units(worker)
    for unit in np.unique(units[units != NO_UNIT]).tolist():
        is_usual = (units[owners] == unit) & np.isin(posting.skills.values, credit.usual(unit))
        earned[is_usual] = np.maximum(earned[is_usual], USUAL_CREDIT)
    return earned


def usual_units(worker: Columns) -> npt.NDArray[np.uint16]:
    """The unit group that the past is surely of, of who has months of work; else ``NO_UNIT``. A wish lends no skill."""
    return np.where(worker.experience > 0, worker.worked_in, NO_UNIT).astype(np.uint16)
