"""Which one condition, if loosened, would leave how many more: for answers with fewer matches than were asked for.

Each suggestion is a set of conditions that differs from the caller's in one place; the records that pass it are counted
by the same filter. Where a next wider value is natural (50 km for 25, the provinces next door, a shorter code, less
pay, one more level of schooling) the nearest one that leaves as many as were asked for, or as many as there are without
the condition, is named; else the condition is dropped. What the law or the worker's own words demand is counted too,
for it tells what a licence is worth: nobody is ranked by it. A closed posting helps nobody, and a copy of one that is
shown tells nothing new, so neither is ever loosened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from matcher.filters import Conditions
from matcher.vocabulary import Vocabulary

_WIDER_KM = (10, 25, 50, 100, 200, 400)
_LESS_PAY = (0.9, 0.75, 0.5)
_LEVELS_MORE = 2
_KEPT = frozenset({"closed", "duplicate"})

To = float | tuple[str, ...] | None
"""A condition's new value; None where it is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One condition loosened.

    Attributes:
        condition: Its name, as in the counts of what was removed.
        to: The wider value of the request's condition; None when it is dropped.
        would_remain: Records that pass all conditions then.
    """

    condition: str
    to: To
    would_remain: int


Count = Callable[[Conditions], int]
"""How many records pass conditions."""


def relaxations(
    conditions: Conditions, removed: Mapping[str, int], remain: int, wanted: int, vocabulary: Vocabulary, count: Count
) -> tuple[Relaxation, ...]:
    """One suggestion for each condition that stands alone in the way of some record; largest gain first, then by name.

    Args:
        conditions: What was asked for.
        removed: Condition to number of records that it removed.
        remain: Records that pass.
        wanted: Records that should; more than pass.
        vocabulary: Knows the provinces next door.
        count: Counts the records that pass other conditions.
    """
    found: list[Relaxation] = []
    # A record that fails one condition alone was counted at it, so what removed nothing has nothing to give.
    for name in (name for name, gone in removed.items() if gone and name not in _KEPT):
        most = count(replace(conditions, waived=(*conditions.waived, name)))
        if most > remain:
            found.append(_nearest(name, conditions, most, min(wanted, most), vocabulary, count))
    return tuple(sorted(found, key=lambda one: (-one.would_remain, one.condition)))


def _nearest(
    name: str, conditions: Conditions, most: int, enough: int, vocabulary: Vocabulary, count: Count
) -> Relaxation:
    """The first wider value that leaves enough; without one, the condition dropped, which leaves most."""
    for to, wider in _wider(name, conditions, vocabulary):
        would_remain = count(wider)
        if would_remain >= enough:
            return Relaxation(condition=name, to=to, would_remain=would_remain)
    return Relaxation(condition=name, to=None, would_remain=most)


def _wider(name: str, asked: Conditions, vocabulary: Vocabulary) -> Iterator[tuple[To, Conditions]]:
    """Ever wider values of a condition, and the conditions with each."""
    if name == "distance" and asked.within_km is not None:
        for km in _WIDER_KM:
            if km > asked.within_km:
                yield km, replace(asked, within_km=km)
    elif name == "province":
        around = tuple(sorted({*asked.provinces, *vocabulary.neighbours(asked.provinces)}))
        if len(around) > len(asked.provinces):
            yield around, replace(asked, provinces=around)
    elif name == "kbji":
        wider = asked.kbji
        while any(len(code) > 1 for code in wider):
            wider = tuple(sorted({code[:-1] or code for code in wider}))
            yield wider, replace(asked, kbji=wider)
    elif name == "pay" and asked.pay_at_least is not None:
        for share in _LESS_PAY:
            yield asked.pay_at_least * share, replace(asked, pay_at_least=asked.pay_at_least * share)
    elif name == "education":
        for slack in range(asked.education_slack + 1, asked.education_slack + 1 + _LEVELS_MORE):
            yield slack, replace(asked, education_slack=slack)
    elif name == "education_level" and asked.education_at_most is not None:
        for level in range(asked.education_at_most + 1, asked.education_at_most + 1 + _LEVELS_MORE):
            yield level, replace(asked, education_at_most=level)
