"""Weights learnt from the outcomes of a store, judged on askers that taught nothing, and kept as proposed.

Askers are halved by a hash of their key, so that no list of one who taught is judged on. One half teaches: examination
by place, then weights. On the other half examination is estimated anew, and the gate values both orders of what was
shown (position-based model). Nothing serves by being proposed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import numpy as np
import orjson

from indexes.store import Store
from matcher.calibration import calibration
from matcher.components import Values
from matcher.learning import GAINS, Learnt, learn
from matcher.outcome_log import OutcomeLog, log_of
from matcher.part_list import NAMES
from matcher.policy_value import gate
from matcher.position_bias import PositionBias, position_bias
from matcher.records import Kind
from matcher.rights.purpose_limits import PurposeLimits
from matcher.rights.purposes import Purpose
from matcher.shown_lists import ShownLists, shown_lists
from matcher.weight_versions import serving_version
from matcher.weights import NamedWeights, weights_of
from taxonomy.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Weights that were learnt.

    Attributes:
        version: They.
        facts: What is kept of how: ``shown_to``, ``before`` (name of the weights that served), numbers of ``lists``,
            ``incomplete`` and ``outside``; ``taught`` (lists with an outcome, outcomes, components that kept their
            weight, ends of the 95 % intervals, examination by place), ``chance`` (of being shortlisted by the new
            score, from the judging half alone; None from too few applications) and ``gate``, the verdict.
    """

    version: NamedWeights
    facts: Mapping[str, Any]

    @property
    def passes(self) -> bool:
        """The gate lets them through."""
        return bool(self.facts["gate"]["passes"])


def propose(store: Store, shown_to: Kind = Kind.WORKER) -> Proposal:
    """Learn weights from what a store knows, and keep them as proposed.

    Outcomes of workers who took back that they are learnt from are left out; a list that has a gap then is not learnt
    from at all.

    Args:
        store: Keeps outcomes and weights.
        shown_to: Whose lists teach and judge: who seeks work may read further down than who seeks workers.

    Raises:
        InputError: One half has no complete list.
        StoreError: The store cannot be read or written.
    """
    withdrawn = PurposeLimits(store).excluded(Purpose.LEARNING)
    lists = shown_lists((one for one in store.outcomes() if one.worker_key not in withdrawn), shown_to)
    before = serving_version(store.weights())
    shares = np.array(list(before.weights.as_dict().values()))
    teaching, judging = (_half(lists, half) for half in (0, 1))
    seen, judged = position_bias(teaching), position_bias(judging)
    learnt = learn(teaching, shares, seen.at(teaching.positions))
    verdict = gate(judging, learnt.weights, shares, np.array(GAINS)[judging.grades], bias=judged)
    facts = {
        "shown_to": str(shown_to),
        "before": before.name,
        "lists": lists.lists,
        "incomplete": lists.incomplete,
        "outside": lists.outside,
        "taught": _taught(learnt, seen),
        "chance": _chance(judging, learnt.weights),
        "gate": asdict(verdict),
    }
    version = _named(learnt.weights)
    store.put_weights(version.name, _json(version.weights.as_dict()), _json(facts))
    return Proposal(version=version, facts=facts)


def half_of(asker: str) -> int:
    """Whether the lists of an asker teach (0) or judge (1)."""
    return hashlib.blake2b(asker.encode("utf-8", "surrogatepass"), digest_size=1).digest()[0] & 1


def _half(lists: ShownLists, half: int) -> OutcomeLog:
    chosen = [found for asker, found in lists.by_asker.items() if half_of(asker) == half]
    if not chosen:
        found = f"{lists.lists} in both, and {lists.incomplete} that are not complete"
        raise InputError(wanted="a complete list in each half of the askers", found=found, where="outcomes")
    return log_of(list(chain.from_iterable(chosen)))


def _named(shares: Values) -> NamedWeights:
    weights = weights_of(dict(zip(NAMES, shares.tolist(), strict=True)), "learnt weights")
    digest = hashlib.blake2b(_json(weights.as_dict()).encode(), digest_size=4).hexdigest()
    return NamedWeights(name=f"outcomes-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{digest}", weights=weights)


def _taught(learnt: Learnt, bias: PositionBias) -> dict[str, Any]:
    return {
        "lists": learnt.lists,
        "outcomes": learnt.outcomes,
        "kept": [name for name, kept in zip(NAMES, learnt.kept.tolist(), strict=True) if kept],
        "low": dict(zip(NAMES, learnt.low.tolist(), strict=True)),
        "high": dict(zip(NAMES, learnt.high.tolist(), strict=True)),
        "examination": bias.examination.tolist(),
        "examination_by": bias.method,
    }


def _chance(judging: OutcomeLog, weights: Values) -> dict[str, Any] | None:
    rows = judging.applied
    scores = np.clip(judging.values[rows] @ weights, 0.0, 1.0)  # a sum of shares can end a bit above 1
    found = calibration(scores, judging.shortlisted[rows], judging.lists[rows])
    return asdict(found) if found else None


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(value).decode()
