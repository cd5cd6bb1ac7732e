"""Who looks for a first job: not what was worked, but what was studied, and what that lets one expect.

Nothing of it is put into the worker's record: an expected skill stays apart from the skills that a person has said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matcher.coded import Coded
from taxonomy.education import read_education
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.programme_skills import ExpectedSkill, load_programme_skills
from taxonomy.study_programmes import StudyProgramme, StudyProgrammes, load_study_programmes
from taxonomy.text import fold

BEGINNER_MONTHS = 12
"""Most months of work of who still looks for a first job: an apprenticeship lasts a year at most (Permenaker 6/2020),
practice at school (PKL, Permendikbud 50/2020) half of that, and many write both down as jobs."""

_SMK = ("smk", "mak", "stm", "smea")
_USUAL = 0.7
"""Least affinity of a unit group that is named to the encoder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstJobProfile:
    """A worker without experience, seen through a study programme.

    Attributes:
        worker: As coded: place, level, wish, and the skills that the person has said.
        programme: What was studied.
        expected: Skills that its graduates may be expected to have begun; those that were said are not among them.
        affinity: How usual each unit group is after it, in [0, 1], float32, shape ``(446,)``.
    """

    worker: Coded
    programme: StudyProgramme
    expected: tuple[ExpectedSkill, ...]
    affinity: npt.NDArray[np.float32]

    @property
    def text(self) -> str:
        """Programme, usual work and core skills in words, for encoder and BM25."""
        occupations = load_occupations()
        units = [code for code, grade in self.programme.grades.items() if grade >= _USUAL]
        work = ", ".join(occupations.get(code).title for code in units)
        skills = ", ".join(one.skill.label for one in self.expected)
        return ". ".join(part for part in (self.programme.label, work, skills) if part)

    @property
    def occupations(self) -> npt.NDArray[np.float32]:
        """The affinities as shares that sum to 1; same shape."""
        found: npt.NDArray[np.float32] = (self.affinity / self.affinity.sum()).astype(np.float32)
        return found


def first_job_profile(worker: Coded) -> FirstJobProfile:
    """A worker as somebody who looks for a first job.

    Args:
        worker: Coded worker; the first of its study programmes that is known counts.

    Raises:
        InputError: The worker names no programme that is known, or has worked longer than ``BEGINNER_MONTHS``.
    """
    if (worker.experience_months or 0) > BEGINNER_MONTHS:
        wanted = f"a worker with at most {BEGINNER_MONTHS} months of work, practice and internships counted"
        raise InputError(wanted=wanted, found=f"{worker.experience_months} months", where=worker.key)
    programmes = load_study_programmes()
    known = (programmes.number(name) for name in worker.study_programmes)
    number = next((found for found in known if found is not None), None)
    if number is None:
        found = ", ".join(worker.study_programmes) or "none"
        raise InputError(wanted="a study programme that is known (jurusan)", found=found[:200], where=worker.key)
    return _profile(worker, programmes, programmes.at_level(number, _taught_at(worker.education)))


def programme_worker(programme: str, level: str = "", region_codes: tuple[str, ...] = ()) -> Coded:
    """A graduate of whom nothing is known but programme, level and place, as a coded worker.

    Args:
        programme: Name of a study programme, in any spelling.
        level: Level of education in words: ``SMK``, ``D3``; empty where it is not said.
        region_codes: Regency or province codes of the place of living.

    Raises:
        InputError: The level is none.
    """
    is_smk = fold(level).startswith(_SMK)
    read = "SMA" if is_smk else read_education(level).least
    if level.strip() and not read:
        raise InputError(wanted="a level of education: SMK, SMA, D3, S1", found=level[:80], where="level")
    return Coded(
        key="first-job:programme",
        kind="worker",
        title=programme.strip(),
        study_programmes=(fold(programme),),
        education=read,
        region_codes=region_codes,
        experience_months=0,
    )


def _taught_at(education: str) -> str:
    """A level as the programmes have it: who names a trade learnt at SMA learnt it at SMK."""
    return "SMK" if education == "SMA" else education


def _profile(worker: Coded, programmes: StudyProgrammes, number: int) -> FirstJobProfile:
    programme, said = programmes[number], {skill.id for skill in worker.skills}
    expected = load_programme_skills().get(programme.id, ())
    return FirstJobProfile(
        worker=replace(worker, experience_months=worker.experience_months or 0, worked_in=""),
        programme=programme,
        expected=tuple(one for one in expected if one.skill.id not in said),
        affinity=programmes.affinity[number],
    )
