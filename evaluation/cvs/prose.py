"""The layout of those who write as they speak: sentences in the order of their life, slang in Bahasa Indonesia."""

from __future__ import annotations

from random import Random

from evaluation.cvs.blocks import Block, Name, Text
from evaluation.cvs.people import HeldJob, Person, School
from evaluation.cvs.wording import Wording

_ID_JOBS = (
    "{dates} saya kerja di {employer}, {place} sebagai {title}.",
    "{dates} saya jadi {title} di {employer}, {place}.",
    "Terus {dates_low} kerja di {employer} ({place}) sebagai {title}.",
    "Saya bekerja sebagai {title} di {employer}, {place}, {dates_low}.",
)
_EN_JOBS = (
    "{dates} I worked at {employer} in {place} as a {title}.",
    "{dates} I was employed as {title} at {employer}, {place}.",
    "I worked as a {title} for {employer}, {place}, {dates_low}.",
    "Then {dates_low} I joined {employer} in {place} as {title}.",
)


def prose(person: Person, wording: Wording, random: Random) -> list[Block]:
    """Paragraphs without headings: who one is, schools, jobs from the first on, what one can do."""
    is_id = wording.language == "id"
    identity, first = person.identity, person.name.split()[0]
    if is_id:
        opening = f"Nama saya {person.name}, biasa dipanggil {first}, lahir di {identity['birth']}. "
        opening += f"Saya tinggal di {person.town}. "
        opening += f"Bisa dihubungi di {identity['phone']} atau {identity['email']}."
    else:
        opening = f"My name is {person.name}, born in {identity['birth']}. I live in {person.town}. "
        opening += f"You can reach me on {identity['phone']} or {identity['email']}."
    found: list[Block] = [Name("Tentang saya dan pengalaman saya" if is_id else "My story"), Text(opening)]
    found.append(Text(" ".join(_school(school, wording) for school in reversed(person.schools))))
    found += [Text(_job(job, wording, random)) for job in reversed(person.jobs)]
    skills = ", ".join(person.skills)
    licences = (
        " dan ".join(words for words, _ in person.licences)
        if is_id
        else " and ".join(words for words, _ in person.licences)
    )
    spoken = ", ".join(f"{words} ({level})" for words, _, level in person.languages)
    if is_id:
        found += [Text(f"Keahlian saya: {skills}."), Text(f"Saya punya {licences}. Bahasa: {spoken}.")]
    else:
        found += [Text(f"My skills: {skills}."), Text(f"I hold {licences}. Languages: {spoken}.")]
    return [*found, Text(person.summary)]


def _job(job: HeldJob, wording: Wording, random: Random) -> str:
    span = wording.dates.span(job.starts, job.ends)
    is_id = wording.language == "id"
    lead = ("Sejak " if is_id else "From ") if job.ends is None else ("Dari " if is_id else "From ")
    if job.ends is None and is_id:
        span = f"{wording.dates.point(job.starts)} sampai sekarang"
    sentence = random.choice(_ID_JOBS if is_id else _EN_JOBS).format(
        dates=lead + span, dates_low=lead.lower() + span, employer=job.employer, place=job.place, title=job.title
    )
    told = list(job.tasks)
    begin = "Di sana saya " if is_id else "There I did this: "
    return f"{sentence} {begin}{told[0][0].lower()}{told[0][1:]}." + "".join(f" {task}." for task in told[1:])


def _school(school: School, wording: Wording) -> str:
    named = f" jurusan {school.programme}" if school.programme and wording.language == "id" else ""
    if wording.language == "id":
        level = f"{school.level} " if school.level in {"D3", "S1"} else ""
        return f"Saya lulus {level}dari {school.institution}{named} tahun {school.ends}."
    named = f", majoring in {school.programme}," if school.programme else ""
    level = {"S1": "with a bachelor's degree ", "D3": "with a diploma ", "PROFESI": "with the Ners profession "}.get(
        school.level, ""
    )
    return f"I graduated {level}from {school.institution}{named} in {school.ends}."
