"""Rubbish in: never a 500, always a problem that names what was wanted, what was found and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.bodies import parse_json
from api.problems import faults_of_fields
from api.settings import Settings
from matcher.engine import Engine
from matcher.filling import wanted_of
from matcher.home import Home
from tests.api.conftest import MAX_BODY
from tests.fakes import FakeEncoder
from tests.sample_world import fill_world

POSTS = (
    "/v1/normalise",
    "/v1/match/workers",
    "/v1/match/postings",
    "/v1/recommend/courses",
    "/v1/recommend/programmes",
    "/v1/recommend/paths",
    "/v1/postings",
    "/v1/workers",
    "/v1/courses",
    "/v1/inspection",
)
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One app for all the rubbish: it must stand it all, one after another."""
    engine = Engine(Home(root=tmp_path_factory.mktemp("rubbish")), FakeEncoder())
    fill_world(engine)
    engine.build()
    app = create_app(Settings(max_body_bytes=MAX_BODY, log_level="error"), engine)
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened
    engine.close()


def assert_problem(answer: Any, *statuses: int) -> dict[str, Any]:
    problem: dict[str, Any] = answer.json()
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == answer.status_code
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert problem["detail"]
    return problem


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"   \n", 400),
        (b"{", 400),
        (b'{"items":', 400),
        (b"[" * 10_000 + b"]" * 10_000, 400),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400),
        (b"[" * 200 + b"]" * 200, 400),
        (b'{"k": NaN}', 400),
        (b'{"k": Infinity, "a": "\\u0041"}', 400),
        (b'{"k": 1e400}', 400),
        (b'{"k": 1e400, "a": "\\ud800"}', 400),
        (b'{"k": ' + b"9" * 5_000 + b', "a": "\\ud800"}', 400),
        (b'["' + b"[" * 10 + b'\\ud800"]' + b"x", 400),
        (b"[" * 5_000 + b'"\\ud800"' + b"]" * 5_000, 400),
        (b"\xff\xfe\x00", 400),
        (b'{"id": "\xff"}', 400),
        (b'{"id": "\xff\\u0041"}', 400),
        (b"\xef\xbb\xbf{}", 400),
        (b"[]", 422),
        (b"null", 422),
        (b"7", 422),
        (b'"teks"', 422),
        (b"true", 422),
        (b"{}", 422),
        (b'{"items": {}, "records": {}, "id": {}}', 422),
        (b'{"items": [null], "records": [null], "id": [null]}', 422),
        (b'{"items": [[]], "records": [[]], "worker": []}', 422),
        (b'{"\\ud800": 1}', 422),
        (b'{"id": "a", "id": 5}', 422),
        (b'{"nama": "Budi Contoh", "nik": {"nik": "3201010101010001"}}', 422),
    ],
)
def test_a_body_of_rubbish_is_a_problem(client: TestClient, path: str, body: bytes, status: int) -> None:
    answer = client.post(path, content=body, headers=JSON)
    problem = assert_problem(answer, status)
    assert problem["errors"]
    assert "Budi" not in answer.text
    assert "3201010101010001" not in answer.text


