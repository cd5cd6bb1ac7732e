"""The planner's story in a real browser: from the map to a plan to take along, with script and without."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from playwright.sync_api import Page, Route, expect

from api.access.accounts import PASSWORD_HASHER
from api.app import create_app
from matcher.curriculum import needs
from matcher.engine import Engine
from matcher.home import Home
from taxonomy.provinces import load_provinces
from tests.api.web.conftest import add_accounts, cheap_parameters, settings_for
from tests.api.web.planner.world import fill_market, make_cheap
from tests.browser.checks import axe_faults, keyboard_faults
from tests.browser.conftest import DESK, PHONE, Opener, is_for_everybody
from tests.fakes import FakeEncoder
from tests.matcher.curriculum.levels import made_level

pytestmark = [pytest.mark.browser, pytest.mark.untraced]  # what they reach in Python is traced in tests/api/web

CENTRE = "lpk-contoh-surabaya"
WAIT = 90_000
"""Milliseconds; the machine may be busy."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the small market of the planner's tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PASSWORD_HASHER, "_parameters", cheap_parameters())
        patch.setattr(needs, "official_level", made_level)
        patch.setattr("api.web.route._BURST", 10_000)
        make_cheap(patch)
        engine = Engine(Home(root=tmp_path_factory.mktemp("planner") / "home"), FakeEncoder())
        fill_market(engine)
        engine.build()
        add_accounts(engine)
        listener = socket.create_server(("127.0.0.1", 0))
        app = create_app(settings_for(engine.home.root), engine)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
        listener.close()
        engine.close()


def planned(page: Page) -> None:
    """A plan of a small centre that welds."""
    page.locator("main summary").first.wait_for()
    for name, value in {
        "nama": "BLK Kita",
        "kota": "Kota Surabaya",
        "anggaran": "400 juta",
        "mulai": "2027-01",
    }.items():
        page.locator(f"#{name}").fill(value)
    page.locator('[id="bengkel.las"]').fill("16")
    page.locator('[id="instruktur.Teknik Las"]').fill("2")
    page.locator("button[name=hitung]").click()
    page.wait_for_url("**hasil=**", timeout=WAIT)
    page.locator("#hasil .figures").wait_for()


def faulty(page: Page) -> None:
    page.locator("button[name=hitung]").click()
    page.locator(".alert.bad").wait_for()


def opened(page: Page) -> None:
    """Every table unfolded."""
    page.locator("#hasil, [aria-live] .alert.bad").first.wait_for(timeout=WAIT)
    assert page.locator("#hasil").count(), page.locator("main").inner_text()  # what the page of the wait says
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")


def glanced(page: Page) -> None:
    """What the form allows, told by itself."""
    page.locator("#perkiraan dl").wait_for(timeout=WAIT)


STATES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "perencana": ("/perencana", opened),
    "perencana-provinsi": ("/perencana?provinsi=35&peta=ketat", opened),
    "perencana-kabupaten": ("/perencana?wilayah=kabupaten", opened),
    "perencana-rencana": ("/perencana/rencana", None),
    "perencana-rencana-salah": ("/perencana/rencana", faulty),
    "perencana-rencana-hasil": ("/perencana/rencana", planned),
    "perencana-rencana-sekilas": (f"/perencana/rencana?lembaga={CENTRE}", glanced),
    "perencana-program": ("/perencana/program", opened),
    "perencana-kurikulum": ("/perencana/kurikulum?cari=las", None),
    "perencana-kurikulum-hasil": ("/perencana/kurikulum?kursus=contoh:las-blk", opened),
}
LOOKS: tuple[dict[str, object], ...] = (
    {"size": PHONE, "language": "id", "theme": "terang"},
    {"size": DESK, "language": "en", "theme": "gelap"},
    {"size": DESK, "language": "id", "theme": "terang"},
    {"size": PHONE, "language": "en", "theme": "gelap"},
)


def check(open_page: Opener, state: str, number: int) -> None:
    path, act = STATES[state]
    is_for_everybody(open_page, f"{state}-{number}", (path, "planner", act), LOOKS[number])


@pytest.mark.parametrize(
    ("number", "state"), [(0, "perencana"), (1, "perencana-provinsi"), (1, "perencana-rencana-hasil")]
)
def test_a_page_of_the_planner_is_for_everybody(open_page: Opener, state: str, number: int) -> None:
    check(open_page, state, number)


@pytest.mark.long
@pytest.mark.parametrize("number", range(len(LOOKS)))
@pytest.mark.parametrize("state", STATES)
def test_a_page_of_the_planner_is_for_everybody_in_every_look(open_page: Opener, state: str, number: int) -> None:
    check(open_page, state, number)


