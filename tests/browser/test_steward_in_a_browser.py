"""The steward's stories in a real browser: copies settled with and without script, sources, generations."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Page

from api.routes.intake import read_record
from matcher.engine import Engine
from matcher.home import Home
from matcher.pulls.checkpoint import Checkpoint
from matcher.pulls.report import Outcome
from matcher.records import Kind
from tests.api.web.steward.world import add_doubts, add_rejects, add_run, add_source
from tests.browser.checks import keyboard_faults
from tests.browser.conftest import DESK, PHONE, Opener, is_for_everybody
from tests.browser.test_pages_in_a_browser import LOOKS, OTHER_LOOKS
from tests.fakes import FakeEncoder

pytestmark = [pytest.mark.browser, pytest.mark.untraced]  # what they reach in Python is traced in tests/api/web

PAIRS = tuple((f"loker:{n}", f"dinas:{n}", 826 - 30 * n) for n in range(1, 6))
AD = {"employer": "PT Baja Uji", "places": ["Kota Batam"], "pay_low": 5_000_000}
WORDS = "Mengelas pipa baja dengan TIG dan SMAW, membaca gambar isometrik, siap shift malam. Lulusan SMK teknik mesin."


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser opens more pages in a second than a person does."""
    monkeypatch.setattr("api.web.route._BURST", 100_000)


@pytest.fixture(scope="module")
def sample_world(sample_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With what stewards look after."""
    root = tmp_path_factory.mktemp("steward") / "home"
    shutil.copytree(sample_world, root)
    engine = Engine(Home(root=root), FakeEncoder())
    for n in range(1, 6):
        one = {**AD, "id": f"loker:{n}", "title": "Welder Pipa", "description": WORDS, "posted_on": "2026-11-03"}
        other = {**AD, "id": f"dinas:{n}", "title": "Juru Las Pipa", "description": WORDS.replace("malam", "pagi")}
        engine.upsert([read_record(Kind.POSTING, row, row["id"].partition(":")[0]) for row in (one, other)])
    engine.build()
    add_doubts(engine, tuple((*sorted(pair[:2]), pair[2]) for pair in PAIRS))  # type: ignore[arg-type]
    add_source(engine, "loker", root / "loker.csv")
    (root / "loker.csv").write_text("Jabatan,Perusahaan\nKasir,PT Uji\n", "utf-8")
    add_run(engine, "loker", Outcome.DONE, read=120, new=100, changed=8, unchanged=12)
    error = {"where": "source loker", "wanted": "a page", "found": "HTTP 500 after 4 tries"}
    add_run(engine, "loker", Outcome.FAILED, error=error, read=40, unchanged=40)
    rejects = add_rejects(engine, "loker", "(kosong)", rows=4)
    held = Checkpoint(location="", first=3).as_json()
    add_run(engine, "loker", Outcome.HELD, read=64, unchanged=60, rejected=4, held=41, rejects=rejects, checkpoint=held)
    engine.close()
    return root


def to_pair(page: Page) -> None:
    page.get_by_role("link", name="Mulai dari yang paling meragukan").or_(
        page.get_by_role("link", name="Begin with the most doubtful")
    ).click()
    page.locator("button[value=apart]").wait_for()


def alt(page: Page, letter: str) -> None:
    """A shortcut, as a keyboard sends it: Playwright's own leaves out the letter that was pressed beside Alt."""
    keys = page.context.new_cdp_session(page)
    told = {"modifiers": 1, "key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
    keys.send("Input.dispatchKeyEvent", {**told, "type": "keyDown", "text": letter, "unmodifiedText": letter})
    keys.send("Input.dispatchKeyEvent", {**told, "type": "keyUp"})


def to_rejects(page: Page) -> None:
    page.locator("main ul.plain a").first.click()
    page.locator("ol.cards").wait_for()


def to_generation(page: Page) -> None:
    page.locator("h2.named a").nth(1).click()
    page.locator("form[action$=periksa]").wait_for()


def to_switch(page: Page) -> None:
    to_generation(page)
    page.locator("a[href$=layani]").click()
    page.locator("#alasan").wait_for()


def to_comparison(page: Page) -> None:
    page.locator("form[action$=banding] button").click()
    page.wait_for_url("**/banding?**")


STATES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "pengelola": ("/pengelola", None),
    "pengelola-sumber": ("/pengelola/sumber", None),
    "pengelola-satu-sumber": ("/pengelola/sumber/loker", None),
    "pengelola-proses": ("/pengelola/sumber/loker/proses/2", None),
    "pengelola-tolakan": ("/pengelola/sumber/loker", to_rejects),
    "pengelola-ganda": ("/pengelola/ganda", None),
    "pengelola-pasangan": ("/pengelola/ganda", to_pair),
    "pengelola-generasi": ("/pengelola/generasi", None),
}
"""As the table of the foundation's pages."""

MORE_STATES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "pengelola-satu-generasi": ("/pengelola/generasi", to_generation),
    "pengelola-layani": ("/pengelola/generasi", to_switch),
    "pengelola-banding": ("/pengelola/generasi", to_comparison),
    "pengelola-ganda-kosong": ("/pengelola/ganda?jawaban=belum-tahu", None),
    "pengelola-sumber-kosong": ("/pengelola/sumber?cari=zzz", None),
}


