"""Traces: the steps of a match below the request, the caller's trace above it, and nothing of a person in any."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from api.app import create_app
from api.settings import Settings
from api.telemetry import Traced, open_traces
from indexes.tracing import STEPS, step
from matcher.engine import Engine
from taxonomy.errors import ConfigError

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
WORKER = {"summary": "Budi Contoh, tukang las, SMAW, 0812-3456-7890", "wish": "juru las", "regency": "Sidoarjo"}


@pytest.fixture
def kept() -> InMemorySpanExporter:
    return InMemorySpanExporter()


def traced_client(engine: Engine, kept: InMemorySpanExporter) -> TestClient:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    app = create_app(Settings(log_level="info", log_format="json"), engine)
    app.add_middleware(Traced, provider=provider)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def traced(sample_world: Path, engine: Engine, kept: InMemorySpanExporter) -> Iterator[TestClient]:
    with traced_client(engine, kept) as client:
        kept.clear()
        yield client


def spans(kept: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in kept.get_finished_spans()}


def test_a_match_is_traced_step_by_step_below_its_request(traced: TestClient, kept: InMemorySpanExporter) -> None:
    assert traced.post("/v1/match/postings", json={"worker": WORKER, "k": 2}).status_code == 200
    found = spans(kept)
    wanted = {"embed", "code", "filter", "retrieve", "look at licences", "compare", "score", "explain", "store: read"}
    assert wanted < set(found)
    root = found["POST /v1/match/postings"]
    assert root.parent is None
    for name in wanted - {"store: read"}:
        parent = found[name].parent
        assert parent is not None
        assert root.context is not None
        assert parent.span_id == root.context.span_id, name
    assert dict(root.attributes or {}) | {"sepadan.request_id": ""} == {
        "http.request.method": "POST",
        "http.route": "/v1/match/postings",
        "http.response.status_code": 200,
        "sepadan.client": "local",
        "sepadan.request_id": "",
    }


def test_a_write_is_traced_with_its_transaction(traced: TestClient, kept: InMemorySpanExporter) -> None:
    traced.post("/v1/postings", json={"records": [{"id": "contoh:p-9", "title": "Kasir"}]})
    assert "store: write" in spans(kept)


def test_the_trace_of_the_caller_goes_on_and_stands_in_the_log(
    engine: Engine, kept: InMemorySpanExporter, capsys: pytest.CaptureFixture[str]
) -> None:
    with traced_client(engine, kept) as client:
        client.get("/healthz", headers={"traceparent": f"00-{TRACE}-{SPAN}-01"})
    root = spans(kept)["GET /healthz"]
    assert root.context is not None
    assert root.parent is not None
    assert (f"{root.context.trace_id:032x}", f"{root.parent.span_id:016x}") == (TRACE, SPAN)
    assert TRACE in {json.loads(line).get("trace_id") for line in capsys.readouterr().err.splitlines()}


def test_a_traceparent_that_is_none_begins_a_new_trace(engine: Engine, kept: InMemorySpanExporter) -> None:
    traced = traced_client(engine, kept)
    for given in ("", "rubbish", f"00-{'0' * 32}-{SPAN}-01", f"ff-{TRACE}-{SPAN}-01", "00-\xff"):
        kept.clear()
        assert traced.get("/healthz", headers={"traceparent": given.encode("latin-1")}).status_code == 200
        assert spans(kept)["GET /healthz"].parent is None


def test_nothing_of_a_person_and_no_word_of_an_error_is_in_a_trace(
    traced: TestClient, kept: InMemorySpanExporter, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    traced.post("/v1/match/postings?nama=Budi", json={"worker": WORKER, "k": 2})
    traced.get("/v1/workers/Budi-0812?x=Budi", headers={"X-Budi": "Budi"})

    def burst(*_: object) -> None:
        with step("search"):
            raise RuntimeError("Budi 0812")

    monkeypatch.setattr(engine, "get", burst)
    assert traced.get("/v1/postings/contoh:p-1").status_code == 500
    told = "".join(span.to_json() for span in kept.get_finished_spans())
    assert not any(word in told for word in ("Budi", "0812", "las", "Sidoarjo"))
    failed = spans(kept)["GET /v1/postings/{key:path}"]
    assert failed.status.status_code is StatusCode.ERROR
    assert not failed.status.description


def test_a_step_of_nobody_is_nothing() -> None:
    assert STEPS.get() is None
    with step("score") as opened:
        assert opened is None


def test_without_a_collector_nothing_is_traced_and_with_one_the_packages_are_asked_for_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert open_traces(Settings()) is None
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(ConfigError, match=r"pip install 'sepadan\[telemetry\]'"):
        open_traces(Settings(otlp_endpoint="http://127.0.0.1:4318/v1/traces"))


class Collector(BaseHTTPRequestHandler):
    """Takes traces and keeps them."""

    taken: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        type(self).taken.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def test_traces_reach_a_collector_before_the_server_ends(engine: Engine) -> None:
    Collector.taken = []
    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_address[1]}/v1/traces"
        settings = Settings(log_level="error", otlp_endpoint=endpoint, trace_share=1.0)
        with TestClient(create_app(settings, engine)) as client:
            client.get("/healthz")
        server.shutdown()
    assert {path for path, _ in Collector.taken} == {"/v1/traces"}
    assert b"GET /healthz" in b"".join(body for _, body in Collector.taken)


def test_a_share_of_nothing_traces_nothing_though_the_caller_asks(engine: Engine, kept: InMemorySpanExporter) -> None:
    settings = Settings(log_level="error", otlp_endpoint="http://127.0.0.1:9/v1/traces", trace_share=0.0)
    provider = open_traces(settings)
    assert provider is not None
    provider.add_span_processor(SimpleSpanProcessor(kept))
    app = create_app(Settings(log_level="error"), engine)
    app.add_middleware(Traced, provider=provider)
    with TestClient(app) as client:
        client.get("/healthz", headers={"traceparent": f"00-{TRACE}-{SPAN}-01"})
    provider.shutdown()
    assert kept.get_finished_spans() == ()
    assert logging.getLogger("opentelemetry").handlers == []
