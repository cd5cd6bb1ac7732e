"""An objection as an officer looks at it: what was asked, how much time is left, what the machine decided and why."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from api.serving import Serving
from api.web import officer_view, words
from api.web.pair import asked_for
from api.web.tongue import Tongue
from indexes.request_rows import OPEN
from matcher.filters import Conditions
from matcher.reason_words import score_word
from matcher.records import Kind
from matcher.rights.requests import PersonRequest, RequestState
from matcher.rights.reviews import LOOKED_AT, explain_ranking
from taxonomy.errors import UnknownIdError

SOON = timedelta(hours=24)
"""What is due within that time stands out."""

_RANKED = 5


def asked(serving: Serving, one: PersonRequest, now: datetime, tongue: Tongue) -> dict[str, Any]:
    """What somebody asked, and by when it is to be answered."""
    row = one.stored
    title = tongue.gettext("Orang yang datanya sudah dihapus")
    if row.worker_key:
        title = row.worker_key
        with suppress(UnknownIdError):
            title = officer_view.person_heading(serving.engine, row.worker_key, tongue)
    return {
        "id": row.id,
        "key": row.worker_key,
        "title": title,
        "words": str(one.content.get("words", "")),
        "received_at": row.received_at,
        "due_at": row.due_at,
        "left": left(row.due_at, now, tongue),
        "is_late": row.due_at < now,
        "is_soon": row.due_at - now < SOON,
        "is_open": row.state in OPEN,
        "is_worked": row.state == RequestState.WORKING,
        "verdict": row.verdict,
        "reason": str(one.answer.get("reason", "")),
        "decided_at": row.decided_at,
    }


def left(due_at: datetime, now: datetime, tongue: Tongue) -> str:
    """``sisa 12 jam``, ``terlambat 3 jam``; full hours, days from two on."""
    hours = int(abs((due_at - now).total_seconds()) // 3600)
    if hours >= 48:
        length = tongue.ngettext("%(n)s hari", "%(n)s hari", hours // 24)
    else:
        length = tongue.ngettext("%(n)s jam", "%(n)s jam", hours) if hours else tongue.gettext("kurang dari satu jam")
    if due_at < now:
        return tongue.gettext("terlambat %(length)s", length=length)
    return tongue.gettext("sisa %(length)s", length=length)


def decided(serving: Serving, one: PersonRequest, tongue: Tongue) -> dict[str, Any]:
    """What the machine decided: on the posting that the objection names, else the postings that it shows the person."""
    worker, posting = one.stored.worker_key, str(one.content.get("posting", ""))
    made: dict[str, Any] = {"posting": None, "rows": [], "points": "", "generation": ""}
    if posting:
        with suppress(UnknownIdError):
            made["posting"] = officer_view.posting_row(serving, posting, tongue)
    if made["posting"] is None:
        return made | {"rows": _shown_now(serving, worker, tongue)}
    made["asked"] = asked_for(worker, posting)
    ranking = explain_ranking(serving.engine, worker, posting, tongue.language)
    if "missing" in ranking:
        return made
    said = ranking["words"]
    return made | {
        "score": ranking["score"],
        "points": words.points(tongue, ranking["score"]),
        "word": score_word(ranking["score"], tongue.language),
        "place": ranking["place"],
        "most": LOOKED_AT,
        "reasons": [*said["components"], *said["matched"], *said["missing"], *said["adjacent"]],
        "generation": ranking["generation"],
    }


def _shown_now(serving: Serving, worker: str, tongue: Tongue) -> list[officer_view.Row]:
    try:
        subject = serving.engine.stored_subject(Kind.WORKER, worker)
    except UnknownIdError:
        return []
    ranking = serving.engine.match(subject, _RANKED, Conditions(today=serving.today()))
    return officer_view.ranked_rows(serving, ranking, Kind.POSTING, tongue)
