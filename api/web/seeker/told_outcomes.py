"""What a kept seeker was shown and opened, told as outcomes, so that weights can be learnt from it.

Only where the person does not object (purpose ``learning``), and only what the learner knows how to correct for: a
list as it stood, and which of it was opened or saved. That a posting is hidden is not taught, nor why: in the list it
stays shown and not opened. Reasons would carry who people are into the weights (UU 13/2003 art. 5 and 6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from api.serving import Serving
from api.web.seeker.person import SOURCE
from matcher.outcome import Outcome, OutcomeEvent
from matcher.outcome_intake import take_in
from matcher.records import Provenance
from matcher.rights.purposes import Purpose

_LEAST = 2
"""Places of the shortest list that something can be learnt from."""


def tell_shown(serving: Serving, worker_key: str, postings: Sequence[str], weights: str) -> str:
    """Tell a list that is shown, the same list of a day once; gives its id, empty where nothing is told.

    Args:
        serving: Keeps it.
        worker_key: Who looks.
        postings: Keys in the order of the list.
        weights: Name of the weights that ranked it.

    Raises:
        StoreError: The store refused.
    """
    if len(postings) < _LEAST or not serving.engine.limits.allows(worker_key, Purpose.LEARNING):
        return ""
    content = "\n".join((worker_key, serving.today().isoformat(), weights, *postings))
    list_id = hashlib.sha256(content.encode()).hexdigest()[:32]
    if any(one.list_id == list_id for one in serving.engine.store.outcomes_of(worker_key)):
        return list_id
    at = datetime.now(UTC)
    told = [
        _outcome(worker_key, key, OutcomeEvent.SHOWN, list_id, at, position=place, weights=weights)
        for place, key in enumerate(postings, 1)
    ]
    take_in(serving.engine, told, frozenset({SOURCE}))
    return list_id


def tell_opened(serving: Serving, worker_key: str, posting: str, list_id: str) -> None:
    """Tell that a posting of a list that was told was opened; passes over what belongs to no list of this person.

    Raises:
        StoreError: The store refused.
    """
    if not list_id or not serving.engine.limits.allows(worker_key, Purpose.LEARNING):
        return
    shown = [
        one
        for one in serving.engine.store.outcomes_of(worker_key)
        if one.list_id == list_id and one.posting_key == posting and one.event == OutcomeEvent.SHOWN
    ]
    if shown:
        at, weights = datetime.now(UTC), shown[0].weights
        opened = _outcome(worker_key, posting, OutcomeEvent.OPENED, list_id, at, shown[0].position, weights)
        take_in(serving.engine, [opened], frozenset({SOURCE}))


def _outcome(
    worker_key: str,
    posting: str,
    event: OutcomeEvent,
    list_id: str,
    at: datetime,
    position: int | None,
    weights: str,
) -> Outcome:
    name = hashlib.sha256("\n".join((worker_key, posting, event, list_id)).encode()).hexdigest()
    return Outcome(
        provenance=Provenance(source=SOURCE, source_id=name[:32], fetched_at=at, raw_hash=name),
        worker_key=worker_key,
        posting_key=posting,
        event=event,
        at=at,
        position=position,
        list_id=list_id,
        weights=weights,
    )
