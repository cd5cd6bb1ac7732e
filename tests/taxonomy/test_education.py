"""Education levels and fields of study, as Indonesian ads and people name them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.education import (
    LEVELS,
    EducationReading,
    kkni_level,
    level_rank,
    one_step_towards,
    read_education,
)
from taxonomy.errors import InputError

PIECES = (
    *("SMA", "SMK", "S1", "D3", "D-IV", "SMP", "SD", "Diploma", "sarjana", "S2", "guru SD", "anak", "jurusan", "semua"),
    *("Teknik Mesin", "Akuntansi", "sederajat", "min.", "/", ",", "atau", "dan", "\n", "(", ")", "Diploma/D1/D2/D3"),
)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("SMA/SMK sederajat", "SMA"),
        ("D3/S1 semua jurusan", "D3 S1"),
        ("min S1 Teknik Industri", "S1"),
        ("Pendidikan minimal SMA/SMK", "SMA"),
        ("pendidikan min. SMP", "SMP"),
        ("smp sederajat", "SMP"),
        ("SMP/MTs", "SMP"),
        ("Min. SD", "SD"),
        ("min SD sederajat", "SD"),
        ("tamat SD", "SD"),
        ("Sekolah Dasar", "SD"),
        ("SD s/d SMP", "SD SMP"),
        ("SD/SMP/SMA", "SD SMP SMA"),
        ("SLTA", "SMA"),
        ("Lulusan SMU/SMEA", "SMA"),
        ("STM mesin", "SMA"),
        ("kejar paket C", "SMA"),
        ("Kejar Paket B", "SMP"),
        ("kejar paket A", "SD"),
        ("MA sederajat", "SMA"),
        ("Madrasah Aliyah", "SMA"),
        ("min. pend. SMA/K", "SMA"),
        ("SMA (IPA)", "SMA"),
        ("Vocational High School", "SMA"),
        ("sertifikat D1", "D1"),
        ("Diploma II", "D2"),
        ("D-3", "D3"),
        ("D.III Keperawatan", "D3"),
        ("D III Kebidanan", "D3"),
        ("DIII", "D3"),
        ("Diploma 3 (D3)", "D3"),
        ("Diploma", "D3"),
        ("A.Md", "D3"),
        ("Diploma/D1/D2/D3", "D1 D2 D3"),
        ("D1-D3", "D1 D3"),
        ("D-IV", "D4"),
        ("diploma IV", "D4"),
        ("Sarjana Terapan", "D4"),
        ("D4/S1", "D4 S1"),
        ("S1", "S1"),
        ("s-1", "S1"),
        ("S.1 Akuntansi", "S1"),
        ("Strata-1", "S1"),
        ("Sarjana Hukum", "S1"),
        ("Andi, S.Kom", "S1"),
        ("Bachelor's Degree in Accounting", "S1"),
        ("Profesi Ners", "PROFESI"),
        ("apoteker", "PROFESI"),
        ("S1/S2", "S1 S2"),
        ("Master degree", "S2"),
        ("Master of Science", "S2"),
        ("Magister Manajemen", "S2"),
        ("PhD", "S3"),
        ("lulusan SMA sampai S1", "SMA S1"),
        ("SMA, D3 lebih diutamakan", "SMA D3"),
        # words that portals run together
        ("Pendidikan minimalSMA", "SMA"),
        ("minimal SMAsederajat", "SMA"),
        ("SMA/SMKUsia maksimal 30 tahun", "SMA"),
        ("2. Pendidikan S12. Pengalaman", "S1"),
        # spelt out
        ("Gelar Sarjana, Gelar Pasca Sarjana", "S1 S2"),
        ("Gelar Pasca Sarjana", "S2"),
        ("Diploma IV / Strata Satu", "D4 S1"),
        ("University degree", "S1"),
        ("degree of Law", "S1"),
        ("high degree of accuracy", ""),
        ("At least Diploma degree in related field", "D3"),
        ("Master degree in Law", "S2"),
        ("1. minimal Diploma\n2. Pengalaman", "D3"),
        # a job that is named like its level
        ("Apoteker\nMengelola obat", ""),
        ("Staf Farmasi\nMembantu apoteker", ""),
        ("Apoteker\nLulusan apoteker", "PROFESI"),
        ("S1 Farmasi/Apoteker", "S1 PROFESI"),
        ("Perawat\n- Ners", "PROFESI"),
        ("profesi spesialis urologi", "PROFESI"),
        # where pupils are taught, a school level must be asked for
        ("Bimbel jenjang SD, SMP, dan SMA mencari guru. S1 Kimia", "S1"),
        ("English Teacher (Primary School/ SD)\nSarjana pendidikan", "S1"),
        ("Guru\nMembuat soal SMP / SMA\nPendidikan D3", "D3"),
        ("Membimbing siswa PKL SMK di kantor", ""),
        ("SMK Jakarta Dua membutuhkan guru", ""),
        ("Admin sekolah, lulusan SMA", "SMA"),
        ("Guru les\n- SMA/SMK", "SMA"),
        ("Tutor, SMP atau sederajat", "SMP"),
        ("Promosi sekolah ke SMA", ""),
        ("Jumat 08.00 s/d 17.00", ""),
        ("08.00 s/d 1", ""),
        # traps: schools that are employers, pupils, products, initials
        ("SD Negeri 3 Cibinong", ""),
        ("Guru SD Negeri", ""),
        ("SMA Negeri 1 Bandung", ""),
        ("SMP Negeri 5", ""),
        ("SMA Islam Harapan", ""),
        ("Guru SD", ""),
        ("mengajar anak SD dan SMP", ""),
        ("les kelas 1 SD", ""),
        ("Guru SMP/SMA", ""),
        ("Guru SD. Pendidikan min S1", "S1"),
        ("SD card 32 GB", ""),
        ("TK/SD", ""),
        ("R&D 3 years", ""),
        ("H&S 2", ""),
        ("Vitamin D3", ""),
        ("D3 printing", ""),
        ("Samsung S2", ""),
        ("Galaxy S3", ""),
        ("IPK minimal 3.00", ""),
        ("tidak sekolah", ""),
        ("", ""),
    ],
)
def test_levels_are_read_as_people_write_them(text: str, levels: str) -> None:
    found = read_education(text)
    assert found.levels == tuple(levels.split())
    assert found.least == (levels.split() or [""])[0]


@pytest.mark.parametrize(
    ("text", "majors"),
    [
        ("min S1 Teknik Industri", ("Teknik Industri",)),
        ("S1 Jurusan Teknik Sipil, usia max 30", ("Teknik Sipil",)),
        ("Pendidikan: S1 - Teknik Sipil", ("Teknik Sipil",)),
        ("S1 Psikologi, Hukum, atau Manajemen", ("Psikologi", "Hukum", "Manajemen")),
        ("jurusan Akuntansi/Manajemen", ("Akuntansi", "Manajemen")),
        ("D3 atau S1 jurusan Ilmu Komputer / Sistem Informasi", ("Ilmu Komputer", "Sistem Informasi")),
        ("SMK jurusan Teknik Mesin atau Otomotif", ("Teknik Mesin", "Otomotif")),
        ("lulusan SMK Tata Boga", ("Tata Boga",)),
        ("Min. D3 Farmasi, memiliki STR", ("Farmasi",)),
        ("Sarjana Hukum", ("Hukum",)),
        ("S1 jurusan: Farmasi", ("Farmasi",)),
        ("major in Accounting or Finance with GPA 3", ("Accounting", "Finance")),
        ("jurusan Akuntansi\nPengalaman 2 tahun", ("Akuntansi",)),
        ("jurusan Akuntansi, jurusan Akuntansi", ("Akuntansi",)),
        # behind a level only words of study programmes
        ("Bachelor's Degree in Interior Design or Architecture Have 2 years", ("Interior Design", "Architecture")),
        ("D3/S1 di bidang Marketing, Manajemen, atau bidang terkait", ("Marketing", "Manajemen")),
        (
            "SMU/SMK in Computer Science/Information Technology or equivalent",
            ("Computer Science", "Information Technology"),
        ),
        ("S1 AkuntansiTeliti dan rapi", ("Akuntansi",)),
        ("SMK ingin berkembang", ()),
        ("bekerja di industri otomotif", ()),
        (
            "D3/S1 dari jurusan K3, Teknik Lingkungan dan Kesehatan Masyarakat",
            ("K3", "Teknik Lingkungan", "Kesehatan Masyarakat"),
        ),
        ("S1 bidang Informasi Teknologi (IT) atau Komputer", ("Informasi Teknologi", "Komputer")),
        # behind "jurusan" any short name
        ("Jurusan MICE", ("MICE",)),
        ("jurusan Piano Performance", ("Piano Performance",)),
        ("jurusan profesi spesialis urologi dari kampus", ("urologi",)),
        ("jurusan pendidikan diutamakan", ()),
        ("jurusan lain yang relevan", ()),
        ("jurusan Teknik/ 2 tahun", ("Teknik",)),
        ("jurusan A", ()),
        ("SMA/SMK sederajat", ()),
        ("S1 pengalaman 2 tahun", ()),
        ("S1 dari universitas mana saja", ()),
        ("", ()),
    ],
)
def test_fields_of_study_are_read_without_what_follows_them(text: str, majors: tuple[str, ...]) -> None:
    assert read_education(text).majors == majors


@pytest.mark.parametrize(
    "text", ["D3/S1 semua jurusan", "S1 segala jurusan", "All majors", "any major", "SMA semua jurusan Teknik Mesin"]
)
def test_a_text_that_takes_every_field_names_none(text: str) -> None:
    found = read_education(text)
    assert found.any_major
    assert found.majors == ()


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=15).map(" ".join))
def test_no_text_makes_the_reader_fail_and_levels_ascend(text: str) -> None:
    found = read_education(text)
    assert list(found.levels) == sorted(set(found.levels), key=LEVELS.index)
    assert found.least == (found.levels[0] if found.levels else "")
    assert len(found.majors) <= 10
    assert len(set(found.majors)) == len(found.majors)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_levels_are_blind_to_letter_case(text: str) -> None:
    assert read_education(text.upper()).levels == read_education(text.lower()).levels == read_education(text).levels


def test_a_text_of_a_million_characters_is_read_no_further_than_its_start() -> None:
    assert read_education("x" * 20_000 + " S1") == EducationReading(levels=(), least="", majors=(), any_major=False)


def test_kkni_levels_are_those_of_the_presidential_regulation() -> None:
    levels = {level: kkni_level(level) for level in (*LEVELS, "SMK")}
    assert levels == {
        "SD": 1,
        "SMP": 1,
        "SMA": 2,
        "SMK": 2,
        "D1": 3,
        "D2": 4,
        "D3": 5,
        "D4": 6,
        "S1": 6,
        "PROFESI": 7,
        "S2": 8,
        "S3": 9,
    }


def test_levels_rank_in_ascending_order_and_smk_counts_as_sma() -> None:
    assert [level_rank(level) for level in LEVELS] == list(range(len(LEVELS)))
    assert level_rank("SMK") == level_rank("SMA")


@pytest.mark.parametrize("rank", [level_rank, kkni_level])
@pytest.mark.parametrize("level", ["", "s1", "TK", "S4"])
def test_an_unknown_level_is_refused_by_name(rank: object, level: str) -> None:
    assert callable(rank)
    with pytest.raises(InputError, match="education level"):
        rank(level)


@pytest.mark.parametrize("word", ["jurusan", "S1", "SMK", "semua"])
def test_a_field_of_spaces_is_read_in_linear_time(word: str) -> None:
    # A quadratic pattern would need minutes here; the suite's own time limit is what fails.
    assert read_education(word + " " * 19_000).majors == ()


@pytest.mark.parametrize(
    ("held", "wanted", "step"),
    [
        ("SD", "SMA", "SMP"),
        ("SMP", "SMA", "SMA"),
        ("SMP", "S1", "SMA"),
        ("SMK", "D3", "D3"),
        ("SMA", "S2", "S1"),
        ("D3", "S1", "S1"),
        ("D4", "PROFESI", "PROFESI"),
        ("D4", "S1", ""),
        ("S1", "SMA", ""),
        ("S3", "S3", ""),
    ],
)
def test_one_more_school_leads_as_far_towards_a_level_as_it_can(held: str, wanted: str, step: str) -> None:
    assert one_step_towards(held, wanted) == step


@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_schools_one_after_the_other_reach_every_level(held: str, wanted: str) -> None:
    for _ in LEVELS:
        step = one_step_towards(held, wanted)
        assert step == "" or level_rank(held) < level_rank(step) <= level_rank(wanted)
        held = step or held
    assert level_rank(held) >= level_rank(wanted) or (held, wanted) == ("D4", "S1")
