"""Hard conditions that a posting or a worker must meet to be ranked at all, each with a count of what it removed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from indexes.vectors import Mask
from matcher.catalogue import NO_LEVEL, Catalogue
from matcher.coded import Coded
from taxonomy.education import kkni_level
from taxonomy.licences import COMPULSORY

EDUCATION_SLACK = 1
"""KKNI levels by which a worker may fall short and still be ranked, lower: portals offer no box under SMA, and
employers take an SMP sewing operator or a D3 accountant; a gap of two levels (SMA for an S1 post) is not bridged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What the caller asks for beyond a good match.

    Attributes:
        today: Day on which a posting must be open; None takes closed ones too.
        provinces: Province codes; empty means everywhere.
        employment_types: Employment types; empty means any.
        sources: Source names; empty means any.
        respect_education: Leave out pairs that miss the level asked for by more than ``EDUCATION_SLACK``.
    """

    today: date | None = None
    provinces: tuple[str, ...] = ()
    employment_types: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    respect_education: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """Rows that remain.

    Attributes:
        allowed: bool, shape ``(rows,)``.
        removed: Condition to number of rows that it removed, in order; a row counts once, at the first that it fails.
    """

    allowed: Mask
    removed: dict[str, int] = field(default_factory=dict)


def postings_for(worker: Coded, postings: Catalogue, conditions: Conditions) -> Filtered:
    """Postings that a worker may take."""
    coded = postings.coded
    checks: list[tuple[str, Mask]] = []
    if conditions.today is not None:
        today = conditions.today
        checks.append(("closed", np.array([item.is_open(today) for item in coded], dtype=bool)))
    checks += _common(postings, conditions)
    if conditions.respect_education and worker.education:
        levels = postings.levels
        reach = kkni_level(worker.education) + EDUCATION_SLACK
        checks.append(("education", (levels == NO_LEVEL) | (levels <= reach)))
    held = set(worker.licences) | {skill.id for skill in worker.skills}
    checks.append(("licence", np.array([not _lacks(item, held) for item in coded], dtype=bool)))
    return _apply(postings, checks)


def workers_for(posting: Coded, workers: Catalogue, conditions: Conditions) -> Filtered:
    """Workers that may take a posting."""
    checks = _common(workers, conditions)
    if conditions.respect_education and posting.education:
        levels = workers.levels
        floor = kkni_level(posting.education) - EDUCATION_SLACK
        checks.append(("education", (levels == NO_LEVEL) | (levels >= floor)))
    if posting.licences:
        fits = [not _lacks(posting, set(w.licences) | {skill.id for skill in w.skills}) for w in workers.coded]
        checks.append(("licence", np.array(fits, dtype=bool)))
    return _apply(workers, checks)


def _lacks(posting: Coded, held: set[str]) -> bool:
    """Whether a licence that the law demands is not held; of several driving licences one is enough.

    Ads write "SIM A/C" and "SIM B1 atau B2" for either; who really needs both shows in the score.
    """
    wanted = COMPULSORY.intersection(posting.licences)
    driving = {licence for licence in wanted if licence.startswith("sim-")}
    return bool(wanted - driving - held) or (bool(driving) and driving.isdisjoint(held))


def _common(catalogue: Catalogue, conditions: Conditions) -> list[tuple[str, Mask]]:
    coded, checks = catalogue.coded, list[tuple[str, Mask]]()
    if conditions.sources:
        fits = [item.key.partition(":")[0] in conditions.sources for item in coded]
        checks.append(("source", np.array(fits, dtype=bool)))
    if conditions.provinces:
        fits = [item.is_remote or any(c[:2] in conditions.provinces for c in item.region_codes) for item in coded]
        checks.append(("province", np.array(fits, dtype=bool)))
    if conditions.employment_types:
        fits = [item.employment_type in {"", *conditions.employment_types} for item in coded]
        checks.append(("employment_type", np.array(fits, dtype=bool)))
    return checks


def _apply(catalogue: Catalogue, checks: list[tuple[str, Mask]]) -> Filtered:
    allowed = catalogue.alive.copy()
    removed = {}
    for name, passes in checks:
        removed[name] = int((allowed & ~passes).sum())
        allowed &= passes
    return Filtered(allowed=allowed, removed=removed)