TEXTS = (
    "\ud800",
    "ok \ud83d",
    "\x00",
    "a\x00b",
    "'; DROP TABLE record;--",
    "<script>alert(1)</script>",
    "😀👩🏽‍🏭",
    "../../etc/passwd",
    "a:%2F%00",
    "contoh:p-1\n",
    ":",
    "a:",
    ":b",
    "\u202e\u200b",
    "ﷺ" * 200,
    "x" * 60_000,
)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_no_text_anywhere_makes_a_500(client: TestClient, text: str) -> None:
    posting = {"id": text, "title": text, "description": text, "places": [text], "education": text, "url": text}
    worker = {"id": text, "wish": text, "summary": text, "place": text, "jobs": [text], "skills": text}
    bodies: list[tuple[str, Any]] = [
        ("/v1/normalise", {"items": [dict.fromkeys(("id", "title", "hint", "text", "place", "pay"), text)]}),
        ("/v1/match/workers", {"id": text}),
        ("/v1/match/workers", {"posting": posting}),
        ("/v1/match/postings", {"worker": worker, "conditions": {"sources": [text]}}),
        ("/v1/match/postings", {"worker": {**worker, "id": "W"}}),
        ("/v1/recommend/courses", {"worker": {**worker, "id": "W"}}),
        ("/v1/postings", {"records": [posting, {**posting, "id": "P"}]}),
        ("/v1/workers", {"records": [worker, {**worker, "id": "W"}]}),
        ("/v1/courses", {"records": [{"id": text, "title": text, "kbji": text}, {"id": "C", "title": text}]}),
        ("/v1/postings", {text: text}),
        ("/v1/postings", {"records": [{text: text}]}),
    ]
    for path, body in bodies:
        answer = client.post(path, content=json.dumps(body).encode(), headers=JSON)
        if answer.status_code != 200:
            problem = assert_problem(answer, 400, 404, 413, 422)
            assert all(len(error["found"]) <= 200 for error in problem["errors"])


def test_half_an_emoji_costs_only_itself(client: TestClient) -> None:
    body = b'{"records": [{"id": "P77", "title": "Barista \\ud83d"}]}'
    assert client.post("/v1/postings", content=body, headers=JSON).json()["accepted"] == 1
    assert client.get("/v1/postings/api:P77").json()["record"]["title"] == "Barista \ufffd"


def test_the_slower_parser_reads_the_rest_as_the_fast_one_does() -> None:
    plain = {"a": [1, 2.5, True, None, "é", {"b": ""}]}
    halved = json.dumps({**plain, "c": "\ud83d"}).encode()
    assert parse_json(halved) == {**plain, "c": "\ufffd"}
    assert parse_json(json.dumps(plain).encode()) == plain


def test_a_fault_in_a_field_of_identity_is_told_without_its_value() -> None:
    error = {"type": "string_type", "loc": ("body", "nama"), "msg": "Input should be a string", "input": "Budi"}
    [fault] = faults_of_fields([error])
    assert (fault.where, fault.found) == ("nama", "identity data, not shown")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["id", "items", "records", "posting", "worker", "k", "conditions", "provinces", "title", "text", "wish",
             "summary", "jobs", "pay_low", "pay_high", "kbji", "region_codes", "fetched_at", "closes_on", "nama"]
        )
        | st.text(max_size=5),
        inner,
        max_size=6,
    ),
    max_leaves=15,
)  # fmt: skip


@given(
    path=st.sampled_from(POSTS), body=VALUES | st.dictionaries(st.sampled_from(["items", "records"]), st.lists(VALUES))
)
def test_no_json_value_makes_a_500(client: TestClient, path: str, body: Any) -> None:
    answer = client.post(path, content=json.dumps(body).encode(), headers=JSON)
    assert answer.status_code in {200, 400, 404, 413, 422}, answer.text


FIELDS = st.fixed_dictionaries(
    {"id": st.text(max_size=8), "title": st.text(max_size=30)},
    optional={
        "pay_low": st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
        "pay_currency": st.sampled_from(["IDR", "USD", "XQX", "", "rp"]),
        "fetched_at": st.datetimes().map(lambda at: at.isoformat() + "+14:00") | st.integers(),
        "closes_on": st.dates().map(str) | st.integers(),
        "region_codes": st.lists(st.sampled_from(["31", "3174", "99", "9999", 31, None]), max_size=3),
        "openings": st.integers(),
        "skills": st.lists(st.text(max_size=8) | st.none(), max_size=3) | st.text(max_size=9),
        "is_closed": st.booleans() | st.text(max_size=3),
    },
)


