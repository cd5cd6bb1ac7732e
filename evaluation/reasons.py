"""Task ``reasons``: are the reasons of a match true?

For the best ads of each judged seeker, as they are and as they would be if they were choosier: the words that show a
skill must stand in the text that they are said to come from, points must add up to the score, sentences must hold facts
of the match alone, and each step that is said to help is taken for real. The coded seeker gets the skill, the schooling
or the months, wants to move, asks for less or takes the kind of work; a licence is written into the seeker's own words
and coded from there. Then the pair is scored anew, with the texts' likeness as before, and the score must rise by just
what was promised. A posting that a licence is said to open must be closed before and open after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

import orjson

from evaluation.best_ads import best_ads, opened_seekers
from evaluation.reason_sentences import opening_holds, sentences_hold
from evaluation.rows import share_row
from evaluation.task import Options, Row, reported
from matcher.answers import Subject
from matcher.codec import to_json
from matcher.coded import Coded, CodedSkill
from matcher.columns import columns_of
from matcher.engine import Engine
from matcher.explain import Explained
from matcher.filters import Conditions, postings_for
from matcher.openings import Opening
from matcher.reason_words import LANGUAGES
from matcher.records import Kind, Record, Worker
from matcher.score import DIGITS
from matcher.steps import Action
from taxonomy.text import fold

_SLACK = 10.0**-DIGITS / 2

_WORDS_STAND, _SUM = "words of a skill stand in the text that they are said to come from", "points add up to the score"
_OPENS = "postings that a licence would open are closed without it and open with it, at the score promised"


@reported("reasons")
def run(options: Options) -> list[Row]:
    """Measure; raises what ``opened_seekers`` does."""
    found: dict[str, list[bool]] = defaultdict(list)
    with opened_seekers(options) as (engine, _, plain):
        seekers = [*plain, *map(choosier, plain)]
        for done, (seeker, (subject, ranking)) in enumerate(zip(seekers, best_ads(engine, seekers), strict=True), 1):
            for match in ranking.matches:
                found[_WORDS_STAND] += words_stand_there(match, seeker, engine.get(Kind.POSTING, match.key))
                found[_SUM].append(abs(sum(match.components.values()) - match.score) < _SLACK)
                for step in match.would_help:
                    found[_of_action(step["action"])].append(comes_true(engine, seeker, subject, match, step))
                for language in LANGUAGES:
                    found[_of_language(language)] += sentences_hold(match, language)
            for opening in ranking.would_open:
                found[_OPENS].append(really_opens(engine, seeker, subject, opening))
                for language in LANGUAGES:
                    found[_of_language(language)].append(opening_holds(opening, language))
            options.tell("try reasons", done, len(seekers))
    return _rows(found)


def _of_action(action: str) -> str:
    return f"steps {action}: the score rises by what was promised"


def _of_language(language: str) -> str:
    return f"sentences ({language}) hold facts of the match alone"


def _rows(found: Mapping[str, list[bool]]) -> list[Row]:
    """A row for each kind of claim; one that was never made has nothing to hold."""
    names = [_WORDS_STAND, _SUM, *map(_of_action, get_args(Action)), _OPENS, *map(_of_language, LANGUAGES)]
    claims = {name: found.get(name, []) for name in names}
    return [share_row(name, made, at_least=1.0 if made else None) for name, made in claims.items()]


def choosier(seeker: Worker) -> Worker:
    """The same seeker, who wants part-time work near home for good pay: there is more that would help."""
    pay = seeker.salary_idr_month
    return replace(
        seeker,
        will_relocate=False,
        employment_types=("part_time",),
        salary_idr_month=None if pay is None else 3 * pay,
    )


def words_stand_there(match: Explained, worker: Record, posting: Record) -> list[bool]:
    """For each shown phrase whether it stands in its record; a phrase that is empty claims nothing."""
    texts = {"worker_words": fold(to_json(worker)), "posting_words": fold(to_json(posting))}
    entries: list[Mapping[str, Any]] = [*match.matched, *match.missing, *match.adjacent]
    return [fold(_as_json(entry[side])) in texts[side] for entry in entries for side in texts if entry.get(side)]


def _as_json(phrase: str) -> str:
    """A phrase as the JSON of a record writes it."""
    return orjson.dumps(phrase).decode()[1:-1]


def comes_true(engine: Engine, seeker: Worker, subject: Subject, match: Explained, step: Mapping[str, Any]) -> bool:
    """Whether the score rises by what a step promised once it is taken."""
    if step["action"] == "gain_licence":
        coded = licensed(engine, seeker, subject.coded, step["label"])
    else:
        coded = after_step(subject.coded, step)
    return _scores(engine, subject, coded, match.key, match.score + float(step["gain"]))


def _scores(engine: Engine, subject: Subject, coded: Coded, key: str, promised: float) -> bool:
    after = float(engine.refresh().score(replace(subject, coded=coded), "posting", [key]).totals[0])
    return abs(after - promised) < _SLACK


def after_step(worker: Coded, step: Mapping[str, Any]) -> Coded:
    """The coded worker after a step other than a licence."""
    what, amount = step["what"], step["amount"]
    taken: dict[str, dict[str, Any]] = {
        "raise_education": {"education": what},
        "gain_experience": {"experience_months": (worker.experience_months or 0) + (amount or 0)},
        "relocate": {"will_relocate": True},
        "lower_pay": {"pay_low": amount},
        "accept_type": {"employment_types": (*worker.employment_types, what)},
    }
    gained = CodedSkill(id=what, relevance="held")
    return replace(worker, **taken.get(step["action"], {"skills": (*worker.skills, gained)}))


def licensed(engine: Engine, seeker: Worker, coded: Coded, licence: str) -> Coded:
    """The coded seeker with skills and licences as they are coded once the seeker's own words name a licence too."""
    says = replace(seeker, summary=f"{seeker.summary}\nPunya {licence}.")
    again = engine.subject(says).coded
    return replace(coded, skills=again.skills, licences=again.licences)


def really_opens(engine: Engine, seeker: Worker, subject: Subject, opening: Opening) -> bool:
    """Whether a posting is closed to a seeker, open with the licence, and then scores what was promised."""
    coded = licensed(engine, seeker, subject.coded, opening.licence["label"])
    before, after = (may_take(engine, one, opening.key) for one in (subject.coded, coded))
    return not before and after and _scores(engine, subject, coded, opening.key, opening.score)


def may_take(engine: Engine, worker: Coded, key: str) -> bool:
    """Whether no condition keeps a worker from a posting."""
    place = engine.refresh().catalogues[Kind.POSTING].place(key)
    own = columns_of([worker], engine.vocabulary)
    return bool(postings_for(own, place.segment, Conditions(), engine.vocabulary).allowed[place.row])
