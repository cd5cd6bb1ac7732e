"""What it would bring to ask for less: one demand of an ad changed at a time, the fitting workers counted again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from matcher.ads.crowd import Counted, Crowd
from matcher.coded import Coded
from taxonomy.education import LEVELS, level_rank
from taxonomy.licences import COMPULSORY

Demand = Literal["education", "experience", "licence", "skill", "shift", "night", "place", "pay"]

MOST_SKILLS = 20
"""Skills that are left out one by one; an ad that lists more wants a shorter list first."""

FROM_HOME = ("24", "25", "264", "33", "35", "41", "43", "44")
"""Beginnings of unit groups whose work can be done from home: business, computing, writing, administration, offices."""

_LESS_MONTHS = (12, 0)
"""Months of experience that are tried, as far as they are fewer than those asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """One demand changed.

    Attributes:
        demand: Which.
        what: Id of the skill or licence; the level of schooling to ask for instead, empty for none; else empty.
        amount: Months of experience, or rupiah a month, that are named instead; 0 where not meant.
        counted: Workers then.
        gain: Fitting workers more than without the change.
    """

    demand: Demand
    what: str
    amount: int
    counted: Counted
    gain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom an ad reaches.

    Attributes:
        looked_at: Workers who were looked at.
        now: Of them, with the ad as it is.
        at_most: With none of the demands that may be given up: what all of it together could bring.
        relaxed: What helps, the most first; then by demand.
    """

    looked_at: int
    now: Counted
    at_most: Counted
    relaxed: tuple[Relaxed, ...]


def reach_of(posting: Coded, crowd: Crowd, usual_pay: float | None = None) -> Reach:
    """Whom an ad reaches, and what asking for less would bring.

    Args:
        posting: Coded ad.
        crowd: Its workers.
        usual_pay: Median of what others offer, rupiah a month; tried where the ad offers less.
    """
    now = crowd.count(posting)
    found = list[Relaxed]()
    for demand, what, amount, changed in _changes(posting, usual_pay):
        counted = crowd.count(changed)
        if counted.fits > now.fits:
            gain = counted.fits - now.fits
            found.append(Relaxed(demand=demand, what=what, amount=amount, counted=counted, gain=gain))
    found.sort(key=lambda one: (-one.gain, one.demand, one.what, -one.amount))
    return Reach(
        looked_at=len(crowd), now=now, at_most=crowd.count(_undemanding(posting)), relaxed=_without_idle(found)
    )


def _undemanding(posting: Coded) -> Coded:
    bound = COMPULSORY & set(posting.licences)
    return replace(
        posting,
        education=posting.education if bound else "",
        experience_months=0 if posting.experience_months else posting.experience_months,
        skills=tuple(skill for skill in posting.skills if skill.id in bound),
        licences=tuple(one for one in posting.licences if one in bound),
        shift_words="",
        night_words="",
    )


def _without_idle(found: list[Relaxed]) -> tuple[Relaxed, ...]:
    """Of two changes of one demand that bring the same, the one that gives up less."""
    kept = list[Relaxed]()
    for one in found:
        if one.demand in {"education", "experience"}:
            same = [other for other in found if other.demand == one.demand and other.gain == one.gain]
            if one != max(same, key=_asks):
                continue
        kept.append(one)
    return tuple(kept)


def _asks(one: Relaxed) -> tuple[int, int]:
    """How much a change still asks for."""
    return (level_rank(one.what) if one.what else -1, one.amount)


Change = tuple[Demand, str, int, Coded]


def _changes(posting: Coded, usual_pay: float | None) -> Iterator[Change]:
    yield from _less_schooling(posting)
    if posting.experience_months:
        for months in _LESS_MONTHS:
            if months < posting.experience_months:
                yield "experience", "", months, replace(posting, experience_months=months)
    for licence in posting.licences:
        if licence not in COMPULSORY:  # nobody is advised to employ a nurse without registration
            yield "licence", licence, 0, without_skill(posting, licence)
    asked = [skill.id for skill in posting.skills if skill.id not in posting.licences]
    for skill_id in asked[:MOST_SKILLS]:
        yield "skill", skill_id, 0, without_skill(posting, skill_id)
    if posting.night_words:
        yield "night", "", 0, replace(posting, night_words="")
    if posting.shift_words:
        yield "shift", "", 0, replace(posting, shift_words="")
    unit = posting.occupations[0][0] if posting.occupations else ""
    if posting.region_codes and not posting.is_remote and unit.startswith(FROM_HOME):
        yield "place", "", 0, replace(posting, is_remote=True)
    offered = posting.pay_high or posting.pay_low
    if offered and usual_pay and offered < usual_pay:
        yield "pay", "", round(usual_pay), replace(posting, pay_high=usual_pay)


def _less_schooling(posting: Coded) -> Iterator[Change]:
    """The levels below; not where a licence that the law demands stands for the schooling."""
    if not posting.education or COMPULSORY & set(posting.licences):
        return
    for level in reversed(LEVELS[: level_rank(posting.education)]):
        yield "education", level, 0, replace(posting, education=level)
    yield "education", "", 0, replace(posting, education="")


def without_skill(posting: Coded, skill_id: str) -> Coded:
    """A posting that does not ask for a skill or licence."""
    return replace(
        posting,
        skills=tuple(skill for skill in posting.skills if skill.id != skill_id),
        licences=tuple(one for one in posting.licences if one != skill_id),
    )
