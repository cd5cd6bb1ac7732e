"""A CV as a file: read, corrected, searched with, printed and kept; every fault in words; the file nowhere after."""

from __future__ import annotations

import html
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.web.seeker import cv_shelf, upload_page
from api.web.seeker.cv_shelf import FOLDER, KEPT_S, forget_old
from matcher.cv.errors import CvError
from matcher.cv.limits import MAX_BYTES
from matcher.records import Kind, Worker
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser, token_of
from tests.api.web.payloads import PAYLOADS, live_parts
from tests.api.web.seeker.cv_uploads import CV, action, corrected, docx_of, form_on, locked_pdf, pdf_of, raw_pdf, send


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, the answer is waited for."""
    monkeypatch.setattr(upload_page, "PATIENCE_S", 60.0)


@pytest.fixture(scope="module")
def home(staffed: FastAPI) -> Path:
    root: Path = staffed.state.serving.engine.home.root
    return root


@pytest.fixture(scope="module")
def uploaded(staffed: FastAPI) -> Iterator[Browser]:
    """A browser whose CV was read; no test changes what it reads of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upload_page, "PATIENCE_S", 60.0)
        browser = Browser(http=TestClient(staffed, raise_server_exceptions=False))
        assert send(browser, CV.encode()).status_code == 200
        yield browser


def main_of(page: str) -> str:
    return page.split("<main", 1)[1].split("</main", 1)[0]


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_the_start_offers_three_ways_and_says_what_is_not_kept_before_a_file_is_chosen(browser: Browser) -> None:
    for path in ("/", "/profil", "/unggah"):
        assert 'href="/unggah"' in browser.get(path).text
    page = main_of(browser.get("/unggah").text)
    before, after = page.split('type="file"')
    assert "Paling besar 5 MB" in before
    assert "Berkasnya tidak disimpan." in before
    assert 'enctype="multipart/form-data"' in before
    assert "Baca CV" in after


def test_what_was_read_is_shown_with_its_lines_and_what_is_not_sure(uploaded: Browser) -> None:
    page = uploaded.get("/unggah/periksa").text
    fields, shown = form_on(page), text_of(main_of(page))
    assert fields["job-0-title"] == "Juru Las"
    assert (fields["job-0-start_month"], fields["job-0-start_year"]) == ("3", "2019")
    assert fields["job-0-tasks"] == "Mengelas pagar dengan SMAW\nMembaca gambar teknik"
    assert (fields["school-0-level"], fields["school-0-programme"]) == ("SMA", "Teknik Pengelasan")
    assert (fields["language-0-name"], fields["language-0-level"]) == ("Bahasa Inggris", "basic")
    assert [fields[f"licence-{at}-name"] for at in (0, 1)] == ["SIM C", "Sertifikat BNSP Las 3G"]
    assert fields["place"] == "Kabupaten Sidoarjo"
    assert {"Las SMAW", "Microsoft Excel", "egrang zigzag"} <= set(fields.values())
    assert "Juru Las PT Maju Jaya Konstruksi · 2019 – 2022 · baris 7" in shown
    assert "Helper Las Perlu diperiksa CV Sinar Logam · 2017 – 2018 · baris 11" in shown
    assert "Pekerjaan 2 Periksa: Bulannya tidak tertulis" in shown
    assert "egrang zigzag belum kami kenal" in shown
    assert "1 bagian perlu kamu periksa" in shown
    assert "Nama, nomor HP, email dan alamat tidak kami simpan." in shown
    assert live_parts(page) == []


