"""The rules of a path of courses, each checked on its own from the courses as they are coded; for measuring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.components import usual_units
from matcher.training.admission import MAX_KM, MAX_KM_AWAY, TrainingWish, distance_km, terms_of
from matcher.training.gained import after_courses
from matcher.training.lessons import Tables
from matcher.training.path_search import LONGEST
from matcher.training.paths import TrainingPath
from matcher.vocabulary import NO_UNIT
from taxonomy.education import level_rank


def broken_rules(
    worker: Coded, path: TrainingPath, courses: Mapping[str, Coded], wish: TrainingWish, tables: Tables
) -> list[str]:
    """Names of the rules that a path breaks; none where it is sound.

    Args:
        worker: Who it is for.
        path: The path.
        courses: All courses by key.
        wish: What was asked.
        tables: For numbers and places.
    """
    order = [courses[step.key] for step in path.steps]
    rules = {
        "length": 1 <= len(order) <= LONGEST and len({one.key for one in order}) == len(order),
        "open": all(wish.today is None or one.is_open(wish.today) for one in order),
        "seats": all(terms_of(one).seats is None or (terms_of(one).seats or 0) > 0 for one in order),
        "days": _days_hold(path, order),
        "entry": _entry_holds(worker, order, tables),
        "education": all(
            not (worker.education and one.education) or level_rank(worker.education) >= level_rank(one.education)
            for one in order
        ),
        "distance": _distance_holds(worker, order, wish, tables),
        "jp": wish.max_jp is None or sum(terms_of(one).jp or 0 for one in order) <= wish.max_jp,
        "cost": wish.max_cost_idr is None or sum(terms_of(one).cost_idr or 0 for one in order) <= wish.max_cost_idr,
        "weeks": wish.max_weeks is None or path.weeks <= wish.max_weeks,
    }
    return [name for name, holds in rules.items() if not holds]


def _days_hold(path: TrainingPath, order: Sequence[Coded]) -> bool:
    """Each begins on its own day where it has one, ends as it says, and after the one before has ended."""
    free = None
    for step, course in zip(path.steps, order, strict=True):
        terms = terms_of(course)
        if terms.starts_on is not None and (step.starts_on, step.ends_on) != (terms.starts_on, terms.ends_on):
            return False
        if free is not None and (step.starts_on is None or step.starts_on < free):
            return False
        free = None if step.ends_on is None else step.ends_on + timedelta(days=1)
    return True


def _entry_holds(worker: Coded, order: Sequence[Coded], tables: Tables) -> bool:
    """What each asks its participants to bring is named, usual in the job held, or taught before."""
    for at, course in enumerate(order):
        trained = after_courses(worker, order[:at], tables.skills)
        held = {*trained.licences, *(skill.id for skill in trained.skills)}
        unit = int(usual_units(columns_of([worker], tables.vocabulary))[0])
        if unit != NO_UNIT:
            usual = set(tables.credit.usual(unit).tolist())
            held |= {one for one, number in tables.vocabulary.skills.items() if number in usual}
        if not {*terms_of(course).entry_skills, *terms_of(course).entry_licences} <= held:
            return False
    return True


def _distance_holds(worker: Coded, order: Sequence[Coded], wish: TrainingWish, tables: Tables) -> bool:
    most = wish.within_km if wish.within_km is not None else MAX_KM_AWAY if worker.will_relocate else MAX_KM
    return all((distance_km(worker, one, tables.gazetteer) or 0.0) <= most for one in order)
