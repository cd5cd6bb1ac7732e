"""A user's own series."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.forecast.series_file import MAX_BYTES, read_series
from taxonomy.errors import InputError


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "deret.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "bulan,nilai\n2025-01,10\n2025-02,\n2025-03,12.5\n",
        "\ufeffBulan;Nilai\n2025-01-01;10\n2025-03-01;12,5\n2025-02-01;-\n\n",
        "catatan,month,value\nx,2025-01,10\ny,2025-02,nan\nz,2025-03,12.5\n",
    ],
)
def test_a_series_is_read_however_it_was_saved(tmp_path: Path, text: str) -> None:
    found = read_series(written(tmp_path, text))
    assert (found.first_month, found.values, found.name) == ("2025-01", (10.0, None, 12.5), "deret.csv")


@pytest.mark.parametrize(
    ("text", "where", "wanted"),
    [
        ("", "baris 1", "a header"),
        ("a,b\n1,2\n", "baris 1", "a header"),
        ("bulan,nilai\n2025-01,10\n2025-02,banyak\n", "baris 3", "a figure"),
        ("bulan,nilai\n2025-01,10\nMei 2025,3\n", "baris 3", "a month"),
        ("bulan,nilai\n2025-01,1.234\n", "baris 2", "without marks between thousands"),
        ("bulan,nilai\n2025-01,-1\n", "baris 2", "a figure from 0"),
        ("bulan,nilai\n2025-01," + "9" * 400 + "\n", "baris 2", "a figure from 0"),
        ("bulan,nilai\n2025-01\n", "baris 2", "2 cells"),
        ("bulan,nilai\n2025-01,1\n2025-01,2\n", "baris 3", "each month once"),
        ("bulan,nilai\n2025-01-15,1\n", "baris 2", "a month"),
        ("bulan,nilai\n", "deret.csv", "at least one month"),
        ("bulan,nilai\n" + "2025-01,1\n" * 2401, "deret.csv", "at most 2400 lines"),
        (b"bulan,nilai\n2025-01,\xff\n", "deret.csv", "UTF-8"),
        (b"x" * (MAX_BYTES + 1), "deret.csv", "bytes"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(tmp_path: Path, text: str | bytes, where: str, wanted: str) -> None:
    with pytest.raises(InputError, match=wanted) as fault:
        read_series(written(tmp_path, text))
    assert where in fault.value.where


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_series(tmp_path / "tidak-ada.csv")
    with pytest.raises(InputError):
        read_series(tmp_path)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_a_place(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "apa-saja.csv"
    path.write_bytes(b"bulan,nilai\n" + junk)
    with suppress(InputError):
        found = read_series(path)
        assert found.values[0] is not None
        assert found.values[-1] is not None
