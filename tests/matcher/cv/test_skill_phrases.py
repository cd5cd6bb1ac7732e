"""Skills said with a verb and its object, and words that say none."""

from __future__ import annotations

from importlib import resources

import pytest

from matcher.cv.said_skills import SILENT, SILENT_COLUMNS, Said, all_said, skills_said
from matcher.cv.skill_phrases import (
    COLUMNS,
    TABLES,
    PhraseRow,
    PhraseTable,
    Span,
    cv_table,
    load_phrases,
)
from matcher.cv.word_forms import forms_of, stems_of
from matcher.skill_coding import SkillCoder
from taxonomy.skills import load_skills
from taxonomy.tables import read_table


def phrased(text: str, named: list[Span] | None = None) -> list[str]:
    return [one.skill_id for one in load_phrases().find(text, named or [])]


@pytest.mark.parametrize("name", TABLES)
def test_every_phrase_means_a_skill_of_the_taxonomy(name: str) -> None:
    text = (resources.files("matcher.cv") / "tables" / name).read_text(encoding="utf-8")
    known = {skill.id for skill in load_skills()}
    rows = [row for _, row in read_table(text, name, COLUMNS)]
    assert rows
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
    assert skill in phrased(text)


def test_the_longer_of_two_objects_says_what_is_meant() -> None:
    assert phrased("membuat laporan keuangan bulanan") != []
    assert "pembuatan-laporan" not in phrased("menyusun laporan keuangan bulanan")


def test_an_object_without_its_verb_and_what_is_denied_say_nothing() -> None:
    assert phrased("nine operators") == []
    assert phrased("tidak mengawasi pekerja") == []
    assert phrased("") == []


def test_an_object_without_verbs_says_its_skill_alone_in_any_number() -> None:
    assert "kerja-shift" in phrased("used to night shifts")
    assert "kerja-shift" in phrased("night shift")


def test_a_phrase_within_a_longer_name_that_the_dictionary_knows_says_nothing_more() -> None:
    text = "menyusun laporan keuangan bulanan"
    whole = (0, len(text))
    assert phrased(text)
    assert phrased(text, named=[whole]) == []
    start = text.index("keuangan")
    assert phrased(text, named=[(start, start + len("keuangan"))]) == phrased(text)


def test_words_of_a_phrase_are_those_of_the_text() -> None:
    table = PhraseTable([PhraseRow(skill_id="sortir-barang", verbs=("sort",), objects=("parcel",))])
    assert [one.words for one in table.find("Sorted Parcels, sorting a parcel")] == ["parcels", "parcel"]
    assert table.verb_stems() >= {"sort"}


def test_a_net_is_no_network() -> None:
    assert "jaringan-komputer" not in phrased("Memperbaiki jaring dan merawat alat tangkap")
    assert forms_of("Tables") & forms_of("table")
    assert forms_of("laporannya") & forms_of("laporan")
    assert not forms_of("SMPS") & forms_of("SMP")


def test_stems() -> None:
    assert "periksa" in stems_of("memeriksa") & stems_of("pemeriksaan")


def test_silent_words_are_of_the_taxonomy_and_no_name_of_several_words_is_silent() -> None:
    known = {skill.id for skill in load_skills()}
    rows = [row for _, row in cv_table(SILENT, SILENT_COLUMNS)]
    assert {row["skill_id"] for row in rows} <= known
    assert {row["kind"] for row in rows} == {"name", "phrase"}
    assert [row for row in rows if row["kind"] == "name" and " " in row["words"]] == []


def test_words_that_seldom_mean_their_skill_say_nothing(coder: SkillCoder) -> None:
    text = "Bekerja di proyek gedung sekolah"
    loud = Said(skill_id="konstruksi-bangunan-sipil", kind="phrase", words="gedung")
    assert loud in all_said("membangun gedung", coder, load_phrases())
    assert loud.skill_id not in skills_said(text, coder)
    assert loud.skill_id not in skills_said("membangun gedung", coder)


def test_languages_and_licences_are_left_to_their_own_readers(coder: SkillCoder) -> None:
    assert skills_said("Bahasa Inggris aktif, SIM B1", coder) == []
