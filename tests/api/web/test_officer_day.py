"""A day of an officer: the letterhead and the region are remembered, notes reach a colleague, a session runs out."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.accounts import add_account
from api.web.letterhead import COOKIE
from tests.api.test_pages import text_of
from tests.api.web.conftest import PASSWORD, Browser
from tests.api.web.test_officer_pages import BOTH, LETTER, PAIR

WHERE = f"/petugas/surat?{PAIR}"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.route._BURST", 100_000)


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.sign_in("officer")
    return browser


def taken(officer: Browser) -> str:
    """Where the next thing of the queue is worked at."""
    address = officer.send("/petugas/antrean", {"do": "berikut"}, page="/petugas").headers["location"]
    assert "kerja=wrk_" in address
    return str(address)


def test_a_letterhead_is_written_once_and_stands_in_the_next_letter(officer: Browser) -> None:
    assert "Dinas Tenaga Kerja" not in officer.get(WHERE).text
    officer.send("/petugas/surat", {**LETTER, "signer": "Rahmat Misal", "copies": "Arsip."}, page="/petugas")
    form = officer.get(WHERE).text
    for kept in ("Dinas Tenaga Kerja", "Surabaya", "Kepala Bidang", "Rahmat Misal"):
        assert f'value="{kept}"' in form
    assert "560/1/XI/2026" not in form  # each letter has its own number


@pytest.mark.parametrize("value", ["x", "!!!", "e30", "eJyrVkrLz1eyUkpKLFKqBQAcCgQw", "A" * 9_000])
def test_a_cookie_that_is_not_ours_leaves_the_letter_empty(officer: Browser, value: str) -> None:
    officer.http.cookies.set(COOKIE, value)
    assert officer.get(WHERE).status_code == 200


def test_a_letter_for_what_is_in_hand_ends_it_from_its_own_page(officer: Browser) -> None:
    work = taken(officer).partition("kerja=")[2]
    form = officer.get(f"{WHERE}&kerja={work}").text
    assert "Sedang kamu kerjakan" in text_of(form)
    assert '<option value="referred" selected' in form
    assert f'name="kerja" value="{work}"' in form
    officer.send("/petugas/antrean", {"do": "lepas", "kerja": work}, page="/petugas")


def test_an_end_is_chosen_and_not_taken_for_granted(officer: Browser) -> None:
    address = taken(officer)
    page = officer.get(address).text
    assert re.search(r'<select id="alasan-selesai" name="alasan" required><option value="">Pilih hasilnya', page)
    officer.send("/petugas/antrean", {"do": "lepas", "kerja": address.partition("kerja=")[2]}, page="/petugas")


def test_words_for_a_colleague_are_read_in_the_queue_and_in_hand(officer: Browser, staffed: FastAPI) -> None:
    work = taken(officer).partition("kerja=")[2]
    told = {"do": "lepas", "kerja": work, "catatan": "Sudah ditelepon <b>dua kali</b>"}
    assert officer.send("/petugas/antrean", told, page="/petugas").status_code == 303
    engine = staffed.state.serving.engine
    add_account(engine.store, "andi", role="officer", tenant="contoh", sources=(), password=PASSWORD, is_given=False)
    andi = Browser(http=TestClient(staffed))
    andi.sign_in("andi")
    assert "Sudah ditelepon <b>dua kali</b>" in text_of(andi.get("/petugas").text).replace("&lt;", "<")
    where = andi.send("/petugas/antrean", {"do": f"ambil:{work}"}, page="/petugas").headers["location"]
    assert "Catatan sebelumnya" in text_of(andi.get(where).text)
    andi.send("/petugas/antrean", {"do": "lepas", "kerja": work}, page="/petugas")
    assert "Sudah ditelepon" in text_of(officer.get("/petugas").text)  # who writes nothing takes nothing away


def test_a_region_is_chosen_once_and_stays_until_another_is(officer: Browser) -> None:
    officer.get("/petugas?wilayah=35&kabupaten=3578")
    assert '<option value="3578" selected' in officer.get("/petugas").text
    officer.get("/petugas?wilayah=")
    assert '<option value="35" selected' not in officer.get("/petugas").text


def test_who_comes_back_too_late_is_told_so_and_returns_to_the_form(staffed: FastAPI) -> None:
    late = TestClient(staffed, cookies={"sepadan_sesi": "A" * 43})
    sent = late.post(f"/petugas/pasangan?{PAIR}&_csrf=x", data={**BOTH, "do": "tidak", "alasan": "too_far"})
    assert sent.status_code == 401
    assert "belum disimpan" in text_of(sent.text)
    assert f'name="lanjut" value="/petugas/pasangan?{PAIR.replace("&", "&amp;")}"' in sent.text
    for path in ("/petugas/antrean", "/petugas/identitas"):
        assert 'name="lanjut" value="/petugas"' in late.post(path, data=BOTH).text
    assert "Sesimu sudah berakhir" in text_of(late.get("/petugas/sebar").text)
    assert "Sesimu" not in text_of(TestClient(staffed).get("/petugas").text)


def test_a_pair_tells_the_place_the_colours_and_how_much_is_met(officer: Browser) -> None:
    page = text_of(officer.get(f"/petugas/pasangan?{PAIR}").text)
    for words in ("Tempat", "Warna di teks", "diminta, belum terlihat", "keterampilan yang diminta sudah terlihat"):
        assert words in page
    assert "nilai tambah" not in page


def test_many_are_chosen_by_ticking_who_waits_and_no_key_is_typed(officer: Browser) -> None:
    form = officer.get("/petugas/sebar").text
    people = re.findall(r'name="orang" type="checkbox" value="([^"]+)" checked', form)
    postings = re.findall(r'name="lowongan" type="checkbox" value="([^"]+)">', form)
    assert people
    assert postings
    page = officer.send(
        "/petugas/sebar",
        {"orang": people[:2], "lowongan": postings[:3], "banyak": "1"},  # type: ignore[dict-item]
        page="/petugas",
    ).text
    assert "Hasil pembagian" in text_of(page)
    assert re.findall(r'name="orang" type="checkbox" value="([^"]+)" checked', page) == people[:2]
    wrong = officer.send("/petugas/sebar", {"orang": ["contoh:salah", people[0]]}, page="/petugas")  # type: ignore[dict-item]
    assert wrong.status_code == 422
    assert ">contoh:salah</textarea>" in wrong.text
