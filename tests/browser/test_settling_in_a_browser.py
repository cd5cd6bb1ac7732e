"""Stewards' pages of titles, flags and fairness in a real browser: for everybody, and one story end to end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.access.accounts import add_account
from api.fairness_card import document_of
from api.routes.intake import read_record
from api.web.steward_fairness.kept import KeptAudits
from matcher.audit_rankings import rank_for_audit
from matcher.engine import Engine
from matcher.records import Kind
from matcher.titles.applying import apply
from matcher.world.generate import SEED
from matcher.world.traits import sample_traits
from tests.api.web.conftest import PASSWORD
from tests.browser.checks import keyboard_faults
from tests.browser.conftest import DESK, PHONE, Furnish, Opener, is_for_everybody
from tests.browser.test_pages_in_a_browser import LOOKS, OTHER_LOOKS
from tests.matcher.titles.made import settle

pytestmark = [pytest.mark.browser, pytest.mark.untraced]

TITLES = (
    *("Karyawan", "KARYAWAN", "Karyawan!!!", "Operasional", "Talenta", "مشرف المستودع", "Posisi lainnya"),
    *("Berbagai posisi", "berbagai posisi", "Berbagai Posisi 🔥"),
)
AD = "Dicari karyawan wanita menarik, usia maksimal 25 tahun, belum menikah. Ijazah asli ditahan. Gaji Rp 900.000."


def _fill(engine: Engine) -> None:
    given: dict[str, Any] = {"role": "steward", "tenant": "contoh", "sources": (), "password": PASSWORD}
    for name in ("siti", "budi"):
        add_account(engine.store, name, is_given=False, **given)
    rows = [
        {"id": f"papan:t-{at}", "title": title, "description": AD, "posted_on": f"2026-{at + 1:02d}-10"}
        for at, title in enumerate(TITLES)
    ]
    engine.upsert([read_record(Kind.POSTING, row, "papan") for row in rows])
    settle(engine.store, "talenta", "2656")
    apply(engine.store, engine.coder)
    people = [{"id": f"contoh:a-{n}", "wish": "juru las" if n % 3 else "kasir", "summary": "SMAW"} for n in range(60)]
    engine.upsert([read_record(Kind.WORKER, row, "contoh") for row in people])
    engine.build()
    rankings = rank_for_audit(engine, 10, date(2026, 11, 27))
    told = document_of(rankings, sample_traits(rankings.best_scores, SEED), "invented", 10)
    KeptAudits(engine.home.root / "audits").put(told, datetime.now(UTC))


@pytest.fixture(scope="module")
def furnish() -> Furnish:
    """Doubtful titles in flagged ads, one of them settled, and two more stewards."""
    return _fill


def searched(page: Page) -> None:
    page.locator("#jabatan").fill("kasr")
    page.locator("#cari-5230").wait_for()


def faulty(page: Page) -> None:
    page.get_by_role("button", name="Usulkan").or_(page.get_by_role("button", name="Propose")).click()
    page.locator(".alert.bad").wait_for()


def unfolded(page: Page) -> None:
    folded = page.locator("main details:not([open]) > summary")
    for _ in range(min(5, folded.count())):
        folded.first.click()  # what is opened is no longer among them


def refused(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()
    page.locator(".alert.bad").wait_for()


STATES: dict[str, tuple[str, str, Callable[[Page], None] | None]] = {
    "judul-daftar": ("/pengelola/judul", "steward", None),
    "judul-satu": ("/pengelola/judul/satu?judul=operasional", "steward", searched),
    "judul-salah": ("/pengelola/judul/satu?judul=karyawan", "steward", faulty),
    "judul-berlaku": ("/pengelola/judul/jawaban?keadaan=confirmed", "steward", None),
    "tanda": ("/pengelola/tanda?sumber=papan", "steward", unfolded),
    "keadilan": ("/pengelola/keadilan", "steward", None),
}
"""As the table of the foundation's pages."""

MORE_STATES: dict[str, tuple[str, str, Callable[[Page], None] | None]] = {
    "judul-selesai": ("/pengelola/judul/satu?judul=talenta", "steward", None),
    "judul-kosong": ("/pengelola/judul/jawaban?keadaan=rejected", "steward", None),
    "judul-tanpa-hasil": ("/pengelola/judul?cari=tidakada", "steward", None),
    "tanda-tanpa-hasil": ("/pengelola/tanda?pemberi=tidakada", "steward", None),
    "keadilan-paparan": ("/pengelola/keadilan?angka=exposure", "steward", unfolded),
    "keadilan-ditolak": ("/pengelola/keadilan", "steward", refused),
}


@pytest.mark.parametrize(("state", "look"), list(zip(STATES, cycle(LOOKS), strict=False)))
def test_a_page_of_stewards_is_for_everybody(open_page: Opener, state: str, look: str) -> None:
    is_for_everybody(open_page, f"{state}-{look}", STATES[state], LOOKS[look])


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS | OTHER_LOOKS)
@pytest.mark.parametrize("state", STATES | MORE_STATES)
def test_a_page_of_stewards_is_for_everybody_in_every_look(open_page: Opener, state: str, look: str) -> None:
    is_for_everybody(open_page, f"{state}-{look}", (STATES | MORE_STATES)[state], (LOOKS | OTHER_LOOKS)[look])


@pytest.mark.parametrize(("size", "script", "title"), [(PHONE, False, "karyawan"), (DESK, True, "berbagai posisi")])
def test_one_steward_proposes_another_confirms_and_the_posting_is_coded_anew(
    open_page: Opener, size: dict[str, int], script: bool, title: str
) -> None:
    first = open_page("/pengelola/judul", role="siti", size=size, script=script)
    first.get_by_role("link", name=title, exact=True).click()
    assert first.get_by_text("dugaan mesin").first.is_visible()
    first.locator("#jabatan").fill("kasir")
    if not script:
        first.locator("#jabatan").press("Enter")
    first.locator("#cari-5230").check()
    first.locator("#catatan").fill("tugas di iklan: menjaga kas")
    first.get_by_role("button", name="Usulkan").click()
    first.get_by_text("menunggu pengesahan pengelola lain").wait_for()
    first.goto("/pengelola/judul/jawaban")
    card = first.locator("li.card").filter(has_text=title)
    assert card.get_by_role("button", name="Sahkan").count() == 0
    second = open_page("/pengelola/judul/jawaban", role="budi", size=size, script=script)
    second.locator("li.card").filter(has_text=title).get_by_role("button", name="Sahkan").click()
    second.get_by_text("Berlaku").first.wait_for()
    where = f"/pengelola/judul/satu?judul={title}"
    for _ in range(60):  # coded anew by a thread of the server
        second.goto(where)
        if second.get_by_text("menurut jawaban yang disahkan").count():
            break
    expect(second.get_by_text("menurut jawaban yang disahkan").first).to_be_visible()
    expect(second.get_by_text("5230").first).to_be_visible()


def test_a_title_is_answered_with_keys_alone(open_page: Opener) -> None:
    assert keyboard_faults(open_page("/pengelola/judul/satu?judul=operasional", role="steward", size=DESK)) == []
