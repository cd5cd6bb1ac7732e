"""Layouts of the second people: two columns as design sites make them, one for applicant tracking systems."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from evaluation.cvs.blocks import Bar, Block, Bullet, Columns, Gap, Heading, Name, Pair, Text
from evaluation.cvs.people import Person
from evaluation.cvs.second_entries import (
    degree_words,
    grade_words,
    halved,
    language_words,
    skill_words,
    told_tasks,
    years_words,
)
from evaluation.cvs.second_wording import SecondWording


def canva(person: Person, wording: SecondWording, random: Random) -> list[Block]:
    """A coloured column with contact, skills as bars, languages and licences beside name, profile and the rest."""
    heads, identity = wording.headings, person.identity
    side: list[Block] = [Heading(heads["contact"])]
    side += [Text(identity["phone"]), Text(identity["email"]), Text(f"{identity['street']}, {person.town}")]
    side += [
        Heading(heads["skills"]),
        *[Bar(words, random.choice((0.6, 0.7, 0.8, 0.9))) for words in skill_words(person)],
    ]
    side += [Heading(heads["languages"]), *[Text(words) for words in language_words(person)]]
    side += [Heading(heads["licences"]), *[Text(words) for words, _ in person.licences]]
    side += [Heading(heads["hobbies"]), Text(person.hobbies)]
    main: list[Block] = [Name(person.name.upper()), Text(person.headline), Gap()]
    main += [Heading(heads["summary"]), Text(person.summary), Heading(heads["jobs"])]
    for job in person.jobs:
        dates = wording.dates.span(job.starts, job.ends)
        match wording.arrangement:
            case 0:
                main += [Text(dates), Text(job.title, is_bold=True), Text(f"{job.employer} - {job.place}")]
            case 1:
                main += [Text(job.employer, is_bold=True), Text(f"{job.title} | {dates}")]
            case 2:
                main += [Pair(job.title, dates, is_bold=True), Text(f"{job.employer}, {job.place}")]
            case _:
                main += [Text(job.title.upper(), is_bold=True), Text(job.employer), Text(f"{job.place} / {dates}")]
        main += [*[Bullet(task) for task in told_tasks(job, 2)], Gap()]
    main.append(Heading(heads["education"]))
    for school in person.schools:
        degree, grade = degree_words(school, wording.language), grade_words(school, wording.language)
        told = (degree, grade, f"{school.starts} - {school.ends}")
        main += [Text(school.institution, is_bold=True), Text(" | ".join(part for part in told if part))]
    main.append(Heading(heads["organisations"]))
    main += [Text(f"{role} {name} ({years_words(a, b, wording)})") for name, role, a, b in person.organisations]
    is_left, has_band = random.random() < 0.7, random.random() < 0.7
    left, right = (side, main) if is_left else (main, side)
    return [Columns(tuple(left), tuple(right), 0.34 if is_left else 0.64, has_band, 8.0)]


def ats(person: Person, wording: SecondWording, random: Random) -> list[Block]:
    """One column: employers with dates at the right edge, organisations in the same form, skills by kind."""
    heads, identity = wording.headings, person.identity
    contact = (person.town, identity["phone"], identity["email"])
    found: list[Block] = [Name(person.name), Text(random.choice((" | ", " • ")).join(contact))]
    found += [Heading(heads["summary"]), Text(person.summary), Heading(heads["jobs"])]
    for job in person.jobs:
        dates = wording.dates.span(job.starts, job.ends)
        found += [*_entry(job.title, job.employer, job.place, dates, wording.arrangement)]
        found += [*[Bullet(task) for task in told_tasks(job, 9)], Gap()]
    found.append(Heading(heads["education"]))
    for school in person.schools:
        degree, grade = degree_words(school, wording.language), grade_words(school, wording.language)
        found.append(Pair(school.institution, school.place, is_bold=True))
        told = ", ".join(part for part in (degree, grade) if part) or school.said
        found += [Pair(told, f"{school.starts} – {school.ends}"), Gap()]
    found.append(Heading(heads["organisations"]))
    for name, role, starts, ends in person.organisations:
        found += [*_entry(role, name, person.town, years_words(starts, ends, wording), wording.arrangement)]
    first, second = halved(skill_words(person))
    names = ("Hard skill", "Soft skill & lainnya") if wording.language == "id" else ("Hard skills", "Others")
    found += [
        Heading(heads["skills"]),
        Text(f"{names[0]}: {', '.join(first)}"),
        Text(f"{names[1]}: {', '.join(second)}"),
    ]
    found += [Heading(heads["languages"]), Text("; ".join(language_words(person)))]
    found += [Heading(heads["licences"]), *[Bullet(words) for words, _ in person.licences]]
    found += [Heading(heads["courses"]), *map(Bullet, person.courses)]
    if person.achievements:
        found += [Heading(heads["achievements"]), *[Bullet(one) for one in person.achievements]]
    return found


def _entry(title: str, employer: str, place: str, dates: str, arrangement: int) -> Iterator[Block]:
    match arrangement:
        case 0:
            yield Pair(employer, place, is_bold=True)
            yield Pair(title, dates)
        case 1:
            yield Pair(title, dates, is_bold=True)
            yield Text(f"{employer} — {place}")
        case 2:
            yield Text(f"{title}, {employer} ({place})", is_bold=True)
            yield Text(dates)
        case _:
            yield Pair(f"{employer} | {title}", dates, is_bold=True)
