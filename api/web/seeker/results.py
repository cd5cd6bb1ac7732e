"""Answers of a search, one for each tab: ranked, by distance, courses, next jobs, abroad, first jobs; compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from api.serving import Serving
from api.web import card_view, views, words
from api.web.seeker import cards
from api.web.seeker.draft import Draft
from api.web.seeker.near import Around, Placed, around, nearest_of
from api.web.tongue import N_, Tongue
from matcher.answers import Ranking, Subject
from matcher.careers import next_jobs, open_postings, unit_of
from matcher.explain import Explained
from matcher.filters import Conditions
from matcher.first_job_profile import first_job_profile, programme_worker
from matcher.first_jobs import find_first_jobs
from matcher.pipeline import MAX_K
from matcher.reason_words import opening_words
from matcher.records import Kind
from matcher.rights.errors import PurposeError
from matcher.rights.purposes import Purpose
from matcher.training.admission import TrainingWish
from matcher.training.claim_words import alternative_words, claim_words, none_words
from taxonomy.career_ladder import load_career_ladder
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import load_occupations

TABS: Mapping[str, str] = {
    "lowongan": N_("Lowongan"),
    "dekat": N_("Jarak"),
    "pelatihan": N_("Pelatihan"),
    "jenjang": N_("Jenjang"),
    "magang": N_("Magang"),
    "luar-negeri": N_("Luar negeri"),
}
FIRST_TAB = "lowongan"

PAGE = 10
"""Postings that are shown at first, and more at each asking."""
MOST = 50
COURSES = 3
_NEAR = 50
_ALL_COURSES = 10
_PATHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Who searches, and for what.

    Attributes:
        tongue: Language of the answer.
        serving: What is searched.
        subject: The seeker's profile, coded.
        draft: Limits of the search.
        key: Key of a stored profile; empty for one that came with the request.
        hidden: Keys of postings that are left out.
        kept: Keys of postings that the seeker keeps.
        shown: Postings that are shown.
    """

    tongue: Tongue
    serving: Serving
    subject: Subject
    draft: Draft
    key: str = ""
    hidden: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    shown: int = PAGE

    @property
    def conditions(self) -> Conditions:
        """Of a search inside Indonesia, today."""
        return self.draft.conditions(Conditions(today=self.serving.today(), is_abroad=False))

    def ranked(self, count: int, conditions: Conditions) -> Ranking:
        """The best postings that are not hidden."""
        wanted = min(MAX_K, count + len(self.hidden))
        ranking = self.serving.engine.match(self.subject, wanted, conditions)
        left = [one for one in ranking.matches if one.key not in self.hidden]
        self.serving.metrics.matches("posting", min(count, len(left)))
        # Work abroad has a tab of its own: to look there too is no condition to loosen.
        relax = tuple(one for one in ranking.relax if one.condition != "abroad")
        return replace(ranking, matches=tuple(left[:count]), relax=relax)


def answer(search: Search, tab: str) -> dict[str, Any]:
    """What a tab shows.

    Args:
        search: Who asks, and for what.
        tab: One of ``TABS``.
    """
    return _OF_TAB[tab](search)


def _postings(search: Search) -> dict[str, Any]:
    ranking = search.ranked(search.shown, search.conditions)
    told = _training(search, COURSES)
    closes = {
        str(skill["id"]): place
        for place, one in reversed(list(enumerate(told["advised"], 1)))
        for skill in one.claim.closes
    }
    return {
        **told,
        "cards": _cards(search, ranking, closes),
        "ranking": ranking,
        "relax": views.relax_view(search.tongue, ranking, Kind.POSTING),
        "would_open": [
            (cards.href_of(one.key), opening_words(one, search.tongue.language)) for one in ranking.would_open
        ],
        "more": len(ranking.matches) == search.shown < MOST,
    }


def _cards(search: Search, ranking: Ranking, closes: Mapping[str, int]) -> list[cards.JobCard]:
    made = []
    for place, found in enumerate(ranking.matches, 1):
        with suppress(UnknownIdError):  # deleted while the page was made
            made.append(_card(search, found, place, closes, len(ranking.also_at.get(found.key, ()))))
    return made


def _card(search: Search, found: Explained, place: int, closes: Mapping[str, int], copies: int) -> cards.JobCard:
    return cards.job_card(
        search.tongue,
        search.serving,
        found,
        place=place,
        km=distance_of(search.serving, search.subject, found.key),
        closes=closes,
        copies=copies,
        is_kept=found.key in search.kept,
    )


def distance_of(serving: Serving, subject: Subject, key: str) -> float | None:
    """Kilometres from a seeker's regency to the nearest place of a posting; None where one of both is not known."""
    coded = cards.place_of(serving, key)
    if coded is None or coded.is_remote or not subject.coded.region_codes:
        return None
    found = nearest_of(subject.coded.region_codes[0], coded.region_codes, serving.engine.coder.gazetteer)
    return None if found is None else found[0]


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
    made = _cards(search, ranking, {})
    by_key = {one.card.key: one for one in made}
    placed = []
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


def _abroad(search: Search) -> dict[str, Any]:
    # Neither kilometres nor rupiah say much of work abroad, and ads there seldom name either.
    conditions = replace(search.conditions, is_abroad=True, within_km=None)
    ranking = search.ranked(search.shown, conditions)
    notes = {key: cards.abroad_note(search.tongue, note) for key, note in ranking.overseas.items()}
    return {
        "cards": _cards(search, ranking, {}),
        "notes": notes,
        "relax": views.relax_view(search.tongue, ranking, Kind.POSTING),
        "more": len(ranking.matches) == search.shown < MOST,
    }


def _first_jobs(search: Search) -> dict[str, Any]:
    coded, tongue = search.subject.coded, search.tongue
    try:
        # Who has worked longer may look at internships too: by programme, level and place alone.
        programme = search.draft.study_programme or (coded.study_programmes[0] if coded.study_programmes else "")
        if not programme:
            return {"first": [], "needs_programme": True, "unknown_programme": False}
        profile = first_job_profile(programme_worker(programme, coded.education, coded.region_codes))
    except InputError:
        return {"first": [], "needs_programme": True, "unknown_programme": True}
    found = find_first_jobs(search.serving.engine, profile, search.shown, search.conditions)
    made = []
    for one in found.found:
        if one.key not in search.hidden:
            with suppress(UnknownIdError):
                made.append(cards.first_card(tongue, search.serving, one, profile))
    return {"first": made, "needs_programme": False, "programme": profile.programme.label}


_OF_TAB = {
    "lowongan": _postings,
    "dekat": _by_distance,
    "pelatihan": _courses,
    "jenjang": _next_jobs,
    "magang": _first_jobs,
    "luar-negeri": _abroad,
}


def compared(search: Search, keys: Sequence[str]) -> list[cards.JobCard]:
    """Postings side by side, whatever the limits of the search; those that are gone are left out.

    Args:
        search: Who asks.
        keys: Of postings, in the order in which they are shown.
    """
    free = Conditions(respect_hours=False, respect_education=False, waived=("licence",))
    ranking = search.serving.engine.refresh().revisit(search.subject, keys, free)
    return _cards(search, ranking, {})