def test_neither_the_file_nor_its_words_lie_in_the_home_nor_who_it_is_on_the_page(
    uploaded: Browser, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    page = uploaded.get("/unggah/periksa").text
    assert not re.search(r"Siti|Mawar|0813|contoh\.invalid", main_of(page))
    found = bytes_in(home)
    for words in (CV, "PT Maju Jaya Konstruksi", "egrang zigzag", "0813-9876-1234", "Siti Contoh"):
        assert words.encode() not in found
    assert "Maju Jaya" not in caplog.text


def test_a_file_over_a_mebibyte_is_kept_off_every_disk(
    browser: Browser, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rolled(*_: object, **__: object) -> None:
        pytest.fail("written to a disk")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(f"tempfile.{name}", rolled)
    mark = b"kata kunci dalam berkas"
    answer = send(browser, b"%PDF-1.4 " + mark * 100_000)
    assert answer.status_code == 422
    assert mark not in bytes_in(home)


def test_what_was_read_is_there_after_a_reload_for_this_browser_alone(uploaded: Browser, staffed: FastAPI) -> None:
    assert uploaded.get("/unggah/periksa").text.count("job-0-title") > 0
    assert "Lanjut periksa" in uploaded.get("/unggah").text
    other = Browser(http=TestClient(staffed, raise_server_exceptions=False))
    other.get("/")
    assert other.get("/unggah/periksa").headers["location"] == "/unggah"
    assert corrected(other, {"cari": "1"}).headers["location"] == "/unggah"


def test_rows_are_added_and_removed_without_script_and_with(browser: Browser) -> None:
    fields = form_on(send(browser, CV.encode()).text)
    answer = corrected(browser, {**fields, "job-0-title": "Tukang Las", "tambah": "job"})
    assert answer.headers["location"] == "/unggah/periksa#job-2-title"
    fields = form_on(browser.get("/unggah/periksa").text)
    assert (fields["job-0-title"], fields["job-2-title"]) == ("Tukang Las", "")
    answer = corrected(browser, {**fields, "hapus": "job-1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'name="tambah" value="job"' in answer.text
    fields = form_on(answer.text)
    assert "job-1-title" not in fields
    assert {"job-0-title", "job-2-title"} <= set(fields)
    for kind, first in (("school", "level"), ("language", "name"), ("licence", "name")):
        answer = corrected(browser, {**fields, "tambah": kind}, headers={"HX-Request": "true"})
        fields = form_on(answer.text)
        assert any(re.fullmatch(rf"{kind}-\d+-{first}", name) for name in fields)
        assert answer.text.count("autofocus") == 1
    untouched = corrected(browser, {**fields, "tambah": "raja"}, headers={"HX-Request": "true"})
    assert form_on(untouched.text) == fields | {"_csrf": form_on(untouched.text)["_csrf"]}


def test_skills_are_unticked_ticked_again_and_added_by_name(browser: Browser) -> None:
    fields = form_on(send(browser, CV.encode()).text)
    gone = next(name for name, value in fields.items() if value == "Microsoft Excel")
    del fields[gone]
    fields |= {"skill_new": "gerinda, Las GTAW; gerinda", "tambah": "skill"}
    page = corrected(browser, fields, headers={"HX-Request": "true"}).text
    fields = form_on(page)
    assert gone not in fields
    assert f'name="{gone}" type="checkbox" value="Microsoft Excel">' in page
    assert [value for name, value in fields.items() if name.startswith("skill-8")] == ["gerinda", "Las GTAW"]
    assert "kamu tulis sendiri" in page
    found = corrected(browser, {**fields, gone: "Microsoft Excel", "cari": "1"}).text
    carried = html.unescape(re.search(r'name="skills" value="([^"]*)"', found)[1])  # type: ignore[index]
    assert {"Microsoft Excel", "gerinda", "Las GTAW", "Las SMAW", "Bahasa Inggris dasar", "SIM C"} <= set(
        carried.split("\n")
    )


def test_a_search_goes_on_into_the_same_results_and_the_way_back_is_kept(uploaded: Browser) -> None:
    fields = form_on(uploaded.get("/unggah/periksa").text)
    page = corrected(uploaded, {**fields, "wish": "tukang las", "cari": "1"}).text
    shown = text_of(main_of(page))
    assert "Juru Las Listrik" in shown
    assert "Yang kami baca dari CV-mu" in shown
    assert 'href="/unggah/periksa"' in page
    assert '<form id="cari" method="post" action="/"' in page
    assert form_on(uploaded.get("/unggah/periksa").text)["wish"] == "tukang las"
    carried = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main_of(page))
    }
    assert carried["experience"] == "52"
    assert "Juru Las|40|PT Maju Jaya Konstruksi|2019-03/2022-06|" in carried["jobs"]
    again = uploaded.http.post("/", data={**carried, "tab": "dekat"}).text
    assert "Lowongan di sekitar Kabupaten Sidoarjo" in text_of(again)


def test_a_cv_prints_with_employers_and_months_and_as_europass(uploaded: Browser) -> None:
    fields = form_on(uploaded.get("/unggah/periksa").text)
    page = corrected(uploaded, {**fields, "cetak": "1"}).text
    shown = text_of(main_of(page))
    assert "Juru Las · PT Maju Jaya Konstruksi · Maret 2019 – Juni 2022 · 3 tahun 4 bulan" in shown
    assert "Bahasa Bahasa Inggris (dasar)" in shown
    assert "Izin dan sertifikat SIM C, Sertifikat BNSP Las 3G" in shown
    carried = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main_of(page))
    }
    named = uploaded.http.post("/cv", data={**carried, "nama": "Siti Contoh"}).text
    assert "Siti Contoh" in named
    assert "PT Maju Jaya Konstruksi" in named
    token = token_of(named)
    europass = uploaded.http.post("/cv", data={**carried, "_csrf": token, "europass": "json"})
    assert europass.headers["content-disposition"].endswith('"cv-europass.json"')
    assert "Juru Las" in europass.text
    assert b"<" in uploaded.http.post("/cv", data={**carried, "_csrf": token, "europass": "xml"}).content[:5]


