"""Answers of a search, one for each tab: ranked, by distance, courses, next jobs; others have modules of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.web import card_view, views, words
from api.web.seeker import cards
from api.web.seeker.abroad import abroad
from api.web.seeker.first_tab import first_jobs
from api.web.seeker.near import Around, Placed, around
from api.web.seeker.search import MOST, NEAR_KM, Search, cards_of, distance_of
from api.web.tongue import N_
from matcher.answers import Ranking
from matcher.careers import next_jobs, open_postings, unit_of
from matcher.reason_words import opening_words
from matcher.records import Kind
from matcher.rights.errors import PurposeError
from matcher.rights.purposes import Purpose
from matcher.training.admission import TrainingWish
from matcher.training.advice import CourseAdvice
from matcher.training.claim_words import alternative_words, claim_words, none_words
from taxonomy.career_ladder import load_career_ladder
from taxonomy.occupations import load_occupations

TABS: Mapping[str, str] = {
    "lowongan": N_("Lowongan"),
    "dekat": N_("Jarak"),
    "pelatihan": N_("Pelatihan"),
    "jenjang": N_("Jenjang"),
    "magang": N_("Magang"),
    "luar-negeri": N_("Luar negeri"),
}

COURSES = 3
_NEAR = 50
_ALL_COURSES = 10
_PATHS = 3


def answer(search: Search, tab: str) -> dict[str, Any]:
    """What a tab shows.

    Args:
        search: Who asks, and for what.
        tab: One of ``TABS``.
    """
    return _OF_TAB[tab](search)


def _postings(search: Search) -> dict[str, Any]:
    found = search.found(search.shown, search.conditions)
    ranking = search.left(found, search.shown)
    told = _training(search, COURSES)
    advised: Sequence[CourseAdvice] = told["advised"]
    closes = {
        str(skill["id"]): place for place, one in reversed(list(enumerate(advised, 1))) for skill in one.claim.closes
    }
    return {
        **told,
        "cards": cards_of(search, ranking, closes),
        "gap": search.gap(found),
        "near": _near(search, ranking),
        "ranking": ranking,
        "relax": views.relax_view(search.tongue, ranking, Kind.POSTING),
        "would_open": [
            (cards.href_of(one.key), opening_words(one, search.tongue.language)) for one in ranking.would_open
        ],
        "more": len(ranking.matches) == search.shown < MOST,
    }


def _near(search: Search, ranking: Ranking) -> dict[str, Any] | None:
    """How few of the postings shown are near home; None where most are, and where that is not asked or not known."""
    home, draft = search.subject.coded.region_codes, search.draft
    if not home or not ranking.matches or draft.within_km or draft.relocate:
        return None
    away = [distance_of(search.serving, search.subject, one.key) for one in ranking.matches]
    near, known = sum(km is not None and km <= NEAR_KM for km in away), sum(km is not None for km in away)
    if 2 * near >= known:
        return None
    gazetteer = search.serving.engine.coder.gazetteer
    return {"count": near, "of": len(away), "km": NEAR_KM, "home": words.places(search.tongue, home[:1], gazetteer)}


def _training(search: Search, count: int) -> dict[str, Any]:
    """Courses, and what may help beside them; the reason where there are none."""
    tongue, language = search.tongue, search.tongue.language
    try:
        if search.key:
            search.serving.engine.limits.require(search.key, Purpose.TRAINING)
    except PurposeError:
        said = tongue.gettext("Kamu meminta agar saran pelatihan tidak dihitung. Ini bisa diubah di halaman Data saya.")
        return {"advised": (), "courses": [], "no_course": said, "beside": []}
    advice = search.serving.engine.recommend_courses(search.subject, count, TrainingWish(today=search.serving.today()))
    search.serving.metrics.matches("course", len(advice.courses))
    return {
        "advised": advice.courses,
        "courses": card_view.still_there(card_view.course_card, tongue, search.serving, advice.courses),
        "claims": [claim_words(one.claim, advice.considered, language) for one in advice.courses],
        "no_course": none_words(advice.considered, language),
        "beside": [alternative_words(one, language) for one in advice.alternatives],
    }


def _by_distance(search: Search) -> dict[str, Any]:
    ranking = search.ranked(_NEAR, search.conditions)
    made = cards_of(search, ranking, {})
    by_key = {one.card.key: one for one in made}
    placed: list[Placed] = []
    for one in made:
        coded = cards.place_of(search.serving, one.card.key)
        if coded is not None:
            placed.append(Placed(key=one.card.key, region_codes=coded.region_codes, is_remote=coded.is_remote))
    found: Around = around(search.subject.coded.region_codes, placed, search.serving.engine.coder.gazetteer)
    return {
        "around": found,
        "spot_rows": [
            (spot.name, search.tongue.number(spot.km, 0), search.tongue.number(spot.count)) for spot in found.spots
        ],
        "groups": [(band, [by_key[key] for key in band.keys]) for band in found.bands],
        "relax": views.relax_view(search.tongue, ranking, Kind.POSTING),
    }


def _courses(search: Search) -> dict[str, Any]:
    told = _training(search, _ALL_COURSES)
    if not told["advised"]:
        return {**told, "paths": []}
    advice = search.serving.engine.recommend_paths(search.subject, _PATHS, TrainingWish(today=search.serving.today()))
    paths = [(one, claim_words(one.claim, advice.considered, search.tongue.language)) for one in advice.paths]
    return {**told, "paths": [one for one in paths if len(one[0].steps) > 1]}


def _next_jobs(search: Search) -> dict[str, Any]:
    coded = search.subject.coded
    code = coded.worked_in or (coded.occupations[0][0] if coded.occupations else "")
    if not code:
        return {"from": None, "steps": []}
    serving, occupations = search.serving, load_occupations()
    unit = unit_of(code, occupations)
    catalogue = serving.engine.refresh().catalogues[Kind.POSTING]
    counts = open_postings(catalogue, serving.engine.vocabulary, serving.today())
    steps = next_jobs(unit.code, load_career_ladder(), occupations, serving.engine.coder.skills, coded, counts)
    title = words.title(search.tongue, unit)
    return {"from": (unit.code, title), "steps": [cards.step_card(search.tongue, one) for one in steps]}


_OF_TAB = {
    "lowongan": _postings,
    "dekat": _by_distance,
    "pelatihan": _courses,
    "jenjang": _next_jobs,
    "magang": first_jobs,
    "luar-negeri": abroad,
}
