"""What rules out that two postings are one vacancy; the rules are the table of docs/duplicates-guide.md."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from matcher.duplicates.blocking import Pairs
from matcher.duplicates.rows import NONE, Numbers
from matcher.duplicates.traits import Traits

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

REPOST_DAYS = 180
"""Days between two postings from which the same job is a new vacancy and no repost."""

NUMBER = np.int64(1) << 32
"""Joins the numbers of two values into one."""

Ask = Callable[[int, int], bool]
"""A question about two values, by their numbers."""


def ruled_out(traits: Traits, pairs: Pairs) -> Mask:
    """Pairs that cannot be one vacancy, by the guide's table.

    Another employer or another branch of it; another place, also where only the titles name it; study programmes or
    levels of schooling that hardly meet; half a year between the two.

    Args:
        traits: The postings.
        pairs: Rows.
    """
    one, other = pairs.T
    places, programmes, schooling = traits.place_sets, traits.programme_sets, traits.schooling_sets
    return np.asarray(
        _other_employer(traits, one, other)
        | _other_branch(traits, one, other)
        | for_each_two(traits.places, one, other, lambda a, b: not _meet(places[a], places[b]))
        | for_each_two(traits.programmes, one, other, lambda a, b: _hardly_meet(programmes[a], programmes[b]))
        | for_each_two(traits.schooling, one, other, lambda a, b: _hardly_meet(schooling[a], schooling[b]))
        | _other_town(traits, one, other)
        | (days_apart(traits, one, other) > REPOST_DAYS)
    )


def _other_employer(traits: Traits, one: Rows, other: Rows) -> Mask:
    may_be = (traits.brands[one] == traits.employer[other]) | (traits.brands[other] == traits.employer[one])
    return np.asarray(both_and_apart(traits.employer, one, other) & ~may_be, dtype=bool)


def _other_branch(traits: Traits, one: Rows, other: Rows) -> Mask:
    """Whether branches, brands or clients beside one employer's name differ.

    Within one source also where one ad names none: an employer that writes its branches there writes them always.
    """
    left, right = traits.asides[one], traits.asides[other]
    told = (traits.source[one] == traits.source[other]) | ((left > 0) & (right > 0))
    same = (traits.employer[one] == traits.employer[other]) & (traits.employer[one] != NONE)
    return np.asarray((left != right) & told & same)


def _other_town(traits: Traits, one: Rows, other: Rows) -> Mask:
    """Whether titles name other towns, or the only one that names one lies elsewhere than the other ad."""
    towns = [title.towns for title in traits.titles]
    titles, places = traits.title, traits.place_sets
    apart = for_each_two(
        titles, one, other, lambda a, b: not (_lies_in(towns[a], towns[b]) and _lies_in(towns[b], towns[a]))
    )
    for here, there in ((one, other), (other, one)):
        codes, back = np.unique(titles[here] * NUMBER + traits.places[there], return_inverse=True)
        numbers: list[int] = codes.tolist()
        answers = [not _meet(towns[code >> 32], places[code & 0xFFFFFFFF]) for code in numbers]
        named = np.array([bool(found) for found in towns], dtype=bool)
        apart |= np.array(answers, dtype=bool)[back] & ~named[titles[there]]
    return apart


def _lies_in(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each place of a set meets one of another set; an empty set meets all."""
    return not other or all(any(a.startswith(b) or b.startswith(a) for b in other) for a in one)


def _hardly_meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two lists share less than half of the shorter one; an empty one meets all."""
    return bool(one) and bool(other) and 2 * len(one & other) < min(len(one), len(other))


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of places have one in common, or one that lies in the other; an empty one meets all."""
    if not one or not other:
        return True
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


def for_each_two(numbers: Numbers, one: Rows, other: Rows, asked: Ask) -> Mask:
    """What is true of the two different values of each pair; each two values are asked about once."""
    codes, back = np.unique(numbers[one] * NUMBER + numbers[other], return_inverse=True)
    answers = [asked(int(code >> 32), int(code & 0xFFFFFFFF)) for code in codes.tolist()]
    return np.array(answers, dtype=bool)[back]


def both_and_apart(numbers: Numbers, one: Rows, other: Rows) -> Mask:
    """Whether both values are known and differ."""
    left, right = numbers[one], numbers[other]
    return np.asarray((left != NONE) & (right != NONE) & (left != right), dtype=bool)


def days_apart(traits: Traits, one: Rows, other: Rows) -> Numbers:
    """Days between two postings; 0 where a day is not known."""
    apart = np.abs(traits.days[one] - traits.days[other]) * _known_days(traits, one, other)
    return np.asarray(apart, dtype=np.int32)


def _known_days(traits: Traits, one: Rows, other: Rows) -> Mask:
    return np.asarray((traits.days[one] != NONE) & (traits.days[other] != NONE), dtype=bool)
