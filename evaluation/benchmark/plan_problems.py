"""Made planning problems: as large as the target asks for, and small enough to try every plan. Seeded, all invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from matcher.curriculum.problem import WEEKS_A_MONTH, ClassOffer, Jobs, Limit, PlanProblem, Session, tail

COURSES, MONTHS, OCCUPATIONS, FIELDS = 50, 24, 60, 8
_FIRST = date(2027, 1, 1)
_HOURS_A_JP = 0.75
_LENGTHS = (80, 120, 160, 240, 320, 480)


def large_problem(seed: int) -> PlanProblem:
    """50 courses of eight fields over 24 months, each field with a workshop and trainers, beds and two budgets."""
    random = np.random.default_rng(seed)
    offers = tuple(_offer(random, row, OCCUPATIONS) for row in range(COURSES))
    limits = [limit for field in range(FIELDS) for limit in _rooms(random, offers, field)]
    need = {offer.key: 4.0 for offer in offers}
    limits.append(Limit(id="beds", kind="beds", label="beds", amount=60.0, step=1.0, need=need))
    spent = {offer.key: offer.cost_idr for offer in offers}
    limits += [
        Limit(id=f"budget:{year}", kind="budget", label=str(year), amount=4e9, step=4e8, need=spent, year=year)
        for year in (2027, 2028)
    ]
    return PlanProblem(
        first=_FIRST, months=MONTHS, offers=offers, limits=tuple(limits), jobs=_jobs(random, OCCUPATIONS, MONTHS)
    )


def small_problem(seed: int) -> PlanProblem:
    """Two or three courses over three months, scarce in everything; every plan of it can be tried."""
    random = np.random.default_rng(seed)
    months = 3
    offers = tuple(
        replace(_offer(random, row, 4), jp=int(random.choice((80, 160, 240))), most=2)
        for row in range(int(random.integers(2, 4)))
    )
    offers = tuple(replace(offer, vocational_field="0") for offer in offers)
    limits = _rooms(random, offers, 0)
    spent = {offer.key: offer.cost_idr for offer in offers}
    amount = float(random.uniform(0.5, 3) * max(spent.values()))
    limits.append(
        Limit(id="budget:2027", kind="budget", label="2027", amount=amount, step=amount / 10, need=spent, year=2027)
    )
    return PlanProblem(first=_FIRST, months=months, offers=offers, limits=tuple(limits), jobs=_jobs(random, 4, months))


def promising_problem(seed: int) -> PlanProblem:
    """A small problem with more promises than most centres could keep."""
    random, problem = np.random.default_rng(seed), small_problem(seed)
    offers = tuple(replace(offer, least=int(random.integers(0, 3))) for offer in problem.offers)
    first = offers[0]
    sessions = (Session(course=first.key, month=0),) if random.random() < 0.5 else ()
    return replace(problem, offers=offers, sessions=sessions)


def _offer(random: np.random.Generator, row: int, occupations: int) -> ClassOffer:
    units = random.choice(occupations, min(3, occupations), replace=False)
    shares = random.dirichlet(np.ones(len(units)))
    jp = int(random.choice(_LENGTHS))
    return ClassOffer(
        key=f"c:{row:02d}",
        title=f"course {row}",
        vocational_field=str(row % FIELDS),
        jp=jp,
        seats=16,
        cost_idr=jp * 16 * 20_000.0,
        completion=0.9,
        shares={f"{1000 + unit}": float(share) for unit, share in zip(units.tolist(), shares, strict=True)},
    )


def _rooms(random: np.random.Generator, offers: tuple[ClassOffer, ...], field: int) -> list[Limit]:
    own = [offer for offer in offers if offer.vocational_field == str(field)]
    hours, jp = 40 * WEEKS_A_MONTH, 24 * WEEKS_A_MONTH
    return [
        Limit(
            id=f"workshop:{field}",
            kind="workshop",
            label=f"workshop {field}",
            amount=float(16 * hours * random.integers(1, 3)),
            step=hours,
            need={offer.key: offer.seats * offer.jp * _HOURS_A_JP for offer in own},
        ),
        Limit(
            id=f"trainers:{field}",
            kind="trainers",
            label=f"trainers {field}",
            amount=float(jp * random.integers(1, 5)),
            step=jp,
            need={offer.key: float(offer.jp) for offer in own},
        ),
    ]


def _jobs(random: np.random.Generator, count: int, months: int) -> tuple[Jobs, ...]:
    length = months + tail(months)
    season = 1 + 0.2 * np.sin(np.arange(length) * np.pi / 6)
    return tuple(
        Jobs(
            unit=f"{1000 + row}",
            title=f"occupation {row}",
            vacancies=tuple((random.gamma(2, 8) * season).tolist()),
            spread=0.4,
            seekers=float(random.gamma(2, 60)),
        )
        for row in range(count)
    )
