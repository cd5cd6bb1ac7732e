"""Study programmes: what a line must hold, which programme a name means, affinity and closeness."""

from __future__ import annotations

from itertools import combinations
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import load_occupations
from taxonomy.programme_names import core_programme
from taxonomy.study_programmes import (
    ALSO_SHARE,
    GRADES,
    LEADS,
    STEPS_BY_SHARED_DIGITS,
    TAUGHT_AT,
    StudyProgramme,
    StudyProgrammes,
    load_study_programmes,
    programmes_in,
)
from taxonomy.tables import Row

BUNDLED = load_study_programmes()
UNITS = load_occupations().unit_codes
GOOD = {
    "id": "akuntansi",
    "isced": "0411",
    "levels": "D3|S1",
    "names": "Akuntansi|Accounting",
    "usual": "2411|3313",
    "often": "4311",
    "some": "",
    "also": "",
}


def programmes(*rows: Row) -> StudyProgrammes:
    return programmes_in([(f"studies.tsv line {at}", row) for at, row in enumerate(rows, 2)], load_occupations())


def programme(name: str) -> StudyProgramme:
    number = BUNDLED.number(name)
    assert number is not None, name
    return BUNDLED[number]


def affinity(name: str, unit: str) -> float:
    number = BUNDLED.number(name)
    assert number is not None, name
    return float(BUNDLED.affinity[number, UNITS.index(unit)])


def closeness(one: str, other: str) -> float:
    numbers = BUNDLED.number(one), BUNDLED.number(other)
    assert None not in numbers
    return float(BUNDLED.closeness[numbers])


def test_a_line_gives_names_grades_and_a_field() -> None:
    (found,) = programmes({**GOOD, "some": "4110"})
    assert (found.id, found.isced, found.label, found.also) == ("akuntansi", "0411", "Akuntansi", ())
    assert found.grades == {"2411": 1.0, "3313": 1.0, "4311": 0.7, "4110": 0.4}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"usual": "9999"}, "wanted unit groups of KBJI2014, each once, found 9999"),
        ({"often": "2411"}, "wanted unit groups of KBJI2014, each once, found 2411"),
        ({"usual": "24"}, "found 24"),
        ({"names": ""}, "wanted an id and at least one name"),
        ({"names": "Akuntansi|-"}, "wanted an id and at least one name"),
        ({"id": ""}, "wanted an id and at least one name"),
        ({"isced": "4"}, "column isced: wanted 2 to 4 digits of ISCED-F 2013, found 4"),
        ({"isced": "04111"}, "column isced: wanted 2 to 4 digits"),
        ({"levels": ""}, "column levels: wanted levels of SMK, SMA, D1"),
        ({"levels": "SMK|TK"}, "column levels: wanted levels of SMK, SMA, D1"),
        ({"also": "hukum"}, "wanted ids of programmes in also, found hukum"),
        ({"names": "Pajak"}, "line 3: wanted what studies.tsv line 2 does not have, found pajak"),
        ({"id": "pajak"}, "line 3: wanted what studies.tsv line 2 does not have, found id pajak"),
    ],
)
def test_a_faulty_line_is_refused_with_file_and_line(fault: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=r"^studies\.tsv line 3") as told:
        programmes({**GOOD, "id": "pajak", "names": "Pajak"}, {**GOOD, **fault})
    assert said in str(told.value)


def test_the_bundled_table_covers_all_fields_and_levels_with_some_two_thousand_names() -> None:
    assert len(BUNDLED) >= 320
    assert sum(len(one.names) for one in BUNDLED) >= 2_100
    assert sum("SMK" in one.levels for one in BUNDLED) >= 100
    assert {level for one in BUNDLED for level in one.levels} == set(TAUGHT_AT)
    assert {one.isced[:2] for one in BUNDLED} == {f"{field:02}" for field in range(11)}
    assert len({core_programme(name) for one in BUNDLED for name in one.names}) == sum(
        len(one.names) for one in BUNDLED
    )
    for number, one in enumerate(BUNDLED):
        assert BUNDLED.number(one.label) == number
        assert set(one.grades.values()) <= set(GRADES.values())


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("S1 Tehnik Informatika", "informatika"),
        ("teknik mesin otomotif kapal", "teknik-mesin"),
        ("Akutansi", "akuntansi"),
        ("Ilmu Hukm", "hukum"),
        ("TKJ", "jaringan"),
        ("Electrical Engineering", "teknik-elektro"),
        ("Pendidikan Guru  Madrasah Ibtidaiyah", "pgsd"),
        ("jurusan k3 atau sejenis", "k3"),
    ],
)
def test_a_name_is_known_in_any_spelling(name: str, meant: str) -> None:
    assert programme(name).id == meant


