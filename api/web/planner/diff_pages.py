"""A course against what postings ask for (``/perencana/kurikulum``): find the course, see each module's verdict."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from rapidfuzz import fuzz, process, utils

from api.access.rule import FOR_PLANNERS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.page import Page, PageDep
from api.web.planner.diff_report import diff_report
from api.web.planner.files import Form, report_file
from api.web.planner.tables import Report
from api.web.route import PageRoute
from matcher.curriculum.diff import curriculum_diff
from matcher.curriculum.diff_told import diff_as_dict
from matcher.records import Kind
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.places import load_gazetteer

DIFF = "/perencana/kurikulum"
_FOUND = 12
_LIKE = 60.0

Text = Annotated[str, Query(max_length=120)]

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(DIFF, methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def diff_page(
    page: PageDep, serving: ServingDep, cari: Text = "", kursus: Text = "", provinsi: Text = "", tutup: Text = ""
) -> Response:
    """Search by words, and the diff of the course that was chosen."""
    report, unknown = None, False
    if kursus:
        try:
            report = _report(page, serving, kursus, provinsi, tutup)
        except (UnknownIdError, InputError):
            unknown = True
    found = _search(serving, cari)
    return page.render(
        "perencana_kurikulum.html",
        fragment="hasil",
        query={"cari": cari, "kursus": kursus, "provinsi": provinsi, "tutup": "1" if tutup else ""},
        found=found[:_FOUND],
        is_more=len(found) > _FOUND,
        report=report,
        unknown=unknown,
        provinces=[("", "Indonesia"), *((one.code, one.name) for one in load_gazetteer().provinces())],
    )


@router.api_route(f"{DIFF}/unduh/{{form}}", methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def diff_file(
    page: PageDep, serving: ServingDep, form: Form, kursus: Text = "", provinsi: Text = "", tutup: Text = ""
) -> Response:
    """The same as a workbook or a paper."""
    return report_file(_report(page, serving, kursus, provinsi, tutup), form, page.tongue, serving.today())


def _report(page: Page, serving: Serving, course: str, province: str, closed: str) -> Report:
    """The diff of a course.

    Raises:
        InputError: The course's occupation is not known.
        UnknownIdError: There is no such course.
    """
    engine = serving.engine
    catalogues = engine.refresh().catalogues
    coded = engine.stored_subject(Kind.COURSE, course).coded
    place = province if len(province) == 2 and load_gazetteer().knows(province) else ""
    market = serving.market.on(serving.today(), include_closed=bool(closed))
    found = curriculum_diff(coded, market, catalogues[Kind.POSTING], engine.vocabulary, engine.coder.skills, place)
    return diff_report(diff_as_dict(found, market), page.tongue)


def _search(serving: Serving, words: str) -> list[tuple[str, str, str]]:
    """Key, title and kejuruan of the courses whose titles are most like some words; slips of the pen are forgiven.

    One more than are shown, by which it is known that there are more.
    """
    if not words.strip():
        return []
    courses = {one.key: one for one in serving.engine.refresh().catalogues[Kind.COURSE]}
    ranked = process.extract(
        words,
        {key: one.title for key, one in courses.items()},
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=_LIKE,
        limit=_FOUND + 1,
    )
    return [
        (str(key), title, terms.vocational_field if (terms := courses[str(key)].terms) else "")
        for title, _score, key in ranked
    ]
