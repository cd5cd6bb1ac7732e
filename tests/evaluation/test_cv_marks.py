"""Marks of two annotators: whose words they are, how near-synonyms are joined, and what counts as right."""

from __future__ import annotations

import re

from evaluation.cvs.compare import FoundCv, counts_of
from evaluation.cvs.made import made_cvs
from evaluation.cvs.marks import ANNOTATORS, Mark, agreement, groups_of, read_marks
from evaluation.cvs.people import PEOPLE, SECOND_PEOPLE, THIRD_HALF, THIRD_PEOPLE, Person, read_people
from taxonomy.skills import load_skills


def mark(ids: str, annotator: str = "a", where: str = "job1.1") -> Mark:
    return Mark(annotator=annotator, where=where, words="kata", ids=tuple(ids.split("|")))


def text_at(person: Person, where: str) -> str:
    found = re.fullmatch(r"(summary|job|course|skill)(\d*)(?:\.(\d+))?", where)
    assert found, where
    number = int(found[2] or 1) - 1
    texts = {
        "summary": lambda: person.summary,
        "job": lambda: person.jobs[number].tasks[int(found[3]) - 1],
        "course": lambda: person.courses[number],
        "skill": lambda: person.skills[number],
    }
    return texts[found[1]]()


def test_every_mark_stands_in_the_text_that_it_names_and_means_skills_of_the_taxonomy() -> None:
    everybody = (person for path in (PEOPLE, SECOND_PEOPLE, THIRD_PEOPLE) for person in read_people(path))
    people, known, marks = {person.id: person for person in everybody}, load_skills(), read_marks()
    assert set(marks) == set(people)
    assert len(marks) == 34
    for name, found in marks.items():
        assert {one.annotator for one in found} == set(ANNOTATORS)
        for one in found:
            assert one.words in text_at(people[name], one.where), (name, one)
            assert 1 <= len(one.ids) <= 4
            assert all(known.get(skill).type not in {"language", "licence"} for skill in one.ids), (name, one)


def test_six_of_the_third_people_write_in_each_language_and_nobody_else_is_among_them() -> None:
    people = read_people(THIRD_PEOPLE)
    assert [sum(person.language == language for person in people) for language in ("id", "en")] == [6, 6]
    assert {person.half for person in people} == {THIRD_HALF}


def test_marks_that_share_a_concept_are_one_skill() -> None:
    assert groups_of([mark("a|b"), mark("c"), mark("b|d"), mark("c", "b")]) == (frozenset("abd"), frozenset("c"))
    assert groups_of([]) == ()


def test_agreement_counts_groups() -> None:
    marks = [mark("a|b"), mark("c"), mark("b", "b"), mark("d", "b"), mark("e", "b")]
    assert agreement(marks) == (1, 3, 2)


def test_one_of_each_group_is_enough_and_what_is_beyond_them_is_wrong() -> None:
    made = next(made_cvs(THIRD_HALF))
    every = frozenset().union(*made.skills)
    first = frozenset(min(group) for group in made.skills)
    for found in (every, first):
        assert counts_of(made, FoundCv(skills=found))["skills"] == (len(made.skills),) * 3
    right, found_count, marked = counts_of(made, FoundCv(skills=first | {"no-such-skill"}))["skills"]
    assert (right, found_count, marked) == (len(made.skills), len(made.skills) + 1, len(made.skills))


def test_layouts_that_leave_words_out_ask_for_fewer_skills() -> None:
    person = read_people(THIRD_PEOPLE)[0].id
    whole, short = (next(made_cvs(THIRD_HALF, only=(f"{person}-{layout}",))) for layout in ("portal", "canva"))
    assert len(short.skills) < len(whole.skills)
