"""``sepadan jobs``: what an operator sees of jobs, and a worker that is a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

from matcher.jobs.desk import JobDesk
from matcher.jobs.job import Asked, JobKind
from matcher.jobs.uploads import JobLimits
from matcher.records import Kind
from tests.api.cli.conftest import Cli
from tests.indexes.stores import webhook
from tests.matcher.jobs.conftest import DAY


def ask(home: Path) -> str:
    from api.settings import Settings
    from indexes.store import Store

    store = Store(f"sqlite:///{home / 'sepadan.db'}")
    box = Settings(home=home).secret_box()
    from matcher.home import Home

    desk = JobDesk(Home(root=home), store, box, JobLimits())
    job = desk.ask("t1", "c1", Asked(kind=JobKind.EXPORT, of=Kind.POSTING, day=DAY))
    store.close()
    return job.id


def test_jobs_are_listed_shown_worked_at_and_cancelled(cli: Cli) -> None:
    cli.fill()
    first, second = ask(cli.home), ask(cli.home)
    assert cli("jobs", "cancel", second, "--json").document["state"] == "cancelled"
    assert cli("jobs", "work", "--once", "--json").document["parts"] > 0
    shown = cli("jobs", "show", first, "--json").document
    assert (shown["state"], shown["counts"], shown["total"]) == ("done", {"read": 4}, 4)
    listed = cli("jobs", "list", "--json").document["jobs"]
    assert {job["id"]: job["state"] for job in listed} == {first: "done", second: "cancelled"}
    assert cli("jobs", "list", "--tenant", "t2", "--json").document["jobs"] == []
    assert first[:20] in cli("jobs", "list").out
    assert "done" in cli("jobs", "show", first).out
    assert cli("jobs", "prune", "--json").document == {"removed": 0}
    assert "removed" in cli("jobs", "prune").out
    assert cli("jobs", "cancel", second).code == 0


def test_what_a_worker_of_its_own_does_is_told_to_webhooks_and_what_an_operator_does_to_the_audit_log(cli: Cli) -> None:
    from indexes.store import Store

    cli.fill()
    store = Store(f"sqlite:///{cli.home / 'sepadan.db'}")
    store.put_webhook(webhook(tenant="t1"))
    first, second = ask(cli.home), ask(cli.home)
    assert cli("jobs", "cancel", second).code == 0
    assert cli("jobs", "work", "--once").code == 0
    told = store.deliveries("wh_1", before=None, state=None, limit=9)
    assert store.event_kinds([one.event for one in told]) == {one.event: "job.done" for one in told}
    assert len(told) == 2
    [row] = [row.entry for row in store.audit_rows() if row.entry.action == "job.cancel"]
    facts = {"job": second, "kind": "export", "state": "cancelled", "tenant": "t1"}
    assert (row.actor, json.loads(row.facts)) == ("command-line", facts)
    assert store.job(first).told
    store.close()


def test_what_is_not_there_is_told(cli: Cli) -> None:
    assert cli("jobs", "list").code == 1
    cli.fill()
    found = cli("jobs", "show", "job_nobody", "--json")
    assert (found.code, found.document["error"]["found"]) == (2, "job_nobody")
    assert cli("jobs", "cancel", "job_nobody").code == 2