def test_a_cv_is_kept_as_a_profile_without_employers_and_what_was_read_is_gone(
    browser: Browser, staffed: FastAPI, home: Path
) -> None:
    engine = staffed.state.serving.engine
    before = set(engine.store.keys("worker"))
    fields = form_on(send(browser, CV.encode()).text)
    page = corrected(browser, {**fields, "cari": "1"}).text
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main_of(page)))
    carried = {name: html.unescape(value) for name, value in carried.items()}
    asked = browser.http.post("/", data={**carried, "simpan_profil": "1"}).text
    assert "nama perusahaan, nama sekolah, dan tanggal tidak disimpan" in asked
    count = len(list((home / FOLDER).iterdir()))
    assert browser.http.post("/simpan", data={**carried, "_csrf": token_of(asked)}).status_code == 200
    assert len(list((home / FOLDER).iterdir())) == count - 1
    (key,) = set(engine.store.keys("worker")) - before
    worker = engine.get(Kind.WORKER, key)
    assert isinstance(worker, Worker)
    assert [(job.title, job.months) for job in worker.jobs] == [("Juru Las", 40), ("Helper Las", 12)]
    assert worker.jobs[0].description == "Mengelas pagar dengan SMAW\nMembaca gambar teknik"
    assert worker.licences == ("SIM C", "Sertifikat BNSP Las 3G")
    assert worker.experience_months == 52
    assert "Maju Jaya" not in json.dumps(browser.get("/data-saya/unduh").json())
    shown = text_of(browser.get("/data-saya").text)
    assert "Juru Las (3 tahun 4 bulan): Mengelas pagar dengan SMAW; Membaca gambar teknik" in shown
    assert "Mengelas pagar dengan SMAW" in text_of(browser.get("/cv").text)
    engine.delete(Kind.WORKER, [key])


@pytest.mark.parametrize("way", ["/data-saya/keluar", "/data-saya/hapus"])
def test_who_leaves_or_erases_leaves_nothing_that_was_read(browser: Browser, home: Path, way: str) -> None:
    page = browser.http.post("/", data={"wish": "tukang las", "simpan_profil": "1"}).text
    browser.http.post("/simpan", data={"wish": "tukang las", "_csrf": token_of(page)})
    count = len(list((home / FOLDER).iterdir())) if (home / FOLDER).exists() else 0
    send(browser, CV.encode())
    assert len(list((home / FOLDER).iterdir())) == count + 1
    browser.send(way, {}, page="/data-saya")
    assert len(list((home / FOLDER).iterdir())) == count


