"""What a bulk write answers: what became of each row, and an error where nothing was taken."""

from __future__ import annotations

from collections.abc import Sequence

from api.problems import Fault
from api.schemas_records import Reject, UpsertedItem, UpsertResponse
from taxonomy.errors import InputError


class NothingAcceptedError(InputError):
    """Every record of a bulk upsert was refused.

    Attributes:
        report: What was done: nothing, with the reasons.
    """

    def __init__(self, report: UpsertResponse) -> None:
        """Say so."""
        self.report = report
        found = f"{report.rejected} of {report.read} refused; see 'rejects'"
        super().__init__(wanted="at least one record that can be read", found=found, where="records")

    @property
    def faults(self) -> list[Fault]:
        """The reasons, as faults."""
        return [Fault(where=r.where, wanted=r.wanted, found=r.found) for r in self.report.rejects]


def items_of(
    rows: Sequence[int], keys: Sequence[str], statuses: Sequence[str], rejects: Sequence[Reject]
) -> list[UpsertedItem]:
    """What became of each row of a bulk write, in the order of the request.

    Args:
        rows: Places of what was read, from 1.
        keys: What was read, same order.
        statuses: What became of it, same order.
        rejects: What could not be read.
    """
    done = [
        UpsertedItem.model_validate({"row": row, "id": key, "status": status})
        for row, key, status in zip(rows, keys, statuses, strict=True)
    ]
    return sorted(
        [*done, *(UpsertedItem(row=one.row, id=None, status="rejected") for one in rejects)], key=lambda one: one.row
    )
