"""The authored catalogue of training programmes: ``tables/courses`` and their modules in ``tables/modules``.

Programmes are such as BLK, BPVP, LPK and others offer; titles, JP and modules are our own writing after the structure
of the fields (kejuruan), and no centre's own programme. Skills are names that the taxonomy knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from matcher.course_modules import CourseModule
from matcher.training.centres import WORKSHOPS
from matcher.world.tables import cells, level, number, rows_of, unit_code
from taxonomy.errors import InputError
from taxonomy.tables import Row

PROGRAMME_COLUMNS = (
    "title",
    "field",
    "skills",
    "kbji",
    "jp",
    "education_min",
    "kkni_level",
    "certification",
    "certifier",
    "entry_skills",
    "entry_licences",
    "experience_min_months",
    "workshop",
    "summary",
)
MODULE_COLUMNS = ("course", "module", "jp", "skills")


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One authored course programme; fields as in ``matcher.records.Course``."""

    title: str
    field: str
    skills: tuple[str, ...]
    kbji: tuple[str, ...]
    jp: int
    education_min: str
    kkni_level: int | None
    certification: str
    certifier: str
    entry_skills: tuple[str, ...]
    entry_licences: tuple[str, ...]
    experience_min_months: int | None
    workshop: str
    summary: str
    modules: tuple[CourseModule, ...] = ()


def to_programme(row: Mapping[str, str], where: str) -> Programme:
    """One line of ``courses/*.tsv``, without its modules.

    Raises:
        InputError: An unknown code, level or workshop, or a figure that is not one.
    """
    if not row["title"] or not row["skills"] or not row["summary"]:
        raise InputError(wanted="a title, skills and a summary", found=dict(row), where=where)
    if row["workshop"] not in WORKSHOPS:
        wanted = f"one of {', '.join(WORKSHOPS)}"
        raise InputError(wanted=wanted, found=row["workshop"], where=f"{where}, workshop")
    return Programme(
        title=row["title"],
        field=row["field"],
        skills=cells(row["skills"]),
        kbji=tuple(unit_code(code, where) for code in cells(row["kbji"])),
        jp=int(number(row["jp"], f"{where}, jp", 1)),
        education_min=row["education_min"] and level(row["education_min"], f"{where}, education_min"),
        kkni_level=_whole(row, "kkni_level", where, 1),
        certification=row["certification"],
        certifier=row["certifier"],
        entry_skills=cells(row["entry_skills"]),
        entry_licences=cells(row["entry_licences"]),
        experience_min_months=_whole(row, "experience_min_months", where, 0),
        workshop=row["workshop"],
        summary=row["summary"],
    )


def _whole(row: Mapping[str, str], column: str, where: str, least: int) -> int | None:
    return int(number(row[column], f"{where}, {column}", least)) if row[column] else None


def modules_by_course(rows: Iterator[tuple[str, Row]]) -> dict[str, tuple[CourseModule, ...]]:
    """Modules by the title of their course, in the order of the lines.

    Raises:
        InputError: A module without a title, or a figure that is not one.
    """
    found: dict[str, list[CourseModule]] = defaultdict(list)
    for where, row in rows:
        if not row["module"]:
            raise InputError(wanted="a title of the module", found=dict(row), where=where)
        jp = int(number(row["jp"], f"{where}, jp", 1))
        found[row["course"]].append(CourseModule(title=row["module"], jp=jp, skills=cells(row["skills"])))
    return {title: tuple(modules) for title, modules in found.items()}


def with_modules(
    programmes: Sequence[Programme], modules: Mapping[str, tuple[CourseModule, ...]]
) -> tuple[Programme, ...]:
    """Programmes with their modules.

    Raises:
        InputError: Two programmes of one title, modules of no programme, JP of modules that are not those of the
            course, or a skill that only one of both sides has.
    """
    titles = [programme.title for programme in programmes]
    strays = sorted({title for title in titles if titles.count(title) > 1} | modules.keys() ^ set(titles))
    if strays:
        raise InputError(wanted="each title once, with its modules", found=strays, where="courses, modules")
    whole = tuple(replace(programme, modules=modules[programme.title]) for programme in programmes)
    for programme in whole:
        _check(programme)
    return whole


def _check(programme: Programme) -> None:
    jp = sum(module.jp or 0 for module in programme.modules)
    if jp != programme.jp:
        raise InputError(wanted=f"modules of {programme.jp} JP", found=f"{jp} JP", where=programme.title)
    taught = {skill for module in programme.modules for skill in module.skills}
    if taught != set(programme.skills):
        found = ", ".join(sorted(taught ^ set(programme.skills)))
        raise InputError(wanted="each skill in the course and in a module of it", found=found, where=programme.title)


@lru_cache(maxsize=1)
def load_programmes() -> tuple[Programme, ...]:
    """The catalogue, by file and line."""
    programmes = [to_programme(row, where) for where, row in rows_of("courses", PROGRAMME_COLUMNS)]
    return with_modules(programmes, modules_by_course(rows_of("modules", MODULE_COLUMNS)))
