"""Parts that several layouts of the first sixty CVs share: jobs, schools, lists, personal data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from evaluation.cvs.blocks import Block, Bullet, Heading, Pair, Text
from evaluation.cvs.people import HeldJob, Person, School
from evaluation.cvs.wording import Wording

_LABELS = {
    "id": {
        "name": "Nama Lengkap",
        "birth": "Tempat, Tanggal Lahir",
        "sex": "Jenis Kelamin",
        "religion": "Agama",
        "marital": "Status Perkawinan",
        "nationality": "Kewarganegaraan",
        "height": "Tinggi / Berat Badan",
        "nik": "No. KTP",
        "street": "Alamat",
        "phone": "No. HP",
        "email": "Email",
    },
    "en": {
        "name": "Full Name",
        "birth": "Place, Date of Birth",
        "sex": "Gender",
        "religion": "Religion",
        "marital": "Marital Status",
        "nationality": "Nationality",
        "height": "Height / Weight",
        "nik": "ID Number",
        "street": "Address",
        "phone": "Phone",
        "email": "E-mail",
    },
}
_LEVELS = {
    "id": {"SD": "SD", "SMP": "SMP", "SMA": "SMA/SMK", "D3": "D3", "S1": "S1", "PROFESI": "Profesi"},
    "en": {
        "SD": "Elementary School",
        "SMP": "Junior High School",
        "SMA": "Senior High School",
        "D3": "Diploma III",
        "S1": "Bachelor",
        "PROFESI": "Profession (Ners)",
    },
}


def level_words(level: str, language: str) -> str:
    """A level as people write it."""
    return _LEVELS[language][level]


def years_of(school: School, random: Random) -> str:
    """Years of a school in one of three manners."""
    return random.choice(
        (f"{school.starts} - {school.ends}", f"{school.starts}–{school.ends}", f"{school.starts} s/d {school.ends}")
    )


def school_name(school: School, language: str) -> str:
    """What stands for a school on one line: university levels are said, those of other schools are in their names."""
    if school.level in {"D3", "S1", "PROFESI"} and school.programme:
        joint = " of " if language == "en" and school.level == "S1" else " "
        return f"{level_words(school.level, language)}{joint}{school.programme}"
    return school.programme


def contact_line(person: Person) -> str:
    """Street, number and address of mail."""
    identity = person.identity
    return f"{identity['street']}, {person.town} | {identity['phone']} | {identity['email']}"


def job_lines(job: HeldJob, wording: Wording) -> Iterator[Block]:
    """A job in one of four arrangements, then its tasks."""
    dates = wording.dates.span(job.starts, job.ends)
    match wording.arrangement:
        case 0:
            yield Text(f"{job.title} – {job.employer}, {job.place} ({dates})", is_bold=True)
        case 1:
            yield Text(dates)
            yield Text(job.title, is_bold=True)
            yield Text(f"{job.employer}, {job.place}")
        case 2:
            yield Pair(f"{job.employer}, {job.place}", dates, is_bold=True)
            yield Text(job.title)
        case _:
            yield Text(job.title, is_bold=True)
            yield Text(f"{job.employer} | {job.place} | {dates}")
    for task in job.tasks:
        yield Bullet(task)


def school_lines(school: School, wording: Wording, random: Random) -> Iterator[Block]:
    """A school in one of four arrangements."""
    years, named = years_of(school, random), school_name(school, wording.language)
    match wording.arrangement:
        case 0:
            yield Text(f"{school.institution}{f' – {named}' if named else ''} ({years})")
        case 1:
            yield Text(years)
            yield Text(f"{school.institution}, {school.place}", is_bold=True)
            if named:
                yield Text(named)
        case 2:
            yield Pair(school.institution, years, is_bold=True)
            if named:
                word = "Jurusan" if wording.language == "id" else "Major:"
                yield Text(f"{word} {named}" if school.level == "SMA" else named)
        case _:
            yield Text(f"{named or level_words(school.level, wording.language)} | {school.institution} | {years}")


def listed(words: Sequence[str], random: Random) -> list[Block]:
    """A list in one of three manners: an entry a line, with commas, or with bars."""
    match random.randrange(3):
        case 0:
            return [Bullet(word) for word in words]
        case 1:
            return [Text(", ".join(words))]
        case _:
            return [Text(" | ".join(words))]


def languages_of(person: Person) -> list[str]:
    """Languages with how well they are spoken."""
    return [f"{words} ({level})" for words, _, level in person.languages]


def rest_of(person: Person, wording: Wording) -> list[Block]:
    """Courses and referees, where there are some."""
    found: list[Block] = []
    if person.courses:
        found += [Heading(wording.headings["courses"]), *map(Bullet, person.courses)]
    if person.references:
        found += [Heading(wording.headings["references"]), *[Text(one) for one in person.references]]
    return found


def personal_rows(person: Person, language: str) -> list[tuple[str, str]]:
    """Label and value of personal data."""
    labels, identity = _LABELS[language], person.identity
    address = f"{identity['street']}, {person.town}"
    values = {**identity, "name": person.name, "street": address}
    return [(label, values[kind]) for kind, label in labels.items()]
