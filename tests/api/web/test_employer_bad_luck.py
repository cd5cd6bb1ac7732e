"""Employers as they are: ads out of chats and Word, a session that ran out, forty ads a month."""

from __future__ import annotations

import html
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.accounts import set_password
from api.web.ad_paste import cleaned, title_in
from tests.api.test_pages import text_of
from tests.api.web.conftest import PASSWORD, Browser, token_of
from tests.api.web.payloads import PAYLOADS
from tests.api.web.test_employer_page import AD, checked, hidden, post, shown

CHAT = "dicari krywn cewek cantik max 25th gaji nego hub WA 081234567890"
WORD = (
    "<h2>Staf Gudang</h2><table><tr><td>Pendidikan</td><td>SMA&nbsp;/ SMK</td></tr></table>"
    "<ul><li>Menata barang</li></ul>"
)
LAWFUL = {"title": "Penjahit", "text": "Menjahit kemeja.", "pay": "6 juta", "place": "Kota Surabaya", "sure": "1"}


@pytest.fixture
def employer(browser: Browser) -> Browser:
    browser.sign_in("employer")
    return browser


def carried(page: str, prefix: str = "") -> dict[str, str]:
    """All hidden fields of a page's forms, of those whose names begin so."""
    found = re.findall(rf'<input type="hidden" name="({prefix}[^"]*)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def test_an_ad_out_of_a_chat_needs_no_title_of_its_own(browser: Browser) -> None:
    page = checked(browser, title="", text=CHAT, pay="nego")
    assert shown(page, "title") == "karyawan"
    assert "Kami ambil dari tulisanmu" in text_of(page)
    nothing = browser.send("/pemberi-kerja", {**AD, "title": "", "text": "🙂"}, page="/pemberi-kerja")
    assert nothing.status_code == 422
    assert "Tulis nama jabatan" in text_of(nothing.text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("🔥🔥 URGENT HIRING!!! 🔥🔥\nPT CONTOH SEJAHTERA\nOPERATOR PRODUKSI\n• SHIFT", "OPERATOR PRODUKSI"),
        ("Dibutuhkan: 1) Operator Forklift (SIO) 2) Admin", "Operator Forklift"),
        ("Di cari segera 2 orang pelayan warung padang, bisa nginap", "pelayan warung padang"),
        ("Lowongan kerja: Staf Gudang (Pria)", "Staf Gudang"),
        ("12345\n!!!", ""),
    ],
)
def test_a_title_is_made_out_of_how_ads_begin(text: str, title: str) -> None:
    assert title_in(text) == title


def test_what_word_and_other_portals_leave_is_no_part_of_an_ad(browser: Browser) -> None:
    assert shown(checked(browser, text=WORD), "text") == "Staf Gudang\nPendidikan: SMA / SMK\n- Menata barang"
    assert cleaned("\uf0b7\tsatu\n\n\n\no\tdua") == "- satu\n\n- dua"
    assert cleaned("a < b\n\nc > d & e") == "a < b\n\nc > d & e"
    for text in PAYLOADS:
        assert cleaned(cleaned(text)) == cleaned(text)


def test_a_long_ad_is_not_cut_without_a_word(browser: Browser) -> None:
    page = browser.get("/pemberi-kerja").text
    assert "maxlength" not in re.findall(r'<textarea id="text"[^>]*>', page)[0]
    long = checked(browser, text="x" * 30_000)
    assert "paling banyak 20.000 huruf; ini 30.000" in text_of(long)
    assert len(shown(long, "text")) == 30_000


@pytest.mark.parametrize(
    ("pay", "told"),
    [
        ("UMK", "Lowongan ini Rp 4.961.753"),
        ("150rb/hari", "Upah per hari dihitung 25 hari kerja sebulan. Upah minimumnya setara Rp 198.471 per hari."),
        ("nego", "Lowongan ini tidak menyebut upah"),
    ],
)
def test_pay_may_be_written_as_employers_write_it(browser: Browser, pay: str, told: str) -> None:
    page = checked(browser, title="Penjahit", text="Menjahit kemeja.", pay=pay)
    assert told in text_of(page).replace("\N{NO-BREAK SPACE}", " ")
    assert shown(page, "pay") == pay
    assert 'value="upah:4961753"' in page or pay == "UMK"


