"""``sepadan batch``: work over everybody at once, on this machine or on a Ray cluster, gone on with when cut short."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.grouped import grouped
from api.cli.opening import open_engine, open_filled
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import progress
from api.cli.show import facts_table, print_json, show
from api.day import today
from taxonomy.errors import ConfigError, InputError

if TYPE_CHECKING:
    from matcher.batch.plan import Plan
    from matcher.batch.run import PartEngine

batch = typer.Typer(
    help="Match all workers, code all records or find all copies at once; what was cut short is gone on with.",
    no_args_is_help=True,
)

OutOption = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the parts are written.")]
EngineOption = Annotated[str, typer.Option("--engine", help="local (processes of this machine) or ray.")]
ProcessesOption = Annotated[
    int | None, typer.Option("--processes", min=1, max=1024, help="Of the local engine; one a core by default.")
]
AddressOption = Annotated[
    str | None, typer.Option("--address", help="Of the Ray cluster's head; none starts one on this machine.")
]


@dataclass(frozen=True, kw_only=True)
class _Workers:
    """What does the parts of a batch."""

    engine: EngineOption = "local"
    processes: ProcessesOption = None
    address: AddressOption = None

    def ready(self) -> PartEngine:
        """It, once it is there.

        Raises:
            InputError: No engine is called so, or an option belongs to the other.
            ConfigError: Ray is not installed, or the cluster does not answer.
        """
        if self.engine not in {"local", "ray"}:
            raise InputError(wanted="local or ray", found=self.engine, where="--engine")
        stray = ("--address", self.address) if self.engine == "local" else ("--processes", self.processes)
        if stray[1] is not None:
            raise InputError(wanted=f"no {stray[0]} with engine {self.engine}", found=stray[1], where=stray[0])
        if self.engine == "local":
            from matcher.batch.local import LocalEngine

            return LocalEngine(self.processes)
        from matcher.batch.on_ray import RayEngine

        return RayEngine(self.address)


@batch.command("match")
@grouped
def match(
    context: typer.Context,
    *,
    out: OutOption,
    workers: _Workers,
    k: Annotated[int, typer.Option("--k", min=1, max=200, help="Postings for each worker.")] = 20,
    part_rows: Annotated[int, typer.Option("--part-rows", min=1, max=1_000_000, help="Workers of a part.")] = 2_000,
    with_points: Annotated[bool, typer.Option("--points", help="Write the points of each component too.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Match all workers with all open postings. Run again on the same folder it matches only the missing parts."""
    _need_batch()
    from matcher.batch.plan import Rules
    from matcher.batch.prepare import matching_of, prepare
    from matcher.batch.run import run

    where = workers.ready()
    rules = Rules(k=k, day=today().toordinal(), part_rows=part_rows, with_points=with_points)
    with progress() as tell:
        with open_filled(settings_of(context, home)) as opened:
            tell("stage postings", 0, 1)
            plan = prepare(opened, out, rules)
            task = matching_of(out, opened.home.vectors)
            tell("stage postings", 1, 1)
        report = run(task, where, tell)
    rate = report.rows / report.cpu_seconds if report.cpu_seconds else None
    _tell({**plan_of(plan), **asdict(report), "workers_per_cpu_second": rate}, as_json=as_json)


@batch.command("show")
def show_batch(
    folder: Annotated[Path, typer.Argument(help="Of a batch of matches.")],
    worker: Annotated[str | None, typer.Option("--id", metavar="KEY", help="Of this worker (source:id).")] = None,
    as_json: JsonOption = False,
) -> None:
    """What a finished batch holds, each file checked by its SHA-256; with ``--id`` one worker's postings."""
    from matcher.batch.results import Results

    results = Results.read(folder)
    if worker is None:
        return _tell({**plan_of(results.plan), "sha256": results.verify()}, as_json=as_json)
    found = results.of(worker)
    if as_json:
        listed = [{"rank": at, "posting": key, "score": score} for at, (key, score) in enumerate(found, 1)]
        return print_json({"worker": worker, "postings": listed})
    return show(_listed(worker, found))


@batch.command("encode")
@grouped
def encode(
    context: typer.Context,
    *,
    out: OutOption,
    workers: _Workers,
    part_rows: Annotated[int, typer.Option("--part-rows", min=1, max=100_000, help="Records of a part.")] = 500,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Code and embed what the model in use has not coded, as after a change of model; then run 'sepadan build'."""
    from matcher.batch.encoding import prepare_encoding, put_codes
    from matcher.batch.run import run

    where, settings = workers.ready(), settings_of(context, home)
    with open_engine(settings) as opened, progress() as tell:
        tell("stage records", 0, 1)
        task = prepare_encoding(opened, out, settings.model, part_rows)
        tell("stage records", 1, 1)
        report = run(task, where, tell)
        put = put_codes(opened, task, tell)
    _tell({**asdict(report), "coded": put}, as_json=as_json)


@batch.command("deduplicate")
@grouped
def deduplicate(
    context: typer.Context,
    *,
    out: OutOption,
    workers: _Workers,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the copies among all postings, as 'sepadan duplicates find' does, its pairs spread over processes."""
    from matcher.batch.comparison import BatchComparison
    from matcher.duplicates.find import find

    compare = BatchComparison(out, workers.ready())
    with open_filled(settings_of(context, home)) as opened, progress() as tell:
        found = find(opened.store, opened.coder.fingerprint, today(), tell, compare=compare)
    assert compare.report is not None
    _tell({**asdict(found), **asdict(compare.report)}, as_json=as_json)


def plan_of(plan: Plan) -> dict[str, Any]:
    """A batch of matches as it is told."""
    return {
        "generation": plan.generation,
        "weights": plan.weights,
        "day": date.fromordinal(plan.rules.day).isoformat(),
        "k": plan.rules.k,
        "workers": plan.rows,
        "postings": plan.postings,
        "left_out": plan.left_out,
    }


def _need_batch() -> None:
    """Refuse before anything is begun where the compiler is missing."""
    try:
        import numba  # noqa: F401  # pyright: ignore[reportUnusedImport] -- to see whether it is there
    except ModuleNotFoundError as error:
        raise ConfigError("batch match: wanted the package numba, found none; pip install 'sepadan[batch]'") from error


def _tell(said: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(said)
        return
    rounded = {name: f"{value:,.1f}" if isinstance(value, float) else value for name, value in said.items()}
    show(facts_table({name.replace("_", " "): value for name, value in rounded.items()}))


def _listed(worker: str, found: list[tuple[str, float]]) -> Table:
    table = Table(title=Text(worker), title_justify="left")
    for name in ("", "posting", "score"):
        table.add_column(name, justify="left" if name == "posting" else "right")
    for rank, (key, score) in enumerate(found, 1):
        table.add_row(str(rank), Text(key), f"{score:.4f}")
    return table
