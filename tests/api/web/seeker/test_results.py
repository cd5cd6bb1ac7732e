"""What annoyed seekers on the pages of results: lost lists, far work, the same said ten times, what is not so."""

from __future__ import annotations

import html
import re

import pytest
from fastapi import FastAPI

from api.routes.intake import read_record
from api.web.seeker.abroad import AbroadNote, in_common, without
from matcher.records import Kind
from tests.api.test_pages import SEEKER, text_of
from tests.api.web.conftest import Browser

BY_HTMX = {"HX-Request": "true"}
FAR = [
    {
        "id": f"contoh:far-{at}",
        "title": "Tukang Las",
        "description": "Mengelas pagar, bisa SMAW. Minimal SMA.",
        "places": ["Kota Jayapura"],
    }
    for at in range(8)
]
ABROAD = [
    {
        "id": f"contoh:abroad-{at}",
        "title": f"Welder ke {country}",
        "description": f"Las SMAW di {country}. Kontrak 2 tahun.",
        "places": [country],
        "employer": "LPK Contoh",
    }
    for at, country in enumerate(("Jepang", "Jepang", "Malaysia"))
]
FIRST = {
    "id": "contoh:first-1",
    "title": "Magang Admin Keuangan",
    "description": "Magang untuk SMK Akuntansi. Menguasai Microsoft Excel. Mencatat jurnal transaksi. Ketelitian.",
    "places": ["Sidoarjo"],
    "employment_type": "internship",
    "employer": "Koperasi Contoh",
}
REMOTE = {
    "id": "contoh:remote-1",
    "title": "Tukang Las (Remote)",
    "description": "Mengajar las SMAW. Kerja remote dari rumah (WFH).",
    "places": ["Remote", "Kota Jayapura"],
}


@pytest.fixture(scope="module", autouse=True)
def _more(staffed: FastAPI) -> None:
    rows = [*FAR, *ABROAD, FIRST, REMOTE]
    staffed.state.serving.engine.upsert([read_record(Kind.POSTING, row, "contoh") for row in rows])


def answered(browser: Browser, headers: dict[str, str] | None = None, **fields: str) -> tuple[str, str]:
    """Page and the header that says where HTMX puts it."""
    answer = browser.http.post("/", data={**SEEKER, **fields}, headers=headers or {})
    assert answer.status_code == 200, answer.text[:500]
    return answer.text, answer.headers.get("hx-reswap", "")


def test_a_posting_opens_beside_the_results_for_no_browser_goes_back_to_the_answer_of_a_form(browser: Browser) -> None:
    for tab in ("lowongan", "dekat", "magang", "luar-negeri"):
        page, _ = answered(browser, tab=tab, study_programme="Akuntansi")
        links = re.findall(r'<a href="/lowongan/[^>]+>', page)
        assert links, tab
        assert all('target="_blank" rel="noopener"' in link for link in links)
    compared, _ = answered(browser, bandingkan="1", **{"banding-1": "contoh:p-1", "banding-2": "contoh:p-2"})
    assert compared.count('target="_blank"') == 2


def test_who_comes_back_to_the_form_finds_what_was_typed(browser: Browser) -> None:
    page = browser.get("/").text
    for name in ("wish", "place", "pay"):
        field = re.search(rf'<input id="{name}"[^>]*>', page)
        assert field
        assert 'autocomplete="off"' not in field[0]


def test_what_was_asked_stands_above_the_results_with_the_way_to_change_it(browser: Browser) -> None:
    page, _ = answered(browser)
    above = page.split('class="asked-for"')[1].split("</p>")[0]
    assert "tukang las" in above
    assert "Sidoarjo" in above
    assert 'name="ubah"' in above


def test_who_is_offered_far_work_alone_is_told_and_asks_for_near_work_by_one_button(browser: Browser) -> None:
    page, _ = answered(browser)
    assert "yang dekat (sampai 50 km) dari Kabupaten Sidoarjo." in text_of(page)
    near, reswap = answered(browser, BY_HTMX, dekat_saja="1")
    assert '<option value="50" selected>' in near
    assert "yang dekat (sampai" not in text_of(near)
    assert "/lowongan/contoh:far-" not in near
    assert reswap == "outerHTML show:#jenis-hasil:top"
    for quiet in ({"place": ""}, {"relocate": "1"}, {"within_km": "100"}):
        assert 'name="dekat_saja"' not in answered(browser, **quiet)[0]


def test_work_from_home_is_not_called_near(browser: Browser) -> None:
    page, _ = answered(browser, remote="1")
    card = page.split("/lowongan/contoh:remote-1")[1].split("</article>")[0]
    assert "Bisa dikerjakan dari rumah." in card
    assert "Tempatnya dekat denganmu." not in card


