"""What ``sepadan curriculum plan`` is told in words: months, counts of classes, promised classes, assumptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from taxonomy.errors import InputError

if TYPE_CHECKING:
    from matcher.curriculum.assumptions import Assumptions
    from matcher.curriculum.problem import Session

_MONTH = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")

CourseOption = Annotated[
    list[str] | None, typer.Option("--course", metavar="KEY", help="Choose from these only; may be repeated.")
]
LeastOption = Annotated[
    list[str] | None, typer.Option("--at-least", metavar="KEY=N", help="Run a course so often at least.")
]
MostOption = Annotated[
    list[str] | None, typer.Option("--at-most", metavar="KEY=N", help="Run a course so often at most.")
]
SessionOption = Annotated[
    list[str] | None, typer.Option("--session", metavar="KEY@YYYY-MM=N", help="Classes that are promised already.")
]
AssumeOption = Annotated[
    list[str] | None, typer.Option("--assume", metavar="NAME=VALUE", help="Another assumption: completion=0.8.")
]
ClosedOption = Annotated[bool, typer.Option("--include-closed", help="Count stored postings that are closed too.")]


def first_of(month: str, where: str = "--from") -> date:
    """First day of a month.

    Raises:
        InputError: Not ``2027-01``.
    """
    if not _MONTH.fullmatch(month):
        raise InputError(wanted="a month, as 2027-01", found=month, where=where)
    return date(int(month[:4]), int(month[5:]), 1)


def counts_of(given: Sequence[str] | None, where: str) -> dict[str, int]:
    """Course to number of classes.

    Raises:
        InputError: Not ``KEY=N``.
    """
    found: dict[str, int] = {}
    for one in given or ():
        key, _, count = one.rpartition("=")
        if not key or not (count.isascii() and count.isdigit()):
            raise InputError(wanted="KEY=N, for example blk:las-smaw=2", found=one, where=where)
        found[key] = int(count)
    return found


def sessions_of(given: Sequence[str] | None, first: date) -> tuple[Session, ...]:
    """Promised classes.

    Raises:
        InputError: Not ``KEY@2027-03=N``.
    """
    found: list[Session] = []
    for named, count in counts_of(given, "--session").items():
        key, _, month = named.rpartition("@")
        if not key:
            raise InputError(wanted="KEY@YYYY-MM=N", found=named, where="--session")
        found.append(session_of(key, month, count, first, "--session"))
    return tuple(found)


def session_of(course: str, month: str, classes: int, first: date, where: str = "classes") -> Session:
    """Classes of a course that begin in a month, counted from the first month of a plan.

    Raises:
        InputError: Not a month.
    """
    from matcher.curriculum.problem import Session

    day = first_of(month, where)
    at = (day.year - first.year) * 12 + day.month - first.month
    return Session(course=course, month=at, classes=classes)


def assumptions_of(given: Sequence[str] | None) -> Assumptions:
    """Assumptions, the given ones in place of the usual.

    Raises:
        InputError: No such assumption, no number, or one out of range.
    """
    from matcher.curriculum.assumptions import Assumptions

    usual = Assumptions()
    names: dict[str, type[float]] = {one.name: type(getattr(usual, one.name)) for one in fields(usual)}
    values: dict[str, float] = {}
    for one in given or ():
        name, _, value = one.partition("=")
        if name not in names:
            raise InputError(wanted=f"one of {', '.join(names)}", found=name, where="--assume")
        try:
            values[name] = names[name](value)
        except ValueError as error:
            raise InputError(wanted=f"{name}=NUMBER", found=one, where="--assume") from error
    return Assumptions(**values)  # type: ignore[arg-type]
