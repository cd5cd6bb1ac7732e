"""The stewards' page of flags: filtered, shown in their words, ruled upon, counted, taken along."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI

from api.routes.intake import read_record
from api.web.steward_flags.view import months_of, months_picture
from api.web.tongue import TONGUES
from matcher.records import Kind
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser
from tests.api.web.payloads import PAYLOADS, live_parts

PAGE = "/pengelola/tanda"
AD = "Toko kami mencari karyawan wanita, usia maksimal 25 tahun. Hubungi 0812-3456-7890. Ijazah asli ditahan."


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.route._BURST", 100_000)


@pytest.fixture(scope="module")
def flagged(staffed: FastAPI) -> FastAPI:
    rows: list[dict[str, Any]] = [
        {"id": f"papan:f-{n}", "title": f"Kasir {n}", "description": AD, "posted_on": f"2026-{1 + n % 6:02d}-10"}
        for n in range(20)
    ]
    rows += [{"id": "lain:tutup", "title": "Kasir", "description": AD, "is_closed": True}]
    rows += [
        {"id": f"papan:x-{n}", "title": f"Kasir {payload}"[:290], "description": f"{payload} wanita {payload}"}
        for n, payload in enumerate(PAYLOADS[:40])
    ]
    by_source = {"papan": [row for row in rows if row["id"].startswith("papan")], "lain": [rows[20]]}
    for source, given in by_source.items():
        staffed.state.serving.engine.upsert([read_record(Kind.POSTING, row, source) for row in given])
    return staffed


@pytest.fixture
def steward(flagged: FastAPI, browser: Browser) -> Browser:
    browser.sign_in("steward")
    return browser


def test_flags_are_shown_in_their_words_and_ruled_upon(steward: Browser, flagged: FastAPI) -> None:
    page = steward.get(f"{PAGE}?jenis=age").text
    said = text_of(page)
    assert re.search(r"20 dari \d+ lowongan", said)
    assert "<mark>usia maksimal 25 tahun</mark>" in page
    assert "0812" not in page
    assert "Januari 2026" in said
    assert "<svg" in page
    key = "papan:f-3"
    found = next(one for one in flagged.state.serving.inspector.last[0] if one.key == key)
    number = [flag.kind for flag in found.flags].index("age")
    asked = {"lowongan": key, "jenis": "age", "do": f"keliru:{number}"}
    silent = steward.send(PAGE, asked, page=PAGE)
    assert (silent.status_code, "Tulis alasannya" in text_of(silent.text)) == (409, True)
    done = steward.send(PAGE, {**asked, "alasan": "umur <b>mesin</b>"}, page=PAGE)
    assert done.headers["location"] == f"{PAGE}?jenis=age&lalu=keliru"
    after = steward.get(done.headers["location"]).text
    assert "Putusan dicatat" in text_of(after)
    assert 'value="papan:f-3"' not in after
    ruled = steward.get(f"{PAGE}?jenis=age&keadaan=putus").text
    assert "umur &lt;b&gt;mesin&lt;/b&gt;" in ruled
    assert "Umur 0 1 0%" in " ".join(text_of(ruled).split())
    table = steward.get(f"{PAGE}/unduh")
    assert table.text.splitlines()[1].startswith("papan:f-3,papan,age,")
    undone = steward.send(PAGE, {"lowongan": key, "do": f"batal:{number}"}, page=PAGE)
    assert undone.status_code == 303
    assert "Tidak ada tanda yang cocok" in text_of(steward.get(f"{PAGE}?jenis=age&keadaan=putus").text)
    for do in (f"benar:{number}", f"tindak:{number}"):
        sent = steward.send(PAGE, {"lowongan": key, "do": do, "alasan": "surat peringatan"}, page=PAGE)
        assert sent.status_code == 303


def test_what_cannot_be_ruled_is_told(steward: Browser) -> None:
    def sent(**fields: str) -> int:
        return int(steward.send(PAGE, {"lowongan": "papan:f-1", **fields}, page=PAGE).status_code)

    steward.get(PAGE)
    assert sent(do="benar:999") == 404
    assert sent(do="benar") == 404
    assert sent(do="ngawur:0") == 409
    assert sent(do="keliru:0", alasan="x" * 301) == 409
    assert sent(lowongan="papan:tidak-ada", do="benar:0") == 404


def test_filters_pages_and_closed_postings(steward: Browser) -> None:
    assert "lain:tutup" not in steward.get(f"{PAGE}?sumber=lain").text
    assert "lain:tutup" in steward.get(f"{PAGE}?sumber=lain&tutup=1").text
    second = steward.get(f"{PAGE}?keadaan=semua&page=2").text
    assert 'rel="prev"' in second
    assert "Tidak ada tanda yang cocok" in text_of(steward.get(f"{PAGE}?pemberi=tidakada").text)


def test_nothing_that_an_ad_says_runs(steward: Browser) -> None:
    for number in range(1, 6):
        assert live_parts(steward.get(f"{PAGE}?keadaan=semua&page={number}").text) == []
    for payload in PAYLOADS[::6]:
        asked = dict.fromkeys(("jenis", "keadaan", "tutup"), payload[:40]) | {"sumber": payload[:100]}
        assert live_parts(steward.get(PAGE, params={**asked, "pemberi": payload[:100]}).text) == []


@pytest.mark.parametrize("role", ["officer", "employer", "planner", ""])
def test_nobody_else_opens_or_rules(browser: Browser, role: str) -> None:
    if role:
        browser.sign_in(role)
    for path in (PAGE, f"{PAGE}/unduh"):
        assert browser.get(path).status_code in {302, 303, 401, 403}
    assert browser.send(PAGE, {"do": "benar:0"}, page="/").status_code in {302, 303, 401, 403}


def test_months_are_counted_as_by_hand(flagged: FastAPI) -> None:
    found = flagged.state.serving.inspector.refresh()[0]
    told = months_of(found, "age", "", TONGUES["id"])
    by_hand = {
        TONGUES["id"].month(month): sum(
            one.posted_on is not None and one.posted_on.replace(day=1) == month for one in found
        )
        for month in {one.posted_on.replace(day=1) for one in found if one.posted_on}
    }
    assert {name: count for name, _, count in told} == by_hand
    assert sum(flagged for _, flagged, _ in told) == 20
    assert months_picture(told[:1], TONGUES["id"]) is None
    assert months_of(found, "age", "lain", TONGUES["id"]) == []
