"""Task ``erasure``, the short way: a real server and command line, and a search that can find."""

from __future__ import annotations

import base64
import gzip
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluation import erasure
from evaluation.benchmark.erasure_people import person
from evaluation.benchmark.erasure_search import Found, Search
from evaluation.erasure import FINDABLE, Extent, Outcome, places_of, rows_of, tried
from evaluation.task import Options
from evaluation.task_list import TASKS

SHORT = Extent(people=12, postgres=False, watched=False)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    [found] = tried(SHORT)
    return found


def test_the_search_finds_every_unsealed_mark_before_the_erasure(outcome: Outcome) -> None:
    assert len(outcome.before.marks) == FINDABLE * outcome.erased == 42
    assert outcome.before.bytes > 1_000


@pytest.mark.parametrize("place", ["home", "backups", "log", "what jobs tell"])
def test_no_byte_is_left_of_who_was_erased(outcome: Outcome, place: str) -> None:
    assert outcome.after[place].places == {}
    assert outcome.after[place].searched > 0


def test_the_others_are_untouched_and_nobody_comes_back(outcome: Outcome) -> None:
    assert outcome.stayed == outcome.wanted == 6
    assert (outcome.returned, outcome.faults) == (0, 0)


def test_an_export_is_out_of_reach_and_told_so(outcome: Outcome) -> None:
    rows = {row.name: row for row in rows_of(outcome)}
    assert rows["SQLite: bytes found in exports, out of reach"].value > 0
    assert rows["SQLite: bytes found in exports, out of reach"].holds is None
    assert all(row.holds is not False for row in rows.values())
    assert all("worker.parquet" in place for place in places_of([outcome]))


def test_the_task_makes_its_rows_of_what_was_tried(monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> None:
    monkeypatch.setattr(erasure, "tried", lambda extent: [outcome])
    report = TASKS["erasure"].run(Options())
    assert [row.name for row in report.rows] == [row.name for row in rows_of(outcome)]
    assert report.as_dict()["places"] == places_of([outcome])


@pytest.mark.parametrize(
    ("way", "raw"),
    [
        ("utf-8", "KatarahasiA é".encode()),
        ("utf-16", "xkatarahasia é".encode("utf-16-le")),
        ("utf-16", "katarahasia é".encode("utf-16-be")),
        ("json", rb"katarahasia \xe9"),
        ("url", quote("katarahasia é").encode()),
        ("hex", "katarahasia é".encode().hex().upper().encode()),
        *(("base64", base64.b64encode(b"y" * lead + "katarahasia é".encode() + b"zzzz")) for lead in range(5)),
    ],
)
def test_a_mark_is_found_in_every_way_of_writing(way: str, raw: bytes) -> None:
    found = Search(["katarahasia é", "nobodyhasthis"]).in_bytes(b"before " + raw + b" after", "here")
    assert found.marks == {"katarahasia é"}
    assert way in found.places["here"]
    assert Search(["nobodyhasthis"]).in_bytes(raw, "here").places == {}


def test_a_mark_is_found_in_packed_files_in_names_and_across_blocks(tmp_path: Path) -> None:
    text = b"x" * 500 + b"katarahasia" + b"y" * 500
    (tmp_path / "a.gz").write_bytes(gzip.compress(text))
    with pa.output_stream(tmp_path / "b.zst", compression="zstd") as out:
        out.write(text)
    table = pa.table({"a": [{"b": ["katarahasia"], "c": b"katarahasia"}], "n": [None]})
    pq.write_table(table, tmp_path / "c.parquet", compression="snappy", use_dictionary=False)
    (tmp_path / "katarahasia").write_bytes(b"")
    (tmp_path / "d.gz").write_bytes(b"\x1f\x8bnot gzip")
    (tmp_path / "e.bin").write_bytes(b"x" * ((1 << 24) - 5) + b"katarahasia")
    search = Search(["katarahasia"])
    found = search.in_folder(tmp_path)
    names = {Path(place.removesuffix(" (unpacked)")).name for place in found.places}
    assert names == {"a.gz", "b.zst", "c.parquet", "katarahasia", "e.bin"}
    assert search.in_file(tmp_path / "gone").searched == 0
    assert search.in_folder(tmp_path / "gone").places == {}


def test_bytes_that_two_writings_share_count_once() -> None:
    assert Search(["abcdef", "cdefgh"]).in_bytes(b"..abcdefgh..", "here").bytes == 8
    both = Found()
    for _ in range(2):
        both += Search(["abcdef"]).in_bytes(b"abcdef", "here")
    assert (both.bytes, both.places) == (12, {"here": {"utf-8": 2}})


def test_a_mark_is_found_in_the_memory_of_a_process() -> None:
    code = "import sys; kept = sys.argv[1][::-1].encode() * 3; print('ready', flush=True); sys.stdin.read()"
    # Handed over backwards, so that the arguments of the process are not what is found.
    with subprocess.Popen(
        [sys.executable, "-c", code, "aisaharatak"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = Search(["katarahasia"]).in_memory(process.pid)
        process.communicate("")
    assert found.marks == {"katarahasia"}
    assert Search(["katarahasia"]).in_memory(2**22 + 1 + os.getpid()).searched == 0


def test_no_two_people_share_a_mark() -> None:
    marks = [mark for number in range(500) for mark in person(number).marks]
    assert len(set(marks)) == len(marks)
