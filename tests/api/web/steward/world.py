"""What stewards look after: sources with runs and refused rows, pairs that are doubted, two generations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from indexes.doubt_rows import Doubt, put_doubts
from indexes.upstream_rows import StoredRun
from matcher.engine import Engine
from matcher.pulls.report import Notes, Tally, report_json
from matcher.pulls.upstream import Upstream
from matcher.rejects import Rejects
from matcher.sources.files import RawRow
from taxonomy.errors import InputError

AT = datetime(2026, 11, 20, 3, 5, tzinfo=UTC)
PAIRS = (("contoh:p-1", "contoh:p-2", 820), ("contoh:p-1", "contoh:p-3", 610))


def add_doubts(engine: Engine, pairs: tuple[tuple[str, str, int], ...] = PAIRS) -> None:
    """Pairs that wait for an answer."""
    reasons = orjson.dumps({"both_alike": 2.1, "title_same": 0.8, "text_short": -2.27, "x-unknown": 1.0}).decode()
    found = [Doubt(first=first, second=second, chance=chance, reasons=reasons) for first, second, chance in pairs]
    store = engine.store
    store.put_duplicates(store.duplicates(), along=lambda connection, still: put_doubts(connection, found))


def add_source(engine: Engine, name: str, file: Path, *, header: str = "") -> None:
    """A source that is read from a file of postings of the API's layout."""
    made = Upstream(
        name=name,
        format="dinas",
        location=str(file),
        header=header,
        secret_env="",
        schedule="",
        is_listing=True,
        agreed=False,
        gap_s=1.0,
        max_mebibytes=8,
        columns={"Jabatan": "title"},
    )
    engine.store.put_upstream(name, made.settings(), None)


def add_run(
    engine: Engine,
    name: str,
    outcome: str,
    *,
    error: Mapping[str, str] | None = None,
    rejects: str = "",
    checkpoint: str = "",
    **counts: int,
) -> StoredRun:
    """A run that ended so."""
    begun = engine.store.begin_run(name, "{}")
    notes = Notes(seconds=1.5, rejects_file=rejects, error=dict(error or {}))
    ended = AT + timedelta(minutes=begun.number)
    report = report_json(Tally(**counts), notes)
    done = replace(begun, started_at=AT, ended_at=ended, outcome=outcome, report=report, checkpoint=checkpoint)
    engine.store.keep_run(done)
    return done


def add_rejects(engine: Engine, name: str, found: str, *, wanted: str = "a title", rows: int = 1) -> str:
    """A file of refused rows; gives its path."""
    rejects = Rejects(engine.home.rejects, name)
    for row in range(1, rows + 1):
        fault = InputError(wanted=wanted, found=found, where=f"row {row}, field title")
        rejects.add(
            "ads.csv", RawRow(number=row, raw={"title": found, "nama": "Siti", "isi": "hubungi 0812-3456-7890"}), fault
        )
    return rejects.path
