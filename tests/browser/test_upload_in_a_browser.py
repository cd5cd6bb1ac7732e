"""A CV from the file to ranked results, print and profile, in a real browser: with and without script, phone, desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from api.web.seeker import upload_page
from tests.api.web.seeker.cv_uploads import CV, pdf_of
from tests.browser.checks import keyboard_faults
from tests.browser.conftest import DESK, PHONE, Opener, open_menu, seen

pytestmark = [pytest.mark.browser, pytest.mark.untraced]  # what they reach in Python is traced in tests/api/web

LOOK: dict[str, object] = {"size": PHONE, "language": "id", "theme": "terang"}
OTHER_LOOKS = {
    "meja-en-gelap": {"size": DESK, "language": "en", "theme": "gelap"},
    "meja-id-terang": {"size": DESK, "language": "id", "theme": "terang"},
    "telepon-en-gelap": {"size": PHONE, "language": "en", "theme": "gelap"},
}
LINES = [line for line in CV.splitlines() if line]
PAGES = (LINES[: LINES.index("Pendidikan")], LINES[LINES.index("Pendidikan") :])


@pytest.fixture(scope="module", autouse=True)
def _patient() -> Iterator[None]:
    """The page itself comes, however busy the machine is; one test asks for the page of waiting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upload_page, "PATIENCE_S", 60.0)
        yield


def chosen(page: Page, data: bytes, name: str = "cv saya.pdf") -> None:
    """A file is chosen and sent."""
    page.locator("#berkas").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": data})
    page.locator("main form.panel button[type=submit]").click()


def read(page: Page) -> None:
    """A CV was read, and its page of corrections is open."""
    page.goto("/unggah")
    chosen(page, pdf_of(*PAGES))
    page.locator("#periksa").wait_for()


def walk(page: Page, look: str) -> None:
    page.goto("/")
    seen(page, f"cv-mulai-{look}")
    page.goto("/unggah")
    seen(page, f"cv-unggah-{look}")
    chosen(page, b"%PDF-1.4 nothing more")
    page.locator(".alert.bad").wait_for()
    seen(page, f"cv-unggah-salah-{look}")
    read(page)
    seen(page, f"cv-periksa-{look}")
    page.locator("#bagian-job-0 summary").click()
    page.locator("#job-0-end_year").fill("2001")
    page.locator("button[name=cari]").first.click()
    page.locator(".alert.bad").wait_for()
    seen(page, f"cv-periksa-salah-{look}")
    page.locator("#job-0-end_year").fill("2022")
    page.locator("button[name=cari]").last.click()
    page.locator("#hasil").wait_for()
    seen(page, f"cv-hasil-{look}")
    page.goto("/unggah/periksa")
    page.locator("button[name=cetak]").click()
    page.locator("article.cv").wait_for()
    seen(page, f"cv-cetak-{look}")


def test_every_page_of_an_upload_is_for_everybody(open_page: Opener) -> None:
    walk(open_page("", **LOOK), "telepon-id-terang")


@pytest.mark.long
@pytest.mark.parametrize("look", OTHER_LOOKS)
def test_every_page_of_an_upload_is_for_everybody_in_other_looks(open_page: Opener, look: str) -> None:
    walk(open_page("", **OTHER_LOOKS[look]), look)


@pytest.mark.parametrize("script", [True, False])
def test_a_cv_goes_from_the_file_to_results_print_and_profile(open_page: Opener, script: bool) -> None:
    page = open_page("/", size=PHONE if script else DESK, script=script)
    page.get_by_role("link", name="Unggah CV").click()
    chosen(page, pdf_of(LINES))
    page.locator("#periksa").wait_for()
    assert page.locator("#job-0-title").input_value() == "Juru Las"
    page.locator("#tambah-job").click()
    page.locator("#job-2-title").fill("Tukang las keliling")
    page.locator("#job-2-start_year").fill("2022")
    page.locator("#job-2-current").check()
    page.locator("button[name=hapus][value=job-1]").click()
    page.locator("#job-1-title").wait_for(state="detached")
    assert page.locator("#job-2-title").input_value() == "Tukang las keliling"
    page.reload()
    assert page.locator("#job-2-title").input_value() == "Tukang las keliling"
    page.locator("button[name=cari]").first.click()
    page.locator("#hasil").wait_for()
    assert "Juru Las Listrik" in page.locator("ol.cards").inner_text()
    page.go_back()
    page.locator("#periksa").wait_for()
    assert page.locator("#job-2-title").input_value() == "Tukang las keliling"
    page.locator("button[name=cetak]").click()
    page.locator("article.cv").wait_for()
    assert "PT Maju Jaya Konstruksi" in page.locator("article.cv").inner_text()
    page.locator("#nama").fill("Siti Contoh")
    page.locator("form[action='/cv'] button[type=submit]").first.click()
    page.get_by_text("Siti Contoh").first.wait_for()
    page.emulate_media(media="print")
    assert not page.locator("form[action='/cv']").is_visible()
    page.emulate_media(media="screen")
    page.goto("/unggah/periksa")
    page.locator("button[name=cari]").last.click()
    page.locator("button[name=simpan_profil]").click()
    page.locator("form[action='/simpan'] button[type=submit]").click()
    page.locator(".code-once").wait_for()
    page.goto("/data-saya")
    told = page.locator("main").inner_text()
    assert "Tukang las keliling" in told
    assert "Maju Jaya" not in told
    page.goto("/unggah/periksa")
    assert page.url.endswith("/unggah")


@pytest.mark.parametrize("script", [True, False])
def test_the_language_is_switched_on_results_that_came_from_a_form(open_page: Opener, script: bool) -> None:
    page = open_page("/", script=script)
    page.locator("#wish").fill("juru las listrik")
    page.locator("#place").fill("Sidoarjo")
    page.locator("main form.panel button[type=submit]").click()
    page.locator("button[name=tab][value=dekat]").click()
    page.locator("button[name=tab][value=dekat][aria-current]").wait_for()
    open_menu(page)
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()
    assert page.locator("button[name=tab][value=dekat][aria-current]").is_visible()
    assert "Juru Las Listrik" in page.locator("main").inner_text()
    page.get_by_role("button", name="Dark").click()
    page.locator("html[data-theme=gelap]").wait_for()
    assert "Juru Las Listrik" in page.locator("main").inner_text()


def test_a_file_that_is_too_large_is_refused_with_the_form_and_not_with_a_broken_line(open_page: Opener) -> None:
    page = open_page("/unggah", script=False)
    chosen(page, bytes(8 << 20))
    page.locator(".alert.bad").wait_for()
    assert "Berkas terlalu besar." in page.locator(".alert.bad").inner_text()
    assert page.locator("#berkas").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_file_that_takes_long_is_watched(open_page: Opener, monkeypatch: pytest.MonkeyPatch, script: bool) -> None:
    monkeypatch.setattr(upload_page, "PATIENCE_S", 0.0)
    page = open_page("/unggah", script=script)
    chosen(page, pdf_of(LINES))
    page.wait_for_url("**/unggah/periksa")
    assert page.locator("#job-0-title").input_value() == "Juru Las"


def test_the_pages_of_an_upload_are_walked_with_keys_alone(open_page: Opener) -> None:
    page = open_page("/unggah", size=DESK)
    assert keyboard_faults(page) == []
    read(page)
    assert keyboard_faults(page) == []
    page.locator("#tambah-language").press("Enter")
    page.locator("#language-1-name").wait_for()
    assert page.evaluate("() => document.activeElement.id") == "language-1-name"
