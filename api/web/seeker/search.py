"""A search of a seeker: who asks, under which limits, and the cards of what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from api.serving import Serving
from api.web.seeker import cards
from api.web.seeker.draft import Draft
from api.web.seeker.near import nearest_of
from api.web.tongue import Tongue
from matcher.answers import Ranking, Subject
from matcher.explain import Explained
from matcher.filters import Conditions
from matcher.pipeline import MAX_K
from taxonomy.errors import UnknownIdError

FIRST_TAB = "lowongan"

NEAR_KM = 50
"""What people call near: a posting this far can be reached from home each day."""

PAGE = 10
"""Postings that are shown at first, and more at each asking."""
MOST = 50


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
        just_hidden: Key of the posting that was hidden a moment ago, or empty.
        country: Code of the only country that work abroad may be in; empty is any.
    """

    tongue: Tongue
    serving: Serving
    subject: Subject
    draft: Draft
    key: str = ""
    hidden: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    shown: int = PAGE
    just_hidden: str = ""
    country: str = ""

    @property
    def conditions(self) -> Conditions:
        """Of a search inside Indonesia, today."""
        return self.draft.conditions(Conditions(today=self.serving.today(), is_abroad=False))

    def found(self, count: int, conditions: Conditions) -> Ranking:
        """The best postings, with the hidden ones among them: so many that ``count`` are left without these."""
        ranking = self.serving.engine.match(self.subject, min(MAX_K, count + len(self.hidden)), conditions)
        # Work abroad has a tab of its own: to look there too is no condition to loosen.
        relax = tuple(one for one in ranking.relax if one.condition != "abroad")
        return replace(ranking, relax=relax)

    def left(self, ranking: Ranking, count: int) -> Ranking:
        """The best postings that are not hidden."""
        left = [one for one in ranking.matches if one.key not in self.hidden]
        self.serving.metrics.matches("posting", min(count, len(left)))
        return replace(ranking, matches=tuple(left[:count]))

    def ranked(self, count: int, conditions: Conditions) -> Ranking:
        """Both in one."""
        return self.left(self.found(count, conditions), count)

    def gap(self, ranking: Ranking) -> int:
        """Before which posting of those left the one stood that was just hidden, from 0; -1 where none was."""
        keys = [one.key for one in ranking.matches if one.key not in self.hidden or one.key == self.just_hidden]
        at = keys.index(self.just_hidden) if self.just_hidden in keys else -1
        return at if at <= self.shown else -1


def cards_of(search: Search, ranking: Ranking, closes: Mapping[str, int]) -> list[cards.JobCard]:
    """Cards of ranked postings; one that was deleted while the page was made is left out.

    Args:
        search: Who asks.
        ranking: What is shown.
        closes: Id of a missing skill to the number of the course that teaches it, from 1.
    """
    made: list[cards.JobCard] = []
    for place, found in enumerate(ranking.matches, 1):
        with suppress(UnknownIdError):
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


def compared(search: Search, keys: Sequence[str]) -> list[cards.JobCard]:
    """Postings side by side, whatever the limits of the search; those that are gone are left out.

    Args:
        search: Who asks.
        keys: Of postings, in the order in which they are shown.
    """
    free = Conditions(respect_hours=False, respect_education=False, waived=("licence",))
    ranking = search.serving.engine.refresh().revisit(search.subject, keys, free)
    return cards_of(search, ranking, {})
