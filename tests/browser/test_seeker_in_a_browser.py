"""A job seeker's whole way in a real browser, with script and without, on a phone and at a desk, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Opener, seen

pytestmark = [pytest.mark.browser, pytest.mark.untraced]  # what they reach in Python is traced in tests/api/web

TABS = ("dekat", "pelatihan", "jenjang", "magang", "luar-negeri")


def press(page: Page, selector: str, then: str) -> None:
    page.locator(selector).first.click()
    page.locator(then).first.wait_for()


def searched(page: Page) -> None:
    page.locator("#wish").fill("juru las listrik")
    page.locator("#summary").fill("3 tahun ngelas pagar, bisa SMAW, HP 0812-3456-7890")
    page.locator("#place").fill("Sidoarjo")
    press(page, "main form.panel button[type=submit]", "#hasil")


def kept(page: Page) -> str:
    press(page, "button[name=simpan]", "form[action='/simpan']")
    press(page, "form[action='/simpan'] button[type=submit]", ".code-once")
    return page.locator(".code-once").inner_text()


@pytest.mark.parametrize(
    ("look", "options"),
    [
        ("telepon-id-terang", {"size": PHONE, "language": "id", "theme": "terang"}),
        pytest.param("meja-en-gelap", {"size": DESK, "language": "en", "theme": "gelap"}, marks=pytest.mark.long),
    ],
)
def test_every_page_of_a_seeker_is_for_everybody(open_page: Opener, look: str, options: dict[str, object]) -> None:
    page = open_page("/", **options)
    searched(page)
    seen(page, f"pencari-lowongan-{look}")
    for tab in TABS:
        press(page, f"button[name=tab][value={tab}]", f"button[name=tab][value={tab}][aria-current]")
        seen(page, f"pencari-{tab}-{look}")
    press(page, "button[name=tab][value=lowongan]", "#banding-1")
    page.locator("#banding-1").check()
    page.locator("#banding-2").check()
    press(page, "button[name=bandingkan]", "table.compare")
    seen(page, f"pencari-banding-{look}")
    press(page, "p button[name=tab]", "button[name=simpan]")
    press(page, "button[name=simpan]", "form[action='/simpan']")
    seen(page, f"pencari-simpan-{look}")
    press(page, "form[action='/simpan'] button[type=submit]", ".code-once")
    seen(page, f"pencari-tersimpan-{look}")
    for path in ("/saya", "/lowongan/contoh:p-1", "/simpanan", "/data-saya", "/data-saya/hapus", "/cv", "/profil"):
        page.goto(path)
        seen(page, f"pencari-{path.strip('/').replace('/', '-').replace(':', '-')}-{look}")
    for step in range(2, 7):
        press(page, "button[name=lanjut]", "h1")
        page.wait_for_load_state()
        seen(page, f"pencari-profil-{step}-{look}")


@pytest.mark.parametrize("script", [True, False])
def test_a_seeker_goes_the_whole_way(open_page: Opener, script: bool) -> None:
    page = open_page("/", size=PHONE if script else DESK, script=script)
    searched(page)
    assert "Juru Las Listrik" in page.locator("ol.cards").inner_text()
    page.locator(".hide summary").first.click()
    press(page, ".hide button[value^=jauh]", "button[name=tampilkan]")
    page.locator("button[name=tampilkan]").click()
    page.locator("button[name=tampilkan]").wait_for(state="detached")
    code = kept(page)
    page.goto("/data-saya")
    assert "0812" not in page.locator("main").inner_text()
    page.goto("/saya")
    press(page, "button[name=simpan]:not([disabled])", ".alert.good")
    with page.expect_popup() as beside:
        page.locator("ol.cards h3 a").first.click()
    beside.value.locator(".about").wait_for()
    beside.value.close()
    page.goto("/simpanan")
    assert page.locator(".lines-of-jobs li").count() == 2
    page.goto("/data-saya")
    press(page, "form[action='/data-saya/keluar'] button", "#wish")
    page.goto("/pulihkan")
    page.locator("#kode").fill(code.lower())
    press(page, "main button[type=submit]", ".code-once")
    page.goto("/data-saya/hapus")
    press(page, "button.danger", "a.button")
    page.goto("/data-saya")
    assert page.locator(".empty").is_visible()


def test_names_are_offered_while_one_types_and_choosing_works_by_keyboard(open_page: Opener) -> None:
    page = open_page("/")
    page.locator("#wish").press_sequentially("tukng la")
    page.locator("#wish-saran option").first.wait_for(state="attached")
    assert "Tukang Las" in [one.get_attribute("value") for one in page.locator("#wish-saran option").all()]
    page.goto("/profil")
    page.locator("#q").fill("tukng las")
    page.locator("#q").press("Enter")
    page.locator("input[name=pilih]").first.wait_for()
    page.locator("input[name=pilih]").first.press("Space")
    page.locator("button[name=lanjut]").press("Enter")
    page.locator("#job_title").wait_for()


def test_the_page_stays_where_it_is_and_going_back_loses_nothing(open_page: Opener) -> None:
    page = open_page("/", size=PHONE)
    searched(page)
    page.locator("button[name=tab][value=dekat]").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, 200)")
    press(page, "button[name=tab][value=luar-negeri]", "button[value=luar-negeri][aria-current]")
    press(page, "button[name=tab][value=lowongan]", "button[value=lowongan][aria-current]")
    top = page.locator("#jenis-hasil").bounding_box()
    assert top is not None
    assert 0 <= top["y"] < 100, "another list begins at its top, not at the end of the page"
    summary = page.locator(".hide summary").last
    summary.click()
    before = page.evaluate("scrollY")
    press(page, ".hide[open] button[value^=jauh]", "#tampilkan")
    assert page.locator("#tampilkan").is_visible()
    assert abs(page.evaluate("scrollY") - before) < 740, "no jump to the end of the page"
    assert page.evaluate("document.activeElement.id") == "tampilkan"
    page.go_back()
    assert page.locator("#wish").input_value() == "juru las listrik"
    assert page.locator("#place").input_value() == "Sidoarjo"


def test_a_cv_prints_on_one_page_without_the_form(open_page: Opener) -> None:
    page = open_page("/")
    searched(page)
    kept(page)
    page.goto("/cv")
    page.locator("#nama").fill("Sri Contoh")
    press(page, "form[action='/cv'] button[type=submit]", ".cv")
    page.emulate_media(media="print")
    assert page.locator(".cv-name").inner_text() == "Sri Contoh"
    assert not page.locator("form[action='/cv']").is_visible()
    # A4 at 96 px an inch, less margins of 1 cm.
    assert page.locator("main").bounding_box()["height"] < 1047  # type: ignore[index]
