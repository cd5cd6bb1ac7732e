"""A steward's browser over the sample world."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from fastapi import FastAPI

from matcher.engine import Engine
from tests.api.web.conftest import Browser


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests open more pages in a second than a person does."""
    monkeypatch.setattr("api.web.route._BURST", 100_000)


@pytest.fixture
def steward(browser: Browser) -> Browser:
    browser.sign_in("steward")
    return browser


@pytest.fixture
def engine(staffed: FastAPI) -> Engine:
    found: Engine = staffed.state.serving.engine
    return found


def waited(browser: Browser, answer: Any) -> Any:
    """The page that a task leads to, once it is done."""
    assert answer.status_code == 303, answer.text[:500]
    where = answer.headers["location"]
    assert re.fullmatch(r"/kemajuan/[0-9a-f]{32}", where)
    ended = time.monotonic() + 60
    while time.monotonic() < ended:
        found = browser.get(where)
        if found.status_code == 303:
            return found.headers["location"]
        assert "gagal" not in found.text.lower(), found.text[:1500]
        time.sleep(0.02)
    raise AssertionError("a task did not end")


def facts_of(app: FastAPI, action: str) -> list[str]:
    """Facts of the rows of the audit log with an action."""
    app.state.serving.audit.flush()
    return [row.entry.facts for row in app.state.serving.engine.store.audit_rows() if row.entry.action == action]
