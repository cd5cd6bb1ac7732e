"""Layouts of the second people: what a job portal exports, and the Europass of 2020, which has one column."""

from __future__ import annotations

from random import Random

from evaluation.cvs.blocks import Block, Bullet, Form, Gap, Grid, Heading, Name, Text
from evaluation.cvs.people import Person
from evaluation.cvs.second_entries import degree_words, grade_words, skill_words, told_tasks, years_words
from evaluation.cvs.second_wording import SecondWording

_LEVELS = {"id": ("Mahir", "Menengah", "Pemula"), "en": ("Advanced", "Intermediate", "Beginner")}
_SPOKEN = {"id": ("Bahasa", "Lisan", "Tulisan"), "en": ("Language", "Spoken", "Written")}
_WISHES = {
    "id": ("Gaji yang diharapkan", "Lokasi yang diinginkan", "Tipe pekerjaan"),
    "en": ("Expected salary", "Preferred location", "Type of work"),
}


def portal(person: Person, wording: SecondWording, random: Random) -> list[Block]:
    """Title, employer and dates, then labelled facts of each job; skills by level; wishes; referees with labels."""
    heads, language, identity = wording.headings, wording.language, person.identity
    industry, rank, pay, reason, graduated, grade = wording.labels("portal")
    found: list[Block] = [Name(person.name), Text(person.headline, is_bold=True)]
    found += [Text(f"{identity['email']}  {identity['phone']}"), Text(f"{identity['street']}, {person.town}")]
    found += [Heading(heads["summary"]), Text(person.summary), Heading(heads["jobs"])]
    for job in person.jobs:
        dates = wording.dates.span(job.starts, job.ends)
        found.append(Text(job.title, is_bold=True))
        if wording.arrangement % 2:
            found += [Text(f"{job.employer} | {job.place}"), Text(dates)]
        else:
            found += [Text(dates), Text(job.employer), Text(job.place)]
        facts = job.facts
        rows = [(industry, facts["industry"]), (rank, facts["rank"]), (pay, facts["pay"]), (reason, facts["reason"])]
        found += [Form(tuple(rows)), *[Bullet(task) for task in told_tasks(job, 9)], Gap()]
    found.append(Heading(heads["education"]))
    for school in person.schools:
        found.append(Text(school.institution, is_bold=True))
        found.append(Text(degree_words(school, language) or school.said))
        rows = [(graduated, str(school.ends)), *([(grade, school.grade)] if school.grade else [])]
        found += [Form(tuple(rows)), Gap()]
    found += [Heading(heads["skills"]), Form(tuple(_by_level(person, language)))]
    scores = [(words, str(random.randint(6, 10)), str(random.randint(5, 9))) for words, _, _ in person.languages]
    found += [
        Heading(heads["languages"]),
        Grid((_SPOKEN[language], *scores), (0.4, 0.3, 0.3), has_rules=False, has_head=True),
    ]
    found += [Heading(heads["licences"]), *[Bullet(words) for words, _ in person.licences]]
    found += [Heading(heads["courses"]), *map(Bullet, person.courses)]
    wishes = ("Rp 5.000.000" if language == "id" else "IDR 8,000,000", person.town, "Full time")
    found += [Heading(heads["wish"]), Form(tuple(zip(_WISHES[language], wishes, strict=True)))]
    return [*found, Heading(heads["references"]), *[Text(one) for one in person.references]]


def _by_level(person: Person, language: str) -> list[tuple[str, str]]:
    words = skill_words(person)
    parts = (words[:3], words[3:6], words[6:])
    return [(level, ", ".join(part)) for level, part in zip(_LEVELS[language], parts, strict=True) if part]


def europass_online(person: Person, wording: SecondWording, random: Random) -> list[Block]:
    """Dates and town over title and employer in capitals, or dates in brackets before them."""
    heads, language, identity = wording.headings, wording.language, person.identity
    home = "Indonesia"
    found: list[Block] = [Name(person.name)]
    born = f"{identity['birth']} | {identity['nationality']} | {identity['sex']}"
    found += [
        Text(born),
        Text(f"{identity['phone']} | {identity['email']}"),
        Text(f"{identity['street']}, {person.town}"),
    ]
    found += [Heading(heads["summary"]), Text(person.summary), Heading(heads["jobs"])]
    for job in person.jobs:
        dates = wording.dates.span(job.starts, job.ends)
        place = job.place if "," in job.place else f"{job.place}, {home}"
        if wording.arrangement % 2:
            found += [Text(f"{dates} – {place}"), Text(f"{job.title.upper()} – {job.employer.upper()}", is_bold=True)]
        else:
            found += [Text(f"[ {dates} ]"), Text(job.title, is_bold=True), Text(job.employer), Text(place)]
        found += [*[Bullet(task) for task in told_tasks(job, 9)], Gap()]
    found.append(Heading(heads["education"]))
    for school in person.schools:
        named = degree_words(school, language) or school.said
        years = f"{school.starts} – {school.ends}"
        if wording.arrangement % 2:
            found += [Text(f"{years} – {school.place}, {home}"), Text(f"{named} – {school.institution}", is_bold=True)]
        else:
            found += [Text(f"[ {years} ]"), Text(named, is_bold=True), Text(school.institution)]
        found += [Text(grade_words(school, language))] if school.grade else []
        found.append(Gap())
    mother, *others = person.languages
    name = "Bahasa ibu" if language == "id" else "Mother tongue(s)"
    found += [Heading(heads["languages"]), Text(f"{name}: {mother[0]}")]
    found += [Text(f"{words}: {level}") for words, _, level in others]
    joint = random.choice((" / ", " · "))
    found += [Heading(heads["skills"]), Text(joint.join(skill_words(person)))]
    found += [Heading(heads["organisations"])]
    for name, role, starts, ends in person.organisations:
        found += [Text(f"{years_words(starts, ends, wording)}: {name}"), Text(role)]
    found += [Heading(heads["courses"]), *map(Text, person.courses)]
    found += [Heading(heads["licences"]), *[Text(words) for words, _ in person.licences]]
    return [*found, Heading(heads["hobbies"]), Text(person.hobbies)]
