"""Learn the weights of the score from outcomes, the step behind ``sepadan train ranker``.

It is the same proposal that ``sepadan weights learn`` makes and keeps as proposed in the store, written down as an
entry with its card; the store says which weights serve.
"""

from __future__ import annotations

import orjson

from evaluation.training.job import Job
from indexes.store import Store
from matcher.records import Kind
from matcher.weight_proposal import propose
from taxonomy.errors import InputError


def make(job: Job) -> str:
    """Learn, keep as proposed in the store, write ``weights.json``.

    Args:
        job: With the home whose outcomes teach; parameter ``shown_to``.

    Returns:
        What it learnt from, and what the gate said.

    Raises:
        InputError: No home, or one half of its askers has no complete list.
        StoreError: The store cannot be read or written.
    """
    if job.home is None or not (job.home.root / "sepadan.db").is_file():
        found = "none" if job.home is None else str(job.home.root)
        raise InputError(wanted="a home with outcomes (--home)", found=found, where="ranker")
    store = Store(job.home.database_url)
    try:
        made = propose(store, Kind(job.parameters["shown_to"]))
    finally:
        store.close()
    document = {"name": made.version.name, "weights": made.version.weights.as_dict(), "facts": dict(made.facts)}
    (job.folder / "weights.json").write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    gate = made.facts["gate"]
    says = "passes" if made.passes else "; ".join(gate["reasons"])
    return f"{made.facts['lists']} complete lists shown to a {made.facts['shown_to']}; the gate: {says}"