@settings(max_examples=30)
@given(rows=st.lists(FIELDS, min_size=1, max_size=4))
def test_any_posting_is_accepted_or_rejected_and_counted(client: TestClient, rows: list[dict[str, Any]]) -> None:
    answer = client.post("/v1/postings", json={"records": rows})
    assert answer.status_code in {200, 422}, answer.text
    report = answer.json()
    assert report["read"] == len(rows) == sum(report[n] for n in ("accepted", "updated", "unchanged", "rejected"))
    assert client.post("/v1/match/postings", json={"id": "contoh:w-1"}).status_code == 200


@pytest.mark.parametrize(
    "kind",
    [None, "text/plain", "application/x-www-form-urlencoded", "application/xml", "rubbish", "multipart/form-data"],
)
def test_another_media_type_is_a_415_that_names_json(client: TestClient, kind: str | None) -> None:
    headers = {"content-type": kind} if kind else {}
    answer = client.post("/v1/normalise", content=b'{"items": []}', headers=headers)
    problem = assert_problem(answer, 415)
    assert problem["errors"] == [
        {"where": "header Content-Type", "wanted": "application/json", "found": kind or "nothing"}
    ]


def test_json_under_a_vendor_name_or_with_a_charset_is_json(client: TestClient) -> None:
    body = b'{"items": [{"id": "1", "title": "Kasir"}]}'
    for kind in ("application/vnd.siapkerja+json", "application/json; charset=utf-8"):
        assert client.post("/v1/normalise", content=body, headers={"content-type": kind}).status_code == 200


@pytest.mark.parametrize("path", [*POSTS, "/", "/pemberi-kerja", "/inspection"])
def test_a_body_over_the_limit_is_a_413(client: TestClient, path: str) -> None:
    kind = {"content-type": "application/json" if path in POSTS else "application/x-www-form-urlencoded"}
    answer = client.post(path, content=b"x" * (MAX_BODY + 1), headers=kind)
    assert answer.status_code == 413


def test_a_body_of_no_stated_length_is_cut_off_at_the_limit(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"items": "'
        yield b"x" * MAX_BODY

    assert_problem(client.post("/v1/normalise", content=chunks(), headers=JSON), 413)


def test_a_declared_length_that_is_rubbish_is_not_believed(client: TestClient) -> None:
    headers = {**JSON, "content-length": "9" * 400}
    assert_problem(client.post("/v1/normalise", content=b"{}", headers=headers), 413)


@pytest.mark.parametrize("path", ["/v2", "/v1/", "/v1/match", "/%00", "/%ff", "/static/../app.py", "/static/none.css"])
def test_a_path_that_is_not_there_is_a_404_problem(client: TestClient, path: str) -> None:
    assert_problem(client.get(path), 404)


def test_another_method_is_a_405_that_names_those_that_work(client: TestClient) -> None:
    answer = client.get("/v1/match/workers")
    assert_problem(answer, 405)
    assert answer.headers["allow"] == "POST"
    assert_problem(client.request("BREW", "/healthz"), 405)


def patterns_in(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
        return own.union(*(patterns_in(value) for value in schema.values()))
    return set().union(*(patterns_in(value) for value in schema)) if isinstance(schema, list) else set()


def test_every_pattern_of_a_request_has_words_for_what_it_takes(client: TestClient) -> None:
    asked = patterns_in(client.get("/openapi.json").json())
    assert len(asked) >= 5
    for pattern in asked:
        fault = {"type": "string_pattern_mismatch", "ctx": {"pattern": pattern}, "msg": "", "loc": ()}
        assert wanted_of(fault), pattern  # type: ignore[arg-type]


def test_the_beginning_of_a_code_is_asked_for_in_its_own_words(client: TestClient) -> None:
    answer = client.post(
        "/v1/match/postings", json={"id": "uji:w1", "conditions": {"kbji": ["5", "51a"], "provinces": ["3"]}}
    )
    told = [(fault["where"], fault["wanted"]) for fault in assert_problem(answer, 422)["errors"]]
    assert told == [
        ("conditions.provinces.0", "a BPS/Kemendagri code of a province, 2 digits"),
        ("conditions.kbji.1", "the beginning of a KBJI unit group, 1 to 4 digits"),
    ]