def check(open_page: Opener, name: str, look: str) -> None:
    path, act = (STATES | MORE_STATES)[name]
    is_for_everybody(open_page, f"{name}-{look}", (path, "steward", act), (LOOKS | OTHER_LOOKS)[look])


@pytest.mark.parametrize(("state", "look"), list(zip(STATES, cycle(LOOKS), strict=False)))
def test_a_page_of_stewards_is_for_everybody(open_page: Opener, state: str, look: str) -> None:
    check(open_page, state, look)


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS | OTHER_LOOKS)
@pytest.mark.parametrize("state", STATES | MORE_STATES)
def test_a_page_of_stewards_is_for_everybody_in_every_look(open_page: Opener, state: str, look: str) -> None:
    check(open_page, state, look)


@pytest.mark.parametrize(("size", "script"), [(DESK, True), (PHONE, False)])
def test_a_steward_settles_a_pair_takes_it_back_and_goes_on(
    open_page: Opener, size: dict[str, int], script: bool
) -> None:
    page = open_page("/pengelola", role="steward", size=size, script=script)
    page.get_by_role("link", name="Pasangan iklan yang mungkin satu lowongan").click()
    before = int(page.locator(".subtabs [aria-current]").last.inner_text().split("(")[1].strip(" )"))
    to_pair(page)
    first = page.locator("input[name=satu]").input_value()
    assert page.locator("mark.lack").count() >= 2
    page.locator("button[value=same]").click()
    page.get_by_text("Tercatat: sama").wait_for()
    assert page.locator("input[name=satu]").input_value() != first
    page.get_by_role("button", name="Batalkan jawaban itu").click()
    page.get_by_text("Riwayat jawaban (").wait_for()
    assert page.locator("input[name=satu]").input_value() == first
    page.locator("button[value=unsure]").click()
    page.get_by_text("Tercatat: belum tahu").wait_for()
    page.goto("/pengelola/ganda?jawaban=belum-tahu")
    assert first in page.locator("ol.cards").inner_text()
    page.goto("/pengelola/ganda")
    assert f"({before - 1})" in page.locator(".subtabs [aria-current]").last.inner_text()


def test_keys_alone_settle_a_pair(open_page: Opener) -> None:
    page = open_page("/pengelola/ganda", role="steward", size=DESK)
    to_pair(page)
    assert keyboard_faults(page) == []
    first = page.locator("input[name=satu]").input_value()
    alt(page, "b")
    page.get_by_text("Tercatat: berbeda").wait_for()
    assert page.locator("input[name=satu]").input_value() != first
    alt(page, "z")
    page.get_by_text("Riwayat jawaban (").wait_for()
    assert page.locator("input[name=satu]").input_value() == first


def test_a_steward_checks_a_generation_and_goes_back_to_it(open_page: Opener) -> None:
    page = open_page("/pengelola/generasi", role="steward", size=DESK)
    to_generation(page)
    page.get_by_role("button", name="Periksa setiap byte").click()
    page.get_by_text("Setiap byte sama dengan waktu ditulis.").wait_for()
    page.get_by_role("link", name="Layani dengan generasi ini").click()
    page.locator("#alasan").select_option("trial")
    page.get_by_role("button", name="Ganti sekarang").click()
    page.get_by_text("Generasi ini sekarang melayani.").wait_for()
