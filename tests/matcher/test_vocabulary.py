"""What the numbers in columns mean, and that another taxonomy means something else."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from matcher.vocabulary import (
    ACCESS,
    DRIVING,
    EMPLOYMENT_TYPES,
    LICENCES,
    LIMITS,
    NEIGHBOUR_KM,
    NIGHT,
    NO_UNIT,
    SHIFT,
    Vocabulary,
    limit_bits,
)
from taxonomy.licences import COMPULSORY
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skills import Skills, load_skills
from tests.builders import (
    CLERK,
    JAKARTA_SELATAN,
    JAWA_BARAT,
    KOTA_BANDUNG,
    KOTA_BEKASI,
    KOTA_SURABAYA,
    coded_course,
    coded_posting,
    coded_worker,
    small_skills,
    vocabulary,
)

WORDS = vocabulary()


@lru_cache(maxsize=1)
def real() -> Vocabulary:
    return Vocabulary(load_occupations(), load_skills(), load_gazetteer())


def test_every_entry_has_a_number_of_its_own_that_fits_its_column() -> None:
    for table, most in ((real().units, NO_UNIT - 1), (real().skills, 2**16 - 1), (real().regions, 2**15 - 1)):
        assert sorted(table.values()) == list(range(len(table)))
        assert len(table) <= most
    assert len(load_gazetteer().provinces()) <= 64
    assert len(LICENCES) <= 64
    assert set(LICENCES) == COMPULSORY
    assert len(EMPLOYMENT_TYPES) <= 256


def test_the_numbers_of_unit_groups_and_skills_are_their_rows_in_the_tables() -> None:
    assert list(WORDS.units) == list(load_occupations().unit_codes)
    assert list(WORDS.skills) == [skill.id for skill in small_skills()]


def test_the_same_tables_have_the_same_fingerprint_and_others_another() -> None:
    same = Vocabulary(load_occupations(), small_skills(), load_gazetteer())
    turned = Vocabulary(load_occupations(), Skills(tuple(small_skills())[::-1], {}), load_gazetteer())
    assert same.fingerprint == WORDS.fingerprint
    assert len({WORDS.fingerprint, turned.fingerprint, real().fingerprint}) == 3


def test_the_length_of_occupations_is_that_under_their_similarity() -> None:
    units = np.array([[WORDS.units[CLERK], WORDS.units["7212"]], [NO_UNIT, NO_UNIT]], dtype=np.uint16)
    weights = np.array([[0.75, 0.25], [0, 0]], dtype=np.float32)
    row = load_occupations().distribution([(CLERK, 0.75), ("7212", 0.25)])
    expected = float(row @ load_occupations().similarity @ row) ** 0.5
    assert WORDS.norms(units, weights).tolist() == pytest.approx([expected, 0.0], abs=1e-6)
    assert WORDS.norms(units, weights).dtype == np.float32


def test_a_posting_asks_for_its_licences_and_a_worker_holds_those_among_the_skills_too() -> None:
    sim_a, sim_c = (1 << LICENCES.index(name) for name in ("sim-a", "sim-c"))
    assert WORDS.licence_bits(coded_posting(licences=("sim-a", "brevet-pajak-a-b"), required=["sim-c"])) == sim_a
    assert WORDS.licence_bits(coded_worker(licences=("sim-a",), held=["sim-c", "spreadsheet"])) == sim_a | sim_c
    assert WORDS.licence_bits(coded_course(taught=["sim-c"])) == sim_c
    assert WORDS.licence_bits(coded_worker()) == 0


def test_the_bits_of_driving_are_those_of_the_driving_licences() -> None:
    driving = {name for at, name in enumerate(LICENCES) if int(DRIVING) >> at & 1}
    assert driving == {name for name in COMPULSORY if name.startswith("sim-")}
    assert driving < COMPULSORY


def test_provinces_are_bits_of_the_regions_and_unknown_ones_are_passed_over() -> None:
    west = WORDS.province_bits([JAWA_BARAT])
    assert west.bit_count() == 1
    assert WORDS.province_bits([KOTA_BANDUNG, KOTA_BEKASI]) == west
    assert WORDS.province_bits([KOTA_BANDUNG, KOTA_SURABAYA]).bit_count() == 2
    assert WORDS.province_bits(["0000", "zz"]) == WORDS.province_bits([]) == 0


def test_employment_types_are_bits_and_an_unknown_one_is_not_said() -> None:
    assert [WORDS.employment_bits([name]) for name in EMPLOYMENT_TYPES] == [1, 2, 4, 8, 16, 32]
    assert WORDS.employment_bits(EMPLOYMENT_TYPES) == WORDS.employment_bits([*EMPLOYMENT_TYPES, "musiman"]) == 63
    assert WORDS.employment_bits(["musiman"]) == WORDS.employment_bits([""]) == WORDS.employment_bits([]) == 0


def test_distances_and_provinces_of_a_region_are_those_of_the_gazetteer() -> None:
    home = WORDS.regions[KOTA_BEKASI]
    km, within = WORDS.km_from(home), WORDS.in_province_of(home)
    for code in (KOTA_BEKASI, JAKARTA_SELATAN, KOTA_SURABAYA, JAWA_BARAT):
        assert km[WORDS.regions[code]] == load_gazetteer().distance_km(KOTA_BEKASI, code)
        assert within[WORDS.regions[code]] == (code[:2] == JAWA_BARAT)
    assert WORDS.km_from(home) is km


def test_unit_groups_under_a_prefix_are_those_that_begin_with_it() -> None:
    found = WORDS.under(["43", "7212"])
    assert {code for code, number in WORDS.units.items() if found[number]} == {
        code for code in load_occupations().unit_codes if code.startswith(("43", "7212"))
    }
    assert not WORDS.under([]).any()
    assert WORDS.under([""]).all()


def test_words_of_hours_and_access_are_a_bit_each() -> None:
    assert len(LIMITS) <= 8
    assert limit_bits(coded_posting()) == 0
    assert limit_bits(coded_posting(shift_words="shift")) == SHIFT
    assert limit_bits(coded_worker(night_words="tidak bisa malam")) == NIGHT
    assert limit_bits(coded_posting(access_words="ramah difabel", night_words="malam")) == ACCESS | NIGHT


@pytest.mark.parametrize(
    ("province", "beside"),
    [("32", ("31", "33", "36")), ("34", ("33", "35")), ("51", ("35", "52")), ("81", ()), ("99", ())],
)
def test_provinces_next_door_have_a_regency_near_one_of_theirs(province: str, beside: tuple[str, ...]) -> None:
    assert WORDS.neighbours((province,)) == beside


def test_next_door_to_several_is_next_door_to_one_of_them_and_none_of_them() -> None:
    gazetteer = load_gazetteer()
    asked = ("31", "34")
    near = {
        other.province_code
        for code in asked
        for one in gazetteer.regencies(code)
        for other in gazetteer.regencies()
        if gazetteer.distance_km(one.code, other.code) <= NEIGHBOUR_KM
    }
    assert WORDS.neighbours(asked) == tuple(sorted(near - set(asked)))
