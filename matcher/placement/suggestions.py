"""Suggestions for chosen people, or for chosen postings, without everybody being sent to the same one.

The lists are those of ``matcher.spreading``: the same prices, over the postings that are chosen or over all that are
open (docs/decisions/0010-prices-against-a-stampede.md). Who objects to automatic recommendations is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from scipy.sparse import csr_array

from matcher.assignment import NOTHING
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.records import Kind
from matcher.shortlists import Shortlists, shortlists
from matcher.spreading import Recommended, recommend
from taxonomy.errors import InputError, UnknownIdError

MOST_PEOPLE = 200
MOST_POSTINGS = 50
"""Chosen at once; the whole market is ``sepadan recommend postings``."""

DIAL = 0.5
"""Half way between one's own best and the market's (decision 0010)."""

_NEAREST = 20
"""People who are looked at for each chosen posting where nobody is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """One suggestion.

    Attributes:
        posting: Key.
        score: Of the pair, in [0, 1].
        own_rank: Its place in the person's own list, from 1.
    """

    posting: str
    score: float
    own_rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What is suggested to whom.

    Attributes:
        people: Key of each person to what is suggested, best first; empty where nothing is.
        sent: Key of a posting to how many people are sent to it.
        alone: The same if everybody followed their own list.
        places: Key of a posting to the people that it takes; 1 where it does not say.
        left_out: Chosen people who want no automatic recommendations.
    """

    people: Mapping[str, tuple[Suggested, ...]]
    sent: Mapping[str, int]
    alone: Mapping[str, int]
    places: Mapping[str, int]
    left_out: tuple[str, ...]


def suggest(engine: Engine, people: Sequence[str], postings: Sequence[str], k: int, today: date) -> Suggestions:
    """Suggest up to k postings to each of some people.

    Args:
        engine: Holds them.
        people: Keys; where none is chosen those who fit the chosen postings best.
        postings: Keys of those among which suggestions are made; all that are open when empty.
        k: Postings for each, from 1.
        today: Day on which a posting must be open.

    Raises:
        InputError: Nobody is chosen, too many are, or nothing is open.
        UnknownIdError: A key is not that of an indexed record.
    """
    if len(people) > MOST_PEOPLE or len(postings) > MOST_POSTINGS:
        raise InputError(
            wanted=f"at most {MOST_PEOPLE} people and {MOST_POSTINGS} postings", found="more", where="keys"
        )
    chosen = list(dict.fromkeys(people)) or _nearest(engine, postings)
    if not chosen:
        raise InputError(wanted="people or postings", found="none", where="keys")
    among = shortlists(engine, today, _untold, keys=chosen)
    if postings:
        among = _only(engine, among, postings, today)
    found = recommend(among, min(k, 20), DIAL)
    told = _told(found)
    return replace(told, left_out=tuple(sorted(set(chosen) - set(among.workers))))


def _nearest(engine: Engine, postings: Sequence[str]) -> list[str]:
    found = dict[str, None]()
    for key in postings:
        ranking = engine.match(engine.stored_subject(Kind.POSTING, key), _NEAREST, Conditions())
        found |= {one.key: None for one in ranking.matches}
    return list(found)[:MOST_PEOPLE]


def _only(engine: Engine, among: Shortlists, postings: Sequence[str], today: date) -> Shortlists:
    """The same people with the chosen postings alone, every pair that meets the hard conditions scored."""
    at = {key: column for column, key in enumerate(among.postings)}
    unknown = next((key for key in postings if key not in at), None)
    if unknown is not None:
        raise UnknownIdError(wanted="the id of an open posting", found=unknown, where="postings")
    columns = sorted(at[key] for key in dict.fromkeys(postings))
    keys = tuple(among.postings[column] for column in columns)
    pipeline = engine.refresh()
    places = pipeline.places("posting", keys)
    rows, own, scores = list[int](), list[int](), list[float]()
    for row, worker in enumerate(among.workers):
        subject = engine.stored_subject(Kind.WORKER, worker)
        for one in pipeline.fitting(subject, "posting", places, Conditions(today=today)):
            rows.append(row)
            own.append(keys.index(one.key))
            scores.append(one.total)
    places_of = (np.array(rows, int), np.array(own, int))
    table = csr_array((np.array(scores, np.float32), places_of), shape=(len(among.workers), len(keys)))
    return replace(among, postings=keys, utilities=table, places=among.places[columns])


def _told(found: Recommended) -> Suggestions:
    among, people = found.among, dict[str, tuple[Suggested, ...]]()
    sent, alone = Counter[str](), Counter[str]()
    for row, worker in enumerate(among.workers):
        listed = list[Suggested]()
        columns: list[int] = found.lists.columns[row].tolist()
        ranks: list[int] = found.own_ranks[row].tolist()
        for column, rank in zip(columns, ranks, strict=True):
            if column != NOTHING:
                key = among.postings[column]
                score = round(float(among.utilities[row, column]), 4)
                listed.append(Suggested(posting=key, score=score, own_rank=rank))
        people[worker] = tuple(listed)
        sent.update(one.posting for one in listed)
        own: list[int] = found.own.columns[row].tolist()
        alone.update(among.postings[column] for column in own if column != NOTHING)
    named = {*sent, *alone}
    places = {key: int(among.places[at]) for at, key in enumerate(among.postings) if key in named}
    return Suggestions(people=people, sent=dict(sent), alone=dict(alone), places=places, left_out=())


def _untold(what: str, done: int, total: int) -> None:
    """Of nobody who wants to know."""
