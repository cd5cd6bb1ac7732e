"""The officers' search: a job's name and a place, typed in a hurry, and nothing that only sounds alike."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI

from api.routes.intake import read_record
from matcher.records import Kind
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser

POSTINGS = (
    ("jauh", "Juru Las", "Kota Medan"),
    ("sini", "Juru Las", "Kota Surabaya"),
    ("koreksi", "Juru Koreksi", "Kota Surabaya"),
    ("masak", "Juru Masak", "Kota Surabaya"),
)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.route._BURST", 100_000)


@pytest.fixture
def officer(browser: Browser, staffed: FastAPI) -> Browser:
    engine = staffed.state.serving.engine
    ads = [
        {"id": f"contoh:{name}", "title": title, "description": title, "places": [place], "employer": "PT Misal"}
        for name, title, place in POSTINGS
    ]
    engine.upsert([read_record(Kind.POSTING, one, "x") for one in ads])
    browser.sign_in("officer")
    return browser


def postings(page: str) -> list[str]:
    """Keys of the postings found, in order."""
    part = page.partition('id="hasil-lowongan"')[2].partition('id="hasil-orang"')[0]
    return re.findall(r'<p class="key">([^<]+)</p>', part)


def asked(officer: Browser, words: str) -> Any:
    return officer.send("/petugas/cari", {"cari": words}, page="/petugas").text


@pytest.mark.parametrize("words", ["juru las Surabaya", "juru las surabya", "JURU LAS, sby"])
def test_a_job_and_a_place_are_read_and_what_only_sounds_alike_stays_out(officer: Browser, words: str) -> None:
    page = asked(officer, words)
    found = postings(page)
    assert found[0] == "contoh:sini"
    assert not {"contoh:koreksi", "contoh:masak"} & set(found)
    assert "KBJI 7212" in text_of(page)
    assert "Kota Surabaya" in text_of(page)


def test_a_search_tells_no_score_for_nobody_was_matched_with_anybody(officer: Browser) -> None:
    page = text_of(asked(officer, "juru las"))
    assert "dari 100" not in page
    assert "Belum terlihat" not in page


def test_where_nobody_is_at_the_place_it_says_so_and_shows_others(officer: Browser) -> None:
    page = asked(officer, "juru las Jayapura")
    assert "contoh:sini" in postings(page)
    assert "Tidak ada yang di Kota Jayapura" in text_of(page)


def test_a_place_alone_and_rubbish_find_something_and_say_that_no_job_was_read(officer: Browser) -> None:
    assert "Jabatannya tidak terbaca" in text_of(asked(officer, "Surabaya"))
    for rubbish in ("🙂", "' OR 1=1 --", "4,5 jt", "x" * 5_000):
        assert officer.send("/petugas/cari", {"cari": rubbish}, page="/petugas").status_code == 200


def test_the_language_of_results_is_switched_and_their_address_leads_back(officer: Browser) -> None:
    page = asked(officer, "juru las Surabaya")
    assert 'name="ulang"' in page or 'id="ulang"' in page
    switched = officer.send("/pilihan", {"ulang": "/petugas/cari", "bahasa": "id"}, page="/petugas")
    assert (switched.status_code, switched.headers["location"]) == (307, "/petugas/cari")
    back = officer.get("/petugas/cari")
    assert (back.status_code, back.headers["location"]) == (303, "/petugas")
