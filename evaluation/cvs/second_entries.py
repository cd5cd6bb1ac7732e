"""Parts that several layouts of the second CVs share."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.cvs.people import HeldJob, Person, School
from evaluation.cvs.second_wording import SecondWording

_KINDS = ("name", "birth", "sex", "religion", "marital", "nationality", "height", "nik", "street", "phone", "email")
_DEGREES = frozenset(("D3", "D4", "S1"))


def degree_words(school: School, language: str) -> str:
    """Level and programme on one line; empty where the school's own name says the level and nothing else is known."""
    if school.level in _DEGREES:
        joint = {"id": " ", "en": " of " if school.level == "S1" else " in "}[language]
        return f"{school.said}{joint}{school.programme}"
    if school.said == "Paket C":
        return f"Paket C {school.programme}"
    if not school.programme:
        return ""
    return f"{'Jurusan' if language == 'id' else 'Major:'} {school.programme}"


def grade_words(school: School, language: str) -> str:
    """What was reached in the end, as people write it; empty where nothing is told."""
    if not school.grade:
        return ""
    if school.level in _DEGREES:
        return f"IPK {school.grade}/4,00" if language == "id" else f"GPA: {school.grade}/4.00"
    return f"Nilai rata-rata {school.grade}" if language == "id" else f"Final score {school.grade}"


def personal_rows(person: Person, wording: SecondWording) -> list[tuple[str, str]]:
    """Label and value of personal data."""
    values = {
        **person.identity,
        "name": person.name,
        "street": f"{person.identity['street']}, {person.town}",
    }
    return [(label, values[kind]) for label, kind in zip(wording.labels("personal"), _KINDS, strict=True)]


def told_tasks(job: HeldJob, most: int) -> list[str]:
    """The first tasks, without marks."""
    return list(job.tasks[:most])


def years_words(starts: int, ends: int, wording: SecondWording) -> str:
    """Years of an organisation; 0 for what goes on."""
    return f"{starts} - {ends or wording.dates.now}"


def halved(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The first two thirds, and the rest."""
    cut = (2 * len(words) + 2) // 3
    return words[:cut], words[cut:]


def skill_words(person: Person) -> list[str]:
    """Skills as the person lists them."""
    return list(person.skills)


def language_words(person: Person) -> list[str]:
    """Languages with how well they are spoken."""
    return [f"{words} - {level}" for words, _, level in person.languages]
