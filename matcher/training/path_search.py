"""Paths of up to three courses: each is open to who did those before, none overlap, and all of them are needed.

The value of a path is that of what its courses give together, found by matching anew with all of it held, and not the
sum of what each would bring alone. Where few courses come into question every order of every three of them is looked
at; where there are more, pairs of the ``WIDEST`` most valuable ones, and of these the ``BEAM`` best are followed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.training.admission import Refusal, TrainingWish, lacks_entry, terms_of
from matcher.training.advice import helps
from matcher.training.gain import USUAL_JP, Gain, gain_of
from matcher.training.gained import both
from matcher.training.lessons import RELATED, Offer, Tables, applicant_of, useless
from matcher.training.reach import Outlook
from matcher.training.timetable import Slot, next_slot, weeks_in_all, within_limits

LONGEST = 3
"""Courses of a path at most."""

EXACT = 12
"""Courses up to which every path is looked at: 1,464 of them."""

WIDEST = 40
BEAM = 12

LEAST_STEP = 0.25
"""Value that each course adds at least: nobody sits in one more course for a quarter of a posting."""


class PathSearch:
    """The search for one worker; what courses give together is scored once, whatever their order."""

    def __init__(self, outlook: Outlook, wish: TrainingWish, tables: Tables) -> None:
        """Search for a worker.

        Args:
            outlook: The postings looked at for the worker.
            wish: What is asked of training.
            tables: For numbers and labels.
        """
        self._outlook, self._wish, self._tables = outlook, wish, tables
        self._gains = dict[tuple[frozenset[tuple[str, ...]], int], Gain]()

    def best(self, offers: Sequence[Offer], k: int) -> list[tuple[Slot, ...]]:
        """The k most valuable paths; of equals the shorter, then the sooner done, then by keys.

        Of paths that give the same, such as one programme at two centres, one is kept.

        Args:
            offers: Courses that may be taken as far as place, time and means go.
            k: At most this many.
        """
        helping, stones = self._candidates(offers)
        wanted = frozenset(one.key for one in helping)
        paths = self._paths([*helping, *stones])
        every = [path for path in paths if self._helps(path) and self._needs_each(path, wanted)]
        every.sort(key=self._rank)
        found = dict[frozenset[tuple[str, ...]], tuple[Slot, ...]]()
        for path in every:
            found.setdefault(frozenset(slot.offer.lesson.learnt.skills for slot in path), path)
        return list(found.values())[:k]

    def gain(self, path: Sequence[Slot]) -> Gain:
        """What the courses of a path give together."""
        lessons = {slot.offer.lesson.learnt.skills: slot.offer.lesson.learnt for slot in path}
        asked = frozenset(lessons), sum(_jp(slot.offer) for slot in path)
        if asked not in self._gains:
            learnt = both([lessons[skills] for skills in sorted(lessons)])
            self._gains[asked] = gain_of(self._outlook, learnt, asked[1])
        return self._gains[asked]

    def extend(self, path: tuple[Slot, ...], offer: Offer) -> tuple[Slot, ...] | None:
        """A path with one more course; None where it is in it, asks for more, comes too soon or exceeds a limit."""
        if any(slot.offer.key == offer.key for slot in path):
            return None
        slot = next_slot(path[-1] if path else None, offer, self._wish)
        if slot is None or not within_limits((*path, slot), self._wish):
            return None
        return None if self._lacks_entry(path, offer) else (*path, slot)

    def _lacks_entry(self, path: Sequence[Slot], offer: Offer) -> bool:
        terms = terms_of(offer.lesson.course)
        if not terms.entry_skills and not terms.entry_licences:
            return False
        learnt = both([one.offer.lesson.learnt for one in path]) if path else None
        return lacks_entry(offer.lesson.course, applicant_of(self._outlook, learnt), self._tables.vocabulary)

    def _paths(self, offers: Sequence[Offer]) -> list[tuple[Slot, ...]]:
        """Every path, or those that a beam finds."""
        level: list[tuple[Slot, ...]] = [()]
        found = list[tuple[Slot, ...]]()
        for length in range(1, LONGEST + 1):
            if length == LONGEST and len(offers) > EXACT:
                level = sorted(level, key=self._rank)[:BEAM]
            level = list(self._extended(level, offers))
            found += level
        return found

    def _extended(self, level: Sequence[tuple[Slot, ...]], offers: Sequence[Offer]) -> Iterator[tuple[Slot, ...]]:
        for path in level:
            for offer in offers:
                longer = self.extend(path, offer)
                if longer is not None:
                    yield longer

    def _candidates(self, offers: Sequence[Offer]) -> tuple[list[Offer], list[Offer]]:
        """Courses that may help, the ``WIDEST`` most valuable, and those of near work that only open the way to one."""
        applicant = applicant_of(self._outlook)
        reasons: dict[str, Refusal | None] = {
            one.key: useless(one, applicant, self._outlook, self._tables) for one in offers
        }
        helping = [
            one for one in offers if (reason := reasons[one.key]) is None or self._helps_once_admitted(one, reason)
        ]
        helping.sort(key=lambda one: (-self._alone(one), one.away_km or 0.0, one.key))
        kept, stones = helping[:WIDEST], list[Offer]()
        for _ in range(LONGEST - 1):
            known = {one.key for one in (*kept, *stones)}
            asked = _asked_first([*kept, *stones], self._outlook, self._tables)
            more = [one for one in offers if one.key not in known and not one.alike < RELATED]
            stones += [one for one in more if not asked.isdisjoint(one.lesson.learnt.skills)]
        return kept, stones

    def _helps_once_admitted(self, offer: Offer, reason: Refusal | None) -> bool:
        if reason != "entry":
            return False
        course = offer.lesson.course
        asks_nothing = replace(terms_of(course), entry_skills=(), entry_licences=())
        free = replace(offer, lesson=replace(offer.lesson, course=replace(course, terms=asks_nothing)))
        applicant = applicant_of(self._outlook)
        return useless(free, applicant, self._outlook, self._tables) is None

    def _alone(self, offer: Offer) -> float:
        return self.gain([Slot(offer=offer, starts=None, ends=None)]).worth.value

    def _helps(self, path: Sequence[Slot]) -> bool:
        return helps(self.gain(path), [slot.offer for slot in path])

    def _needs_each(self, path: tuple[Slot, ...], wanted: frozenset[str]) -> bool:
        """Whether leaving out any course costs ``LEAST_STEP`` of value, or leaves a path that cannot be gone.

        What is not wanted for itself stands there only where the path cannot be gone without it.
        """
        if len(path) == 1:
            return path[0].offer.key in wanted
        return all(
            self._is_worse(path, [*path[:at], *path[at + 1 :]], is_wanted=slot.offer.key in wanted)
            for at, slot in enumerate(path)
        )

    def _is_worse(self, path: Sequence[Slot], shorter: Sequence[Slot], *, is_wanted: bool) -> bool:
        walked: tuple[Slot, ...] | None = ()
        for slot in shorter:
            walked = None if walked is None else self.extend(walked, slot.offer)
        if walked is None:
            return True
        return is_wanted and self.gain(path).worth.value - self.gain(walked).worth.value >= LEAST_STEP

    def _rank(self, path: Sequence[Slot]) -> tuple[float, int, float, tuple[str, ...]]:
        keys = tuple(slot.offer.key for slot in path)
        return (-self.gain(path).worth.value, len(path), weeks_in_all(path), keys)


def _asked_first(offers: Sequence[Offer], outlook: Outlook, tables: Tables) -> set[str]:
    """What courses ask their participants to bring and the worker does not fully hold."""
    terms = [terms_of(one.lesson.course) for one in offers]
    asked = {skill for one in terms for skill in (*one.entry_skills, *one.entry_licences)}
    numbers = tables.vocabulary.skills
    return {skill for skill in asked if skill not in numbers or outlook.earned[numbers[skill]] < 1}


def _jp(offer: Offer) -> int:
    jp = terms_of(offer.lesson.course).jp
    return USUAL_JP if jp is None else jp
