"""Stewards' pages of doubtful titles: proposed by one, confirmed by another, postings coded anew."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.accounts import add_account
from api.routes.intake import read_record
from api.web.steward_titles import doubt_pages
from matcher.records import Kind
from matcher.titles.applying import apply
from taxonomy.errors import UnknownIdError
from taxonomy.titles import core_title
from tests.api.test_pages import text_of
from tests.api.web.conftest import PASSWORD, Browser
from tests.api.web.payloads import PAYLOADS, live_parts

TITLE = "Karyawan"
LIST, ONE, ANSWERS = "/pengelola/judul", "/pengelola/judul/satu", "/pengelola/judul/jawaban"


def page_of(title: str) -> str:
    return f"{ONE}?{urlencode({'judul': title})}"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.route._BURST", 100_000)


@pytest.fixture(scope="module")
def doubtful(staffed: FastAPI) -> FastAPI:
    """Postings with a title that says nothing to the coder, and titles that would run if a page let them."""
    engine = staffed.state.serving.engine
    rows = [
        {"id": f"papan:z-{at}", "title": title, "description": ""} for at, title in enumerate((TITLE, "KARYAWAN!!!"))
    ]
    rows += [
        {
            "id": f"papan:x-{at}",
            "title": f"berbagai posisi {at} {payload}"[:290],
            "description": f"hubungi 081234567890 {payload}",
        }
        for at, payload in enumerate(PAYLOADS[:40])
    ]
    engine.upsert([read_record(Kind.POSTING, row, "papan") for row in rows])
    name = {"role": "steward", "tenant": "contoh", "sources": (), "password": PASSWORD, "is_given": False}
    add_account(engine.store, "budi", **name)
    return staffed


@pytest.fixture
def steward(doubtful: FastAPI) -> Browser:
    return signed_in(doubtful, "steward")


@pytest.fixture
def other(doubtful: FastAPI) -> Browser:
    return signed_in(doubtful, "budi")


def signed_in(app: FastAPI, name: str) -> Browser:
    made = Browser(http=TestClient(app, raise_server_exceptions=False))
    made.sign_in(name)
    return made


def settle_down(app: FastAPI) -> None:
    """Wait for the thread that codes anew, or do its work; both come to the same."""
    engine = app.state.serving.engine
    apply(engine.store, engine.coder)


def propose(steward: Browser, title: str, answer: str, **more: str) -> str:
    sent = steward.send(f"{LIST}/usul", {"judul": title, "jawaban": answer, **more}, page=page_of(title))
    assert sent.status_code == 303, text_of(sent.text)
    found = re.search(r"usul=(ttl_[0-9a-f]+)", sent.headers["location"])
    assert found
    return found[1]


def test_a_title_is_proposed_by_one_confirmed_by_another_and_coded_anew(
    steward: Browser, other: Browser, doubtful: FastAPI
) -> None:
    listed = steward.get(f"{LIST}?cari=karyawan").text
    assert "1 judul, 2 lowongan" in text_of(listed)
    assert "papan 2" in text_of(listed)
    page = steward.get(page_of(TITLE)).text
    said = text_of(page)
    assert "dugaan mesin" in said
    assert page.count('name="jawaban"') >= 3
    searched = steward.get(f"{page_of(TITLE)}&jabatan=kasr").text
    assert 'value="5230"' in searched
    fragment = steward.get(f"{page_of(TITLE)}&jabatan=kasir", headers={"HX-Request": "true"}).text
    assert fragment.lstrip().startswith('<div id="temuan"')
    answer = propose(steward, TITLE, "5230", catatan="lihat iklan <b>x</b>")
    followed = text_of(steward.get(f"{ANSWERS}?usul={answer}").text)
    assert "Ini jawabanmu sendiri" in followed
    assert TITLE.lower() not in text_of(steward.get(f"{LIST}?cari=karyawan").text)
    own = steward.send(f"{LIST}/tinjau", {"do": f"sahkan:{answer}"}, page=ANSWERS)
    assert own.status_code == 409
    assert "Jawaban sendiri tidak bisa disahkan" in text_of(own.text)
    waiting = other.get(ANSWERS).text
    assert "lihat iklan &lt;b&gt;x&lt;/b&gt;" in waiting
    silent = other.send(f"{LIST}/tinjau", {"do": f"tolak:{answer}"}, page=ANSWERS)
    assert (silent.status_code, "Tulis alasannya" in text_of(silent.text)) == (409, True)
    done = other.send(f"{LIST}/tinjau", {"do": f"sahkan:{answer}"}, page=ANSWERS)
    assert done.headers["location"] == f"{ANSWERS}?putus={answer}"
    settle_down(doubtful)
    assert "Berlaku" in text_of(other.get(done.headers["location"]).text)
    coded = doubtful.state.serving.engine.refresh().catalogues[Kind.POSTING].place("papan:z-1").coded
    assert (coded.occupations, coded.settled) == ((("5230", 1.0),), ("karyawan=5230",))
    said = text_of(other.get(page_of(TITLE)).text)
    assert "menurut jawaban yang disahkan" in said
    assert "Mesin tidak lagi ragu" in said
    confirmed = other.get(f"{ANSWERS}?keadaan=confirmed").text
    assert "Terakhir diterapkan" in text_of(confirmed)
    table = other.get(f"{LIST}/unduh?keadaan=confirmed")
    assert table.headers["content-disposition"] == 'attachment; filename="judul.tsv"'
    assert table.text.splitlines()[1].startswith("karyawan\t5230\t")
    off = {"do": f"tarik:{answer}", "alasan": "keliru", "keadaan": "confirmed"}
    assert other.send(f"{LIST}/tinjau", off, page=ANSWERS).status_code == 303
    settle_down(doubtful)
    assert "1 judul, 2 lowongan" in text_of(steward.get(f"{LIST}?cari=karyawan").text)
    actions = [row.entry.action for row in doubtful.state.serving.engine.store.audit_rows()]
    assert [one for one in actions if one.startswith("title.")] == [
        "title.proposed",
        "title.confirmed",
        "title.withdrawn",
    ]


def test_what_cannot_be_answered_is_told_with_the_form_still_there(steward: Browser, other: Browser) -> None:
    def sent(browser: Browser, **fields: str) -> str:
        answer = browser.send(f"{LIST}/usul", {"judul": TITLE, **fields}, page=page_of(TITLE))
        assert answer.status_code == 422
        assert live_parts(answer.text) == []
        return text_of(answer.text)

    assert "Pilih satu jawaban dulu" in sent(steward)
    assert "Pilih salah satu jawaban" in sent(steward, jawaban="9999")
    assert "paling banyak" in sent(steward, jawaban="5230", catatan="x" * 301)
    first = propose(steward, TITLE, "4110")
    assert "masih menunggu" in sent(steward, jawaban="5230")
    assert "sudah ada untuk judul ini" in sent(other, jawaban="4110")
    second = propose(other, TITLE, "depends")
    assert "Menunggu orang kedua" in text_of(steward.get(page_of(TITLE)).text)
    for browser, answer in ((steward, first), (other, second)):
        assert browser.send(f"{LIST}/tinjau", {"do": f"tarik:{answer}"}, page=ANSWERS).status_code == 303
    again = steward.send(f"{LIST}/tinjau", {"do": f"tarik:{first}"}, page=ANSWERS)
    assert "sudah diputuskan" in text_of(again.text)
    assert steward.send(f"{LIST}/tinjau", {"do": "x"}, page=ANSWERS).status_code == 409
    assert steward.send(f"{LIST}/tinjau", {"do": "sahkan:ttl_0"}, page=ANSWERS).status_code == 404
    long = {"do": f"sahkan:{first}", "alasan": "x" * 301}
    assert steward.send(f"{LIST}/tinjau", long, page=ANSWERS).status_code == 409
    assert steward.send(f"{LIST}/usul", {"judul": "tidak ada", "jawaban": "4110"}, page=LIST).status_code == 404
    assert steward.get(page_of("tak pernah ada")).status_code == 404
    assert steward.get(page_of("!!!")).status_code == 404


def test_nothing_that_a_source_writes_runs_and_no_contact_is_shown(steward: Browser, doubtful: FastAPI) -> None:
    found = doubtful.state.serving.uncertain.now()
    hostile = [title for title in found if title.startswith("berbagai posisi")]
    assert len(hostile) > 5
    for number in (1, 2):
        assert live_parts(steward.get(f"{LIST}?page={number}&urut=abjad").text) == []
    for title in hostile[:12]:
        page = steward.get(page_of(title)).text
        assert live_parts(page) == []
        assert "081234567890" not in page
    for payload in PAYLOADS[::6]:
        query = urlencode({"cari": payload[:120], "judul": TITLE, "jabatan": payload[:120], "sumber": payload[:120]})
        for path in (LIST, ONE, ANSWERS):
            assert live_parts(steward.get(f"{path}?{query}").text) == []


def test_ten_thousand_titles_are_shown_a_page_at_a_time(
    steward: Browser, doubtful: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = doubtful.state.serving.uncertain.now()
    one = known[core_title(TITLE)]
    many = {f"judul {n}": replace(one, title=f"judul {n}", postings=n) for n in range(10_000)}
    monkeypatch.setattr(type(doubtful.state.serving.uncertain), "now", lambda self: many)
    begun = time.process_time()
    page = steward.get(f"{LIST}?page=400").text
    spent = time.process_time() - begun
    assert page.count('<li class="card">') == 25
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page
    assert steward.get(f"{LIST}?page=9999").text.count('<li class="card">') == 25
    assert spent < 2.0  # CPU, with a page of its own for each of the 25


def test_the_first_look_at_a_large_store_is_waited_for(
    steward: Browser, doubtful: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubt_pages, "SLOW_FROM", 1)
    monkeypatch.setattr(doubtful.state.serving.uncertain, "_seen", -1)
    sent = steward.get(LIST)
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/kemajuan/")


def test_answers_may_be_applied_by_hand_and_states_without_any_say_so(steward: Browser) -> None:
    sent = steward.send(f"{LIST}/terapkan", {}, page=ANSWERS)
    assert sent.headers["location"].startswith("/kemajuan/")
    assert "Tidak ada jawaban dalam keadaan ini" in text_of(steward.get(f"{ANSWERS}?keadaan=replaced").text)
    assert "Tidak ada jawaban yang cocok" in text_of(steward.get(f"{ANSWERS}?cari=tidakada").text)
    assert "Tidak ada yang menunggu" in text_of(steward.get(f"{ANSWERS}?keadaan=ngawur&usul=ttl_0").text)
    assert "Tidak ada judul yang cocok" in text_of(steward.get(f"{LIST}?cari=tidakada").text)


@pytest.mark.parametrize("role", ["officer", "employer", "planner", ""])
def test_nobody_else_opens_or_answers(browser: Browser, role: str) -> None:
    if role:
        browser.sign_in(role)
    for path in (LIST, page_of(TITLE), ANSWERS, f"{LIST}/unduh"):
        assert browser.get(path).status_code in {302, 303, 401, 403}
    for path in ("usul", "tinjau", "terapkan"):
        assert browser.send(f"{LIST}/{path}", {"judul": TITLE}, page="/").status_code in {302, 303, 401, 403}


def test_who_answered_is_kept_when_the_account_is_gone(steward: Browser, doubtful: FastAPI) -> None:
    with pytest.raises(UnknownIdError):
        doubtful.state.serving.engine.store.title_case("ttl_9")
    answer = propose(steward, TITLE, "----")
    assert doubtful.state.serving.engine.store.title_case(answer).answer.made_by == "staff:steward"
    assert steward.send(f"{LIST}/tinjau", {"do": f"tarik:{answer}"}, page=ANSWERS).status_code == 303
