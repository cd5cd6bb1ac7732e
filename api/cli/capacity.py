"""``sepadan capacity``: machines, memory, disk and hours of the night for so many people, postings and requests."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

import typer

from api.cli.options import JsonOption
from api.cli.show import facts_table, print_json, show
from matcher.capacity.plan import Assumptions, Load, Model, Needs, drivers, needs
from matcher.capacity.points import curves, shipped_points
from taxonomy.errors import InputError


def capacity(
    workers: Annotated[str, typer.Option(help="People whose profiles are kept, as 5000000 or 5e6.")],
    postings: Annotated[str, typer.Option(help="Open postings.")],
    qps: Annotated[str, typer.Option(help="Match answers a second at the busiest hour.")],
    nightly_workers_per_second_core: Annotated[
        float, typer.Option(min=0.0, help="Workers that a core matches a second by night; by measured points when 0.")
    ] = 0.0,
    machine_cores: Annotated[int, typer.Option(min=1, help="Cores of one machine.")] = 16,
    machine_gib: Annotated[float, typer.Option(min=1.0, help="Memory of one machine, GiB.")] = 64.0,
    as_json: JsonOption = False,
) -> None:
    """What it takes to run: machines, memory, disk, the night's hours, what costs most, and what was assumed."""
    load = Load(
        workers=_number("--workers", workers),
        postings=_number("--postings", postings),
        qps=_number("--qps", qps),
        nightly_rate=nightly_workers_per_second_core,
    )
    given = replace(Assumptions(), machine_cores=machine_cores, machine_gib=machine_gib)
    points = shipped_points()
    model = Model(curves=curves(points), scale={})
    found, cost = needs(model, load, given), drivers(model, load, given)
    if as_json:
        print_json(
            {
                "asked": asdict(load),
                "needs": {name: round(value, 3) for name, value in asdict(found).items()},
                "drivers": [{"driver": name, "saved_by_half": round(share, 4)} for name, share in cost],
                "assumptions": asdict(given),
                "points": [asdict(point) for point in points],
            }
        )
        return
    show(facts_table(_told(found, given)))
    show(facts_table({name: f"half of it saves {share:.0%}" for name, share in cost}))
    show(facts_table({f"assumed: {name.replace('_', ' ')}": value for name, value in asdict(given).items()}))


def _told(found: Needs, given: Assumptions) -> dict[str, object]:
    shape = f"{given.machine_cores} cores, {given.machine_gib:.0f} GiB"
    service = "none: the index fits into a server's memory"
    return {
        "servers": f"{found.replicas} of {shape}; {found.answer_cores:.1f} cores when busiest, {given.spare} spare",
        "memory of a server": f"{found.replica_gib:.1f} GiB",
        "disk of a server": f"{found.replica_disk_gib:.0f} GiB",
        "builders": f"{found.builders} of {shape}; {found.builder_gib:.1f} GiB of memory while one builds",
        "night": f"{found.night_hours:.1f} hours ({found.night_core_hours:.1f} core hours)",
        "database": f"{found.database_cores:.0f} cores, {found.database_gib:.0f} GiB of disk",
        "vector service": f"{found.vector_machines} machines" if found.vector_machines else service,
        "object store": f"{found.object_store_gib:.0f} GiB",
        "cost": f"{found.cost:.0f} cores' worth",
    }


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError(wanted="a number, as 5000000 or 5e6", found=text, where=name) from error
