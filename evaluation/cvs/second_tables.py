"""A layout of the second people: the form that offices hand out, all tables, start and end in columns of their own."""

from __future__ import annotations

from random import Random

from evaluation.cvs.blocks import Block, Form, Grid, Heading, Name, Text
from evaluation.cvs.people import Person
from evaluation.cvs.second_entries import personal_rows, skill_words, told_tasks
from evaluation.cvs.second_wording import SecondWording

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_COLUMNS = {
    "id": {
        "family": ("No", "Hubungan", "Nama", "Tahun Lahir", "Pekerjaan"),
        "organisations": ("No", "Nama Organisasi", "Kedudukan", "Dari", "Sampai"),
        "skills": ("No", "Jenis Keterampilan", "Tingkat"),
        "languages": ("Bahasa", "Tingkat Penguasaan"),
        "courses": ("No", "Nama Pelatihan"),
    },
    "en": {
        "family": ("No", "Relation", "Name", "Year of Birth", "Occupation"),
        "organisations": ("No", "Organization", "Role", "From", "Until"),
        "skills": ("No", "Skill", "Level"),
        "languages": ("Language", "Proficiency"),
        "courses": ("No", "Name of Training"),
    },
}
_HOW_WELL = {"id": ("Baik", "Cukup", "Sangat baik"), "en": ("Good", "Fair", "Excellent")}


def state_form(person: Person, wording: SecondWording, random: Random) -> list[Block]:
    """Numbered tables: person, schools, courses, jobs, organisations, family, skills, languages; a signature."""
    is_id, heads, columns = wording.language == "id", wording.headings, _COLUMNS[wording.language]
    ruled = random.random() < 0.75
    order = ["personal", "education", "courses", "jobs", "organisations", "family", "skills", "languages", "licences"]
    if random.random() < 0.5:
        order[1], order[2], order[3] = "jobs", "education", "courses"
    grids = {
        "education": _schools(person, wording, ruled=ruled),
        "jobs": _jobs(person, wording, ruled=ruled),
        "courses": _numbered(columns["courses"], [(course,) for course in person.courses], ruled=ruled),
        "organisations": _numbered(
            columns["organisations"],
            [(name, role, str(a), str(b) if b else wording.dates.now) for name, role, a, b in person.organisations],
            ruled=ruled,
        ),
        "family": _numbered(columns["family"], list(person.family), ruled=ruled),
        "skills": _numbered(
            columns["skills"],
            [(words, random.choice(_HOW_WELL[wording.language])) for words in skill_words(person)],
            ruled=ruled,
        ),
        "languages": Grid(
            (columns["languages"], *((words, level) for words, _, level in person.languages)),
            (0.5, 0.5),
            has_rules=ruled,
            has_head=True,
        ),
        "licences": _numbered(("No", heads["licences"]), [(words,) for words, _ in person.licences], ruled=ruled),
    }
    found: list[Block] = [Name("DAFTAR RIWAYAT HIDUP" if is_id else "CURRICULUM VITAE")]
    for number, section in zip(_ROMAN, order, strict=True):
        found.append(Heading(f"{number}. {heads[section]}"))
        found.append(Form(tuple(personal_rows(person, wording))) if section == "personal" else grids[section])
    said = "Demikian riwayat hidup ini saya buat dengan sesungguhnya" if is_id else "All information above is correct"
    return [*found, Text(f"{said}."), Text(f"{person.identity['birth_place']}, 12-01-2026"), Text(person.name)]


def _numbered(head: tuple[str, ...], rows: list[tuple[str, ...]], *, ruled: bool) -> Grid:
    """A table whose first column counts."""
    others = len(head) - 1
    counted = tuple((str(n), *row) for n, row in enumerate(rows, 1))
    return Grid((head, *counted), (0.08, *[0.92 / others] * others), has_rules=ruled, has_head=True)


def _jobs(person: Person, wording: SecondWording, *, ruled: bool) -> Grid:
    dates = wording.dates
    rows = tuple(
        (
            str(n),
            job.employer,
            job.title,
            dates.point(job.starts),
            dates.point(job.ends, is_end=True) if job.ends else dates.now,
            "; ".join(told_tasks(job, 9)),
        )
        for n, job in enumerate(person.jobs, 1)
    )
    shares = (0.06, 0.22, 0.18, 0.13, 0.13, 0.28)
    return Grid((tuple(wording.labels("jobs")), *rows), shares, has_rules=ruled, has_head=True)


def _schools(person: Person, wording: SecondWording, *, ruled: bool) -> Grid:
    rows = tuple(
        (str(n), school.said, school.institution, school.programme or "-", str(school.ends), school.place)
        for n, school in enumerate(reversed(person.schools), 1)
    )
    shares = (0.06, 0.16, 0.3, 0.22, 0.12, 0.14)
    return Grid((tuple(wording.labels("schools")), *rows), shares, has_rules=ruled, has_head=True)
