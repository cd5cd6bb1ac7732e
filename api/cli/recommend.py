"""``sepadan recommend courses``: the courses that raise a worker's best matches most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.lines import run_lines, shown_name
from api.cli.match import RecordLines, one_of
from api.cli.opening import open_filled
from api.cli.options import HomeOption, JsonOption, OutputOption, settings_of
from api.cli.show import advice_table, print_json, show
from api.day import today
from matcher.records import Kind

if TYPE_CHECKING:
    from matcher.answers import Advice, Subject
    from matcher.engine import Engine

_UNADVISED: dict[str, Any] = {"courses": [], "removed_by_filter": {}, "postings_considered": 0}


def courses(
    context: typer.Context,
    workers: Annotated[
        str | None, typer.Option("--workers", metavar="FILE.jsonl", help="Recommend for each of these workers.")
    ] = None,
    key: Annotated[
        str | None, typer.Option("--id", metavar="KEY", help="Recommend for one stored worker (source:id).")
    ] = None,
    k: Annotated[int, typer.Option("--k", help="Courses for each, from 1 to 1000.")] = 3,
    output: OutputOption = "-",
    include_closed: Annotated[
        bool, typer.Option("--include-closed", help="Take closed postings and begun courses too.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Recommend the training courses that open most for a worker."""
    from matcher.pipeline import check_k

    source = one_of({"--workers": workers, "--id": key})
    check_k(k)
    settings = settings_of(context, home)
    day = None if include_closed else today()
    if key is not None:
        with open_filled(settings) as engine:
            subject = engine.stored_subject(Kind.WORKER, key)
            advice = engine.recommend_courses(subject, k, day)
        if as_json:
            print_json(advice_line(key, advice))
        else:
            show(advice_table(advice, advice_heading(subject)))
        return

    def advised(engine: Engine, given: object, subject: Subject) -> Mapping[str, Any]:
        return advice_line(given, engine.recommend_courses(subject, k, day))

    reader = RecordLines(kind="workers", file=shown_name(source), empty=_UNADVISED, answer=advised)
    run_lines(source, output, lambda: reader.opened(settings), "recommend", as_json=as_json)


def advice_line(given_id: object, advice: Advice) -> dict[str, Any]:
    """One line of the output."""
    return {
        "id": given_id,
        "courses": [
            {
                "id": course.key,
                "title": course.title,
                "score": course.score,
                "opens": course.opens,
                "improves": course.improves,
                "closes": list(course.closes),
                "distance_km": course.distance_km,
                "examples": list(course.examples),
            }
            for course in advice.courses
        ],
        "removed_by_filter": dict(advice.removed_by_filter),
        "postings_considered": advice.postings_considered,
    }


def advice_heading(subject: Subject) -> str:
    """Title of the table of a worker's courses."""
    return f"Pelatihan untuk pencari kerja: {subject.coded.title} ({subject.coded.key})"
