"""Consents, requests and reviews in the OpenAPI document."""

from __future__ import annotations

from api.example_requests import Example

_EVIDENCE = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
CONSENT: Example = {"tenant": "papan-kerja", "channel": "app", "text_version": "2026-11", "evidence": _EVIDENCE}
CONSENTS: Example = {
    "consents": [
        {
            "worker_key": "api:W-2001",
            "purpose": "share",
            "state": "granted",
            "channel": "paper",
            "text_version": "2026-11",
            "evidence": _EVIDENCE,
            "at": "2026-11-20T09:30:00+07:00",
        },
        {
            "worker_key": "api:W-2001",
            "purpose": "learning",
            "state": "withdrawn",
            "channel": "web",
            "text_version": "2026-11",
        },
    ]
}
CONSENTS_TAKEN: Example = {"read": 2, "accepted": 2, "unchanged": 0, "rejected": 0, "rejects": []}
PERSON_CONSENTS: Example = {
    "worker": "api:W-2001",
    "allowed": {
        "recommendations": True,
        "share": True,
        "training": True,
        "learning": False,
        "overseas": False,
        "alerts": False,
    },
    "history": [
        {
            "purpose": "share",
            "tenant": "",
            "number": 1,
            "state": "granted",
            "at": "2026-11-20T02:30:00Z",
            "channel": "paper",
            "text_version": "2026-11",
            "evidence": _EVIDENCE,
            "told_by": "siapkerja",
        }
    ],
}
ASKED: Example = {
    "kind": "correction",
    "words": "Pengalaman saya 30 bulan, bukan 3 bulan.",
    "fields": {"experience_months": 30},
}
REQUEST: Example = {
    "id": "rq_5c1f0a3f9be27d4408a1c6e2",
    "worker": "api:W-2001",
    "kind": "correction",
    "state": "received",
    "verdict": "",
    "ground": "",
    "received_at": "2026-11-27T02:00:00Z",
    "due_at": "2026-11-30T02:00:00Z",
    "decided_at": None,
    "overdue": False,
    "article": "Ps. 30(1)",
    "filed_by": "siapkerja",
    "decided_by": "",
    "content": {"words": "Pengalaman saya 30 bulan, bukan 3 bulan.", "fields": {"experience_months": 30}},
    "answer": {},
}
ANSWER: Example = {"do": "answer", "reason": "Sudah kami perbaiki sesuai surat keterangan kerja."}
VERDICT: Example = {"verdict": "upheld", "reason": "Pengalaman informal tidak terbaca; petugas mencocokkan sendiri."}
