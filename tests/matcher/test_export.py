"""Records with their codes as Parquet: every record once, nothing that says who a worker is, whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from matcher import export as exporting
from matcher.course_modules import CourseModule
from matcher.engine import Engine
from matcher.export import export, schema_of
from matcher.home import Home
from matcher.records import JobHeld, Kind, Pay
from taxonomy.errors import GenerationError, StoreError
from tests.builders import course, posting, worker
from tests.fakes import FakeEncoder

POSTING = posting(
    "p1",
    title="Juru Las",
    employer="Bengkel Contoh",
    description="Mengelas SMAW, pengalaman 1 tahun.",
    places=("Kota Surabaya",),
    education=("SMK",),
    pay=Pay(low=5_000_000, high=6_500_000),
    employment_type="full_time",
    closes_on=date(2026, 12, 1),
    posted_on=date(2026, 11, 1),
    openings=3,
)
WORKER = worker(
    "w1",
    wish="tukang las, WA 0812-3456-7890",
    summary="Bisa SMAW, agama Islam, email sari@contoh.invalid",
    jobs=(JobHeld(title="Juru las", months=12, description="NIK 3201010101010001, ngelas pagar"),),
    skills=("SMAW", "hub 0812-3456-7890"),
    place="Kab. Bekasi",
    study_programme="Teknik Mesin",
)
COURSE = course(
    "c1",
    title="Las SMAW 3G",
    provider="BLK Contoh",
    jp=240,
    cost_idr=0,
    starts_on=date(2027, 1, 5),
    register_until=date(2026, 12, 28),
    entry_licences=("SIM A",),
    modules=(CourseModule(title="Las", jp=240, skills=("SMAW",), units=("C.24LAS01.001.1",)),),
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def filled(request: pytest.FixtureRequest, home: Home) -> Iterator[Engine]:
    """Records of every kind, coded but one, one deleted; over both stores."""
    url = str(request.getfixturevalue("postgres_store_url")) if request.param == "postgres" else ""
    opened = Engine(home, FakeEncoder(), database_url=url)
    opened.upsert([POSTING, posting("p2", title="Kasir"), posting("gone"), WORKER, COURSE])
    opened.delete(Kind.POSTING, ["uji:gone"])
    with opened.store.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM derived WHERE key = 'uji:p2'")
    yield opened
    opened.close()


def write(engine: Engine, folder: Path, *kinds: Kind) -> dict[str, int]:
    return export(engine.store, engine.coder.fingerprint, folder, kinds or tuple(Kind))


def test_every_record_stands_once_with_codes_facts_and_texts(filled: Engine, tmp_path: Path) -> None:
    assert write(filled, tmp_path / "out") == {"posting": 2, "worker": 1, "course": 1}
    frame = pd.read_parquet(tmp_path / "out" / "posting.parquet").set_index("key")
    assert list(frame.index) == ["uji:p1", "uji:p2"]
    row = frame.loc["uji:p1"]
    assert (row["source"], row["title"], row["employer"]) == ("uji", "Juru Las", "Bengkel Contoh")
    assert row["description"] == POSTING.description
    assert len(row["kbji"]) == 4
    assert row["kbji_title"]
    assert row["kbji"] == row["kbji_all"][0]
    assert 0 < row["kbji_score"] <= 1
    assert list(row["region_codes"]) == ["3578"]
    assert row["province"] == "Jawa Timur"
    assert (row["pay_low"], row["pay_high"], row["employment_type"]) == (5_000_000, 6_500_000, "full_time")
    assert (row["closes_on"], row["posted_on"], row["openings"]) == (date(2026, 12, 1), date(2026, 11, 1), 3)
    assert row["experience_months"] == 12
    assert row["is_coded"]


def test_a_record_that_is_not_coded_yet_has_its_texts_and_no_codes(filled: Engine, tmp_path: Path) -> None:
    write(filled, tmp_path, Kind.POSTING)
    row = pd.read_parquet(tmp_path / "posting.parquet").set_index("key").loc["uji:p2"]
    assert not row["is_coded"]
    assert row["title"] == "Kasir"
    assert pd.isna(row["kbji"])
    assert pd.isna(row["pay_low"])


def test_of_a_worker_nothing_that_says_who_it_is_gets_out(filled: Engine, tmp_path: Path) -> None:
    write(filled, tmp_path)
    frame = pd.read_parquet(tmp_path / "worker.parquet")
    text = repr(frame.to_dict("records"))
    for personal in ("0812", "Islam", "sari@", "3201010101010001"):
        assert personal not in text
    row = frame.iloc[0]
    assert row["title"].startswith("tukang las")
    assert "SMAW" in row["summary"]
    assert row["jobs"][0]["title"] == "Juru las"
    assert row["jobs"][0]["months"] == 12
    assert row["place"] == "Kab. Bekasi"


def test_a_course_keeps_what_it_says(filled: Engine, tmp_path: Path) -> None:
    write(filled, tmp_path)
    row = pd.read_parquet(tmp_path / "course.parquet").iloc[0]
    assert (row["title"], row["provider"], row["jp"], row["cost_idr"]) == ("Las SMAW 3G", "BLK Contoh", 240, 0)
    assert (row["starts_on"], row["register_until"]) == (date(2027, 1, 5), date(2026, 12, 28))
    assert list(row["entry_licences"]) == ["SIM A"]
    [module] = row["modules"]
    assert (module["title"], module["jp"], list(module["units"])) == ("Las", 240, ["C.24LAS01.001.1"])


def test_columns_are_the_same_whatever_the_rows_and_in_each_batch(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_ROWS", 1)
    told: list[tuple[str, int]] = []
    export(
        filled.store,
        filled.coder.fingerprint,
        tmp_path,
        [Kind.POSTING],
        lambda kind, done: told.append((kind, done)),
    )
    file = pq.read_table(tmp_path / "posting.parquet")
    assert file.schema.equals(schema_of(Kind.POSTING))
    assert file.num_rows == 2
    assert told[-1] == ("posting", 2)
    for kind in Kind:
        assert {"kbji", "skills", "education", "province"} <= set(schema_of(kind).names)


def test_an_empty_store_gives_empty_files(engine: Engine, tmp_path: Path) -> None:
    assert write(engine, tmp_path / "out") == {"posting": 0, "worker": 0, "course": 0}
    assert len(pd.read_parquet(tmp_path / "out" / "worker.parquet")) == 0


def test_older_files_are_replaced_and_others_left(filled: Engine, tmp_path: Path) -> None:
    (tmp_path / "posting.parquet").write_bytes(b"old")
    (tmp_path / "notes.txt").write_text("mine")
    write(filled, tmp_path, Kind.POSTING)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["notes.txt", "posting.parquet"]
    assert len(pd.read_parquet(tmp_path / "posting.parquet")) == 2


def test_a_disk_that_fills_leaves_the_older_files(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    write(filled, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(GenerationError, match="No space left on device"):
        write(filled, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_damaged_row_and_a_folder_that_is_a_file_are_refused(filled: Engine, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(GenerationError, match="wanted a folder that can be written"):
        write(filled, tmp_path / "file")
    with filled.store.transaction() as connection:
        connection.exec_driver_sql("UPDATE record SET payload = '{}' WHERE key = 'uji:p1'")
    with pytest.raises(StoreError, match="posting uji:p1"):
        write(filled, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
