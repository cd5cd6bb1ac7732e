"""Machines, memory, disk and hours of an installation, from how many people, postings and requests it has.

Each figure is one formula, a function with its name. Numbers that are not measured points are assumptions: they stand
in ``Assumptions`` and are told with every answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from matcher.capacity.points import Curve, Quantity
from taxonomy.errors import InputError

GIB = float(1 << 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is asked of an installation.

    Attributes:
        workers: People whose profiles are kept.
        postings: Open postings.
        qps: Match answers a second at the busiest hour.
        nightly_rate: Workers that a core matches a second in the night's batch; by the measured points when 0.
    """

    workers: float
    postings: float
    qps: float
    nightly_rate: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What was not measured here, or is chosen.

    Attributes:
        machine_cores: Of one machine.
        machine_gib: Memory of one machine.
        busy: Share of a machine's cores that answers may take at the busiest hour, so that waits stay short.
        crowding: CPU ms of an answer on a machine that is busy over that on a quiet one, for caches are shared: 1.2 to
            1.9 were measured beside other work (``sepadan evaluate capacity``).
        spare: Machines more than needed, so that one may fail or be replaced.
        night_hours: The night.
        changed: Share of profiles and postings that are new or changed each day.
        encode_ms: CPU ms to code and embed one record.
        store_bytes: Bytes of one record in the database: row, codes, vector, their indexes.
        ranked_bytes: Bytes of one worker's twenty in the night's result.
        database_qps: Requests a second that a core of the database bears: each reads a few rows.
        generations: Index generations on a server's disk: the one that serves, the next, one to go back to.
        gib_per_core: Memory that costs as much as a core, GiB.
    """

    machine_cores: int = 16
    machine_gib: float = 64.0
    busy: float = 0.6
    crowding: float = 1.5
    spare: int = 1
    night_hours: float = 6.0
    changed: float = 0.02
    encode_ms: float = 60.0
    store_bytes: float = 13_900.0
    ranked_bytes: float = 1_500.0
    database_qps: float = 500.0
    generations: int = 3
    gib_per_core: float = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What it takes; machines are whole, cores and bytes are not rounded.

    Attributes:
        replicas: Machines that answer, the spare one included.
        answer_cores: Cores that answers keep busy, at the share of ``busy``.
        replica_gib: Memory of one of them.
        replica_disk_gib: Disk of one of them.
        builders: Machines that build the index and match by night.
        builder_gib: Memory of a builder.
        night_core_hours: Core hours of a night: coding what changed, the build, the match.
        night_hours: Hours that the builders take.
        database_cores: Of the database.
        database_gib: Disk of the database.
        vector_machines: Machines of a vector service; 0 while an index fits into a replica's memory.
        object_store_gib: Generations and the night's result.
        cost: Of all, in cores that are held all day; ``gib_per_core`` of memory count as one, the night by its hours.
    """

    replicas: int
    answer_cores: float
    replica_gib: float
    replica_disk_gib: float
    builders: int
    builder_gib: float
    night_core_hours: float
    night_hours: float
    database_cores: float
    database_gib: float
    vector_machines: int
    object_store_gib: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The curves, and what is assumed beside them.

    Attributes:
        curves: Of every quantity.
        scale: Quantity to a factor, for asking what another cost would bring; 1 where it is not named.
    """

    curves: Mapping[Quantity, Curve]
    scale: Mapping[Quantity, float]

    def at(self, quantity: Quantity, n: float) -> float:
        """Value at n records."""
        return self.curves[quantity](max(1.0, n)) * self.scale.get(quantity, 1.0)


def index_bytes(model: Model, load: Load) -> float:
    """Of one generation: a worker takes what a posting takes (measured: .83 of it)."""
    return model.at(Quantity.INDEX_BYTES, load.postings) + model.at(Quantity.INDEX_BYTES, load.workers)


def replica_bytes(model: Model, load: Load) -> float:
    """Resident: code and encoder once for every process, the mapped index once for all of them."""
    base = model.at(Quantity.REPLICA_BYTES, 1)
    return base + index_bytes(model, load)


def builder_bytes(model: Model, load: Load) -> float:
    """Resident while it builds: the kind that is largest, in memory with vectors and texts; kinds come one by one."""
    return model.at(Quantity.REPLICA_BYTES, max(load.postings, load.workers))


def answer_cores(model: Model, load: Load, given: Assumptions) -> float:
    """Cores for answers at the busiest hour: half ask for postings, half for workers, by the larger of both."""
    ms = model.at(Quantity.ANSWER_MS, max(load.postings, load.workers))
    return load.qps * ms / 1000 * given.crowding / given.busy


def match_core_s(model: Model, load: Load) -> float:
    """Core seconds to match all workers with all postings."""
    if load.nightly_rate:
        return load.workers / load.nightly_rate
    return load.workers * model.at(Quantity.MATCH_MS, load.postings) / 1000


def night_core_s(model: Model, load: Load, given: Assumptions) -> float:
    """Core seconds of a night: coding what changed, the index, the match."""
    coding = given.changed * (load.workers + load.postings) * given.encode_ms / 1000
    build = model.at(Quantity.BUILD_S, load.postings) + model.at(Quantity.BUILD_S, load.workers)
    return coding + build + match_core_s(model, load)


def needs(model: Model, load: Load, given: Assumptions) -> Needs:
    """What an installation needs.

    Raises:
        InputError: A number is negative or no number.
    """
    for each in fields(load):
        value = float(getattr(load, each.name))
        if not 0 <= value < math.inf:
            raise InputError(wanted="a number of at least 0", found=value, where=each.name)
    index, memory = index_bytes(model, load) / GIB, replica_bytes(model, load) / GIB
    vector_machines = 0
    if memory > given.machine_gib * 0.8:  # the rest is for answers and the kernel
        vector_machines = math.ceil(index / (given.machine_gib * 0.8)) + given.spare
        memory -= index
    cores = answer_cores(model, load, given)
    replicas = max(1, math.ceil(cores / given.machine_cores)) + given.spare
    core_h = night_core_s(model, load, given) / 3600
    built = builder_bytes(model, load) / GIB
    builders = max(
        1, math.ceil(core_h / (given.night_hours * given.machine_cores)), math.ceil(built / (given.machine_gib * 0.9))
    )
    records = load.workers + load.postings
    database_cores = max(2.0, load.qps / given.database_qps)
    database_gib = 2 * records * given.store_bytes / GIB  # twice: what is rewritten stands beside until it is vacuumed
    return Needs(
        replicas=replicas,
        answer_cores=cores,
        replica_gib=memory,
        replica_disk_gib=given.generations * index,
        builders=builders,
        builder_gib=built,
        night_core_hours=core_h,
        night_hours=core_h / (builders * given.machine_cores),
        database_cores=database_cores,
        database_gib=database_gib,
        vector_machines=vector_machines,
        object_store_gib=given.generations * index + 7 * load.workers * given.ranked_bytes / GIB,
        cost=cores
        + core_h / 24
        + database_cores
        + (replicas * memory + built * core_h / (24 * given.machine_cores) + (index if vector_machines else 0.0))
        / given.gib_per_core,
    )


def drivers(model: Model, load: Load, given: Assumptions) -> list[tuple[str, float]]:
    """What costs most: each driver with the share of the cost, in [0, 1], that half of it would save; largest first."""
    whole = needs(model, load, given).cost

    def halved(quantity: Quantity) -> Model:
        return replace(model, scale={**model.scale, quantity: 0.5})

    rate = load.nightly_rate or load.workers / max(1e-9, match_core_s(model, load))
    tried = {
        "requests a second": needs(model, replace(load, qps=load.qps / 2), given),
        "workers": needs(model, replace(load, workers=load.workers / 2), given),
        "postings": needs(model, replace(load, postings=load.postings / 2), given),
        "time of an answer": needs(halved(Quantity.ANSWER_MS), load, given),
        "time of a match by night": needs(model, replace(load, nightly_rate=2 * rate), given),
        "bytes of a record in the index": needs(halved(Quantity.INDEX_BYTES), load, given),
        "time to code a record": needs(model, load, replace(given, encode_ms=given.encode_ms / 2)),
    }
    saved = [(name, 1 - found.cost / whole if whole else 0.0) for name, found in tried.items()]
    return sorted(saved, key=lambda one: (-round(one[1], 6), one[0]))
