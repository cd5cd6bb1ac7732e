"""``sepadan rights`` and ``sepadan audit-log``: answered from the command line as over HTTP, and watched."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from api.cli.breach import PLACE
from api.settings import Settings
from indexes.store import Store
from matcher.home import Home
from matcher.rights.audit_log import AuditLog, now
from matcher.rights.desk import RightsDesk
from matcher.rights.requests import RequestKind
from tests.api.cli.conftest import Cli
from tests.indexes.stores import damage
from tests.matcher.rights.made import OFFICER, Clock

W2 = "workers:pekerja-2"


def filed(cli: Cli, kind: RequestKind, content: dict[str, Any] | None = None, *, days_ago: int = 0) -> str:
    store = Store(Home(root=cli.home).database_url)
    box, clock = Settings(home=cli.home).secret_box(), Clock()
    clock.later(days=-days_ago)
    desk = RightsDesk(store, box, AuditLog(store, box), clock=clock if days_ago else now)
    found = desk.file(W2, kind, content or {}, OFFICER).stored.id
    store.close()
    return found


def test_requests_are_listed_shown_and_answered(filled: Cli) -> None:
    erasure = filed(filled, RequestKind.ERASURE, {"words": "RAHASIA"})
    listed = filled("rights", "list", "--json")
    assert [one["id"] for one in listed.document["requests"]] == [erasure]
    assert "RAHASIA" not in listed.out
    assert "sisa" in filled("rights", "list").out
    assert filled("rights", "overdue", "--json").code == 0
    shown = filled("rights", "show", erasure, "--json").document
    assert shown["content"] == {"words": "RAHASIA"}
    assert filled("rights", "answer", erasure, "--do", "work").code == 0
    no = ("rights", "answer", erasure, "--do", "refuse", "--reason", "Ada perkara.", "--ground")
    assert filled(*no, "x").code == 2
    assert filled(*no, "legal_dispute", "--json").document["state"] == "refused"
    assert filled("rights", "answer", erasure, "--do", "dance").code == 2
    assert filled("rights", "list", "--all", "--worker", W2, "--json").document["requests"][0]["state"] == "refused"


def test_a_correction_is_coded_and_a_verdict_given(filled: Cli) -> None:
    correction = filed(filled, RequestKind.CORRECTION, {"fields": {"wish": "sopir truk"}})
    assert filled("rights", "answer", correction, "--do", "answer", "--json").document["answer"]["fields"] == ["wish"]
    objection = filed(filled, RequestKind.OBJECTION)
    told = filled("rights", "answer", objection, "--do", "upheld", "--reason", "Benar.", "--json").document
    assert (told["state"], told["verdict"]) == ("done", "upheld")
    assert filled("rights", "answer", objection, "--do", "lift", "--json").document["state"] == "lifted"
    erasure = filed(filled, RequestKind.ERASURE)
    assert filled("rights", "answer", erasure, "--do", "answer", "--json").document["worker"] == ""


def test_what_is_overdue_ends_with_one_and_status_counts_it(filled: Cli) -> None:
    filed(filled, RequestKind.ERASURE, days_ago=3650)
    late = filled("rights", "overdue", "--json")
    assert (late.code, len(late.document["requests"])) == (1, 1)
    assert filled("status", "--json").document["requests"] == {"waiting": 1, "overdue": 1}
    assert "1 wait, 1 overdue" in filled("status").out


def test_a_person_is_handed_out_and_that_is_logged(filled: Cli) -> None:
    everything = filled("rights", "export", W2)
    assert everything.document["record"]["wish"] == "staf gudang"
    assert filled("rights", "export", W2, "--portable").document["format"] == "sepadan-person-1"
    assert filled("rights", "export", "workers:x").code == 2
    rows = filled("audit-log", "show", "--worker", W2, "--json").document["rows"]
    assert [row["action"] for row in rows] == ["person.export", "person.export"]


def test_the_log_is_verified_with_a_head_kept_elsewhere(filled: Cli) -> None:
    assert filled("audit-log", "head").code == 2
    for _ in range(3):
        filled("rights", "export", W2)
    head = filled.folder / "head.json"
    head.write_text(filled("audit-log", "head", "--json").out)
    assert filled("audit-log", "verify", "--head", head, "--json").document["ok"] is True
    assert "faults" in filled("audit-log", "verify").out
    assert "Nomor" in filled("audit-log", "show").out
    exported = filled("audit-log", "export").lines
    assert [row["seq"] for row in exported] == [1, 2, 3]
    assert exported[1]["prev_hash"] == exported[0]["hash"]
    assert "signature" in filled("audit-log", "head").out
    store = Store(Home(root=filled.home).database_url)
    damage(store, "DROP TRIGGER audit_log_no_update")
    damage(store, "UPDATE audit_log SET actor = 'x' WHERE seq = 2")
    store.close()
    broken = filled("audit-log", "verify", "--json")
    assert (broken.code, broken.document["ok"]) == (1, False)
    assert "audit log 2" in filled("audit-log", "verify").out
    assert filled("verify", "--json").code == 1
    head.write_text("[")
    assert filled("audit-log", "verify", "--head", head).code == 2
    head.write_text("[]")
    assert filled("audit-log", "verify", "--head", head).code == 2


def test_a_breach_writes_notices_and_seals_who_is_affected(filled: Cli) -> None:
    filled("rights", "export", W2)
    words = ("--data", "keahlian", "--how", "kunci bocor", "--measures", "kunci diganti")
    window = ("--from", "2020-01-01", "--to", "2100-01-01T00:00:00+07:00")
    folder = filled.folder / "kejadian"
    ran = filled("rights", "breach", *window, *words, "--output", folder, "--known", "2026-11-27", "--json")
    assert (ran.document["affected"], ran.document["due_at"]) == (1, "2026-11-30T00:00:00+00:00")
    assert "kunci bocor" in (folder / "pemberitahuan-orang.id.md").read_text()
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    box = Settings(home=filled.home).secret_box()
    sealed = (folder / "terdampak.sealed").read_bytes()
    assert W2.encode() not in sealed
    assert json.loads(box.open(PLACE, sealed)) == {"worker": W2}
    assert filled("rights", "breach", *window, *words, "--output", folder).code == 2
    every = filled("rights", "breach", *window, *words, "--output", filled.folder / "semua", "--everybody")
    assert every.code == 0
    assert "3" in every.out
    assert filled("rights", "breach", "--from", "x", "--to", "y", *words, "--output", filled.folder / "z").code == 2


def test_purposes_and_the_record_of_processing_need_no_home(cli: Cli) -> None:
    assert filled_purposes(cli)["share"] == "opt_in"
    assert "Dilihat pemberi kerja" in " ".join(cli("rights", "purposes").out.split())
    assert cli("rights", "records").out.startswith("# Record of processing")
    assert cli("rights", "list").code == 1


def filled_purposes(cli: Cli) -> dict[str, str]:
    return {one["purpose"]: one["asked"] for one in cli("rights", "purposes", "--json").document["purposes"]}


def test_an_audit_of_traits_is_logged(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", f"v1:{base64.b64encode(bytes(32)).decode()}")
    rows = [{"id": f"p-{n}", "wish": "kasir", "sex": "P" if n % 2 else "L"} for n in range(12)]
    assert filled("ingest", "workers", filled.write("traits.jsonl", rows)).code == 0
    assert filled("build").code == 0
    assert filled("audit", "--json").code == 0
    (row,) = filled("audit-log", "show", "--json").document["rows"]
    assert (row["action"], row["purpose"], row["facts"]) == ("identity.read", "fairness", {"count": 12})
