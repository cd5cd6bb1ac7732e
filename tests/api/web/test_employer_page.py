"""The page of an ad: corrected, priced, made lawful, counted, posted as a record of the employer's own source."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.routes.intake import read_record
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser, token_of
from tests.api.web.payloads import PAYLOADS, live_parts

AD = {
    "title": "Juru Las (Wanita)",
    "text": "Mengelas pelat SMAW. Usia maks 25 tahun. Pendidikan minimal SMK, pengalaman 1 tahun. Gaji 2 juta.",
    "place": "Kota Surabaya",
}
_HIDDEN = re.compile(r'<input type="hidden" name="(unit|added|taken_out|name|etag|was_title|was_text)" value="([^"]*)"')


def hidden(page: str) -> dict[str, str]:
    """What the form remembers."""
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(page)}


def shown(page: str, name: str) -> str:
    """What stands in a field."""
    found = re.search(rf'id="{name}" name="{name}"[^>]*?(?: value="([^"]*)"|>([^<]*)</textarea>)', page)
    assert found, name
    return html.unescape(found[1] or found[2] or "")


@pytest.fixture
def employer(browser: Browser) -> Browser:
    browser.sign_in("employer")
    return browser


def checked(browser: Browser, **fields: str) -> str:
    return str(browser.send("/pemberi-kerja", {**AD, **fields}, page="/pemberi-kerja").text)


def test_an_ad_is_told_its_code_its_skills_its_pay_and_what_breaks_rules(browser: Browser) -> None:
    page = browser.http.post("/pemberi-kerja", data=AD).text
    said = text_of(page)
    assert "7212" in page
    assert "Las SMAW" in said
    assert "Upah ini di bawah upah minimum daerahnya" in said
    assert "Upah minimum Kota Surabaya tahun 2025" in said
    assert "3 hal perlu diubah" in said
    assert "Masuk dulu" in said
    assert "orang" not in page.split('id="upah"')[1].split("Masuk dulu")[0]
    assert 'formaction="/pemberi-kerja/pasang"' not in page


def test_one_button_takes_one_rewrite_and_another_takes_all(browser: Browser) -> None:
    page = checked(browser)
    (first, *_) = re.findall(r'value="(ganti:t[^"]+)"', page)
    changed = checked(browser, do=first)
    assert shown(changed, "title") == "Juru Las"
    assert "Usia maks 25" in shown(changed, "text")
    every = checked(browser, do="ganti:semua")
    assert "Usia" not in shown(every, "text")
    assert "Tidak ada kata yang melanggar aturan." in text_of(every)
    assert "Mengelas pelat SMAW." in shown(every, "text")
    assert "Gaji Rp\N{NO-BREAK SPACE}4.961.753." in shown(every, "text")
    assert shown(checked(browser, do="ganti:text:0:1"), "text") == AD["text"]


def test_a_code_is_looked_for_and_chosen_and_the_reading_comes_back(browser: Browser) -> None:
    page = checked(browser, find_unit="kasir", do="cari")
    assert 'value="kode:5230"' in page
    page = checked(browser, do="kode:5230")
    assert hidden(page)["unit"] == "5230"
    assert "kamu pilih" in page
    page = checked(browser, unit="5230", do="kode:")
    assert hidden(page)["unit"] == ""
    assert hidden(checked(browser, do="kode:0000"))["unit"] == ""


def test_skills_are_taken_out_and_added(browser: Browser) -> None:
    page = checked(browser)
    assert 'value="tanpa:las-smaw"' in page
    page = checked(browser, do="tanpa:las-smaw")
    assert hidden(page)["taken_out"] == "las-smaw"
    assert 'value="minta:las-smaw"' in page
    page = checked(browser, find_skill="excel", do="cari")
    (skill,) = re.findall(r'value="minta:([^"]+)"', page)[:1]
    page = checked(browser, do=f"minta:{skill}")
    assert hidden(page)["added"] == skill
    assert f'value="tanpa:{skill}"' in page


@pytest.mark.parametrize(
    ("do", "text"),
    [
        ("didik:SMP", AD["text"].replace("SMK", "SMP")),
        ("didik:", AD["text"].replace("Pendidikan minimal SMK", "Semua jenjang pendidikan boleh melamar")),
        ("lama:6", AD["text"].replace("1 tahun", "6 bulan")),
        ("lama:0", AD["text"].replace("pengalaman 1 tahun", "tanpa pengalaman boleh melamar")),
        *((do, AD["text"]) for do in ("didik:S9", "lama:", "lama:x", "lama:999999")),
    ],
)
def test_less_schooling_and_experience_are_written_into_the_ad(browser: Browser, do: str, text: str) -> None:
    assert shown(checked(browser, do=do), "text") == text


def test_who_signed_in_sees_how_many_fit_in_round_numbers(employer: Browser) -> None:
    page = checked(employer)
    said = text_of(page)
    assert "kurang dari 5 orang" in said
    assert "Dari kurang dari 5 orang yang kami lihat" in said
    assert 'formaction="/pemberi-kerja/pasang"' in page


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("pay", "banyak", "Tulis upah dengan angka"),
        ("closes_on", "2020-01-01", "sudah lewat"),
        ("closes_on", "besok", "Tulis tanggal"),
        ("openings", "0", "Tulis jumlah orang"),
        ("text", "x" * 20_001, "paling banyak"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(browser: Browser, field: str, value: str, fault: str) -> None:
    answer = browser.send("/pemberi-kerja", {**AD, field: value}, page="/pemberi-kerja")
    assert answer.status_code == 422
    assert fault in text_of(answer.text)
    part = browser.http.post("/pemberi-kerja", data={**AD, field: value}, headers={"HX-Request": "true"})
    assert (part.status_code, part.text.strip()[:15]) == (200, '<div id="kerja"')


def post(browser: Browser, **fields: str) -> Any:
    return browser.send("/pemberi-kerja/pasang", {**AD, "do": "pasang", **fields}, page="/pemberi-kerja")


def test_an_ad_is_posted_once_changed_as_it_was_read_and_closed(employer: Browser, staffed: FastAPI) -> None:
    engine = staffed.state.serving.engine
    lawful = {"title": "Tukang batu", "text": "Memasang bata.", "name": "lw-00000000000000aa", "pay": "5 juta - 6 juta"}
    answer = post(employer, **lawful)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/pemberi-kerja/lowongan/contoh:lw-00000000000000aa",
    )
    key = "contoh:lw-00000000000000aa"
    stored = engine.get("posting", key)
    assert (stored.title, stored.pay.low, stored.pay.high) == ("Tukang batu", 5e6, 6e6)
    revision = engine.store.revision()
    assert post(employer, **lawful).status_code == 303
    assert engine.store.revision() == revision
    page = employer.get(f"/pemberi-kerja/lowongan/{key}").text
    assert "terpasang" in text_of(page)
    memory = hidden(page)
    assert memory["etag"]
    changed = {**AD, **lawful, **memory, "title": "Tukang batu dan keramik"}
    assert post(employer, **changed).status_code == 303
    assert engine.get("posting", key).title == "Tukang batu dan keramik"
    late = post(employer, **{**changed, "title": "Lain"})
    assert late.status_code == 409
    assert "sudah diubah orang lain" in text_of(late.text)
    assert engine.get("posting", key).title == "Tukang batu dan keramik"
    memory = hidden(employer.get(f"/pemberi-kerja/lowongan/{key}").text)
    assert post(employer, **{**changed, **memory, "do": "tutup"}).status_code == 303
    assert engine.get("posting", key).is_closed
    assert "ditutup" in text_of(employer.get("/pemberi-kerja/lowongan").text)


def test_what_breaks_rules_or_stands_there_already_is_posted_only_when_said_so(
    employer: Browser, staffed: FastAPI
) -> None:
    engine, name = staffed.state.serving.engine, "lw-00000000000000bb"
    doubt = post(employer, name=name)
    assert doubt.status_code == 200
    assert "melanggar aturan" in text_of(doubt.text)
    assert engine.store.get("posting", f"contoh:{name}") is None
    assert post(employer, name=name, sure="1").status_code == 303
    cheap = {"title": "Penjahit", "text": "Menjahit baju.", "pay": "1 juta"}
    poor = post(employer, **cheap, name="lw-00000000000000ab")
    assert "Upah ini di bawah upah minimum" in text_of(poor.text.split('id="pasang"')[1])
    assert 'value="upah:4961753"' in poor.text
    assert shown(checked(employer, **cheap, do="upah:4961753"), "pay") == "4.961.753"
    copy = {
        "title": "Penjahit",
        "text": "Menjahit kemeja dan celana, memasang kancing. " * 3,
        "employer": "Toko Contoh",
    }
    assert post(employer, **copy, name="lw-00000000000000cc").status_code == 303
    again = post(employer, **copy, name="lw-00000000000000dd")
    assert "sepertinya sudah terpasang" in text_of(again.text)


def test_others_ads_are_not_there_and_who_may_not_post_does_not(
    employer: Browser, staffed: FastAPI, browser: Browser
) -> None:
    engine = staffed.state.serving.engine
    engine.upsert([read_record("posting", {"id": "lain:p-1", "title": "Rahasia"}, "x")])  # type: ignore[arg-type]
    for path in ("lain:p-1", "contoh:tidak-ada", "%00"):
        assert employer.get(f"/pemberi-kerja/lowongan/{path}").status_code == 404
    assert "Rahasia" not in employer.get("/pemberi-kerja/lowongan").text
    officer = Browser(http=TestClient(staffed))
    officer.sign_in("officer")
    assert post(officer).status_code == 403
    nobody = Browser(http=TestClient(staffed))
    assert post(nobody).status_code == 401
    stranger = employer.http.post("/pemberi-kerja/pasang", data=AD)
    assert stranger.status_code == 403


def test_nothing_that_is_typed_or_stored_runs(employer: Browser, staffed: FastAPI) -> None:
    whole = " ".join(PAYLOADS)[:15_000]
    fields = {name: PAYLOADS[at][:100] for name, at in (("title", 0), ("employer", 16), ("place", 3), ("find_unit", 8))}
    page = checked(employer, **fields, text=whole, find_skill=PAYLOADS[9][:100], pay=PAYLOADS[1][:60])
    assert live_parts(page) == []
    page = checked(employer, **fields, text=whole)
    assert live_parts(page) == []
    stored = post(employer, **fields, text=whole, name="lw-00000000000000ee", sure="1")
    assert live_parts(employer.get(stored.headers["location"]).text) == []
    assert live_parts(employer.get("/pemberi-kerja/lowongan").text) == []
    assert token_of(page)
