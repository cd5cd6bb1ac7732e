"""Hard conditions that a posting or a worker must meet to be ranked at all, each with a count of what it removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import numpy as np

from indexes.vectors import Mask, Rows
from matcher.columns import UNKNOWN, Columns
from matcher.segment import Segment
from matcher.visibility import Visibility
from matcher.vocabulary import ACCESS, DRIVING, NIGHT, NO_UNIT, SHIFT, Vocabulary

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
        kbji: Beginnings of KBJI codes of which the first occupation must have one; empty means any.
        pay_at_least: Rupiah a month that the most that is offered (of workers: the least that is wished) must reach, or
            may not pass; what names no pay stays. None means any.
        education_at_most: Highest KKNI level that a posting may ask for, or a worker may hold; None means any.
        is_abroad: Of postings: True for work outside Indonesia alone, False for work inside alone, None for both.
        within_km: Kilometres between regency centroids from the asker's place within which the other's must lie.
            Remote work passes, and so does what names no place; work abroad does not. Where workers are sought, those
            who would move pass too; a worker who names a radius wants no posting beyond it, willing to move or not.
        no_shift: Of postings: none that ask for shift work.
        no_night: Of postings: none that ask for night work.
        only_remote: Of postings: only those that are done from anywhere, as a worker asks for in one search.
        disability_access: Of postings: only those that say that people with disabilities may apply. Stated with a
            request and kept nowhere; nothing about a worker is worked out from it or for it.
        respect_hours: Leave out pairs of a posting with shift or night work and a worker who says that it is not
            possible.
        respect_education: Leave out pairs that miss the level asked for by more than ``education_slack``.
        education_slack: KKNI levels by which a worker may fall short.
        waived: Names of conditions that are not applied; for ``matcher.relax``, which counts without one of them.
        visible: Of workers: those who may be found at all; None means everybody. Others are not there: no count tells
            of them, and this is never waived.
    """

    today: date | None = None
    provinces: tuple[str, ...] = ()
    employment_types: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    kbji: tuple[str, ...] = ()
    pay_at_least: float | None = None
    education_at_most: int | None = None
    is_abroad: bool | None = None
    within_km: float | None = None
    no_shift: bool = False
    no_night: bool = False
    only_remote: bool = False
    disability_access: bool = False
    respect_hours: bool = True
    respect_education: bool = True
    education_slack: int = EDUCATION_SLACK
    waived: tuple[str, ...] = ()
    visible: Visibility | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """Rows that remain.

    Attributes:
        allowed: bool, shape ``(rows,)``.
        removed: Condition to number of rows that it removed, in order; a row counts once, at the first that it fails.
        remain: Number of rows that remain.
        unlicensed: Of postings those rows that meet every other condition and only want a licence, int64.
    """

    allowed: Mask
    removed: dict[str, int]
    remain: int
    unlicensed: Rows = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


Check = tuple[str, Callable[[], Mask]]
"""A condition with what passes it."""


def postings_for(worker: Columns, segment: Segment, conditions: Conditions, vocabulary: Vocabulary) -> Filtered:
    """Postings of a segment that a worker may take.

    Args:
        worker: One row.
        segment: Postings.
        conditions: What is asked for.
        vocabulary: What the numbers mean.
    """
    postings = segment.columns
    checks: list[Check] = []
    if conditions.today is not None:
        today = conditions.today.toordinal()
        checks.append(("closed", lambda: segment.rooms.open_on(today)))
    checks += _common(postings, conditions, vocabulary)
    if conditions.within_km is not None:
        near = _near(worker, conditions.within_km, vocabulary)
        checks.append(("distance", lambda: _within(segment, near)))
    refused = int(worker.limits[0]) if conditions.respect_hours else 0
    checks += _hours(postings, refused | conditions.no_shift * int(SHIFT) | conditions.no_night * int(NIGHT))
    if conditions.only_remote:
        checks.append(("remote", lambda: postings.is_remote))
    if conditions.disability_access:
        checks.append(("access", lambda: (postings.limits & ACCESS) != 0))
    if conditions.is_abroad is not None:
        checks.append(("abroad", lambda: postings.is_abroad == conditions.is_abroad))
    if conditions.pay_at_least is not None:
        least = conditions.pay_at_least
        checks.append(("pay", lambda: ~(np.fmax(postings.pay_low, postings.pay_high) < least)))
    if conditions.respect_education and worker.kkni[0] != UNKNOWN:
        reach = int(worker.kkni[0]) + conditions.education_slack
        checks.append(("education", lambda: postings.kkni <= reach))  # UNKNOWN lies below every level
    filtered = _apply(segment, checks, conditions.waived)
    return filtered if "licence" in conditions.waived else _without_licence(filtered, segment, worker.licences[0])


