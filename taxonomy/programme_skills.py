"""What those who finished a study programme may be expected to have begun to learn, in two grades.

Tables: ``programme_skills/*.tsv`` in ``taxonomy/data``, a file for each broad field of ISCED-F 2013; our own
judgement, after what SMK are to teach (capaian pembelajaran, Keputusan Kepala BSKAP 032/H/KR/2024) and what graduates
of universities are to be able to do (SN-Dikti, Permendikbudristek 53/2023). An expected skill is a guess about a
programme, never a fact about a person: whoever shows it says *expected*. No licence is among them: the law has people
pass each for themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast, get_args

from taxonomy.errors import InputError
from taxonomy.skills import Skill, Skills, load_skills
from taxonomy.study_programmes import StudyProgrammes, load_study_programmes
from taxonomy.tables import Row, bundled_folder, read_table

Grade = Literal["core", "basic"]

COLUMNS = ("programme", "grade", "label_id")

FOLDER = "programme_skills"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSkill:
    """A skill of a programme.

    Attributes:
        skill: Of the taxonomy; no licence.
        grade: ``core``: what the programme is there to teach; ``basic``: met on the way, in practice or in one subject.
    """

    skill: Skill
    grade: Grade


ProgrammeSkills = Mapping[str, tuple[ExpectedSkill, ...]]
"""Id of a programme to its skills, core ones first."""


def programme_skills_in(
    rows: Iterable[tuple[str, Row]], programmes: StudyProgrammes, skills: Skills
) -> ProgrammeSkills:
    """Skills of programmes.

    Args:
        rows: Where each line stands, and its cells.
        programmes: That the lines are about.
        skills: Whose labels the lines name.

    Raises:
        InputError: A line names what is not there, a licence, or the same skill of a programme again; names file, line.
    """
    ids = {programme.id for programme in programmes}
    found: dict[str, dict[str, ExpectedSkill]] = defaultdict(dict)
    for where, row in rows:
        skill = skills.find(row["label_id"])
        if row["programme"] not in ids or skill is None or row["grade"] not in get_args(Grade):
            wanted = "the id of a programme, core or basic, and the label of a skill"
            raise InputError(wanted=wanted, found=dict(row), where=where)
        if skill.role == "licence" or skill.id in found[row["programme"]]:
            wanted = "a skill that is no licence, once for each programme"
            raise InputError(wanted=wanted, found=dict(row), where=where)
        found[row["programme"]][skill.id] = ExpectedSkill(skill=skill, grade=cast(Grade, row["grade"]))
    # "core" stands before "basic" by the order of the grades; within a grade as the table has it.
    order = get_args(Grade)
    return {
        programme: tuple(sorted(own.values(), key=lambda one: order.index(one.grade)))
        for programme, own in found.items()
    }


@lru_cache(maxsize=1)
def load_programme_skills() -> ProgrammeSkills:
    """The bundled tables, over the bundled programmes and skills.

    Raises:
        InputError: A table in the package is faulty.
    """
    rows = (line for name, text in bundled_folder(FOLDER) for line in read_table(text, name, COLUMNS))
    return programme_skills_in(rows, load_study_programmes(), load_skills())
