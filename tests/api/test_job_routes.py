"""Jobs and uploads over HTTP, as a client meets them."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from api import example_jobs, example_requests
from api.access.principal import LOCAL, Principal, Role
from api.app import create_app
from api.job_service import workshop
from api.ranges import RangeError, _span
from api.routes import job_results
from api.settings import Settings
from matcher.engine import Engine
from matcher.jobs.worker import Worker
from tests.indexes.stores import webhook

LINES = b'{"id":"W-1","wish":"tukang las","nama":"Budi"}\n{"id":"W-2","wish":"kasir"}\n{rusak\n'


class Door:
    """Says that it is whoever the test wants."""

    who = Principal(client="c1", tenant="t1", role=Role.PLATFORM, scopes=frozenset({"match", "profiles", "postings"}))

    async def principal_of(self, _: Any) -> Principal:
        return self.who


class Office:
    """A client, and a worker that works when the test says so."""

    def __init__(self, client: TestClient, worker: Worker, door: Door) -> None:
        self.client, self.worker, self.door = client, worker, door

    def ask(self, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.client.post("/v1/jobs", json=body)
        assert answer.status_code == 202, answer.text
        assert answer.headers["location"] == answer.json()["links"]["self"]
        assert answer.headers["retry-after"]
        return dict(answer.json())

    def done(self, body: dict[str, Any]) -> dict[str, Any]:
        job = self.ask(body)
        self.worker.drain()
        found: dict[str, Any] = self.client.get(f"/v1/jobs/{job['id']}").json()
        assert (found["state"], found["error"]) == ("done", "")
        return found

    def announce(self, length: int = len(LINES), name: str = "orang.jsonl") -> str:
        answer = self.client.post("/v1/uploads", headers=announced(length, name))
        assert answer.status_code == 201, answer.text
        return str(answer.headers["location"])

    def send(self, place: str, at: int, part: bytes, **headers: str) -> Any:
        told = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at), **headers}
        return self.client.patch(place, content=part, headers=told)


def announced(length: object, name: str = "orang.jsonl") -> dict[str, str]:
    return {
        "Upload-Length": str(length),
        "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}",
    }


@pytest.fixture
def office(sample_world: Path, engine: Engine) -> Iterator[Office]:
    settings = Settings(log_level="error", job_workers=0, max_body_bytes=65_536, max_upload_bytes=4_000_000)
    app = create_app(settings, engine)
    door = Door()
    app.state.doorkeeper = door
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Office(client, Worker(workshop(settings, engine, app.state.jobs)), door)


@pytest.mark.parametrize("body", [example_jobs.MATCH, example_jobs.INGEST, example_jobs.EXPORT])
def test_every_example_of_a_job_works_as_it_stands(office: Office, body: dict[str, Any]) -> None:
    job = office.done(body)
    lines = office.client.get(job["links"]["result"]).text.splitlines()
    assert len(lines) == (3 if body["kind"] == "export" else 1)
    assert job["progress"]["fraction"] == 1.0


def test_a_file_that_comes_in_parts_is_taken_in_and_told_row_by_row(office: Office) -> None:
    place = office.announce()
    first = office.send(place, 0, LINES[:30], **{"Tus-Resumable": "1.0.0"})
    assert (first.status_code, first.headers["upload-offset"]) == (204, "30")
    assert office.send(place, 0, LINES).status_code == 409
    head = office.client.head(place)
    assert (head.headers["upload-offset"], head.headers["upload-length"]) == ("30", str(len(LINES)))
    assert head.headers["cache-control"] == "no-store"
    assert office.send(place, 30, LINES[30:]).headers["upload-offset"] == str(len(LINES))
    upload = office.client.get(place).json()
    assert (upload["offset"], upload["job"]) == (len(LINES), None)
    job = office.done({"kind": "ingest", "layout": "workers", "upload": upload["id"]})
    assert job["counts"] == {"read": 3, "rejected": 1, "accepted": 2, "updated": 0, "unchanged": 0}
    assert [json.loads(one)["status"] for one in office.client.get(job["links"]["result"]).text.splitlines()] == [
        "stored",
        "stored",
        "rejected",
    ]
    assert json.loads(office.client.get(job["links"]["rejects"]).text)["row"] == 3
    assert office.client.get(place).status_code == 404
    assert office.client.get("/v1/workers/workers:W-1").status_code == 200


def test_a_part_larger_than_a_body_may_be_streams_to_the_disk(office: Office) -> None:
    text = b"".join(b'{"id":"W-%d","wish":"tukang las"}\n' % n for n in range(100_000))[:3_500_000]
    place = office.announce(len(text))
    assert office.send(place, 0, text).status_code == 204
    assert office.client.post("/v1/normalise", json={"items": ["x" * 70_000]}).status_code == 413
    longer = office.announce(3)
    assert office.send(longer, 0, b"four").status_code == 413
    assert office.client.head(longer).headers["upload-offset"] == "0"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 422),
        (announced(0), 422),
        (announced("x"), 422),
        (announced("9" * 18), 422),
        (announced(9, "orang.exe"), 422),
        (announced(9, "orang"), 422),
        ({"Upload-Length": "9", "Upload-Metadata": "filename ***"}, 422),
        ({"Upload-Length": "9", "Upload-Metadata": "name eA=="}, 422),
        ({**announced(9), "Tus-Resumable": "0.2.2"}, 412),
    ],
)
def test_an_upload_that_cannot_be_is_refused(office: Office, headers: dict[str, str], status: int) -> None:
    answer = office.client.post("/v1/uploads", headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_uploads_are_others_to_others_and_go_when_they_are_told_to(office: Office) -> None:
    place = office.announce()
    assert office.send(place, 0, b"x", **{"Content-Type": "text/plain"}).status_code == 415
    office.door.who = replace(office.door.who, client="c2")
    for answer in (office.client.get(place), office.send(place, 0, b"x"), office.client.delete(place)):
        assert answer.status_code == 404
    office.door.who = replace(office.door.who, client="c1")
    assert office.client.delete(place).status_code == 204
    assert office.client.get(place).status_code == 404
    spoken = office.client.options("/v1/uploads")
    assert (spoken.headers["tus-version"], spoken.headers["tus-max-size"]) == ("1.0.0", "4000000")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "fly"},
        {"kind": "match", "of": "workers"},
        {"kind": "match", "of": "workers", "ids": ["a:1"], "source": "a"},
        {"kind": "match", "of": "postings", "source": "a", "conditions": {"no_shift": True}},
        {"kind": "match", "of": "workers", "source": "a", "conditions": {"provinces": ["99"]}},
        {"kind": "ingest", "layout": "nothing", "records": [{}]},
        {"kind": "ingest", "layout": "workers", "records": [{}], "given": {"salah": "x"}},
        {"kind": "ingest", "layout": "workers", "upload": "../../etc"},
        {"kind": "recommend", "source": "a", "k": 0},
        {"kind": "export", "of": "workers"},
    ],
)
def test_a_job_that_cannot_be_is_refused_by_name(office: Office, body: dict[str, Any]) -> None:
    answer = office.client.post("/v1/jobs", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]


def test_an_upload_that_is_not_there_or_not_whole_or_taken_has_no_job(office: Office) -> None:
    body = {"kind": "ingest", "layout": "workers", "upload": "upl_nobody"}
    assert office.client.post("/v1/jobs", json=body).status_code == 404
    place = office.announce()
    body["upload"] = place.rpartition("/")[2]
    assert office.client.post("/v1/jobs", json=body).status_code == 422
    office.send(place, 0, LINES)
    assert office.client.post("/v1/jobs", json=body).status_code == 202
    assert office.client.post("/v1/jobs", json=body).status_code == 422
    assert office.client.delete(place).status_code == 409


def test_a_job_of_another_organisation_is_not_there(office: Office) -> None:
    job = office.done({"kind": "export"})
    paths = [("GET", ""), ("GET", "/result"), ("GET", "/rejects"), ("GET", "/events"), ("DELETE", "")]
    calls = [*paths, ("POST", "/cancel"), ("POST", "/resume")]
    mine = office.door.who
    others = [
        replace(mine, tenant="t2"),
        replace(mine, sources=frozenset({"own"})),
        replace(mine, role=Role.PERSON),
    ]
    for who in others:
        office.door.who = who
        for method, rest in calls:
            assert office.client.request(method, f"/v1/jobs/{job['id']}{rest}").status_code == 404
        assert office.client.get("/v1/jobs").json()["jobs"] == []
    office.door.who = replace(mine, scopes=frozenset({"market"}))
    assert office.client.get(f"/v1/jobs/{job['id']}/result").status_code == 403
    assert office.client.post("/v1/jobs", json={"kind": "export"}).status_code == 403
    office.door.who = replace(mine, role=Role.PERSON)
    assert office.client.post("/v1/jobs", json={"kind": "export"}).status_code == 403
    assert office.client.post("/v1/uploads", headers=announced(9)).status_code == 403
    office.door.who = mine
    for rest in ("", "%00", "x" * 90):
        assert office.client.get(f"/v1/jobs/job_{rest}").status_code == 404


def test_a_board_finds_its_own_people_alone(office: Office) -> None:
    office.door.who = replace(office.door.who, role=Role.BOARD, sources=frozenset({"contoh"}))
    found = office.done({"kind": "match", "of": "postings", "ids": ["contoh:p-1"]})
    line = json.loads(office.client.get(found["links"]["result"]).text)
    assert {one["id"].partition(":")[0] for one in line["matches"]} == {"contoh"}
    body = {"kind": "match", "of": "postings", "ids": ["contoh:p-1"], "conditions": {"sources": ["lain"]}}
    assert office.client.post("/v1/jobs", json=body).status_code == 422
    assert office.client.post("/v1/jobs", json={"kind": "match", "of": "workers", "source": "lain"}).status_code == 403


def test_jobs_come_page_by_page_newest_first(office: Office) -> None:
    ids = [office.ask({"kind": "export"})["id"] for _ in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = office.client.get("/v1/jobs", params={"limit": 2, "cursor": cursor}).json()
        seen += [job["id"] for job in page["jobs"]]
        cursor = page["next"]
    assert seen == ids[::-1]
    for wrong in ("x", base64.urlsafe_b64encode(b"2026-01-01 job_1").decode()):
        assert office.client.get("/v1/jobs", params={"cursor": wrong}).status_code == 422


def test_a_job_is_cancelled_resumed_and_removed(office: Office) -> None:
    job = office.ask({"kind": "export"})
    assert office.client.get(f"/v1/jobs/{job['id']}/result").status_code == 409
    assert office.client.post(job["links"]["cancel"]).json()["state"] == "cancelled"
    resumed = office.client.post(f"/v1/jobs/{job['id']}/resume").json()
    assert resumed["state"] == "queued"
    assert office.client.post(f"/v1/jobs/{job['id']}/resume").status_code == 409
    office.worker.drain()
    assert office.client.delete(f"/v1/jobs/{job['id']}").status_code == 204
    assert office.client.get(f"/v1/jobs/{job['id']}").status_code == 404


def test_who_asks_for_cancels_resumes_and_removes_a_job_stands_in_the_audit_log(office: Office, engine: Engine) -> None:
    job = office.ask({"kind": "export"})["id"]
    for method, rest in (("POST", "/cancel"), ("POST", "/resume"), ("POST", "/resume"), ("DELETE", ""), ("DELETE", "")):
        office.client.request(method, f"/v1/jobs/{job}{rest}")
    rows = [row.entry for row in engine.store.audit_rows()]
    told = [(row.actor, row.tenant, row.action, row.outcome, json.loads(row.facts).get("job")) for row in rows]
    assert told == [
        ("c1", "t1", "job.ask", "ok", job),
        ("c1", "t1", "job.cancel", "ok", job),
        ("c1", "t1", "job.resume", "ok", job),
        ("c1", "t1", "job.remove", "ok", job),
        ("c1", "t1", "job.remove", "missing", None),
    ]


def test_a_result_is_whole_ranged_compressed_or_as_it_was(office: Office) -> None:
    job = office.done({"kind": "export"})
    place = job["links"]["result"]
    whole = office.client.get(place, headers={"Accept-Encoding": "identity"})
    text, tag = whole.content, whole.headers["etag"]
    assert whole.headers["content-length"] == str(len(text))
    assert whole.headers["vary"] == "Accept-Encoding"
    plain = {"Accept-Encoding": "identity"}
    part = office.client.get(place, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, text[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(text)}"
    assert office.client.get(place, headers={"Range": "bytes=-5"}).content == text[-5:]
    beyond = office.client.get(place, headers={"Range": f"bytes={len(text)}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(text)}")
    ranged = {**plain, "Range": "bytes=0-3"}
    assert office.client.get(place, headers={**ranged, "If-Range": tag}).status_code == 206
    assert office.client.get(place, headers={**ranged, "If-Range": '"other"'}).status_code == 200
    assert office.client.get(place, headers={**plain, "If-None-Match": f'"x", W/{tag}'}).status_code == 304
    assert office.client.get(place, headers={"If-None-Match": "*"}).status_code == 304
    with office.client.stream("GET", place, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert (packed.headers["content-encoding"], gzip.decompress(raw)) == ("gzip", text)
    with office.client.stream("GET", place, headers={"Accept-Encoding": "br, zstd;q=0.5, gzip;q=0"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "zstd"
    assert pa.CompressedInputStream(io.BytesIO(raw), "zstd").read() == text
    table = office.client.get(place, params={"format": "parquet"})
    assert "content-encoding" not in table.headers
    assert pq.read_table(io.BytesIO(table.content)).num_rows == len(text.splitlines())
    assert office.client.get(place, params={"format": "xml"}).status_code == 422


@pytest.mark.parametrize("first", ["", "0", "3", "9", "10"])
@pytest.mark.parametrize("last", ["", "0", "3", "9", "10", "99"])
def test_ranges_are_as_rfc_9110_has_them(first: str, last: str) -> None:
    text, size = f"bytes={first}-{last}", 10
    wanted: Any = None
    if first and not (last and int(last) < int(first)):
        wanted = list(range(int(first), min(int(last) + 1, size) if last else size))
    elif not first and last:
        wanted = list(range(size))[-int(last) :] if int(last) else []
    if wanted == []:
        with pytest.raises(RangeError):
            _span(text, size)
    else:
        found = _span(text, size)
        assert (found and list(range(*found))) == wanted


def test_progress_is_told_until_the_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_results, "WATCH_S", 0.0)
    job = office.ask({"kind": "export"})
    waiting = office.client.get(job["links"]["events"])
    assert waiting.headers["content-type"].startswith("text/event-stream")
    assert re.findall(r"^event: (\w+)", waiting.text, re.M) == ["progress"]
    office.worker.drain()
    ended = office.client.get(job["links"]["events"]).text
    assert re.findall(r"^event: (\w+)", ended, re.M) == ["end"]
    assert json.loads(re.findall(r"^data: (.*)$", ended, re.M)[0])["state"] == "done"


def test_a_server_works_at_jobs_by_itself_and_tells_webhooks_that_they_ended(
    sample_world: Path, engine: Engine
) -> None:
    engine.store.put_webhook(webhook(tenant=LOCAL.tenant))
    app = create_app(Settings(log_level="error", job_workers=1, webhooks=False), engine)
    with TestClient(app) as client:
        job = client.post("/v1/jobs", json={"kind": "export"}).json()
        with client.stream("GET", job["links"]["events"]) as answer:
            text = "".join(answer.iter_text())
    assert "event: end" in text
    [told] = engine.store.deliveries("wh_1", before=None, state=None, limit=9)
    assert engine.store.event_kinds([told.event]) == {told.event: "job.done"}


def test_too_many_jobs_that_wait_are_told(engine: Engine) -> None:
    app = create_app(Settings(log_level="error", job_workers=0, jobs_queued=1), engine)
    with TestClient(app) as client:
        assert client.post("/v1/jobs", json={"kind": "export"}).status_code == 202
        answer = client.post("/v1/jobs", json={"kind": "export"})
    assert answer.status_code == 429
    assert "at most 1 jobs that wait" in answer.json()["detail"]


def test_nothing_of_a_person_that_was_sent_along_lies_open(office: Office, engine: Engine) -> None:
    record = {**example_requests.WORKERS["records"][0], "nama": "Zulaikha Rahasia"}
    office.ask({"kind": "match", "of": "workers", "records": [record]})
    for path in Path(engine.home.root).rglob("*"):
        assert not path.is_file() or b"Zulaikha" not in path.read_bytes()
