"""The page of corrections as fields of a form: made of what was read, rows added and taken away, and read again.

A row is its number in the names of its fields (``job-3-title``). Numbers are never given anew while one corrects, so
that a page that was left open still means the rows that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from api.web.tongue import N_, Tongue
from matcher.cv.record import Month, ReadCv, ReadEducation, ReadJob, ReadLanguage, ReadLicence, ReadSkill, Words
from taxonomy.education import LEVELS, kkni_level
from taxonomy.skills import Skill, load_skills

MOST_FIELDS = 700
"""Fields of the form at most."""

MOST_ROWS: Mapping[str, int] = {"job": 20, "school": 8, "skill": 80, "language": 12, "licence": 25}
"""Kind of row to how many are shown and taken."""

FIRST_FIELD: Mapping[str, str] = {"job": "title", "school": "level", "language": "name", "licence": "name"}
"""Kind of row to the field that every row of it has; skills are ticked instead."""

LENGTHS: Mapping[str, int] = {
    "wish": 300,
    "place": 100,
    "summary": 5_000,
    "title": 200,
    "employer": 200,
    "tasks": 2_000,
    "start_month": 2,
    "start_year": 4,
    "end_month": 2,
    "end_year": 4,
    "current": 1,
    "internship": 1,
    "level": 20,
    "programme": 200,
    "name": 200,
    "certificate": 1,
    "skill": 300,
    "skill_new": 600,
}
"""Field, or its part after the number, to the most characters; what is longer is cut."""

LEVEL_WORDS: Mapping[str, str] = {
    "basic": N_("dasar"),
    "intermediate": N_("menengah"),
    "advanced": N_("lancar"),
    "native": N_("bahasa ibu"),
}
"""Levels of a language that are no scale of a test."""

_ROW = re.compile(r"(job|school|language|licence)-(\d{1,4})-(\w+)")
_SKILL = re.compile(r"skill-(\d{1,4})")
_PLAIN = frozenset(("wish", "place", "summary", "skill_new"))
_LINES = frozenset(("summary", "tasks"))
"""Fields of several lines."""
_OLDEST = 1950


def form_of(cv: ReadCv) -> dict[str, str]:
    """What was read as the fields of the page."""
    form = {name: _text(value) for name, value in (("wish", cv.wish), ("place", cv.place), ("summary", cv.summary))}
    for at, job in enumerate(cv.jobs[: MOST_ROWS["job"]]):
        form |= {f"job-{at}-{name}": value for name, value in _job_fields(job).items()}
    for at, school in enumerate(cv.education[: MOST_ROWS["school"]]):
        form |= {f"school-{at}-level": school.level, f"school-{at}-programme": _text(school.programme)}
    form |= {f"skill-{at}": skill_value(one) for at, one in enumerate(cv.skills[: MOST_ROWS["skill"]])}
    for at, spoken in enumerate(cv.languages[: MOST_ROWS["language"]]):
        level = " ".join(part for part in (spoken.scheme.replace("CEFR", ""), spoken.level) if part)
        form |= {f"language-{at}-name": spoken.label, f"language-{at}-level": level}
    for at, held in enumerate(cv.licences[: MOST_ROWS["licence"]]):
        form[f"licence-{at}-name"] = held.words.text
        if not held.is_course:
            form[f"licence-{at}-certificate"] = "1"
    return taken(form)


def _job_fields(job: ReadJob) -> dict[str, str]:
    fields = {
        "title": _text(job.title),
        "employer": _text(job.employer),
        "start_month": str(job.starts.month or "") if job.starts else "",
        "start_year": str(job.starts.year) if job.starts else "",
        "end_month": str(job.ends.month or "") if job.ends else "",
        "end_year": str(job.ends.year) if job.ends else "",
        "tasks": "\n".join(task.text for task in job.tasks),
    }
    ticked = {"current": job.is_current, "internship": job.is_internship}
    return fields | {name: "1" for name, holds in ticked.items() if holds}


def skill_value(skill: ReadSkill) -> str:
    """What a skill is called in the form: its label in the taxonomy, else the person's own word."""
    return (skill.label if skill.id else skill.words.text)[: LENGTHS["skill"]]


