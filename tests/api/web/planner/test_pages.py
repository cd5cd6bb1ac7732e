"""The planner's pages through the app: who may see them, a market, a plan that is waited for, a course, files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from urllib.parse import quote

import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.accounts import PASSWORD_HASHER
from api.app import create_app
from api.web.planner.programme_report import KINDS
from matcher.curriculum import needs
from matcher.engine import Engine
from matcher.home import Home
from matcher.programmes.registry import load_registry
from matcher.programmes.rules import ProgrammeKind
from taxonomy.provinces import load_provinces
from tests.api.test_curriculum_routes import COURSE
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser, add_accounts, cheap_parameters, settings_for
from tests.api.web.one_language import strangers
from tests.api.web.payloads import PAYLOADS, live_parts
from tests.api.web.planner.world import HOSTILE, fill_market, make_cheap
from tests.fakes import FakeEncoder
from tests.matcher.curriculum.levels import made_level

PLAN = {
    "lembaga": "sendiri",
    "nama": "BLK Kita Surabaya",
    "jenis": "BLK",
    "kota": "Kota Surabaya",
    "anggaran": "400 juta",
    "asrama": "8",
    "jangkauan": "60",
    "mulai": "2027-01",
    "lama": "6",
    "lulus": "90",
    "kursi": "16",
    "kelas_terbanyak": "12",
    "biaya_jp": "20.000",
    "dilacak": "0",
    "bekerja": "0",
    "bengkel.las": "16",
    "instruktur.Teknik Las": "2",
    "hitung": "1",
}
NAMES_OF_THE_WORLD = ("Bisnis dan Manajemen", "BLK Kita Surabaya", "BE, Bengkulu", "BE")
"""Of a trade, a centre and a province, as they are called in both languages."""

PATHS = (
    *("/perencana", "/perencana/unduh/xlsx", "/perencana/unduh/pdf", "/perencana/grafik/prakiraan.png"),
    *("/perencana/rencana", "/perencana/rencana/unduh/pdf", "/perencana/rencana/grafik/jadwal.png"),
    *("/perencana/kurikulum", "/perencana/kurikulum/unduh/xlsx"),
    *("/perencana/program", "/perencana/program/unduh/pdf", "/perencana/program/grafik/kebutuhan.png"),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """An app over the small market, with an account of every role."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PASSWORD_HASHER, "_parameters", cheap_parameters())
        patch.setattr(needs, "official_level", made_level)
        make_cheap(patch)
        patch.setattr("api.web.route._BURST", 10_000)
        engine = Engine(Home(root=tmp_path_factory.mktemp("planner") / "home"), FakeEncoder())
        fill_market(engine)
        engine.build()
        add_accounts(engine)
        made = create_app(settings_for(engine.home.root), engine)
        with TestClient(made):
            yield made
        engine.close()


@pytest.fixture(scope="module")
def planner(app: FastAPI) -> Browser:
    """A planner who has signed in."""
    browser = Browser(http=TestClient(app, raise_server_exceptions=False))
    assert browser.sign_in("planner").status_code == 303
    return browser


def waited(browser: Browser, path: str, **more: object) -> str:
    """The page behind the wait: its events end when the work is done."""
    answer = browser.get(path, **more)
    if answer.status_code == 303 and answer.headers["location"].startswith("/kemajuan/"):
        task = answer.headers["location"]
        events = browser.get(f"{task}/peristiwa").text
        assert "event: selesai" in events, events
        answer = browser.get(task)
    if answer.status_code == 303:
        answer = browser.get(answer.headers["location"].partition("#")[0])
    assert answer.status_code == 200, answer.text[:400]
    return str(answer.text)


@pytest.mark.parametrize("path", PATHS)
def test_only_planners_open_the_pages(app: FastAPI, path: str) -> None:
    nobody = Browser(http=TestClient(app, raise_server_exceptions=False))
    assert nobody.get(path).status_code in {303, 401}
    officer = Browser(http=TestClient(app, raise_server_exceptions=False))
    officer.sign_in("officer")
    assert officer.get(path).status_code == 403


