"""The example of an erasure in the API's document."""

from __future__ import annotations

from typing import Any

ERASURE: dict[str, Any] = {"ids": ["api:W-1001"], "block": True}

ERASED: dict[str, Any] = {
    "kind": "worker",
    "asked": 1,
    "erased": 1,
    "is_blocked": True,
    "erased_at": "2026-11-27T08:30:00+00:00",
    "due_at": "2026-11-30T08:30:00+00:00",
    "reached": {"store": 1, "rejects": 0, "recommendations": 0},
    "remains": {"index": "vectors, codes and words in generations that were built before; gone with the next build"},
    "certificate": {
        "type": "sepadan-erasure",
        "subjects": ["local:4f0c6e1d5a2b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f"],
        "kind": "worker",
        "erased": 1,
        "is_blocked": True,
        "erased_at": "2026-11-27T08:30:00+00:00",
        "due_at": "2026-11-30T08:30:00+00:00",
        "basis": "UU 27/2022 art. 8, 43, 44",
        "key": {
            "kty": "OKP",
            "crv": "Ed25519",
            "kid": "local",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        },
        "signature": "c2lnbmVk",
    },
}
