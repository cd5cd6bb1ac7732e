"""A profile that is kept: consent first, a code once, postings, outcomes, every right, and nothing left afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.serving import Serving
from api.web.seeker import rights_page
from matcher.records import Kind, Worker
from matcher.rights.purposes import Purpose
from tests.api.test_pages import SEEKER, text_of
from tests.api.web.conftest import Browser, token_of
from tests.api.web.payloads import PAYLOADS, live_parts

DRAFT = {**SEEKER, "summary": "3 tahun ngelas pagar, bisa SMAW. HP 0812-3456-7890", "hidden": "upah contoh:p-2"}


@dataclass
class Kept:
    """Somebody whose profile is kept.

    Attributes:
        browser: Theirs.
        key: Of the record.
        code: That was shown.
        serving: Of the app.
    """

    browser: Browser
    key: str
    code: str
    serving: Serving

    def say(self, path: str, page: str = "/data-saya", **fields: str) -> Any:
        return self.browser.send(path, fields, page=page)

    def worker(self) -> Worker:
        found = self.serving.engine.get(Kind.WORKER, self.key)
        assert isinstance(found, Worker)
        return found

    def allows(self, purpose: Purpose) -> bool:
        return self.serving.engine.limits.allows(self.key, purpose)


def workers(serving: Serving) -> set[str]:
    return {key for key in serving.engine.store.keys("worker") if key.startswith("laman:")}


def keep(app: FastAPI, **fields: str) -> Kept:
    browser, serving = Browser(http=TestClient(app, raise_server_exceptions=False)), app.state.serving
    before = workers(serving)
    page = browser.http.post("/", data={**DRAFT, "simpan": "contoh:p-1"}).text
    assert workers(serving) == before, "nothing is kept before the seeker says so"
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    answer = browser.http.post("/simpan", data={**carried, "_csrf": token_of(page), **fields})
    assert answer.status_code == 200, answer.text[:400]
    (key,) = workers(serving) - before
    found = re.search(r'class="code-once">([^<]+)<', answer.text)
    assert found
    return Kept(browser=browser, key=key, code=found[1], serving=serving)


@pytest.fixture
def kept(staffed: FastAPI) -> Iterator[Kept]:
    made = keep(staffed, **{"tujuan-training": "1", "tujuan-learning": "1", "tujuan-alerts": "1"})
    yield made
    made.serving.engine.delete(Kind.WORKER, [made.key])


def test_what_is_kept_has_no_contact_and_what_was_said_of_its_use(kept: Kept) -> None:
    worker = kept.worker()
    assert (worker.wish, worker.place, worker.salary_idr_month) == ("tukang las", "Sidoarjo", 4_500_000)
    assert "0812" not in worker.summary
    assert [kept.allows(one) for one in (Purpose.TRAINING, Purpose.LEARNING, Purpose.ALERTS)] == [True] * 3
    assert not kept.allows(Purpose.RECOMMENDATIONS)
    assert not kept.allows(Purpose.SHARE)
    said = {(one.posting_key, one.state, one.reason) for one in kept.serving.engine.store.kept_postings(kept.key)}
    assert said == {("contoh:p-1", "saved", ""), ("contoh:p-2", "hidden", "upah")}


def test_the_cookie_is_out_of_reach_of_scripts_and_pages_are_not_kept_by_caches(kept: Kept) -> None:
    assert [cookie.name for cookie in kept.browser.http.cookies.jar if cookie.name == "sepadan_sesi"]
    for path in ("/saya", "/simpanan", "/data-saya", "/cv"):
        assert "no-store" in kept.browser.get(path).headers["cache-control"], path


def test_the_kept_profile_finds_its_postings_without_being_typed_again(kept: Kept) -> None:
    page = kept.browser.get("/saya").text
    shown = text_of(page)
    assert "Juru Las Listrik" in shown
    assert "Helper Las" not in shown
    assert "Tersimpan" in shown
    assert "ngelas" not in page.replace("ngelas pagar", "", 0).split("<main")[0]
    assert "Profilmu tersimpan di browser ini." in kept.browser.get("/").text


def test_postings_are_saved_hidden_with_why_and_taken_back(kept: Kept) -> None:
    kept.say("/saya", "/saya", sembunyi="jam contoh:p-1")
    said = {one.posting_key: (one.state, one.reason) for one in kept.serving.engine.store.kept_postings(kept.key)}
    assert said["contoh:p-1"] == ("hidden", "jam")
    assert "Jam kerjanya" in text_of(kept.browser.get("/simpanan").text)
    kept.say("/saya", "/saya", tampilkan="contoh:p-1")
    assert "Lowongan disimpan" in kept.say("/saya", "/saya", simpan="contoh:p-1").text
    assert kept.say("/saya", "/saya", simpan="contoh:gone").status_code == 404
    kept.say("/simpanan", "/simpanan", kunci="contoh:p-1")
    page = kept.browser.get("/simpanan").text
    assert "Belum ada lowongan yang disimpan." in page
    for deed, state in (("simpan", "saved"), ("batal", ""), ("sembunyi", "hidden")):
        path = "/lowongan/contoh:p-1"
        assert kept.say(path, path, **{deed: "jauh"}).status_code == 303
        found = {one.posting_key: one.state for one in kept.serving.engine.store.kept_postings(kept.key)}
        assert found.get("contoh:p-1", "") == state
    assert "Tampilkan lagi di hasil" in kept.browser.get("/lowongan/contoh:p-1").text


def test_lists_that_were_shown_and_what_was_opened_are_told_once_and_hiding_is_not(kept: Kept) -> None:
    engine = kept.serving.engine
    kept.say("/simpanan", "/simpanan", kunci="contoh:p-2")
    page = kept.browser.get("/saya").text
    told = engine.store.outcomes_of(kept.key)
    assert {one.event for one in told} == {"shown"}
    assert sorted(one.position for one in told) == list(range(1, len(told) + 1))
    (list_id,) = {one.list_id for one in told}
    assert f"?daftar={list_id}" in page
    kept.browser.get("/saya")
    assert len(engine.store.outcomes_of(kept.key)) == len(told)
    first = told[0].posting_key
    kept.browser.get(f"/lowongan/{first}?daftar={list_id}")
    kept.browser.get("/lowongan/contoh:p-3?daftar=" + list_id)
    kept.browser.get(f"/lowongan/{first}?daftar=of-somebody-else")
    opened = [one.posting_key for one in engine.store.outcomes_of(kept.key) if one.event == "opened"]
    assert opened == [first]
    kept.say("/saya", "/saya", sembunyi=f"curiga {first}")
    assert {one.event for one in engine.store.outcomes_of(kept.key)} == {"shown", "opened"}


def test_who_objects_to_learning_tells_nothing_and_who_wants_no_courses_gets_none(kept: Kept) -> None:
    kept.say("/data-saya/izin", **{"tujuan-share": "1"})
    assert kept.allows(Purpose.SHARE)
    assert not kept.allows(Purpose.LEARNING)
    page = kept.browser.get("/saya").text
    assert kept.serving.engine.store.outcomes_of(kept.key) == []
    assert "Kamu meminta agar saran pelatihan tidak dihitung." in page
    history = kept.serving.engine.store.consents(kept.key)
    assert all(one.given.channel == "web" and one.given.text_version for one in history)


def test_a_code_opens_the_profile_in_another_browser_and_is_spent(kept: Kept, staffed: FastAPI) -> None:
    other = Browser(http=TestClient(staffed, raise_server_exceptions=False))
    assert other.send("/pulihkan", {"kode": "ABCDE-12345"}, page="/pulihkan").status_code == 422
    answer = other.send("/pulihkan", {"kode": kept.code.lower()}, page="/pulihkan")
    assert "Profil dibuka lagi" in answer.text
    assert "tukang las" in text_of(other.get("/data-saya").text)
    assert other.send("/pulihkan", {"kode": kept.code}, page="/pulihkan").status_code == 422
    new = re.search(r'class="code-once">([^<]+)<', kept.say("/data-saya/kode").text)
    assert new
    assert new[1] != kept.code


def test_everything_can_be_seen_and_taken_along(kept: Kept) -> None:
    answer = kept.browser.get("/data-saya/unduh?jenis=semua")
    assert answer.headers["content-disposition"] == 'attachment; filename="data-saya.json"'
    document = json.loads(answer.text)
    assert document["record"]["wish"] == "tukang las"
    assert {one["posting"] for one in document["kept_postings"]} == {"contoh:p-1", "contoh:p-2"}
    assert document["consents"]
    portable = json.loads(kept.browser.get("/data-saya/unduh?jenis=bawa").text)
    assert portable["format"] == "sepadan-person-1"


def test_a_profile_is_corrected_by_the_same_steps(kept: Kept) -> None:
    page = kept.browser.get("/profil").text
    assert "<strong>tukang las</strong>" in page
    asked = kept.say("/profil", "/profil", langkah="tempat", wish="kasir", simpan_profil="1").text
    assert "akan diganti" in asked
    answer = kept.say("/simpan", "/profil", wish="kasir")
    assert "Profil lama sudah diganti" in answer.text
    assert kept.worker().wish == "kasir"
    assert "code-once" not in answer.text


def test_a_human_is_asked_and_the_answer_is_shown(kept: Kept) -> None:
    assert kept.say("/data-saya/permintaan", jenis="manusia", keluhan="").status_code == 422
    answer = kept.say("/data-saya/permintaan", jenis="manusia", keluhan="Kenapa saya di bawah?")
    assert "Permintaanmu dicatat." in answer.text
    assert "Pemeriksaan oleh manusia" in text_of(answer.text)
    assert "dijawab paling lambat" in text_of(answer.text)


def test_the_posting_whose_score_is_wrong_is_named(kept: Kept) -> None:
    posting = kept.browser.get("/lowongan/contoh:p-1").text
    assert 'href="/data-saya?lowongan=contoh%3Ap-1#manusia"' in posting
    asked = kept.browser.get("/data-saya?lowongan=contoh:p-1").text
    assert '<input type="hidden" name="lowongan" value="contoh:p-1">' in asked
    named = {"jenis": "manusia", "lowongan": "contoh:p-1"}
    refused = kept.say("/data-saya/permintaan", **named, keluhan="")
    assert refused.status_code == 422
    assert 'value="contoh:p-1"' in refused.text
    answer = kept.say("/data-saya/permintaan", **named, keluhan="Saya punya sertifikat 3G.")
    assert '<a href="/lowongan/contoh:p-1">' in answer.text
    (stored,) = kept.browser.get("/data-saya/unduh").json()["requests"][:1]
    assert stored["content"] == {"words": "Saya punya sertifikat 3G.", "posting": "contoh:p-1"}


def test_a_posting_that_is_not_there_is_not_named(kept: Kept) -> None:
    for key in ("tidak:ada", "x" * 400, "<b>", "😀"):
        page = kept.browser.get(f"/data-saya?lowongan={quote(key)}")
        assert page.status_code == 200
        assert 'name="lowongan"' not in page.text
    assert kept.browser.get("/data-saya?lowongan=" + "x" * 401).status_code == 422
    kept.say("/data-saya/permintaan", jenis="manusia", keluhan="Kenapa?", lowongan="tidak:ada")
    assert '<a href="/lowongan/' not in kept.browser.get("/data-saya").text


def test_use_is_paused_at_once_and_goes_on_when_the_person_says_so(kept: Kept) -> None:
    kept.say("/data-saya/permintaan", jenis="jeda")
    kept.say("/data-saya/permintaan", jenis="jeda")
    assert kept.browser.get("/saya").headers["location"] == "/data-saya"
    assert kept.browser.get("/lowongan/contoh:p-1").status_code == 200
    assert "Pemakaian datamu sedang dihentikan." in kept.browser.get("/data-saya").text
    assert "Datamu dipakai lagi." in kept.say("/data-saya/permintaan", jenis="lanjut").text
    assert kept.browser.get("/saya").status_code == 200


def test_a_cv_of_who_wrote_one_sentence_has_the_skills_read_in_it_and_says_what_would_help(kept: Kept) -> None:
    page = kept.browser.get("/cv").text
    paper = text_of(page.split('<article class="cv"')[1])
    assert "Kabupaten Sidoarjo" in paper
    assert "Las SMAW" in paper.split("Keterampilan")[1]
    assert "Pengalaman: kerja, PKL, magang" in text_of(page)


def test_a_cv_prints_name_and_contact_that_are_kept_nowhere(kept: Kept) -> None:
    shown = text_of(kept.say("/cv", "/cv", nama="Sri Contoh", hp="0812 0000 0000").text)
    assert "Sri Contoh" in shown
    assert "tukang las" in shown
    assert "Sri Contoh" not in kept.browser.get("/cv").text
    assert "Sri Contoh" not in json.dumps(kept.browser.get("/data-saya/unduh").json())
    europass = kept.browser.get("/cv/europass?format=xml")
    assert europass.headers["content-disposition"].endswith('"cv-europass.xml"')
    assert kept.browser.get("/cv/europass").json()
    own = text_of(kept.say("/cv", "/cv", wish="kasir", skills="Microsoft Excel\nBahasa Inggris\nSIM C").text)
    assert "Bahasa Bahasa Inggris" in own
    assert "Izin dan sertifikat SIM C" in own


def test_erasing_takes_everything_and_the_session_along(kept: Kept) -> None:
    assert "tidak bisa dibatalkan" in kept.browser.get("/data-saya/hapus").text
    answer = kept.say("/data-saya/hapus")
    assert "Datamu sudah dihapus" in answer.text
    store = kept.serving.engine.store
    assert store.get("worker", kept.key) is None
    assert store.kept_postings(kept.key) == []
    assert "Tidak ada data tentangmu" in kept.browser.get("/data-saya").text
    assert kept.browser.send("/pulihkan", {"kode": kept.code}, page="/pulihkan").status_code == 422


def test_leaving_a_browser_keeps_the_profile(kept: Kept) -> None:
    kept.say("/data-saya/keluar")
    assert kept.browser.get("/saya").headers["location"] == "/"
    assert kept.worker().wish == "tukang las"


def test_what_was_done_stands_in_the_log(kept: Kept) -> None:
    actions = [row.entry.action for row in kept.serving.audit.about(kept.key)]
    assert "record.write" in actions
    assert "consent.granted" in actions


def test_forms_without_a_token_and_of_other_sites_are_refused(kept: Kept) -> None:
    http = kept.browser.http
    for path in ("/saya", "/simpan", "/simpanan", "/data-saya/hapus", "/data-saya/izin", "/cv", "/profil"):
        assert http.post(path, data={"wish": "x"}).status_code == 403, path
    token = token_of(kept.browser.get("/data-saya").text)
    crossed = http.post("/data-saya/hapus", data={"_csrf": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert crossed.status_code == 403
    assert kept.worker()


def test_without_a_profile_nothing_is_shown_or_done(browser: Browser) -> None:
    assert browser.get("/saya").headers["location"] == "/"
    for path in ("/simpanan", "/data-saya", "/cv"):
        assert browser.get(path).status_code == 200
    assert browser.get("/data-saya/unduh").headers["location"] == "/data-saya"
    assert browser.get("/data-saya/hapus").headers["location"] == "/data-saya"
    for path in ("/data-saya/izin", "/data-saya/permintaan", "/data-saya/kode", "/data-saya/hapus"):
        assert browser.send(path, {"jenis": "jeda"}, page="/").headers["location"] == "/data-saya"
    assert browser.send("/lowongan/contoh:p-1", {"simpan": "1"}, page="/").headers["location"] == "/"
    assert browser.send("/saya", {}, page="/").headers["location"] == "/"
    assert browser.send("/cv", {"nama": "x"}, page="/").headers["location"] == "/"
    assert browser.get("/cv/europass").headers["location"] == "/cv"
    assert browser.send("/simpan", {}, page="/").headers["location"] == "/"


def test_staff_have_no_profile_of_a_seeker(browser: Browser) -> None:
    browser.sign_in("officer")
    assert browser.get("/saya").headers["location"] == "/"
    assert "Tidak ada data tentangmu" in browser.get("/data-saya").text


def test_what_a_seeker_keeps_never_runs(kept: Kept) -> None:
    for text in PAYLOADS[::13]:
        kept.say("/simpan", "/profil", wish=f"las {text}"[:300], skills=text, jobs=f"{text}|3", place=text[:100])
        for path in ("/saya", "/data-saya", "/cv", "/profil", "/simpanan"):
            assert live_parts(kept.browser.get(path).text) == []
        assert live_parts(kept.say("/cv", "/cv", nama=text, alamat=text).text) == []
    assert rights_page.MOST_WORDS
