"""Objections on the officers' pages: due first, by region, with what the machine decided; answered, logged, read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.web.regions import region_of
from api.web.review_view import left
from api.web.tongue import TONGUES
from matcher.rights.requests import Actor, PersonRequest, RequestKind
from taxonomy.places import load_gazetteer
from tests.api.test_pages import SEEKER, text_of
from tests.api.web.conftest import Browser
from tests.api.web.payloads import PAYLOADS, live_parts
from tests.api.web.test_officer_pages import actions

LIST = "/petugas/peninjauan"
SITI = Actor(client="orang", role="person", tenant="contoh")


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests open more pages in a second than a person does."""
    monkeypatch.setattr("api.web.route._BURST", 100_000)


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.sign_in("officer")
    return browser


@pytest.fixture
def filed(staffed: FastAPI) -> Iterator[PersonRequest]:
    """An objection to the ranking of one posting, answered at the end if it was not."""
    desk = staffed.state.serving.desk
    content = {"words": "Saya bisa SMAW, kenapa di bawah?", "posting": "contoh:p-1"}
    made = desk.file("contoh:w-1", RequestKind.OBJECTION, content, SITI)
    yield made
    if desk.get(made.stored.id).stored.state in {"received", "working"}:
        desk.decide(made.stored.id, SITI, "dismissed", "selesai")


def answer(browser: Browser, request: PersonRequest, **fields: str) -> Any:
    path = f"{LIST}/{request.stored.id}"
    return browser.send(path, {"do": "putus", **fields}, page="/akun")


def test_what_waits_is_listed_with_its_clock_and_what_the_machine_decided(
    officer: Browser, filed: PersonRequest, staffed: FastAPI
) -> None:
    listed = officer.get(LIST).text
    said = text_of(listed)
    assert "Saya bisa SMAW, kenapa di bawah?" in said
    assert "sisa 2 hari" in said
    assert f'href="{LIST}/{filed.stored.id}"' in listed
    assert re.search(r"Permintaan ditinjau manusia\s*<", officer.get("/petugas").text)
    page = text_of(officer.get(f"{LIST}/{filed.stored.id}").text)
    for words in ("Yang diputuskan mesin", "Juru Las Listrik", "dari 100", "Urutan ke-1", "Las SMAW"):
        assert words in page
    assert "record.read" in actions(staffed)


def test_an_answer_needs_a_verdict_and_a_reason_is_logged_and_given_once(
    officer: Browser, filed: PersonRequest, staffed: FastAPI
) -> None:
    empty = answer(officer, filed, putusan="mungkin", alasan=" ")
    assert empty.status_code == 422
    assert {"Pilih putusanmu.", "Tulis alasannya untuk orang ini"} <= {
        words for words in ("Pilih putusanmu.", "Tulis alasannya untuk orang ini") if words in text_of(empty.text)
    }
    assert answer(officer, filed, putusan="changed", alasan="x" * 2_001).status_code == 422
    assert answer(officer, filed, do="kerjakan").status_code == 303
    assert "sedang dikerjakan" in text_of(officer.get(LIST).text)
    done = answer(officer, filed, putusan="changed", alasan="Pengalamanmu belum terbaca, sudah diperbaiki.")
    assert done.status_code == 303
    page = text_of(officer.get(done.headers["location"]).text)
    assert "Hasilnya saya perbaiki" in page
    assert "Pengalamanmu belum terbaca, sudah diperbaiki." in page
    again = answer(officer, filed, putusan="dismissed", alasan="tetap")
    assert again.status_code == 409
    assert "sudah dijawab petugas lain" in text_of(again.text)
    kept = staffed.state.serving.desk.get(filed.stored.id)
    assert (kept.stored.verdict, kept.stored.decided_by) == ("changed", "staff:officer")
    told = actions(staffed)
    assert "request.working" in told
    assert "request.answered" in told
    assert filed.stored.id not in officer.get(LIST).text


def test_a_seeker_asks_an_officer_answers_and_the_seeker_reads_it(officer: Browser, staffed: FastAPI) -> None:
    seeker = Browser(http=TestClient(staffed))
    seeker.send("/simpan", {**SEEKER, "setuju": "1", "do": "simpan"}, page="/masuk")
    if "keluhan" not in seeker.get("/data-saya").text:
        pytest.skip("the form of keeping asks otherwise")
    seeker.send("/data-saya/permintaan", {"jenis": "manusia", "keluhan": "Tolong periksa."}, page="/data-saya")
    (found,) = re.findall(rf'href="{LIST}/(rq_[0-9a-f]+)"', officer.get(LIST).text)
    page = text_of(officer.get(f"{LIST}/{found}").text)
    assert "Ia tidak menyebut satu lowongan" in page
    sent = {"do": "putus", "putusan": "dismissed", "alasan": "Sudah diperiksa, urutannya benar."}
    assert officer.send(f"{LIST}/{found}", sent, page="/akun").status_code == 303
    told = text_of(seeker.get("/data-saya").text)
    assert "selesai, hasilnya tetap" in told
    assert "Sudah diperiksa, urutannya benar." in told