def test_the_word_about_a_hidden_posting_stands_where_it_stood(browser: Browser) -> None:
    page, _ = answered(browser)
    keys = re.findall(r'name="simpan" value="([^"]+)"', page)
    shown, reswap = answered(browser, BY_HTMX, sembunyi=f"jauh {keys[2]}")
    assert reswap == ""  # the page stays where it is
    before = shown.split("Lowongan disembunyikan.")[0]
    assert re.findall(r'name="simpan" value="([^"]+)"', before) == keys[:2]
    assert shown.count("Lowongan disembunyikan.") == 1
    plain, _ = answered(browser, sembunyi=f"jauh {keys[2]}")
    assert 'name="simpan"' not in plain.split("Lowongan disembunyikan.")[0]
    assert plain.count("Lowongan disembunyikan.") == 1


@pytest.mark.parametrize("fields", [{"tab": "dekat"}, {"tab_kini": "luar-negeri", "negara": "JP"}])
def test_another_list_begins_at_its_top(browser: Browser, fields: dict[str, str]) -> None:
    assert answered(browser, BY_HTMX, **fields)[1] == "outerHTML show:#jenis-hasil:top"


def test_what_every_destination_asks_for_is_said_once(browser: Browser) -> None:
    page, _ = answered(browser, tab="luar-negeri")
    assert "Diminta semua lowongan di bawah ini" in text_of(page)
    assert text_of(page).count("Orientasi Pra Pemberangkatan") == 1
    one = AbroadNote(countries=(), warnings=(), checks=(), wants=(("to_arrange", "Paspor"), ("have", "SMP")))
    other = AbroadNote(countries=(), warnings=(), checks=(), wants=(("missing", "SMP"), ("to_arrange", "Paspor")))
    assert in_common([one, other]) == (("to_arrange", "Paspor"),)
    assert in_common([one]) == ()
    assert in_common([]) == ()
    assert without(one, in_common([one, other])).wants == (("have", "SMP"),)


def test_who_thinks_of_one_country_sees_it_alone(browser: Browser) -> None:
    page, _ = answered(browser, tab="luar-negeri")
    assert 'name="negara" value="JP"' in page
    assert "Malaysia (1)" in text_of(page)
    there, _ = answered(browser, tab_kini="luar-negeri", negara="JP")
    assert "Welder ke Jepang" in there
    assert "Welder ke Malaysia" not in there
    assert 'name="negara_kini" value="JP"' in there
    assert "Malaysia (1)" in text_of(there)
    assert "Welder ke Malaysia" in answered(browser, tab="luar-negeri", negara_kini="JP", negara="semua")[0]
    assert "Welder ke Malaysia" in answered(browser, tab="luar-negeri", negara="<b>")[0]


def test_a_first_job_says_what_was_written_how_far_it_is_and_can_be_hidden(browser: Browser) -> None:
    fields = {"tab": "magang", "study_programme": "Akuntansi", "summary": "SMK akuntansi, bisa excel"}
    page, _ = answered(browser, **fields)
    card = page.split("/lowongan/contoh:first-1")[1].split("</article>")[0]
    shown = html.unescape(text_of(card))
    assert re.search(r"Sudah kamu tulis\s+Microsoft Excel", shown)
    assert "Di daerahmu sendiri" in shown
    assert re.search(r"[0-9]+,[0-9] dari 100", shown)
    assert "sembunyi" in card
    hidden, _ = answered(browser, **fields, hidden="jauh contoh:first-1")
    assert "/lowongan/contoh:first-1" not in hidden


def test_a_posting_is_sent_to_a_friend_who_is_asked_in(browser: Browser) -> None:
    page = browser.get("/lowongan/contoh:p-1?daftar=abc").text
    address = re.search(r'href="(https://wa\.me/\?text=[^"]+)"', page)
    assert address
    assert "http%3A%2F%2Ftestserver%2Flowongan%2Fcontoh%3Ap-1" in address[1]
    assert "daftar" not in address[1]
    assert "Cocok untukmu?" in page
    assert "Cocok untukmu?" not in browser.get("/lowongan/contoh:p-3").text  # closed


def test_who_can_do_what_was_not_seen_says_so_where_it_stands_and_takes_it_back(browser: Browser) -> None:
    page, _ = answered(browser)
    skill = re.findall(r'name="tambah" value="([^"]+)"', page)[0]
    after, reswap = answered(browser, BY_HTMX, skills="Menjahit", tambah=html.unescape(skill))
    assert reswap == "outerHTML show:#jenis-hasil:top"
    assert f"Ditambahkan ke profilmu: {skill}." in after
    carried = re.search(r'name="skills" value="([^"]+)"', after)
    assert carried is not None
    assert html.unescape(carried[1]).splitlines() == ["Menjahit", html.unescape(skill)]
    assert f'name="tambah" value="{skill}"' not in after  # it is no more among what is missing
    back, _ = answered(browser, skills=html.unescape(carried[1]), buang=html.unescape(skill))
    assert f'name="tambah" value="{skill}"' in back
    assert "Ditambahkan" not in back
    assert 'name="skills" value="Menjahit"' in back


def test_what_is_no_skill_is_added_as_it_was_written_and_harms_nothing(browser: Browser) -> None:
    after, _ = answered(browser, tambah="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in after
    assert "<script>alert" not in after
