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

NEW = {"code": "66", "iso": "KY", "short": "Kapura", "also": "kapuas raya barat", "island": "Kalimantan"}
NEW |= {"people_millions": "1.6", "part_of": "61"}
MOVED = {"6105": "6601", "6107": "6602"}
CACHES = (load_provinces, regions._earlier_codes, load_gazetteer, pay._minimum_wages)


def split(name: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """The bundled tables as after a split of Kalimantan Barat that nobody has decided."""
    for where, row in tables.bundled_table(name, columns):
        if name == "regions.tsv" and row["code"] in MOVED:
            yield where, {**row, "code": MOVED[row["code"]], "province_code": "66", "was": row["code"]}
        else:
            yield where, row
        if row.get("code") == "65" and name == "provinces.tsv":
            yield where, NEW
        if row.get("code") == "65" and name == "regions.tsv":
            yield where, {**row, "code": "66", "province_code": "66", "name": "Kapuas Raya", "latitude": "0.3"}


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


@pytest.mark.parametrize("change", [{"people_millions": "banyak"}, {"island": ""}, {"short": ""}, {"code": "67"}])
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
    [read] = gazetteer.read("Kab. Sintang").regions
    assert (read.code, read.province_code) == ("6601", "66")
    assert (gazetteer.get("6105"), gazetteer.knows("6105"), code_today("6105")) == (read, True, "6601")
    assert [one.code for one in gazetteer.regencies("66")] == ["6601", "6602"]
    assert not {"6105", "6107"} & {one.code for one in gazetteer.regencies("61")}
    assert [one.code for one in gazetteer.read("Kapura").regions] == ["66"]
    assert names()["kapuas raya barat"] == "66"


@pytest.mark.usefixtures("after_a_split")
def test_a_new_province_has_what_it_was_part_of_until_it_has_its_own() -> None:
    assert pay.minimum_wage_idr("66", 2025) == pay.minimum_wage_idr("61", 2025)
    assert pay.minimum_wage_idr("6601", 2025) == pay.minimum_wage_idr("61", 2025)
    assert pay.minimum_wage("99", 2025) is None
    assert with_split_off(frozenset({"61", "34"})) == {"61", "34", "66"}
    assert set(names()["kalimantan"].split("|")) >= {"61", "66"}
    assert names()["kalbar"] == "61"
