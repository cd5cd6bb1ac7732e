"""What usually comes after a job: the steps of the career ladder, what each still wants, and how many postings wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from matcher.catalogue import Catalogue
from matcher.coded import Coded
from matcher.vocabulary import Vocabulary
from taxonomy.career_ladder import CareerLadder, CareerStep, StepKind, learnt_on_the_way
from taxonomy.education import kkni_level
from taxonomy.errors import InputError
from taxonomy.licences import covered
from taxonomy.occupations import UNIT_DIGITS, Occupation, Occupations
from taxonomy.skills import Skill, Skills

Held = Literal["have", "missing", "unknown"]
"""Whether a worker has what a step wants; ``unknown`` where nobody is named, or the record does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A skill or licence that a step wants.

    Attributes:
        skill: Which.
        held: Whether the worker has it.
    """

    skill: Skill
    held: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class NextJob:
    """One step from a job, held against a worker where one is named.

    Attributes:
        occupation: Unit group that it leads to.
        kind: What sort of step it is.
        months: How long people usually stay in the job before.
        months_short: Of that what the worker still lacks; None where nobody is named or experience is not known.
        education: Least level usually asked for; empty where none is.
        education_held: Whether the worker's level reaches it.
        needs: Licences and skills that the step names.
        learnt: Essential skills there that the job before does not need.
        postings: Open postings whose likeliest unit group it is; None where no index stands.
        postings_near: Those in the chosen provinces; None where none is chosen or no index stands.
    """

    occupation: Occupation
    kind: StepKind
    months: int
    months_short: int | None
    education: str
    education_held: Held
    needs: tuple[Want, ...]
    learnt: tuple[Want, ...]
    postings: int | None
    postings_near: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Open postings by likeliest unit group.

    Attributes:
        everywhere: Unit group to number.
        near: The same in the chosen provinces; None where none is chosen.
    """

    everywhere: Mapping[str, int]
    near: Mapping[str, int] | None


def unit_of(code: str, occupations: Occupations) -> Occupation:
    """The unit group of a code of four digits or more.

    Raises:
        InputError: The code is of a wider group.
        UnknownIdError: No such code.
    """
    found = occupations.get(code)
    if len(code) < UNIT_DIGITS:
        raise InputError(wanted="a unit group (4 digits) or a job (4321.01)", found=code, where="code")
    return occupations.get(found.code[:UNIT_DIGITS])


def next_jobs(
    unit: str,
    ladder: CareerLadder,
    occupations: Occupations,
    skills: Skills,
    worker: Coded | None = None,
    counts: Counts | None = None,
) -> tuple[NextJob, ...]:
    """Steps from a unit group; promotions first, then specialisations, then moves.

    Args:
        unit: Unit group that one works in.
        ladder: The steps.
        occupations: For titles.
        skills: For what the next job needs.
        worker: Held against what each step wants.
        counts: Postings that stand open.
    """
    held = _held(worker) if worker else None
    return tuple(_next_job(step, occupations, skills, worker, held, counts) for step in ladder.steps_from(unit))


def _next_job(
    step: CareerStep,
    occupations: Occupations,
    skills: Skills,
    worker: Coded | None,
    held: frozenset[str] | None,
    counts: Counts | None,
) -> NextJob:
    def wants(wanted: tuple[Skill, ...]) -> tuple[Want, ...]:
        return tuple(Want(skill=skill, held=_is_held(skill, held)) for skill in wanted)

    named = {skill.id for skill in step.needs}
    learnt = tuple(skill for skill in learnt_on_the_way(step, skills) if skill.id not in named)
    near = counts.near if counts else None
    return NextJob(
        occupation=occupations.get(step.to),
        kind=step.kind,
        months=step.months,
        months_short=_months_short(step, worker),
        education=step.education,
        education_held=_education_held(step, worker),
        needs=wants(step.needs),
        learnt=wants(learnt),
        postings=counts.everywhere.get(step.to, 0) if counts else None,
        postings_near=None if near is None else near.get(step.to, 0),
    )


def _held(worker: Coded) -> frozenset[str]:
    """Skills and licences of a worker, with what a higher licence covers."""
    licences = (*worker.licences, *(skill.id for skill in worker.skills))
    return frozenset((*licences, *covered(licences)))


def _is_held(skill: Skill, held: frozenset[str] | None) -> Held:
    if held is None:
        return "unknown"
    return "have" if skill.id in held else "missing"


def _months_short(step: CareerStep, worker: Coded | None) -> int | None:
    """Experience is told as a sum over all jobs, so this is the least that may be lacking."""
    if worker is None or worker.experience_months is None:
        return None
    return max(0, step.months - worker.experience_months)


def _education_held(step: CareerStep, worker: Coded | None) -> Held:
    if worker is None or (step.education and not worker.education):
        return "unknown"
    if not step.education or kkni_level(worker.education) >= kkni_level(step.education):
        return "have"
    return "missing"


def open_postings(catalogue: Catalogue, vocabulary: Vocabulary, today: date, provinces: tuple[str, ...] = ()) -> Counts:
    """Postings that are open on a day, by their likeliest unit group; remote ones lie in every province.

    Args:
        catalogue: Postings.
        vocabulary: What the numbers mean.
        today: The day.
        provinces: Codes of provinces; empty counts nothing near.
    """
    codes = list(vocabulary.units)
    bits = np.uint64(vocabulary.province_bits(provinces))
    everywhere, near = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
    for segment in catalogue.segments:
        first = segment.columns.units[:, 0].astype(np.int64)
        is_open = segment.alive & segment.rooms.open_on(today.toordinal()) & (first < len(codes))
        is_near = is_open & (segment.columns.is_remote | ((segment.columns.provinces & bits) != 0))
        everywhere += np.bincount(first[is_open], minlength=len(codes))
        near += np.bincount(first[is_near], minlength=len(codes))
    return Counts(
        everywhere=_by_code(codes, everywhere),
        near=_by_code(codes, near) if provinces else None,
    )


def _by_code(codes: list[str], counts: npt.NDArray[np.int64]) -> dict[str, int]:
    return {codes[at]: int(counts[at]) for at in np.flatnonzero(counts).tolist()}
