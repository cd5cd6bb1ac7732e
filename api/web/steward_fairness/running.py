"""Runs the audit as ``sepadan audit`` does: all is ranked first, and only then are traits read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.fairness_card import document_of
from api.serving import Serving
from api.web.tasks import Tell
from matcher.audit import FEWEST, Rankings
from matcher.audit_rankings import rank_for_audit
from matcher.audit_traits import TRAITS, read_traits
from matcher.records import Kind
from matcher.rights.requests import Actor
from matcher.world.generate import SEED
from matcher.world.traits import SOURCE, sample_traits
from taxonomy.errors import InputError

K = 10
"""Workers proposed for each posting."""

SIZES: Mapping[str, int | None] = {"300": 300, "2000": 2_000, "semua": None}
"""Name of a choice to how many postings, and workers, are drawn; None for all."""

LEAST_PEOPLE: Mapping[str, int] = {"10": FEWEST, "20": 20, "50": 50}
"""Name of a choice to the people that a group needs to be told; never fewer than the audit's own bound."""

_PARTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be audited.

    Attributes:
        at_most: Postings, and workers, that are drawn; all when None.
        fewest: People that a group needs to be told.
        is_invented: Whether the traits are those of the sample world.
    """

    at_most: int | None
    fewest: int
    is_invented: bool


def what_is_missing(serving: Serving, wanted: Wanted) -> str:
    """Why an audit cannot be run, as a code; empty where it can: told before the long work.

    Returns:
        ``people`` (too few workers), ``invented`` (not the sample world), ``keys`` (no key to identities),
        ``identities`` (none is kept), ``open`` (no posting is open), or empty.
    """
    pipeline = serving.engine.refresh()
    workers = pipeline.catalogues[Kind.WORKER]
    today = serving.today()
    if len(workers) < wanted.fewest:
        return "people"
    if not any(one.is_open(today) for one in pipeline.catalogues[Kind.POSTING]):
        return "open"
    if wanted.is_invented:
        return "" if all(one.key.startswith(f"{SOURCE}:") for one in workers) else "invented"
    if serving.vault is None:
        return "keys"
    return "" if serving.engine.store.count_identities(Kind.WORKER) else "identities"


def work_for(serving: Serving, wanted: Wanted, by: Actor, onward: Callable[[str], str]) -> Callable[[Tell], str]:
    """The work of a task.

    Args:
        serving: Of the app.
        wanted: What is to be audited.
        by: Who asked, for the audit log.
        onward: Name of the kept audit to the address where it is shown.
    """

    def work(tell: Tell) -> str:
        def told(what: str, done: int, total: int) -> None:
            before = 0 if what == "rank workers" else _PARTS // 2
            tell(before + round(_PARTS / 2 * done / max(1, total)), _PARTS)

        rankings = rank_for_audit(serving.engine, K, serving.today(), at_most=wanted.at_most, tell=told)
        traits, origin = _traits(serving, wanted, rankings, by)
        document: dict[str, Any] = document_of(rankings, traits, origin, wanted.fewest)
        return onward(serving.audits.put(document, datetime.now(UTC)))

    return work


def _traits(
    serving: Serving, wanted: Wanted, rankings: Rankings, by: Actor
) -> tuple[Mapping[str, Mapping[str, str]], str]:
    """Traits by worker, and whence they are; that identities were opened is logged before anything is told of them.

    Raises:
        InputError: No trait of any worker can be read.
    """
    if wanted.is_invented or serving.vault is None:
        return sample_traits(rankings.best_scores, SEED), "invented"
    found = dict(read_traits(serving.engine.store, serving.vault, sorted(rankings.best_scores), rankings.day))
    serving.audit.append(
        actor=by.client,
        role=by.role,
        tenant=by.tenant,
        action="identity.read",
        purpose="fairness",
        facts={"count": len(found)},
    )
    if not any(found.values()):
        found_words = f"identities of {len(found)} workers, none with such a trait"
        raise InputError(wanted=f"a trait that can be read ({', '.join(TRAITS)})", found=found_words, where="identity")
    return found, "vault"