SPECTRUM = """
    Teknik Konstruksi dan Perumahan|Konstruksi Gedung, Sanitasi dan Perawatan
    Konstruksi Jalan, Irigasi dan Jembatan|Teknik Perawatan Gedung|Desain Pemodelan dan Informasi Bangunan
    Teknik Furnitur|Bisnis Konstruksi dan Properti|Teknik Pemesinan|Teknik Mekanik Industri|Desain Gambar Mesin
    Teknik Pengecoran Logam|Teknik Pengelasan|Teknik Fabrikasi Logam dan Manufaktur|Teknik Kendaraan Ringan
    Teknik Sepeda Motor|Teknik Alat Berat|Teknik Bodi Otomotif|Teknik Ototronik|Teknik Logistik|Teknik Audio Video
    Teknik Elektronika Industri|Teknik Mekatronika|Teknik Otomasi Industri|Instrumentasi Medik
    Instrumentasi dan Otomatisasi Proses|Teknik Elektronika Komunikasi|Airframe Powerplant|Airframe Mechanic
    Electrical Avionics|Aircraft Machining|Teknik Pemesinan Kapal|Konstruksi Kapal Baja|Konstruksi Kapal Non Baja
    Teknik Pengelasan Kapal|Kelistrikan Kapal|Desain dan Rancang Bangun Kapal|Interior Kapal
    Analisis Pengujian Laboratorium|Kimia Industri|Teknik Pembuatan Benang|Teknik Pembuatan Serat Filamen
    Teknik Pembuatan Kain|Teknik Penyempurnaan Tekstil|Teknik Instalasi Tenaga Listrik
    Teknik Jaringan Tenaga Listrik|Teknik Pembangkit Tenaga Listrik|Teknik Pemanasan, Tata Udara dan Pendinginan
    Teknik Energi Surya, Hidro, dan Angin|Teknik Energi Biomassa|Teknik Geomatika|Informasi Geospasial
    Geologi Pertambangan|Teknik Produksi Minyak dan Gas|Teknik Pengeboran Minyak dan Gas
    Teknik Pengolahan Minyak, Gas dan Petrokimia|Rekayasa Perangkat Lunak|Pengembangan Gim
    Teknik Komputer dan Jaringan|Teknik Transmisi Telekomunikasi|Teknik Jaringan Akses Telekomunikasi
    Sistem Informasi, Jaringan, dan Aplikasi|Layanan Penunjang Keperawatan dan Caregiving
    Layanan Penunjang Kefarmasian Klinis dan Komunitas|Farmasi Industri|Layanan Penunjang Laboratorium Medik
    Pekerjaan Sosial|Agribisnis Tanaman Pangan dan Hortikultura|Agribisnis Tanaman Perkebunan
    Agribisnis Lanskap dan Pertamanan|Pemuliaan dan Perbenihan Tanaman|Agribisnis Ternak Ruminansia
    Agribisnis Ternak Unggas|Kesehatan Hewan|Industri Peternakan|Agribisnis Perikanan Air Tawar
    Agribisnis Perikanan Payau dan Laut|Agribisnis Ikan Hias|Agribisnis Rumput Laut|Usaha Pertanian Terpadu
    Alat Mesin Pertanian|Otomatisasi Pertanian|Agribisnis Pengolahan Hasil Pertanian
    Agribisnis Pengolahan Hasil Perikanan|Pengawasan Mutu Hasil Pertanian|Teknik Inventarisasi dan Pemetaan Hutan
    Teknologi Produksi Hasil Hutan|Rehabilitasi dan Reklamasi Hutan|Nautika Kapal Penangkapan Ikan
    Teknika Kapal Penangkapan Ikan|Nautika Kapal Niaga|Teknika Kapal Niaga|Akuntansi|Layanan Perbankan
    Layanan Perbankan Syariah|Manajemen Perkantoran|Manajemen Logistik|Bisnis Digital|Bisnis Ritel
    Usaha Layanan Wisata|Ekowisata|Perhotelan|Kuliner|Kecantikan dan Spa|Seni Lukis|Seni Patung
    Desain Komunikasi Visual|Teknik Grafika|Kriya Kreatif Batik dan Tekstil|Kriya Kreatif Kulit dan Imitasi
    Kriya Kreatif Keramik|Kriya Kreatif Logam dan Perhiasan|Kriya Kreatif Kayu dan Rotan|Seni Tari|Seni Musik
    Seni Karawitan|Seni Pedalangan|Pemeranan|Tata Artistik Teater|Produksi dan Siaran Program Radio
    Produksi dan Siaran Program Televisi|Produksi Film|Animasi|Desain dan Produksi Busana
    Teknik Perancangan dan Gambar Mesin|Aircraft Sheet Metal Forming|Aircraft Electricity|Aviation Electronics
    Desain Grafika|Produksi Grafika|Teknik Instrumentasi Logam|Teknik Pengendalian Produksi
    Teknik Tata Kelola Logistik|Teknik Pemintalan Serat Buatan|Kimia Analisis|Kimia Tekstil
    Teknik dan Manajemen Perawatan Otomotif|Otomotif Daya dan Konversi Energi|Teknik Kelistrikan Kapal
    Teknik Elektronika Daya dan Komunikasi|Teknik Pemboran Minyak dan Gas|Teknik Tenaga Listrik|Multimedia
    Asisten Keperawatan|Dental Asisten|Teknologi Laboratorium Medik|Caregiver|Produksi dan Pengelolaan Perkebunan
    Agribisnis Organik Ekologi|Keperawatan Hewan|Kesehatan dan Reproduksi Hewan|Agroindustri
    Teknik Konservasi Sumber Daya Hutan|Industri Perikanan Laut|Bisnis Daring dan Pemasaran
    Otomatisasi dan Tata Kelola Perkantoran|Perbankan dan Keuangan Mikro|Wisata Bahari dan Ekowisata|Tata Boga
    Tata Kecantikan Kulit dan Rambut|Spa dan Beauty Therapy|Tata Busana|Desain Fesyen
    Desain Interior dan Teknik Furnitur|Seni Musik Klasik|Seni Musik Populer|Penataan Tari|Penataan Karawitan
    Produksi Film dan Program Televisi
"""
"""Concentrations of the SMK spectra: those in use, and of 4678/D/KEP/MK/2016 those under which people left school."""