def test_the_minimum_wage_of_no_place_is_asked_for(browser: Browser) -> None:
    assert "Isi tempat kerja, supaya upah minimumnya diketahui" in text_of(checked(browser, place="", pay="UMR"))


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("Menjahit kemeja.\nGAJI: UMK SURABAYA", "", "Lowongan ini Rp 4.961.753"),
        ("Menjahit kemeja. Gaji UMK + lembur", "Kota Surabaya", "Lowongan ini Rp 4.961.753"),
        ("Menjahit kemeja. Gaji UMK", "", "Lowongan ini tidak menyebut upah"),
        ("Menjahit kemeja bersama UMK binaan kota.", "Kota Surabaya", "Lowongan ini tidak menyebut upah"),
    ],
)
def test_a_minimum_wage_named_in_the_text_alone_is_pay(browser: Browser, text: str, place: str, told: str) -> None:
    page = checked(browser, title="Penjahit", text=text, place=place)
    assert told in text_of(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "Isi tempat kerja, supaya upah" not in page
    assert shown(page, "pay") == ""


def test_dates_and_heads_may_be_typed(browser: Browser) -> None:
    page = checked(browser, closes_on="31/12/2031", openings="3 orang")
    assert shown(page, "closes_on") == "2031-12-31"
    assert "Tulis jumlah orang" not in page
    assert "Tulis jumlah orang" in checked(browser, openings="banyak")


def test_one_press_mends_all_but_the_number_and_another_takes_it_back(browser: Browser) -> None:
    page = checked(browser, title="Karyawan", text=CHAT, do="ganti:semua")
    assert shown(page, "text") == "dicari krywn berpenampilan rapi gaji nego hub WA 081234567890"
    assert "Sudah diubah: cewek; cantik → berpenampilan rapi; max 25th" in text_of(page).replace(" ;", ";").replace(
        "  ", " "
    )
    assert 'value="ganti:semua"' not in page
    back = checked(browser, **hidden(page), title="Karyawan", text=shown(page, "text"), do="kembali")
    assert shown(back, "text") == CHAT
    (contact,) = re.findall(r'value="(ganti:text:[^"]+)"', page)
    gone = checked(browser, title="Karyawan", text=shown(page, "text"), do=contact)
    assert shown(gone, "text") == "dicari krywn berpenampilan rapi gaji nego"


def test_a_place_is_chosen_where_a_name_has_two_or_the_text_names_one(browser: Browser) -> None:
    page = checked(browser, place="bekasi")
    assert "Yang mana?" in text_of(page)
    assert shown(checked(browser, place="bekasi", do="tempat:3275"), "place") == "Kota Bekasi"
    found = checked(browser, place="", text="Menjahit. Penempatan Karawang.")
    assert "Apakah di sini?" in text_of(found)
    assert 'value="tempat:3215"' in found
    assert "jadi upah minimum dan jarak tidak bisa dihitung" in text_of(checked(browser, place="", text="Menjahit."))


def test_two_jobs_in_one_title_are_told_apart(browser: Browser) -> None:
    page = checked(browser, title="Operator Forklift & Admin Gudang")
    assert "lebih dari satu pekerjaan" in text_of(page)
    one = checked(browser, title="Operator Forklift & Admin Gudang", do="judul:Admin Gudang")
    assert shown(one, "title") == "Admin Gudang"
    assert "lebih dari satu pekerjaan" not in text_of(one)


def test_another_language_keeps_what_was_written(browser: Browser) -> None:
    page = checked(browser, text=CHAT)
    again = carried(page.split('id="ulang"')[1].split("</form>")[0])
    moved = browser.send("/pilihan", {**again, "bahasa": "en"}, page="/pemberi-kerja")
    assert (moved.status_code, moved.headers["location"]) == (307, "/pemberi-kerja")
    english = browser.http.post("/pemberi-kerja", data={**again, "bahasa": "en"}).text
    assert shown(english, "text") == CHAT
    assert "Check the vacancy" in text_of(english) or "To be changed" in text_of(english) or 'lang="en"' in english
    browser.http.cookies.delete("sepadan_bahasa")
    fresh = browser.http.post("/pemberi-kerja", data={"do": "baru"})
    assert (fresh.status_code, "Perlu diperbaiki" in fresh.text) == (200, False)


def test_an_ad_survives_a_session_that_ran_out(employer: Browser, staffed: FastAPI) -> None:
    token = token_of(employer.get("/pemberi-kerja").text)
    employer.http.cookies.delete("sepadan_sesi")
    ad = {**AD, "_csrf": token, "name": "lw-00000000000000f1", "closes_on": "2031-01-31"}
    refused = employer.http.post("/pemberi-kerja/pasang", data={**ad, "do": "pasang"}, follow_redirects=False)
    assert refused.status_code == 401
    form = carried(refused.text.split('action="/masuk"')[1])
    assert form["lanjut"] == "/pemberi-kerja"
    wrong = employer.http.post("/masuk", data={**form, "name": "employer", "password": "salah sekali 1"})
    assert wrong.status_code == 403
    form = carried(wrong.text.split('action="/masuk"')[1])
    signed = employer.http.post("/masuk", data={**form, "name": "employer", "password": PASSWORD})
    assert "Lowonganmu masih ada" in signed.text
    back = carried(signed.text.split('action="/pemberi-kerja"')[1])
    page = employer.http.post("/pemberi-kerja", data={**back, "do": "periksa"}).text
    assert (shown(page, "text"), shown(page, "closes_on")) == (AD["text"], "2031-01-31")
    assert hidden(page)["name"] == "lw-00000000000000f1"
    assert 'formaction="/pemberi-kerja/pasang"' in page


def test_an_ad_survives_signing_in_beside_it(browser: Browser, staffed: FastAPI) -> None:
    form = carried(browser.http.post("/pemberi-kerja/masuk", data=AD).text)
    assert {form[f"iklan-{name}"] for name in AD} == set(AD.values())
    page = browser.http.post("/pemberi-kerja", data=AD).text
    old = carried(page.split('id="iklan"')[1])
    browser.sign_in("employer")
    forged = browser.http.post("/pemberi-kerja", data={**old, **AD})
    assert forged.status_code == 403
    back = carried(forged.text.split('action="/pemberi-kerja"')[1])
    assert shown(browser.http.post("/pemberi-kerja", data=back).text, "text") == AD["text"]
    beside = browser.send("/pemberi-kerja/masuk", AD, page="/pemberi-kerja")
    assert "Kamu sudah masuk" in text_of(beside.text)


def test_an_ad_survives_the_change_of_a_given_password(browser: Browser, staffed: FastAPI) -> None:
    given = "sementara-saja-99"
    set_password(staffed.state.access.directory.store, "employer", given, is_given=True)
    form = carried(browser.http.post("/pemberi-kerja/masuk", data=AD).text.split('action="/masuk"')[1])
    signed = browser.http.post("/masuk", data={**form, "name": "employer", "password": given}).text
    assert "Ganti dulu sebelum melanjutkan" in signed
    form = carried(signed.split('action="/akun"')[1])
    assert {form[f"iklan-{name}"] for name in AD} == set(AD.values())
    new = {"old": given, "new": PASSWORD, "again": PASSWORD}
    wrong = browser.http.post("/akun", data={**form, **new, "again": "lain lagi dong"})
    assert (wrong.status_code, PASSWORD in wrong.text) == (422, False)
    changed = browser.http.post("/akun", data={**carried(wrong.text.split('action="/akun"')[1]), **new}).text
    assert "Lowonganmu masih ada" in changed
    back = carried(changed.split('action="/pemberi-kerja"')[1])
    page = browser.http.post("/pemberi-kerja", data={**back, "do": "periksa"}).text
    assert shown(page, "text") == AD["text"]


def test_own_ads_are_found_copied_and_opened_again(employer: Browser, staffed: FastAPI) -> None:
    engine = staffed.state.serving.engine
    for at, title in enumerate(("Penjahit celana", "Penjahit kemeja", "Kasir toko")):
        post(employer, **{**LAWFUL, "title": title, "name": f"lw-0000000000000e{at:02}", "closes_on": "2031-01-31"})
    page = text_of(employer.get("/pemberi-kerja/lowongan").text)
    assert page.index("Kasir toko") < page.index("Penjahit kemeja") < page.index("Penjahit celana")
    found = text_of(employer.get("/pemberi-kerja/lowongan?cari=penjahit+kemeja").text)
    assert ("Penjahit kemeja" in found, "Kasir toko" in found) == (True, False)
    assert "Tidak ada yang cocok" in text_of(employer.get("/pemberi-kerja/lowongan?cari=zzz").text)
    key = "contoh:lw-0000000000000e01"
    copy = employer.get(f"/pemberi-kerja?salin={key}").text
    assert "Ini salinan “Penjahit kemeja”" in text_of(copy)
    assert (shown(copy, "title"), shown(copy, "closes_on")) == ("Penjahit kemeja", "2031-02-28")
    assert (hidden(copy)["name"], hidden(copy)["etag"]) == ("", "")
    memory = hidden(employer.get(f"/pemberi-kerja/lowongan/{key}").text)
    post(employer, **{**LAWFUL, **memory, "title": "Penjahit kemeja", "do": "tutup"})
    assert "Penjahit kemeja" in employer.get("/pemberi-kerja/lowongan?keadaan=ditutup").text
    assert "Penjahit kemeja" not in employer.get("/pemberi-kerja/lowongan?keadaan=dibuka").text
    closed = employer.get(f"/pemberi-kerja/lowongan/{key}").text
    assert "Simpan dan buka lagi" in closed
    again = checked(employer, **{**LAWFUL, **hidden(closed), "title": "Penjahit kemeja"})
    assert "Simpan dan buka lagi" in again
    assert engine.get("posting", key).is_closed
    for nobodys in ("lain:p-1", "contoh:tidak-ada"):
        assert employer.get(f"/pemberi-kerja?salin={nobodys}").status_code == 404
    assert Browser(http=TestClient(staffed)).get(f"/pemberi-kerja?salin={key}").status_code == 404


def test_a_number_that_counts_alone_stays_while_the_form_has_faults(employer: Browser) -> None:
    live = {"HX-Request": "true", "HX-Target": "jangkauan"}
    answer = employer.send("/pemberi-kerja", {**AD, "pay": "banyak"}, page="/pemberi-kerja", headers=live)
    assert answer.status_code == 204
