"""Provinces: what the table must hold, and what a split changes without another file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from taxonomy import pay, provinces, regions, tables
from taxonomy.errors import InputError
from taxonomy.places import Gazetteer, load_gazetteer
from taxonomy.provinces import load_provinces, other_names, with_split_off
from taxonomy.regions import bundled_regions, code_today
from taxonomy.tables import Row

NEW = {"code": "99", "iso": "ZZ", "short": "Contoh", "also": "provinsi contoh", "island": "Kalimantan"}
NEW |= {"people_millions": "1.6", "part_of": "34"}
MOVED = {"3401": "9901", "3402": "9902"}
CACHES = (load_provinces, regions._earlier_codes, load_gazetteer, pay._minimum_wages)


def split(name: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """The bundled tables as after a split of DI Yogyakarta that nobody thinks of."""
    for where, row in tables.bundled_table(name, columns):
        if name == "regions.tsv" and row["code"] in MOVED:
            yield where, {**row, "code": MOVED[row["code"]], "province_code": "99", "was": row["code"]}
        else:
            yield where, row
    if name == "provinces.tsv":
        yield "provinces.tsv last line", NEW
    if name == "regions.tsv":
        at = {"latitude": "-7.8", "longitude": "110.1"}
        yield (
            where,
            {**at, "code": "99", "name": "Provinsi Contoh", "kind": "province", "province_code": "99", "was": ""},
        )


@pytest.fixture
def after_a_split(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (regions, provinces):
        monkeypatch.setattr(module, "bundled_table", split)
    for cache in CACHES:
        cache.cache_clear()
    yield
    for cache in CACHES:
        cache.cache_clear()


def test_every_province_stands_in_both_tables_in_one_order() -> None:
    assert list(load_provinces()) == [one.code for one in bundled_regions() if one.kind == "province"]
    assert len({one.iso for one in load_provinces().values()}) == len(load_provinces())
    assert all(not one.part_of or one.part_of in load_provinces() for one in load_provinces().values())


@pytest.mark.parametrize("change", [{"people_millions": "banyak"}, {"island": ""}, {"short": ""}, {"code": "98"}])
def test_a_faulty_line_is_refused(change: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        provinces, "bundled_table", lambda name, columns: iter([("provinces.tsv line 2", {**NEW, **change})])
    )
    with pytest.raises(InputError, match="provinces"):
        load_provinces.__wrapped__()


def names() -> dict[str, str]:
    return {name: codes for _, name, codes in other_names()}


@pytest.mark.usefixtures("after_a_split")
def test_a_split_is_told_by_two_tables_and_the_rest_follows() -> None:
    gazetteer: Gazetteer = load_gazetteer()
    [read] = gazetteer.read("Kab. Kulon Progo").regions
    assert (read.code, read.province_code) == ("9901", "99")
    assert (gazetteer.get("3401"), gazetteer.knows("3401"), code_today("3401")) == (read, True, "9901")
    assert [one.code for one in gazetteer.regencies("99")] == ["9901", "9902"]
    assert not MOVED.keys() & {one.code for one in gazetteer.regencies("34")}
    assert [one.code for one in gazetteer.read("Contoh").regions] == ["99"]
    assert names()["provinsi contoh"] == "99"


@pytest.mark.usefixtures("after_a_split")
def test_a_new_province_has_what_it_was_part_of_until_it_has_its_own() -> None:
    assert pay.minimum_wage_idr("99", 2025) == pay.minimum_wage_idr("34", 2025)
    assert pay.minimum_wage("9901", 2025) is not None
    assert pay.minimum_wage("98", 2025) is None
    assert with_split_off(frozenset({"61", "34"})) >= {"61", "34", "99"}
    assert set(names()["jawa"].split("|")) >= {"34", "99"}
    assert names()["jogja"] == "34"
