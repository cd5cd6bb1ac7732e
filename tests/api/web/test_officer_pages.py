"""The officers' pages: queue, search, a pair, judgements, identity, letter, batches; each person shown is logged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.accounts import add_account
from api.routes.intake import read_record
from indexes.identity_vault import Vault
from matcher.records import Kind
from tests.api.test_pages import text_of
from tests.api.web.conftest import PASSWORD, Browser
from tests.api.web.payloads import PAYLOADS, live_parts
from tests.indexes.test_store_access import CLIENT
from tests.matcher.placement.test_letter import text_of as words_of_pdf

PAIR = "orang=contoh%3Aw-1&lowongan=contoh%3Ap-1"
BOTH = {"orang": "contoh:w-1", "lowongan": "contoh:p-1"}
LETTER = {
    **BOTH,
    "office": "Dinas Tenaga Kerja",
    "city": "Surabaya",
    "signer_title": "Kepala Bidang",
    "number": "560/1/XI/2026",
}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests open more pages in a second than a person does."""
    monkeypatch.setattr("api.web.route._BURST", 100_000)


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.sign_in("officer")
    return browser


@pytest.fixture
def identified(staffed: FastAPI) -> Iterator[FastAPI]:
    """With the identity of one person, sealed."""
    serving, vault = staffed.state.serving, Vault({"k": bytes(32)}, "k")
    told = {"name": "Siti Contoh", "nik": "3578000000000001", "phone": "081200000000", "sex": "P"}
    serving.engine.store.put_identity(Kind.WORKER, {"contoh:w-1": told}, vault)
    serving.vault = vault
    yield staffed
    serving.vault = None


def actions(app: FastAPI) -> list[str]:
    """What the audit log holds."""
    app.state.serving.audit.flush()
    return [row.entry.action for row in app.state.serving.engine.store.audit_rows()]


def test_what_waits_is_taken_done_and_the_next_follows(officer: Browser, staffed: FastAPI) -> None:
    page = officer.get("/petugas").text
    assert "Antrean petugas" in text_of(page)
    (first, *_) = re.findall(r'value="(ambil:wrk_[0-9a-f]+)"', page)
    taken = officer.send("/petugas/antrean", {"do": first}, page="/petugas")
    assert taken.status_code == 303
    where = taken.headers["location"]
    assert "kerja=wrk_" in where
    page = officer.get(where).text
    assert "Sedang kamu kerjakan" in text_of(page)
    other = Browser(http=TestClient(staffed))
    engine = staffed.state.serving.engine
    add_account(engine.store, "budi", role="officer", tenant="contoh", sources=(), password=PASSWORD, is_given=False)
    other.sign_in("budi")
    lost = other.send("/petugas/antrean", {"do": first}, page="/petugas")
    assert lost.status_code == 409
    assert "Petugas lain baru saja mengambilnya" in text_of(lost.text)
    assert "Sedang kamu kerjakan" not in text_of(other.get(where).text)
    work = first.partition(":")[2]
    assert (
        other.send(
            "/petugas/antrean", {"do": "selesai", "kerja": work, "alasan": "placed"}, page="/petugas"
        ).status_code
        == 409
    )
    assert (
        officer.send("/petugas/antrean", {"do": "selesai", "kerja": work, "alasan": "x"}, page="/petugas").status_code
        == 409
    )
    done = officer.send("/petugas/antrean", {"do": "lanjut", "kerja": work, "alasan": "no_match"}, page="/petugas")
    assert done.status_code == 303
    assert work not in officer.get("/petugas").text
    assert "kerja=wrk_" in done.headers["location"]
    following = done.headers["location"].rpartition("kerja=")[2]
    off = {"do": "tunda", "kerja": following, "alasan": "wants_time", "hari": "²", "catatan": "telepon lagi"}
    assert officer.send("/petugas/antrean", off, page="/petugas").headers["location"] == "/petugas"
    assert following not in officer.get("/petugas").text
    assert actions(staffed).count("work.put_down") == 2
    assert officer.send("/petugas/antrean", {"do": "ambil:wrk_0"}, page="/petugas").status_code == 404


def test_people_and_postings_are_found_by_key_pseudonym_and_words(officer: Browser, staffed: FastAPI) -> None:
    def asked(words: str) -> Any:
        return officer.send("/petugas/cari", {"cari": words}, page="/petugas")

    assert asked("contoh:w-1").headers["location"] == "/petugas/orang/contoh%3Aw-1"
    assert asked("contoh:p-1").headers["location"] == "/petugas/lowongan/contoh%3Ap-1"
    serving = staffed.state.serving
    serving.engine.store.put_client(CLIENT)
    name = staffed.state.tenancy.pseudonyms.of("contoh:w-1", CLIENT.tenant)
    assert asked(name).headers["location"] == "/petugas/orang/contoh%3Aw-1"
    said = text_of(asked("juru las").text)
    assert "Juru Las Listrik" in said
    assert "contoh:w-1" in said
    assert asked("").headers["location"] == "/petugas"
    assert asked("x\x00y").status_code == 200


