"""What speaks for two postings being one vacancy, and what against; what rules it out is in ``rules``.

Every feature lies in [0, 1]. Those in ``FOR`` may only raise the score, those in ``AGAINST`` only lower it, so that a
learnt scorecard can be read and never turns a likeness against itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from matcher.duplicates.blocking import Pairs
from matcher.duplicates.customs import COLUMNS, FEW_ROLES
from matcher.duplicates.rows import NONE, Numbers
from matcher.duplicates.rules import NUMBER, REPOST_DAYS, Mask, Rows, both_and_apart, days_apart, for_each_two
from matcher.duplicates.titles import Title
from matcher.duplicates.traits import Traits

Features = npt.NDArray[np.float32]
"""Shape ``(pairs, len(NAMES))``."""

Values = npt.NDArray[np.float32]


FOR = (
    "title_same",
    "title_alike",
    "title_particular",
    "both_alike",
    "text_alike",
    "text_contained",
    "text_own",
    "start_alike",
    "employer_same",
    "place_same",
    "unit_same",
    "pay_same",
)
AGAINST = (
    "title_swapped",
    "title_longer",
    "text_short",
    "level_differs",
    "pay_differs",
    "education_differs",
    "programmes_differ",
    "days_apart",
    "posted_together",
)
NAMES = FOR + AGAINST

_PAIRS = 1 << 16
_SOME = 0.15
"""Share of a shorter text in a longer one from which they have something in common."""

_SOME_OTHER = 0.35
_LEAST_WORDS = 6
_NEGATION = frozenset(("non", "bukan", "selain"))
_SAME_WORD = 80
"""RapidFuzz's ratio from which two words are spellings of one: solution, solutions."""


def features_of(traits: Traits, pairs: Pairs) -> Features:
    """What speaks for and against each pair.

    Args:
        traits: The postings.
        pairs: Rows.
    """
    parts = [_features(traits, pairs[start : start + _PAIRS]) for start in range(0, len(pairs), _PAIRS)]
    return np.concatenate(parts) if parts else np.zeros((0, len(NAMES)), dtype=np.float32)


def _features(traits: Traits, pairs: Pairs) -> Features:
    one, other = pairs.T
    words, swapped, longer = _title_likeness(traits, one, other)
    alike, contained, start = _text_likeness(traits, one, other)
    pay_same, pay_differs = _pay(traits, one, other)
    columns = {
        "title_same": words >= 1,
        "title_alike": np.maximum(0, words - 0.5) * 2,
        "title_particular": traits.customs.particular[traits.title[one]] & (words >= 1) & (contained >= _SOME),
        "both_alike": words * np.maximum(alike, contained) * (swapped == 0) * (longer == 0),
        "text_alike": alike,
        "text_contained": contained,
        "text_own": _own_text(traits, one, other),
        "start_alike": start,
        "employer_same": (traits.employer[one] == traits.employer[other]) & (traits.employer[one] != NONE),
        "place_same": _place_shared(traits, one, other),
        "unit_same": (traits.units[one] == traits.units[other]) & (traits.units[one] != NONE),
        "pay_same": pay_same,
        "title_swapped": swapped,
        "title_longer": longer,
        "text_short": np.minimum(traits.signatures.sizes[one], traits.signatures.sizes[other]) < _LEAST_WORDS,
        "level_differs": _seniority(traits, one) != _seniority(traits, other),
        "pay_differs": pay_differs,
        "education_differs": both_and_apart(traits.education, one, other),
        "programmes_differ": _programmes_apart(traits, one, other),
        "days_apart": np.minimum(days_apart(traits, one, other), REPOST_DAYS) / REPOST_DAYS,
        "posted_together": _posted_together(traits, one, other),
    }
    return np.stack([np.asarray(columns[name], dtype=np.float32) for name in NAMES], axis=1)


def _programmes_apart(traits: Traits, one: Rows, other: Rows) -> Values:
    """Share of the shorter list of programmes that is not in the longer one; 0 for a third or less, or no list.

    MagangHub's lists have one programme under several names, and the lists of one position vary by them.
    """
    sets = traits.programme_sets
    codes, back = np.unique(traits.programmes[one] * NUMBER + traits.programmes[other], return_inverse=True)
    numbers: list[int] = codes.tolist()
    both = [(sets[code >> 32], sets[code & 0xFFFFFFFF]) for code in numbers]
    apart = np.array([1 - len(a & b) / min(len(a), len(b)) if a and b else 0.0 for a, b in both], dtype=np.float32)
    return np.where(apart > _SOME_OTHER, apart, 0).astype(np.float32)[back]


def _place_shared(traits: Traits, one: Rows, other: Rows) -> Mask:
    sets = traits.place_sets
    return for_each_two(traits.places, one, other, lambda a, b: bool(sets[a] & sets[b]))


