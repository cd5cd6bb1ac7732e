"""The log: one event a line whatever a caller sends, in both forms, with what libraries tell among it."""

from __future__ import annotations

import io
import json
import logging
import warnings
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.app import create_app
from api.logs import Form, make_log, standard_logging_through
from api.settings import Settings
from matcher.engine import Engine

FORMS: tuple[Form, ...] = ("json", "text")
FORGED = 'x\n{"level":"info","event":"forged"}\r\x1b[2Jforged\u2028\u009b31m\u202e\x00\x7f'


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("form", FORMS)
@given(st.text(), st.text())
def test_what_a_caller_sends_stays_within_its_line_and_is_plain_ascii(form: Form, event: str, value: str) -> None:
    out = io.StringIO()
    make_log("info", form, out).info(event, said=value, listed=[value])
    told = out.getvalue()
    assert told.isascii()
    assert told[:-1].isprintable()
    assert told.endswith("\n")


@given(st.text(), st.text())
def test_json_gives_back_what_was_told(event: str, value: str) -> None:
    out = io.StringIO()
    make_log("info", "json", out).info(event, said=value)
    (found,) = lines(out)
    assert (found["event"], found["said"], found["level"]) == (event, value, "info")


def test_text_keeps_a_value_from_passing_for_another_field() -> None:
    out = io.StringIO()
    make_log("info", "text", out).info("request", route="/v1/x status=500", status=200)
    assert out.getvalue()[9:] == 'info    request route="/v1/x status=500" status=200\n'


def test_by_itself_the_log_is_text_on_a_terminal_and_json_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    make_log("info", "auto", out).info("one")
    monkeypatch.setattr(out, "isatty", lambda: True)
    make_log("info", "auto", out).info("two")
    first, second = out.getvalue().splitlines()
    assert json.loads(first)["event"] == "one"
    assert second.endswith("info    two")


def test_less_than_the_level_is_not_written() -> None:
    out = io.StringIO()
    make_log("warning", "json", out).info("request")
    assert out.getvalue() == ""


def test_a_request_is_one_line_with_route_and_client_and_nothing_that_was_sent(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with TestClient(create_app(Settings(log_format="json"), engine)) as client:
        capsys.readouterr()
        path = "/v1/postings/rahasia:1%1B%7B%22event%22%3A%22forged%22%7D?nama=Budi"
        client.get(path, headers={"User-Agent": FORGED.encode()})
        told = capsys.readouterr().err
    (line,) = [json.loads(line) for line in told.splitlines()]
    assert set(line) == {"method", "route", "status", "ms", "client", "request_id", "event", "level", "timestamp"}
    assert (line["event"], line["client"], line["route"]) == ("request", "local", "/v1/postings/{key:path}")
    assert not any(word in told for word in ("rahasia", "forged", "Budi"))


def test_the_line_of_a_request_that_failed_says_which_kind_of_fault_it_was(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with TestClient(create_app(Settings(log_format="json"), engine)) as client:
        capsys.readouterr()
        assert client.get("/readyz").status_code == 503
    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (line["status"], line["error"]) == (503, "GenerationError")


def test_a_request_id_that_would_forge_a_line_is_not_taken(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with TestClient(create_app(Settings(log_format="text"), engine)) as client:
        client.get("/healthz", headers={"X-Request-ID": FORGED.encode()})
    assert "forged" not in capsys.readouterr().err


def test_what_libraries_tell_comes_through_the_log_and_all_is_as_before_after_it() -> None:
    out, root = io.StringIO(), logging.getLogger()
    before = list(root.handlers)
    with standard_logging_through(make_log("info", "json", out)), warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request: %s", FORGED)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    assert root.handlers == before
    told, warned = lines(out)
    assert (told["logger"], told["level"]) == ("uvicorn.error", "warning")
    assert told["event"].startswith("Invalid HTTP request: x")
    assert (warned["logger"], warned["event"], warned["error"]) == ("warnings", "old", "DeprecationWarning")


def test_an_error_of_a_library_is_told_by_its_kind_and_place_without_its_words() -> None:
    out = io.StringIO()
    with standard_logging_through(make_log("info", "json", out)):
        try:
            raise ValueError("Budi Contoh 0812")
        except ValueError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    (told,) = lines(out)
    assert (told["event"], told["error"]) == ("Exception in ASGI application", "ValueError")
    assert "test_logs.py" in told["at"][0]
    assert "Budi" not in out.getvalue()


def test_a_start_that_failed_is_told_by_its_last_line_and_where() -> None:
    out = io.StringIO()
    text = (
        'Traceback (most recent call last):\n  File "/x/api/app.py", line 7, in lifespan\n    run()\nStoreError: full\n'
    )
    with standard_logging_through(make_log("info", "json", out)):
        logging.getLogger("uvicorn.error").error(text)
    (told,) = lines(out)
    assert (told["event"], told["at"]) == ("StoreError: full", ["app.py:7 lifespan"])


def test_a_record_that_cannot_be_written_ends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()
    with standard_logging_through(make_log("info", "json", out)):
        logging.getLogger("x").error("%s and %s", "one")
    assert out.getvalue() == ""
    assert "Logging error" in capsys.readouterr().err
