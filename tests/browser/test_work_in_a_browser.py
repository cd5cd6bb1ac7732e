"""The employer's and the officer's stories in a real browser: phone and desk, both languages, script and none."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import Page

from tests.api.web.conftest import PASSWORD
from tests.browser.checks import keyboard_faults
from tests.browser.conftest import DESK, PHONE, Opener, is_for_everybody, open_menu
from tests.browser.test_pages_in_a_browser import LOOKS, OTHER_LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.untraced]  # what they reach in Python is traced in tests/api/web

PAIR = "orang=contoh%3Aw-1&lowongan=contoh%3Ap-1"
AD = "Dicari wanita usia maks 25 tahun untuk jaga warung. Bisa Microsoft Excel. Gaji 1,5 juta."


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser opens more pages in a second than a person does."""
    monkeypatch.setattr("api.web.route._BURST", 100_000)


def write(page: Page) -> None:
    """Paste an ad and have it checked."""
    page.locator("#title").fill("Penjaga warung")
    page.locator("#text").fill(AD)
    page.locator("#place").fill("Kota Semarang")
    page.locator("#iklan .go").click()
    page.locator("#hasil").wait_for()


def asked(page: Page) -> None:
    page.locator("#cari").fill("juru las")
    page.locator("form[role=search] button").click()
    page.locator("ol.cards").first.wait_for()


def spread(page: Page) -> None:
    page.locator("main form.panel button").click()  # who waits is ticked already
    page.locator("details:has(table) summary").last.click()
    page.locator("table").wait_for()


STATES: dict[str, tuple[str, str, Callable[[Page], None] | None]] = {
    "iklan-diperiksa": ("/pemberi-kerja", "employer", write),
    "petugas-antrean": ("/petugas", "officer", None),
    "petugas-cari": ("/petugas", "officer", asked),
    "petugas-pasangan": (f"/petugas/pasangan?{PAIR}", "officer", None),
    "petugas-surat": (f"/petugas/surat?{PAIR}", "officer", None),
    "petugas-sebar": ("/petugas/sebar", "officer", spread),
}
"""As the table of the foundation's pages."""


def foreseen(page: Page) -> None:
    page.locator("#office").fill("Dinas Tenaga Kerja")
    page.locator("#city").fill("Surabaya")
    page.get_by_role("button", name="Lihat suratnya dulu").or_(
        page.get_by_role("button", name="See the letter")
    ).click()
    page.locator("#pratinjau").wait_for()


MORE_STATES: dict[str, tuple[str, str, Callable[[Page], None] | None]] = {
    "petugas-peninjauan": ("/petugas/peninjauan", "officer", None),
    "petugas-surat-dilihat": (f"/petugas/surat?{PAIR}", "officer", foreseen),
    "petugas-orang": ("/petugas/orang/contoh%3Aw-1", "officer", None),
    "petugas-lowongan": ("/petugas/lowongan/contoh%3Ap-1", "officer", None),
    "lowongan-saya": ("/pemberi-kerja/lowongan", "employer", None),
}


@pytest.mark.parametrize(("state", "look"), list(zip(STATES, cycle(LOOKS), strict=False)))
def test_a_page_of_work_is_for_everybody(open_page: Opener, state: str, look: str) -> None:
    is_for_everybody(open_page, f"{state}-{look}", STATES[state], LOOKS[look])


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS | OTHER_LOOKS)
@pytest.mark.parametrize("state", STATES | MORE_STATES)
def test_a_page_of_work_is_for_everybody_in_every_look(open_page: Opener, state: str, look: str) -> None:
    is_for_everybody(open_page, f"{state}-{look}", (STATES | MORE_STATES)[state], (LOOKS | OTHER_LOOKS)[look])


def test_a_warung_owner_mends_an_ad_and_posts_it_with_script(open_page: Opener) -> None:
    page = open_page("/pemberi-kerja", role="employer", size=DESK)
    write(page)
    assert page.url.endswith("/pemberi-kerja")
    page.get_by_role("button", name="Ganti semua dengan tulisan netral").click()
    page.get_by_text("Tidak ada kata yang melanggar aturan.").wait_for()
    assert "wanita" not in page.locator("#text").input_value()
    page.locator("button[value^=tanpa][value*=excel]").click()
    page.locator("button[value^=minta][value*=excel]").wait_for()
    page.locator("#find_unit").fill("kasir")
    page.locator("#find_unit").press("Enter")
    page.locator("button[value='kode:5230']").first.click()
    page.get_by_text("kamu pilih").wait_for()
    page.locator("#pay").fill("3,6 juta")
    page.locator("button[value=pasang]").click()
    page.wait_for_url("**/pemberi-kerja/lowongan/contoh*")
    assert "terpasang" in page.locator("#kerja .alert").first.inner_text()
    page.locator("button[value=tutup]").click()
    page.get_by_text("sudah ditutup").wait_for()


