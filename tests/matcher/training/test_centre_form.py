"""A training centre at the edge: its file, its fields, the invented ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from matcher.training.centre_form import MAX_BYTES, CentreForm, centre_of, read_centre
from matcher.training.centres import KINDS, WORKSHOPS, TrainerPool, TrainingCentre, Workshop
from matcher.world.centres import COLUMNS, sample_centre, sample_centres, to_centre
from matcher.world.tables import rows_of
from taxonomy.errors import InputError, UnknownIdError

TOML = """
id = "blk-uji"
name = "BLK Uji"
kind = "BLK"
province = "Jawa Tengah"
regency_code = "Kab. Batang"
budget_idr_year = "1.500.000.000"
dormitory_beds = 24
catchment_km = 45.5

[[workshops]]
kind = "Las"
stations = 16

[[trainers]]
vocational_field = "Teknik Las"
n = 2
jp_per_week = 20
"""
CENTRE = TrainingCentre(
    id="blk-uji",
    name="BLK Uji",
    kind="BLK",
    province="33",
    regency_code="3325",
    workshops=(Workshop(kind="las", stations=16, hours_per_week=40.0),),
    trainers=(TrainerPool(vocational_field="Teknik Las", n=2, jp_per_week=20.0),),
    budget_idr_year=1_500_000_000,
    dormitory_beds=24,
    catchment_km=45.5,
)
FIELDS: dict[str, Any] = {"id": "x", "name": "BLK X", "kind": "BLK", "regency_code": "3325"}


def written(folder: Path, text: str, name: str = "pusat.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_centre_is_read_from_toml_and_from_json(tmp_path: Path) -> None:
    assert read_centre(written(tmp_path, TOML)) == CENTRE
    fields = {
        **FIELDS,
        "id": "blk-uji",
        "name": "BLK Uji",
        "workshops": [{"kind": "las", "stations": 16, "hours_per_week": 40}],
        "trainers": [{"vocational_field": "Teknik Las", "n": 2, "jp_per_week": 20}],
        "budget_idr_year": 1_500_000_000,
        "dormitory_beds": 24,
        "catchment_km": 45.5,
    }
    assert read_centre(written(tmp_path, json.dumps(fields), "pusat.json")) == CENTRE


def test_a_centre_with_no_budget_and_nothing_in_it_is_one() -> None:
    bare = centre_of({**FIELDS, "budget_idr_year": 0}, "uji")
    assert (bare.budget_idr_year, bare.workshops, bare.trainers, bare.province) == (0, (), (), "33")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"kind": "sanggar"}, "field kind: wanted one of 'BBPVP', 'BPVP'"),
        ({"budget_idr_year": -1}, "field budget_idr_year: wanted a number from 0, found -1"),
        ({"budget_idr_year": float("nan")}, "field budget_idr_year: wanted"),
        ({"catchment_km": 0}, "field catchment_km: wanted a number above 0"),
        ({"catchment_km": float("inf")}, "field catchment_km: wanted"),
        ({"dormitory_beds": 2.5}, "field dormitory_beds: wanted a whole number"),
        ({"workshops": [{"kind": "las", "stations": -4}]}, "field workshops.0.stations: wanted a number from 0"),
        (
            {"workshops": [{"kind": "roket", "stations": 4}]},
            "field workshops.0.kind: wanted one of las, mesin-perkakas",
        ),
        ({"workshops": [{"kind": "las"}]}, "field workshops.0.stations: wanted a value"),
        ({"workshops": [{"kind": "las", "stations": 4, "hours_per_week": 200}]}, "wanted a number of at most 168"),
        ({"workshops": [{"kind": "las", "stations": 4, "statoins": 4}]}, "did you mean stations?"),
        ({"workshops": [{"kind": "las", "stations": 4}] * 2}, "wanted each of workshops once, found las twice"),
        ({"workshops": ["las"]}, "field workshops.0: wanted an object of named fields"),
        ({"trainers": [{"vocational_field": "TIK", "n": 2, "jp_per_week": 81}]}, "wanted a number of at most 80"),
        ({"trainers": [{"vocational_field": n, "n": 2} for n in ("TIK", "tik")]}, "each of trainers once"),
        ({"regency_code": "33"}, "field regency_code: wanted the code or the name of a regency or city, found 33"),
        ({"regency_code": "9999"}, "field regency_code: wanted the code or the name of a regency or city"),
        ({"regency_code": "Wakanda"}, "found Wakanda"),
        ({"province": "3325"}, "field province: wanted the code or the name of a province, found 3325"),
        ({"province": "32"}, "wanted a regency or city of the province, found 3325 in 32"),
        ({"id": ""}, "field id: wanted"),
        ({"anggaran": 5}, "found anggaran"),
    ],
)
def test_a_fault_is_told_by_its_field(facts: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as refused:
        centre_of({**FIELDS, **facts}, "uji")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("pusat.yaml", "id: x", "wanted a .toml or .json file, found pusat.yaml"),
        ("pusat.toml", "id = ", "wanted a TOML document"),
        ("pusat.json", "{", "wanted a JSON document"),
        ("pusat.json", "[1]", "wanted an object of named fields, found [1]"),
        ("pusat.json", "[" * 100_000, "wanted a JSON document"),
        ("pusat.toml", "#" * (MAX_BYTES + 1), f"wanted a file of at most {MAX_BYTES} bytes"),
        ("pusat.toml", "", "field id: wanted a value"),
    ],
)
def test_a_file_that_is_no_centre_is_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        read_centre(written(tmp_path, text, name))
    assert message in str(refused.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted a file that can be read, found No such file"):
        read_centre(tmp_path / "tidak.toml")
    (tmp_path / "biner.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="wanted a TOML document"):
        read_centre(tmp_path / "biner.toml")


def test_the_form_takes_every_kind_that_there_is() -> None:
    assert get_args(CentreForm.model_fields["kind"].annotation) == tuple(KINDS)


def test_the_invented_centres_say_so_and_stand_in_every_part_of_the_country() -> None:
    centres = sample_centres()
    assert len(centres) >= 12
    assert all("Contoh" in centre.name for centre in centres)
    assert len({centre.id for centre in centres}) == len(centres)
    assert {"32", "33", "36", "52", "13", "64", "73", "53", "91"} <= {centre.province for centre in centres}
    assert any(centre.regency_code == "3325" for centre in centres)
    assert all(centre.workshops and centre.trainers and centre.budget_idr_year > 0 for centre in centres)
    assert {shop.kind for centre in centres for shop in centre.workshops} == set(WORKSHOPS) - {"laboratorium"}


def test_an_invented_centre_is_found_by_its_id() -> None:
    assert sample_centre("blk-contoh-batang").regency_code == "3325"
    with pytest.raises(UnknownIdError, match="wanted a sample centre: bpvp-contoh-bekasi"):
        sample_centre("blk-nyata")


def test_a_line_of_the_table_that_is_not_invented_or_not_whole_is_refused() -> None:
    where, row = next(iter(rows_of("centres", COLUMNS)))
    with pytest.raises(InputError, match="a name that says Contoh"):
        to_centre({**row, "name": "BPVP Bekasi"}, where)
    with pytest.raises(InputError, match="wanted kind:stations:hours_per_week, found las:16"):
        to_centre({**row, "workshops": "las:16"}, where)
