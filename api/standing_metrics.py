"""How the installation stands, as gauges: what the dashboard shows and the alerts watch (docs/operations.md).

Moments are given as seconds since 1970 and not as ages, as Prometheus would have it: ``time() - x`` is the age, and it
goes on growing where nobody can be asked any more. What is not there has no sample: ``absent()`` tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from indexes.standing_rows import StoreStanding
from matcher.drift.stored import LastDrift
from matcher.shadow import Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is told.

    Attributes:
        store: Of the store.
        indexed: Kind to number of records that can be found now.
        beside: How alike weights that score beside rank; None when none do.
        people: Kind of request of people to how many wait and are overdue; those that are not named have none.
        outside_index: Records that are found, but stand outside the index.
        pending: Kind to records that wait to be coded.
        free_bytes: Room on the disk of the home.
        drift: The last report of ``sepadan drift``; None before the first.
    """

    store: StoreStanding
    indexed: Mapping[str, int] = field(default_factory=dict[str, int])
    beside: Agreement | None = None
    people: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    outside_index: int
    pending: Mapping[str, int] = field(default_factory=dict[str, int])
    free_bytes: int
    drift: LastDrift | None = None


class StandingMetrics(Collector):
    """Gives the standing that was set last; nothing before."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.standing: Standing | None = None

    def collect(self) -> Iterable[Metric]:
        """See ``prometheus_client``."""
        return [] if self.standing is None else _families(self.standing)


def _families(now: Standing) -> Iterator[Metric]:
    of = now.store
    yield from _by("sepadan_build_info", "Version that runs", "version", {version("sepadan"): 1})
    yield from _by("sepadan_records_indexed", "Records that can be found now", "kind", now.indexed)
    yield from _beside(now.beside)
    waiting = {kind: count for kind, (count, _) in now.people.items()}
    overdue = {kind: late for kind, (_, late) in now.people.items()}
    yield from _by("sepadan_requests_of_people", "Requests of people that wait for an answer", "kind", waiting)
    yield from _by("sepadan_requests_of_people_overdue", "Requests of people whose clock ran out", "kind", overdue)
    yield from _one("sepadan_store_revision", "Number of the last write of the store", of.revision)
    yield from _one("sepadan_index_revision", "Number of the write that the index was built at", of.index_revision)
    yield from _moment("sepadan_index_made_timestamp_seconds", "When the index that serves was built", of.index_made_at)
    yield from _one("sepadan_records_outside_index", "Records found that stand outside the index", now.outside_index)
    yield from _by("sepadan_records_pending", "Records that wait to be coded", "kind", now.pending)
    yield from _moment("sepadan_backup_timestamp_seconds", "When the last backup was made", of.backup_at)
    yield from _one("sepadan_audit_log_rows", "Rows of the audit log", of.audit_rows)
    yield from _moment(
        "sepadan_audit_end_timestamp_seconds", "When the last row of the log was written", of.audit_end_at
    )
    yield from _one("sepadan_audit_head_rows", "Rows that the last signed head vouches for", of.audit_head_rows)
    yield from _moment("sepadan_audit_head_timestamp_seconds", "When the last head was signed", of.audit_head_at)
    yield from _by("sepadan_jobs", "Jobs that have not ended", "state", of.jobs)
    yield from _moment("sepadan_job_queued_timestamp_seconds", "Since when the first job waits", of.job_queued_at)
    due = {kind: at.timestamp() for kind, at in of.due_at.items()}
    yield from _by("sepadan_request_of_people_due_timestamp_seconds", "When the first that waits is due", "kind", due)
    yield from _one("sepadan_home_free_bytes", "Room on the disk of the home", now.free_bytes)
    yield from _drift(now.drift)


def _drift(found: LastDrift | None) -> Iterator[Metric]:
    """What the last report said; how old it is tells the moment."""
    if found is None:
        return
    yield from _moment("sepadan_drift_timestamp_seconds", "When incoming postings were last compared", found.made_at)
    yield from _by("sepadan_drift_value", "Figures of the last comparison of incoming postings", "figure", found.values)
    told = {name: float(name in found.drifted) for name in found.values}
    yield from _by("sepadan_drift", "Whether a figure of incoming postings has drifted", "figure", told)


def _beside(found: Agreement | None) -> Iterator[Metric]:
    compared = {} if found is None else {found.weights: found.rankings}
    alike = {} if found is None or found.correlation is None else {found.weights: found.correlation}
    yield from _by("sepadan_shadow_rankings", "Rankings that weights beside were compared on", "weights", compared)
    words = "Mean Kendall tau-b of the ten best with weights beside"
    yield from _by("sepadan_shadow_rank_correlation", words, "weights", alike)


def _one(name: str, words: str, value: float | None) -> Iterator[Metric]:
    if value is not None:
        yield GaugeMetricFamily(name, words, value=value)


def _moment(name: str, words: str, at: datetime | None) -> Iterator[Metric]:
    return _one(name, words, None if at is None else at.timestamp())


def _by(name: str, words: str, label: str, values: Mapping[str, float]) -> Iterator[Metric]:
    family = GaugeMetricFamily(name, words, labels=(label,))
    for named, value in values.items():
        family.add_metric((named,), value)
    yield family
