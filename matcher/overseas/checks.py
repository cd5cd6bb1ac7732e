"""The checks of an ad for work abroad: one function each, by name; what they find is told by ``rules``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from matcher.overseas.ad import ReadAd, Words, find
from matcher.overseas.closures import Closure, closure_of, household_words
from matcher.overseas.least_age import least_age
from matcher.overseas.money import charge, free_of_charge
from matcher.overseas.rules import AS_OF, NOT_OVERSEAS, Status, rule_of
from matcher.overseas.signs import (
    COMPANY,
    GOVERNMENT,
    GOVERNMENT_COMPANY,
    HELD_DOCUMENT,
    JOB_ORDER,
    NO_AGENCY,
    NO_WORK_VISA,
    PERMIT_NUMBER,
    SENDING_TRAINER,
    TRAINEESHIP,
    VISIT_VISA,
    WORK_VISA,
    said_outright,
)
from taxonomy.work_abroad import WorkAbroad

LEAST_AGE = 18
"""Years (UU 18/2017 article 5 a)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One finding.

    Attributes:
        name: Of the check.
        status: ``ok``, ``missing``, ``violated`` or ``not_applicable``.
        words: The words that show it; None where nothing is said.
        rule: Law or decision behind it.
        as_of: Month of which the rule tells, ``YYYY-MM``.
        explains_id: In Indonesian.
        explains_en: In English.
    """

    name: str
    status: Status
    words: Words | None
    rule: str
    as_of: str
    explains_id: str
    explains_en: str


Found = tuple[Status, Words | None]


def is_by_government(ad: ReadAd) -> Words | None:
    """The words that say that the state itself places."""
    return find((ad.company,), GOVERNMENT_COMPANY) or find(ad.said, GOVERNMENT)


def _fee(ad: ReadAd) -> Found:
    asked = charge(ad.said)
    if asked is not None:
        return "violated", asked
    free = free_of_charge(ad.said)
    return ("ok", free) if free is not None else ("missing", None)


def _permit(ad: ReadAd) -> Found:
    state = is_by_government(ad)
    if state is not None:
        return "not_applicable", state
    number = find((*ad.said, ad.company), PERMIT_NUMBER)
    if number is not None:
        return "ok", number
    without = said_outright(ad, NO_AGENCY)
    is_only_sponsor = without is not None and "sponsor" in without.surface.casefold()
    return ("missing", None) if without is None or is_only_sponsor else ("violated", without)


def _agency(ad: ReadAd) -> Found:
    without = said_outright(ad, NO_AGENCY)
    if without is not None:
        return "violated", without
    named = find((ad.company,), COMPANY) or is_by_government(ad)
    if named is None and find((*ad.said,), TRAINEESHIP):
        named = find((ad.company,), SENDING_TRAINER)
    return ("ok", named) if named is not None else ("missing", None)


def _job_order(ad: ReadAd) -> Found:
    state = is_by_government(ad)
    if state is not None:
        return "not_applicable", state
    order = said_outright(ad, JOB_ORDER)
    return ("ok", order) if order is not None else ("missing", None)


def _visa(ad: ReadAd) -> Found:
    visit = said_outright(ad, VISIT_VISA) or find(ad.said, NO_WORK_VISA)
    if visit is not None:
        return "violated", visit
    work = said_outright(ad, WORK_VISA)
    return ("ok", work) if work is not None else ("missing", None)


def _age(ad: ReadAd) -> Found:
    told = least_age(ad)
    if told is None:
        return "missing", None
    years, words = told
    return ("violated" if years < LEAST_AGE else "ok"), words


def _documents(ad: ReadAd) -> Found:
    held = said_outright(ad, HELD_DOCUMENT)
    return ("violated", held) if held is not None else ("ok", None)


CHECKS: Mapping[str, Callable[[ReadAd], Found]] = {
    "fee": _fee,
    "permit": _permit,
    "agency": _agency,
    "job_order": _job_order,
    "visa": _visa,
    "age": _age,
    "documents": _documents,
}
"""Every check of the words alone, by name; ``destination`` also needs the country."""

NAMES = (*tuple(CHECKS)[:4], "destination", *tuple(CHECKS)[4:])
"""Names of all checks in the order shown."""


def checks_of(ad: ReadAd, abroad: WorkAbroad) -> tuple[Check, ...]:
    """Every check of an ad, in the order of ``NAMES``; all not applicable where the work is at home."""
    if not abroad.is_overseas:
        return tuple(_not_overseas(name) for name in NAMES)
    found = {name: _told(name, *check(ad)) for name, check in CHECKS.items()}
    found["destination"] = _destination(ad, abroad)
    return tuple(found[name] for name in NAMES)


def _destination(ad: ReadAd, abroad: WorkAbroad) -> Check:
    if not abroad.countries:
        return _told("destination", "missing", None)
    household = household_words(ad)
    closure = closure_of(abroad.countries, is_household=household is not None)
    if closure is None:
        return _told("destination", "ok", None)
    return _closed(closure, household)


def _closed(closure: Closure, household: Words | None) -> Check:
    told = _told("destination", "violated", household if closure.is_household_only else None)
    return replace(
        told,
        rule=closure.rule,
        as_of=closure.as_of,
        explains_id=f"{told.explains_id} {closure.note_id}.",
        explains_en=f"{told.explains_en} {closure.note_en}.",
    )


def _told(name: str, status: Status, words: Words | None) -> Check:
    rule = rule_of(name, status)
    return Check(
        name=name,
        status=status,
        words=words,
        rule=rule.rule,
        as_of=AS_OF,
        explains_id=rule.explains_id,
        explains_en=rule.explains_en,
    )


def _not_overseas(name: str) -> Check:
    return Check(
        name=name,
        status="not_applicable",
        words=None,
        rule=NOT_OVERSEAS.rule,
        as_of=AS_OF,
        explains_id=NOT_OVERSEAS.explains_id,
        explains_en=NOT_OVERSEAS.explains_en,
    )
