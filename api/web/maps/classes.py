"""Classes of a map by quantiles: about as many regions in each, equal values never in two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MapClass:
    """One class.

    Attributes:
        number: 1 for the lowest values, up to ``MOST``.
        low: Least value in it.
        high: Greatest value in it.
        regions: How many.
    """

    number: int
    low: float
    high: float
    regions: int


def classes_of(values: Mapping[str, float], most: int = MOST) -> tuple[Mapping[str, int], Sequence[MapClass]]:
    """Region to the number of its class, and the classes, lowest first.

    Args:
        values: By region; those that are not told are left out.
        most: Most classes; there are fewer where there are fewer different values.
    """
    ranked = sorted(values.values())
    distinct = sorted(set(ranked))
    groups = min(most, len(distinct))
    if not groups:
        return {}, ()
    of_value: dict[float, int] = {}
    for value in distinct:
        below = sum(one < value for one in ranked)
        middle = (below + sum(one <= value for one in ranked)) / 2 / len(ranked)
        of_value[value] = min(groups - 1, int(middle * groups))
    used = {old: new for new, old in enumerate(sorted(set(of_value.values())), 1)}
    # The highest class of a map is the darkest, however few there are.
    shift = most - len(used) if len(used) < most else 0
    numbers = {value: used[old] + shift if len(used) > 1 else most for value, old in of_value.items()}
    found: list[MapClass] = []
    for number in sorted(set(numbers.values())):
        own = [value for value in ranked if numbers[value] == number]
        found.append(MapClass(number=number, low=own[0], high=own[-1], regions=len(own)))
    return {code: numbers[value] for code, value in values.items()}, tuple(found)
