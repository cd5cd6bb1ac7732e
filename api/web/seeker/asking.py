"""A search that is asked: by a profile that travels in the form, or by one that is kept behind a session."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from api.routes.intake import read_subject
from api.serving import Serving
from api.web import views, words
from api.web.page import Page
from api.web.seeker import results
from api.web.seeker.draft import LIMITS_OF_A_SEARCH, OF_A_CV, PAY_CHOICES, Draft
from api.web.seeker.hidden import REASONS, read_hidden
from api.web.seeker.results import TABS
from api.web.seeker.search import FIRST_TAB, MOST, NEAR_KM, PAGE, Search, compared
from matcher.answers import Subject
from matcher.recent_subjects import RECENT
from matcher.records import Kind

COMPARED = 3
"""Postings that are compared at once."""

_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one form asks for.

    Attributes:
        draft: Profile and limits.
        tab: One of ``results.TABS``.
        shown: Postings that are shown.
        compared: Keys of postings that are compared; none where none are.
        just_hidden: Key of the posting that this form hides, or empty.
        reason: Why, one of ``hidden.REASONS``; empty where nothing is hidden.
        country: Code of the only country that work abroad may be in; empty is any.
        just_added: Skill or licence that this form adds to the profile, or empty.
    """

    draft: Draft
    tab: str
    shown: int
    compared: tuple[str, ...]
    just_hidden: str = ""
    reason: str = ""
    country: str = ""
    just_added: str = ""


def asked_of(form: Mapping[str, str]) -> Asked:
    """What a form asks for: which button was pressed, and what the form carries."""
    draft = Draft.of(form)
    reason, just_hidden = read_hidden(form["sembunyi"]) if form.get("sembunyi") else ("", "")
    if just_hidden:
        draft = draft.without(reason, just_hidden)
    if shown_again := form.get("tampilkan", ""):
        draft = draft.with_again(shown_again)
    if just_added := form.get("tambah", "").strip():
        draft = draft.with_skill(just_added)
    if taken_back := form.get("buang", ""):
        draft = draft.without_skill(taken_back)
    if "dekat_saja" in form:
        draft = replace(draft, within_km=str(NEAR_KM))
    country = form.get("negara", form.get("negara_kini", ""))
    tab = form.get("tab") or form.get("tab_kini", "")
    number = form.get("banyak") or form.get("banyak_kini", "")
    chosen = [value for name, value in form.items() if name.startswith("banding-") and value]
    return Asked(
        draft=draft,
        tab=tab if tab in TABS else FIRST_TAB,
        shown=min(MOST, max(PAGE, int(number))) if number.isdecimal() and len(number) < 4 else PAGE,
        compared=tuple(dict.fromkeys(chosen))[:COMPARED] if "bandingkan" in form else (),
        just_hidden=just_hidden,
        reason=reason,
        country=country if _COUNTRY.fullmatch(country) else "",
        just_added=just_added,
    )


def fields_of(asked: Asked) -> list[tuple[str, str]]:
    """The fields by which the same is asked once more; what was saved or hidden by it is not done again."""
    compared = [(f"banding-{at}", key) for at, key in enumerate(asked.compared)]
    compared += [("bandingkan", "1")] if compared else []
    country = [("negara", asked.country)] if asked.country else []
    return [*asked.draft.carried(), ("tab", asked.tab), ("banyak", str(asked.shown)), *country, *compared]


def typed_subject(serving: Serving, worker: Mapping[str, Any]) -> Subject:
    """The profile of a form, read, coded and embedded, or as it was a moment ago.

    Raises:
        InputError: It cannot be read.
    """
    name = hashlib.sha256(orjson.dumps(worker, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return RECENT.get(name, lambda: read_subject(serving.engine, Kind.WORKER, None, dict(worker)))


def context_of(page: Page, search: Search, asked: Asked) -> dict[str, Any]:
    """What the template of results shows."""
    draft = search.draft
    limits = {name: getattr(draft, name) for name in LIMITS_OF_A_SEARCH}
    comparing = compared(search, asked.compared) if asked.compared else []
    return {
        "asked": asked,
        "draft": search.draft,
        "read": views.read_view(page.tongue, search.serving, search.subject.coded),
        "unknown_place": bool(search.draft.place) and not search.subject.coded.region_codes,
        "tabs": [(name, page.tongue.gettext(label), name == asked.tab) for name, label in TABS.items()],
        "compared": comparing,
        "result": {} if comparing else results.answer(search, asked.tab),
        "is_of_a_cv": draft.origin == OF_A_CV,
        "is_sample": views.loaded(page.tongue, search.serving).is_sample,
        "hide_reasons": list(REASONS.items()),
        "limits_on": sum(bool(value) for value in limits.values()),
        "radii": words.radius_choices(page.tongue),
        "pays": [
            ("", page.tongue.gettext("Berapa pun")),
            *((one, page.tongue.rupiah(int(one))) for one in PAY_CHOICES[1:]),
        ],
    }
