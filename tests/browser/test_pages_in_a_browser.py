"""Every page and state of the foundation in a real browser: for eyes, ears and fingers, with script and without."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from statistics import median

import pytest
from playwright.sync_api import Page

from tests.browser.checks import keyboard_faults, vitals_of, weight_of
from tests.browser.conftest import DESK, PHONE, Opener, is_for_everybody, open_menu

pytestmark = [pytest.mark.browser, pytest.mark.untraced]  # what they reach in Python is traced in tests/api/web


def searched(page: Page) -> None:
    page.locator("#wish").fill("juru las listrik")
    page.locator("#summary").fill("biasa mengelas pelat SMAW")
    page.get_by_role("button", name="lowongan").or_(page.get_by_role("button", name="Find jobs")).click()
    page.locator("#hasil").wait_for()


def emptied(page: Page) -> None:
    page.locator("main button[type=submit]").first.click()
    page.locator(".alert.bad").first.wait_for()


def pasted(page: Page) -> None:
    page.locator("#title").fill("Kasir (Wanita)")
    page.locator("#text").fill("Usia maks 25 tahun, jujur. Bisa mengelas SMAW.")
    page.locator("main button[type=submit]").first.click()
    page.locator("#hasil").wait_for()


def unfolded(page: Page) -> None:
    if (page.viewport_size or PHONE)["width"] < 860:
        open_menu(page)


STATES: dict[str, tuple[str, str, Callable[[Page], None] | None]] = {
    "pencari-kerja": ("/", "", None),
    "menu": ("/", "officer", unfolded),
    "pencari-kerja-hasil": ("/", "", searched),
    "pencari-kerja-salah": ("/", "", emptied),
    "pemberi-kerja": ("/pemberi-kerja", "employer", None),
    "pemberi-kerja-hasil": ("/pemberi-kerja", "employer", pasted),
    "pemeriksaan": ("/inspection", "officer", None),
    "pemeriksaan-hasil": ("/inspection", "officer", pasted),
    "masuk": ("/masuk", "", None),
    "akun": ("/akun", "planner", None),
    "dilarang": ("/inspection", "planner", None),
    "tidak-ada": ("/tidak-ada", "", None),
    "rancangan": ("/rancangan", "", None),
}
"""Name to path, account and what is done there; a new page adds its states to a table of its own like this one."""

FIRST_VIEWS = (
    ("/", ""),
    ("/profil", ""),
    ("/unggah", ""),
    ("/masuk", ""),
    ("/pemberi-kerja", "employer"),
    ("/petugas", "officer"),
    ("/perencana/rencana", "planner"),
    ("/pengelola", "steward"),
)
"""Where each user begins, with the account; the planner's map and charts are counted apart."""

LOOKS = {
    "telepon-id-terang": {"size": PHONE, "language": "id", "theme": "terang"},
    "meja-en-gelap": {"size": DESK, "language": "en", "theme": "gelap"},
}
OTHER_LOOKS = {
    "meja-id-gelap": {"size": DESK, "language": "id", "theme": "gelap"},
    "telepon-en-terang": {"size": PHONE, "language": "en", "theme": "terang"},
    "telepon-id-gelap": {"size": PHONE, "language": "id", "theme": "gelap"},
    "meja-en-terang": {"size": DESK, "language": "en", "theme": "terang"},
}


@pytest.mark.parametrize(("state", "look"), list(zip(STATES, cycle(LOOKS), strict=False)))
def test_a_page_is_for_everybody(open_page: Opener, state: str, look: str) -> None:
    is_for_everybody(open_page, f"{state}-{look}", STATES[state], LOOKS[look])


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS | OTHER_LOOKS)
@pytest.mark.parametrize("state", STATES)
def test_a_page_is_for_everybody_in_every_look(open_page: Opener, state: str, look: str) -> None:
    is_for_everybody(open_page, f"{state}-{look}", STATES[state], (LOOKS | OTHER_LOOKS)[look])


@pytest.mark.parametrize("path", ["/", "/masuk", "/rancangan"])
def test_a_page_is_walked_with_keys_alone(open_page: Opener, path: str) -> None:
    assert keyboard_faults(open_page(path, size=DESK)) == []


def test_colours_follow_the_device_until_a_reader_chooses(open_page: Opener) -> None:
    ground = "() => getComputedStyle(document.body).backgroundColor"
    page = open_page("/masuk", color_scheme="dark")
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Terang").click()
    page.wait_for_selector("html[data-theme=terang]")
    assert page.evaluate(ground) != dark
    assert page.url.endswith("/masuk")
    page.get_by_role("button", name="Gelap").click()
    page.wait_for_selector("html[data-theme=gelap]")
    assert page.evaluate(ground) == dark


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_header_is_one_row_and_each_way_stands_in_it_once(open_page: Opener, size: dict[str, int]) -> None:
    page = open_page("/", role="officer", size=size, script=False)
    box = page.locator("header.top").bounding_box()
    assert box is not None
    assert box["height"] <= 64
    unfolded(page)
    ways = [link for link in page.locator("header.top a").all() if link.is_visible()]
    said = [link.inner_text().strip() for link in ways]
    assert said == ["Sepadan", "Pencari kerja", "Pemberi kerja", "Petugas", "Pemeriksaan", "officer"]
    assert keyboard_faults(page) == []


def test_without_script_a_seeker_searches_and_changes_the_language(open_page: Opener) -> None:
    page = open_page("/", script=False)
    searched(page)
    told = page.locator("article").first.locator("h3").inner_text().replace("(dibuka di tab baru)", "")
    assert " ".join(told.split()).endswith("Juru Las Listrik data contoh")
    open_menu(page)
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_without_script_staff_sign_in_and_out(open_page: Opener) -> None:
    page = open_page("", script=False, role="steward")
    open_menu(page)
    assert page.get_by_role("link", name="steward").is_visible()
    page.get_by_role("button", name="Keluar").click()
    open_menu(page)
    assert page.get_by_role("link", name="Masuk", exact=True).is_visible()


def test_with_script_a_part_of_the_page_is_changed_and_without_a_page_is_opened(open_page: Opener) -> None:
    page = open_page("/rancangan")
    page.locator("#cari").fill("bekasi")
    page.get_by_role("button", name="Saring").click()
    page.locator("#temuan table").wait_for()
    assert page.url.endswith("/rancangan")
    page = open_page("/rancangan", script=False)
    page.locator("#cari").fill("bekasi")
    page.get_by_role("button", name="Saring").click()
    assert "/rancangan/hasil?cari=bekasi" in page.url
    assert page.locator("#temuan table").is_visible()


def test_a_dialog_opens_and_closes_without_script(open_page: Opener) -> None:
    page = open_page("/rancangan", script=False)
    page.get_by_role("link", name="Buka dialog").click()
    assert page.locator("#yakin").is_visible()
    page.get_by_role("link", name="Batal").click()
    assert not page.locator("#yakin").is_visible()


@pytest.mark.parametrize(("path", "role"), FIRST_VIEWS)
def test_the_first_view_weighs_little(open_page: Opener, address: str, path: str, role: str) -> None:
    assert weight_of(open_page("", role=role), f"{address}{path}") <= 60_000


@pytest.mark.long
@pytest.mark.parametrize(("path", "role"), FIRST_VIEWS)
def test_the_first_view_is_there_soon_on_a_slow_line_and_does_not_jump(
    open_page: Opener, address: str, path: str, role: str
) -> None:
    found = [vitals_of(open_page("", role=role), f"{address}{path}") for _ in range(5)]
    assert median(seen for seen, _ in found) <= 1.8
    assert max(shift for _, shift in found) < 0.05
