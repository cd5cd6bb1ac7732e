"""What is said of records and outcomes that were sent, and a stored record, in the OpenAPI document."""

from __future__ import annotations

from api.example_requests import Example
from taxonomy.occupations import VERSION

UPSERTED: Example = {
    "read": 3,
    "accepted": 1,
    "updated": 0,
    "unchanged": 1,
    "rejected": 1,
    "rejects": [
        {"row": 3, "where": "records.3.title", "wanted": "Field required", "found": "nothing"},
    ],
    "items": [
        {"row": 1, "id": "api:P-1001", "status": "accepted"},
        {"row": 2, "id": "api:P-1002", "status": "unchanged"},
        {"row": 3, "id": None, "status": "rejected"},
    ],
}
TOLD: Example = {
    "read": 3,
    "accepted": 3,
    "updated": 0,
    "unchanged": 0,
    "rejected": 0,
    "rejects": [],
    "items": [
        {"row": 1, "id": "siapkerja:U-1", "status": "accepted"},
        {"row": 2, "id": "siapkerja:U-2", "status": "accepted"},
        {"row": 3, "id": "siapkerja:U-3", "status": "accepted"},
    ],
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