def test_an_ad_is_sent_once_and_what_is_wrong_with_it_is_seen(open_page: Opener) -> None:
    page, sent = open_page("/pemberi-kerja", role="employer", size=PHONE), list[str]()
    page.locator("#pay").fill("banyak")
    page.locator("#text").fill("Dicari tukang kebun. Merawat tanaman.")
    page.locator("#iklan .go").click()
    page.locator("#kerja .alert.bad").wait_for()
    page.wait_for_timeout(300)
    assert page.locator("#kerja .alert.bad").evaluate("it => it.getBoundingClientRect().top") >= 0
    page.locator("#pay").fill("1 juta")
    page.locator("#place").fill("Kota Semarang")
    page.locator("#iklan .go").click()
    page.locator("#hasil").wait_for()
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.locator("button[value=pasang]").click()
    page.get_by_role("button", name="Tetap pasang").wait_for()
    page.wait_for_timeout(300)
    assert [url.rpartition("/")[2] for url in sent] == ["pasang"]
    assert page.locator("#pasang").evaluate("it => it.getBoundingClientRect().top") < PHONE["height"]


def test_who_signs_in_goes_on_with_the_ad(open_page: Opener) -> None:
    page = open_page("/pemberi-kerja", size=PHONE)
    write(page)
    page.get_by_role("button", name="Masuk dan lanjutkan").click()
    page.locator("#name").fill("employer")
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.get_by_role("button", name="Lanjutkan lowongan ini").click()
    page.locator("button[value=pasang]").wait_for()
    assert page.locator("#text").input_value() == AD
    open_menu(page)
    page.locator(".menu button[value=en]").click()
    page.locator("html[lang=en]").wait_for()
    assert page.locator("#text").input_value() == AD


def test_a_warung_owner_does_the_same_on_a_phone_without_script(open_page: Opener) -> None:
    page = open_page("/pemberi-kerja", role="employer", size=PHONE, script=False)
    write(page)
    page.get_by_role("button", name="Ganti semua dengan tulisan netral").click()
    assert "wanita" not in page.locator("#text").input_value()
    page.locator("button[value^=tanpa][value*=excel]").click()
    assert page.locator("button[value^=minta][value*=excel]").is_visible()
    page.locator("#title").fill("Penjaga warung makan")
    page.locator("button[value=pasang]").click()
    if "/lowongan/" not in page.url:  # the story above may have left a copy of it
        page.locator("button[value=pasang]").click()
    assert page.locator("#title").input_value() == "Penjaga warung makan"
    assert "/pemberi-kerja/lowongan/contoh" in page.url


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_an_officer_takes_work_judges_and_writes_a_letter(open_page: Opener, size: dict[str, int]) -> None:
    page = open_page("/petugas", role="officer", size=size)
    asked(page)
    page.get_by_role("link", name="Juru Las Listrik").first.click()
    page.wait_for_url("**/petugas/lowongan/**")
    page.locator("ol.cards a").first.click()
    page.wait_for_url("**/petugas/pasangan**")
    assert page.locator("mark sup").count() >= 2
    page.locator("#alasan").select_option("knows_the_work")
    page.locator("button[value=cocok]").click()
    page.get_by_text("Cocok menurut petugas").first.wait_for()
    page.get_by_role("button", name="Batalkan putusan ini").click()
    page.get_by_text("Cocok menurut petugas").first.wait_for(state="detached")
    page.get_by_role("link", name="Buat surat pengantar").click()
    page.locator("#office").fill("Dinas Tenaga Kerja")
    page.locator("#city").fill("Surabaya")
    with page.expect_download() as got:
        page.get_by_role("button", name="Unduh surat (PDF)").click()
    assert got.value.suggested_filename.startswith("surat-pengantar-")
    page.goto("/petugas")
    page.get_by_role("button", name="Ambil yang berikutnya").click()
    page.get_by_text("Sedang kamu kerjakan").wait_for()
    page.locator("#alasan-selesai").select_option("no_match")
    page.get_by_role("button", name="Selesai saja").click()
    page.wait_for_url("**/petugas")


def test_a_page_of_work_is_walked_with_keys_alone(open_page: Opener) -> None:
    assert keyboard_faults(open_page(f"/petugas/pasangan?{PAIR}", role="officer", size=DESK)) == []