def test_what_was_read_can_be_thrown_away(browser: Browser, home: Path) -> None:
    fields = form_on(send(browser, CV.encode()).text)
    count = len(list((home / FOLDER).iterdir()))
    assert corrected(browser, {**fields, "buang": "1"}).headers["location"] == "/unggah"
    assert len(list((home / FOLDER).iterdir())) == count - 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("job-0-end_year", "2018", "Selesainya lebih dulu daripada mulainya."),
        ("job-0-start_year", "dua ribu", "Tulis tahun dengan empat angka, misalnya 2021."),
        ("job-0-start_year", "", "Tulis juga tahunnya."),
    ],
)
def test_dates_that_cannot_be_are_told_beside_their_field(uploaded: Browser, field: str, value: str, said: str) -> None:
    fields = form_on(uploaded.get("/unggah/periksa").text)
    answer = corrected(uploaded, {**fields, field: value, "cari": "1"})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert said in text_of(answer.text)
    assert form_on(answer.text)[field] == value[:4].strip()
    corrected(uploaded, {**fields, "tambah": "skill"})


def test_a_form_emptied_of_everything_asks_for_a_sentence(browser: Browser) -> None:
    send(browser, CV.encode())
    answer = corrected(browser, {"wish": "", "cari": "1"})
    assert answer.status_code == 422
    assert "Tulis pekerjaan yang dicari" in answer.text
    assert "Belum ada." in answer.text


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ((b"",), "empty"),
        ((b" \n\x00 ",), "empty"),
        ((b"\x89PNG\r\n\x1a\n" + bytes(90),), "unknown"),
        ((b"\xff\xd8\xff\xe0" + bytes(90),), "unknown"),
        ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90),), "old_word"),
        ((locked_pdf(),), "encrypted"),
        ((b"%PDF-1.7 nothing more",), "malformed"),
        ((raw_pdf(page="0 0 9 9 re f"),), "scanned"),
        ((b"resep soto ayam untuk empat orang",), "no_cv"),
        ((b"a" * (MAX_BYTES + 1),), "too_large"),
        ((), "none"),
        ((CV.encode(), CV.encode()), "several"),
    ],
)
def test_every_fault_is_told_in_words_with_the_form_still_there(
    browser: Browser, files: tuple[bytes, ...], fault: str
) -> None:
    answer = send(browser, *files, name="cv.pdf")
    assert answer.status_code == 422
    wanted = CvError(fault, wanted="", found="").words() if fault not in {"none", "several"} else None  # type: ignore[arg-type]
    assert wanted is None or wanted in html.unescape(answer.text)
    assert ("Pilih dulu berkas" in answer.text) == (fault == "none")
    assert ("satu berkas saja" in answer.text) == (fault == "several")
    assert 'type="file"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Traceback" not in answer.text


def test_faults_are_told_in_english_too_and_what_was_read_before_stays(browser: Browser) -> None:
    send(browser, CV.encode())
    browser.send("/pilihan", {"bahasa": "en"}, page="/unggah")
    answer = send(browser, b"")
    assert "The file is empty." in answer.text
    assert "Go on checking" in answer.text
    assert "Check what we read in your CV" in browser.get("/unggah/periksa").text
    assert "March" in browser.get("/unggah/periksa").text