def test_a_region_narrows_what_waits(officer: Browser, filed: PersonRequest) -> None:
    key = filed.stored.id
    for query, is_there in (("35", True), ("3515", True), ("35&kabupaten=3515", True), ("35&kabupaten=3578", False)):
        assert (key in officer.get(f"{LIST}?wilayah={query}").text) is is_there, query
    empty = text_of(officer.get(f"{LIST}?wilayah=31").text)
    assert "Tidak ada yang menunggu di DKI Jakarta" in empty
    assert key in officer.get(f"{LIST}?wilayah=xx").text
    queue = officer.get("/petugas?wilayah=35").text
    assert "contoh:p-1" in queue or "Juru Las Listrik" in queue
    assert "Antrean DKI Jakarta kosong" in text_of(officer.get("/petugas?wilayah=31").text)
    taken = officer.send("/petugas/antrean", {"do": "berikut", "wilayah": "35"}, page="/petugas")
    where = taken.headers["location"]
    assert where.endswith("&wilayah=35")
    assert 'name="wilayah" value="35"' in officer.get(where).text
    work = where.partition("kerja=")[2].partition("&")[0]
    back = officer.send("/petugas/antrean", {"do": "lepas", "kerja": work, "wilayah": "35"}, page="/petugas")
    assert back.headers["location"] == "/petugas?wilayah=35"


def test_only_officers_decide(staffed: FastAPI, filed: PersonRequest) -> None:
    for role in ("", "employer", "planner", "steward"):
        browser = Browser(http=TestClient(staffed))
        if role:
            browser.sign_in(role)
        for path in (LIST, f"{LIST}/{filed.stored.id}"):
            assert browser.get(path).status_code == (403 if role else 401)
        sent = answer(browser, filed, putusan="upheld", alasan="ya") if role else browser.http.post(path, data={})
        assert sent.status_code in ({403} if role else {401, 403})


def test_what_is_no_objection_is_not_there(officer: Browser, staffed: FastAPI) -> None:
    other = staffed.state.serving.desk.file("contoh:w-2", RequestKind.ACCESS, {}, SITI)
    for name in (other.stored.id, "rq_none", "%00"):
        assert officer.get(f"{LIST}/{name}").status_code == 404


def test_nothing_that_is_asked_or_answered_runs(officer: Browser, staffed: FastAPI) -> None:
    desk = staffed.state.serving.desk
    whole = " ".join(PAYLOADS)[:1_900]
    made = desk.file("contoh:w-1", RequestKind.OBJECTION, {"words": whole, "posting": "contoh:gone"}, SITI)
    path = f"{LIST}/{made.stored.id}"
    assert live_parts(officer.get(LIST).text) == []
    assert live_parts(officer.get(path).text) == []
    wrong = answer(officer, made, putusan=PAYLOADS[0], alasan=whole)
    assert wrong.status_code == 422
    assert live_parts(wrong.text) == []
    assert answer(officer, made, putusan="dismissed", alasan=whole).status_code == 303
    assert live_parts(officer.get(path).text) == []


@pytest.mark.parametrize(
    ("hours", "said"),
    [(71.5, "sisa 2 hari"), (47.5, "sisa 47 jam"), (0.5, "sisa kurang dari satu jam"), (-3.2, "terlambat 3 jam")],
)
def test_the_clock_says_what_is_left(hours: float, said: str) -> None:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    assert left(now + timedelta(hours=hours), now, TONGUES["id"]) == said


def test_a_region_is_chosen_by_province_then_regency() -> None:
    gazetteer = load_gazetteer()
    chosen = region_of(gazetteer, "35", "3515")
    assert (chosen.code, chosen.province, chosen.name) == ("3515", "35", "Kabupaten Sidoarjo")
    assert region_of(gazetteer, "3515").code == "3515"
    assert region_of(gazetteer, "32", "3515").code == "32"
    assert region_of(gazetteer, "'<").code == ""
    assert region_of(gazetteer, "").regencies == ()
