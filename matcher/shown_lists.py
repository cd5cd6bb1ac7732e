"""Outcomes as whole lists: only a list that is known from its first place to its last can be learnt from.

An event belongs to a list by the list's id, its asker and who looked at it. One that names no list is kept and not
learnt from: which of the lists that showed the pair it came of cannot be told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from indexes.outcome_rows import StoredOutcome
from matcher.impressions import Impression, TimedEvent
from matcher.outcome import OutcomeEvent
from matcher.part_list import NAMES
from matcher.records import Kind

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLists:
    """What can be learnt from, and what cannot.

    Attributes:
        by_asker: Key of who asked, to the impressions of their complete lists.
        lists: Complete lists.
        incomplete: Lists with a gap, one pair alone, a pair that could not be scored, or an event of a pair that was
            not told as shown.
        outside: Outcomes that name no list.
    """

    by_asker: Mapping[str, Sequence[Impression]]
    lists: int
    incomplete: int
    outside: int


def shown_lists(outcomes: Iterable[StoredOutcome], shown_to: Kind) -> ShownLists:
    """Sort outcomes into lists.

    Args:
        outcomes: Any order.
        shown_to: Only lists that were shown to workers, or for postings.
    """
    lists = defaultdict[tuple[str, str], list[StoredOutcome]](list)
    outside = 0
    for one in outcomes:
        if one.shown_to == shown_to and one.list_id:
            lists[asker_of(one), one.list_id].append(one)
        outside += not one.list_id
    by_asker = defaultdict[str, list[Impression]](list)
    complete = 0
    for (asker, list_id), rows in sorted(lists.items()):
        found = _impressions(f"{asker}\n{list_id}", rows)
        by_asker[asker] += found
        complete += bool(found)
    return ShownLists(
        by_asker={asker: found for asker, found in by_asker.items() if found},
        lists=complete,
        incomplete=len(lists) - complete,
        outside=outside,
    )


def asker_of(outcome: StoredOutcome) -> str:
    """Key of who asked for the list: the worker, or the posting."""
    return outcome.worker_key if outcome.shown_to == Kind.WORKER else outcome.posting_key


def _impressions(list_key: str, rows: Sequence[StoredOutcome]) -> list[Impression]:
    """The list by place; nothing when it is not complete."""
    shown = sorted((row for row in rows if row.event == OutcomeEvent.SHOWN), key=lambda row: row.position or 0)
    events = defaultdict[_Pair, list[TimedEvent]](list)
    for row in rows:
        events[_pair(row)].append(TimedEvent(event=OutcomeEvent(row.event), at=row.at))
    scored = [orjson.loads(row.components or "{}") for row in shown]
    if not (_is_whole(shown) and set(events) == {_pair(row) for row in shown} and _are_scored(scored)):
        return []
    return [
        Impression(
            list_key=list_key,
            shown_to=Kind(row.shown_to),
            worker_key=row.worker_key,
            posting_key=row.posting_key,
            position=place,
            values=tuple(parts[name][0] for name in NAMES),
            known=tuple(parts[name][1] for name in NAMES),
            chances=tuple(orjson.loads(row.chances)),
            weights_version=row.weights,
            events=tuple(events[_pair(row)]),
        )
        for place, (row, parts) in enumerate(zip(shown, scored, strict=True), 1)
    ]


def _pair(row: StoredOutcome) -> _Pair:
    return (row.worker_key, row.posting_key)


def _is_whole(shown: Sequence[StoredOutcome]) -> bool:
    """Two pairs or more, one at each place, ranked by the same weights, with chances for all or for none."""
    places = [row.position for row in shown]
    is_one = len({row.weights for row in shown}) == len({row.chances == "[]" for row in shown}) == 1
    return len(shown) > 1 and is_one and places == list(range(1, len(shown) + 1))


def _are_scored(scored: Sequence[Mapping[str, object]]) -> bool:
    return all(set(parts) == set(NAMES) for parts in scored)