def test_a_person_and_a_posting_show_who_fits_and_no_contacts(officer: Browser, staffed: FastAPI) -> None:
    person = text_of(officer.get("/petugas/orang/contoh%3Aw-1").text)
    assert "Juru Las Listrik" in person
    assert "0812" not in person
    posting = officer.get("/petugas/lowongan/contoh%3Ap-1").text
    assert quote("contoh:w-1", safe="") in posting or "contoh:w-1" in posting
    for path in ("orang/contoh%3Ax", "lowongan/contoh%3Ax", "lowongan/%00", f"pasangan?orang=x&{PAIR[22:]}"):
        assert officer.get(f"/petugas/{path}").status_code == 404


def test_a_pair_has_its_words_marked_in_both_texts_and_its_score(officer: Browser) -> None:
    page = officer.get(f"/petugas/pasangan?{PAIR}").text
    marked = re.findall(r"<mark[^>]*>([^<]*)<sup>(\d+)</sup>", page)
    number = next(number for words, number in marked if "SMAW" in words)
    assert sum(found == number for _, found in marked) >= 2
    assert f'value="{number}"' in page
    assert "Bengkel &lt;Jaya&gt; Contoh" in page
    assert "Rincian skor" in page


def test_a_judgement_needs_a_reason_moves_the_list_and_is_taken_back(officer: Browser, staffed: FastAPI) -> None:
    path = f"/petugas/pasangan?{PAIR}"
    no = officer.send("/petugas/pasangan", {**BOTH, "do": "tidak"}, page=path)
    assert no.status_code == 422
    assert "Pilih alasannya" in text_of(no.text)
    said = {**BOTH, "do": "tidak", "alasan": "too_far", "catatan": "<b>jauh</b>"}
    assert officer.send("/petugas/pasangan", said, page=path).status_code == 303
    page = officer.get(path).text
    assert "Tidak cocok menurut petugas" in text_of(page)
    assert "&lt;b&gt;jauh&lt;/b&gt;" in page
    listed = officer.get("/petugas/lowongan/contoh%3Ap-1").text
    keys = re.findall(r'<p class="key">([^<]+)</p>', listed)
    assert keys[-1] == "contoh:w-1"
    assert officer.send("/petugas/pasangan", {**BOTH, "do": "batal"}, page=path).status_code == 303
    assert "Tidak cocok menurut petugas" not in text_of(officer.get(path).text)
    told = actions(staffed)
    assert told.count("judgement.made") == told.count("judgement.undone") == 1


def test_an_identity_is_opened_on_demand_and_logged_first(officer: Browser, identified: FastAPI) -> None:
    before = actions(identified).count("identity.read")
    page = officer.get("/petugas/orang/contoh%3Aw-1").text
    assert "Siti" not in page
    opened = officer.send("/petugas/identitas", {"orang": "contoh:w-1"}, page="/petugas")
    assert "Siti Contoh" in opened.text
    assert "3578000000000001" not in opened.text
    assert actions(identified).count("identity.read") == before + 1
    part = officer.send("/petugas/identitas", {"orang": "contoh:w-2"}, page="/petugas", headers={"HX-Request": "true"})
    assert "Tidak ada identitas" in text_of(part.text)
    assert part.text.strip().startswith('<div class="panel" id="identitas"')


def test_a_letter_introduces_somebody_by_name_is_logged_and_waits_for_its_answer(
    officer: Browser, identified: FastAPI
) -> None:
    form = officer.get(f"/petugas/surat?{PAIR}").text
    assert "560/...../" in form
    assert "Siti" not in form
    bad = officer.send("/petugas/surat", {**LETTER, "office": "", "attachments": "satu"}, page="/petugas")
    assert bad.status_code == 422
    assert "Tulis nama dinas" in text_of(bad.text)
    odd = officer.send("/petugas/surat", {**LETTER, "employer": "王"}, page="/petugas")
    assert "tidak bisa dicetak" in text_of(odd.text)
    made = officer.send("/petugas/surat", {**LETTER, "copies": "Arsip.\n\nKepala Dinas;"}, page="/petugas")
    assert made.headers["content-type"] == "application/pdf"
    assert made.headers["cache-control"] == "no-store"
    said = words_of_pdf(made.content)
    assert "Siti Contoh" in said
    assert "Juru Las Listrik" in said
    assert "identity.read" in actions(identified)
    store = identified.state.serving.engine.store
    assert any(one.startswith("wrk_") for one in store.work_ids("referral"))


