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
from taxonomy.errors import GenerationError

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
    refused={},
)


def status(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Records, sources, what waits to be built, and the index that serves."""
    settings = settings_of(context, home)
    found = installation_status(settings)
    if as_json:
        print_json({"home": str(settings.home), **asdict(found)})
        return
    facts: dict[str, object] = {"home": settings.home, "index": found.generation or "none; run 'sepadan build'"}
    for kind in Kind:
        sources = ", ".join(f"{source} {count}" for source, count in found.sources[kind].items())
        stored = f"{found.records.get(kind, 0)} stored ({sources or 'no source'})"
        waiting, ready = found.pending.get(kind, 0), found.indexed.get(kind, 0)
        facts[f"{kind}s"] = f"{stored}, {waiting} to be coded, {ready} can be found"
    show(facts_table({**facts, **{f"refused {name}": reason for name, reason in found.refused.items()}}))


def installation_status(settings: Settings) -> Status:
    """As ``Engine.status``, but nothing is made and no encoder is loaded.

    Raises:
        StoreError: The store cannot be opened.
    """
    if not is_there(settings):
        return EMPTY
    with open_store(settings) as store:
        return store_status(store, home_of(settings))


def coder_fingerprint() -> str:
    """Fingerprint of ``RecordCoder`` with the one encoder that the title coder accepts."""
    from matcher.coding import RULES
    from taxonomy.committee import load_committee

    committee = load_committee()
    return f"{committee.encoder}|{committee.fingerprint}|{RULES}"


def store_status(store: Store, home: Home) -> Status:
    """Counts of a store and the newest generation that passes its checks."""
    fingerprint = coder_fingerprint()
    records = store.counts()
    pending = {str(kind): store.count_pending(kind, fingerprint) for kind in Kind}
    generation, refused = whole_generation(store, home, fingerprint)
    indexed = {str(kind): records.get(kind, 0) - pending[kind] for kind in Kind} if generation else {}
    return Status(
        records=records,
        sources={str(kind): store.sources(kind) for kind in Kind},
        pending=pending,
        generation=generation,
        indexed=indexed,
        fingerprint=fingerprint,
        refused=refused,
    )


def whole_generation(store: Store, home: Home, fingerprint: str) -> tuple[str, dict[str, str]]:
    """Name of the generation that a match would use (empty when there is none), and those refused, with the reason."""
    from indexes import generation as generations

    refused: dict[str, str] = {}
    for name, digest, _ in store.generations():
        try:
            made_by = generations.verify(home.generations, name, digest)["fingerprint"]
        except GenerationError as error:
            refused[name] = str(error)
            continue
        if made_by == fingerprint:
            return name, refused
        refused[name] = f"generation {name}: wanted encoder {fingerprint}, found {made_by}; run 'sepadan build'"
    return "", refused
