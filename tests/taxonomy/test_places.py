"""Places as people write them: short forms, homonyms, typos, abroad, and the provinces of today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import acos, cos, degrees, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import provinces
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.places import Gazetteer, load_gazetteer
from taxonomy.regions import Region
from taxonomy.tables import Row, read_table

PROVINCES = (
    *("Aceh", "Sumatera Utara", "Sumatera Barat", "Riau", "Jambi", "Sumatera Selatan", "Bengkulu", "Lampung"),
    *("Kepulauan Bangka Belitung", "Kepulauan Riau", "DKI Jakarta", "Jawa Barat", "Jawa Tengah", "DI Yogyakarta"),
    *("Jawa Timur", "Banten", "Bali", "Nusa Tenggara Barat", "Nusa Tenggara Timur", "Kalimantan Barat"),
    *("Kalimantan Tengah", "Kalimantan Selatan", "Kalimantan Timur", "Kalimantan Utara", "Sulawesi Utara"),
    *("Sulawesi Tengah", "Sulawesi Selatan", "Sulawesi Tenggara", "Gorontalo", "Sulawesi Barat", "Maluku"),
    *("Maluku Utara", "Papua", "Papua Barat", "Papua Selatan", "Papua Tengah", "Papua Pegunungan", "Papua Barat Daya"),
)
WORDS = (
    *(
        "jaksel",
        "Kab.",
        "Kota",
        "Bekasi",
        "Bandung",
        "Jawa Barat",
        "Papua Barat",
        "Daya",
        "Kep.",
        "Riau",
        "DI Yogyakarta",
    ),
    *(
        "WFH",
        "remote",
        "Jepang",
        "Taiwan",
        "seluruh indonesia",
        ",",
        "/",
        "-",
        "dan",
        "di",
        "(",
        ")",
        "asdfgh",
        "🏠",
        "Banjar",
    ),
    *("bau-bau", "Kuningan", "Jakarta", "Indonesia", "Surabya", "area", "\n", "."),
)
ALL = (*load_gazetteer().provinces(), *load_gazetteer().regencies())


def codes(text: str) -> list[str]:
    return [region.code for region in load_gazetteer().read(text).regions]


@pytest.mark.parametrize("name", [region.name for region in load_gazetteer().provinces()])
def test_each_province_is_read_by_its_name(name: str) -> None:
    found = load_gazetteer().read(name)
    assert [(region.name, region.kind) for region in found.regions] == [(name, "province")]
    assert (found.country, found.unread) == ("ID", "")


def test_none_of_the_38_provinces_of_2022_is_missing() -> None:
    assert {region.name for region in load_gazetteer().provinces()} >= set(PROVINCES)
    assert len(PROVINCES) == 38


REGENCIES_NOW = (
    ("Merauke", "Papua Selatan"),
    ("Nabire", "Papua Tengah"),
    ("Wamena", "Papua Pegunungan"),
    ("Kota Sorong", "Papua Barat Daya"),
    ("Manokwari", "Papua Barat"),
    ("Kota Jayapura", "Papua"),
)
"""Regencies and cities of provinces that were split, and the province that each lies in now."""


@pytest.mark.parametrize(("regency", "province"), REGENCIES_NOW)
def test_a_regency_lies_in_the_province_that_it_came_to(regency: str, province: str) -> None:
    gazetteer = load_gazetteer()
    assert [gazetteer.get(region.province_code).name for region in gazetteer.read(regency).regions] == [province]


@pytest.mark.parametrize("region", ALL, ids=lambda region: region.code)
def test_every_official_name_is_read_as_itself_alone(region: Region) -> None:
    province = load_gazetteer().get(region.province_code).name
    short = region.name.replace("Kabupaten", "Kab.")
    for text in (region.name, region.name.upper(), region.name.lower(), short, f"{region.name}, {province}"):
        found = load_gazetteer().read(text)
        assert [r.code for r in found.regions] == [region.code], text
        assert (found.country, found.unread) == ("ID", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jaksel", "3174"),
        ("Jakarta Selatan, DKI Jakarta", "3174"),
        ("South Jakarta", "3174"),
        ("Kota Adm. Jakarta Barat", "3173"),
        ("Kota Administrasi Jakarta Barat", "3173"),
        ("jakarta timur kota", "3175"),
        ("Jakarta Selatan Jakarta Raya", "3174"),
        ("Jakarta", "31"),
        ("Kep. Seribu", "3101"),
        ("pulau seribu", "3101"),
        ("Kab. Bekasi", "3216"),
        ("kab.bekasi", "3216"),
        ("Kota Bekasi", "3275"),
        ("Bekasi Kab.", "3216"),
        ("Bandung Kota", "3273"),
        ("bekasi timur", "3275"),
        ("Cikarang", "3216"),
        ("Cikarang, Bekasi", "3216"),
        ("Kerawang", "3215"),
        ("tangsel", "3674"),
        ("KOTA SEMARANG, JAWA TENGAH", "3374"),
        ("kota Bogor, Jawa Barat, Indonesia", "3271"),
        ("Medan, Sumatera Utara", "1271"),
        ("Denpasar Bali", "5171"),
        ("Jl. Sudirman No. 5, Jakarta Pusat", "3171"),
        ("Penempatan Surabaya dan sekitarnya", "3578"),
        # homonyms
        ("Bekasi", "3275 3216"),
        ("Kediri", "3571 3506"),
        ("Kuningan", "3208"),
        ("Kuningan, Jawa Barat", "3208"),
        ("Kuningan, Jakarta", "3174"),
        ("Depok", "3276"),
        ("Depok, Sleman", "3404"),
        ("Banjar", "3279 6303"),
        ("Banjar, Kalimantan Selatan", "6303"),
        ("Banjar, Jawa Barat", "3279"),
        ("Kota Cirebon dan Kab. Cirebon", "3274 3209"),
        ("Gorontalo", "75"),
        ("Kab. Gorontalo", "7501"),
        ("Kota Gorontalo", "7571"),
        ("Kab. Nias", "1204"),
        ("Riau", "14"),
        ("Kep. Riau", "21"),
        ("Kota Batam, Kepulauan Riau", "2171"),
        ("Kep. Bangka Belitung", "19"),
        ("Padang", "1371"),
        ("Padang Panjang", "1374"),
        ("Bandung Barat", "3217"),
        ("Papua Barat Daya", "96"),
        # Yogyakarta
        ("DI Yogyakarta", "34"),
        ("D.I. Yogyakarta", "34"),
        ("Daerah Istimewa Yogyakarta", "34"),
        ("Jogja", "34"),
        ("jogja kota", "3471"),
        ("Kabupaten Sleman, DI Yogyakarta", "3404"),
        # spellings
        ("surabya", "3578"),
        ("Makasar", "7371"),
        ("Sumatra Selatan", "16"),
        ("Bandarlampung", "1871"),
        ("Gunung Kidul", "3403"),
        ("Kutai Kertanegara", "6402"),
        ("Bau-bau", "7472"),
        ("Toli-toli", "7204"),
        ("Fak-fak", "9203"),
        ("Pare-pare", "7372"),
        ("Kabupaten Pangkajene dan Kepulauan", "7310"),
        ("Ibu Kota Nusantara", "6409"),
        # several
        ("Bekasi/Karawang", "3275 3216 3215"),
        ("Jakarta or Surabaya", "31 3578"),
        ("Jakarta-Surabaya", "31 3578"),
        ("Jawa Timur & Bali", "35 51"),
        ("Jakarta, Cikini, Depok dan Bekasi", "3171 3276 3275 3216"),
        ("Semarang, Sumatera Selatan, Medan", "3374 3322 16 1271"),
        # directions that stand for a whole name
        ("Jakarta Barat, Pusat", "3173 3171"),
        ("Jakarta (Barat/Pusat)", "3173 3171"),
        ("Jawa Barat, Tengah dan Timur", "32 33 35"),
        ("kantor pusat Jakarta", "31"),
        # both of a name
        ("Kota/Kab. Bekasi", "3275 3216"),
        ("Kabupaten/Kota Tangerang", "3671 3603"),
        ("Kota Batu dan Malang", "3579 3573 3507"),
        # where the work is not
        ("ditempatkan diluar Jakarta (Cikarang)", "3216"),
        ("di luar Jawa", ""),
        # sets
        ("daerah Sumatera", "11 12 13 14 15 16 17 18 19 21"),
        ("Sumbawa", "5204 5205 5206 5207 5272"),
        ("Bandung Raya", "3273 3204 3217 3277"),
        # old names
        ("Ujung Pandang", "7371"),
        ("Irian Jaya", "91 92 93 94 95 96"),
        ("Djogjakarta", "34"),
        ("Toba Samosir", "1212"),
        # abbreviations
        ("Kukar", "6402"),
        ("DIY", "34"),
        ("in Yogyakarta", "3471"),
        # quarters, landmarks, estates
        ("Bandara Soekarno-Hatta", "3671"),
        ("Mall Taman Anggrek", "3173"),
        ("Kemang", "3174"),
        ("Kemang, Kab. Bogor", "3201"),
        ("Jakarta, Kuningan", "3174"),
        # districts
        ("Kec. Tigaraksa", "3603"),
        ("Kluet Utara", "1101"),
        ("Kluet Utara, Aceh", "1101"),
        ("Kluet Utara, Jawa Barat", "32"),
        ("Kluet Utara, Karawang", "3215"),
        ("Arut Selatan, Kalimantan Tengah", "6201"),
        ("Batuceper, Tangerang", "3671"),
        ("Sukawening, Garut", "3205"),
        ("Tanete Riattang, Surabaya", "3578"),
        ("", ""),
        ("🏠", ""),
        ("asdfgh", ""),
        ("Bgr", ""),
    ],
)
def test_places_are_read_as_people_write_them(text: str, expected: str) -> None:
    assert codes(text) == expected.split()


def test_the_capital_region_names_its_nine_parts_also_beside_one_of_them() -> None:
    nine = {"31", "3201", "3271", "3276", "3671", "3603", "3674", "3216", "3275"}
    assert set(codes("Jabodetabek")) == set(codes("Jabodetabek, Bekasi")) == nine


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Jepang", "JP"),
        ("Tokyo, Japan", "JP"),
        ("Taiwan", "TW"),
        ("Johor Bahru", "MY"),
        ("Kuala Lumpur, Malaysia", "MY"),
        ("Singapore", "SG"),
        ("Korea Selatan", "KR"),
        ("Hongkong", "HK"),
        ("Arab Saudi", "SA"),
        ("Indonesia", "ID"),
        ("Bandung", "ID"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_countries_are_told_apart(text: str, country: str) -> None:
    assert load_gazetteer().read(text).country == country


@pytest.mark.parametrize(
    ("text", "regions", "abroad"),
    [
        ("Yogyakarta & Sydney, Australia", ["3471"], ("AU",)),
        ("Melaka", [], ("MY",)),
        ("Myanmar, Malaysia", [], ("MM", "MY")),
        ("Jurong East", [], ("SG",)),
        ("Bandung, Indonesia", ["3273", "3204"], ()),
        ("Indonesia & Australia", [], ("AU",)),
    ],
)
def test_countries_beside_a_region_are_named_too(text: str, regions: list[str], abroad: tuple[str, ...]) -> None:
    found = load_gazetteer().read(text)
    assert ([region.code for region in found.regions], found.abroad) == (regions, abroad)


@pytest.mark.parametrize(
    "text", ["network troubleshooting via remote", "mobil remote control", "remote area", "mainan remote toys", "WFO"]
)
def test_a_remote_tool_or_site_is_not_work_from_home(text: str) -> None:
    assert not load_gazetteer().read(text).is_remote


@pytest.mark.parametrize("text", ["WFH-Full Time", "sepenuhnya remote", "bekerja dari rumah", "work-from-home"])
def test_other_words_for_work_from_home_are_known(text: str) -> None:
    assert load_gazetteer().read(text).is_remote


def test_a_district_name_borne_by_many_is_read_only_beside_its_regency() -> None:
    gazetteer = load_gazetteer()
    own = Gazetteer(
        (*gazetteer.provinces(), *gazetteer.regencies()), {}, {}, {"suka ramai": ("1271", "3201", "3275", "1207")}
    )
    read = {text: [r.code for r in own.read(text).regions] for text in ("Suka Ramai", "Suka Ramai, Kota Medan")}
    assert read == {"Suka Ramai": [], "Suka Ramai, Kota Medan": ["1271"]}
    assert [r.code for r in own.read("Suka Ramai, Bekasi").regions] == ["3275"]
    assert [r.code for r in own.read("Suka Ramai, Jawa Tengah").regions] == ["33"]
    assert [r.code for r in own.read("Suka Ramai, Sumatera Utara").regions] == ["12"]


def test_a_country_that_is_named_leaves_nothing_unread() -> None:
    found = load_gazetteer().read("Jakarta, Indonesia")
    assert [region.code for region in found.regions] == ["31"]
    assert found.unread == ""


def test_words_that_say_no_place_are_handed_back() -> None:
    assert load_gazetteer().read("dekat warung, Jakarta Pusat").unread == "dekat warung"


@pytest.mark.parametrize("text", ["remote", "WFH", "WFA", "work from home", "kerja dari rumah", "Remote, Jakarta"])
def test_work_from_home_is_remote(text: str) -> None:
    assert load_gazetteer().read(text).is_remote


@pytest.mark.parametrize(
    "text", ["seluruh indonesia", "Indonesia", "nasional", "di mana saja", "Mana aja", "siap ditempatkan di Papua"]
)
def test_the_whole_country_is_anywhere(text: str) -> None:
    found = load_gazetteer().read(text)
    assert (found.is_anywhere, found.country) == (True, "ID")


def test_a_city_is_neither_remote_nor_anywhere() -> None:
    found = load_gazetteer().read("Bandung")
    assert (found.is_remote, found.is_anywhere) == (False, False)


@pytest.mark.parametrize("text", ["kab. surabya", "kota surabya", "Kab Bandng"])
def test_a_typo_after_the_kind_is_still_read(text: str) -> None:
    assert codes(text)


def test_the_kind_chooses_among_near_homonyms() -> None:
    assert codes("kab. bandng") == ["3204"]
    assert codes("kota bandng") == ["3273"]


@given(st.text() | st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    found = load_gazetteer().read(text)
    assert len({region.code for region in found.regions}) == len(found.regions)
    inside = {region.province_code for region in found.regions if region.kind != "province"}
    assert not inside & {region.code for region in found.regions if region.kind == "province"}
    assert not found.regions or found.country == "ID"


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_case_and_spaces_change_nothing(text: str) -> None:
    read = load_gazetteer().read
    assert read(text.upper()).regions == read(text.lower()).regions == read(f"  {text}  ").regions == read(text).regions


def test_a_very_long_text_is_read_no_further_than_its_start() -> None:
    assert codes("x" * 300 + ", Bandung") == []


# Distances --------------------------------------------------------------------------------------------------------


def slow_distance_km(one: Region, two: Region) -> float:
    """Spherical law of cosines: another formula for the same arc."""
    phi, other = radians(one.latitude), radians(two.latitude)
    angle = cos(radians(one.longitude - two.longitude)) * cos(phi) * cos(other) + sin(phi) * sin(other)
    return degrees(acos(min(1.0, angle))) * 6371.0088 * 3.141592653589793 / 180


@given(st.sampled_from(ALL), st.sampled_from(ALL))
def test_distances_agree_with_the_law_of_cosines(one: Region, two: Region) -> None:
    found = load_gazetteer().distance_km(one.code, two.code)
    assert found == load_gazetteer().distance_km(two.code, one.code)
    within = one.province_code == two.province_code and "province" in {one.kind, two.kind}
    expected = 0.0 if one.code == two.code or within else slow_distance_km(one, two)
    assert found == pytest.approx(expected, abs=0.5)


def test_known_distances_are_about_right() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.distance_km("3171", "3578") == pytest.approx(665, abs=40)  # Jakarta to Surabaya
    assert gazetteer.distance_km("32", "3273") == 0.0


# Holding ----------------------------------------------------------------------------------------------------------


def test_an_unknown_code_is_refused_by_name() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.knows("3171")
    assert not gazetteer.knows("9999")
    with pytest.raises(UnknownIdError, match="9999"):
        gazetteer.get("9999")
    with pytest.raises(UnknownIdError):
        gazetteer.distance_km("3171", "")


def test_regencies_are_all_or_those_of_one_province() -> None:
    gazetteer = load_gazetteer()
    assert len(gazetteer.regencies()) == 514
    assert {region.province_code for region in gazetteer.regencies("31")} == {"31"}
    assert len(gazetteer.regencies("31")) == 6
    assert gazetteer.regencies("00") == ()


def test_a_gazetteer_of_ones_own_needs_no_aliases() -> None:
    region = Region(code="9901", name="Kota Baru", kind="kota", province_code="99", latitude=0.0, longitude=100.0)
    own = Gazetteer([region], {}, {})
    assert own.read("Baru").regions == (region,)
    assert own.read("Jepang").country == ""


def test_an_alias_of_an_unknown_region_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    load_gazetteer.cache_clear()
    real = provinces.bundled_table

    def table(name: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
        text = "alias\tcodes\nnegeri dongeng\t3171|9999"
        return read_table(text, name, columns) if name == "place_aliases.tsv" else real(name, columns)

    monkeypatch.setattr(provinces, "bundled_table", table)
    with pytest.raises(InputError, match=r"place_aliases\.tsv line 2, negeri dongeng"):
        load_gazetteer()
    load_gazetteer.cache_clear()