def test_the_market_of_the_nation_is_waited_for_once_and_tells_what_it_rests_on(planner: Browser) -> None:
    assert planner.http.head("/perencana", follow_redirects=False).status_code == 200
    page = waited(planner, "/perencana")
    said = text_of(page)
    assert "Pasar kerja Indonesia" in said
    assert "Orang dicari tiap pencari" in said
    assert "selang 80%:" in said
    assert "Paling banyak dicari: " in said
    assert "Angka resmi terakhir: Desember 2024." in said
    assert "Sumber: Data yang tersimpan di Sepadan, lowongan yang terbuka per " in said
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg"') >= 2
    assert 'aria-label="JI, Jatim, Jawa Timur: 72 (kelas 5 dari 5)"' in page
    assert 'href="/perencana?provinsi=35"' in page
    assert f"{len(load_provinces()) - 1} wilayah" in said  # nobody else's figures are large enough
    assert live_parts(page) == []
    assert planner.get("/perencana").status_code == 200, "now it is kept"


def test_a_province_shows_its_regencies_and_a_centre_its_province(planner: Browser) -> None:
    page = waited(planner, "/perencana?provinsi=35&peta=pencari&rinci=4")
    assert "Pencari kerja menurut kabupaten dan kota, Jawa Timur" in page
    assert ">Surabaya</text>" in page
    assert "Kembali ke seluruh Indonesia" in page
    page = waited(planner, "/perencana?provinsi=blk-contoh-batang")
    assert "Pasar kerja Jawa Tengah" in page
    assert "/perencana/rencana?lembaga=blk-contoh-batang" in page
    whole = waited(planner, "/perencana?wilayah=kabupaten")
    assert whole.count("<title>Kota ") == 98


