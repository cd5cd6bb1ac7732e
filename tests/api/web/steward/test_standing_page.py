"""How the installation stands, as a steward sees it."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from api.web.steward.waiting import WAITS
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser


@pytest.fixture
def steward(browser: Browser) -> Browser:
    browser.sign_in("steward")
    return browser


def test_a_steward_sees_what_serves_how_old_it_is_and_what_waits(steward: Browser, staffed: FastAPI) -> None:
    answer = steward.get("/pengelola")
    assert answer.status_code == 200
    said = text_of(answer.text)
    assert "Siap menjawab pencarian" in said
    assert staffed.state.serving.status().generation in said
    for wait in WAITS:
        assert wait.label in said
    assert '/pengelola/sumber/contoh"' in answer.text
    assert 'aria-current="page">Keadaan<' in answer.text


@pytest.mark.parametrize("role", ["officer", "employer", "planner", ""])
def test_nobody_else_opens_it(browser: Browser, role: str) -> None:
    if role:
        browser.sign_in(role)
    assert browser.get("/pengelola").status_code in {302, 303, 401, 403}
