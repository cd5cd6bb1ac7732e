"""A small world of doubtful titles in many spellings, and two stewards."""

from __future__ import annotations

from api.routes.intake import read_record
from indexes.store import Store
from matcher.engine import Engine
from matcher.records import Kind
from matcher.rights.audit_log import AuditLog
from matcher.rights.requests import Actor
from matcher.titles.desk import Proposal, TitleDesk
from tests.matcher.rights.made import BOX, Clock

SITI = Actor(client="staff:siti", role="officer", tenant="dinas")
BUDI = Actor(client="staff:budi", role="officer", tenant="dinas")

SPELLINGS = (
    "Serba Bisa",
    "LOWONGAN KERJA!!! serba   bisa - gaji 5jt/bulan",
    "<b>Serba&nbsp;Bisa</b> 🔥🔥",
    "Serba bisa (penempatan Bekasi)",
    "ＳＥＲＢＡ　ＢＩＳＡ",
)
"""All of them are ``serba bisa`` to the coder."""

OTHERS = (
    "Serba Bisa Dapur",
    "Bisa Serba",
    "Serba",
    "مشرف المستودع",
    "Qwrt Zxqw 🚀",
    "<script>alert(1)</script> Qwrtp",
    "Juru Las Listrik",
    "Admin & Driver",
    "Berbagai posisi",
    "Karyawan",
    "KARYAWAN (penempatan Bekasi)",
    "Operasional 🚀",
    "!!! 5jt !!!",
)


def fill(engine: Engine) -> None:
    """Postings, workers and a course; nothing is settled yet."""
    titles = (*SPELLINGS, *OTHERS)
    postings = [
        {"id": f"papan:p-{at}", "title": title, "description": f"Kerja {at}, hubungi 0812-3456-78{at:02d}. " * (at % 2)}
        for at, title in enumerate(titles)
    ]
    postings.append({"id": "lain:p-1", "title": "serba bisa", "description": "Apa saja."})
    workers = [{"id": f"w-{at}", "wish": "serba bisa", "summary": "rajin"} for at in range(3)]
    workers += [{"id": "w-9", "wish": "kasir", "jobs": [{"title": "Serba Bisa"}], "summary": "pernah"}]
    courses = [{"id": "c-1", "title": "Serba Bisa", "cost_idr": 0}]
    for kind, rows in ((Kind.POSTING, postings), (Kind.WORKER, workers), (Kind.COURSE, courses)):
        records = [read_record(kind, row, str(row["id"]).rpartition(":")[0] or "papan") for row in rows]  # type: ignore[arg-type]
        engine.upsert(records)


def desk_of(store: Store, clock: Clock | None = None) -> TitleDesk:
    return TitleDesk(store, AuditLog(store, BOX), clock or Clock())


def settle(store: Store, title: str, answer: str) -> str:
    """Proposed by one, confirmed by the other; gives the id."""
    desk = desk_of(store)
    (made,) = desk.propose([Proposal(title=title, answer=answer)], SITI)
    desk.review(made.id, "confirmed", BUDI)
    return made.id
