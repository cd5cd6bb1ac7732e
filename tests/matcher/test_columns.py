"""Coded records as columns of numbers: each column held against the records, and columns taken, joined and written."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded
from matcher.columns import NEVER, UNKNOWN, Columns, columns_of, joined
from matcher.columns_file import read_columns, write_columns
from matcher.ragged import Ragged
from matcher.vocabulary import EMPLOYMENT_TYPES, NO_UNIT
from taxonomy.education import LEVELS, kkni_level
from taxonomy.errors import GenerationError
from taxonomy.occupations import load_occupations
from tests.builders import (
    CLERK,
    KOTA_BANDUNG,
    KOTA_SURABAYA,
    coded_posting,
    coded_records,
    coded_worker,
    vocabulary,
)

WORDS = vocabulary()
ANSWERS = {UNKNOWN: None, 0: False, 1: True}
RECORDS = st.lists(coded_records("posting") | coded_records("worker"), max_size=7)


def same(one: Columns, other: Columns) -> None:
    """Both hold the same, to the bit and the type; how wide the unit groups are written is no difference."""
    width = min(one.units.shape[1], other.units.shape[1])
    for field in fields(Columns):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, Ragged):
            np.testing.assert_array_equal(left.starts, right.starts)
            np.testing.assert_array_equal(left.values, right.values)
            assert left.values.dtype == right.values.dtype
        elif field.name in {"units", "unit_weights"}:
            filler = NO_UNIT if field.name == "units" else 0
            np.testing.assert_array_equal(left[:, :width], right[:, :width])
            assert (left[:, width:] == filler).all()
            assert (right[:, width:] == filler).all()
        elif field.name == "sources":
            assert [one.source_names[at] for at in left] == [other.source_names[at] for at in right]
        elif field.name != "source_names":
            np.testing.assert_array_equal(left, right)
            assert left.dtype == right.dtype


def row_of(columns: Columns, row: int) -> dict[str, Any]:
    """A row read back into words."""
    codes, ids, regions = list(WORDS.units), list(WORDS.skills), list(WORDS.regions)
    at = np.array([row])
    skills, places = columns.skills.take(at).values, columns.skills.places(at)
    return {
        "units": [codes[unit] for unit in columns.units[row] if unit != NO_UNIT],
        "worked_in": "" if columns.worked_in[row] == NO_UNIT else codes[columns.worked_in[row]],
        "skills": [
            (ids[skill], bool(columns.skills_preferred[place])) for skill, place in zip(skills, places, strict=True)
        ],
        "regions": [regions[region] for region in columns.regions.take(at).values],
        "education": "" if columns.education[row] == UNKNOWN else LEVELS[columns.education[row]],
        "experience": None if columns.experience[row] == UNKNOWN else int(columns.experience[row]),
        "pay": [None if np.isnan(pay) else pay for pay in (columns.pay_low[row], columns.pay_high[row])],
        "employment": {name for name in EMPLOYMENT_TYPES if columns.employment[row] & WORDS.employment_bits([name])},
        "closes_on": None if columns.closes_on[row] == NEVER else date.fromordinal(int(columns.closes_on[row])),
        "limits": [bool(columns.limits[row] >> bit & 1) for bit in range(3)],
        "source": columns.source_names[columns.sources[row]],
        "relocates": ANSWERS[int(columns.will_relocate[row])],
        "wants_remote": ANSWERS[int(columns.wants_remote[row])],
        "flags": [
            bool(column[row])
            for column in (
                columns.uncertain,
                columns.is_remote,
                columns.is_abroad,
                columns.is_internship,
                columns.is_closed,
            )
        ],
    }


@given(RECORDS)
def test_a_row_says_what_the_record_says(records: list[Coded]) -> None:
    columns = columns_of(records, WORDS)
    assert len(columns) == len(records)
    for row, item in enumerate(records):
        assert row_of(columns, row) == {
            "units": [code for code, _ in item.occupations],
            "worked_in": item.worked_in,
            "skills": [(skill.id, skill.relevance == "preferred") for skill in item.skills],
            "regions": list(item.region_codes),
            "education": item.education,
            "experience": item.experience_months,
            "pay": [item.pay_low, item.pay_high],
            "employment": set(item.employment_types),
            "closes_on": item.closes_on,
            "limits": [bool(item.shift_words), bool(item.night_words), bool(item.access_words)],
            "source": item.key.split(":")[0],
            "relocates": item.will_relocate,
            "wants_remote": item.wants_remote,
            "flags": [item.uncertain, item.is_remote, bool(item.countries), item.is_internship, item.is_closed],
        }
        assert columns.kkni[row] == (kkni_level(item.education) if item.education else UNKNOWN)
        assert int(columns.licences[row]) == WORDS.licence_bits(item)
        assert int(columns.provinces[row]) == WORDS.province_bits(item.region_codes)
        shares = load_occupations().distribution(item.occupations)
        for unit, weight in zip(columns.units[row], columns.unit_weights[row], strict=True):
            assert weight == pytest.approx(shares[unit] if unit != NO_UNIT else 0, abs=1e-6)
        assert columns.unit_norms[row] == pytest.approx(
            float(shares @ load_occupations().similarity @ shares) ** 0.5, abs=1e-6
        )


@given(RECORDS, st.data())
def test_rows_that_are_taken_are_those_of_their_records(records: list[Coded], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(records) - 1), max_size=9)) if records else []
    taken = columns_of(records, WORDS).take(np.array(rows, dtype=np.int64))
    same(taken, columns_of([records[row] for row in rows], WORDS))


@pytest.mark.untraced
@given(st.lists(RECORDS, min_size=1, max_size=4))
def test_joined_columns_are_those_of_all_records(parts: list[list[Coded]]) -> None:
    whole = joined([columns_of(part, WORDS) for part in parts])
    expected = columns_of([item for part in parts for item in part], WORDS)
    same(whole, expected)
    assert whole.source_names == expected.source_names
    np.testing.assert_array_equal(whole.sources, expected.sources)


@given(RECORDS)
def test_columns_come_back_from_their_folder(records: list[Coded]) -> None:
    columns = columns_of(records, WORDS)
    with tempfile.TemporaryDirectory() as folder:
        write_columns(Path(folder) / "columns", columns)
        read = read_columns(Path(folder) / "columns")
        same(read, columns)
        assert read.source_names == columns.source_names


@given(RECORDS, st.data())
def test_a_record_has_the_same_bits_whatever_stands_beside_it(records: list[Coded], data: st.DataObject) -> None:
    many = coded_posting(occupations=tuple((code, 0.1) for code in (CLERK, "7212", "5120", "2512", "8332")))
    among = columns_of([*records, many], WORDS)
    for row, item in enumerate(records):
        same(among.take(np.array([row])), columns_of([item], WORDS))


def test_what_the_tables_lack_is_passed_over() -> None:
    item = coded_posting(
        required=["spreadsheet", "tidak-dikenal"], region_codes=("0001", KOTA_BANDUNG), licences=("bukan-lisensi",)
    )
    found = row_of(columns_of([item], WORDS), 0)
    assert found["skills"] == [("spreadsheet", False)]
    assert found["regions"] == [KOTA_BANDUNG]
    assert columns_of([item], WORDS).licences.tolist() == [0]


def test_occupations_of_some_rows_come_in_their_order() -> None:
    columns = columns_of([coded_posting("u:1", occupations=((CLERK, 0.6), ("7212", 0.2))), coded_posting("u:2")], WORDS)
    found = columns.occupied(np.array([1, 0]))
    assert found.weights.tolist() == [[0, 0], pytest.approx([0.75, 0.25])]
    assert found.units.tolist() == [[NO_UNIT, NO_UNIT], [WORDS.units[CLERK], WORDS.units["7212"]]]
    assert found.norms.tolist() == [0, pytest.approx(columns.unit_norms[0])]


def written(folder: Path) -> Path:
    columns = columns_of([coded_worker(region_codes=(KOTA_SURABAYA,), held=["spreadsheet"])], WORDS)
    write_columns(folder / "columns", columns)
    return folder / "columns"


@pytest.mark.parametrize("content", [None, b"", b"\x93NUMPY", b"no array at all"])
@pytest.mark.parametrize("file", ["kkni.npy", "skills.starts.npy", "regions.values.npy", "source_names.json"])
def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path, file: str, content: bytes | None) -> None:
    folder = written(tmp_path)
    (folder / file).unlink() if content is None else (folder / file).write_bytes(content)
    with pytest.raises(GenerationError, match="columns: wanted columns, found something else"):
        read_columns(folder)


def test_pickled_objects_are_never_read(tmp_path: Path) -> None:
    folder = written(tmp_path)
    np.save(folder / "kkni.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(GenerationError, match="wanted columns"):
        read_columns(folder)