def test_a_body_beyond_the_lane_is_refused_before_it_is_read(browser: Browser) -> None:
    answer = send(browser, b"a" * (MAX_BYTES + 100_000))
    assert answer.status_code == 413
    assert "Berkas terlalu besar." in answer.text
    assert 'type="file"' in answer.text
    token = token_of(browser.get("/unggah").text)
    answer = browser.http.post("/unggah/lanjut", data={"_csrf": token, "summary": "las " * 100_000})
    assert answer.status_code == 413
    assert 'type="file"' not in answer.text


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "C:\\Users\\cv.pdf", "<script>alert(1)</script>.pdf", "cv 😀.pdf", "cv\x00.pdf", "a" * 9_000],
)
def test_the_name_of_a_file_is_not_looked_at_nor_shown(
    browser: Browser, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def empty(*_: object) -> None:
        raise CvError("empty", wanted="a CV", found="nothing")

    monkeypatch.setattr(upload_page, "read_cv", empty)
    answer = send(browser, b"", name=name)
    assert answer.status_code == 422
    assert name not in html.unescape(answer.text)
    assert live_parts(answer.text) == []


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", b"x", 422),
        ("multipart/form-data; boundary=", b"x", 422),
        ("multipart/form-data; boundary=a", b"rubbish", 422),
        (
            "multipart/form-data; boundary=a",
            b'--a\r\nContent-Disposition: form-data; name="berkas"; filename="x"\r\n',
            422,
        ),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a--", 422),
        (
            "multipart/form-data; boundary=a",
            b'--a\r\nContent-Disposition: form-data; name="berkas"\r\n\r\nx\r\n--a--',
            422,
        ),
        ("multipart/form-data; boundary=\xff; charset=\xfe", b"--\xff\r\n\r\n", 422),
        ("multipart/form-data; boundary=a; charset=tidak-ada", b"--a--\r\n", 422),
        ("application/json", b"{}", 415),
        ("text/plain", b"x", 415),
    ],
)
def test_a_damaged_form_is_told_as_one(browser: Browser, kind: str, body: bytes, status: int) -> None:
    headers = {"Content-Type": kind.encode("latin-1")}
    answer = browser.http.post(action(browser), content=body, headers=headers)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_a_form_without_a_token_or_of_another_site_is_refused(uploaded: Browser) -> None:
    files = {"berkas": ("cv.txt", CV.encode())}
    assert uploaded.http.post("/unggah", files=files).status_code == 403
    crossed = {"Sec-Fetch-Site": "cross-site"}
    assert uploaded.http.post(action(uploaded), files=files, headers=crossed).status_code == 403
    assert uploaded.http.post("/unggah/lanjut", data={"buang": "1"}).status_code == 403


def test_a_file_that_takes_long_is_waited_for_on_a_page_and_its_fault_is_told_once(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_page, "PATIENCE_S", 0.0)
    for data, onward in ((b"", "/unggah"), (CV.encode(), "/unggah/periksa")):
        answer = send(browser, data, follow=False)
        assert answer.headers["location"].startswith("/kemajuan/")
        page = browser.get(answer.headers["location"])
        while page.status_code == 200:
            time.sleep(0.05)
            page = browser.get(answer.headers["location"])
        assert page.headers["location"] == onward
        page = browser.get(onward)
        assert page.status_code == (422 if onward == "/unggah" else 200)
    assert browser.get("/unggah").status_code == 200


def test_pdf_and_docx_are_read_and_pages_are_told_where_there_are_several(browser: Browser) -> None:
    lines = [line for line in CV.splitlines() if line]
    page = send(browser, pdf_of(lines[:9], lines[9:]), name="cv.pdf").text
    assert "halaman 1, baris" in page
    assert form_on(send(browser, docx_of(CV), name="cv.docx").text)["job-0-title"] == "Juru Las"


def test_what_is_read_is_forgotten_after_an_hour_and_the_oldest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 20
    monkeypatch.setattr(cv_shelf, "MOST", most)
    for at in range(most + 2):
        (tmp_path / str(at)).write_bytes(b"x")
        os.utime(tmp_path / str(at), (at + 1.0, at + 1.0))
    forget_old(tmp_path, 10.0)
    assert {path.name for path in tmp_path.iterdir()} == {str(at) for at in range(2, most + 2)}
    forget_old(tmp_path, KEPT_S + most + 100.0)
    assert list(tmp_path.iterdir()) == []
    forget_old(tmp_path / "none", 1.0)


