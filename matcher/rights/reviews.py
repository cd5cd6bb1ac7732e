"""What a human looks at before deciding on an objection to an automated ranking (UU 27/2022 Art. 10)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.reason_words import Language, reason_words
from matcher.records import Kind
from taxonomy.errors import GenerationError, UnknownIdError

LOOKED_AT = 100
"""Places of the posting's list that are looked at for the person's own."""


def explain_ranking(engine: Engine, worker: str, posting: str, language: Language) -> dict[str, Any]:
    """How a worker stands for a posting: the parts of the score, reasons in words, and the place in the list.

    Args:
        engine: Ranks as it does for everybody.
        worker: Key of the worker.
        posting: Key of the posting; empty where the objection names none.
        language: Of the words.

    Returns:
        ``score``, ``components``, ``details``, ``words``, ``place`` (None beyond ``LOOKED_AT``); or ``missing`` with
        the reason why it cannot be worked out.
    """
    if not posting:
        return {"missing": "the objection names no posting: it is against automated rankings as such"}
    try:
        return _explained(engine, worker, posting, language)
    except (UnknownIdError, GenerationError) as error:
        return {"missing": f"cannot be ranked now: {error}"}


def _explained(engine: Engine, worker: str, posting: str, language: Language) -> dict[str, Any]:
    subject, advertised = engine.stored_subject(Kind.WORKER, worker), engine.stored_subject(Kind.POSTING, posting)
    pipeline = engine.refresh()
    revisited = pipeline.revisit(subject, [posting], Conditions())
    if not revisited.matches:
        left_out = ", ".join(name for name, count in revisited.removed_by_filter.items() if count)
        return {"missing": f"a hard condition leaves the posting out: {left_out}"}
    found = revisited.matches[0]
    listed = [one.key for one in pipeline.rank_workers(advertised, LOOKED_AT, Conditions()).matches]
    return {
        "posting": posting,
        "score": found.score,
        "components": dict(found.components),
        "details": {name: dict(detail) for name, detail in found.details.items()},
        "words": asdict(reason_words(found, language)),
        "place": listed.index(worker) + 1 if worker in listed else None,
        "generation": pipeline.generation,
        "weights": pipeline.weights,
    }
