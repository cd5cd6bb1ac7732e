"""People and small tables for the tests of programmes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from matcher.coded import Coded, CodedSkill
from matcher.programmes.eligibility import Checked, check_programme
from matcher.programmes.known import Known, known_of
from matcher.programmes.questions import read_answers
from matcher.programmes.registry import load_registry
from matcher.programmes.registry_rows import COLUMNS

LAID_OFF: Mapping[str, Any] = {
    "citizen": True,
    "job_ended_by": "laid_off",
    "jkp_months_24": 20,
    "months_since_job_ended": 2,
    "wants_to_work_again": True,
    "work_status": "unemployed",
}


def worker(**fields: Any) -> Coded:
    skills = tuple(CodedSkill(id=skill, relevance="held") for skill in fields.pop("skills", ()))
    return Coded(**{"key": "w:1", "kind": "worker", "title": "", "skills": skills, **fields})


def known(answers: Mapping[str, Any], coded: Coded | None = None) -> Known:
    questions = load_registry().questions
    return known_of(coded, read_answers(answers, questions), questions)


def checked(programme: str, answers: Mapping[str, Any], day: Any, coded: Coded | None = None) -> Checked:
    return check_programme(load_registry().programmes[programme], known(answers, coded), day)


def copied_tables(folder: Path) -> Path:
    """A folder with the bundled tables."""
    folder.mkdir(parents=True)
    bundled = resources.files("matcher.programmes") / "tables"
    for name in COLUMNS:
        with resources.as_file(bundled / name) as path:
            shutil.copy(path, folder / name)
    return folder


def edited(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def appended(folder: Path, name: str, lines: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as table:
        table.write(f"{lines}\n")
