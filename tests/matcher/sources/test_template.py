from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from matcher.ingest import read_record
from matcher.records import Course, JobHeld, Posting, Record, Worker
from matcher.sources.source import Source
from matcher.sources.template import COURSES, POSTINGS, WORKERS
from taxonomy.errors import InputError
from tests.matcher.sources.workbooks import write_workbook


def records(source: Source, path: Path) -> list[Record]:
    return [read_record(source, row, path) for row in source.rows(path, None)]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_posting_comes_out_of_jsonl_csv_and_a_workbook(tmp_path: Path) -> None:
    fields = {
        "id": "7",
        "title": "Kasir",
        "places": "Kota Bogor|Depok",
        "pay_low": 3_000_000,
        "posted_on": "2025-03-09",
    }
    names, values = list(fields), list(fields.values())
    paths = [
        write(tmp_path / "a.jsonl", json.dumps(fields)),
        write(tmp_path / "a.csv", ",".join(names) + "\n" + ",".join(map(str, values))),
        write(tmp_path / "a.tsv", "\t".join(names) + "\n" + "\t".join(map(str, values))),
        write_workbook(tmp_path / "a.xlsx", [names, [7, "Kasir", "Kota Bogor|Depok", 3_000_000, date(2025, 3, 9)]]),
    ]
    found = [record for path in paths for record in records(POSTINGS, path)]
    assert len(found) == 4
    for record in found:
        assert isinstance(record, Posting)
        assert (record.key, record.title, record.places) == ("postings:7", "Kasir", ("Kota Bogor", "Depok"))
        assert (record.pay.low, record.posted_on) == (3_000_000, date(2025, 3, 9))


def test_workers_and_courses_come_out_of_workbooks(tmp_path: Path) -> None:
    (worker,) = records(
        WORKERS,
        write_workbook(
            tmp_path / "w.xlsx",
            [
                ["id", "Nama", "No. HP", "jobs", "will_relocate", "region_code"],
                ["a", "x", 812, "Kasir|Sopir", True, 3324],
            ],
        ),
    )
    assert isinstance(worker, Worker)
    assert worker.jobs == (JobHeld(title="Kasir"), JobHeld(title="Sopir"))
    assert (worker.will_relocate, worker.region_code) == (True, "3324")
    (course,) = records(
        COURSES,
        write_workbook(
            tmp_path / "c.xlsx", [["id", "title", "kbji", "jp", "starts_on"], ["c", "Las", 7212, 260, date(2026, 2, 2)]]
        ),
    )
    assert isinstance(course, Course)
    assert (course.kbji, course.jp, course.starts_on) == (("7212",), 260, date(2026, 2, 2))


def test_an_empty_cell_leaves_the_default(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id,title,pay_currency,pay_period,is_closed,openings\n1,Kasir,,,,\n")
    (record,) = records(POSTINGS, path)
    assert isinstance(record, Posting)
    assert (record.pay.currency, record.pay.period, record.is_closed, record.openings) == ("IDR", "month", False, None)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_table_with_an_unknown_column_is_refused_whole_with_the_nearest_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.csv":
        write(path, "id,title,descripton\n1,Kasir,x\n")
    else:
        write_workbook(path, [["id", "title", "descripton"], [1, "Kasir", "x"]])
    with pytest.raises(InputError, match=r"did you mean description\?, found column 'descripton'"):
        list(POSTINGS.rows(path, None))


def test_an_unknown_column_near_to_nothing_gets_no_suggestion(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id,title,zzzz\n1,Kasir,x\n")
    with pytest.raises(InputError, match="found column 'zzzz'") as caught:
        list(POSTINGS.rows(path, None))
    assert "did you mean" not in caught.value.wanted


def test_the_columns_are_checked_once_on_the_first_row_that_can_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id,title\n1\n2,Kasir\n3,Sopir\n")
    assert [row.fault is None for row in POSTINGS.rows(path, None)] == [False, True, True]


def test_identity_columns_are_no_unknown_columns_and_are_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id,NIK,Nama Lengkap,No. HP,JenisKelamin,agama,wish\n1,x,x,x,x,x,kasir\n")
    (worker,) = records(WORKERS, path)
    assert isinstance(worker, Worker)
    assert worker.wish == "kasir"


def test_a_table_without_ids_and_a_file_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted columns id"):
        list(POSTINGS.rows(write(tmp_path / "a.csv", "title\nKasir\n"), None))
    with pytest.raises(InputError, match=r"wanted a \.jsonl, \.csv or \.xlsx file .* found a\.docx"):
        POSTINGS.rows(write(tmp_path / "a.docx", "x"), None)