def test_a_planner_goes_from_the_map_to_a_plan_that_is_taken_along(open_page: Opener) -> None:
    page = open_page("/perencana", size=DESK, role="planner")
    opened(page)
    tile = page.get_by_role("link", name="Jawa Timur: 72")
    tile.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**provinsi=35**", timeout=WAIT)
    opened(page)
    assert page.get_by_role("heading", name="Pasar kerja Jawa Timur").is_visible()
    assert page.locator(".legend").get_by_text("tidak ditampilkan").is_visible()
    page.get_by_role("link", name="Rencana pelatihan", exact=True).click()
    planned(page)
    assert page.get_by_role("heading", name="Rencana pelatihan BLK Kita").is_visible()
    assert page.locator(".told .drawing svg").count() >= 3
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh laporan (PDF)").click()
    assert download.value.suggested_filename.startswith("rencana-pelatihan-blk-kita-20")
    page.get_by_role("link", name="Kurikulum", exact=True).click()
    page.locator("#cari").fill("juru lass")
    page.get_by_role("button", name="Cari kursus").click()
    page.get_by_role("link", name="Juru Las SMAW", exact=True).click()
    assert page.get_by_role("heading", name="Kurikulum Juru Las SMAW").is_visible()


def test_what_a_form_allows_follows_what_is_typed_with_script_and_by_a_button_without(open_page: Opener) -> None:
    page = open_page(f"/perencana/rencana?lembaga={CENTRE}", size=PHONE, role="planner")
    glanced(page)
    before = page.locator("#perkiraan dl").inner_text()
    page.locator("#anggaran").fill("1 juta")
    expect(page.locator("#perkiraan dl")).not_to_have_text(before, timeout=WAIT)
    assert page.locator("#anggaran").input_value() == "1 juta"
    assert axe_faults(page) == []
    plain = open_page(f"/perencana/rencana?lembaga={CENTRE}", size=PHONE, role="planner", script=False)
    plain.get_by_role("button", name="Perkirakan dulu").click()
    assert plain.locator("#perkiraan dl").is_visible()


@pytest.mark.long
def test_a_choice_changes_the_results_without_a_new_page(open_page: Opener) -> None:
    page = open_page("/perencana?provinsi=35", size=DESK, role="planner")
    opened(page)
    page.evaluate("window.same = 1")
    page.locator("#rinci").select_option("1")
    page.wait_for_url("**rinci=1**", timeout=WAIT)
    expect(page.locator("#hasil h2").first).to_contain_text("Pasar kerja Jawa Timur", timeout=WAIT)


def test_without_script_a_planner_waits_and_gets_the_plan(open_page: Opener) -> None:
    page = open_page("/perencana/rencana", role="planner", script=False)
    planned(page)
    assert page.get_by_role("heading", name="Rencana pelatihan BLK Kita").is_visible()
    page = open_page("/perencana?provinsi=32&rinci=2", role="planner", script=False)
    page.wait_for_url(lambda url: "siap=1" in url, timeout=WAIT)
    assert page.get_by_role("heading", name="Pasar kerja Jawa Barat").is_visible()


@pytest.mark.parametrize("status", [503, 0])
def test_who_gets_no_stream_is_taken_on_to_the_result_all_the_same(open_page: Opener, status: int) -> None:
    page = open_page("", size=DESK, role="planner")
    asked = list[str]()

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        if status:
            route.fulfill(status=status)
        else:
            route.abort()

    page.route("**/peristiwa", refuse)
    page.goto("/perencana?provinsi=32" if status else "/perencana?provinsi=33")
    opened(page)
    assert asked
    assert "siap=1" in page.url


def test_the_map_is_walked_with_keys_alone(open_page: Opener) -> None:
    page = open_page("/perencana", size=DESK, role="planner")
    opened(page)
    assert keyboard_faults(page) == []
    assert page.locator("svg.peta a").count() == len(load_provinces())


def test_the_map_of_a_province_is_read_on_a_telephone_and_its_tables_are_printed(open_page: Opener) -> None:
    page = open_page("/perencana?provinsi=35", size=PHONE, role="planner")
    opened(page)
    tile = page.locator("svg.peta g", has_text="Surabaya").last
    name, city, value = (tile.locator(f"text.{part}") for part in ("short", "city", "value"))
    assert value.is_visible()
    assert value.inner_html() == "48"
    boxes = [part.bounding_box() for part in (name, city, value)]
    for above, below in itertools.pairwise(box for box in boxes if box):
        assert above["y"] + above["height"] * 0.75 <= below["y"] + below["height"] * 0.5, (
            "they do not lie on each other"
        )
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = false })")
    table = page.locator("figure.map details table")
    assert not table.is_visible()
    page.emulate_media(media="print")
    assert table.is_visible()
