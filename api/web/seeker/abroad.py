"""The tab of work abroad: what a destination asks for, once where all ask it, and one country alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.web import views
from api.web.seeker.cards import label_of
from api.web.seeker.search import MOST, Search, cards_of
from api.web.tongue import Tongue
from matcher.records import Kind

Want = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbroadNote:
    """What a posting abroad means.

    Attributes:
        countries: Code and name of each destination.
        warnings: Signs of fraud or of what the law forbids, in words, with the law.
        checks: What the ad leaves open or breaks, in words, with the law.
        wants: What the destination asks for, and how far it is met: ``have``, ``missing``, ``to_arrange`` or so.
    """

    countries: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, str], ...]
    checks: tuple[tuple[str, str, str], ...]
    wants: tuple[Want, ...]


def abroad_note(tongue: Tongue, note: Mapping[str, Any]) -> AbroadNote:
    """The note that the matcher adds to a posting abroad."""
    explains, name = f"explains_{tongue.language}", f"name_{tongue.language}"
    return AbroadNote(
        countries=tuple((str(one["code"]), str(one[name])) for one in note["destination"]["countries"]),
        warnings=tuple((str(one[explains]), str(one["rule"])) for one in note["warnings"]),
        checks=tuple(
            (str(one["status"]), str(one[explains]), str(one["rule"]))
            for one in note["checks"]
            if one["status"] in {"violated", "missing"}
        ),
        wants=tuple((str(one.get("state", "")), label_of(one, tongue)) for one in note["requirements"]),
    )


def abroad(search: Search) -> dict[str, Any]:
    """What the tab shows."""
    # Neither kilometres nor rupiah say much of work abroad, and ads there seldom name either.
    conditions = replace(search.conditions, is_abroad=True, within_km=None)
    found = search.found(MOST, conditions)
    notes = {key: abroad_note(search.tongue, note) for key, note in found.overseas.items()}
    there = replace(found, matches=tuple(one for one in found.matches if _is_in(notes.get(one.key), search.country)))
    ranking = search.left(there, search.shown)
    shown = [notes[one.key] for one in ranking.matches if one.key in notes]
    common = in_common(shown)
    return {
        "cards": cards_of(search, ranking, {}),
        "gap": search.gap(there),
        "notes": {key: without(note, common) for key, note in notes.items()},
        "common": common,
        "countries": _countries([notes[one.key] for one in search.left(found, MOST).matches if one.key in notes]),
        "relax": views.relax_view(search.tongue, ranking, Kind.POSTING),
        "more": len(ranking.matches) == search.shown < MOST,
    }


def _is_in(note: AbroadNote | None, country: str) -> bool:
    return not country or (note is not None and country in dict(note.countries))


def _countries(notes: Iterable[AbroadNote]) -> list[tuple[str, str, int]]:
    """Code, name and number of postings of each destination, the most first."""
    counts: Counter[tuple[str, str]] = Counter(country for note in notes for country in dict.fromkeys(note.countries))
    return [(*country, count) for country, count in sorted(counts.items(), key=lambda item: (-item[1], item[0][1]))]


def in_common(notes: Iterable[AbroadNote]) -> tuple[Want, ...]:
    """What every one of several postings asks for; nothing where there is one alone, for it stands there itself."""
    wanted = [note.wants for note in notes]
    if len(wanted) < 2:
        return ()
    return tuple(one for one in wanted[0] if all(one in others for others in wanted[1:]))


def without(note: AbroadNote, common: Iterable[Want]) -> AbroadNote:
    """A note without what is said once for all postings."""
    left_out = frozenset(common)
    return replace(note, wants=tuple(one for one in note.wants if one not in left_out))
