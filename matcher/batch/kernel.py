"""The score of one worker and one posting in compiled code, as ``matcher.components`` and ``matcher.score`` have it.

Those modules score one record against many with NumPy; here many meet many, and what NumPy spends on each call would
be a thousand times the work. ``tests/matcher/batch`` holds every component against them, value by value. Functions
have no types here: Numba finds them, and compiles once for each machine and version
(``NUMBA_CACHE_DIR`` says where that is kept). Where much is read, places are unsigned: of others Numba asks each time
whether they count from the end.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from matcher.batch.compiled import COMPILED
from matcher.columns import UNKNOWN
from matcher.components import (
    COSINE_HIGH,
    COSINE_LOW,
    INTERNSHIP,
    LEARNERS_PLACE,
    MONTHS_SHORT_AT_MOST,
    NEARLY_EDUCATED,
    NEUTRAL,
    NO_GAP_NAMED,
    RELOCATES,
    SAME_HOURS,
    START_MONTHS,
    STARTED_MONTHS,
)
from matcher.part_list import NAMES
from matcher.retrieve import HALF_BM25
from matcher.score import DIGITS
from matcher.vocabulary import DRIVING, NIGHT, NO_UNIT, SHIFT

OCCUPATION, SKILLS, TEXT, WORDS = (NAMES.index(name) for name in ("occupation", "skills", "text", "words"))
EXPERIENCE, EDUCATION, STAGE = (NAMES.index(name) for name in ("experience", "education", "stage"))
PLACE, PAY, WISHES = (NAMES.index(name) for name in ("place", "pay", "wishes"))
"""Places of the components that ``matcher.batch.scoring`` fills; ``matcher.batch.fills`` fills the others."""

_TENS = 10.0**DIGITS
_SPAN = COSINE_HIGH - COSINE_LOW
_HOURS = int(SHIFT) | int(NIGHT)
COMPONENTS, HALF = len(NAMES), np.float32(HALF_BM25)


@njit(**COMPILED)
def text(near):
    """As ``text_component``, of one cosine."""
    return min(max((float(near) - COSINE_LOW) / _SPAN, 0.0), 1.0)


@njit(**COMPILED)
def lacks(wanted, held):
    """As ``matcher.filters.lacks``."""
    driving = wanted & DRIVING
    if wanted & ~DRIVING & ~held:
        return True
    return driving != 0 and driving & held == 0


@njit(**COMPILED)
def may_take(limits, asked_limits, kkni, asked_kkni, licences, asked_licences, slack):
    """Whether a pair meets the hard conditions: hours, schooling (with ``slack`` KKNI levels), licence."""
    if limits & asked_limits & _HOURS:
        return False
    if kkni != UNKNOWN and asked_kkni > kkni + slack:
        return False
    return not lacks(asked_licences, licences)


@njit(**COMPILED)
def occupation_similarity(turned, length, units, weights, norms, row):
    """Soft cosine of occupations; NaN where either is not coded.

    ``turned`` and ``length`` are the worker's, the others the postings'.
    """
    shared = np.float32(0.0)
    for at in range(units.shape[1]):
        shared += turned[0 if units[row, at] == NO_UNIT else units[row, at]] * weights[row, at]
    both = norms[row] * length
    if both == 0:
        return np.float32(np.nan)
    return min(max(np.float32(shared / both), np.float32(0.0)), np.float32(1.0))


@njit(**COMPILED)
def near(reach, works, start, end, is_remote):
    """As ``matcher.nearness``: in [0, 1], or NaN where either names no place; ``reach`` is the worker's."""
    if is_remote:
        return 1.0
    best = np.nan
    for at in range(start, end):
        if not reach[works[at]] <= best:
            best = reach[works[at]]
    return best


@njit(**COMPILED)
def skills(earned, asked, weights, start, end):
    """Weighted share of the skills asked for that are met; NaN where none is asked for."""
    met, total = 0.0, 0.0
    for at in range(np.uint64(start), np.uint64(end)):
        met += weights[at] * earned[asked[at]]
        total += weights[at]
    return met / total if total > 0 else np.nan


@njit(**COMPILED)
def words(said, words, scores, start, end):
    """Shared words, as ``matcher.retrieve`` turns BM25 into [0, 1)."""
    shared = np.float32(0.0)
    for at in range(np.uint64(start), np.uint64(end)):
        shared += scores[at] * said[words[at]]
    return shared / (shared + HALF)


@njit(**COMPILED)
def experience(held, wanted, is_internship):
    """As ``experience_component``; months."""
    if is_internship or wanted == 0:
        return 1.0
    if wanted == UNKNOWN:
        return NO_GAP_NAMED
    if held == UNKNOWN:
        return NEUTRAL
    return max(0.0, 1.0 - max(0.0, float(wanted - held)) / MONTHS_SHORT_AT_MOST)


@njit(**COMPILED)
def stage(held, is_internship):
    """As ``stage_component``."""
    if not is_internship:
        return 1.0
    if held == UNKNOWN:
        return LEARNERS_PLACE * 0.5
    left = (STARTED_MONTHS - held) / (STARTED_MONTHS - START_MONTHS)
    return LEARNERS_PLACE * min(max(left, 0.0), 1.0)


@njit(**COMPILED)
def education(held, kkni, wanted, wanted_kkni):
    """As ``education_component``."""
    if held == UNKNOWN or wanted == UNKNOWN:
        return NEUTRAL
    above = int(held) - int(wanted)
    if above < 0:
        return NEARLY_EDUCATED if int(wanted_kkni) - int(kkni) <= 1 else 0.0
    return max(0.25, 1.0 - 0.15 * max(0, above - 2))


@njit(**COMPILED)
def place(will_relocate, nearness):
    """As ``place_component``."""
    if np.isnan(nearness):
        return NEUTRAL
    return max(nearness, RELOCATES) if will_relocate == 1 else nearness


@njit(**COMPILED)
def pay(wished, offered):
    """As ``pay_component``."""
    share = offered / wished
    return NEUTRAL if np.isnan(share) else min(1.0, share) ** 2


@njit(**COMPILED)
def wishes(wanted, wants_remote, will_relocate, offered, is_internship, is_remote, is_abroad, has_region, nearness):
    """As ``wishes_component``: the first three are the worker's."""
    met, named = 0.0, 0.0
    if is_internship:
        offered |= INTERNSHIP
    if wanted != 0 and offered != 0:
        named += 1.0
        met += 1.0 if wanted & offered else 0.5 if wanted & SAME_HOURS[offered] else 0.0
    if wants_remote != UNKNOWN and (is_remote or is_abroad or has_region):
        named += 1.0
        met += 1.0 if (wants_remote == 1) == is_remote else 0.0
    leaves = is_abroad and not is_remote
    if will_relocate == 0 and (leaves or not np.isnan(nearness)):
        named += 1.0
        met += 0.0 if leaves else min(1.0, nearness * np.e)
    return met / named if named else NEUTRAL


@njit(**COMPILED)
def neutral(value):
    """A value, or what stands for one that is not known."""
    return NEUTRAL if np.isnan(value) else value


@njit(**COMPILED)
def rounded(value):
    """To ``DIGITS`` digits, as ``numpy.round`` does."""
    return np.rint(value * _TENS) / _TENS