def test_what_lies_there_over_an_hour_or_damaged_is_not_opened(browser: Browser, home: Path) -> None:
    before = set((home / FOLDER).iterdir())
    send(browser, CV.encode())
    (path,) = set((home / FOLDER).iterdir()) - before
    kept = path.read_bytes()
    path.write_bytes(kept[:-1] + b"\x00")
    assert browser.get("/unggah/periksa").status_code == 303
    path.write_bytes(kept)
    assert browser.get("/unggah/periksa").status_code == 200
    os.utime(path, (1.0, 1.0))
    assert browser.get("/unggah/periksa").status_code == 303


def harmless(text: str) -> str:
    """As a form hands it on: in one line, without control characters."""
    return " ".join("".join(letter for letter in text if letter in "\n\t" or letter >= " ").split())


def test_nothing_that_a_cv_says_runs_on_any_page(browser: Browser) -> None:
    for start, pack in ((0, str.encode), (20, docx_of), (40, str.encode), (60, docx_of)):
        some = PAYLOADS[start : start + 20]
        jobs = [f"Juru Las {text}\nPT {text}, 2019 - 2021\n- Mengelas {text}" for text in some]
        cv = "\n".join(
            ("Pengalaman Kerja", *jobs, "Keterampilan", *some, "Sertifikat", *(f"Sertifikat {p}" for p in some))
        )
        answer = send(browser, pack(cv))
        assert answer.status_code == 200
        assert live_parts(answer.text) == []
        fields = form_on(answer.text)
        assert sum("alert(" in value or "jahat" in value for value in fields.values()) > len(some)
        assert live_parts(corrected(browser, {**fields, "cari": "1"}).text) == []


def test_nothing_that_is_typed_into_a_correction_runs(browser: Browser) -> None:
    send(browser, CV.encode())
    for start in range(0, len(PAYLOADS), 20):
        some = PAYLOADS[start : start + 20]
        fields = {"wish": some[0], "place": some[-1], "summary": "\n".join(some), "skill_new": some[0]}
        for at, text in enumerate(some):
            fields |= {f"job-{at}-{part}": text for part in ("title", "employer", "tasks", "start_year", "end_month")}
            fields |= {f"language-{at}-name": text, f"language-{at}-level": text, f"school-{at}-programme": text}
            fields |= {f"school-{at}-level": text, f"licence-{at}-name": text, f"skill-{at}": text}
        page = corrected(browser, {**fields, "tambah": "skill"}, headers={"HX-Request": "true"}).text
        assert live_parts(page) == []
        for text in some:
            assert harmless(text)[:190] in html.unescape(page)
        quiet = {name: value for name, value in fields.items() if "_year" not in name and "_month" not in name}
        assert live_parts(corrected(browser, {**quiet, "cari": "1"}).text) == []
        assert live_parts(corrected(browser, {**quiet, "cetak": "1"}).text) == []


@pytest.mark.parametrize("path", ["/", "/cv", "/profil"])
def test_the_language_is_switched_without_losing_what_was_asked(browser: Browser, path: str) -> None:
    fields = {"wish": "tukang las", "summary": "bisa SMAW", "langkah": "pekerjaan", "tab": "dekat", "within_km": "100"}
    page = browser.send(path, fields, page="/profil").text
    form = page.split('<form id="ulang"')[1].split("</form>")[0]
    assert '<button class="tool" type="submit" form="ulang" name="bahasa" value="en"' in page
    carried = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    answer = browser.http.post("/pilihan", data={**carried, "bahasa": "en"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, path)
    assert "sepadan_bahasa=en" in answer.headers["set-cookie"]
    english = browser.http.post("/pilihan", data={**carried, "bahasa": "en"})
    assert '<html lang="en">' in english.text
    assert "tukang las" in main_of(english.text)


def test_only_forms_that_change_nothing_are_sent_once_more(browser: Browser) -> None:
    for path in ("/simpan", "/data-saya/hapus", "//jahat.invalid", "https://jahat.invalid/", "/unggah/lanjut"):
        answer = browser.send("/pilihan", {"ulang": path, "bahasa": "en"}, page="/")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
