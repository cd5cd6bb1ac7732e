"""What was shown and what came of it as columns: what learning reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from matcher.components import Known, Values
from matcher.impressions import APPLIED, LOOKED, Impression, grade_of
from matcher.outcome import OutcomeEvent
from matcher.records import Kind
from taxonomy.errors import InputError

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLog:
    """Impressions as columns, m rows in the order of their lists and then of their places.

    Attributes:
        lists: Number of the list, from 0, every number in use; int64, shape ``(m,)``.
        positions: Places, from 1; int64, same shape.
        pairs: Numbers that order the pairs as their keys do, which break ties; int64, same shape.
        values: Components in [0, 1]; float64, shape ``(m, n)``.
        known: False where a value is neutral for lack of facts; bool, same shape.
        grades: See ``grade_of``; int64, shape ``(m,)``.
        looked: Whether an event shows that the pair was examined; bool, shape ``(m,)``.
        applied: Whether the worker applied; bool, shape ``(m,)``.
        shortlisted: Whether the employer shortlisted or hired; bool, shape ``(m,)``.
        chances: See ``Impression``; NaN in rows of lists that tell none; float64, shape ``(m, places)``.
    """

    lists: Numbers
    positions: Numbers
    pairs: Numbers
    values: Values
    known: Known
    grades: Numbers
    looked: Flags
    applied: Flags
    shortlisted: Flags
    chances: Values

    def __len__(self) -> int:
        """Number of impressions."""
        return len(self.lists)

    @property
    def list_count(self) -> int:
        """Number of lists."""
        return int(self.lists[-1]) + 1 if len(self.lists) else 0

    @property
    def places(self) -> int:
        """The last place that anything was shown at."""
        return int(self.chances.shape[1])

    @property
    def has_chances(self) -> Flags:
        """Whether the chances of each impression's places are told; shape ``(m,)``."""
        return np.asarray(np.isfinite(self.chances).all(axis=1))

    def part(self, chosen: Flags) -> OutcomeLog:
        """The log of some lists, numbered anew.

        Args:
            chosen: One for each list; shape ``(list_count,)``.
        """
        rows = chosen[self.lists]
        numbers = np.cumsum(chosen) - 1
        columns = {name: getattr(self, name)[rows] for name in self.__slots__ if name != "lists"}
        return OutcomeLog(lists=numbers[self.lists[rows]], **columns)


def log_of(impressions: Sequence[Impression]) -> OutcomeLog:
    """Impressions as columns; lists are numbered in the order of their keys.

    Args:
        impressions: Any order.

    Raises:
        InputError: The impressions differ in their components, or a list has two pairs at one place, a pair twice, or
            chances for some pairs only.
    """
    ordered = sorted(impressions, key=lambda one: (one.list_key, one.position))
    _check_together(ordered)
    numbers = {key: at for at, key in enumerate(dict.fromkeys(one.list_key for one in ordered))}
    pairs = [(one.worker_key, one.posting_key) for one in ordered]
    by_key = {pair: at for at, pair in enumerate(sorted(set(pairs)))}
    width = len(ordered[0].values) if ordered else 0
    places = max((max(one.position, len(one.chances)) for one in ordered), default=0)
    chances = np.full((len(ordered), places), np.nan)
    for row, one in enumerate(ordered):
        if one.chances:
            chances[row] = (*one.chances, *[0.0] * (places - len(one.chances)))
    return OutcomeLog(
        lists=np.array([numbers[one.list_key] for one in ordered], dtype=np.int64),
        positions=np.array([one.position for one in ordered], dtype=np.int64),
        pairs=np.array([by_key[pair] for pair in pairs], dtype=np.int64),
        values=np.array([one.values for one in ordered], dtype=np.float64).reshape(len(ordered), width),
        known=np.array([one.known for one in ordered], dtype=bool).reshape(len(ordered), width),
        grades=np.array([grade_of(one.events, one.shown_to) for one in ordered], dtype=np.int64),
        looked=_had(ordered, LOOKED),
        applied=_had(ordered, APPLIED),
        shortlisted=_had(ordered, dict.fromkeys(Kind, frozenset({OutcomeEvent.SHORTLISTED, OutcomeEvent.HIRED}))),
        chances=chances,
    )


def _had(ordered: Sequence[Impression], wanted: Mapping[Kind, frozenset[OutcomeEvent]]) -> Flags:
    """Whether any of the wanted events happened; shape ``(m,)``."""
    return np.array([any(had.event in wanted[one.shown_to] for had in one.events) for one in ordered], dtype=bool)


def _check_together(ordered: Sequence[Impression]) -> None:
    """Refuse impressions that cannot be of one product or of one list."""
    pairs: set[tuple[str, str, str]] = set()
    for before, one in pairwise((None, *ordered)):
        assert one is not None
        where = f"list {one.list_key}, place {one.position}"
        pair = (one.list_key, one.worker_key, one.posting_key)
        if pair in pairs:
            raise InputError(wanted="each pair once in a list", found=pair[1:], where=where)
        pairs.add(pair)
        if before is None:
            continue
        if len(one.values) != len(before.values):
            raise InputError(wanted=f"{len(before.values)} components", found=len(one.values), where=where)
        if one.list_key != before.list_key:
            continue
        if one.position == before.position:
            raise InputError(wanted="one pair at each place", found="two", where=where)
        if bool(one.chances) != bool(before.chances):
            raise InputError(wanted="chances for all pairs of a list or for none", found="some", where=where)
