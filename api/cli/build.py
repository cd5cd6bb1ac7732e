"""``sepadan build``: code and embed what is new, write an index generation and swap it in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import typer

from api.cli.opening import open_engine
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import progress
from api.cli.show import facts_table, print_json, show

if TYPE_CHECKING:
    from matcher.engine import Engine


def build(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Code and embed what is new, and write the index that matches are answered from."""
    with open_engine(settings_of(context, home)) as engine:
        document = build_index(engine)
    if as_json:
        print_json(document)
    else:
        show(facts_table({**document, "counts": _counts(document["counts"])}))


def build_index(engine: Engine) -> dict[str, Any]:
    """Build with a progress bar.

    Returns:
        generation, coded (records coded in this run), counts (kind to records in the index) and seconds.
    """
    started = time.monotonic()
    with progress() as tell:
        report = engine.build(tell)
    return {
        "generation": report.generation,
        "coded": report.coded,
        "counts": report.counts,
        "seconds": round(time.monotonic() - started, 3),
    }


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items())