SHORT_NAMES = """
    AKL MPLB OTKP BDP TKR TKRO TBSM TITL TPm TKJ TJKT SIJA PPLG RPL DKV DPIB KGSP APHP ATPH NKPI TKPI TAV TOI UPW
""".split()


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_short_names_of_smk_concentrations_are_known_and_taught_at_smk(name: str) -> None:
    number = BUNDLED.number(name)
    assert number is not None
    assert "SMK" in BUNDLED[BUNDLED.at_level(number, "SMK")].levels


def test_every_concentration_of_the_spectrum_is_known_and_taught_at_smk() -> None:
    names = [name.strip() for line in SPECTRUM.strip().splitlines() for name in line.split("|")]
    assert len(names) >= 160
    for name in names:
        number = BUNDLED.number(name)
        assert number is not None, name
        assert "SMK" in BUNDLED[BUNDLED.at_level(number, "SMK")].levels, name


def test_a_broad_name_at_smk_is_what_smk_teach_under_it_and_elsewhere_the_broad_one() -> None:
    def at(name: str, level: str) -> str:
        number = BUNDLED.number(name)
        assert number is not None
        return BUNDLED[BUNDLED.at_level(number, level)].id

    assert at("Akuntansi", "SMK") == "smk-akuntansi"
    assert at("Akuntansi", "S1") == at("Akuntansi", "") == at("Akuntansi", "SD") == "akuntansi"
    assert at("Hukum", "SMK") == "hukum"


