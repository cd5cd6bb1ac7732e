"""The invented people of ``evaluation/data/cv_people*.jsonl``: nobody of them lives, numbers are made up.

Skills that their sentences say are marked by others: ``evaluation.cvs.marks``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from evaluation.coded_titles import DATA
from matcher.cv.record import Month

PEOPLE = DATA / "cv_people.jsonl"
SECOND_PEOPLE = DATA / "cv_people_2.jsonl"
HALVES = ("dev", "judged")
"""The reader was made with the first half of the first people in sight; the other half judged it, then was seen too."""

SECOND_HALVES = ("dev2", "held2")
"""Of the second people, by a hash of their names: the second half judged as totals until 28 November 2026."""

THIRD_PEOPLE = DATA / "cv_people_3.jsonl"
THIRD_HALF = "held3"
"""Of the third people: nobody looks at how their CVs fail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJob:
    """One job as it is; months where they are known. ``facts`` are industry, rank, pay and reason for leaving."""

    title: str
    employer: str
    place: str
    starts: Month
    ends: Month | None
    tasks: tuple[str, ...]
    is_internship: bool = False
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """One school or programme; years. ``said`` is the level as its people name it, ``grade`` what was reached."""

    level: str
    institution: str
    programme: str
    place: str
    starts: int
    ends: int
    said: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented person.

    Attributes:
        id: Short name.
        half: One of ``HALVES`` or ``SECOND_HALVES``, or ``THIRD_HALF``.
        language: ``id``, or ``en`` for English or mixed.
        name: Invented.
        identity: Personal data by kind, none of which may be kept.
        town: Where they live.
        headline: What they call themselves.
        summary: Own words.
        jobs: Latest first.
        schools: Latest first.
        skills: As they list them.
        languages: (words, id, level in words).
        licences: (words, id).
        courses: Name, place and year in one line.
        references: Names and numbers of others.
        others: Each such name and number alone, and the names of the family.
        organisations: (name, role, first year, last year or 0).
        achievements: Prizes.
        hobbies: In one line.
        family: (relation, name, year of birth, occupation).
    """

    id: str
    half: str
    language: str
    name: str
    identity: dict[str, str]
    town: str
    headline: str
    summary: str
    jobs: tuple[HeldJob, ...]
    schools: tuple[School, ...]
    skills: tuple[str, ...]
    languages: tuple[tuple[str, str, str], ...]
    licences: tuple[tuple[str, str], ...]
    courses: tuple[str, ...]
    references: tuple[str, ...]
    others: tuple[str, ...] = ()
    organisations: tuple[tuple[str, str, int, int], ...] = ()
    achievements: tuple[str, ...] = ()
    hobbies: str = ""
    family: tuple[tuple[str, ...], ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Words that nothing read from the CV may hold."""
        kept = ("nik", "phone", "email", "street", "birth")
        return (self.name, *(self.identity[kind] for kind in kept), *self.references, *self.others)


def read_people(path: Path = PEOPLE) -> list[Person]:
    """All people, as they stand in the file."""
    return [_person(orjson.loads(line)) for line in path.read_bytes().splitlines()]


def _school(row: dict[str, Any]) -> School:
    years: dict[str, Any] = {name: int(row[name]) for name in ("starts", "ends")}
    return School(**{**row, **years})


def _person(row: dict[str, Any]) -> Person:
    jobs = tuple(
        HeldJob(
            title=job["title"],
            employer=job["employer"],
            place=job["place"],
            starts=_month(job["starts"]),
            ends=_month(job["ends"]) if job["ends"] else None,
            tasks=tuple(job["tasks"]),
            is_internship=job.get("intern", False),
            facts=job.get("facts", {}),
        )
        for job in row["jobs"]
    )
    schools = tuple(_school(school) for school in row["education"])
    return Person(
        **{name: row[name] for name in ("id", "half", "language", "name", "identity", "town", "headline", "summary")},
        jobs=jobs,
        schools=schools,
        skills=tuple(row["skills"]),
        languages=tuple((words, skill, level) for words, skill, level in row["languages"]),
        licences=tuple((words, skill) for words, skill in row["licences"]),
        courses=tuple(row["courses"]),
        references=tuple(row["references"]),
        others=tuple(row.get("others", ())),
        organisations=tuple(tuple(one) for one in row.get("organisations", ())),
        achievements=tuple(row.get("achievements", ())),
        hobbies=row.get("hobbies", ""),
        family=tuple(tuple(one) for one in row.get("family", ())),
    )


def _month(text: str) -> Month:
    year, _, month = text.partition("-")
    return Month(year=int(year), month=int(month))
