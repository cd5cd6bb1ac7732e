"""All that the page of an ad tells of it, put together for the template."""

from __future__ import annotations

from typing import Any

from api.access.caller import Caller
from api.serving import Serving
from api.trail import Trail
from api.web import ad_pay, ad_view, card_view, views
from api.web.ad_form import Written
from api.web.ad_notes import notes_of
from api.web.page import Page
from matcher.answers import Subject
from matcher.filters import Conditions

_MATCHES = 10


def result_of(
    page: Page, serving: Serving, caller: Caller, trail: Trail, subject: Subject, written: Written
) -> dict[str, Any]:
    """What was read of an ad, how it pays, what must change and, for who may see that, whom it reaches.

    Args:
        page: In whose language.
        serving: What it is held against.
        caller: Who asks; people by key or pseudonym only.
        trail: Told who was shown.
        subject: The ad, coded.
        written: As its form has it.
    """
    coded, tongue, skills = subject.coded, page.tongue, serving.engine.coder.skills
    offer = ad_pay.offer_for(coded, serving)
    result: dict[str, Any] = {
        "units": ad_view.units_view(coded, tongue),
        "uncertain": coded.uncertain,
        "skills": ad_view.skills_view(coded, written, skills, tongue),
        "facts": views.facts_of(tongue, serving, coded),
        "found": ad_view.found_view(written, tongue),
        "flags": ad_view.flags_view(written, coded, serving.today().year, tongue),
        "offer": ad_pay.offer_view(offer, tongue, serving, written.wage),
        "notes": notes_of(serving, written, written, "", had_title=True),
        "unknown_place": bool(written.draft.place) and not coded.region_codes and not coded.countries,
        "people": caller.sees_people,
        "reach": None,
        "cards": [],
    }
    if caller.sees_people:
        result["reach"] = ad_view.reach_view(
            subject, written.draft.text, serving, offer, tongue, is_exact=caller.visible is None
        )
        ranking = serving.engine.match(subject, _MATCHES, Conditions(visible=caller.visible))
        serving.metrics.matches("worker", len(ranking.matches))
        trail.shown(one.key for one in ranking.matches)
        cards = card_view.still_there(card_view.worker_card, tongue, serving, ranking.matches)
        result["cards"] = [card_view.seen_by(caller, card) for card in cards]
    return result
