"""``sepadan status``: what an installation holds, answered without the encoder."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from api.cli.opening import home_of, is_there, open_store
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show
from matcher.home import Home
from matcher.records import Kind
from matcher.reports import Status

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store

EMPTY = Status(
    records={},
    sources={str(kind): {} for kind in Kind},
    pending={},
    generation="",
    indexed={},
    fingerprint="",
    weights="",
    refused={},
)


def status(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Records, sources, what waits to be built, and the index that serves."""
    settings = settings_of(context, home)
    found = installation_status(settings)
    if as_json:
        print_json({"home": str(settings.home), **asdict(found), "requests": people_waiting(settings)})
        return
    people = people_waiting(settings)
    facts: dict[str, object] = {"home": settings.home, "index": found.generation or "none; run 'sepadan build'"}
    facts["weights"] = found.weights or "none yet"
    for kind in Kind:
        sources = ", ".join(f"{source} {count}" for source, count in found.sources[kind].items())
        stored = f"{found.records.get(kind, 0)} stored ({sources or 'no source'})"
        waiting, ready = found.pending.get(kind, 0), found.indexed.get(kind, 0)
        facts[f"{kind}s"] = f"{stored}, {waiting} to be coded, {ready} can be found"
    facts["requests of people"] = f"{people['waiting']} wait, {people['overdue']} overdue"
    show(facts_table({**facts, **{f"refused {name}": reason for name, reason in found.refused.items()}}))


def people_waiting(settings: Settings) -> dict[str, int]:
    """How many requests of people wait for an answer, and how many are overdue.

    Raises:
        StoreError: The store cannot be opened.
    """
    from matcher.rights.audit_log import now

    counts: list[tuple[int, int]] = []
    if is_there(settings):
        with open_store(settings) as store:
            counts = list(store.open_requests(now()).values())
    return {"waiting": sum(one for one, _ in counts), "overdue": sum(late for _, late in counts)}


def installation_status(settings: Settings) -> Status:
    """As ``Engine.status``, but nothing is made and no encoder is loaded.

    Raises:
        InputError: The home is a file.
        StoreError: The store cannot be opened.
    """
    if not is_there(settings):
        return EMPTY
    with open_store(settings) as store:
        return store_status(store, home_of(settings))


def store_status(store: Store, home: Home) -> Status:
    """Counts of a store and the newest generation that passes its checks."""
    from indexes.weight_rows import WeightState
    from matcher.inspection import Generations, served_fingerprint
    from matcher.weight_versions import usable
    from matcher.weights import bundled_version

    fingerprint = served_fingerprint(home)
    records = store.counts()
    pending = {str(kind): store.count_pending(kind, fingerprint) for kind in Kind}
    generation, refused = Generations(home, store).serving()
    weights = usable(store.weights(), WeightState.SERVING, refused) or bundled_version()
    indexed = {str(kind): records.get(kind, 0) - pending[kind] for kind in Kind} if generation else {}
    return Status(
        records=records,
        sources={str(kind): store.sources(kind) for kind in Kind},
        pending=pending,
        generation=generation,
        indexed=indexed,
        fingerprint=fingerprint,
        weights=weights.name,
        refused=refused,
    )
