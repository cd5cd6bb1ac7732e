"""``sepadan demo``: the sample world in, an index, one match each way with reasons, a course, then the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.panel import Panel
from rich.text import Text

from api.access.binding import check_binding
from api.cli.build import build_index
from api.cli.ingest import by_bytes
from api.cli.match import heading
from api.cli.opening import home_of, open_engine, open_store
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import progress
from api.cli.recommend import advice_heading
from api.cli.serve import HostOption, PortOption, held_port, serve_on, url_of
from api.cli.show import print_json, ranking_table, show
from api.cli.training_tables import courses_table, notes
from api.day import today
from api.sandbox_home import check_mode
from matcher.answer_lines import match_line
from matcher.reason_words import DEFAULT
from matcher.records import Kind

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.answers import Ranking, Subject
    from matcher.engine import Engine
    from matcher.training.advisor import Advice

_K = 5
_ADVISED = 30
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What the demo shows: a posting with its workers, the first of them with postings, and courses.

    Attributes:
        posting: The posting.
        workers: Ranked for it.
        worker: One of them.
        postings: Ranked for that worker.
        advice: Courses for that worker.
    """

    posting: Subject
    workers: Ranking
    worker: Subject
    postings: Ranking
    advice: Advice


def demo(
    context: typer.Context,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End after the example.")] = False,
    host: HostOption = None,
    port: PortOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load the invented sample world, build, show matches with reasons, and serve."""
    settings = settings_of(context, home, host=host, port=port)
    check_mode(settings)
    check_binding(settings, "127.0.0.1" if no_serve else settings.host)
    with ExitStack() as stack:
        # Held before the long work, so that a port in use is told at once.
        listener = None if no_serve else stack.enter_context(held_port(settings.host, settings.port))
        files, reports = load_world(settings)
        engine = stack.enter_context(open_engine(settings, is_sample=True))
        built = build_index(engine) if needs_build(engine) else None
        example = find_example(engine, files["postings"])
        url = url_of(listener) if listener else ""
        if as_json:
            print_json({"ingest": reports, "build": built, **_document(example), "url": url})
        else:
            _show(example)
        if listener:
            serve_on(listener, settings, engine)


def load_world(settings: Settings) -> tuple[Mapping[str, Path], dict[str, dict[str, Any]]]:
    """Write the sample world into the home and read it into the store; nothing changes when it is there already.

    Returns:
        Source to file, and source to what ``ingest`` reports.
    """
    from matcher.ingest import ingest
    from matcher.sources import source_named
    from matcher.world.generate import write_world

    reports: dict[str, dict[str, Any]] = {}
    with open_store(settings) as store, progress() as tell:
        files = write_world(settings.home / "sample")
        for name, path in files.items():
            rejects = home_of(settings).rejects
            reports[name] = ingest(store, source_named(name), [path], rejects, by_bytes([path], tell)).as_dict()
    return files, reports


def needs_build(engine: Engine) -> bool:
    """Whether anything waits to be coded, or no whole index serves."""
    status = engine.status()
    return not status.generation or any(status.pending.values())


def find_example(engine: Engine, postings: Path) -> Example:
    """A worked example: of the best matched of the first postings, the one whose best worker a course helps most."""
    from matcher.training.admission import TrainingWish

    looked_at = [(subject, _rank(engine, subject)) for subject in islice(_postings(engine, postings), _LOOKED_AT)]
    ranked = [pair for pair in looked_at if pair[1].matches]
    ranked.sort(key=lambda pair: (-pair[1].matches[0].score, pair[0].coded.key))
    examples: list[tuple[Subject, Ranking, Subject, Advice]] = []
    for posting, workers in ranked[:_ADVISED]:
        worker = engine.stored_subject(Kind.WORKER, workers.matches[0].key)
        advice = engine.recommend_courses(worker, _K, TrainingWish(today=today()))
        examples.append((posting, workers, worker, advice))
    posting, workers, worker, advice = max(examples, key=lambda e: _value(e[3]))
    return Example(posting=posting, workers=workers, worker=worker, postings=_rank(engine, worker), advice=advice)


def _value(advice: Advice) -> float:
    return advice.courses[0].claim.worth.value if advice.courses else 0.0


def _rank(engine: Engine, subject: Subject) -> Ranking:
    from matcher.filters import Conditions

    return engine.match(subject, _K, Conditions(today=today()))


def _postings(engine: Engine, file: Path) -> Iterator[Subject]:
    from matcher.ingest import read_record
    from matcher.sources import source_named

    source = source_named("postings")
    for row in source.rows(file, None):
        yield engine.stored_subject(Kind.POSTING, read_record(source, row, file).key)


def _document(example: Example) -> dict[str, Any]:
    return {
        "posting": match_line(example.posting.coded.key, example.workers, DEFAULT),
        "worker": match_line(example.worker.coded.key, example.postings, DEFAULT),
        "courses": _courses(example),
    }


def _courses(example: Example) -> dict[str, Any]:
    from matcher.training.admission import TrainingWish
    from matcher.training.cards import courses_card

    return courses_card(example.advice, TrainingWish(today=today()), DEFAULT)


def _show(example: Example) -> None:
    show(
        Panel(Text("Semua data contoh ini rekaan: tidak ada orang atau perusahaan sungguhan."), title="Sepadan"),
        ranking_table(example.workers, heading(example.posting), DEFAULT),
        ranking_table(example.postings, heading(example.worker), DEFAULT),
        courses_table(_courses(example), advice_heading(example.worker)),
        *notes(_courses(example)),
    )
