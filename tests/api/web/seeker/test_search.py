"""A search by one's own words: every tab, hiding, comparing, suggestions, choosing; in no address, stored nowhere."""

from __future__ import annotations

import html
import re

import pytest
from fastapi import FastAPI

from api.routes.intake import read_record
from api.web.seeker.purposes import ASKED_TEXTS
from api.web.seeker.results import TABS
from api.web.tongue import TONGUES
from matcher.records import Kind
from matcher.rights.purposes import Asked, load_purposes
from tests.api.test_pages import SEEKER, text_of
from tests.api.web.conftest import Browser
from tests.api.web.payloads import PAYLOADS, live_parts

HEADINGS = {
    "lowongan": "lowongan paling cocok",
    "dekat": "Lowongan di sekitar Kabupaten Sidoarjo",
    "pelatihan": "Pelatihan yang membuka lebih banyak lowongan",
    "jenjang": "Jenjang kerja berikutnya",
    "magang": "Magang dan kerja pertama",
    "luar-negeri": "Kerja di luar negeri",
}


def searched(browser: Browser, **fields: str) -> str:
    answer = browser.http.post("/", data={**SEEKER, **fields})
    assert answer.status_code == 200, answer.text[:500]
    return str(answer.text)


@pytest.fixture(scope="module", autouse=True)
def _abroad(staffed: FastAPI) -> None:
    engine = staffed.state.serving.engine
    rows = [
        {
            "id": "contoh:p-90",
            "title": "Welder ke Jepang",
            "description": "Las SMAW di Jepang, biaya penempatan 30 juta ditanggung pelamar, bayar dulu di depan.",
            "places": ["Jepang"],
            "employer": "LPK Contoh",
        },
        {
            "id": "contoh:p-91",
            "title": "Magang Teknik Pengelasan",
            "description": "Magang untuk SMK Teknik Pengelasan, belajar SMAW.",
            "places": ["Sidoarjo"],
            "employment_type": "internship",
        },
    ]
    engine.upsert([read_record(Kind.POSTING, row, "contoh") for row in rows])


@pytest.mark.parametrize("tab", list(TABS))
def test_every_tab_answers_and_carries_what_was_typed(browser: Browser, tab: str) -> None:
    page = searched(browser, tab=tab)
    assert HEADINGS[tab] in text_of(page)
    assert f'value="{tab}" aria-current="page"' in page
    assert 'name="summary" value="3 tahun ngelas pagar, bisa SMAW"' in page
    assert live_parts(page) == []


def test_reasons_are_told_in_plain_words_and_the_course_that_helps_is_linked(browser: Browser) -> None:
    page = searched(browser)
    shown = text_of(page)
    assert "Kenapa cocok" in shown
    assert "sekitar" in shown
    assert "Di daerahmu sendiri" in text_of(searched(browser, place="Kota Surabaya"))
    assert 'href="#pelatihan-1"' in page
    assert 'id="pelatihan-1"' in page


def test_work_abroad_stands_on_a_tab_of_its_own_with_what_the_law_says(browser: Browser) -> None:
    assert "Welder ke Jepang" not in text_of(searched(browser))
    shown = text_of(searched(browser, tab="luar-negeri"))
    assert "Welder ke Jepang" in shown
    assert re.search(r"LPK Contoh\s+Jepang", shown)
    assert "Berangkat hanya lewat jalur resmi" in shown
    assert "Yang diminta negara tujuan" in shown
    browser.send("/pilihan", {"bahasa": "en"}, page="/")
    assert re.search(r"LPK Contoh\s+Japan", text_of(searched(browser, tab="luar-negeri")))


def test_internships_are_found_by_a_field_of_study_that_is_asked_for(browser: Browser) -> None:
    assert "Tulis jurusanmu" in text_of(searched(browser, tab="magang"))
    assert "Jurusan ini belum kami kenal" in text_of(searched(browser, tab="magang", study_programme="sihir xyz"))
    shown = text_of(searched(browser, tab="magang", study_programme="Teknik Pengelasan"))
    assert "Magang Teknik Pengelasan" in shown


def test_what_is_hidden_is_gone_from_every_tab_until_it_is_shown_again(browser: Browser) -> None:
    page = searched(browser, sembunyi="jauh contoh:p-1")
    assert "Lowongan disembunyikan." in page
    assert "Juru Las Listrik" not in text_of(page)
    assert 'name="hidden" value="jauh contoh:p-1"' in page
    assert "Juru Las Listrik" not in text_of(searched(browser, hidden="jauh contoh:p-1", tab="dekat"))
    assert "Juru Las Listrik" in text_of(searched(browser, hidden="jauh contoh:p-1", tampilkan="contoh:p-1"))


