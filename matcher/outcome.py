"""What came of a match: the record of one thing that happened between a worker and a posting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.records import Kind, Provenance


class OutcomeEvent(StrEnum):
    """What happened between a worker and a posting, in the order in which it usually happens."""

    SHOWN = "shown"
    OPENED = "opened"
    APPLIED = "applied"
    SHORTLISTED = "shortlisted"
    HIRED = "hired"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One thing that happened between a worker and a posting.

    Attributes:
        provenance: Source, id, time and hash.
        worker_key: The worker.
        posting_key: The posting.
        event: What happened.
        at: When, UTC.
        position: Rank at which the pair was shown, from 1; None when it was not in a list.
        list_id: The list that it was shown in, one answer to one who asked; empty when in none.
        shown_to: Who looked at the list: a worker at postings, or for a posting an employer at workers.
        weights: Name of the weights that ranked the list, as its answer tells; empty for those that serve.
        chances: Probability of each place of the list for this pair, from place 1; empty when nothing was left to
            chance.
    """

    provenance: Provenance
    worker_key: str
    posting_key: str
    event: OutcomeEvent
    at: datetime
    position: int | None = None
    list_id: str = ""
    shown_to: Kind = Kind.WORKER
    weights: str = ""
    chances: tuple[float, ...] = ()

    @property
    def key(self) -> str:
        """``source:source_id``."""
        return self.provenance.key
