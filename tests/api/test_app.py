"""The app as a whole: OpenAPI, readiness, metrics, log, headers, start and stop, and what happens in a real fault."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, ValidationError
from starlette.websockets import WebSocketDisconnect

import api.lifespan
from api import (
    example_erasures,
    example_inspection,
    example_jobs,
    example_matches,
    example_me,
    example_normalised,
    example_occupations,
    example_programmes,
    example_records,
    example_requests,
    example_rights,
    example_sources,
    example_training,
    example_webhooks,
    schemas_erasures,
    schemas_inspection,
    schemas_jobs,
    schemas_match,
    schemas_me,
    schemas_normalise,
    schemas_occupations,
    schemas_outcomes,
    schemas_programmes,
    schemas_recommendations,
    schemas_records,
    schemas_rights,
    schemas_sources,
    schemas_training,
    schemas_webhooks,
)
from api.app import create_app, status_of
from api.settings import Settings
from matcher.engine import Engine
from taxonomy.errors import ConfigError, EncoderError, GenerationError, InputError, SepadanError, StoreError
from tests.sample_world import fill_world

REQUESTS = [
    ("/v1/normalise", example_requests.NORMALISE),
    ("/v1/match/workers", example_requests.MATCH_WORKERS),
    ("/v1/match/workers", example_requests.MATCH_WORKERS_BY_ID),
    ("/v1/match/postings", example_requests.MATCH_POSTINGS),
    ("/v1/match/postings", example_requests.MATCH_POSTINGS_BY_ID),
    ("/v1/recommend/courses", example_requests.RECOMMEND),
    ("/v1/recommend/courses", example_requests.RECOMMEND_BY_ID),
    ("/v1/recommend/programmes", example_programmes.RECOMMEND),
    ("/v1/recommend/programmes", example_programmes.RECOMMEND_BY_ID),
    ("/v1/recommend/paths", example_requests.RECOMMEND_PATHS),
    ("/v1/postings", example_requests.POSTINGS),
    ("/v1/workers", example_requests.WORKERS),
    ("/v1/courses", example_requests.COURSES),
    ("/v1/outcomes", example_requests.OUTCOMES),
    ("/v1/inspection", example_inspection.INSPECTION),
    ("/v1/consents", example_rights.CONSENTS),
    ("/v1/workers/api:W-2001/requests", example_rights.ASKED),
    ("/v1/erasures", example_erasures.ERASURE),
    ("/v1/webhooks", example_webhooks.WEBHOOK),
    ("/v1/watches", example_webhooks.WATCH),
]
RESPONSES: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (schemas_normalise.NormaliseResponse, example_normalised.NORMALISED),
    (schemas_match.MatchWorkersResponse, example_matches.MATCHED_WORKERS),
    (schemas_match.MatchPostingsResponse, example_matches.MATCHED_POSTINGS),
    (schemas_programmes.RecommendProgrammesResponse, example_programmes.RECOMMENDED),
    (schemas_training.RecommendCoursesResponse, example_training.COURSES),
    (schemas_training.RecommendPathsResponse, example_training.PATHS),
    (schemas_recommendations.RecommendationsResponse, example_matches.SPREAD),
    (schemas_outcomes.OutcomesResponse, example_records.TOLD),
    (schemas_me.PersonTokenResponse, example_me.TOKEN_MADE),
    (schemas_me.OwnOutcomesResponse, example_me.OUTCOMES),
    (schemas_records.UpsertResponse, example_records.UPSERTED),
    (schemas_erasures.ErasureResponse, example_erasures.ERASED),
    (schemas_records.RecordResponse, example_records.RECORD),
    (schemas_occupations.OccupationResponse, example_occupations.OCCUPATION),
    (schemas_occupations.OccupationsResponse, example_occupations.OCCUPATIONS),
    (schemas_inspection.InspectionResponse, example_inspection.INSPECTED),
    (schemas_sources.SourcesResponse, example_sources.SOURCES),
    (schemas_sources.RunsResponse, example_sources.SOURCE_RUNS),
    (schemas_rights.ConsentsResponse, example_rights.CONSENTS_TAKEN),
    (schemas_rights.PersonConsents, example_rights.PERSON_CONSENTS),
    (schemas_rights.RequestCard, example_rights.REQUEST),
    (schemas_jobs.JobResponse, example_jobs.JOB),
    (schemas_jobs.UploadResponse, example_jobs.UPLOAD),
    (schemas_webhooks.WebhookMade, example_webhooks.WEBHOOK_MADE),
    (schemas_webhooks.WebhooksResponse, example_webhooks.WEBHOOKS),
    (schemas_webhooks.PingResponse, example_webhooks.PINGED),
    (schemas_webhooks.DeliveriesResponse, example_webhooks.DELIVERIES),
    (schemas_webhooks.WatchesResponse, example_webhooks.WATCHES),
]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The OpenAPI document: seconds to make, so it is made once."""
    found: dict[str, Any] = TestClient(create_app(Settings())).get("/openapi.json").json()
    return found


