"""Examples of answers about training in the API's documentation."""

from __future__ import annotations

from api.example_requests import Example
from matcher.reason_words import DEFAULT
from matcher.training.cards import SOURCE
from matcher.weights import bundled_version
from taxonomy.occupations import VERSION

_CLAIM: Example = {
    "value": {"postings": 4.0, "fit": 0.86, "pay": 0.4, "time": 0.8, "value": 4.208},
    "score": 0.0086,
    "opens": 4,
    "opened": ["api:P-1001", "api:P-1007", "api:P-1012", "api:P-1020"],
    "improves": 11,
    "pay": {"before": 4_500_000.0, "after": 4_680_000.0, "n_before": 9, "n_after": 12, "share": 0.04},
    "per_100_jp": {"opens": 3.3333, "score": 0.0072, "pay": 150_000.0},
    "closes": [{"id": "forklift", "label": "Forklift", "label_en": "Forklift", "postings": 6}],
    "examples": [
        {
            "id": "api:P-1001",
            "title": "Operator Forklift",
            "before": 0.6876,
            "after": 0.7204,
            "newly_reached": True,
        }
    ],
    "words": [
        "4 lowongan lagi jadi terjangkau; sekarang 17 dari 52 yang dilihat.",
        "Skor 11 lowongan naik; rata-rata semua yang dilihat naik 0,86 poin dari 100.",
        (
            "Median upah yang ditulis lowongan terjangkau: Rp\N{NO-BREAK SPACE}4.500.000 (n=9) "
            "jadi Rp\N{NO-BREAK SPACE}4.680.000 (n=12)."
        ),
        "Mengajarkan yang diminta: Forklift (6 lowongan).",
        "Per 100 JP: 3,33 lowongan, skor 0,72 poin.",
        "Nilai 4,21 = (4 lowongan + 0,86 kecocokan + 0,4 upah) x 0,8 waktu.",
    ],
}
_BASIS: Example = {
    "id": "api:W-2001",
    "alternatives": [
        {
            "kind": "licence",
            "id": "sio-forklift",
            "label": "SIO Forklift",
            "label_en": "Forklift operator licence",
            "postings": 2,
            "keys": ["api:P-1003", "api:P-1030"],
            "legal_basis": "Permenaker 8/2020",
            "held": None,
            "of": None,
            "words": "Tanpa pelatihan: SIO Forklift membuka 2 lowongan (Permenaker 8/2020).",
        }
    ],
    "postings_considered": 52,
    "reachable": 17,
    "removed_by_filter": {"closed": 12, "distance": 281, "education": 6, "teaches_nothing_missing": 38},
    "why_none": None,
    "words": [],
    "source": SOURCE,
    "as_of": "2026-11-27",
    "generation": "20261127T041007626973-c2c4fc0c",
    "weights": bundled_version().name,
    "language": DEFAULT,
    "classification": VERSION,
}
COURSES: Example = {
    **_BASIS,
    "courses": [
        {
            "id": "api:C-3001",
            "title": "Operator Forklift",
            **_CLAIM,
            "distance_km": 12.4,
            "terms": {
                "provider": "BLK Contoh Bekasi",
                "vocational_field": "Logistik",
                "jp": 120,
                "weeks": 3.0,
                "starts_on": "2027-02-01",
                "ends_on": "2027-02-19",
                "register_until": "2027-01-22",
                "seats": 16,
                "cost_idr": 0,
                "mode": "offline",
                "kkni_level": 2,
                "certification": "Operator forklift kelas 2",
                "certifier": "",
            },
            "also_held": [],
        }
    ],
}
PATHS: Example = {
    **_BASIS,
    "paths": [
        {
            **_CLAIM,
            "courses": [
                {
                    "id": "api:C-3001",
                    "title": "Operator Forklift",
                    "starts_on": "2027-02-01",
                    "ends_on": "2027-02-19",
                    "jp": 120,
                    "cost_idr": 0,
                    "distance_km": 12.4,
                }
            ],
            "jp": 120,
            "weeks": 2.7,
            "cost_idr": 0,
        }
    ],
}
