"""``sepadan recommend courses`` and ``sepadan recommend paths``: training by what it opens for a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.grouped import grouped
from api.cli.lines import run_lines, shown_name
from api.cli.match import RecordLines, one_of
from api.cli.opening import open_filled
from api.cli.options import HomeOption, JsonOption, LangOption, OutputOption, settings_of
from api.cli.show import print_json, show
from api.cli.training_tables import courses_table, notes, paths_table
from api.day import today
from matcher.reason_words import DEFAULT
from matcher.records import Kind

if TYPE_CHECKING:
    from rich.table import Table

    from matcher.answers import Subject
    from matcher.engine import Engine
    from matcher.training.admission import TrainingWish

_RESTS_ON: dict[str, Any] = {"removed_by_filter": {}, "postings_considered": 0}

WorkersOption = Annotated[
    str | None, typer.Option("--workers", metavar="FILE.jsonl", help="Recommend for each of these workers.")
]
IdOption = Annotated[
    str | None, typer.Option("--id", metavar="KEY", help="Recommend for one stored worker (source:id).")
]
WithinOption = Annotated[
    float | None,
    typer.Option("--within-km", min=0, max=6_000, help="Kilometres from home; 150, or 400 who would move."),
]
WeeksOption = Annotated[float | None, typer.Option("--max-weeks", min=0, max=520, help="Longest training in weeks.")]
JpOption = Annotated[int | None, typer.Option("--max-jp", min=1, max=20_000, help="Longest training in JP.")]
CostOption = Annotated[int | None, typer.Option("--max-cost-idr", min=0, max=10**12, help="Most to be paid, rupiah.")]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day not before, 2027-01-31.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day not after.")]
ModeOption = Annotated[
    list[str] | None, typer.Option("--mode", help="offline, online or blended; may be repeated. Any by default.")
]
ClosedOption = Annotated[bool, typer.Option("--include-closed", help="Take closed postings and begun courses too.")]


@dataclass(frozen=True, kw_only=True)
class _Who:
    """Whom training is recommended to."""

    workers: WorkersOption = None
    key: IdOption = None


@dataclass(frozen=True, kw_only=True)
class _Told:
    """Which training is wished for, and how it is told."""

    output: OutputOption = "-"
    within_km: WithinOption = None
    max_weeks: WeeksOption = None
    max_jp: JpOption = None
    max_cost_idr: CostOption = None
    starts_from: FromOption = None
    until: UntilOption = None
    modes: ModeOption = None
    include_closed: ClosedOption = False
    lang: LangOption = DEFAULT
    home: HomeOption = None
    as_json: JsonOption = False

    def wish(self) -> TrainingWish:
        """What the engine is asked for.

        Raises:
            InputError: A day or a mode is none.
        """
        from matcher.training.admission import TrainingWish, day_of, mode_of

        return TrainingWish(
            today=None if self.include_closed else today(),
            within_km=self.within_km,
            max_weeks=self.max_weeks,
            max_jp=self.max_jp,
            max_cost_idr=self.max_cost_idr,
            starts_from=day_of(self.starts_from, "--from"),
            ends_by=day_of(self.until, "--until"),
            modes=tuple(mode_of(mode) for mode in self.modes or ()),
        )


Advised = Callable[["Engine", "Subject"], tuple[dict[str, Any], "Table"]]
"""Engine and worker to what is told: as a document, and as a table."""


@grouped
def courses(
    context: typer.Context,
    *,
    who: _Who,
    k: Annotated[int, typer.Option("--k", help="Courses for each, from 1 to 1000.")] = 3,
    told: _Told,
) -> None:
    """Recommend the training courses that open most for a worker, by matching anew as if each had been done."""
    from matcher.pipeline import check_k

    check_k(k)
    wish = told.wish()

    def advised(engine: Engine, subject: Subject) -> tuple[dict[str, Any], Table]:
        from matcher.training.cards import courses_card

        card = courses_card(engine.recommend_courses(subject, k, wish), wish, told.lang)
        return card, courses_table(card, advice_heading(subject))

    _answer(context, who, told, advised, "courses")


@grouped
def paths(
    context: typer.Context,
    *,
    who: _Who,
    k: Annotated[int, typer.Option("--k", min=1, max=50, help="Paths for each.")] = 3,
    told: _Told,
) -> None:
    """Recommend up to three courses one after the other, each open to who did those before."""
    wish = told.wish()

    def advised(engine: Engine, subject: Subject) -> tuple[dict[str, Any], Table]:
        from matcher.training.cards import paths_card

        card = paths_card(engine.recommend_paths(subject, k, wish), wish, told.lang)
        return card, paths_table(card, f"Jalur pelatihan untuk {_named(subject)}")

    _answer(context, who, told, advised, "paths")


def advice_heading(subject: Subject) -> str:
    """Title of the table of a worker's courses."""
    return f"Pelatihan untuk {_named(subject)}"


def _named(subject: Subject) -> str:
    return f"pencari kerja: {subject.coded.title} ({subject.coded.key})"


def _answer(context: typer.Context, who: _Who, told: _Told, advised: Advised, name: str) -> None:
    """One stored worker as a table or a document, or a line for each worker of a file."""
    source = one_of({"--workers": who.workers, "--id": who.key})
    settings = settings_of(context, told.home)
    if who.key is not None:
        with open_filled(settings) as engine:
            card, table = advised(engine, engine.stored_subject(Kind.WORKER, source))
        if told.as_json:
            print_json(card)
        else:
            show(table, *notes(card))
        return

    def line(engine: Engine, given: object, subject: Subject) -> Mapping[str, Any]:
        return {**advised(engine, subject)[0], "id": given}

    reader = RecordLines(kind="workers", file=shown_name(source), empty={name: [], **_RESTS_ON}, answer=line)
    run_lines(source, told.output, lambda: reader.opened(settings), "recommend", as_json=told.as_json)
