"""Every route module, in the order in which paths are tried, and the groups that the API's page shows them under.

A further one is named nowhere: it is found in its folder (``api/routes``; ``*_page.py`` and ``*pages.py`` below
``api/web``), and its functions say who may call them (``api.access.rules.guarded``).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from api.routes import (
    careers,
    consents,
    curriculum,
    erasures,
    europass,
    forecast,
    health,
    industries,
    inspection,
    job_results,
    jobs,
    market,
    matches,
    me,
    normalise,
    oauth,
    occupations,
    outcomes,
    overseas,
    pages_of_records,
    person_tokens,
    programmes,
    recommendations,
    record_by_id,
    record_pushes,
    reference,
    requests,
    reviews,
    sandbox,
    sources,
    training,
    uploads,
    watches,
    webhooks,
)
from api.web import (
    ad_list,
    design,
    employer,
    letter,
    officer,
    officer_batch,
    officer_search,
    pair,
    progress,
    reviewing,
    signing_in,
)
from api.web import inspection as inspectors_page
from api.web.navigation import Entry
from api.web.planner import diff_pages, plan_pages, programme_pages
from api.web.planner import pages as planner_pages
from api.web.seeker import (
    choosing_page,
    cv_page,
    keeping,
    kept_page,
    posting_page,
    rights_page,
    search_page,
    suggest,
    upload_page,
)
from api.web.steward import copies_page, generations_page, sources_page, standing_page
from api.web.steward.rooms import Room
from api.web.steward_fairness import pages as fairness_pages
from api.web.steward_flags import pages as flag_pages
from api.web.steward_titles import answer_pages, doubt_pages

_FOLDERS = ("routes/*.py", "web/**/*_page.py", "web/**/*pages.py")
_ORDERED: tuple[ModuleType, ...] = (
    *(matches, training, careers, curriculum),
    *(normalise, inspection, overseas, programmes),
    # before records, whose keys may hold slashes
    *(recommendations, europass, consents, requests, reviews, person_tokens),
    *(me, market, forecast),
    *(webhooks, watches),
    *(jobs, job_results, uploads),
    *(pages_of_records, record_pushes, record_by_id, erasures, outcomes),
    *(occupations, industries, reference, sources),
    *(sandbox, oauth, health),
    *(search_page, suggest, choosing_page, upload_page),
    *(keeping, posting_page, kept_page, cv_page, rights_page),
    *(ad_list, employer, officer, officer_search, pair, letter, reviewing, officer_batch, inspectors_page),
    *(planner_pages, plan_pages, diff_pages, programme_pages),
    *(standing_page, sources_page, copies_page, generations_page),
    *(doubt_pages, answer_pages, flag_pages, fairness_pages),
    *(signing_in, progress, design),
)
"""Modules of which the order counts, for keys may hold slashes, and pages stand in it in the document of the API."""


def _found() -> tuple[ModuleType, ...]:
    """Modules with a router that are not named above, by name."""
    here, named = Path(__file__).parent, {module.__name__ for module in _ORDERED}
    files = sorted(file for pattern in _FOLDERS for file in here.glob(pattern) if file.stem != "__init__")
    names = [".".join(("api", *file.relative_to(here).with_suffix("").parts)) for file in files]
    modules = [import_module(name) for name in names if name not in named]
    return tuple(module for module in modules if hasattr(module, "router"))


def _place(one: Entry | Room) -> tuple[int, str]:
    return one.place, one.path


def _entries(modules: Iterable[ModuleType]) -> tuple[Entry, ...]:
    return tuple(sorted((one.ENTRY for one in modules if hasattr(one, "ENTRY")), key=_place))


def _rooms(modules: Iterable[ModuleType]) -> tuple[Room, ...]:
    return tuple(sorted((one.ROOM for one in modules if hasattr(one, "ROOM")), key=_place))


FOUND = _found()
ROUTES: tuple[ModuleType, ...] = (*FOUND, *_ORDERED)
"""What was found is tried first: no record whose key holds a slash may stand in for a new path."""

ENTRIES = _entries(ROUTES)
"""Links of the header of pages."""

ROOMS = _rooms(ROUTES)
"""Links above the pages of stewards."""

TAGS = [
    {"name": "match", "description": "Ranked workers and postings, each with reasons"},
    {"name": "training", "description": "Courses and paths of courses by what they open, by matching anew"},
    {"name": "careers", "description": "First jobs by study programme, and the jobs that usually come next"},
    {"name": "curriculum", "description": "Plans of training centres: classes, placements, modules to add or drop"},
    {"name": "normalise", "description": "Titles and texts to KBJI, skills, regions, education, pay, experience"},
    {"name": "inspection", "description": "Unlawful demands and signs of fraud in ads, with the law and neutral words"},
    {"name": "overseas", "description": "Ads for work abroad against the law; workers as Europass CVs"},
    {"name": "programmes", "description": "Training, placement and income support: rules with sources, who may join"},
    {"name": "market", "description": "Demand, supply, tightness, skills, wages, possible flows, and the months ahead"},
    {"name": "records", "description": "Postings, workers, courses: bulk upsert, and by id; outcomes"},
    {
        "name": "rights",
        "description": "Purposes, consents, requests of people with clocks, human review (UU 27/2022)",
    },
    {"name": "privacy", "description": "Erasure of people at their own request, with a signed certificate"},
    {"name": "jobs", "description": "Uploads and matches too big for a request: progress, results, rejects"},
    {"name": "me", "description": "A job seeker's own data, by the token that the platform hands out"},
    {"name": "webhooks", "description": "Be told of what happens: signed, retried, each event once by its id"},
    {"name": "reference", "description": "KBJI 2014, its counterparts in ISCO-08 and ESCO, and the skill taxonomy"},
    {"name": "access", "description": "Tokens for clients, and the keys that they are verified with"},
    {"name": "operation", "description": "Health, readiness, metrics"},
]