def test_a_programme_is_had_by_its_id_and_an_unknown_id_is_told() -> None:
    assert BUNDLED.get("tbsm").label == "Teknik dan Bisnis Sepeda Motor"
    with pytest.raises(UnknownIdError, match="ilmu-nujum"):
        BUNDLED.get("ilmu-nujum")


@pytest.mark.parametrize("name", ["", "S1", "SMA", "ilmu nujum", "semua jurusan"])
def test_other_words_mean_no_programme(name: str) -> None:
    assert BUNDLED.number(name) is None


@given(st.text(max_size=40))
def test_any_text_is_read_and_always_alike(name: str) -> None:
    assert BUNDLED.number(name) == load_study_programmes().number(name)


def test_those_who_studied_something_usually_do_that_work() -> None:
    for name, unit in [
        ("akuntansi", "2411"),
        ("keperawatan", "2221"),
        ("teknik informatika", "2512"),
        ("teknik pengelasan", "7212"),
        ("tata boga", "5120"),
        ("pgsd", "2341"),
        ("hukum", "2611"),
    ]:
        assert affinity(name, unit) == 1.0
        assert affinity(name, "8332") == 0.0


def test_what_is_taught_within_another_programme_counts_in_part() -> None:
    assert programme("pendidikan akuntansi").also == ("akuntansi",)
    assert affinity("pendidikan akuntansi", "2330") == 1.0
    assert affinity("pendidikan akuntansi", "4313") == pytest.approx(ALSO_SHARE * affinity("akuntansi", "4313"))


def test_affinities_and_closeness_lie_within_their_ranges() -> None:
    assert BUNDLED.affinity.shape == (len(BUNDLED), len(UNITS))
    assert ((BUNDLED.affinity >= 0) & (BUNDLED.affinity <= 1)).all()
    near = BUNDLED.closeness
    assert ((near >= 0) & (near <= 1)).all()
    np.testing.assert_array_equal(near, near.T)
    np.testing.assert_array_equal(np.diag(near), np.ones(len(BUNDLED), dtype=np.float32))


def test_closeness_agrees_with_the_definition_written_out() -> None:
    some = StudyProgrammes([programme(name) for name in ("hukum", "akuntansi", "keuangan", "gizi")], load_occupations())
    rows = list(some)
    for one, other in combinations(range(len(rows)), 2):
        parts = [dict(zip(UNITS, some.affinity[at].tolist(), strict=True)) for at in (one, other)]
        rare = {
            unit: log(len(rows) / known) if (known := sum(1 for row in rows if unit in row.grades)) else 0.0
            for unit in UNITS
        }
        product = sum(parts[0][unit] * parts[1][unit] * rare[unit] ** 2 for unit in UNITS)
        lengths = [sum((part[unit] * rare[unit]) ** 2 for unit in UNITS) ** 0.5 for part in parts]
        shared = 0
        while shared < 4 and rows[one].isced[: shared + 1] == rows[other].isced[: shared + 1]:
            shared += 1
        expected = max(STEPS_BY_SHARED_DIGITS[shared], product / (lengths[0] * lengths[1]))
        assert some.closeness[one, other] == pytest.approx(expected, abs=1e-5)


def test_the_same_field_is_near_and_another_far() -> None:
    assert closeness("teknik informatika", "ilmu komputer") == 1.0
    assert closeness("akuntansi", "perpajakan") > 0.9
    assert closeness("teknik informatika", "sistem informasi") > 0.9
    assert closeness("akuntansi", "kebidanan") < 0.1
    assert closeness("akuntansi", "keuangan") > closeness("akuntansi", "hukum") > closeness("akuntansi", "kebidanan")


def test_work_that_no_study_leads_to_is_open_to_all() -> None:
    asked = dict(zip(UNITS, BUNDLED.asked.tolist(), strict=True))
    assert asked["2411"]
    assert asked["7212"]
    for unit in ("8322", "9112", "9333", "5414", "9621"):
        assert not asked[unit]
    best = dict(zip(UNITS, BUNDLED.affinity.max(axis=0).tolist(), strict=True))
    assert all(asked[unit] == (best[unit] == LEADS) for unit in UNITS)
