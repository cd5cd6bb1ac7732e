"""Rejects files and the log of exports: rubbish in them, and disks that refuse."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.erasure.exports_log import ExportsLog
from matcher.erasure.rejected_rows import blank_rejects
from taxonomy.errors import StoreError

AT = datetime(2026, 11, 27, tzinfo=UTC)


def test_lines_of_any_length_and_lines_that_are_no_json_are_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.rejects.jsonl"
    path.write_bytes(b'["w-1"]\nno json about uji:w-1 here\n{"raw":[{"id":7},"W\\u00c9x-longer"]}\n{"torn": "uji:w-1')
    assert blank_rejects(tmp_path, ["uji:w-1"], ["wéx-longer"]) == 3
    short, text, words, torn = path.read_bytes().split(b"\n")
    assert short == b" " * 7
    assert text.startswith(b'{"erased":true')
    assert words.startswith(b'{"erased":true')
    assert torn == b'{"torn": "uji:w-1'  # somebody is still writing it


def test_a_rejects_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.rejects.jsonl").mkdir()
    with pytest.raises(StoreError, match="rejects file that can be written"):
        blank_rejects(tmp_path, ["uji:w-1"], [])


def test_a_torn_line_hides_no_export_and_a_log_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    log = ExportsLog(tmp_path / "exports.log")
    (tmp_path / "worker.parquet").write_bytes(b"")
    log.add(tmp_path, AT)
    with (tmp_path / "exports.log").open("ab") as file:
        file.write(b'{"folder": "/sr')
    assert [one.made_at for one in log.entries()] == [AT.isoformat()]
    with pytest.raises(StoreError, match="can be read"):
        ExportsLog(tmp_path).entries()
    with pytest.raises(StoreError, match="can be written"):
        ExportsLog(tmp_path).add(tmp_path, AT)
