"""What the names of training programmes and schemes stand for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.skills import load_skills
from taxonomy.training_titles import TrainingTitles, all_codes, all_skills, load_training_titles

ROW = {"words": "juru las|welder", "skills": "Pengelasan|Las SMAW", "kbji": "7212"}


def made(*rows: Mapping[str, str]) -> TrainingTitles:
    numbered = [(f"t.tsv line {number}", {**ROW, **row}) for number, row in enumerate(rows, 2)]
    return TrainingTitles(iter(numbered), load_skills(), load_occupations().unit_codes)


def read(text: str) -> tuple[list[str], tuple[str, ...]]:
    found = load_training_titles().read(text)
    return [skill.label for skill in all_skills(found)], all_codes(found)


def test_a_name_gives_skills_and_work() -> None:
    skills, codes = read("Pipe Welder GTAW-SMAW 6G Up Hill")
    assert {"Pengelasan pipa", "Las GTAW", "Las SMAW"} <= set(skills)
    assert codes == ("7212",)
    assert len(skills) == len(set(skills))


def test_a_phrase_inside_a_longer_one_is_not_heard() -> None:
    advanced, plain = read("PRACTICAL OFFICE  ADVANCE")[0], read("Practical Office")[0]
    assert "Otomatisasi laporan" in advanced
    assert "Pengetikan cepat" in plain
    assert "Pengetikan cepat" not in advanced


@pytest.mark.parametrize("text", ["", "Pengajian", "welderx", "🔥", "<b>", "'; DROP TABLE course;--"])
def test_a_name_that_is_not_known_gives_nothing(text: str) -> None:
    assert read(text) == ([], ())


@pytest.mark.parametrize("text", ["Ju\u0301ru las", "JURU LAS", "juru-las", "Pelatihan (Juru Las) Angkatan 2"])
def test_case_and_punctuation_do_not_matter(text: str) -> None:
    found = made({}).read(text)
    assert bool(found) == ("\u0301" not in text)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"skills": "Menyulap kelinci"}, "a skill of the taxonomy that is no licence, found Menyulap kelinci"),
        ({"skills": "SIM A"}, "no licence, found SIM A"),
        ({"skills": ""}, "skills: wanted"),
        ({"kbji": "72"}, "kbji: wanted unit groups"),
        ({"kbji": ""}, "kbji: wanted unit groups"),
        ({"words": "las||"}, "words: wanted a phrase, once in the table"),
        ({"words": "juru las|Juru  Las"}, "found Juru  Las"),
    ],
)
def test_a_faulty_row_is_refused(row: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        made(row)


def test_a_phrase_of_two_rows_is_refused() -> None:
    with pytest.raises(InputError, match=r"t\.tsv line 3, words"):
        made({}, {})


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for title in load_training_titles().read(text):
        assert title.skills


def test_a_name_of_any_length_is_read_in_its_first_words() -> None:
    assert read("juru las " + "x " * 100_000)[1] == ("7212",)
    assert read("x " * 50 + "juru las") == ([], ())
