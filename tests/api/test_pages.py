"""The pages, as they are sent: in Bahasa Indonesia, escaped, usable without script."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

from api.routes.intake import read_record
from api.web import words
from api.web.assets import address
from api.web.tongue import TONGUES
from matcher.answers import Ranking, Subject
from matcher.codec import to_stored
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.records import Kind
from taxonomy.places import load_gazetteer

SEEKER = {
    "wish": "tukang las",
    "summary": "3 tahun ngelas pagar, bisa SMAW",
    "education": "SMA",
    "place": "Sidoarjo",
    "pay": "4,5 juta",
}


def text_of(page: str) -> str:
    """The words of a page without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_first_page_asks_in_bahasa_with_a_label_for_each_field(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = answer.text
    assert '<html lang="id">' in page
    fields = re.findall(r'<(?:input|textarea|select) id="(\w+)"', page)
    assert fields == [
        *("wish", "summary", "education", "place", "pay"),
        *("within_km", "no_night", "disability_access"),
    ]
    assert all(f'<label for="{field}">' in page for field in fields)
    assert all(landmark in page for landmark in ("<header", "<nav", "<main", "<footer"))
    assert 'aria-current="page">Pencari kerja' in page


def test_the_pages_say_how_much_is_loaded(client: TestClient) -> None:
    for path in ("/", "/pemberi-kerja"):
        assert "Dimuat saat ini: 5 lowongan, 3 pencari kerja, 3 pelatihan." in text_of(client.get(path).text)


def test_nothing_is_loaded_from_elsewhere_and_no_script_or_inline_style_is_used(client: TestClient) -> None:
    page = client.post("/", data=SEEKER).text
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!contoh\.invalid)', page)
    assert re.findall(r"<script[^>]*>", page) == [f'<script src="{address("htmx.js")}" defer>']
    assert "style=" not in page


def test_a_seeker_gets_postings_with_reasons_and_courses(client: TestClient) -> None:
    answer = client.post("/", data=SEEKER)
    assert answer.status_code == 200
    shown = text_of(answer.text)
    assert "Juru Las Listrik" in shown
    assert "Kota Surabaya · Rp 5–6,5 juta per bulan".replace(" · ", " ") in shown
    assert "Penuh waktu" in shown
    assert "Sudah sesuai" in shown
    assert "Belum terlihat" in shown
    assert "Las SMAW 3G" in shown
    assert "BLK Contoh Surabaya" in shown
    assert "240 JP Gratis" in shown
    assert "Juru Las (sudah tutup)" not in shown
    assert 'value="tukang las"' in answer.text


def test_limits_of_the_form_narrow_are_kept_and_what_would_leave_more_is_told(client: TestClient) -> None:
    page = client.post("/", data={**SEEKER, "within_km": "25", "disability_access": "1"}).text
    shown = text_of(page)
    assert "Belum ada lowongan yang cocok" in shown
    assert "Agar lebih banyak lowongan, satu syarat bisa dilonggarkan:" in shown
    assert re.search(r"termasuk yang tidak menyebut terbuka bagi difabel: \d+ lowongan", shown)
    assert 'value="25" selected' in page
    assert re.search(r'id="disability_access"[^>]* checked', page)
    assert not re.search(r'id="no_night"[^>]* checked', page)


def test_a_radius_that_the_page_does_not_offer_is_none(client: TestClient) -> None:
    page = client.post("/", data={**SEEKER, "within_km": "-3 km"})
    assert page.status_code == 200
    assert 'value="" selected' in page.text


def test_hours_and_access_that_an_ad_names_stand_on_its_card(client: TestClient) -> None:
    records = [
        {"id": "contoh:p-7", "title": "Juru Las Malam", "description": "Shift malam."},
        {"id": "contoh:p-8", "title": "Juru Las Pipa", "description": "Sistem shift. Terbuka untuk difabel."},
    ]
    client.post("/v1/postings", json={"records": records})
    shown = text_of(client.post("/", data=SEEKER).text)
    assert "Kerja malam" in shown
    assert "Kerja shift Terbuka bagi difabel" in shown


def test_invented_records_are_marked(client: TestClient) -> None:
    assert '<span class="badge">data contoh</span>' in client.post("/", data=SEEKER).text


def test_what_a_source_or_a_reader_writes_is_escaped(client: TestClient) -> None:
    page = client.post("/", data={**SEEKER, "wish": '"><script>alert(1)</script> las', "place": "<b>x</b>"}).text
    assert "Bengkel &lt;Jaya&gt; Contoh" in page
    assert "<script>" not in page
    assert "<b>x" not in page


def test_only_web_addresses_become_links(client: TestClient) -> None:
    page = client.post("/", data=SEEKER).text
    assert 'href="https://contoh.invalid/las"' in page
    assert "javascript:" not in page