def test_htmx_gets_the_results_alone(planner: Browser) -> None:
    waited(planner, "/perencana")
    part = planner.get("/perencana", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "<h2>Pasar kerja Indonesia</h2>" in part
    sent = planner.get("/perencana?provinsi=91&rinci=3", headers={"HX-Request": "true"})
    assert sent.headers["HX-Redirect"].startswith("/kemajuan/")


def test_the_same_in_english(planner: Browser) -> None:
    planner.send("/pilihan", {"bahasa": "en"}, page="/perencana/kurikulum")
    said = text_of(waited(planner, "/perencana?provinsi=35"))
    assert "Labour market of Jawa Timur" in said
    assert "People wanted for each seeker" in said
    assert "Orang" not in said
    planner.send("/pilihan", {"bahasa": "id"}, page="/perencana/kurikulum")


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_the_market_is_taken_along(planner: Browser, form: str) -> None:
    answer = planner.get(f"/perencana/unduh/{form}?provinsi=35")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="pasar-kerja-jawa-timur-20')
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert {"Ringkasan", "Seimbang", "Prakiraan", "Cara dan sumber"} <= set(book.sheetnames)
    else:
        assert answer.content.startswith(b"%PDF-")
    picture = planner.get("/perencana/grafik/prakiraan.png?provinsi=35")
    assert picture.content.startswith(b"\x89PNG")
    drawn = planner.get("/perencana/grafik/peta.png?provinsi=35&peta=pencari")
    assert drawn.content.startswith(b"\x89PNG")
    assert 'filename="pencari-kerja-menurut-kabupaten' in drawn.headers["content-disposition"]
    assert planner.get("/perencana/grafik/apa.png").status_code == 404
    assert planner.get("/perencana/unduh/docx").status_code == 422


def test_all_provinces_are_taken_along_side_by_side_and_the_regencies_of_one(planner: Browser) -> None:
    book = openpyxl.load_workbook(io.BytesIO(planner.get("/perencana/unduh/xlsx").content))
    rows = list(book["Wilayah"].iter_rows(min_row=4, values_only=True))
    assert rows[0][:4] == ("Wilayah", "Lowongan", "Orang dicari", "Pencari kerja")
    assert rows[0][-1] == "Pencari terdaftar 2024 (angka resmi)"
    assert len(rows) == 1 + len(load_provinces())
    assert (rows[1][0], rows[1][2]) == ("Jawa Timur", 72), "the one with the most people wanted stands first"
    assert rows[2][2] == "tidak ditampilkan"
    assert min(row[-1] for row in rows[1:5]) > 100
    for query in ("?provinsi=35", "?wilayah=kabupaten"):
        book = openpyxl.load_workbook(io.BytesIO(planner.get(f"/perencana/unduh/xlsx{query}").content))
        names = [row[0] for row in book["Wilayah"].iter_rows(min_row=5, values_only=True)]
        assert "Kota Surabaya" in names
    page = waited(planner, "/perencana")
    assert page.count("Pencari terdaftar 2024 (angka resmi)") == 1, "on the page it stands under the map alone"


def test_a_plan_is_waited_for_and_its_link_holds(planner: Browser) -> None:
    page = waited(planner, "/perencana/rencana", params=PLAN)
    said = text_of(page)
    assert "Rencana pelatihan BLK Kita Surabaya" in said
    assert "lulusan mendapat kerja (selang 80%:" in said
    assert "anggaran 2027 (rupiah)" in said
    assert "Juru Las SMAW" in said
    assert '<option value="contoh:las-blk">Juru Las SMAW</option>' in page  # may be promised now
    assert live_parts(page) == []
    key = page.split("/perencana/rencana/unduh/xlsx?hasil=")[1][:40]
    book = openpyxl.load_workbook(io.BytesIO(planner.get(f"/perencana/rencana/unduh/xlsx?hasil={key}").content))
    assert "Asumsi" in book.sheetnames
    assert planner.get(f"/perencana/rencana/grafik/batas.png?hasil={key}").content.startswith(b"\x89PNG")
    again = planner.get("/perencana/rencana", params=PLAN)
    assert (again.status_code, f"hasil={key}#hasil" in again.headers["location"]) == (303, True), "it is there at once"


def test_a_plan_that_is_changed_stands_beside_the_one_before(planner: Browser) -> None:
    first = waited(planner, "/perencana/rencana", params=PLAN)
    key = re.search(r'name="sebelum" value="(\w{40})"', first)[1]  # type: ignore[index]
    assert "Dibanding rencana sebelumnya" not in first
    page = waited(planner, "/perencana/rencana", params={**PLAN, "anggaran": "200jt", "sebelum": key})
    said = text_of(page)
    assert "Dibanding rencana sebelumnya" in said
    assert re.search(
        r"Rencana sebelumnya: anggaran Rp\s400 juta, penempatan [\d.]+\. Sekarang: anggaran Rp\s200 juta,", said
    )
    ways = re.search(r'/perencana/rencana/unduh/xlsx\?([^"]+)"', page)[1].replace("&amp;", "&")  # type: ignore[index]
    book = openpyxl.load_workbook(io.BytesIO(planner.get(f"/perencana/rencana/unduh/xlsx?{ways}").content))
    rows = {row[0]: row[1:4] for row in book["Banding"].iter_rows(min_row=5, values_only=True)}
    assert rows["Anggaran setahun (rupiah)"] == (400_000_000, 200_000_000, -200_000_000)
    assert rows["Kelas Juru Las SMAW"][2] < 0
    gone = {**PLAN, "anggaran": "200jt", "sebelum": "0" * 40}
    assert "Dibanding rencana sebelumnya" not in waited(planner, "/perencana/rencana", params=gone)


def test_what_a_form_allows_is_told_while_it_is_filled_in(planner: Browser) -> None:
    asked = {name: value for name, value in PLAN.items() if name != "hitung"} | {"perkiraan": "1"}
    part = planner.get("/perencana/rencana", params=asked, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert part.text.strip().startswith('<section id="perkiraan"')
    assert 'hx-trigger="input' in part.text, "an answer does not ask again by itself"
    said = text_of(part.text)
    for words in ("Peserta, paling banyak", "Kursus yang bisa diberikan", "dari Rp", "Yang lebih dulu habis: "):
        assert words in said
    most = int(re.search(r"Peserta, paling banyak\s+([\d.]+)", said)[1].replace(".", ""))  # type: ignore[index]
    plan = text_of(waited(planner, "/perencana/rencana", params=PLAN))
    assert int(re.search(r"([\d.]+) peserta", plan)[1].replace(".", "")) <= most  # type: ignore[index]
    whole = planner.get("/perencana/rencana", params=asked).text
    assert "<html" in whole
    assert "Peserta, paling banyak" in text_of(whole), "without script the button does the same"
    less = planner.get("/perencana/rencana", params={**asked, "anggaran": "x", "kota": PAYLOADS[0]})
    assert "Belum bisa diperkirakan" in text_of(less.text)
    assert live_parts(less.text) == []
    bare = planner.get("/perencana/rencana", params={"perkiraan": "1", "nama": "x", "kota": "Kota Surabaya"})
    assert "Belum ada kursus yang bisa diberikan" in text_of(bare.text)


def test_the_form_complains_in_its_own_words_and_keeps_what_was_written(planner: Browser) -> None:
    answer = planner.get("/perencana/rencana", params={**PLAN, "anggaran": "<b>banyak", "kota": "Mars"})
    assert answer.status_code == 422
    said = text_of(answer.text)
    assert "Tulis jumlah rupiah, misalnya 3.200.000.000, 3,2 miliar, atau 800 juta." in said
    assert "Tulis nama kabupaten atau kota, misalnya Kota Bekasi." in said
    assert 'value="&lt;b&gt;banyak"' in answer.text


def test_what_the_engine_refuses_is_told_in_words(planner: Browser) -> None:
    promised = {**PLAN, "janji1": "contoh:las-blk", "janji1_kelas": "2", "bengkel.las": "", "bengkel.jahit": "5"}
    assert "Kursus yang dijanjikan tidak bisa diberikan lembaga ini." in waited(
        planner, "/perencana/rencana", params=promised
    )


def test_a_promise_that_does_not_fit_is_told_with_what_stands_against_it(planner: Browser) -> None:
    said = text_of(
        waited(
            planner,
            "/perencana/rencana",
            params={**PLAN, "janji1": "contoh:las-blk", "janji1_kelas": "9", "anggaran": "1 juta"},
        )
    )
    assert "Tidak ada rencana yang memenuhi semua batas dan janji." in said
    assert "Yang saling bertentangan" in said


def test_a_link_that_no_longer_holds_says_so(planner: Browser) -> None:
    page = planner.get(f"/perencana/rencana?hasil={'0' * 40}").text
    assert "Tautan rencana itu sudah tidak berlaku." in page
    assert planner.get(f"/perencana/rencana/unduh/pdf?hasil={'0' * 40}").status_code == 404


def test_a_course_is_found_in_spite_of_slips_and_held_against_its_postings(planner: Browser) -> None:
    found = planner.get("/perencana/kurikulum?cari=juru+lass+smaw").text
    assert "Juru Las SMAW</a>" in found
    page = planner.get("/perencana/kurikulum?kursus=contoh:las-blk&tutup=1").text
    said = text_of(page)
    assert "Kurikulum Juru Las SMAW" in said
    assert "Gambar teknik" in said
    assert "36" in said
    assert "Dinilai dengan lowongan: " in said
    assert planner.get("/perencana/kurikulum/unduh/pdf?kursus=contoh:las-blk").content.startswith(b"%PDF-")
    assert "Kursus itu tidak ada" in planner.get("/perencana/kurikulum?kursus=contoh:tidak-ada").text
    assert planner.get("/perencana/kurikulum/unduh/pdf?kursus=contoh:tidak-ada").status_code == 404
    assert "Tidak ada kursus yang mirip" in planner.get("/perencana/kurikulum?cari=zzzzqqq").text


def test_a_search_that_finds_more_than_it_shows_says_so(planner: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "2 kursus ditemukan" in text_of(planner.get("/perencana/kurikulum?cari=las").text)
    monkeypatch.setattr("api.web.planner.diff_pages._FOUND", 1)
    page = planner.get("/perencana/kurikulum?cari=las").text
    assert "1 kursus yang paling mirip" in text_of(page)
    assert "Masih ada yang lain." in text_of(page)
    assert page.count("/perencana/kurikulum?kursus=") == 1


def test_programmes_are_shown_with_what_runs_what_it_gives_and_until_when(planner: Browser) -> None:
    page = planner.get("/perencana/program")
    said = text_of(page.text)
    registry = load_registry()
    assert f"dari {len(registry.programmes)} program berjalan" in said
    for words in ("Jaminan Kehilangan Pekerjaan", "Penyelenggara", "Program berjalan menurut kebutuhan orang", "Rp"):
        assert words in said
    assert page.text.count('<svg xmlns="http://www.w3.org/2000/svg"') == 1
    assert live_parts(page.text) == []
    less = planner.get("/perencana/program?jenis=credit&kebutuhan=own_business", headers={"HX-Request": "true"}).text
    assert "<html" not in less
    assert "KUR" in less
    assert "Jaminan Kehilangan Pekerjaan" not in less
    assert "Tidak ada program seperti itu" in planner.get("/perencana/program?jenis=credit&kebutuhan=student").text
    assert live_parts(planner.get(f"/perencana/program?jenis={quote(PAYLOADS[0][:40])}").text) == []
    book = openpyxl.load_workbook(io.BytesIO(planner.get("/perencana/program/unduh/xlsx").content))
    assert "Program" in book.sheetnames
    assert planner.get("/perencana/program/unduh/pdf").content.startswith(b"%PDF-")
    assert planner.get("/perencana/program/grafik/kebutuhan.png").content.startswith(b"\x89PNG")
    assert planner.get("/perencana/program/grafik/lain.png").status_code == 404


def test_every_kind_of_programme_has_a_name() -> None:
    kinds = {one.kind for one in load_registry().programmes.values()}
    assert kinds <= KINDS.keys() == set(get_args(ProgrammeKind))


def test_nothing_that_a_source_or_a_reader_wrote_runs(planner: Browser) -> None:
    page = planner.get("/perencana/kurikulum?cari=las").text
    assert HOSTILE not in page
    assert live_parts(page) == []
    assert live_parts(waited(planner, "/perencana/rencana", params=PLAN)) == []
    for at in range(0, len(PAYLOADS), 5):
        names = ("nama", "kota", "lembaga", "bengkel.las", "anggaran")
        fields = dict(zip(names, PAYLOADS[at : at + 5], strict=False)) | {"hitung": "1"}
        assert live_parts(planner.get("/perencana/rencana", params=fields).text) == []
        fields = dict(zip(("cari", "kursus"), (one[:120] for one in PAYLOADS[at : at + 2]), strict=False))
        assert live_parts(planner.get("/perencana/kurikulum", params=fields).text) == []
    fields = {"provinsi": PAYLOADS[8], "peta": PAYLOADS[17], "rinci": PAYLOADS[2], "siap": PAYLOADS[0]}
    assert live_parts(planner.get("/perencana", params=fields).text) == []


def named_by_law() -> list[str]:
    """Who runs programmes, what they are called, and the laws, which are cited as they are."""
    programmes = load_registry().programmes.values()
    held = [one.held for part in programmes for one in (part, *part.benefits)]
    names = [one.name["id"] for one in programmes]
    return [*names, *(one.owner for one in programmes), *(one.citation for one in held), "job order"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_planner_s_page_speaks_the_reader_s_language_alone(planner: Browser, language: str) -> None:
    planner.send("/pilihan", {"bahasa": language}, page="/perencana/kurikulum")
    pages = [
        waited(planner, path)
        for path in ("/perencana", "/perencana?provinsi=35", "/perencana/rencana", "/perencana/kurikulum?cari=las")
    ]
    pages.append(waited(planner, "/perencana/program"))
    pages.append(waited(planner, "/perencana/rencana", params=PLAN))
    pages.append(waited(planner, "/perencana/kurikulum?kursus=contoh:las-blk&tutup=1"))
    records = [*NAMES_OF_THE_WORLD, *(str(part) for part in COURSE.values()), *named_by_law()]
    found = [strangers(page, language, records) for page in pages]
    planner.send("/pilihan", {"bahasa": "id"}, page="/perencana/kurikulum")
    assert found == [[]] * len(pages)


def test_outlines_of_the_installation_are_named_by_a_setting(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, boundaries=tmp_path / "batas.geojson")
    assert settings.boundaries == tmp_path / "batas.geojson"