def workers_for(posting: Columns, segment: Segment, conditions: Conditions, vocabulary: Vocabulary) -> Filtered:
    """Workers of a segment that may take a posting; arguments as for ``postings_for``."""
    workers = segment.columns
    checks = _common(workers, conditions, vocabulary)
    if conditions.within_km is not None:
        # A remote posting has workers everywhere.
        near = None if posting.is_remote[0] else _near(posting, conditions.within_km, vocabulary)
        checks.append(("distance", lambda: _within(segment, near) | (workers.will_relocate == 1)))
    if conditions.respect_hours:
        checks += _hours(workers, int(posting.limits[0]))
    if conditions.pay_at_least is not None:
        most = conditions.pay_at_least
        checks.append(("pay", lambda: ~(workers.pay_low > most)))
    if conditions.respect_education and posting.kkni[0] != UNKNOWN:
        floor = int(posting.kkni[0]) - conditions.education_slack
        checks.append(("education", lambda: (workers.kkni == UNKNOWN) | (workers.kkni >= floor)))
    if posting.licences[0]:
        checks.append(("licence", lambda: ~lacks(posting.licences[0], workers.licences)))
    return _apply(_visible(segment, conditions.visible), checks, conditions.waived)


def _visible(segment: Segment, visible: Visibility | None) -> Segment:
    """The segment with those rows alive alone that may be found."""
    return segment if visible is None else replace(segment, alive=segment.alive & segment.rooms.visible.of(visible))


def lacks(wanted: np.uint64 | np.ndarray, held: np.uint64 | np.ndarray) -> Mask:
    """Whether a licence that the law demands is not held; of several driving licences one is enough.

    Ads write "SIM A/C" and "SIM B1 atau B2" for either; who really needs both shows in the score.
    """
    driving = wanted & DRIVING
    found: Mask = ((wanted & ~DRIVING & ~held) != 0) | ((driving != 0) & ((driving & held) == 0))
    return found


def _without_licence(filtered: Filtered, segment: Segment, held: np.uint64) -> Filtered:
    """Few postings demand a licence, so only those are looked at."""
    rows, wanted = segment.rooms.licensed
    lacking = rows[lacks(wanted, held)]
    lacking = lacking[filtered.allowed[lacking]]
    filtered.allowed[lacking] = False
    removed = {**filtered.removed, "licence": len(lacking)}
    remain = filtered.remain - len(lacking)
    return Filtered(allowed=filtered.allowed, removed=removed, remain=remain, unlicensed=lacking)


def _hours(columns: Columns, met: int) -> list[Check]:
    """Rows without the shift work, and without the night work, that the other side's bits name."""
    bits = {name: bit for name, bit in (("shift", SHIFT), ("night", NIGHT)) if met & int(bit)}
    return [(name, partial(_without, columns, bit)) for name, bit in bits.items()]


def _without(columns: Columns, bit: np.uint8) -> Mask:
    passes: Mask = (columns.limits & bit) == 0
    return passes


def _near(one: Columns, within_km: float, vocabulary: Vocabulary) -> Mask | None:
    """Which regions lie within reach of a record's, and True for none known; None when the record names no region.

    Returns:
        bool, shape ``(regions + 1,)``: the last is for rows without a region.
    """
    if len(one.regions.values) == 0:
        return None
    reached = [vocabulary.km_from(int(region)) <= within_km for region in one.regions.values]
    return np.append(np.logical_or.reduce(reached), True)


def _within(segment: Segment, near: Mask | None) -> Mask:
    """Rows with a region within reach, remote ones, and those that name no place."""
    columns = segment.columns
    if near is None:
        return np.ones(len(columns), dtype=bool)
    first, several, regions = segment.rooms.first_regions
    passes: Mask = near[first]
    if len(several):
        passes[several] |= np.logical_or.reduceat(near[regions.values], regions.starts[:-1])
    passes &= ~columns.is_abroad
    passes |= columns.is_remote
    return passes


def _common(columns: Columns, conditions: Conditions, vocabulary: Vocabulary) -> list[Check]:
    checks = list[Check]()
    if conditions.sources:
        wanted = [at for at, name in enumerate(columns.source_names) if name in conditions.sources]
        checks.append(("source", lambda: np.isin(columns.sources, wanted)))
    if conditions.provinces:
        bits = np.uint64(vocabulary.province_bits(conditions.provinces))
        checks.append(("province", lambda: columns.is_remote | ((columns.provinces & bits) != 0)))
    if conditions.kbji:
        under = np.append(vocabulary.under(conditions.kbji), np.zeros(1, dtype=bool))
        first = columns.units[:, 0]
        checks.append(("kbji", lambda: under[np.where(first == NO_UNIT, len(under) - 1, first)]))
    if conditions.employment_types:
        types = np.uint8(vocabulary.employment_bits(conditions.employment_types))
        # What is not said may be any.
        checks.append(("employment_type", lambda: (columns.employment == 0) | ((columns.employment & types) != 0)))
    if conditions.education_at_most is not None:
        most = conditions.education_at_most
        checks.append(("education_level", lambda: columns.kkni <= most))
    return checks


def _apply(segment: Segment, checks: list[Check], waived: tuple[str, ...]) -> Filtered:
    allowed = segment.alive.copy()
    removed: dict[str, int] = {}
    left = int(np.count_nonzero(allowed))
    for name, passes in checks:
        if name in waived:
            continue
        allowed &= passes()
        still = int(np.count_nonzero(allowed))
        removed[name], left = left - still, still
    return Filtered(allowed=allowed, removed=removed, remain=left)
