"""Task ``courses``: is what is claimed of a course so, and does it open more than the course that reads most alike?

The courses are those of the sample world, the postings all real ads, and who asks are the judged job seekers and sample
workers, ``WORKERS`` in all, drawn with a seed. Each is advised as the product advises.

- *Claims*: the worker is coded anew with what course or path gives and looked at from the start; besides, the
  plain pipeline scores the same postings and applies the licence condition. Postings newly within reach, mean rise and
  every score must be the same.
- *Baselines*, among the courses that the worker can take (place, dates, seats, schooling, entry): the course whose text
  is most alike to the worker's by the encoder's cosine, and the one whose occupations are nearest. What each opens is
  reckoned in the same way. The intervals resample workers.
- *Paths*: every rule is checked again, on its own, by ``evaluation.path_rules``.
- *Latency*: over 100,000 postings, against a match call of the same run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from evaluation.ads import opened_ads
from evaluation.advised_world import World, world_of
from evaluation.benchmark.advice import LATENCY_ROWS, latency_rows
from evaluation.measures import Values, bootstrap
from evaluation.path_rules import broken_rules
from evaluation.rows import mean_row, row, share_row
from evaluation.task import Options, Row, reported
from indexes.vectors import Rows
from matcher.answers import Subject
from matcher.filters import Conditions
from matcher.training.admission import TrainingWish, lacks_entry
from matcher.training.advice import Claim
from matcher.training.advisor import Advice, PathAdvice
from matcher.training.gain import gain_of
from matcher.training.gained import after_courses
from matcher.training.lessons import Offer, applicant_of, offers_of
from matcher.training.reach import Outlook

TIMES_BASELINE = 1.5
"""Target: mean postings newly within reach by our course against the course that reads most alike."""

ASKED_ON = date(2026, 11, 27)
K = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One worker's answers.

    Attributes:
        subject: Who.
        outlook: The postings looked at.
        courses: What is advised.
        paths: Likewise.
        by_text: Newly reached by the course that reads most alike; 0 where no course can be taken.
        by_occupation: Likewise by the one of the nearest occupations.
    """

    subject: Subject
    outlook: Outlook
    courses: Advice
    paths: PathAdvice
    by_text: int
    by_occupation: int


@reported("courses")
def run(options: Options) -> list[Row]:
    """Measure; raises what ``opened_ads`` does."""
    with opened_ads(options) as (engine, _):
        world = world_of(engine, options)
        wish, asked = TrainingWish(today=ASKED_ON), list[Asked]()
        for done, subject in enumerate(world.workers, 1):
            asked.append(ask(world, subject, wish))
            options.tell("advise workers", done, len(world.workers))
        return [
            *claim_rows(world, asked, wish),
            *opening_rows(asked),
            *path_rows(world, asked, wish),
            *latency_rows(engine, world.pipeline, world.workers, min(options.rows, LATENCY_ROWS), options.tell),
        ]


def ask(world: World, subject: Subject, wish: TrainingWish) -> Asked:
    """Advise one worker, and see what the baselines' courses would open."""
    advisor = world.pipeline.advisor
    outlook, worker = advisor.outlook(subject, wish), subject.coded
    offers, _ = offers_of(worker, advisor.syllabus, wish, advisor.tables)
    numbers, applicant = advisor.tables.vocabulary, applicant_of(outlook)
    admitted = [one for one in offers if not lacks_entry(one.lesson.course, applicant, numbers)]
    text = {one.key: float(world.vectors[one.key] @ subject.vector) for one in admitted}
    alike = {one.key: float(np.nan_to_num(one.alike)) for one in admitted}

    def opens(order: Sequence[tuple[float, ...]]) -> int:
        if not admitted:
            return 0
        best = max(zip(order, admitted, strict=True), key=lambda pair: (pair[0], pair[1].key))[1]
        return _opened(best, outlook)

    return Asked(
        subject=subject,
        outlook=outlook,
        courses=world.pipeline.recommend_courses(subject, K, wish),
        paths=world.pipeline.recommend_paths(subject, K, wish),
        by_text=opens([(text[one.key],) for one in admitted]),
        by_occupation=opens([(alike[one.key], text[one.key]) for one in admitted]),
    )


