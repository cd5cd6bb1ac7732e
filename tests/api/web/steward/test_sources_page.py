"""Sources: list, runs, refused rows by reason, downloads, running anew and closing what was held."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from fastapi import FastAPI

from matcher import reject_reading
from matcher.engine import Engine
from matcher.pulls.checkpoint import Checkpoint
from matcher.pulls.report import Outcome
from tests.api.test_pages import text_of
from tests.api.web.conftest import Browser
from tests.api.web.payloads import PAYLOADS, live_parts
from tests.api.web.steward.conftest import facts_of, waited
from tests.api.web.steward.world import add_rejects, add_run, add_source

PAGE = "/pengelola/sumber"
ERROR = {"where": "source rusak", "wanted": "a page", "found": "HTTP 500"}


@pytest.fixture(scope="module", autouse=True)
def _sources(staffed: FastAPI, tmp_path_factory: pytest.TempPathFactory) -> None:
    engine: Engine = staffed.state.serving.engine
    folder = tmp_path_factory.mktemp("berkas")
    for name in ("rusak", "ditahan", "baik", "baru", *(f"s{n:03}" for n in range(30))):
        file = folder / f"{name}.csv"
        file.write_text("Jabatan,Perusahaan\nJuru Las,PT Uji\nKasir,PT Uji\n,PT Uji\n", "utf-8")
        if name[0] != "s":
            add_source(engine, name, file)
        if name != "baru":
            add_run(engine, name, Outcome.DONE, read=3, new=2, rejected=0)
    add_run(engine, "rusak", Outcome.FAILED, error=ERROR, read=1)
    add_run(engine, "ditahan", Outcome.HELD, read=2, held=5, checkpoint=Checkpoint(location="", first=2).as_json())
    add_run(engine, "baik", Outcome.DONE, read=4, rejected=3, rejects=add_rejects(engine, "baik", "kosong", rows=3))


def test_every_source_is_listed_narrowed_and_paged(steward: Browser) -> None:
    first = text_of(steward.get(PAGE).text)
    assert "Halaman 1 dari 2" in first
    assert "gagal" in first
    assert "mengirim sendiri lewat API atau berkas" in first
    last = text_of(steward.get(f"{PAGE}?page=2").text)
    assert "s029" in last
    assert "s029" not in first
    for state, name in (("gagal", "rusak"), ("ditahan", "ditahan"), ("tolakan", "baik"), ("dorong", "contoh")):
        page = steward.get(f"{PAGE}?keadaan={state}").text
        assert f'{PAGE}/{name}"' in page
        assert (f'{PAGE}/baru"' in page) is False
    found = text_of(steward.get(f"{PAGE}?cari=S02").text)
    assert "10 sumber" in found
    assert "Tidak ada sumber yang cocok" in text_of(steward.get(f"{PAGE}?cari=zzz").text)


def test_a_source_shows_its_runs_and_a_run_what_went_wrong(steward: Browser) -> None:
    page = steward.get(f"{PAGE}/rusak")
    said = text_of(page.text)
    assert "Proses 2" in said
    assert "belum pernah dibaca" in text_of(steward.get(f"{PAGE}/baru").text)
    only = text_of(steward.get(f"{PAGE}/rusak?hasil=done").text)
    assert "Proses 1" in only
    assert "Proses 2" not in only
    run = text_of(steward.get(f"{PAGE}/rusak/proses/2").text)
    assert "HTTP 500" in run
    assert "1,5 detik" in run
    for path in ("/tidak-ada", "/rusak/proses/99", "/tidak-ada/proses/1"):
        assert steward.get(PAGE + path).status_code == 404


def test_refused_rows_come_by_reason_without_personal_data_and_as_files(steward: Browser, engine: Engine) -> None:
    run = steward.get(f"{PAGE}/baik/proses/2").text
    file = Path(add_rejects(engine, "baik", "=HYPERLINK(1)", wanted="another title")).name
    assert "/tolakan/baik-" in run
    page = steward.get(f"{PAGE}/baik/tolakan/{file}")
    said = text_of(page.text)
    assert "another title" in said
    assert "field title" in said
    assert "Siti" not in page.text
    assert "0812" not in page.text
    table = steward.get(f"{PAGE}/baik/tolakan/{file}/unduh/csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in table.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(table.text))
    assert row["found"] == "'=HYPERLINK(1)"
    assert row["row"] == "1"
    lines = steward.get(f"{PAGE}/baik/tolakan/{file}/unduh/jsonl")
    assert json.loads(lines.text)["wanted"] == "another title"
    assert lines.content == (engine.home.rejects / file).read_bytes()
    many = next(name for name in reject_reading.reject_files(engine.home.rejects, "baik") if name != file)
    assert "3 baris" in text_of(steward.get(f"{PAGE}/baik/tolakan/{many}").text)
    for path in (f"rusak/tolakan/{file}", "baik/tolakan/..%2F..%2Fsecret.keys", "baik/tolakan/secret.keys"):
        assert steward.get(f"{PAGE}/{path}").status_code == 404
    assert steward.get(f"{PAGE}/baik/tolakan/{file}/unduh/exe").status_code == 422


def test_a_long_file_is_counted_so_far_and_a_cut_line_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reject_reading, "MOST_ROWS", 3)
    lines = [json.dumps({"row": n, "where": f"row {n}, x", "wanted": "w", "found": "f", "raw": None}) for n in range(5)]
    file = tmp_path / "x-20261101T030500123456.rejects.jsonl"
    file.write_text("\n".join(['{"row": 1, "whe', *lines]), "utf-8")
    reasons, total, has_more = reject_reading.reasons_of(file)
    assert (total, has_more) == (3, True)
    assert [(one.where, one.count, len(one.examples)) for one in reasons] == [("row …, x", 3, 3)]
    assert reject_reading.reject_files(tmp_path, "x") == [file.name]
    assert reject_reading.reject_files(tmp_path, "x-2") == []
    assert reject_reading.reject_files(tmp_path / "none", "x") == []


def test_a_source_is_read_anew_and_the_run_is_shown(steward: Browser, staffed: FastAPI, engine: Engine) -> None:
    where = waited(steward, steward.send(f"{PAGE}/baru/jalankan", {}, page=f"{PAGE}/baru"))
    assert where == f"{PAGE}/baru/proses/1"
    said = text_of(steward.get(where).text)
    assert "dibaca" in said
    assert len(engine.store.runs("baru")) == 1
    assert facts_of(staffed, "source.run")[-1] == '{"source":"baru"}'
    assert steward.send(f"{PAGE}/contoh/jalankan", {}, page=f"{PAGE}/contoh").status_code == 404
    assert "Baca sekarang" not in steward.get(f"{PAGE}/contoh").text


def test_what_was_held_is_closed_by_a_person_once(steward: Browser, staffed: FastAPI) -> None:
    page = steward.get(f"{PAGE}/ditahan").text
    assert "Tutup lowongan yang ditahan?" in page
    done = steward.send(f"{PAGE}/ditahan/tutup", {}, page=f"{PAGE}/ditahan")
    again = steward.send(f"{PAGE}/ditahan/tutup", {}, page=f"{PAGE}/ditahan")
    assert done.headers["location"] == f"{PAGE}/ditahan?kabar=ditutup"
    assert facts_of(staffed, "source.confirm") == ['{"count":0,"run":2,"source":"ditahan"}']
    assert "sudah ditutup" in text_of(steward.get(done.headers["location"]).text)
    assert again.status_code == 409
    assert "Tidak bisa ditutup" in text_of(again.text)
    assert steward.send(f"{PAGE}/tidak-ada/tutup", {}, page=PAGE).status_code == 404


def test_nothing_that_a_source_says_runs(steward: Browser, engine: Engine) -> None:
    for text in PAYLOADS[::3]:
        text = text.replace("\x00", "")
        file = Path(add_rejects(engine, "baik", text, wanted=text)).name
        page = steward.get(f"{PAGE}/baik/tolakan/{file}")
        assert page.status_code == 200
        assert live_parts(page.text) == []
        (engine.home.rejects / file).unlink()
    for number, text in enumerate(PAYLOADS):
        text = text.replace("\x00", "")
        run = add_run(engine, "rusak", Outcome.FAILED, error={"where": text, "wanted": text, "found": text})
        if number % 4 == 0:
            assert live_parts(steward.get(f"{PAGE}/rusak/proses/{run.number}").text) == []
    assert live_parts(steward.get(f"{PAGE}/rusak").text) == []
    assert live_parts(steward.get(PAGE, params={"cari": PAYLOADS[8]}).text) == []
