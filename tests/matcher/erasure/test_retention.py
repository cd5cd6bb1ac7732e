"""Retention with a clock of the test's own: what is due, who is told, what is held."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indexes.backup import back_up
from indexes.outcome_rows import StoredOutcome
from matcher.codec import to_stored
from matcher.engine import Engine
from matcher.erasure.eraser import Eraser
from matcher.erasure.retention import Retention
from matcher.erasure.retention_rules import load_retention_rules, rules_of
from matcher.filling import fill
from matcher.forms import PostingForm
from matcher.records import Kind
from taxonomy.errors import InputError
from tests.matcher.erasure.conftest import Clock

HEADER = "rule\tkind\tdays\tnotice_days\tfrom\tdoes\tby\tbasis\n"
YEARS = timedelta(days=731)


def outcome(key: str, at: datetime) -> StoredOutcome:
    return StoredOutcome(
        worker_key=key,
        posting_key="uji:p-1",
        event="applied",
        list_id="",
        key="uji:o-1",
        shown_to="worker",
        position=None,
        at=at,
        weights="w",
        components="",
        chances="[]",
    )


def posting(number: int, **fields: object) -> None:
    return fill(PostingForm, {"id": f"uji:p-{number}", "title": "Juru Las", **fields}, "row").to_record("uji", "0" * 64)


@pytest.fixture
def start(clock: Clock) -> datetime:
    """The records are written by the real clock, so that of retention begins there."""
    clock.now = datetime.now(UTC) + timedelta(minutes=1)
    return clock.now


@pytest.fixture
def retention(filled: Engine, eraser: Eraser, clock: Clock, start: datetime, tmp_path: Path) -> Retention:
    return Retention(filled.store, filled.home, eraser, backups=tmp_path / "backups", clock=clock)


def test_nothing_is_due_of_what_is_new(retention: Retention) -> None:
    plan = retention.plan()
    assert not any(plan.due.values())
    assert (plan.to_tell, plan.back, plan.held) == ((), (), ())
    assert set(retention.run().removed.values()) == {0}


def test_a_worker_is_told_first_and_erased_only_when_notice_was_given_in_time(
    retention: Retention, filled: Engine, clock: Clock, start: datetime
) -> None:
    clock.now = start + YEARS  # a server that stood still: due, but nobody was told
    told = retention.run()
    assert told.removed["worker-inactive"] == 0
    assert told.told == tuple(f"uji:w-{number}" for number in range(6))
    clock.now += timedelta(days=29)
    assert retention.run().removed["worker-inactive"] == 0
    filled.store.put_outcomes([outcome("uji:w-2", clock.now)])  # one came back
    filled.store.put_holds(Kind.WORKER, ["uji:w-3"], "audit BPK", clock.now)
    clock.now += timedelta(days=2)
    plan = retention.plan()
    assert plan.back == ("uji:w-2",)
    assert plan.held == ("uji:w-3",)
    assert plan.as_dict()["counts"]["worker-inactive"] == 4
    ran = retention.run()
    assert ran.removed["worker-inactive"] == 4
    assert ran.as_dict()["held"] == ("uji:w-3",)
    assert sorted(filled.store.notices(Kind.WORKER)) == ["uji:w-3"]
    assert {one.is_blocked for one in filled.store.erasures()} == {False}


def test_whoever_is_to_be_told_is_given_to_the_caller(
    filled: Engine, eraser: Eraser, clock: Clock, start: datetime
) -> None:
    told: list[Sequence[str]] = []
    clock.now = start + timedelta(days=705)
    Retention(filled.store, filled.home, eraser, clock=clock, notify=told.append).run()
    assert len(told[0]) == 6


def test_closed_postings_and_old_outcomes_go_and_open_ones_stay(
    retention: Retention, filled: Engine, clock: Clock, start: datetime
) -> None:
    day = start.date().isoformat()
    records = [posting(1, closes_on=day), posting(2, is_closed=True), posting(3)]
    filled.store.upsert([to_stored(record) for record in records])
    filled.store.put_outcomes([outcome("uji:w-1", start), outcome("uji:w-2", start + timedelta(days=200))])
    clock.now = start + timedelta(days=300)
    assert retention.plan().due["posting-closed"] == ()
    clock.now = start + timedelta(days=367)
    assert retention.run().removed["posting-closed"] == 2
    assert filled.store.get("posting", "uji:p-3") is not None
    clock.now = start + timedelta(days=800)
    assert retention.plan().due["outcome"] == ("1 outcomes",)
    assert retention.run().removed["outcome"] == 1
    assert [one.worker_key for one in filled.store.outcomes()] == ["uji:w-2"]


def test_old_files_go_and_young_ones_and_locks_stay(
    retention: Retention, filled: Engine, clock: Clock, start: datetime
) -> None:
    home, old = filled.home, (start - timedelta(days=40)).timestamp()
    for folder in (home.rejects, home.pulls, home.recommendations / "batch"):
        folder.mkdir(parents=True, exist_ok=True)
    for path in (home.rejects / "a.rejects.jsonl", home.rejects / "b.rejects.jsonl", home.pulls / "x.lock"):
        path.write_text("x")
    for path in (home.rejects / "a.rejects.jsonl", home.pulls / "x.lock", home.recommendations / "batch"):
        os.utime(path, (old, old))
    removed = retention.run().removed
    assert (removed["rejects"], removed["pulls"], removed["recommendations"]) == (1, 0, 1)
    assert [path.name for path in home.rejects.iterdir()] == ["b.rejects.jsonl"]
    assert list(home.recommendations.iterdir()) == []


def test_old_backups_go_but_never_the_newest(
    retention: Retention, filled: Engine, clock: Clock, tmp_path: Path
) -> None:
    made = [back_up(filled.store, tmp_path / "backups").folder for _ in range(2)]
    clock.now += timedelta(days=400)
    assert retention.run().removed["backups"] == 1
    assert list((tmp_path / "backups").iterdir()) == made[1:]


def test_a_rule_that_is_taken_out_of_the_table_removes_nothing(
    filled: Engine, eraser: Eraser, clock: Clock, start: datetime
) -> None:
    clock.now = start + 3 * YEARS
    ran = Retention(filled.store, filled.home, eraser, rules={}, clock=clock).run()
    assert not any(ran.removed.values())


def test_every_rule_of_the_package_names_days_who_and_a_ground() -> None:
    rules = load_retention_rules()
    assert {"worker-inactive", "posting-closed", "outcome", "rejects", "pulls", "backups", "logs"} <= rules.keys()
    assert all(rule.days > 0 and rule.basis and rule.counted_from for rule in rules.values())
    assert rules["worker-inactive"].notice_days == 30


@pytest.mark.parametrize(
    "line",
    ["a\tworker\t0\t0\tx\terase\tsepadan\ty", "a\tworker\t1\t0\tx\tburn\tsepadan\ty", "a\tb\tx\t0\tx\terase\ty\tz"],
)
def test_a_faulty_rule_is_refused_by_its_line(line: str) -> None:
    with pytest.raises(InputError, match=r"t\.tsv line 2"):
        rules_of(HEADER + line + "\n", "t.tsv")
