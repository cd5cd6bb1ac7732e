"""Skills said with a verb and its object."""

from __future__ import annotations

import pytest

from matcher.cv.skill_phrases import forms_of, phrased_skills, stems_of
from taxonomy.skills import load_skills
from taxonomy.tables import read_table


def test_every_phrase_means_a_skill_of_the_taxonomy() -> None:
    from importlib import resources

    text = (resources.files("matcher.cv") / "tables" / "skill_phrases.tsv").read_text(encoding="utf-8")
    known = {skill.id for skill in load_skills()}
    rows = [row for _, row in read_table(text, "skill_phrases.tsv", ("skill_id", "verbs", "objects"))]
    assert {row["skill_id"] for row in rows} <= known
    assert all(row["objects"] for row in rows)


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Supervised nine shift operators", "pengawasan-pekerja"),
        ("Mengawasi para pekerja di lapangan", "pengawasan-pekerja"),
        ("container loading", "stuffing-dan-stripping-kontainer"),
        ("Mengetik surat dinas", "surat-menyurat"),
        ("memeriksa hasil jahitan", "inspeksi-garmen"),
    ],
)
def test_verbs_and_objects_are_known_in_any_form(text: str, skill: str) -> None:
    assert skill in phrased_skills(text)


def test_the_longer_of_two_objects_says_what_is_meant() -> None:
    assert phrased_skills("membuat laporan keuangan bulanan") != []
    assert "pembuatan-laporan" not in phrased_skills("menyusun laporan keuangan bulanan")


def test_an_object_without_its_verb_and_what_is_denied_say_nothing() -> None:
    assert phrased_skills("nine operators") == []
    assert phrased_skills("tidak mengawasi pekerja") == []
    assert phrased_skills("") == []


def test_an_object_without_verbs_says_its_skill_alone_in_any_number() -> None:
    assert "kerja-shift" in phrased_skills("used to night shifts")
    assert "kerja-shift" in phrased_skills("night shift")


def test_a_phrase_within_a_longer_name_that_the_dictionary_knows_says_nothing_more() -> None:
    text = "menyusun laporan keuangan bulanan"
    whole = (0, len(text))
    assert phrased_skills(text)
    assert phrased_skills(text, named=[whole]) == []
    start = text.index("keuangan")
    assert phrased_skills(text, named=[(start, start + len("keuangan"))]) == phrased_skills(text)


def test_a_net_is_no_network() -> None:
    assert "jaringan-komputer" not in phrased_skills("Memperbaiki jaring dan merawat alat tangkap")
    assert forms_of("Tables") & forms_of("table")
    assert forms_of("laporannya") & forms_of("laporan")
    assert not forms_of("SMPS") & forms_of("SMP")


def test_stems() -> None:
    assert "periksa" in stems_of("memeriksa") & stems_of("pemeriksaan")
    assert stems_of("driving") & stems_of("drive")
    assert not stems_of("care") & stems_of("car")