def test_two_postings_are_compared_whatever_the_limits(browser: Browser) -> None:
    chosen = {"banding-1": "contoh:p-1", "banding-2": "contoh:p-90", "bandingkan": "1", "within_km": "10"}
    page = searched(browser, **chosen)
    assert "Lowongan berdampingan" in page
    assert re.search(r"<thead>.*Juru Las Listrik.*Welder ke Jepang.*</thead>", page, re.DOTALL)
    one = text_of(searched(browser, bandingkan="1", **{"banding-1": "contoh:p-1", "banding-2": "contoh:gone"}))
    assert "Pilih dua atau tiga lowongan" in one


def test_filters_narrow_and_say_how_many_are_on(browser: Browser) -> None:
    page = searched(browser, remote="1", pay_least="3000000")
    assert '<span class="badge">2</span>' in page
    assert "Juru Las Listrik" not in text_of(page)
    assert "Helper Las" in text_of(page)


def test_going_back_to_the_form_keeps_what_was_typed(browser: Browser) -> None:
    page = searched(browser, ubah="1")
    assert 'value="tukang las"' in page
    assert "3 tahun ngelas pagar, bisa SMAW</textarea>" in page


def test_htmx_gets_the_results_and_another_page_takes_the_place_of_all(browser: Browser) -> None:
    answer = browser.http.post("/", data={**SEEKER, "simpan": "contoh:p-1"}, headers={"HX-Request": "true"})
    assert answer.headers["hx-retarget"] == "main"
    assert "hx-retarget" not in browser.http.post("/", data=SEEKER, headers={"HX-Request": "true"}).headers


@pytest.mark.parametrize(
    "wish", ["😀😀😀", "aaaaa " * 60, "‮las", "lowongan krja apa aja yg penting halal cuy 🙏", "\x07las\x00"]
)
def test_emoji_slang_and_rubbish_are_answered(browser: Browser, wish: str) -> None:
    assert browser.http.post("/", data={"wish": wish.strip()[:300]}).status_code == 200


def test_five_thousand_words_are_refused_in_words_and_kept_in_the_form(browser: Browser) -> None:
    answer = browser.http.post("/", data={"summary": "las " * 5_000})
    assert answer.status_code == 422
    assert "paling banyak 5.000 huruf" in text_of(answer.text)
    assert "las las las" in answer.text


def test_nothing_that_is_typed_or_stored_runs(browser: Browser, staffed: FastAPI) -> None:
    engine = staffed.state.serving.engine
    rows = [
        {"id": f"contoh:x-{at}", "title": f"Juru las {text}", "employer": text, "description": f"SMAW {text}"}
        for at, text in enumerate(PAYLOADS)
    ]
    engine.upsert([read_record(Kind.POSTING, row, "contoh") for row in rows])
    try:
        for text in PAYLOADS[::9]:
            fields = {"wish": f"las {text}"[:300], "place": text[:100], "study_programme": text[:200]}
            for tab in ("lowongan", "magang"):
                assert live_parts(browser.http.post("/", data={**fields, "tab": tab}).text) == []
        for tab in TABS:
            assert live_parts(searched(browser, tab=tab, banyak="50")) == []
        for at in range(len(PAYLOADS)):
            assert live_parts(browser.get(f"/lowongan/contoh:x-{at}").text) == []
    finally:
        engine.delete(Kind.POSTING, [str(row["id"]) for row in rows])


def test_a_posting_has_an_address_to_share_that_holds_nothing_about_who_looks(browser: Browser) -> None:
    page = browser.get("/lowongan/contoh:p-1?daftar=abc")
    assert page.status_code == 200
    assert "Juru Las Listrik" in text_of(page.text)
    assert 'value="http://testserver/lowongan/contoh:p-1"' in page.text
    assert page.headers["x-robots-tag"] == "noindex"  # invented
    assert '<meta name="robots" content="noindex">' in page.text
    assert browser.get("/lowongan/contoh:tidak-ada").status_code == 404
    assert "Lowongan ini sudah ditutup." in browser.get("/lowongan/contoh:p-3").text
    assert "Tujuan: Jepang" in text_of(browser.get("/lowongan/contoh:p-90").text)


def test_only_open_real_ads_without_anybody_s_contact_are_for_search_engines(
    browser: Browser, staffed: FastAPI
) -> None:
    engine = staffed.state.serving.engine
    rows = [
        {"id": "papan:1", "title": "Juru las", "description": "Mengelas SMAW."},
        {"id": "papan:2", "title": "Juru las", "description": "Kirim lamaran ke 0812-3456-7890."},
        {"id": "papan:3", "title": "Juru las", "description": "Mengelas.", "is_closed": True},
    ]
    engine.upsert([read_record(Kind.POSTING, row, "papan") for row in rows])
    listed = ["x-robots-tag" not in browser.get(f"/lowongan/papan:{at}").headers for at in (1, 2, 3)]
    engine.delete(Kind.POSTING, ["papan:1", "papan:2", "papan:3"])
    assert listed == [True, False, False]


