"""What is asked of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from matcher.curriculum.assumptions import Assumptions
from matcher.curriculum.problem import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of a plan.

    Attributes:
        first: First day of its first month.
        months: How many.
        courses: Keys of the courses to choose from; empty takes all that the centre can give.
        least: Course to the classes that must be run.
        most: Course to the classes that may be run.
        sessions: Promised classes.
        by_pay: Whether a placement is worth what it pays.
        scenarios: Futures that the choice of courses is tried in; 0 tries none.
        with_gains: Whether more of each scarce limit is tried.
        assumptions: What is assumed.
    """

    first: date
    months: int
    courses: tuple[str, ...] = ()
    least: Mapping[str, int] = field(default_factory=dict[str, int])
    most: Mapping[str, int] = field(default_factory=dict[str, int])
    sessions: tuple[Session, ...] = ()
    by_pay: bool = False
    scenarios: int = 0
    with_gains: bool = True
    assumptions: Assumptions = field(default_factory=Assumptions)
