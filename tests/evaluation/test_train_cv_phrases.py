"""How CVs say skills: lines are read with their marks, phrases are proved by other jobs, some words fall silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.cv_lines import LINES, CvLine, MarkedWords, halves, read_cv_lines
from evaluation.train_cv_phrases import learnt_phrases, make, phrases_of, silent_words
from evaluation.training.job import Job
from matcher.cv.said_skills import SILENT, Said
from matcher.cv.skill_phrases import TABLES, PhraseRow, PhraseTable, phrase_rows
from matcher.skill_coding import SkillCoder
from taxonomy.errors import InputError
from taxonomy.skill_mentions import SkillReader
from taxonomy.skills import load_skills


@pytest.fixture(scope="module")
def coder() -> SkillCoder:
    return SkillCoder(load_skills(), SkillReader(load_skills()))


def line(unit: str, text: str, words: str = "", *ids: str) -> CvLine:
    marks = (MarkedWords(words=words, ids=ids),) if words else ()
    return CvLine(unit=unit, language="en", text=text, marks=marks)


def test_the_lines_are_marked_with_skills_of_the_taxonomy_and_none_stands_twice() -> None:
    lines = read_cv_lines()
    known = {skill.id for skill in load_skills()}
    assert len(lines) > 15_000
    assert {skill_id for one in lines for skill_id in one.ids} <= known
    assert len({one.text for one in lines}) == len(lines)
    assert all(mark.words in one.text for one in lines for mark in one.marks)


@pytest.mark.parametrize("broken", ["{Menyortir ikan sortir-barang}", "Menyortir ikan}", "a | b"])
def test_a_mark_that_is_none_is_refused_with_its_place(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text(f"unit\tlanguage\tline\n9333\tid\t{broken}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"lines\.tsv line 2"):
        read_cv_lines(path)


def test_a_unit_group_is_in_one_half_alone() -> None:
    first, second = halves(read_cv_lines())
    assert not {one.unit for one in first} & {one.unit for one in second}
    assert abs(len(first) - len(second)) < 0.2 * len(first)


def test_verb_and_object_are_told_apart_and_what_stands_once_in_one_word_is_no_phrase() -> None:
    lines = [
        line("9333", "Stacked gunny sacks neatly", "Stacked gunny sacks neatly", "sortir-barang"),
        line("9334", "Kraftfully", "Kraftfully", "ketelitian"),
    ]
    found = phrases_of(lines)
    assert ("sortir-barang", "stacked", "gunny sacks") in found
    assert ("sortir-barang", "stacked", "gunny sacks neatly") in found
    assert [one for one in found if one[0] == "ketelitian"] == []


def test_a_phrase_is_taken_where_it_means_its_skill_in_other_jobs_too(coder: SkillCoder) -> None:
    said = ("stacked", "zinc ingots")
    proving = [line(unit, "Stacked zinc ingots", "Stacked zinc ingots", "sortir-barang") for unit in ("9333", "9334")]
    assert ("sortir-barang", *said) in learnt_phrases(proving, coder)
    doubting = [proving[0], line("9334", "Stacked zinc ingots", "Stacked zinc ingots", "ketelitian")]
    assert [one for one in learnt_phrases(doubting, coder) if one[2] == "zinc ingots"] == []
    assert learnt_phrases(proving[:1], coder) == []


def test_words_that_seldom_mean_their_skill_fall_silent_but_no_name_of_several_words(coder: SkillCoder) -> None:
    table = PhraseTable([PhraseRow(skill_id="sortir-barang", verbs=(), objects=("zinc ingots",))])
    name = next(form for form, skill in load_skills().forms().items() if " " in form and skill.id == "sortir-barang")
    other = [line("9333", f"Weighed zinc ingots no. {at} by {name}") for at in range(12)]
    assert silent_words(other, coder, table) == [Said(skill_id="sortir-barang", kind="phrase", words="zinc ingots")]
    meant = [line("9333", one.text, one.text, "sortir-barang") for one in other]
    assert silent_words(meant, coder, table) == []


def test_the_step_writes_tables_that_the_reader_reads_and_the_same_each_time(tmp_path: Path) -> None:
    some = tmp_path / "lines.tsv"
    whole = LINES.read_text("utf-8").splitlines()
    some.write_text("\n".join([whole[0], *whole[1::40]]) + "\n", encoding="utf-8")
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make(Job(folder=tmp_path / name, data={"lines": some}, parameters={"silent_below": 0.3}))
        written.append([(tmp_path / name / file).read_bytes() for file in (TABLES[1], SILENT)])
    assert written[0] == written[1]
    assert written[0][0].startswith(b"skill_id\tverbs\tobjects\n")
    assert len(written[0][1].splitlines()) > 20
    assert all(row.objects for name in TABLES for row in phrase_rows(name))
