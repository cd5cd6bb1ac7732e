"""A layout of the second people: a letter and a list in one, typed on a phone, each job and school on one line."""

from __future__ import annotations

from random import Random

from evaluation.cvs.blocks import Block, Bullet, Form, Gap, Name, Text
from evaluation.cvs.people import HeldJob, Person, School
from evaluation.cvs.second_entries import language_words, personal_rows, skill_words, told_tasks
from evaluation.cvs.second_wording import SecondWording

_WORDS = {
    "id": {
        "title": "LAMARAN KERJA",
        "opening": "Dengan hormat, saya yang bertanda tangan di bawah ini:",
        "wish": "Bermaksud melamar pekerjaan di perusahaan Bapak/Ibu. {summary}",
        "as": "sebagai",
        "at": "di",
        "done": "lulus",
        "closing": "Atas perhatian Bapak/Ibu saya ucapkan terima kasih.",
    },
    "en": {
        "title": "Application for work",
        "opening": "Dear Sir or Madam, please find my data below:",
        "wish": "I am looking for a new position. {summary}",
        "as": "as",
        "at": "at",
        "done": "graduated",
        "closing": "Thank you for your time and kind attention.",
    },
}


def typed(person: Person, wording: SecondWording, random: Random) -> list[Block]:
    """Opening, personal data, wish and summary, then short lists with a colon behind their names; a closing line."""
    words, heads = _WORDS[wording.language], wording.headings
    found: list[Block] = [Name(words["title"]), Text(words["opening"])]
    personal = personal_rows(person, wording)
    found += [Form((*personal[:2], *personal[4:5], *personal[8:]))]
    found += [Text(words["wish"].format(summary=person.summary)), Gap()]
    found.append(Text(f"{heads['education']} :"))
    found += [Text(f"- {_school(school, wording)}") for school in person.schools]
    found += [Gap(), Text(f"{heads['jobs']} :")]
    for number, job in enumerate(person.jobs, 1):
        found.append(Text(f"{number}. {_job(job, wording)}"))
        found += [Bullet(task) for task in told_tasks(job, 2)]
    found += [Gap(), Text(f"{heads['skills']} :")]
    listed = skill_words(person)
    found += [Text(", ".join(listed))] if random.random() < 0.5 else [Text(f"- {one}") for one in listed]
    found += [Gap(), Text(f"{heads['courses']} :"), *[Text(f"- {course}") for course in person.courses]]
    found += [Gap(), Text(f"{heads['licences']} : {', '.join(words for words, _ in person.licences)}")]
    found += [Text(f"{heads['languages']} : {', '.join(language_words(person))}")]
    return [*found, Gap(), Text(words["closing"]), Text(person.name)]


def _job(job: HeldJob, wording: SecondWording) -> str:
    words, dates = _WORDS[wording.language], wording.dates.span(job.starts, job.ends)
    match wording.arrangement:
        case 0:
            return f"{job.title} {words['at']} {job.employer}, {job.place} ({dates})"
        case 1:
            return f"{dates} : {job.employer} ({job.place}) {words['as']} {job.title}"
        case 2:
            return f"{job.employer} - {job.title} - {dates}"
        case _:
            return f"{job.employer}, {job.place}, {words['as']} {job.title}, {dates}"


def _school(school: School, wording: SecondWording) -> str:
    done = _WORDS[wording.language]["done"]
    named = f" {school.programme}" if school.programme else ""
    level = f"{school.said} " if school.level in {"D3", "D4", "S1"} or school.said == "Paket C" else ""
    match wording.arrangement:
        case 0 | 3:
            return f"{level}{school.institution}{f',{named}' if named else ''}, {done} {school.ends}"
        case 1:
            return f"{school.ends} : {level}{school.institution}{f' ({named.strip()})' if named else ''}"
        case _:
            return f"{school.said} : {school.institution}{named}, {school.starts}-{school.ends}"
