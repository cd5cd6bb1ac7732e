"""Answers shown in the OpenAPI document, to the requests of ``api/example_requests.py``; a test checks their shape."""

from __future__ import annotations

import orjson

from api.example_requests import Example
from matcher.explain import Explained
from matcher.openings import Opening
from matcher.reason_words import DEFAULT, opening_words, reason_words
from matcher.weights import bundled_version, bundled_weights
from taxonomy.occupations import VERSION

_GENERATION = "20261126T053124007504-3515f67b"

NORMALISED: Example = {
    "items": [
        {
            "id": "1",
            "uncertain": False,
            "kbji": [
                {"code": "5230", "title": "Kasir dan Petugas Tiket", "score": 0.6737, "job": None},
                {"code": "4110", "title": "Tenaga Perkantoran Umum", "score": 0.2791, "job": None},
                {"code": "4311", "title": "Juru Tata Usaha Akuntansi dan Pembukuan", "score": 0.0472, "job": None},
            ],
            "classification": VERSION,
            "skills": [
                {
                    "id": "microsoft-excel",
                    "label": "Microsoft Excel",
                    "type": "tool",
                    "surface": "Microsoft Excel",
                    "start": 5,
                    "end": 20,
                    "required": True,
                    "negated": False,
                    "level": None,
                },
                {
                    "id": "entri-data",
                    "label": "Entri data",
                    "type": "hard",
                    "surface": "input data",
                    "start": 22,
                    "end": 32,
                    "required": True,
                    "negated": False,
                    "level": None,
                },
            ],
            "place": {
                "regions": [{"code": "3174", "name": "Kota Jakarta Selatan", "province_code": "31"}],
                "is_remote": False,
                "country": "ID",
            },
            "education": {"least": "SMA", "kkni_level": 2, "levels": ["SMA"], "study_programmes": []},
            "pay": {"low_idr_month": 4500000.0, "high_idr_month": 4500000.0, "basis": "stated", "is_negotiable": False},
            "experience": {"months_min": 12, "months_max": None, "fresh_graduate_welcome": False},
            "demands": {
                "age_min": None,
                "age_max": 35,
                "sexes": ["L", "P"],
                "words": [
                    {"kind": "sex", "surface": "pria/wanita", "start": 67, "end": 78},
                    {"kind": "age", "surface": "maks. 35 tahun", "start": 79, "end": 93},
                ],
            },
        }
    ]
}

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
RECOMMENDED: Example = {
    "id": "api:W-2001",
    "courses": [
        {
            "id": "api:C-3001",
            "title": "Operator Forklift",
            "score": 0.0214,
            "opens": 1,
            "improves": 4,
            "closes": [{"id": "stok-opname", "label": "Stok opname", "postings": 3}],
            "distance_km": 0.0,
            "examples": [
                {"id": "api:P-1001", "title": "Admin Gudang (Stock Keeper)", "before": 0.5876, "after": 0.6204}
            ],
        }
    ],
    "removed_by_filter": {"closed": 0, "education": 0, "distance": 3, "teaches_nothing_missing": 41},
    "postings_considered": 40,
    "generation": _GENERATION,
    "weights": bundled_version().name,
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
UPSERTED: Example = {
    "read": 3,
    "accepted": 1,
    "updated": 0,
    "unchanged": 1,
    "rejected": 1,
    "rejects": [
        {"row": 3, "where": "records.3.title", "wanted": "Field required", "found": "nothing"},
    ],
}
TOLD: Example = {
    "read": 3,
    "accepted": 3,
    "updated": 0,
    "unchanged": 0,
    "rejected": 0,
    "rejects": [],
    "scored": 3,
}
RECORD: Example = {
    "id": "api:W-2001",
    "kind": "worker",
    "vacancy": None,
    "record": {
        "provenance": {
            "source": "api",
            "source_id": "W-2001",
            "fetched_at": "2026-11-26T05:31:10.541838Z",
            "raw_hash": "8ab282982fc981b83e640b2a6b27c690ab7c0db21a9bc9ce9ce75cc8f337d556",
        },
        "summary": "2 thn bantu di gudang sembako, biasa nyatet stok sama input Excel, bisa bawa motor.",
        "wish": "admin gudang",
        "jobs": [],
        "skills": [],
        "licences": [],
        "education": "SMK",
        "study_programme": "",
        "place": "Kab. Bekasi",
        "region_code": "",
        "will_relocate": None,
        "wants_remote": None,
        "experience_months": None,
        "salary_idr_month": 4500000,
        "employment_types": [],
    },
    "codes": {
        "key": "api:W-2001",
        "kind": "worker",
        "title": "admin gudang",
        "occupations": [["4321", 0.8123], ["3322", 0.185]],
        "uncertain": False,
        "skills": [
            {"id": "microsoft-excel", "relevance": "held", "surface": "Excel"},
            {"id": "mengemudi-sepeda-motor", "relevance": "held", "surface": "bisa bawa motor"},
        ],
        "licences": [],
        "region_codes": ["3216"],
        "is_remote": False,
        "will_relocate": None,
        "wants_remote": None,
        "education": "SMA",
        "study_programmes": [],
        "experience_months": 24,
        "pay_low": 4500000.0,
        "pay_high": None,
        "employment_types": [],
        "is_internship": False,
        "seniority": 1,
        "closes_on": None,
        "is_closed": False,
        "classification": VERSION,
    },
}
OCCUPATION: Example = {
    "code": "4321",
    "title": "Juru Tata Usaha Pergudangan",
    "title_en": "Stock clerks",
    "classification": VERSION,
    "parents": [
        {"code": "4", "title": "Tenaga Tata Usaha", "title_en": "Clerical support workers"},
        {
            "code": "43",
            "title": "Tenaga Tata Usaha Penghitungan dan Pencatatan Dokumen",
            "title_en": "Numerical and material recording clerks",
        },
        {
            "code": "432",
            "title": "Tenaga Tata Usaha Pencatatan Barang dan Transportasi",
            "title_en": "Material-recording and transport clerks",
        },
    ],
    "children": [{"code": "4321.04", "title": "Juru Tata Usaha Pergudangan", "title_en": ""}],
    "siblings": [{"code": "4322", "title": "Juru Tata Usaha Produksi", "title_en": "Production clerks"}],
    "skills": [{"id": "stok-opname", "label": "Stok opname", "type": "hard", "need": "essential"}],
    "isco08": [{"code": "4321", "title": "Stock clerks", "relation": "exact"}],
    "esco": [
        {
            "code": "d7a9f9e0-e2f5-4804-a0e0-b21ebb1403ee",
            "title": "inventory coordinator",
            "relation": "broad",
            "uri": "http://data.europa.eu/esco/occupation/d7a9f9e0-e2f5-4804-a0e0-b21ebb1403ee",
        }
    ],
}
OCCUPATIONS: Example = {
    "classification": VERSION,
    "occupations": [
        {
            "code": "8332",
            "title": "Pengemudi Truk Berat dan Truk Kontainer",
            "title_en": "Heavy truck and lorry drivers",
            "score": 0.85,
            "matched": "Sopir Truk",
        }
    ],
}
_RUN: Example = {
    "source": "maganghub",
    "run": 12,
    "outcome": "done",
    "started_at": "2026-11-02T22:00:00Z",
    "ended_at": "2026-11-02T22:01:10Z",
    "read": 1040,
    "new": 25,
    "changed": 4,
    "unchanged": 1008,
    "repeated": 1,
    "rejected": 2,
    "withdrawn": 0,
    "closed": 17,
    "duplicates": 6,
    "held": 0,
    "pages": 11,
    "bytes": 1_250_000,
    "seconds": 70.2,
    "continues": None,
    "clock_skew_s": None,
    "error": {"where": "", "wanted": "", "found": ""},
}
SOURCES: Example = {
    "sources": [
        {
            "name": "maganghub",
            "format": "maganghub",
            "location": "https://maganghub.example.go.id/api/list/vacancies-aktif?page=1&limit=100",
            "schedule": "0 5 * * *",
            "listing": True,
            "due_at": "2026-11-03T22:00:00Z",
            "last_run": _RUN,
        }
    ]
}
SOURCE_RUNS: Example = {"runs": [_RUN]}
