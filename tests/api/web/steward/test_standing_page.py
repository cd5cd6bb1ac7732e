"""How the installation stands, as a steward sees it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from fastapi import FastAPI

from api.routes.intake import read_record
from api.web.steward.ages import Ages
from api.web.steward.moments import ago
from api.web.steward.pulse import pulse
from api.web.steward.waiting import WAITS
from api.web.tongue import TONGUES
from matcher.engine import Engine
from matcher.pulls.report import Outcome
from matcher.records import Kind
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser
from tests.api.web.steward.world import AT, add_doubts, add_run


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


def test_a_look_at_all_records_stays_good_for_a_while_that_grows_with_its_cost(engine: Engine) -> None:
    seconds = iter([0.0, 2.0, 41.0, 43.0, 45.0, 100.0])
    ages = Ages(engine.store, lambda: next(seconds))
    kept = ages.look()
    engine.upsert([read_record(Kind.POSTING, {"id": "umur:1", "title": "Kasir"}, "umur")])
    assert ages.look() is kept, "41 s: the look took 2 s, and rests for 40"
    found = ages.look()[Kind.POSTING]
    assert [one.count for one in found if one.source == "umur"] == [1]
    engine.delete(Kind.POSTING, ["umur:1"])


def test_the_ages_are_those_of_a_plain_count(engine: Engine) -> None:
    store = engine.store
    for kind in Kind:
        assert {one.source: one.count for one in store.source_ages(kind)} == store.sources(kind)


def test_warnings_of_the_doctor_are_told_in_words(steward: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_AUHT", "on")
    page = steward.get("/pengelola").text
    assert "Ada pengaturan yang namanya salah" in text_of(page)
    assert "SEPADAN_AUTH is" in page
    monkeypatch.setattr("api.web.steward.checks.CHECKS", ())
    assert "semuanya baik" in text_of(steward.get("/pengelola").text)


def test_every_wait_is_counted(steward: Browser, staffed: FastAPI, engine: Engine) -> None:
    serving = staffed.state.serving
    assert all(wait.count(serving) == 0 for wait in WAITS if "dikodekan" not in wait.label)
    add_run(engine, "gagal", Outcome.FAILED, read=1, rejected=2)
    add_run(engine, "tahan", Outcome.HELD, read=1, rejected=3)
    add_doubts(engine)
    told = {wait.label: wait.count(serving) for wait in WAITS}
    assert told["Sumber yang gagal dibaca"] == 1
    assert told["Sumber yang ditahan"] == 1
    assert told["Baris ditolak pada proses terakhir"] == 5
    assert told["Pasangan iklan yang mungkin satu lowongan"] == 2
    assert 'href="/pengelola/sumber?keadaan=gagal"' in steward.get("/pengelola").text


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "baru saja"),
        (1, "1 menit lalu"),
        (59, "59 menit lalu"),
        (60, "1 jam lalu"),
        (2_879, "47 jam lalu"),
        (2_880, "2 hari lalu"),
    ],
)
def test_how_long_ago_is_told_in_words(minutes: int, said: str) -> None:
    assert ago(TONGUES["id"], AT - timedelta(minutes=minutes), AT) == said


def test_a_long_task_says_that_it_lives() -> None:
    told, twice = list[tuple[int, int]](), threading.Event()

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if told.count((3, 9)) >= 2:
            twice.set()

    with pulse(tell, every_s=0.001) as say:
        say(3, 9)
        assert twice.wait(30)
    assert threading.active_count() >= 1
    assert all(thread.name != "pulse" for thread in threading.enumerate())