@pytest.mark.parametrize(
    ("kind", "words", "wanted"),
    [
        ("pekerjaan", "tukng la", "Tukang Las"),
        ("keterampilan", "exel", "Microsoft Excel"),
        ("tempat", "sidoa", "Kabupaten Sidoarjo"),
        ("tempat", "jaksel", "Kota Jakarta Selatan"),
        ("tempat", "bekasii", "Kota Bekasi"),
    ],
)
def test_what_fits_is_offered_while_one_types(browser: Browser, kind: str, words: str, wanted: str) -> None:
    page = browser.send(f"/saran/{kind}", {"kolom": "wish", "wish": words}, page="/")
    options = [html.unescape(value) for value in re.findall(r'<option value="([^"]+)"', page.text)]
    assert wanted in options
    assert len(options) <= 8


def test_one_letter_offers_nothing_an_unknown_kind_is_none_and_words_stay_out_of_addresses(browser: Browser) -> None:
    assert "<option" not in browser.send("/saran/pekerjaan", {"kolom": "wish", "wish": "a"}, page="/").text
    assert browser.send("/saran/agama", {"kolom": "wish", "wish": "las"}, page="/").status_code == 404
    assert browser.get("/saran/pekerjaan?wish=las").status_code == 405
    assert live_parts(browser.send("/saran/tempat", {"kolom": "x", "x": PAYLOADS[0]}, page="/").text) == []


def test_a_profile_is_made_by_choosing_alone(browser: Browser) -> None:
    def step(**fields: str) -> str:
        return str(browser.send("/profil", fields, page="/profil").text)

    page = step(langkah="pekerjaan", q="tukng las", cari="1")
    assert 'name="pilih" type="radio" value="Tukang Las"' in page
    page = step(langkah="pekerjaan", pilih="Tukang Las", lanjut="1")
    assert "Langkah 2 dari 5" in page
    page = step(langkah="pengalaman", wish="Tukang Las", job_title="Helper las", job_months="18", lagi="1")
    assert "Hapus: Helper las (1 tahun 6 bulan)" in page
    kept = {"wish": "Tukang Las", "jobs": "Helper las|18"}
    without = step(langkah="pengalaman", lagi="1", **kept, **{"hapus-Helper las|18": "1"})
    assert "Helper las" not in without.split("<main")[1]
    page = step(langkah="pengalaman", lanjut="1", **kept)
    assert "Centang yang kamu bisa" in page
    assert re.search(r'name="skill-\d+" type="checkbox" value="Pengelasan"', page)
    chosen = {"tampil-1": "Pengelasan", "tampil-2": "Gerinda", "skill-1": "Pengelasan"}
    page = step(langkah="keterampilan", lanjut="1", skills="Gerinda\nSulap", **chosen, **kept)
    assert 'name="skills" value="Sulap\nPengelasan"' in page
    page = step(langkah="pendidikan", education="SMA", study_programme="Teknik Pengelasan", lanjut="1", **kept)
    assert '<optgroup label="Jawa Timur">' in page
    page = step(langkah="tempat", place="Kabupaten Sidoarjo", lanjut="1", education="SMA", **kept)
    shown = text_of(page)
    assert "Tempat tinggal Kabupaten Sidoarjo" in shown
    assert "Helper las (1 tahun 6 bulan)" in shown
    assert "Upah per bulan" in text_of(step(langkah="tempat", pay="banyak sekali", lanjut="1", **kept))


def test_choosing_goes_back_and_does_not_go_on_without_a_job(browser: Browser) -> None:
    answer = browser.send("/profil", {"langkah": "pekerjaan", "lanjut": "1"}, page="/profil")
    assert answer.status_code == 422
    assert "Pilih atau tulis satu pekerjaan." in answer.text
    back = browser.send("/profil", {"langkah": "pendidikan", "wish": "las", "kembali": "1"}, page="/profil")
    assert "Langkah 3 dari 5" in back.text
    own = browser.send("/profil", {"langkah": "pekerjaan", "q": "tukang sulap keliling", "lanjut": "1"}, page="/profil")
    assert 'name="wish" value="tukang sulap keliling"' in own.text


def test_every_purpose_that_is_asked_about_has_its_text_in_both_languages() -> None:
    for facts in load_purposes().values():
        if facts.asked is not Asked.NONE:
            for text in (facts.name_id, facts.text_id):
                assert text in ASKED_TEXTS
                assert TONGUES["en"].gettext(text) != text
