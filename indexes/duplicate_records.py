"""One posting of a cluster and one ruling by hand, and how the store writes and reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from indexes.checksums import check_row, checksum
from indexes.schema import DUPLICATE, RULING

POSTING = "posting"
"""Kind of the records that have copies."""

_FIELDS = ("key", "cluster", "place", "chance", "completeness", "employer", "url", "posted_on", "ends_on")
DUPLICATE_COLUMNS = tuple(DUPLICATE.c[name] for name in (*_FIELDS, "revision", "checksum"))
"""What a read takes, the checksum last."""

RULING_COLUMNS = tuple(RULING.c[name] for name in ("first", "second", "verdict", "said_at", "revision", "checksum"))


class Verdict(StrEnum):
    """What a person says of two postings."""

    SAME = "same"
    APART = "apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One posting of a cluster.

    Attributes:
        key: ``source:source_id``.
        cluster: Name of the cluster: key of the posting that was canonical when it was found.
        place: Its place in the order of preference, from 0, the canonical one.
        chance: Of being one vacancy with the canonical one, thousandths.
        completeness: Hundredths.
        employer: Key of the employer over all postings; empty when hidden.
        url: Where it can be read, or empty.
        posted_on: Day of posting, ISO 8601, or empty.
        ends_on: Last day on which one can apply, ISO 8601, or empty.
    """

    key: str
    cluster: str
    place: int
    chance: int
    completeness: int
    employer: str = ""
    url: str = ""
    posted_on: str = ""
    ends_on: str = ""

    @property
    def values(self) -> tuple[object, ...]:
        """In the order of the columns."""
        return tuple(getattr(self, name) for name in _FIELDS)

    @property
    def posted(self) -> date | None:
        """Day of posting."""
        return date.fromisoformat(self.posted_on) if self.posted_on else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What was said of two postings.

    Attributes:
        first: The smaller key.
        second: The other.
        verdict: What was said.
        said_at: When, UTC.
    """

    first: str
    second: str
    verdict: Verdict
    said_at: datetime


def row_of(copy: Copy, revision: int) -> dict[str, object]:
    """A copy as a row is written.

    Args:
        copy: The copy.
        revision: Of the store.
    """
    fields = (*copy.values, revision)
    row = dict(zip((column.name for column in DUPLICATE_COLUMNS), fields, strict=False))
    return {**row, "checksum": checksum(DUPLICATE.name, fields)}


def copy_of(values: Sequence[Any]) -> Copy:
    """A row of ``DUPLICATE_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(DUPLICATE.name, fields, stored)
    return Copy(**dict(zip(_FIELDS, fields, strict=False)))


def ruling_of(values: Sequence[Any]) -> Ruling:
    """A row of ``RULING_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(RULING.name, fields, stored)
    first, second, verdict, said_at, _ = fields
    moment = said_at if said_at.tzinfo else said_at.replace(tzinfo=UTC)
    return Ruling(first=first, second=second, verdict=Verdict(verdict), said_at=moment.astimezone(UTC))