def _opened(offer: Offer, outlook: Outlook) -> int:
    return len(gain_of(outlook, offer.lesson.learnt, None).opened)


def claim_rows(world: World, asked: Sequence[Asked], wish: TrainingWish) -> list[Row]:
    """Claims of every course and path that is advised, recomputed."""
    courses = [(one, [course.key], course.claim) for one in asked for course in one.courses.courses]
    paths = [(one, [step.key for step in path.steps], path.claim) for one in asked for path in one.paths.paths]
    first = [claims[0] for one in asked if (claims := [claim for claim in courses if claim[0] is one])]
    told = (("first course", first), ("courses", courses), ("paths", paths))
    return [
        *(
            share_row(
                f"{name}: claim is what a recomputation finds",
                [is_claim_held(world, *claim, wish) for claim in claims],
                at_least=1.0,
            )
            for name, claims in told
        ),
        share_row("workers to whom a course is advised", [bool(one.courses.courses) for one in asked]),
        mean_row("postings of the work sought that are looked at", [float(len(one.outlook)) for one in asked]),
        mean_row("of these within reach today", [float(one.outlook.now.reached.sum()) for one in asked]),
    ]


def is_claim_held(world: World, asked: Asked, done: Sequence[str], claim: Claim, wish: TrainingWish) -> bool:
    """Whether looking anew, and the plain pipeline, find what was claimed of courses."""
    before, advisor = asked.outlook, world.pipeline.advisor
    coded = after_courses(asked.subject.coded, [world.courses[key] for key in done], advisor.tables.skills)
    trained = replace(asked.subject, coded=coded)
    after = advisor.outlook(trained, wish)
    keys = [before.key(at) for at in range(len(before))]
    if keys != [after.key(at) for at in range(len(after))]:
        return False
    opened = {keys[at] for at in np.flatnonzero(after.now.reached & ~before.now.reached).tolist()}
    rises = np.round(after.now.totals - before.now.totals, 4)
    plain = world.pipeline.score(trained, "posting", keys).totals
    allowed = world.pipeline.revisit(trained, sorted(opened), Conditions(today=wish.today)).matches
    return (
        opened == set(claim.opened) == {match.key for match in allowed}
        and len(opened) == claim.opens
        and abs(float(rises.mean()) - claim.score) < 1e-4
        and plain.tolist() == after.now.totals.tolist()
    )


def opening_rows(asked: Sequence[Asked]) -> list[Row]:
    """Postings newly within reach by the first course, beside those of the baselines' courses."""
    ours = np.array([one.courses.courses[0].claim.opens if one.courses.courses else 0 for one in asked], np.float64)
    rows = [mean_row("first course: postings newly within reach", ours.tolist())]
    for name, opened, target in (
        ("the course whose text is most alike", [one.by_text for one in asked], TIMES_BASELINE),
        ("the course of the nearest occupations", [one.by_occupation for one in asked], None),
    ):
        theirs = np.array(opened, np.float64)

        def times(at: Rows, theirs: Values = theirs) -> float:
            return _ratio(ours[at], theirs[at])

        rows.append(mean_row(f"{name}: postings newly within reach", theirs.tolist()))
        rows.append(
            row(
                f"first course against {name}, times",
                _ratio(ours, theirs),
                n=len(asked),
                ci95=bootstrap(times, len(asked)),
                at_least=target,
            )
        )
    return rows


def _ratio(ours: Values, theirs: Values) -> float:
    """Of the sums; that of a baseline that opens nothing counts as one posting, so that there is a figure."""
    return float(ours.sum() / max(1.0, theirs.sum()))


def path_rows(world: World, asked: Sequence[Asked], wish: TrainingWish) -> list[Row]:
    """Whether every path obeys every rule, and what the best path opens beside the best course."""
    told = [(one.subject.coded, path) for one in asked for path in one.paths.paths]
    sound = [
        not broken_rules(worker, path, world.courses, wish, world.pipeline.advisor.tables) for worker, path in told
    ]
    best = [float(one.paths.paths[0].claim.opens) if one.paths.paths else 0.0 for one in asked]
    return [
        share_row("paths obey entry, seats, dates and limits", sound, at_least=1.0),
        share_row("paths of more than one course", [len(path.steps) > 1 for _, path in told]),
        mean_row("first path: postings newly within reach", best),
    ]