@pytest.mark.parametrize(("path", "body"), REQUESTS)
def test_every_example_of_a_request_works_as_it_stands(client: TestClient, path: str, body: dict[str, Any]) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code in (200, 201), answer.text


def test_the_example_of_an_inspection_is_what_the_request_gives(client: TestClient) -> None:
    answer = client.post("/v1/inspection", json=example_inspection.INSPECTION)
    assert answer.json() == example_inspection.INSPECTED


@pytest.mark.parametrize(("model", "body"), RESPONSES)
def test_every_example_of_a_response_has_the_shape_of_the_response(
    model: type[BaseModel], body: dict[str, Any]
) -> None:
    assert json.loads(model.model_validate(body).model_dump_json()) == body


def test_the_document_shows_an_example_for_each_body(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    posts = [path["post"] for path in document["paths"].values() if "post" in path]
    assert len(posts) == 34
    for post in posts:
        assert post["summary"]
        answer = next(post["responses"][code] for code in ("200", "201", "202") if code in post["responses"])
        given = [post["requestBody"]["content"]] if "requestBody" in post else []
        for content in (*given, answer["content"]):
            [(_, found)] = content.items()
            name = found["schema"].get("$ref", "").rpartition("/")[2]
            assert schemas.get(name, found["schema"])["examples"]


def test_every_reference_in_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    references = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                references.add(node["$ref"])
            for item in node.values():
                walk(item)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(document)
    known = {f"#/components/{kind}/{name}" for kind, named in document["components"].items() for name in named}
    assert references <= known
    assert "#/components/schemas/Problem" in references


def test_the_document_is_made_once(empty_client: TestClient, document: dict[str, Any]) -> None:
    for _ in range(2):
        assert empty_client.get("/openapi.json").json() == document


def test_the_document_names_product_version_tags_and_the_template(document: dict[str, Any]) -> None:
    assert (document["info"]["title"], document["info"]["version"]) == ("Sepadan", version("sepadan"))
    used = {tag for path in document["paths"].values() for route in path.values() for tag in route["tags"]}
    assert used == {tag["name"] for tag in document["tags"]}
    records = document["components"]["schemas"]["WorkersRequest"]["properties"]["records"]
    assert "salary_idr_month" in records["items"]["properties"]


def test_without_a_generation_it_is_alive_and_not_ready_and_says_why(empty_client: TestClient) -> None:
    assert empty_client.get("/healthz").json() == {"status": "ok", "version": version("sepadan")}
    answer = empty_client.get("/readyz")
    assert answer.status_code == 503
    assert "run 'sepadan build'" in answer.json()["detail"]


def test_it_becomes_ready_with_the_first_build(empty_client: TestClient, engine: Engine) -> None:
    fill_world(engine)
    assert empty_client.get("/readyz").status_code == 503
    report = engine.build()
    ready = empty_client.get("/readyz").json()
    assert ready["generation"] == report.generation
    assert ready["records"] == {"posting": 3, "worker": 2, "course": 2}
    assert ready["indexed"] == ready["records"]
    assert set(ready["pending"].values()) == {0}


def test_metrics_count_by_template_and_status_and_never_hold_an_id(client: TestClient) -> None:
    client.get("/v1/postings/contoh:p-1")
    client.get("/v1/postings/contoh:rahasia")
    client.post("/v1/match/postings", json={"id": "contoh:w-1", "k": 2})
    client.request("BREW", "/nowhere")
    text = client.get("/metrics").text
    route = 'method="GET",route="/v1/postings/{key:path}"'
    assert f'sepadan_requests_total{{{route},status="200"}} 1.0' in text
    assert f'sepadan_requests_total{{{route},status="404"}} 1.0' in text
    assert f"sepadan_request_seconds_count{{{route}}} 2.0" in text
    assert 'sepadan_matches_served_total{found="posting"} 2.0' in text
    assert 'sepadan_records_indexed{kind="posting"} 5.0' in text
    assert 'method="other",route="other",status="404"' in text
    assert "rahasia" not in text


def test_two_apps_do_not_share_metrics(client: TestClient, engine: Engine, settings: Settings) -> None:
    client.get("/healthz")
    with TestClient(create_app(settings, engine)) as other:
        assert 'route="/healthz"' not in other.get("/metrics").text


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/style.css", "/nowhere"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-request-id"]


def test_a_sound_request_id_is_kept_and_another_is_replaced(client: TestClient) -> None:
    def id_for(given: str) -> str:
        return client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]

    assert id_for("siapkerja-0001") == "siapkerja-0001"
    for unsound in ("kurang", "a b c d e f g h", "<script>alert</script>", "x" * 65):
        assert id_for(unsound) not in {unsound, ""}


