"""What is refused when a source is added, before anything is fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from matcher.pulls.pages import Files, local_files
from matcher.pulls.upstream import Upstream, check_upstream
from matcher.sources.walk import Onward
from taxonomy.errors import InputError

GOOD: dict[str, Any] = {"name": "karir", "format": "karirhub", "location": "https://contoh.invalid/a?date={since}"}


def test_a_good_source_is_taken_and_hides_nothing() -> None:
    made = check_upstream(Upstream(**GOOD, header="Authorization", secret_env="KARIR_TOKEN", schedule="6h"))
    assert made.is_remote
    assert made.source().name == "karir"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "Karir Hub"}, "name: wanted 1 to 60"),
        ({"name": "../x"}, "name: wanted 1 to 60"),
        ({"name": ""}, "name: wanted 1 to 60"),
        ({"format": "lokerindo"}, "source: wanted one of"),
        ({"format": "workers"}, "format: wanted a format of postings or courses"),
        ({"format": "courses"}, "listing: wanted --no-listing"),
        ({"location": "/tidak/ada"}, "location: wanted a file or folder that exists"),
        ({"location": "ftp://contoh.invalid/"}, "location: wanted an address of http"),
        ({"location": "https://contoh.invalid/?api_key=s3kr1t"}, "location: wanted an address without secrets"),
        ({"header": "Authorization"}, "header: wanted a header and the variable"),
        ({"header": "A: b\r\nC", "secret_env": "X"}, "header: wanted the name of a header"),
        ({"header": "Authorization", "secret_env": "Bearer s3kr1t"}, "secret-env: wanted the name"),
        ({"schedule": "1s"}, "schedule: wanted"),
        ({"gap_s": -1.0}, "gap: wanted"),
        ({"gap_s": float("nan")}, "gap: wanted"),
        ({"max_mebibytes": 0}, "limit: wanted"),
        ({"columns": {"Jabatan": "title"}}, "column: wanted no columns"),
        ({"format": "dinas", "columns": {"Jabatan": "judul"}}, "column: wanted one of closes_on"),
        ({"format": "dinas", "columns": {"A": "title", "B": "title"}}, "column: wanted one heading for each field"),
    ],
)
def test_what_cannot_be_used_is_named(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told) as found:
        check_upstream(Upstream(**{**GOOD, **change}))
    assert "s3kr1t" not in str(found.value)


def test_a_column_may_be_passed_over_more_than_once() -> None:
    columns = {"Jabatan": "title", "No": "-", "Ket": "-"}
    assert check_upstream(Upstream(**{**GOOD, "format": "dinas", "columns": columns})).columns == columns


def test_an_empty_folder_has_no_files_and_a_file_leads_nowhere(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder with files"):
        local_files(str(tmp_path))
    (tmp_path / ".tersembunyi").touch()
    (tmp_path / "satu.json").write_text("[]", encoding="utf-8")
    files = Files(Upstream(name="a", format="karirhub", location=str(tmp_path)))
    [place] = files.places("")
    got = files.get(place, {})
    assert got is not None
    assert files.get(place, files.lasting(got, 1)) is None
    assert files.onward(got.page) == Onward()
    with pytest.raises(InputError, match="a file that was there"):
        files.get(str(tmp_path / "dua.json"), {})
