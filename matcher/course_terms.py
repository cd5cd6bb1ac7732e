"""The terms of a course as the advice and the plans read them: days, seats, cost, what it asks for, its modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

JP_A_DAY = 8
"""JP of one day of training: six hours, as centres with 40 JP a week teach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedModule:
    """One module of a course.

    Attributes:
        title: As the course names it.
        jp: Its length in JP; None when not stated.
        skills: Ids of the skills that it teaches, distinct; none of a module such as the final test.
    """

    title: str
    jp: int | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseTerms:
    """What a course is beyond its codes; texts and figures as in ``matcher.records.Course``.

    Attributes:
        provider: Training centre, or who assesses.
        vocational_field: Kejuruan.
        jp: Length in JP of 45 minutes; None when not stated.
        starts_on: First day; None when open all year or not known.
        ends_on: Last day: as stated, else ``last_day``; None where neither can be told.
        register_until: Last day of registration; None when not stated.
        seats: None when not known.
        cost_idr: Rupiah to the participant; None when not known.
        mode: ``offline``, ``online``, ``blended``, or ``certification`` for an assessment without training.
        entry_skills: Ids of the skills that participants must bring.
        entry_licences: Ids of the licences that they must hold.
        units: Codes of SKKNI units of the course and its modules, distinct.
        kkni_level: 1-9, or None.
        certification: Scheme, or empty.
        certifier: The LSP, or empty.
        workshop: Kind of workshop that it needs, or empty.
        modules: In order.
    """

    provider: str = ""
    vocational_field: str = ""
    jp: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    register_until: date | None = None
    seats: int | None = None
    cost_idr: int | None = None
    mode: str = "offline"
    entry_skills: tuple[str, ...] = ()
    entry_licences: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kkni_level: int | None = None
    certification: str = ""
    certifier: str = ""
    workshop: str = ""
    modules: tuple[CodedModule, ...] = ()


def last_day(starts_on: date | None, jp: int | None) -> date | None:
    """The last day of a course of so many JP: 8 JP a day, Monday to Friday, holidays not counted.

    Args:
        starts_on: First day; a Saturday or Sunday counts as the Monday after.
        jp: Length; from 0.

    Returns:
        None where either is not known or the day lies outside the calendar.
    """
    if starts_on is None or not jp:
        return None
    days = -(-jp // JP_A_DAY)
    last: object = np.busday_offset(starts_on, days - 1, roll="forward").astype(object)
    return last if isinstance(last, date) else None


def terms_from(values: Mapping[str, Any]) -> CourseTerms:
    """The terms of ``dataclasses.asdict`` that went through JSON."""
    told = dict(values)
    for name in ("starts_on", "ends_on", "register_until"):
        told[name] = date.fromisoformat(told[name]) if told.get(name) else None
    for name in ("entry_skills", "entry_licences", "units"):
        told[name] = tuple(told[name])
    told["modules"] = tuple(_module(each) for each in told["modules"])
    return CourseTerms(**told)


def _module(told: Mapping[str, Any]) -> CodedModule:
    values = dict(told)
    values["skills"] = tuple(values["skills"])
    return CodedModule(**values)