def test_a_letter_is_looked_at_before_it_is_made_and_opens_no_identity(officer: Browser, identified: FastAPI) -> None:
    before = actions(identified).count("identity.read")
    store = identified.state.serving.engine.store
    waiting = store.work_ids("referral")
    seen = officer.send("/petugas/surat/pratinjau", {**LETTER, "copies": "Arsip."}, page="/petugas")
    said = text_of(seen.text)
    for words in ("Begini suratnya nanti", "DINAS TENAGA KERJA", "Juru Las Listrik", "560/1/XI/2026", "1. Arsip."):
        assert words in said
    assert "Siti" not in said
    assert "........" in said
    assert "Buat dan unduh surat (PDF)" in said
    assert actions(identified).count("identity.read") == before
    assert store.work_ids("referral") == waiting
    assert officer.send("/petugas/surat/pratinjau", {**LETTER, "office": ""}, page="/petugas").status_code == 422
    assert officer.send("/petugas/surat/pratinjau", {**LETTER, "employer": "王"}, page="/petugas").status_code == 422
    bad = officer.send("/petugas/surat/pratinjau", {**LETTER, "office": PAYLOADS[0][:150]}, page="/petugas")
    assert live_parts(bad.text) == []


def test_many_are_spread_over_postings(officer: Browser) -> None:
    assert "Kunci pencari kerja" in text_of(officer.get("/petugas/sebar").text)
    page = officer.send("/petugas/sebar", {"orang": "contoh:w-1\ncontoh:w-2", "banyak": "1"}, page="/petugas").text
    assert "Hasil pembagian" in text_of(page)
    assert "Dengan pembagian" in page
    for people, postings in (("contoh:x", ""), ("contoh:w-1", "contoh:x"), ("", "")):
        answer = officer.send("/petugas/sebar", {"orang": people, "lowongan": postings}, page="/petugas")
        assert answer.status_code in {404, 422}


def test_a_nul_in_a_key_is_dropped_before_the_store_is_asked_for_it(officer: Browser) -> None:
    sent = {"orang": "contoh:w-1\x00\ncontoh:w-2", "lowongan": "\x00", "banyak": "\x00"}
    page = officer.send("/petugas/sebar", sent, page="/petugas")
    assert page.status_code == 200, "PostgreSQL fails when it is asked for one"
    assert "Hasil pembagian" in text_of(page.text)


def test_nobody_else_sees_these_pages(staffed: FastAPI) -> None:
    nobody, employer = (Browser(http=TestClient(staffed)) for _ in range(2))
    employer.sign_in("employer")
    paths = ("orang/contoh%3Aw-1", "lowongan/contoh%3Ap-1", f"pasangan?{PAIR}", f"surat?{PAIR}", "sebar")
    for path in ("/petugas", *(f"/petugas/{path}" for path in paths)):
        assert nobody.get(path).status_code == 401
        assert employer.get(path).status_code == 403
    for path in ("antrean", "cari", "pasangan", "identitas", "surat", "surat/pratinjau", "sebar"):
        assert employer.send(f"/petugas/{path}", LETTER, page="/pemberi-kerja").status_code == 403
    assert employer.http.post("/petugas/identitas", data=BOTH).status_code == 403


def test_nothing_that_people_wrote_runs_on_an_officers_page(officer: Browser, staffed: FastAPI) -> None:
    engine, whole = staffed.state.serving.engine, " ".join(PAYLOADS)
    ad = {"id": "contoh:px", "title": PAYLOADS[0], "description": whole[:15_000], "employer": PAYLOADS[16][:200]}
    person = {
        "id": "contoh:wx",
        "wish": PAYLOADS[0][:200],
        "summary": whole[:15_000],
        "skills": [PAYLOADS[8], PAYLOADS[16]],
    }
    engine.upsert([read_record(Kind.POSTING, ad, "x"), read_record(Kind.WORKER, person, "x")])
    both = "orang=contoh%3Awx&lowongan=contoh%3Apx"
    for path in ("", "/orang/contoh%3Awx", "/lowongan/contoh%3Apx", f"/pasangan?{both}", f"/surat?{both}"):
        answer = officer.get(f"/petugas{path}")
        assert answer.status_code == 200, path
        assert live_parts(answer.text) == [], path
    found = officer.send("/petugas/cari", {"cari": PAYLOADS[8]}, page="/petugas")
    assert live_parts(found.text) == []
    spread = officer.send("/petugas/sebar", {"orang": "contoh:wx", "lowongan": PAYLOADS[8]}, page="/petugas")
    assert live_parts(spread.text) == []
