from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.sources import files
from matcher.sources.files import MAX_DEPTH, RawRow, is_too_deep, jsonl_rows, open_bytes
from taxonomy.errors import InputError


def read(tmp_path: Path, data: bytes, name: str = "baris.jsonl") -> list[RawRow]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(jsonl_rows(path))


def fault_of(row: RawRow) -> InputError:
    assert row.value is None
    assert row.fault is not None
    return row.fault


def test_every_line_is_a_row_with_its_line_number_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    rows = read(tmp_path, b'\xef\xbb\xbf{"id": "1"}\r\n\n  \n{"id": "2"}')
    assert [(row.number, row.value) for row in rows] == [(1, {"id": "1"}), (4, {"id": "2"})]


def test_a_gzipped_file_reads_as_the_plain_one(tmp_path: Path) -> None:
    data = b'{"id": "1"}\n{"id": "2"}\n'
    assert read(tmp_path, gzip.compress(data), "baris.jsonl.GZ") == read(tmp_path, data)


def test_progress_is_told_in_bytes_on_disk_even_under_gzip(tmp_path: Path) -> None:
    path = tmp_path / "baris.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "1"}\n' * 50_000))
    told: list[int] = []
    assert sum(1 for _ in jsonl_rows(path, told.append)) == 50_000
    assert told == sorted(told)
    assert told[-1] == path.stat().st_size


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b'{"pay_low": NaN}', "NaN, which JSON does not have"),
        (b'{"pay_low": -Infinity, "title": "\\ud83d"}', "-Infinity, which JSON does not have"),
        (b'{"pay_low": 1e400}', "a number beyond a double"),
        (b'  {"id": "1"', "unexpected end of data at column 13"),
        (b'{"id": "\\ud83d"', "Expecting ',' delimiter at column 16"),
        (b'{"title": "Kasir \xe9"}', "byte 0xE9 at position 18, which is not UTF-8"),
        (b"[" * 5_000, "depth limit exceeded"),
        (b'["id"]', "list"),
        (b'"Kasir"', "str"),
    ],
)
def test_a_line_that_is_no_json_object_is_refused_with_its_reason_and_the_next_is_read(
    tmp_path: Path, line: bytes, found: str
) -> None:
    bad, good = read(tmp_path, line + b'\n{"id": "2"}\n')
    assert fault_of(bad).wanted == "one JSON object"
    assert found in fault_of(bad).found
    assert fault_of(bad).where.endswith("line 1")
    assert good.value == {"id": "2"}


def test_half_an_emoji_costs_only_itself(tmp_path: Path) -> None:
    (row,) = read(tmp_path, b'{"title": "Barista \\ud83d", "\\udc00": ["\\ud83d\\ude00", 1, null]}')
    assert row.value == {"title": "Barista \ufffd", "\ufffd": ["😀", 1, None]}


def test_json_of_more_levels_than_any_record_has_is_refused(tmp_path: Path) -> None:
    inner = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    bad, good = read(tmp_path, b'{"a": ' + inner + b'}\n{"a": ' + inner[1:-1] + b"}\n")
    assert fault_of(bad).wanted == f"JSON of at most {MAX_DEPTH} levels"
    assert good.value is not None


def test_a_row_that_is_too_deep_may_hold_a_letter_of_two_bytes_where_it_is_cut(tmp_path: Path) -> None:
    text = '{"a": "' + "x" * 192 + 'é", "b": '
    deep = text.encode() + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}"
    (row,) = read(tmp_path, deep)
    assert fault_of(row).found == "more"


@given(st.recursive(st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner)))
def test_depth_agrees_with_a_recursive_count(value: object) -> None:
    def depth(node: object) -> int:
        if isinstance(node, dict):
            return 1 + max(map(depth, node.values()), default=0)
        return 1 + max(map(depth, node), default=0) if isinstance(node, list) else 0

    nested: object = value
    for _ in range(MAX_DEPTH - 2):
        nested = [nested]
    assert is_too_deep(nested) == (depth(nested) > MAX_DEPTH)


def test_a_line_of_200_megabytes_is_refused_without_being_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "besar.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as out:
        out.write(b'{"id": "')
        for _ in range(200):
            out.write(b"a" * (1 << 20))
        out.write(b'"}\n{"id": "2"}\n')
    tracemalloc.start()
    try:
        rows = [(row.number, row.fault.found if row.fault else row.value) for row in jsonl_rows(path)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rows == [(1, "a longer one"), (2, {"id": "2"})]
    assert peak < 6 * files.MAX_LINE_BYTES


def test_a_long_last_line_without_a_line_break_is_refused_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_LINE_BYTES", 16)
    good, bad = read(tmp_path, b'{"id": "1"}\n{"id": "' + b"2" * 40 + b'"}')
    assert good.value == {"id": "1"}
    assert fault_of(bad).wanted == "a line of at most 16 bytes"


@pytest.mark.parametrize("data", [b"\n \n", b"\xef\xbb\xbf\n"])
def test_a_file_of_blank_lines_holds_no_row(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match="wanted at least one row, found blank lines only"):
        read(tmp_path, data)


def test_utf16_is_no_json_lines(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted UTF-8 text, found UTF-16 text"):
        read(tmp_path, '{"id": "1"}\n'.encode("utf-16"))


def test_a_file_that_is_empty_missing_or_a_folder_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "kosong.jsonl").touch()
    for name, found in (("kosong.jsonl", "an empty file"), ("tidak-ada.jsonl", "No such file"), ("", "a folder")):
        with pytest.raises(InputError, match=found) as caught:
            open_bytes(tmp_path / name)
        assert caught.value.where == str(tmp_path / name).rstrip("/")


def test_a_gzip_stream_that_is_none_cut_off_or_damaged_names_the_line(tmp_path: Path) -> None:
    random = Random(7)
    lines = "".join(json.dumps({"id": n, "isi": random.randbytes(64).hex()}) + "\n" for n in range(20_000))
    whole = gzip.compress(lines.encode())
    damaged = whole[: len(whole) // 2] + bytes(2_000) + whole[len(whole) // 2 + 2_000 :]
    for data in (b"bukan gzip", whole[: len(whole) // 2], damaged):
        path = tmp_path / "rusak.jsonl.gz"
        path.write_bytes(data)
        # What a damaged stream holds after the damage may be any number of lines before its checksum tells.
        read: list[RawRow] = []
        with pytest.raises(InputError, match="wanted a whole file"):
            read.extend(jsonl_rows(path))
        assert sum(row.fault is None for row in read) < 20_000


def test_rows_before_a_fault_are_given_before_the_file_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "terputus.jsonl.gz"
    whole = gzip.compress(b'{"id": "1"}\n' + os.urandom(400_000).hex().encode() + b"\n")
    path.write_bytes(whole[:-200_000])
    rows: Iterator[RawRow] = jsonl_rows(path)
    assert next(rows).value == {"id": "1"}
    with pytest.raises(InputError, match="after line 1"):
        next(rows)