def test_one_json_line_for_each_request_without_path_query_or_body(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with TestClient(create_app(Settings(), engine)) as client:
        client.get("/v1/workers/contoh:rahasia?nama=Budi", headers={"X-Request-ID": "permintaan-1"})
        client.post("/", data={"wish": "tukang las rahasia"})
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert first.pop("ms") >= 0
    assert first.pop("timestamp")
    assert first == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "route": "/v1/workers/{key:path}",
        "status": 404,
        "client": "local",
        "request_id": "permintaan-1",
    }
    assert "rahasia" not in json.dumps(second)


def test_a_fault_nobody_thought_of_is_a_500_without_its_words_and_the_log_names_it_by_id(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def burst(*_: object) -> None:
        raise RuntimeError("Budi Contoh 0812")

    app = create_app(Settings(), engine)
    monkeypatch.setattr(engine, "get", burst)
    with TestClient(app) as client:
        answer = client.get("/v1/postings/contoh:p-1")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    log = capsys.readouterr().err
    failed = json.loads(log.splitlines()[0])
    assert failed["request_id"] == answer.json()["request_id"]
    assert (failed["event"], failed["error"]) == ("failed", "RuntimeError")
    assert any("burst" in frame for frame in failed["at"])
    assert "Budi" not in answer.text + log


def test_a_caller_who_goes_away_before_the_body_is_read_is_no_fault_of_ours(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"content-length", b"100")]
    scope = {"type": "http", "method": "POST", "path": "/v1/normalise", "query_string": b"", "headers": headers}
    asyncio.run(create_app(Settings(), engine)(scope, receive, send))
    (line,) = capsys.readouterr().err.splitlines()
    assert sent == []
    assert (json.loads(line)["event"], json.loads(line)["status"]) == ("request", 499)


def test_a_fault_after_the_answer_began_is_not_hidden(engine: Engine, settings: Settings) -> None:
    app = create_app(settings, engine)

    async def half_an_answer(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise RuntimeError("cut")

    app.mount("/cut", half_an_answer)
    with TestClient(app) as client, pytest.raises(RuntimeError, match="cut"):
        client.get("/cut")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError(wanted="a", found="b", where="c"), 422),
        (GenerationError("x"), 503),
        (StoreError("x"), 503),
        (EncoderError("x"), 503),
        (ConfigError("x"), 503),
        (SepadanError("x"), 500),
    ],
)
def test_every_error_of_the_tree_has_a_status(error: SepadanError, status: int) -> None:
    assert status_of(error)[0] == status


def test_a_store_that_fails_is_a_503(client: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("store: wanted to write, found: disk full")

    monkeypatch.setattr(engine, "upsert", refuse)
    answer = client.post("/v1/postings", json=example_requests.POSTINGS)
    assert answer.status_code == 503
    assert answer.json()["detail"] == "store: wanted to write, found: disk full"


def test_without_an_engine_one_is_opened_at_start_and_closed_at_stop(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Any] = []

    def opened(root: Path, **rest: str) -> Engine:
        calls.append((root, rest))
        return engine

    monkeypatch.setattr(api.lifespan, "open_engine", opened)
    monkeypatch.setattr(engine, "close", lambda: calls.append("closed"))
    settings = Settings(home=tmp_path, database_url="sqlite://", model="m", log_level="error")
    with TestClient(create_app(settings)) as client:
        assert client.get("/healthz").status_code == 200
    assert calls == [(settings.installed(), {"database_url": "sqlite://", "model": "m"}), "closed"]


def test_an_engine_that_was_given_is_left_open(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "close", lambda: pytest.fail("closed"))
    with TestClient(create_app(settings, engine)) as client:
        assert client.get("/readyz").status_code == 503


def test_settings_come_from_the_environment_under_our_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "DATABASE_URL", "MODEL", "HOST", "PORT", "MAX_BODY_BYTES", "LOG_LEVEL", "LIMIT_CONCURRENCY"):
        monkeypatch.delenv(f"SEPADAN_{name}", raising=False)
    plain = Settings()
    assert (plain.home, plain.host, plain.port) == (Path(".sepadan"), "127.0.0.1", 8000)
    assert plain.max_body_bytes == 16 * 1024 * 1024
    monkeypatch.setenv("SEPADAN_HOME", "elsewhere")
    monkeypatch.setenv("SEPADAN_PORT", "9000")
    assert (Settings().home, Settings().port) == (Path("elsewhere"), 9000)
    monkeypatch.setenv("SEPADAN_PORT", "70000")
    with pytest.raises(ValidationError, match="port"):
        Settings()


def test_a_server_starts_without_what_only_some_pages_draw_with() -> None:
    code = (
        "import sys, api.app\n"
        "found = {'altair', 'matplotlib', 'hierarchicalforecast', 'torch', 'ray'} & set(sys.modules)\n"
        "sys.exit(str(found) if found else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_other_than_http_passes_through(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/nowhere"):
        pytest.fail("connected")
