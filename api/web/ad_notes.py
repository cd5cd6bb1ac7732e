"""What an employer is told beside the reading of an ad: what was changed, what is not clear, what to choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.serving import Serving
from api.web.ad_buttons import SPARED, changes_of, jobs_of
from api.web.ad_form import Written
from matcher.ad_inspection.flags import Ad

_PLACES = 4
_READ = 2_000
"""Characters of an ad in which its place is looked for: it stands in the head or at the end of a short one."""


def notes_of(serving: Serving, before: Written, written: Written, do: str, *, had_title: bool) -> dict[str, Any]:
    """What the page says of itself.

    Args:
        serving: Its places.
        before: The ad as it was sent.
        written: As it is after its button.
        do: The button.
        had_title: Whether a title was sent; else it was made out of the text.
    """
    draft = written.draft
    return {
        "mended": _mended(before, written, do),
        "can_undo": any(written.was),
        "title_read": not had_title,
        "jobs": jobs_of(draft.title),
        "places": places_for(serving, draft.place, f"{draft.title}\n{draft.text}"),
    }


def _mended(before: Written, written: Written, do: str) -> Sequence[tuple[str, str]]:
    """Words of the flags that one button replaced, and what stands there now."""
    what, _, about = do.partition(":")
    if what != "ganti" or before.draft == written.draft:
        return ()
    ad = Ad(title=before.draft.title, text=before.draft.text)
    return [
        (change.flag.surface, change.put)
        for change in changes_of(ad)
        if about == f"{change.flag.where}:{change.flag.start}:{change.flag.end}"
        or (about == "semua" and change.flag.kind not in SPARED)
    ]


def places_for(serving: Serving, place: str, text: str) -> Sequence[tuple[str, str]]:
    """Regions to choose from, code and name: those of a name that several have, or those that an ad's words name.

    Args:
        serving: Its gazetteer.
        place: Of the form; where it names one region there is nothing to choose.
        text: Words of the ad.
    """
    regions = serving.engine.coder.gazetteer.read(place or text[:_READ]).regions
    return [] if place and len(regions) < 2 else [(one.code, one.name) for one in regions[:_PLACES]]
