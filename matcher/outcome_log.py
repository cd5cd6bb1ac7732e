"""What was shown and what came of it: the records that learning reads, and the same as columns.

An impression is one pair shown at one place of one list. Who looked at the list decides what an event says: a worker
looks at postings, so being rejected later says nothing against the worker's interest; an employer's officer looks at
workers, so an application is none of their acts and a rejection is their refusal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from matcher.chances import chances_fit
from matcher.components import Known, Values
from matcher.records import Kind, OutcomeEvent
from taxonomy.errors import InputError

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

HIGHEST_GRADE = 4

_GRADES: Mapping[Kind, Mapping[OutcomeEvent, int]] = {
    Kind.WORKER: {
        OutcomeEvent.OPENED: 1,
        OutcomeEvent.APPLIED: 2,
        OutcomeEvent.REJECTED: 2,
        OutcomeEvent.SHORTLISTED: 3,
        OutcomeEvent.HIRED: HIGHEST_GRADE,
    },
    Kind.POSTING: {OutcomeEvent.OPENED: 1, OutcomeEvent.SHORTLISTED: 3, OutcomeEvent.HIRED: HIGHEST_GRADE},
}
"""Who looks at the list to what an event is worth to them; who is rejected had applied."""

_LOOKED: Mapping[Kind, frozenset[OutcomeEvent]] = {
    kind: frozenset({*grades, OutcomeEvent.REJECTED}) for kind, grades in _GRADES.items()
}
"""Events that cannot be unless who looks at the list examined the pair."""


_APPLIED: Mapping[Kind, frozenset[OutcomeEvent]] = {
    Kind.WORKER: _LOOKED[Kind.WORKER] - {OutcomeEvent.OPENED},
    Kind.POSTING: frozenset({OutcomeEvent.APPLIED}),
}
"""Events that say that the worker applied; an employer may shortlist or refuse who never did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedEvent:
    """One event of a pair.

    Attributes:
        event: What happened.
        at: When, UTC.
    """

    event: OutcomeEvent
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """One pair as it was shown in one list.

    Attributes:
        list_key: The list: one answer to one who asked.
        shown_to: ``WORKER`` where a worker looks at postings, ``POSTING`` where an employer looks at workers.
        worker_key: The worker.
        posting_key: The posting.
        position: Place in the list, from 1.
        values: Components of the score as they were when it was shown, in [0, 1], one for each component.
        known: False where a value is neutral for lack of facts; as many.
        chances: Probability that the order's chance gave this pair each place of this list, from place 1; may be empty
            when nothing was left to chance. The propensity is the one at ``position``.
        weights_version: Name of the weights that ranked the list; may be empty only when chances are given.
        events: What came of it; order and repetition do not matter.

    Raises:
        InputError: A field is out of range, or neither chances nor weights are given.
    """

    list_key: str
    shown_to: Kind
    worker_key: str
    posting_key: str
    position: int
    values: tuple[float, ...]
    known: tuple[bool, ...]
    chances: tuple[float, ...] = ()
    weights_version: str = ""
    events: tuple[TimedEvent, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot have been."""
        if self.shown_to not in _GRADES:
            self._refuse("shown to a worker or for a posting", self.shown_to, "shown_to")
        if self.position < 1:
            self._refuse("a place from 1", self.position, "position")
        if not self.values or not all(0 <= value <= 1 for value in self.values):
            self._refuse("components in [0, 1]", self.values, "values")
        if len(self.known) != len(self.values):
            self._refuse(f"{len(self.values)} marks, one for each component", self.known, "known")
        if not self.chances and not self.weights_version:
            self._refuse("chances, or the name of the weights that ranked the list", "neither", "chances")
        if self.chances:
            self._check_chances()

    def _check_chances(self) -> None:
        if not chances_fit(self.chances, self.position):
            wanted = f"probabilities that sum to at most 1, above 0 at place {self.position}"
            self._refuse(wanted, self.chances, "chances")

    def _refuse(self, wanted: str, found: object, field: str) -> None:
        where = f"impression of {self.worker_key} and {self.posting_key} in list {self.list_key}, {field}"
        raise InputError(wanted=wanted, found=found, where=where)


def grade_of(events: Sequence[TimedEvent], shown_to: Kind) -> int:
    """What came of a pair, to who looked at the list.

    To a worker: 1 opened, 2 applied, 3 shortlisted, 4 hired; the furthest counts, and a rejection takes nothing away.
    To an employer: 1 opened, 3 shortlisted, 4 hired; 0 when the last of the employer's decisions is a rejection, for it
    was looked at and refused, which says less for the pair than having been opened. Of two decisions at one moment a
    rejection is the last.

    Args:
        events: Any order.
        shown_to: As in ``Impression``.

    Returns:
        From 0 (shown at most) to ``HIGHEST_GRADE``.
    """
    if shown_to == Kind.POSTING:
        decisions = (OutcomeEvent.SHORTLISTED, OutcomeEvent.HIRED, OutcomeEvent.REJECTED)
        decided = [(one.at, decisions.index(one.event)) for one in events if one.event in decisions]
        if decided and decisions[max(decided)[1]] == OutcomeEvent.REJECTED:
            return 0
    return max((_GRADES[shown_to].get(one.event, 0) for one in events), default=0)


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
        looked=_had(ordered, _LOOKED),
        applied=_had(ordered, _APPLIED),
        shortlisted=_had(ordered, dict.fromkeys(Kind, frozenset({OutcomeEvent.SHORTLISTED, OutcomeEvent.HIRED}))),
        chances=chances,
    )


def _had(ordered: Sequence[Impression], wanted: Mapping[Kind, frozenset[OutcomeEvent]]) -> Flags:
    """Whether any of the wanted events happened; shape ``(m,)``."""
    return np.array([any(had.event in wanted[one.shown_to] for had in one.events) for one in ordered], dtype=bool)


def _check_together(ordered: Sequence[Impression]) -> None:
    """Refuse impressions that cannot be of one product or of one list."""
    pairs = set()
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
