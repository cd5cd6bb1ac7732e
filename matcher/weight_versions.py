"""Versions of the weights as the store records them: which serve, which score beside, and which may serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from indexes.store import Store
from indexes.weight_rows import StoredWeights, WeightState
from matcher.calibration import Calibration
from matcher.records import Kind
from matcher.score import Scorer
from matcher.shadow import Shadow
from matcher.weights import NamedWeights, Weights, bundled_version, weights_of
from taxonomy.errors import InputError

GIVEN = "given"
"""Name of weights that an engine was opened with."""


def version_of(row: StoredWeights) -> NamedWeights:
    """Weights of a row.

    Raises:
        InputError: They are of other components than this version has.
    """
    return NamedWeights(name=row.name, weights=weights_of(orjson.loads(row.shares), f"weights {row.name}"))


def serving_version(rows: Sequence[StoredWeights]) -> NamedWeights:
    """The weights that serve; those of the product when no others do.

    Raises:
        InputError: They are of other components than this version has.
    """
    return next((version_of(row) for row in rows if row.state == WeightState.SERVING), bundled_version())


def usable(rows: Sequence[StoredWeights], state: WeightState, refused: dict[str, str]) -> NamedWeights | None:
    """The weights of a state; None when there are none, or they are of other components than this version has.

    Args:
        rows: All weights.
        state: Of which there is at most one.
        refused: Takes the reason.
    """
    for row in rows:
        if row.state == state:
            try:
                return version_of(row)
            except InputError as error:
                refused[f"weights {row.name}"] = str(error)
    return None


class ServedWeights:
    """The weights that score, as the store says; kept up by ``look``.

    Attributes:
        name: Of those that serve.
        scorer: Scores with them.
        shadow: Scores beside, or None.
        chances: Kind that is searched to the chance of being shortlisted by score, where outcomes taught it.
        refused: Weights that cannot be used, with the reason; those of the product serve in place of them.
    """

    def __init__(self, store: Store, scorer_of: Callable[[Weights], Scorer], given: Weights | None = None) -> None:
        """Serve the weights of the product until the first look.

        Args:
            store: Says which weights serve.
            scorer_of: Makes a scorer.
            given: Serve in place of all others; nothing scores beside them.
        """
        self._store = store
        self._scorer_of = scorer_of
        self._given = given
        first = bundled_version() if given is None else NamedWeights(name=GIVEN, weights=given)
        self.name: str = first.name
        self.scorer = scorer_of(first.weights)
        self.shadow: Shadow | None = None
        self.chances: Mapping[str, Calibration] = {}
        self.refused: dict[str, str] = {}

    def look(self) -> None:
        """Take up what the store says.

        Raises:
            StoreError: The store cannot be read, or a row of weights is not what was written.
        """
        if self._given is not None:
            return
        self.refused = {}
        rows = self._store.weights()
        serving = usable(rows, WeightState.SERVING, self.refused) or bundled_version()
        if serving.name != self.name:
            self.name, self.scorer = serving.name, self._scorer_of(serving.weights)
            self.chances = chances_of(rows, serving.name)
        beside = usable(rows, WeightState.SHADOW, self.refused)
        if beside is None:
            self.shadow = None
        elif self.shadow is None or self.shadow.name != beside.name:
            self.shadow = Shadow(beside.name, self._scorer_of(beside.weights))


def facts_of(row: StoredWeights) -> Mapping[str, Any]:
    """What weights were learnt from and what the gate said; see ``matcher.weight_proposal``."""
    facts: Mapping[str, Any] = orjson.loads(row.facts)
    return facts


def chances_of(rows: Sequence[StoredWeights], name: str) -> Mapping[str, Calibration]:
    """Kind that is searched to the chance of being shortlisted by the score of some weights; empty where none is known.

    Who is shown postings searches postings; what these lists taught says nothing of the other direction.
    """
    facts: Mapping[str, Any] = next((facts_of(row) for row in rows if row.name == name), dict[str, Any]())
    told = facts.get("chance")
    if told is None:
        return {}
    searched = Kind.POSTING if facts["shown_to"] == Kind.WORKER else Kind.WORKER
    values: dict[str, Any] = {**told, **{field: tuple(told[field]) for field in ("scores", "chances")}}
    return {searched: Calibration(**values)}


def serve(store: Store, name: str, *, although: bool = False) -> None:
    """Let weights serve.

    Args:
        store: Keeps them.
        name: Theirs. When they serve already nothing changes.
        although: Although the gate did not let them through, or judged them beside others than those that serve now.

    Raises:
        UnknownIdError: They are not kept.
        InputError: The gate did not let them through, or they are of other components than this version has.
        StoreError: The store cannot be read or written.
    """
    rows = store.weights()
    row = next((row for row in rows if row.name == name), None)
    if row is not None and row.state != WeightState.SERVING:
        version_of(row)
        against = _against(facts_of(row), serving_version(rows).name)
        if against and not although:
            wanted = "weights that the gate let through beside those that serve, or --although"
            raise InputError(wanted=wanted, found="; ".join(against), where=f"weights {name}")
    store.serve_weights(name)


def _against(facts: Mapping[str, Any], now: str) -> list[str]:
    """Why weights should not serve."""
    found: list[str] = [] if facts["gate"]["passes"] else list(facts["gate"]["reasons"])
    if facts["before"] != now:
        found.append(f"judged beside {facts['before']}, and {now} serve now")
    return found
