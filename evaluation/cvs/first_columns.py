"""Layouts of the first sixty: one column, two columns, and Europass' margin."""

from __future__ import annotations

from random import Random

from evaluation.cvs.blocks import Aside, Block, Bullet, Columns, Gap, Heading, Name, Text
from evaluation.cvs.entries import (
    contact_line,
    job_lines,
    languages_of,
    level_words,
    listed,
    rest_of,
    school_lines,
    school_name,
    years_of,
)
from evaluation.cvs.people import Person
from evaluation.cvs.wording import Wording


def plain(person: Person, wording: Wording, random: Random) -> list[Block]:
    """One column: name, contact, then sections."""
    heads = wording.headings
    found: list[Block] = [Name(person.name.upper()), Text(contact_line(person)), Gap()]
    found += [Heading(heads["summary"]), Text(person.summary)]
    found.append(Heading(heads["jobs"]))
    for job in person.jobs:
        found += [*job_lines(job, wording), Gap()]
    found.append(Heading(heads["education"]))
    for school in person.schools:
        found += school_lines(school, wording, random)
    found += [Heading(heads["skills"]), *listed(person.skills, random)]
    found += [Heading(heads["languages"]), *listed(languages_of(person), random)]
    found += [Heading(heads["licences"]), *[Bullet(words) for words, _ in person.licences]]
    return found + rest_of(person, wording)


def sidebar(person: Person, wording: Wording, random: Random) -> list[Block]:
    """Two columns: contact, skills and languages in the narrow one, the rest in the wide one."""
    heads, identity = wording.headings, person.identity
    narrow: list[Block] = [Heading(heads["contact"]), Text(identity["phone"]), Text(identity["email"])]
    narrow += [Text(f"{identity['street']}, {person.town}"), Gap()]
    narrow += [Heading(heads["skills"]), *map(Bullet, person.skills), Gap()]
    narrow += [Heading(heads["languages"]), *[Text(words) for words in languages_of(person)], Gap()]
    narrow += [Heading(heads["licences"]), *[Text(words) for words, _ in person.licences]]
    wide: list[Block] = [Heading(heads["summary"]), Text(person.summary), Heading(heads["jobs"])]
    for job in person.jobs:
        wide += [*job_lines(job, wording), Gap()]
    wide.append(Heading(heads["education"]))
    for school in person.schools:
        wide += school_lines(school, wording, random)
    wide += rest_of(person, wording)
    is_left = random.random() < 0.6
    columns = Columns(tuple(narrow), tuple(wide), 0.32) if is_left else Columns(tuple(wide), tuple(narrow), 0.66)
    return [Name(person.name), Text(person.headline), Gap(), columns]


def europass(person: Person, wording: Wording, random: Random) -> list[Block]:
    """Europass-like: headings and dates in the margin, details beside them."""
    heads, identity = wording.headings, person.identity
    found: list[Block] = [
        Name("Curriculum Vitae"),
        Aside(heads["personal"], (Text(person.name, is_bold=True),)),
        Aside("", (Text(f"{identity['street']}, {person.town}"), Text(identity["phone"]), Text(identity["email"]))),
        Aside("", (Text(f"{identity['sex']} | {identity['birth']} | {identity['nationality']}"),)),
        Heading(heads["jobs"]),
    ]
    for job in person.jobs:
        inside: list[Block] = [
            Text(job.title, is_bold=True),
            Text(f"{job.employer}, {job.place}"),
            *map(Bullet, job.tasks),
        ]
        found.append(Aside(wording.dates.span(job.starts, job.ends), tuple(inside)))
    found.append(Heading(heads["education"]))
    for school in person.schools:
        named = school_name(school, wording.language) or level_words(school.level, wording.language)
        found.append(
            Aside(years_of(school, random), (Text(named, is_bold=True), Text(f"{school.institution}, {school.place}")))
        )
    found.append(Aside(heads["skills"], (Text(", ".join(person.skills)),)))
    found.append(Aside(heads["languages"], tuple(Text(words) for words in languages_of(person))))
    found.append(Aside(heads["licences"], tuple(Text(words) for words, _ in person.licences)))
    if person.courses:
        found.append(Aside(heads["courses"], tuple(Text(course) for course in person.courses)))
    return found
