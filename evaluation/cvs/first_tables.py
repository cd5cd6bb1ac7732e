"""Layouts of the first sixty: tables, and the form of labels and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from evaluation.cvs.blocks import Block, Bullet, Form, Gap, Grid, Heading, Name, Text
from evaluation.cvs.entries import languages_of, level_words, listed, personal_rows, rest_of
from evaluation.cvs.people import Person
from evaluation.cvs.wording import Wording

_HEADS = {
    "id": (
        ("No", "Nama Perusahaan", "Jabatan", "Periode", "Uraian Tugas"),
        ("Jenjang", "Nama Sekolah", "Jurusan", "Tahun"),
    ),
    "en": (("No", "Company", "Position", "Period", "Job Description"), ("Level", "Institution", "Major", "Year")),
}


def table(person: Person, wording: Wording, random: Random) -> list[Block]:
    """Tables: personal data, schools and jobs."""
    heads, language = wording.headings, wording.language
    job_head, school_head = _HEADS[language]
    ruled = random.random() < 0.6
    personal = tuple((label, f": {value}") for label, value in personal_rows(person, language))
    jobs = tuple(
        (
            str(n),
            f"{job.employer}, {job.place}",
            job.title,
            wording.dates.span(job.starts, job.ends),
            ". ".join(job.tasks),
        )
        for n, job in enumerate(person.jobs, 1)
    )
    schools = tuple(
        (
            level_words(school.level, language),
            school.institution,
            school.programme or "-",
            f"{school.starts}-{school.ends}",
        )
        for school in person.schools
    )
    title = "DAFTAR RIWAYAT HIDUP" if language == "id" else "CURRICULUM VITAE"
    return [
        Name(title),
        Heading(heads["personal"]),
        Grid(personal, (0.32, 0.68), has_rules=False),
        Heading(heads["education"]),
        Grid((school_head, *schools), (0.16, 0.38, 0.28, 0.18), has_rules=ruled, has_head=True),
        Heading(heads["jobs"]),
        Grid((job_head, *jobs), (0.06, 0.24, 0.18, 0.2, 0.32), has_rules=ruled, has_head=True),
        Heading(heads["skills"]),
        *listed(person.skills, random),
        Heading(heads["languages"]),
        *listed(languages_of(person), random),
        Heading(heads["licences"]),
        *[Bullet(words) for words, _ in person.licences],
        *rest_of(person, wording),
    ]


_FORM = {
    "id": (
        ("Jenjang", "Nama Sekolah", "Jurusan", "Tahun Lulus"),
        ("Nama Perusahaan", "Jabatan", "Masa Kerja", "Lokasi", "Tugas"),
    ),
    "en": (
        ("Level", "School", "Major", "Year of Graduation"),
        ("Company Name", "Position", "Period", "Location", "Responsibilities"),
    ),
}
"""Language to the labels of a school and of a job."""


def form(person: Person, wording: Wording, random: Random) -> list[Block]:
    """The form "Daftar Riwayat Hidup": a label and a value on each line."""
    heads, language = wording.headings, wording.language
    is_id = language == "id"
    signed = random.choice(("Demikian daftar riwayat hidup ini saya buat dengan sebenarnya.", "Hormat saya,"))
    return [
        Name("DAFTAR RIWAYAT HIDUP" if is_id else "PERSONAL RESUME"),
        Heading(heads["personal"]),
        Form(tuple(personal_rows(person, language))),
        Heading(heads["education"]),
        *_form_schools(person, language),
        Heading(heads["jobs"]),
        *_form_jobs(person, wording),
        Heading(heads["skills"]),
        *[Text(f"{at}. {words}") for at, words in enumerate(person.skills, 1)],
        Heading(heads["languages"]),
        Form(tuple((words, level) for words, _, level in person.languages)),
        Heading(heads["licences"]),
        *[Text(f"{at}. {words}") for at, (words, _) in enumerate(person.licences, 1)],
        *rest_of(person, wording),
        Gap(),
        Text(signed if is_id else "I hereby declare that the above is true."),
        Text(f"{person.identity['birth_place']}, 3 Maret 2026"),
        Text(person.name),
    ]


def _form_schools(person: Person, language: str) -> Iterator[Block]:
    labels, _ = _FORM[language]
    for n, school in enumerate(person.schools, 1):
        values = (level_words(school.level, language), school.institution, school.programme, str(school.ends))
        said = [(label, value) for label, value in zip(labels, values, strict=True) if value]
        yield from (_entry(said, f"{n}. "), Gap())


def _form_jobs(person: Person, wording: Wording) -> Iterator[Block]:
    _, labels = _FORM[wording.language]
    for n, job in enumerate(person.jobs, 1):
        span = wording.dates.span(job.starts, job.ends)
        values = (job.employer, job.title, span, job.place, "; ".join(job.tasks))
        numbered = wording.arrangement % 2 == 0
        yield from (_entry(list(zip(labels, values, strict=True)), f"{n}. " if numbered else ""), Gap())


def _entry(rows: Sequence[tuple[str, str]], number: str) -> Form:
    """Labels and values, the first label with a number."""
    return Form(tuple(((number if at == 0 else "") + label, value) for at, (label, value) in enumerate(rows)))
