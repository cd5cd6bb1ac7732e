"""Sources as stewards look at them: those that are pulled, those that push, and those that were taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from api.serving import Serving
from api.web.steward.moments import ago
from api.web.steward.words import KINDS_MANY, OUTCOMES
from api.web.tongue import N_, Tongue
from indexes.overview_rows import SourceAge
from indexes.upstream_rows import StoredRun
from matcher.pulls.report import Outcome
from matcher.pulls.upstream import Upstream, kept_upstream
from matcher.records import Kind

COUNTS: Sequence[tuple[str, str]] = (
    ("read", N_("dibaca")),
    ("new", N_("baru")),
    ("changed", N_("berubah")),
    ("unchanged", N_("tetap")),
    ("repeated", N_("terulang")),
    ("rejected", N_("ditolak")),
    ("withdrawn", N_("ditarik")),
    ("closed", N_("ditutup")),
    ("held", N_("ditahan")),
    ("duplicates", N_("kembar di sumber ini")),
    ("pages", N_("halaman atau berkas")),
)
"""Counts of a run and their words."""

STATES: Mapping[str, str] = {
    "gagal": N_("gagal atau terputus"),
    "ditahan": N_("ditahan"),
    "sebagian": N_("selesai sebagian"),
    "tolakan": N_("ada baris ditolak"),
    "terlambat": N_("terlambat"),
    "berjalan": N_("sedang berjalan"),
    "dorong": N_("mengirim sendiri"),
}
"""What the list can be narrowed to."""

_LATE_S = 3_600
"""Seconds after its time from which a pull is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source.

    Attributes:
        name: Its name, the source part of its keys.
        upstream: Where it is pulled from; None when it pushes, or was taken away.
        due_at: When the next pull is due.
        last: Its last run, or None.
        counts: Counts of the last run.
        ages: What it has of each kind.
        states: Which of ``STATES`` it is in.
    """

    name: str
    upstream: Upstream | None
    due_at: datetime | None
    last: StoredRun | None
    counts: Mapping[str, Any]
    ages: Mapping[Kind, SourceAge] = field(default_factory=dict[Kind, SourceAge])
    states: frozenset[str]

    @property
    def stored(self) -> int:
        """Records of all kinds."""
        return sum(age.count for age in self.ages.values())

    @property
    def newest_at(self) -> datetime | None:
        """When the last of them was written."""
        return max((age.newest_at for age in self.ages.values()), default=None)


def source_rows(serving: Serving, now: datetime) -> list[SourceRow]:
    """Every source, by name.

    Raises:
        StoreError: The store refused.
    """
    store = serving.engine.store
    pulled = {row.name: row for row in store.upstreams()}
    runs = {run.upstream: run for run in store.last_runs()}
    ages: dict[str, dict[Kind, SourceAge]] = {}
    for kind, found in serving.ages.look().items():
        for age in found:
            ages.setdefault(age.source, {})[kind] = age
    rows: list[SourceRow] = []
    for name in sorted({*pulled, *runs, *ages}):
        upstream, last = pulled.get(name), runs.get(name)
        counts: dict[str, Any] = orjson.loads(last.report) if last else {}
        rows.append(
            SourceRow(
                name=name,
                upstream=kept_upstream(upstream) if upstream else None,
                due_at=upstream.due_at if upstream else None,
                last=last,
                counts=counts,
                ages=ages.get(name, {}),
                states=_states(
                    last, counts, upstream.due_at if upstream else None, now, is_pulled=upstream is not None
                ),
            )
        )
    return rows


def _states(
    last: StoredRun | None, counts: Mapping[str, Any], due_at: datetime | None, now: datetime, *, is_pulled: bool
) -> frozenset[str]:
    outcome = last.outcome if last else ""
    told = {
        "gagal": outcome in {Outcome.FAILED, Outcome.INTERRUPTED},
        "ditahan": outcome == Outcome.HELD,
        "sebagian": outcome == Outcome.PARTIAL,
        "berjalan": outcome == Outcome.RUNNING,
        "tolakan": bool(counts.get("rejected")),
        "terlambat": due_at is not None and (now - due_at).total_seconds() > _LATE_S,
        "dorong": not is_pulled,
    }
    return frozenset(name for name, holds in told.items() if holds)


def shown_row(row: SourceRow, tongue: Tongue, now: datetime) -> dict[str, Any]:
    """A source as the list and its own page show it."""
    badges = [(tongue.gettext(OUTCOMES[row.last.outcome][0]), OUTCOMES[row.last.outcome][1])] if row.last else []
    if row.upstream is None:
        word = N_("sudah dilepas, data tetap ada") if row.last else N_("mengirim sendiri lewat API atau berkas")
        badges.append((tongue.gettext(word), ""))
    elif row.last is None:
        badges.append((tongue.gettext("belum pernah dibaca"), "warn"))
    if "terlambat" in row.states:
        badges.append((tongue.gettext("terlambat"), "warn"))
    if "tolakan" in row.states:
        rejected = int(row.counts["rejected"])
        badges.append((tongue.ngettext("%(n)s baris ditolak", "%(n)s baris ditolak", rejected), "warn"))
    return {
        "name": row.name,
        "upstream": row.upstream,
        "badges": badges,
        "due_at": row.due_at,
        "last": row.last,
        "last_ago": ago(tongue, row.last.started_at, now) if row.last else "",
        "newest_ago": ago(tongue, row.newest_at, now) if row.newest_at else "",
        "newest_at": row.newest_at,
        "stored": row.stored,
        "kinds": [
            (tongue.gettext(KINDS_MANY[kind]), age.count, age.newest_at, ago(tongue, age.newest_at, now))
            for kind, age in row.ages.items()
        ],
    }


def run_row(run: StoredRun, tongue: Tongue) -> dict[str, Any]:
    """A run as a table and its own page show it."""
    report = orjson.loads(run.report)
    word, colour = OUTCOMES[run.outcome]
    return {
        "number": run.number,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "outcome": tongue.gettext(word),
        "colour": colour,
        "is_held": run.outcome == Outcome.HELD,
        "counts": [(tongue.gettext(label), int(report.get(name, 0))) for name, label in COUNTS],
        "told": {name: int(report.get(name, 0)) for name, _ in COUNTS},
        "seconds": float(report.get("seconds", 0.0)),
        "continues": report.get("continues"),
        "skew_s": report.get("clock_skew_s"),
        "error": report.get("error") or {},
        "rejects_file": str(report.get("rejects_file", "")).replace("\\", "/").rpartition("/")[2],
    }
