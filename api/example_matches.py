"""Answers of matches and recommendations in the OpenAPI document, to the requests of ``api/example_requests.py``."""

from __future__ import annotations

import orjson

from api.example_requests import Example
from matcher.explain import Explained
from matcher.openings import Opening
from matcher.reason_words import DEFAULT, opening_words, reason_words
from matcher.weights import bundled_version, bundled_weights
from taxonomy.occupations import VERSION

_GENERATION = "20261126T053124007504-3515f67b"
_WEIGHTS = bundled_weights().as_dict()


def _scored(words: float) -> Example:
    """A score with its parts; only the words that both texts share differ between the two directions."""
    values = {**dict.fromkeys(_WEIGHTS, 1.0), "occupation": 0.9751, "skills": 0.7, "words": words}
    components = {name: round(values[name] * weight, 4) for name, weight in _WEIGHTS.items()}
    return {
        "score": round(sum(components.values()), 4),
        "components": components,
        "details": {
            name: {"value": values[name], "weight": weight, "known": True} for name, weight in _WEIGHTS.items()
        },
    }


_REASONS: Example = {
    "matched": [
        {
            "id": "pengelolaan-persediaan",
            "label": "Pengelolaan persediaan",
            "label_en": "Inventory management",
            "type": "hard",
            "posting_words": "Stock",
            "required": True,
            "worker_words": "",
            "usual_in_the_job": True,
        },
        {
            "id": "microsoft-excel",
            "label": "Microsoft Excel",
            "label_en": "Microsoft Excel",
            "type": "tool",
            "posting_words": "Excel",
            "required": True,
            "worker_words": "Excel",
            "usual_in_the_job": False,
        },
    ],
    "missing": [],
    "adjacent": [],
    "would_help": [
        {
            "action": "gain_skill",
            "what": "penerimaan-barang",
            "label": "Penerimaan barang",
            "label_en": "Goods receiving",
            "amount": None,
            "gain": 0.012,
            "best": True,
        }
    ],
}


def _match(key: str, title: str, words: float) -> Example:
    """A match with its reasons, as facts and in words."""
    found = {"title": title, **_scored(words)}
    said = reason_words(Explained(key=key, **found, **_REASONS), DEFAULT)
    return {
        "id": key,
        **found,
        "reasons": _REASONS,
        "words": orjson.loads(orjson.dumps(said)),
        "shortlist_chance": None,
        "under_review": False,
        "overseas": None,
    }


_OPENING = Opening(
    key="api:P-1002",
    title="Operator Forklift - wajib SIO",
    licence={"id": "sio-forklift", "label": "SIO Forklift", "label_en": "Forklift operator licence"},
    score=0.6012,
)
MATCHED_WORKERS: Example = {
    "id": "api:P-1001",
    "matches": [_match("api:W-2001", "admin gudang", words=0.1098)],
    "removed_by_filter": {"province": 1, "distance": 2, "education": 0},
    "relax": [
        {"condition": "distance", "to": 100, "would_remain": 3},
        {"condition": "province", "to": ["31", "32", "33", "36"], "would_remain": 2},
    ],
    "generation": _GENERATION,
    "weights": bundled_version().name,
    "language": DEFAULT,
    "classification": VERSION,
}
_POSTING = _match("api:P-1001", "Admin Gudang (Stock Keeper)", words=0.1472)
_COPY = {"id": "papan:77", "source": "papan", "url": "https://papan.example/77"}
MATCHED_POSTINGS: Example = {
    "id": "api:W-2001",
    "matches": [{**_POSTING, "also_at": [_COPY]}],
    "would_open": [
        {
            "id": _OPENING.key,
            "title": _OPENING.title,
            "licence": dict(_OPENING.licence),
            "score": _OPENING.score,
            "words": opening_words(_OPENING, DEFAULT),
        }
    ],
    "removed_by_filter": {"closed": 0, "employment_type": 0, "night": 4, "education": 0, "licence": 1, "duplicate": 1},
    "relax": [
        {"condition": "night", "to": None, "would_remain": 5},
        {"condition": "licence", "to": None, "would_remain": 2},
    ],
    "generation": _GENERATION,
    "weights": bundled_version().name,
    "language": DEFAULT,
    "classification": VERSION,
}
SPREAD: Example = {
    "id": "api:W-2001",
    "batch": {
        "name": "20261126T190012401876-0c54a1f2",
        "made_at": "2026-11-26T19:00:12.401876+00:00",
        "dial": 0.8,
        "k": 10,
        "generation": _GENERATION,
        "weights": bundled_version().name,
    },
    "recommendations": [
        {
            **_POSTING,
            "rank": 1,
            "batch_score": _POSTING["score"],
            "own_rank": 3,
            "price": 0.4118,
        }
    ],
    "removed_by_filter": {"closed": 1, "education": 0, "licence": 0, "deleted": 0},
    "generation": _GENERATION,
    "weights": bundled_version().name,
    "language": DEFAULT,
    "classification": VERSION,
}
