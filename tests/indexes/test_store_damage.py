"""Bits turned over anywhere in the database file: told, or without effect on what is read; never a wrong answer."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from indexes.account_rows import StoredAccount, StoredSession
from indexes.audit_chain import AuditHead
from indexes.doubt_rows import Doubt, PairAnswer, put_doubts
from indexes.duplicate_rows import Copy, Verdict
from indexes.event_rows import NewEvent
from indexes.flag_rows import StoredFlagRuling
from indexes.follower_rows import Pair
from indexes.idempotency_rows import StoredAnswer
from indexes.identity_vault import Vault
from indexes.outcome_rows import StoredOutcome
from indexes.placement_rows import StoredJudgement, StoredWork
from indexes.request_rows import RequestFilter
from indexes.schema import METADATA
from indexes.seeker_rows import KeptPosting, Recovery
from indexes.sighting_rows import Sighting
from indexes.store import Store
from indexes.title_rows import StoredTitleAnswer, StoredTitleReview, TitleRun
from taxonomy.errors import StoreError
from tests.indexes.stores import derived, everything, record, stored_job, stored_upload, watch, webhook
from tests.indexes.test_store_access import CLIENT, KEY, SIGNING
from tests.matcher.rights.made import entry, request, said, say

FLIPS = 60  # `make faults` turns over a thousand
VAULT = Vault({"k1": bytes(32)}, "k1")
EVENT = NewEvent(kind="match.new", tenant="dinas", data="{}", worker_key="a:1")
AT = datetime(2026, 11, 1, 7, tzinfo=UTC)
SHOWN = StoredOutcome(
    worker_key="a:1",
    posting_key="a:2",
    event="shown",
    list_id="l1",
    key="b:1",
    shown_to="worker",
    position=1,
    at=AT,
    weights="w1",
    components='{"pay":[0.5,false]}',
    chances="[]",
)

ACCOUNT = StoredAccount(
    name="budi",
    role="employer",
    tenant="papan",
    sources='["papan"]',
    password_hash="$argon2id$" + "h" * 90,
    created_at=AT,
    changed_at=AT,
)
SESSION = StoredSession(
    token_hash="0" * 64,
    owner="budi",
    role="employer",
    created_at=AT,
    used_at=AT,
    idle_until=AT.replace(year=2100),
    ends_at=AT.replace(year=2100),
)

WORK = StoredWork(
    id="wrk_0",
    kind="posting",
    worker_key="",
    posting_key="a:0",
    made_at=AT,
    due_at=AT,
    state="waits",
    holder="",
    held_until=None,
    reason="",
    note=b"s" * 40,
)
JUDGED = StoredJudgement(
    id="jdg_0",
    worker_key="a:1",
    posting_key="a:0",
    verdict="fits",
    reason="said_so",
    note=b"s" * 40,
    score=0.61,
    weights="w1",
    made_by="staff:siti",
    made_at=AT,
)
SETTLED = StoredTitleAnswer(
    id="ttl_0", title="admin gudang", answer="4321", note="", postings=3, made_by="staff:siti", made_at=AT
)
REVIEWED = StoredTitleReview(seq=0, answer_id="ttl_0", verdict="confirmed", reason="", made_by="staff:budi", made_at=AT)
RULED = StoredFlagRuling(
    id="flg_0",
    posting_key="a:0",
    rule="age-limit",
    kind="age",
    words="1" * 64,
    verdict="wrong",
    reason="usia mesin",
    made_by="staff:siti",
    made_at=AT,
)
ANSWER = StoredAnswer(
    client="papan",
    key_hash="0" * 64,
    request_hash="1" * 64,
    status=200,
    answer=b"s" * 200,
    holder="2" * 32,
    expires_at=datetime(2026, 11, 2, 7, tzinfo=UTC),
)


ANSWERED = PairAnswer(id="pan_0", first="a:0", second="a:2", answer="same", before="", made_by="staff:wati", made_at=AT)


def make(path: Path) -> bytes:
    store = Store(f"sqlite:///{path}")
    rows = [record(f"a:{number}", f"{number}" * 40) for number in range(30)]
    store.upsert(rows)
    store.save_derived(derived(row) for row in rows[:20])
    store.delete("posting", [row.key for row in rows[25:]])
    store.upsert([record("a:1", kind="worker")])
    store.put_identity("worker", {"a:1": {"name": "Siti"}}, VAULT)
    store.set_generation("g1", "1" * 64, 2)
    fill_rest(store)
    store.close()
    return path.read_bytes()


def fill_rest(store: Store) -> None:
    """Rows for every other table: a bit that falls on an empty one tells nothing."""
    copies = list[Copy]()
    for number in range(0, 20, 4):
        keys = [f"a:{number + place}" for place in range(3)]
        copies += [Copy(key=key, cluster=keys[0], place=n, chance=900, completeness=50) for n, key in enumerate(keys)]
        store.rule([(f"a:{number}", f"a:{number + 3}")], Verdict.APART)
    store.put_duplicates(copies)
    say(store, *(said("a:1", "share", tenant=f"papan-{number}") for number in range(20)))
    for number in range(5):
        store.put_request(request(f"rq_{number}"), entry())
    last, end = store.audit_end()
    store.put_audit_head(AuditHead(seq=last, hash=end, at=AT, key_id="k1", signature=b"s" * 64))
    store.put_outcomes([replace(SHOWN, list_id=f"l{number}", key=f"b:{number}") for number in range(60)])
    store.put_weights("w1", '{"pay":1}', "{}")
    store.serve_weights("w1")
    store.put_upstream("karir", '{"format":"karirhub"}', AT)
    for _ in range(20):
        store.begin_run("karir", '{"read":0}')
    store.keep_seen(
        [Sighting(upstream="karir", key=f"karir:{n}", run=1 + n % 9, content=f"{n}" * 30) for n in range(60)]
    )
    store.put_client(CLIENT)
    store.put_api_key(KEY)
    store.add_usage("2026-11-03", {CLIENT.id: 5}, [KEY.id])
    store.change_signing_keys(lambda _: [SIGNING])
    gone = {f"a:{number}": f"k1:{number:064x}" for number in range(900, 920)}
    store.erase("worker", gone, erased_at=AT, due_at=AT, is_blocked=True)
    for number in range(20):
        store.claim_answer(replace(ANSWER, key_hash=f"{number:064x}"), AT)
    for number in range(10):
        store.put_account(replace(ACCOUNT, name=f"budi{number}"))
        store.begin_session(replace(SESSION, token_hash=f"{number:064x}"), AT)
    for number in range(20):
        kept = KeptPosting(worker_key="a:1", posting_key=f"b:{number}", state="hidden", reason="jauh", at=AT)
        store.keep_posting(kept)
    store.put_recovery(Recovery(worker_key="a:1", code_hash="c" * 64, made_at=AT))
    store.put_holds("worker", ["a:1", "a:2"], "perkara 12/2026", AT)
    store.put_notices("worker", ["a:1", "a:3"], AT)
    for number in range(5):
        store.put_job(stored_job(f"job_{number}"), lambda _: None)
        store.put_upload(stored_upload(f"upl_{number}"), lambda _: None)
    store.add_work([replace(WORK, id=f"wrk_{number}", posting_key=f"a:{number}") for number in range(20)])
    for number in range(5):
        store.put_judgement(replace(JUDGED, id=f"jdg_{number}", posting_key=f"a:{number}"), entry())
    for number in range(8):
        settled = replace(SETTLED, id=f"ttl_{number}", title=f"admin {number}")
        store.propose_titles([settled], [entry()])
        store.review_title(replace(REVIEWED, answer_id=settled.id), entry())
        store.put_title_run(TitleRun(id=f"run_{number}", upto=number, postings=1, workers=2, courses=3, made_at=AT))
        store.rule_flags([replace(RULED, id=f"flg_{number}")], [entry()])
    doubts = [Doubt(first=f"a:{n}", second=f"a:{n + 1}", chance=700, reasons="{}") for n in range(4, 20)]
    store.put_duplicates(store.duplicates(), along=lambda connection, still: put_doubts(connection, doubts))
    for number in range(5):
        told = replace(ANSWERED, id=f"pan_{number}", first=f"a:{number}", second=f"a:{number + 2}")
        assert store.answer_pair(told, "", entry())
    store.put_webhook(webhook("wh_1"))
    store.put_watch(watch("wat_1", key="a:1"))
    store.publish([NewEvent(kind="job.done", tenant="dinas", data='{"job":"j"}') for _ in range(20)])
    store.lease_follower("closings", "satu", 0, AT, AT)
    store.note_postings([f"a:{n}" for n in range(20)], lambda stored: "2026-12-01", lambda *facts: EVENT)
    store.tell_matches([(Pair(watch="wat_1", key=f"a:{n}", day="2026-11-01", kind="posting"), EVENT) for n in range(9)])


def answers(store: Store) -> dict[str, Any]:
    return {
        "records": everything(store),
        "derived": list(store.derived("posting", "f1")),
        "changes": list(store.changes("posting", "f1", 0)),
        "generations": store.generations(),
        "identity": store.identity("worker", "a:1", VAULT),
        "copies": store.duplicates(),
        "rulings": store.rulings(),
        "outcomes": list(store.outcomes()),
        "weights": store.weights(),
        "upstreams": store.upstreams(),
        "runs": store.runs("karir"),
        "sightings": store.sightings("karir", [f"karir:{n}" for n in range(60)]),
        "absent": list(store.absent("karir", 5)),
        "consents": store.consents("a:1"),
        "requests": store.requests(RequestFilter()),
        "audit": list(store.audit_rows()),
        "clients": store.clients(),
        "api_keys": store.api_keys(),
        "usage": store.usage("2026-11-03"),
        "signing_keys": store.signing_keys(),
        "erasures": store.erasures(),
        "kept_answers": [store.claim_answer(replace(ANSWER, key_hash=f"{n:064x}"), AT) for n in range(20)],
        "accounts": store.accounts(),
        "sessions": store.sessions_of("budi"),
        "kept_postings": store.kept_postings("a:1"),
        "recovery": store.recovery("c" * 64),
        "holds": store.holds("worker"),
        "notices": store.notices("worker"),
        "jobs": store.jobs(),
        "uploads": store.uploads(),
        "webhooks": store.webhooks(),
        "ready": store.ready_webhooks(AT.replace(year=2100), 9),
        "deliveries": store.deliveries("wh_1", before=None, state=None, limit=99),
        "watches": store.watches(),
        "told": store.told_pairs(["wat_1"], [f"a:{n}" for n in range(9)], "2026-11-01"),
        "follower": store.follower("closings"),
        "work": store.work(AT.replace(year=2100)),
        "judgements": store.judgements(),
        "titles": store.title_cases(),
        "title_runs": store.title_runs(),
        "flag_rulings": store.flag_rulings(),
        "doubts": store.doubts(826),
        "answers": store.pair_answers("same"),
    }


def is_told(path: Path, damaged: bytes, expected: dict[str, Any]) -> bool:
    """Whether the damage is told; when it is not, every answer must be as before."""
    path.write_bytes(damaged)
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    try:
        store = Store(f"sqlite:///{path}")
    except StoreError:
        return True
    faults = store.check(VAULT)
    try:
        assert answers(store) == expected or faults
    except StoreError:
        assert faults, "a read tells what the check does not"
    finally:
        store.close()
    return bool(faults)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sepadan.db"


@pytest.fixture
def whole(path: Path) -> bytes:
    return make(path)


@pytest.fixture
def expected(path: Path, whole: bytes) -> dict[str, Any]:
    store = Store(f"sqlite:///{path}")
    found = answers(store)
    assert store.check(VAULT) == []
    store.close()
    assert not is_told(path, whole, found)
    return found


@pytest.mark.untraced
def test_a_turned_bit_is_told_or_changes_no_answer(path: Path, whole: bytes, expected: dict[str, Any]) -> None:
    chance, told = random.Random(5), 0
    for _ in range(FLIPS):
        at = chance.randrange(len(whole) * 8)
        damaged = bytearray(whole)
        damaged[at // 8] ^= 1 << at % 8
        told += is_told(path, bytes(damaged), expected)
    assert told > FLIPS // 10  # the rest fell on room that holds nothing


@pytest.mark.usefixtures("whole")
def test_no_table_is_empty_here(path: Path) -> None:
    connection = sqlite3.connect(path)
    counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in METADATA.tables}
    connection.close()
    assert min(counts.values()), counts


@pytest.mark.untraced
def test_a_file_cut_short_is_told_or_changes_no_answer(path: Path, whole: bytes, expected: dict[str, Any]) -> None:
    chance = random.Random(6)
    is_told(path, whole[:-1], expected)  # it may be a zero, and then nothing is lost
    for cut in [1, 511, 512, 4096, *(chance.randrange(1, len(whole) - 4096) for _ in range(20))]:
        assert is_told(path, whole[:cut], expected), cut


def test_names_of_tables_and_columns_that_were_turned_over_are_told(
    path: Path, whole: bytes, expected: dict[str, Any]
) -> None:
    assert is_told(path, whole.replace(b"made_at", b"made_it"), expected)
    # SQLite's own words for this one are no text.
    assert is_told(
        path, whole.replace(b"tombstone", b"tombst\xffne").replace(b"CREATE TABLE tomb", b"CREATX TABLE tomb"), expected
    )


def test_codes_that_the_index_by_key_hides_are_told_at_once(path: Path, whole: bytes) -> None:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_derived_1'")
    root, size = int(found.fetchone()[0]), int(connection.execute("PRAGMA page_size").fetchone()[0])
    connection.close()
    page = slice((root - 1) * size, root * size)
    assert whole[page].count(b"postinga:7") == 1
    path.write_bytes(whole[: page.start] + whole[page].replace(b"postinga:7", b"postinga:\xb7") + whole[page.stop :])
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="posting a:7: wanted its codes, found none; run 'sepadan verify'"):
        list(store.changes("posting", "f1", 0))
    assert store.check(VAULT)
    store.close()