def taken(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form that are of this page, each cut to its length, no more rows than are shown."""
    form, rows = dict[str, str](), dict[str, set[str]]()
    for name, value in fields.items():
        row, skill = _ROW.fullmatch(name), _SKILL.fullmatch(name)
        kind, number, part = row.groups() if row else ("skill", skill[1], "skill") if skill else ("", "", name)
        if part not in LENGTHS or (not kind and part not in _PLAIN):
            continue
        known = rows.setdefault(kind, set())
        if kind and number not in known and len(known) >= MOST_ROWS[kind]:
            continue
        known.add(number)
        whole = value if part in _LINES else " ".join(value.split())
        form[name] = (
            "" if part == "level" and kind == "school" and whole not in LEVELS else whole[: LENGTHS[part]].strip()
        )
    return _with_new_skills(form)


def _with_new_skills(form: dict[str, str]) -> dict[str, str]:
    """What was typed into the field for further skills becomes skills that are ticked."""
    typed = [one.strip() for one in re.split(r"[,;\n]", form.pop("skill_new", "")) if one.strip()]
    numbers = [int(found[1]) for name in form if (found := _SKILL.fullmatch(name))]
    had = {value.casefold() for name, value in form.items() if _SKILL.fullmatch(name)}
    # Skills that were read have the first numbers, also those whose tick was taken away.
    free = max([*numbers, MOST_ROWS["skill"] - 1]) + 1
    new = [one for one in dict.fromkeys(typed) if one.casefold() not in had]
    room = max(0, MOST_ROWS["skill"] - len(numbers))
    return form | {f"skill-{free + at}": one[: LENGTHS["skill"]] for at, one in enumerate(new[:room])}


def rows_of(form: Mapping[str, str], kind: str) -> list[int]:
    """Numbers of the rows of a kind, in order."""
    first = FIRST_FIELD[kind]
    found = (_ROW.fullmatch(name) for name in form)
    return sorted({int(one[2]) for one in found if one and one[1] == kind and one[3] == first})


def with_row(form: Mapping[str, str], kind: str) -> tuple[dict[str, str], str]:
    """The form with an empty row more, and the name of its first field; as it is where there are enough.

    Args:
        form: Fields.
        kind: One of ``FIRST_FIELD``; anything else adds nothing.
    """
    if kind not in FIRST_FIELD:
        return dict(form), ""
    rows = rows_of(form, kind)
    if len(rows) >= MOST_ROWS[kind]:
        return dict(form), f"tambah-{kind}"
    name = f"{kind}-{max(rows, default=-1) + 1}-{FIRST_FIELD[kind]}"
    return {**form, name: ""}, name


def without_row(form: Mapping[str, str], row: str) -> dict[str, str]:
    """The form without the fields of a row (``job-3``)."""
    return {name: value for name, value in form.items() if not name.startswith(f"{row}-")}


class _Reader:
    """Reads a form of corrections, and remembers where its words stand in the file."""

    def __init__(self, form: Mapping[str, str], read: ReadCv, tongue: Tongue, year: int) -> None:
        self.form, self.read, self.tongue, self.year = form, read, tongue, year
        self.faults = dict[str, str]()

    def value(self, kind: str, at: int, part: str) -> str:
        return self.form.get(f"{kind}-{at}-{part}", "")

    def words(self, text: str, origins: Sequence[Words | None]) -> Words | None:
        """Words with their place in the file; without one where the person wrote them."""
        if not text:
            return None
        return next((one for one in origins if one is not None and one.text == text), Words(text=text))

    def month(self, kind: str, at: int, end: str) -> Month | None:
        year, month = self.value(kind, at, f"{end}_year"), self.value(kind, at, f"{end}_month")
        name = f"{kind}-{at}-{end}_year"
        if not year:
            if month:
                self.faults[name] = self.tongue.gettext("Tulis juga tahunnya.")
            return None
        if not (year.isascii() and year.isdecimal() and _OLDEST <= int(year) <= self.year + 1):
            self.faults[name] = self.tongue.gettext("Tulis tahun dengan empat angka, misalnya 2021.")
            return None
        number = int(month) if month.isascii() and month.isdecimal() else 0
        return Month(year=int(year), month=number if number <= 12 else 0)

    def jobs(self) -> Iterator[ReadJob]:
        titles, employers = [one.title for one in self.read.jobs], [one.employer for one in self.read.jobs]
        tasks = [task for one in self.read.jobs for task in one.tasks]
        for at in rows_of(self.form, "job"):
            starts, ends = self.month("job", at, "start"), self.month("job", at, "end")
            is_current = bool(self.value("job", at, "current"))
            if starts and ends and not is_current and _is_before(ends, starts):
                said = self.tongue.gettext("Selesainya lebih dulu daripada mulainya. Periksa lagi.")
                self.faults[f"job-{at}-end_year"] = said
            done = [line.strip() for line in self.value("job", at, "tasks").splitlines() if line.strip()]
            job = ReadJob(
                title=self.words(self.value("job", at, "title"), titles),
                employer=self.words(self.value("job", at, "employer"), employers),
                starts=starts,
                ends=None if is_current else ends,
                is_current=is_current,
                tasks=tuple(words for line in done if (words := self.words(line, tasks))),
                is_internship=bool(self.value("job", at, "internship")),
            )
            if job.title or job.employer or job.tasks or starts or ends:
                yield job

    def schools(self) -> Iterator[ReadEducation]:
        programmes = [one.programme for one in self.read.education]
        for at in rows_of(self.form, "school"):
            level = self.value("school", at, "level")
            programme = self.words(self.value("school", at, "programme"), programmes)
            if level or programme:
                words = programme or Words(text=level)
                kkni = kkni_level(level) if level else 0
                yield ReadEducation(level=level, kkni=kkni, programme=programme, words=words)

    def skills(self) -> Iterator[ReadSkill]:
        read = {skill_value(one): one for one in self.read.skills}
        ticked = [value for name, value in self.form.items() if _SKILL.fullmatch(name) and value]
        for name in dict.fromkeys(ticked):
            known = skill_named(name)
            words = read[name].words if name in read else Words(text=name)
            yield (
                ReadSkill(id=known.id, label=known.label, type=known.type, words=words)
                if known
                else ReadSkill(id="", label=name, type="", words=words)
            )

    def languages(self) -> Iterator[ReadLanguage]:
        read = {one.label: one.words for one in self.read.languages}
        for at in rows_of(self.form, "language"):
            name = self.value("language", at, "name")
            if name:
                known = language_named(name)
                label, id_ = (known.label, known.id) if known else (name, "")
                scheme, _, level = self.value("language", at, "level").rpartition(" ")
                words = read.get(label, Words(text=name))
                yield ReadLanguage(id=id_, label=label, level=level, scheme=scheme, words=words)

    def licences(self) -> Iterator[ReadLicence]:
        read = {one.words.text: one for one in self.read.licences}
        for at in rows_of(self.form, "licence"):
            name, is_course = self.value("licence", at, "name"), not self.value("licence", at, "certificate")
            if name in read:
                yield replace(read[name], is_course=is_course)
            elif name:
                known = skill_named(name)
                id_ = known.id if known and known.type == "licence" else ""
                yield ReadLicence(id=id_, words=Words(text=name), is_course=is_course)


def corrected(form: Mapping[str, str], read: ReadCv, tongue: Tongue, year: int) -> tuple[ReadCv, dict[str, str]]:
    """The CV as the person has corrected it, and what is wrong with the form by field.

    Args:
        form: Fields.
        read: As it was read.
        tongue: Of the faults.
        year: This year.
    """
    reader = _Reader(form, read, tongue, year)
    place = reader.words(form.get("place", ""), [read.place])
    made = replace(
        read,
        jobs=tuple(reader.jobs()),
        education=tuple(reader.schools()),
        skills=tuple(reader.skills()),
        languages=tuple(reader.languages()),
        licences=tuple(reader.licences()),
        place=place,
        region_code=read.region_code if place is not None and place == read.place else "",
        summary=reader.words(form.get("summary", ""), [read.summary]),
        wish=reader.words(form.get("wish", ""), [read.wish]),
    )
    return made, reader.faults


def skill_named(name: str) -> Skill | None:
    """The skill of a name."""
    return load_skills().find(name)


def language_named(name: str) -> Skill | None:
    """The language of a name, with or without "bahasa" before it."""
    for said in (name, f"Bahasa {name}"):
        known = load_skills().find(said)
        if known is not None and known.type == "language":
            return known
    return None


def language_in(name: str) -> Skill | None:
    """The language that a line of a draft begins with: ``Bahasa Inggris lancar``."""
    parts = name.split()
    for most in range(min(len(parts), 4), 0, -1):
        known = load_skills().find(" ".join(parts[:most]))
        if known is not None and known.type == "language" and name.startswith(known.label):
            return known
    return None


def level_words(tongue: Tongue, level: str) -> str:
    """A level as it stands in a draft, in the language of the page."""
    return tongue.gettext(level) if level in LEVEL_WORDS.values() else level


def _is_before(one: Month, other: Month) -> bool:
    """Whether a month lies before another for sure: a bare year is its last month, then its first."""
    return (one.year, one.month or 12) < (other.year, other.month or 1)


def _text(words: Words | None) -> str:
    return words.text if words else ""
