"""The page of corrections as fields of a form: made of what was read, cut to size, rows added and taken away.

A row is its number in the names of its fields (``job-3-title``). Numbers are never given anew while one corrects, so
that a page that was left open still means the rows that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from matcher.cv.record import ReadCv, ReadJob, ReadSkill, Words
from taxonomy.education import LEVELS

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

_ROW = re.compile(r"(job|school|language|licence)-(\d{1,4})-(\w+)")
_SKILL = re.compile(r"skill-(\d{1,4})")
_PLAIN = frozenset(("wish", "place", "summary", "skill_new"))
_LINES = frozenset(("summary", "tasks"))
"""Fields of several lines."""


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


def ticked_skills(form: Mapping[str, str]) -> list[str]:
    """Values of the skills that are ticked, each once, in the order of the page."""
    return list(dict.fromkeys(value for name, value in form.items() if _SKILL.fullmatch(name) and value))


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


def _text(words: Words | None) -> str:
    return words.text if words else ""
