"""Requests and answers of ``/v1/market/forecast`` in the OpenAPI document; of lists the first entries."""

from __future__ import annotations

from api.example_requests import Example

_SCENARIO: Example = {
    "jobs": 2000,
    "place": "Kabupaten Batang",
    "industry": "garmen",
    "starts": "2025-03",
    "months": 10,
}
ASKED: Example = {"province": "Jawa Tengah", "major": "8", "horizon": 3, "scenario": dict(_SCENARIO)}

SERIES_ASKED: Example = {
    "name": "lowongan kawasan industri",
    "series": [
        {"month": "2026-08", "value": 120},
        {"month": "2026-09", "value": None},
        {"month": "2026-10", "value": 96},
    ],
    "horizon": 3,
}

SERIES_ANSWERED: Example = {
    "name": "lowongan kawasan industri",
    "months": [
        {
            "month": "2026-11",
            "point": 96.0,
            "low80": 14.7,
            "high80": 601.0,
            "low95": 4.1,
            "high95": 1831.4,
            "alone": 96.0,
            "added": 0.0,
        }
    ],
    "method": "naive",
    "served_because": "Dipakai angka terakhir (naif): bulan yang ada terlalu sedikit untuk menguji metode apa pun.",
    "errors": {},
    "origins": 0,
    "n_months": 2,
    "gaps": 1,
    "short": True,
    "pooled": True,
    "last_month": "2026-10",
    "source": "",
    "notes": ["Deret pendek: hanya 2 bulan, musim tidak dapat dibedakan dari kebetulan."],
    "language": "id",
}

ANSWERED: Example = {
    "province": "33",
    "province_name": "Jawa Tengah",
    "major": "8",
    "major_title": "Operator dan Perakit Mesin",
    "counted": "openings",
    "mix": {
        "share": 0.1478,
        "low95": 0.0404,
        "high95": 0.3066,
        "stored_postings": 0,
        "stored_weight": 0.0,
        "official_years": [2022, 2023, 2024],
    },
    "assumptions": ["Andaian: 2000 orang diterima di Kabupaten Batang (Pabrik garmen)."],
    "name": "Jawa Tengah: kuota lowongan, KBJI 8",
    "months": [
        {
            "month": "2025-03",
            "point": 433.2,
            "low80": 177.3,
            "high80": 2293.4,
            "low95": 148.6,
            "high95": 8416.1,
            "alone": 291.5,
            "added": 140.0,
        }
    ],
    "method": "year_mean",
    "served_because": "Dipakai rata-rata 12 bulan terakhir: galat terkecil pada uji mundur 80 titik awal, bersama"
    " 25 deret wilayah lain (MASE: rata-rata 12 bulan terakhir 2.54, angka terakhir (naif) 3.10).",
    "errors": {"year_mean": 2.5407, "naive": 3.0957},
    "origins": 80,
    "n_months": 12,
    "gaps": 0,
    "short": True,
    "pooled": True,
    "last_month": "2023-12",
    "source": "Kemnaker, Karirhub 2022-2024 (typed from princealvinyusuf/paskerid)",
    "notes": ["Deret pendek: hanya 12 bulan, musim tidak dapat dibedakan dari kebetulan."],
    "language": "id",
}