@pytest.mark.parametrize("fields", [{}, {"wish": "  ", "summary": "\x00"}, {"place": "Bogor"}])
def test_an_empty_form_gets_a_friendly_word_beside_its_field(client: TestClient, fields: dict[str, str]) -> None:
    answer = client.post("/", data=fields, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert 'role="alert"' in answer.text
    assert "Satu kalimat sudah cukup." in answer.text


def test_pay_that_cannot_be_read_is_told_with_an_example(client: TestClient) -> None:
    answer = client.post("/", data={**SEEKER, "pay": "secukupnya"})
    assert answer.status_code == 422
    assert "4.500.000 atau 4,5 juta" in answer.text
    assert client.post("/", data={**SEEKER, "pay": ""}).status_code == 200


def test_a_field_that_is_too_long_is_told(client: TestClient) -> None:
    answer = client.post("/", data={**SEEKER, "wish": "x" * 1_300, "pay": "9" * 61})
    assert "Pekerjaan yang dicari paling banyak 300 huruf; ini 1.300." in answer.text
    assert "Upah paling banyak 60 huruf" in answer.text


@pytest.mark.parametrize(
    ("path", "fields", "kind", "changed"),
    [
        ("/", SEEKER, Kind.POSTING, {"id": "contoh:p-1", "title": "Juru Las (diganti)"}),
        ("/pemberi-kerja", {"title": "Juru las"}, Kind.WORKER, {"id": "contoh:w-1", "wish": "las (diganti)"}),
    ],
)
def test_a_record_that_another_process_changes_meanwhile_costs_its_own_card_only(
    client: TestClient,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    fields: dict[str, str],
    kind: Kind,
    changed: dict[str, str],
) -> None:
    match = Engine.match

    def overtaken(self: Engine, subject: Subject, k: int, conditions: Conditions) -> Ranking:
        ranking = match(self, subject, k, conditions)
        self.store.upsert([to_stored(read_record(kind, changed, "contoh"))])
        return ranking

    before = client.post(path, data=fields).text.count("<article")
    monkeypatch.setattr(Engine, "match", overtaken)
    answer = client.post(path, data=fields)
    assert answer.status_code == 200
    assert answer.text.count("<article") == before - 1


def test_a_place_nobody_knows_is_told_and_the_rest_is_answered(client: TestClient) -> None:
    for path, fields in (("/", {**SEEKER, "place": "Qqqqzz"}), ("/pemberi-kerja", {"title": "Las", "place": "Qqqqzz"})):
        shown = text_of(client.post(path, data=fields).text)
        assert "Tempat “Qqqqzz” tidak kami kenali" in shown
        assert "paling cocok" in shown


def test_a_seeker_whom_nothing_fits_is_told_so(empty_client: TestClient, engine: object) -> None:
    engine.build()  # type: ignore[attr-defined]
    shown = text_of(empty_client.post("/", data=SEEKER).text)
    assert "Belum ada lowongan yang cocok" in shown
    assert "Belum ada pelatihan di sistem ini" in shown
    shown = text_of(empty_client.post("/pemberi-kerja", data={"title": "?!"}).text)
    assert "Belum ada pencari kerja yang cocok" in shown
    assert "Belum ada keterampilan yang terbaca" in shown


def test_an_employer_gets_codes_and_workers_by_key_only(client: TestClient) -> None:
    fields = {"title": "Juru Las", "text": "Bisa SMAW. SMK, pengalaman 1 tahun.", "place": "Surabaya"}
    answer = client.post("/pemberi-kerja", data=fields)
    shown = text_of(answer.text)
    assert "Jabatan KBJI 2014" in shown
    assert "contoh:w-1" in shown
    assert "hubungi" not in shown
    assert "0812" not in shown
    assert 'aria-current="page">Pemberi kerja' in answer.text


def test_an_employer_without_a_title_is_asked_for_one(client: TestClient) -> None:
    answer = client.post("/pemberi-kerja", data={"text": "Bisa SMAW"})
    assert answer.status_code == 422
    assert "Tulis nama jabatan" in answer.text


def test_without_an_index_the_page_says_so_in_words(empty_client: TestClient) -> None:
    answer = empty_client.post("/", data=SEEKER)
    assert answer.status_code == 503
    assert "Indeks lowongan belum siap." in answer.text
    assert "sepadan build" in answer.text
    assert empty_client.get("/").status_code == 200


def test_a_page_that_gets_rubbish_answers_in_words(client: TestClient) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    for body, headers, status in (
        (b"{}", {"content-type": "application/json"}, 415),
        ("é".encode(), form, 400),
        (b"a=1&" * 60, form, 400),
    ):
        answer = client.post("/", content=body, headers=headers)
        assert answer.status_code == status
        assert "Permintaan tidak dapat dijawab." in answer.text


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (None, None, ""),
        (0, None, ""),
        (4_200_000, None, "Rp 4,2 juta per bulan"),
        (4_000_000, 4_000_000, "Rp 4 juta per bulan"),
        (4_200_000, 10_000_000, "Rp 4,2–10 juta per bulan"),
        (750_000, None, "Rp 0,75 juta per bulan"),
    ],
)
def test_rupiah_in_words(low: float | None, high: float | None, shown: str) -> None:
    assert words.rupiah(TONGUES["id"], low, high).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (0, "belum berpengalaman"), (7, "7 bulan"), (24, "2 tahun"), (27, "2 tahun 3 bulan")],
)
def test_months_in_words(value: int | None, shown: str) -> None:
    assert words.months(TONGUES["id"], value) == shown


def test_many_places_are_cut_after_three() -> None:
    gazetteer = load_gazetteer()
    assert words.places(TONGUES["id"], ["31", "32"], gazetteer) == "DKI Jakarta, Jawa Barat"
    assert words.places(TONGUES["id"], ["31", "32", "33", "34"], gazetteer).endswith(" dan lainnya")


@pytest.mark.parametrize("path", ["/", "/pemberi-kerja"])
def test_who_asks_for_the_head_of_a_page_only_gets_it(client: TestClient, path: str) -> None:
    answer = client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
