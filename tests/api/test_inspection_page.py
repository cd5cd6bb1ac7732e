"""The inspectors' page, as it is sent: in Bahasa Indonesia, escaped, usable without script, nobody's number shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.web import inspection
from api.web.words import KIND_WORDS
from matcher.ad_inspection.rules import KINDS
from tests.api.test_inspection_routes import inspected
from tests.api.test_pages import text_of

__all__ = ["inspected"]

AD = {"title": "Kasir (Wanita)", "text": "Kualifikasi:\n- Usia maks 25 tahun\n- Jujur <b>sekali</b>"}


def test_every_kind_has_a_word() -> None:
    assert list(KIND_WORDS) == list(KINDS)


def test_the_page_reports_in_bahasa_with_a_label_for_each_field_and_no_script(inspected: TestClient) -> None:
    answer = inspected.get("/inspection")
    page, shown = answer.text, text_of(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'aria-current="page">Pemeriksaan' in page
    fields = re.findall(r'<(?:input|textarea|select) id="(\w+)"', page)
    assert fields == ["title", "text", "kind", "source"]
    assert all(f'<label for="{field}">' in page for field in fields)
    assert page.count("<script") == 1
    assert "style=" not in page
    assert "2 dari 4 lowongan memiliki temuan." in shown
    assert "Jawa Timur 1" in shown
    assert "SE Menaker M/6/HK.04/V/2025" in shown
    assert "0812" not in page
    assert "Staf &lt;Gudang&gt;" in page


def test_a_pasted_ad_is_shown_with_findings_and_a_neutral_text(inspected: TestClient) -> None:
    answer = inspected.post("/inspection", data=AD)
    shown = text_of(answer.text)
    assert answer.status_code == 200
    assert "2 temuan" in shown
    assert "Jenis kelamin : Wanita" in shown
    assert "Saran tulisan yang netral Kasir Kualifikasi: - Jujur" in shown
    assert "<b>sekali" not in answer.text


def test_a_clean_ad_has_no_finding(inspected: TestClient) -> None:
    shown = text_of(inspected.post("/inspection", data={"text": "Bisa menghitung cepat"}).text)
    assert "Tidak ada temuan" in shown
    assert "Saran tulisan" not in shown


def test_an_empty_or_too_long_ad_is_complained_about_and_kept(inspected: TestClient) -> None:
    answer = inspected.post("/inspection", data={"title": "", "text": ""})
    assert answer.status_code == 422
    assert "Tempel isi lowongan yang ingin diperiksa." in text_of(answer.text)
    answer = inspected.post("/inspection", data={"title": "x" * 301, "text": "y"})
    assert "Jabatan paling banyak 300 huruf; ini 301." in text_of(answer.text)


def test_the_report_is_filtered_and_paged(inspected: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    page = inspected.get("/inspection?kind=sex&source=contoh").text
    assert '<option value="sex" selected>' in page
    assert '<option value="contoh" selected>' in page
    assert "1 dari 2 lowongan memiliki temuan (jenis kelamin) dari sumber contoh." in text_of(page)
    monkeypatch.setattr(inspection, "_PAGE", 1)
    first, last = inspected.get("/inspection").text, inspected.get("/inspection?page=2").text
    assert ('rel="next"' in first, 'rel="prev"' in first) == (True, False)
    assert ('rel="next"' in last, 'rel="prev"' in last) == (False, True)


def test_a_kind_or_a_page_that_is_none_shows_what_there_is(inspected: TestClient) -> None:
    assert "2 dari 4" in text_of(inspected.get("/inspection?kind=umur").text)
    assert inspected.get("/inspection?page=99").status_code == 200
    assert inspected.get("/inspection?source=tidak-ada").status_code == 200


def test_postings_that_wait_are_told(inspected: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "AT_ONCE", 1)
    assert "Masih ada 4 lowongan yang belum diperiksa" in text_of(inspected.get("/inspection").text)


def test_every_class_of_the_page_has_a_style() -> None:
    folder = Path(inspection.__file__).parent
    style = (folder / "static" / "style.css").read_text(encoding="utf-8")
    page = (folder / "templates" / "inspection.html").read_text(encoding="utf-8")
    for name in {"findings", "why", "neutral", "lines", "counts", "named"}:
        assert f'class="{name}' in page
        assert f".{name}" in style


def test_an_employer_is_told_what_to_write_instead(client: TestClient) -> None:
    posting = {"title": "Kasir", "text": "Usia maks 25 tahun, bisa menghitung", "place": ""}
    shown = text_of(client.post("/pemberi-kerja", data=posting).text)
    assert "Perlu diubah sebelum dipasang" in shown
    assert "Umur : Usia maks 25 tahun" in shown
    assert "Hapus batas umur" in shown
    clean = text_of(client.post("/pemberi-kerja", data={**posting, "text": "bisa menghitung"}).text)
    assert "Perlu diubah" not in clean


def test_a_region_code_that_is_none_does_not_break_the_page(inspected: TestClient) -> None:
    record = {"id": "contoh:i-8", "title": "Staf", "description": "Usia maks 25 tahun", "region_codes": ["9999"]}
    assert inspected.post("/v1/postings", json={"records": [record]}).json()["accepted"] == 1
    answer = inspected.get("/inspection")
    assert (answer.status_code, "3 dari 5 lowongan" in text_of(answer.text)) == (200, True)


def test_a_pasted_ad_and_a_question_for_the_head_start_no_inspection(inspected: TestClient) -> None:
    assert inspected.head("/inspection").status_code == 200
    assert "0 dari 0 lowongan" in text_of(inspected.post("/inspection", data=AD).text)
    assert "2 dari 4 lowongan" in text_of(inspected.get("/inspection").text)
    assert "2 dari 4 lowongan" in text_of(inspected.post("/inspection", data=AD).text)