def _title_likeness(traits: Traits, one: Rows, other: Rows) -> tuple[Values, Values, Values]:
    """RapidFuzz's ratio of the sorted words in [0, 1], whether words were swapped, and how much one title says more.

    Swapped means that each has words which the other lacks. Three words more count 1. Two titles are compared once.
    """
    codes, back = np.unique(traits.title[one] * NUMBER + traits.title[other], return_inverse=True)
    numbers: list[int] = codes.tolist()
    left = [traits.titles[number >> 32] for number in numbers]
    right = [traits.titles[number & 0xFFFFFFFF] for number in numbers]
    ratios = process.cpdist([t.words for t in left], [t.words for t in right], scorer=fuzz.ratio, dtype=np.float32)
    own = np.array([_own_words(*both) for both in zip(left, right, strict=True)], dtype=np.float32).reshape(-1, 2)
    swapped, longer = (own > 0).all(axis=1), np.minimum(own.max(axis=1), 3) / 3
    found = (ratios / 100, swapped, np.where(swapped, 0, longer))
    ratio, is_swapped, length = (np.asarray(values, dtype=np.float32)[back] for values in found)
    return ratio, is_swapped, length


def _own_words(one: Title, other: Title) -> tuple[int, int]:
    """Number of words of each of two titles that the other has not even in another spelling.

    Names of places count against names of places only: one that the other title leaves out says nothing of the work.
    """
    left, right = one.every - other.every, other.every - one.every
    if left and right:
        met = [(a, b) for a in left for b in right if fuzz.ratio(a, b) >= _SAME_WORD]
        left, right = left - {a for a, _ in met}, right - {b for _, b in met}
    is_moved = bool(left & one.spots and right & other.spots)
    left, right = left - one.spots, right - other.spots
    if is_moved or (left and right) or _NEGATION & (left | right):
        return max(1, len(left)), max(1, len(right))
    return len(left), len(right)


def _seniority(traits: Traits, rows: Rows) -> Numbers:
    levels = np.array([title.seniority for title in traits.titles], dtype=np.int32)
    return levels[traits.title[rows]]


def _text_likeness(
    traits: Traits, one: Rows, other: Rows
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Jaccard similarity of the texts, share of the shorter one that stands in the longer one, likeness of the starts.

    Containment follows from Jaccard similarity and sizes (Broder 1997). All are 0 where a text is missing.
    """
    signatures = traits.signatures
    sizes = signatures.sizes[one].astype(np.float32), signatures.sizes[other].astype(np.float32)
    known = (sizes[0] > 0) & (sizes[1] > 0)
    alike: Values = (signatures.values[one] == signatures.values[other]).mean(axis=1, dtype=np.float32) * known
    shorter = np.minimum(sizes[0], sizes[1])
    shared = alike * (sizes[0] + sizes[1]) / (1 + alike)
    # A few words, such as the title said again, stand in any longer text of the kind.
    contained: Values = np.where(shorter < _LEAST_WORDS, alike, np.minimum(1, shared / np.maximum(1, shorter)))
    start: Values = (signatures.heads[one] == signatures.heads[other]).mean(axis=1, dtype=np.float32) * known
    return alike, contained.astype(np.float32), start


def _own_text(traits: Traits, one: Rows, other: Rows) -> Values:
    """Jaccard similarity of the texts without what their employer puts under many titles; 0 where a text is missing."""
    values, roles, sizes = traits.signatures.values, traits.customs.roles, traits.signatures.sizes
    same = values[one, :COLUMNS] == values[other, :COLUMNS]
    own = same & (np.maximum(roles[one], roles[other]) <= FEW_ROLES)
    return np.asarray(own.mean(axis=1, dtype=np.float32) * ((sizes[one] > 0) & (sizes[other] > 0)), dtype=np.float32)


def _posted_together(traits: Traits, one: Rows, other: Rows) -> Mask:
    """Whether one source has both from one day: who advertises two things at once there seldom means one by them."""
    same_day = (traits.days[one] == traits.days[other]) & (traits.days[one] != NONE)
    return np.asarray(same_day & (traits.source[one] == traits.source[other]))


def _pay(traits: Traits, one: Rows, other: Rows) -> tuple[Mask, Mask]:
    """Whether both name the same pay, and whether their ranges do not even meet."""
    left, right = traits.pay[one], traits.pay[other]
    known = np.isfinite(left).any(axis=1) & np.isfinite(right).any(axis=1)
    low, high = np.fmin(left[:, 0], left[:, 1]), np.fmax(left[:, 0], left[:, 1])
    other_low, other_high = np.fmin(right[:, 0], right[:, 1]), np.fmax(right[:, 0], right[:, 1])
    with np.errstate(invalid="ignore"):
        same = known & (low == other_low) & (high == other_high)
        apart = known & ((high < other_low) | (other_high < low))
    return same, apart
