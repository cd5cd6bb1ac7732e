"""What was shown and what came of it, as records.

An impression is one pair shown at one place of one list. Who looked at the list decides what an event says: a worker
looks at postings, so being rejected later says nothing against the worker's interest; an employer's officer looks at
workers, so an application is none of their acts and a rejection is their refusal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from matcher.chances import chances_fit
from matcher.outcome import OutcomeEvent
from matcher.records import Kind
from taxonomy.errors import InputError

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

LOOKED: Mapping[Kind, frozenset[OutcomeEvent]] = {
    kind: frozenset({*grades, OutcomeEvent.REJECTED}) for kind, grades in _GRADES.items()
}
"""Events that cannot be unless who looks at the list examined the pair."""

APPLIED: Mapping[Kind, frozenset[OutcomeEvent]] = {
    Kind.WORKER: LOOKED[Kind.WORKER] - {OutcomeEvent.OPENED},
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
