"""``sepadan curriculum``: plan the classes of a training centre, hold a course against postings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from api.cli.curriculum_options import (
    AssumeOption,
    ClosedOption,
    CourseOption,
    LeastOption,
    MostOption,
    SessionOption,
    assumptions_of,
    counts_of,
    first_of,
    sessions_of,
)
from api.cli.opening import open_filled
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import print_json, show
from api.day import today
from matcher.records import Kind
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from matcher.curriculum.plan import Plan
    from matcher.curriculum.problem import Session
    from matcher.curriculum.wanted import Wanted
    from matcher.engine import Engine
    from matcher.market.served import Market
    from matcher.training.centres import TrainingCentre

curriculum = typer.Typer(help="Which classes a training centre should run, and what a course should teach.")

_SUFFIXES = (".json", ".xlsx", ".pdf")


@curriculum.callback()
def _curriculum() -> None:
    """Which classes a training centre should run, and what a course should teach."""


@curriculum.command("plan")
def plan(
    context: typer.Context,
    centre: Annotated[str, typer.Option("--centre", metavar="FILE|ID", help=".toml or .json file, or a sample's id.")],
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="First month.")],
    months: Annotated[int, typer.Option("--months", help="How many, 1 to 36.")] = 12,
    output: Annotated[str, typer.Option("--output", metavar="FILE", help=".xlsx, .pdf or .json.")] = "",
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="PLAN.json", help="Another plan to set beside.")
    ] = None,
    courses: CourseOption = None,
    least: LeastOption = None,
    most: MostOption = None,
    sessions: SessionOption = None,
    by_pay: Annotated[bool, typer.Option("--by-pay", help="A placement is worth what it pays.")] = False,
    sensitivity: Annotated[bool, typer.Option(help="Try one more trainer, station, bed, a tenth of budget.")] = True,
    scenarios: Annotated[int, typer.Option("--scenarios", help="Futures the choice is tried in, 0 to 50.")] = 5,
    assume: AssumeOption = None,
    include_closed: ClosedOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan the classes of a training centre, month by month, for the most expected placements."""
    from matcher.curriculum.wanted import Wanted

    if output and Path(output).suffix.casefold() not in _SUFFIXES:
        raise InputError(wanted=f"a name that ends in {', '.join(_SUFFIXES)}", found=output, where="--output")
    if not 0 <= scenarios <= 50:
        raise InputError(wanted="0 to 50", found=scenarios, where="--scenarios")
    begun = first_of(first)
    wanted = Wanted(
        first=begun,
        months=months,
        courses=tuple(courses or ()),
        least=counts_of(least, "--at-least"),
        most=counts_of(most, "--at-most"),
        sessions=sessions_of(sessions, begun),
        by_pay=by_pay,
        scenarios=scenarios,
        with_gains=sensitivity,
        assumptions=assumptions_of(assume),
    )
    whose, other = centre_of(centre), None if compare is None else _classes_of(compare, wanted)
    with open_filled(settings_of(context, home)) as engine:
        made = _made(engine, whose, wanted, include_closed=include_closed)
    _tell(made, other, output, as_json=as_json)


def centre_of(given: str) -> TrainingCentre:
    """A centre by its file, or a sample centre by its id.

    Raises:
        InputError: The file has a fault.
        UnknownIdError: No such sample centre.
    """
    from matcher.training.centre_form import read_centre
    from matcher.world.centres import sample_centre

    path = Path(given)
    return read_centre(path) if path.suffix.casefold() in {".toml", ".json"} or path.is_file() else sample_centre(given)


def _made(engine: Engine, centre: TrainingCentre, wanted: Wanted, *, include_closed: bool) -> Plan:
    from matcher.curriculum.plan import make_plan

    courses = engine.refresh().catalogues[Kind.COURSE]
    market = _market(engine, include_closed=include_closed)
    return make_plan(market, courses, centre, wanted, engine.vocabulary, engine.coder.skills)


def _market(engine: Engine, *, include_closed: bool) -> Market:
    from matcher.market.served import ServedMarket

    return ServedMarket(engine).on(today(), include_closed=include_closed)


def _tell(made: Plan, other: Sequence[Session] | None, output: str, *, as_json: bool) -> None:
    from api.cli.curriculum_tables import plan_tables
    from matcher.curriculum.compare import compare
    from matcher.curriculum.told import plan_as_dict

    beside = None
    if other is not None and made.solution is not None:
        beside = compare(made.program, made.solution.classes, other)
    document = plan_as_dict(made, beside)
    if output:
        _write(document, output)
    if as_json:
        print_json(document)
    else:
        show(*plan_tables(document))
        if output:
            show(f"Ditulis: {output}")


def _write(document: dict[str, Any], output: str) -> None:
    from api.cli.lines import output_file
    from matcher.curriculum.write_pdf import plan_paper
    from matcher.curriculum.write_xlsx import plan_workbook

    writers: dict[str, Callable[[dict[str, Any]], bytes]] = {
        ".json": orjson.dumps,
        ".xlsx": plan_workbook,
        ".pdf": plan_paper,
    }
    content = writers[Path(output).suffix.casefold()](document)
    with output_file(output) as file:
        file.write(content)


def _classes_of(path: Path, wanted: Wanted) -> tuple[Session, ...]:
    """The classes of a plan that was written as JSON."""
    from api.cli.curriculum_options import session_of

    try:
        rows = orjson.loads(path.read_bytes())["classes"]
        return tuple(session_of(row["course"], row["month"], row["classes"], wanted.first) for row in rows)
    except OSError as error:
        raise InputError(wanted="a file that can be read", found=error.strerror, where=str(path)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(wanted="a plan written with --output PLAN.json", found=str(error), where=str(path)) from error


@curriculum.command("diff")
def diff(
    context: typer.Context,
    course: Annotated[str, typer.Option("--course", metavar="KEY", help="A stored course (source:id).")],
    province: Annotated[str, typer.Option("--province", help="Only its postings: code or name.")] = "",
    include_closed: ClosedOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold a course against postings: what to keep, to strengthen, to shorten, to drop and to add."""
    from api.cli.curriculum_tables import diff_tables
    from api.cli.match import province_codes
    from matcher.curriculum.diff import curriculum_diff
    from matcher.curriculum.diff_told import diff_as_dict

    code = province_codes([province])[0] if province else ""
    with open_filled(settings_of(context, home)) as engine:
        coded = engine.stored_subject(Kind.COURSE, course).coded
        market = _market(engine, include_closed=include_closed)
        postings = engine.refresh().catalogues[Kind.POSTING]
        found = curriculum_diff(coded, market, postings, engine.vocabulary, engine.coder.skills, code)
        document = diff_as_dict(found, market)
    if as_json:
        print_json(document)
    else:
        show(*diff_tables(document))
