"""The map of tiles: every region once, near where it lies; classes; outlines that an installation brings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.charts.render import png_of
from api.web.maps import tiles as reading
from api.web.maps.boundaries import read_boundaries
from api.web.maps.classes import MOST, classes_of
from api.web.maps.drawn import FILLS, map_svg
from api.web.maps.layout import PARTS, Shape, island_group, lay_out, neighbours, quality
from api.web.maps.picture import MapPicture, picture
from api.web.maps.shapes import PROVINCES, PROVINCES_SHAPE, REGENCIES, map_names, province_places, regions_of
from api.web.maps.tiles import table, tiles
from taxonomy.errors import InputError
from taxonomy.places import load_gazetteer
from taxonomy.regions import Region, great_circle_km

KNOWN = load_gazetteer()
REGIONS = {name: regions_of(name) for name in map_names()}


def placed(name: str) -> np.ndarray:
    return np.array([[round(part * PARTS) for part in tiles(name)[one.code]] for one in REGIONS[name]])


def test_every_map_has_each_of_its_regions_once() -> None:
    assert len(REGIONS) == 2 + len(KNOWN.provinces())
    assert table().keys() <= REGIONS.keys()
    for name, regions in REGIONS.items():
        assert sorted(tiles(name)) == sorted(one.code for one in regions)


def test_the_map_of_provinces_is_what_the_script_makes_and_fits_a_telephone() -> None:
    made = lay_out(KNOWN.provinces(), PROVINCES_SHAPE)
    assert (made == placed(PROVINCES)).all()
    told = quality(KNOWN.provinces(), made)
    assert told.width <= 14  # 25 CSS px for each tile on 360
    assert told.neighbours_kept >= 0.9
    assert told.same_way >= 0.85
    assert told.displacement < 0.7


def test_the_map_of_a_small_province_is_what_the_script_makes() -> None:
    assert (province_places(KNOWN.regencies("34")) == placed("34")).all()


def test_maps_of_regencies_are_like_the_land() -> None:
    nation = quality(KNOWN.regencies(), placed(REGENCIES))
    assert nation.neighbours_kept >= 0.7
    assert nation.same_way >= 0.75
    own = [quality(REGIONS[one.code], placed(one.code)) for one in KNOWN.provinces()]
    assert max(one.width for one in own) <= 7
    assert np.mean([one.neighbours_kept for one in own]) >= 0.9


def test_islands_lie_as_everybody_knows_them() -> None:
    x, y = ({code: place[part] for code, place in tiles(PROVINCES).items()} for part in (0, 1))
    assert x["11"] == min(x.values())  # Aceh
    assert max(x, key=lambda code: x[code]) in {"91", "95", "93"}  # Papua
    assert y["33"] > y["62"] > y["65"]  # Jawa Tengah, Kalimantan Tengah, Kalimantan Utara
    assert x["36"] < x["32"] < x["35"] < x["51"] < x["52"] < x["53"]  # Banten to Nusa Tenggara Timur
    assert x["61"] < x["73"] < x["81"] < x["91"]


def test_a_strait_lies_between_island_groups() -> None:
    places, groups = placed(PROVINCES), [island_group(one.code) for one in KNOWN.provinces()]
    for at in range(len(groups)):
        for other in range(at):
            apart = int(np.abs(places[at] - places[other]).max())
            assert apart >= PARTS + (PROVINCES_SHAPE.strait if groups[at] != groups[other] else 0)


def test_neighbours_are_pairs_with_nobody_between_by_trying_all() -> None:
    regions = KNOWN.regencies("34")
    points = {one.code: (one.longitude, -one.latitude) for one in regions}
    expected = set()
    for one in regions:
        for other in regions:
            if one.code < other.code:
                (ax, ay), (bx, by) = points[one.code], points[other.code]
                within = [
                    code
                    for code, (x, y) in points.items()
                    if (x - (ax + bx) / 2) ** 2 + (y - (ay + by) / 2) ** 2
                    < ((ax - bx) ** 2 + (ay - by) ** 2) / 4 - 1e-12
                ]
                if not within:
                    expected.add((one.code, other.code))
    assert {(regions[a].code, regions[b].code) for a, b in neighbours(regions).tolist()} == expected


def test_a_map_of_one_region_has_one_tile() -> None:
    one = KNOWN.provinces()[:1]
    assert lay_out(one, Shape(tiles_a_degree=(1, 1), home=0.1, apart=0, strait=0)).tolist() == [[0, 0]]
    assert quality(one, np.zeros((1, 2), dtype=np.int64)).neighbours_kept == 1.0


@pytest.mark.parametrize(
    "line", ["provinces\t99\t0\t0", "provinces\t11\t-1\t0", "provinces\t11\t0\t0\nprovinces\t12\t3\t3"]
)
def test_a_faulty_table_is_refused(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        (f"line {at}", dict(zip(("map", "code", "x", "y"), one.split("\t"), strict=True)))
        for at, one in enumerate(line.split("\n"))
    ]
    monkeypatch.setattr(reading, "_rows", lambda name, columns: iter(rows))
    with pytest.raises(InputError):
        table.__wrapped__()


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 30).map(float), max_size=30))
def test_classes_are_in_order_hold_every_value_and_part_no_equal_ones(values: dict[str, float]) -> None:
    numbers, classes = classes_of(values)
    assert numbers.keys() == values.keys()
    assert sum(one.regions for one in classes) == len(values)
    assert len(classes) <= min(MOST, len(set(values.values())))
    for one in values:
        for other in values:
            assert (
                (numbers[one] <= numbers[other]) if values[one] <= values[other] else (numbers[one] >= numbers[other])
            )
    for one in classes:
        assert 1 <= one.number <= MOST
        assert {values[code] for code in values if numbers[code] == one.number} <= set(np.arange(one.low, one.high + 1))
    if values:
        assert max(numbers.values()) == MOST


def test_classes_of_many_values_are_about_as_full() -> None:
    _, classes = classes_of({f"{at:02d}": float(at) for at in range(38)})
    assert {one.regions for one in classes} <= {7, 8}


def shown(outlines: object = None, **values: float) -> MapPicture:
    return picture(
        PROVINCES,
        {code[1:]: value for code, value in values.items()},
        title="Peta",
        finding="Kata",
        text=lambda value: "tidak ditampilkan" if value is None else str(value),
        href=lambda code: f"/perencana?provinsi={code}",
        here="32",
        outlines=outlines,  # type: ignore[arg-type]
    )


def test_a_picture_says_what_is_withheld_and_where_each_tile_leads() -> None:
    told = shown(p32=75.0, p33=10.0)
    cells = {one.code: one for one in told.cells}
    assert (cells["32"].number, cells["33"].number, cells["11"].number) == (5, 4, 0)
    assert (cells["11"].text, told.untold) == ("tidak ditampilkan", len(KNOWN.provinces()) - 2)
    assert cells["32"].is_here
    assert (cells["32"].short, cells["32"].letters, cells["32"].href) == ("Jabar", "JB", "/perencana?provinsi=32")
    assert told.box[2] == pytest.approx(14 * 40 + 4)


def _square(region: Region, size: float = 0.5) -> list[list[float]]:
    x, y = region.longitude, region.latitude
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def test_outlines_of_an_installation_are_drawn_where_they_have_every_region(tmp_path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"kode": f"{one.code}"},
            "geometry": {"type": "MultiPolygon", "coordinates": [[_square(one)]]},
        }
        for one in KNOWN.provinces()
    ]
    file = tmp_path / "batas.geojson"
    file.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))
    outlines = read_boundaries(file)
    told = shown(outlines, p32=75.0)
    assert told.tile == 0
    assert all(one.path.startswith("M") and one.path.endswith("Z") for one in told.cells)
    assert great_circle_km(0, 94.5, 0, 141) / told.box[2] == pytest.approx(5.6, rel=0.1)  # km a unit, west to east
    assert shown({code: one for code, one in outlines.items() if code != "11"}).tile > 0


@pytest.mark.parametrize(
    "document",
    [
        b"{",
        b"[]",
        orjson.dumps({"type": "FeatureCollection", "features": []}),
        orjson.dumps({"features": [{"properties": {"kode": "32"}}]}),
        orjson.dumps(
            {"features": [{"properties": {"kode": "99"}, "geometry": {"type": "Polygon", "coordinates": []}}]}
        ),
        orjson.dumps(
            {"features": [{"properties": None, "geometry": {"type": "Polygon", "coordinates": [[["x", 1]]]}}]}
        ),
    ],
)
def test_a_file_that_is_no_map_is_refused(tmp_path: Path, document: bytes) -> None:
    file = tmp_path / "batas.geojson"
    file.write_bytes(document)
    with pytest.raises(InputError, match=str(file)):
        read_boundaries(file)


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="can be read"):
        read_boundaries(tmp_path / "tidak-ada.geojson")
    monkeypatch.setattr("api.web.maps.boundaries.MAX_BYTES", 1)
    (tmp_path / "besar.geojson").write_bytes(b"{}")
    with pytest.raises(InputError, match="at most 1 bytes"):
        read_boundaries(tmp_path / "besar.geojson")


@pytest.mark.parametrize("name", [PROVINCES, "35", REGENCIES])
def test_a_map_is_drawn_as_a_picture_with_its_legend_and_source(name: str) -> None:
    codes = sorted(tiles(name))
    shown = picture(
        name,
        {code: float(at) for at, code in enumerate(codes[1:], 1)},
        title="Orang dicari <menurut> wilayah",
        finding="Tertinggi: Papua.",
        text=lambda value: "-" if value is None else f"{value:.0f}",
        href=lambda code: "",
    )
    plain = {one.number: f"{one.low:.0f}" for one in shown.legend}
    svg = map_svg(shown, "Sumber: contoh", "tidak ditampilkan", "kota", plain)
    assert "Orang dicari &lt;menurut&gt; wilayah" in svg
    assert "Tertinggi: Papua. Sumber: contoh" in svg
    assert "tidak ditampilkan" in svg
    assert all(f'fill="{fill}"' in svg for fill in FILLS)
    assert svg.count("<rect x=") == len(codes) + len(shown.legend) + 1
    png = png_of(svg)
    assert png.startswith(b"\x89PNG")
    assert 5_000 < len(png) < 200_000


def test_a_map_whose_regions_have_changed_since_is_laid_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: dict(own) for name, own in table().items()}
    del kept["34"], kept["12"]["1271"]
    monkeypatch.setattr(reading, "table", lambda: kept)
    for name in ("34", "12"):
        assert tiles.__wrapped__(name) == table.__wrapped__()[name]
    assert tiles.__wrapped__("32") is kept["32"]
