"""The answer of ``/v1/normalise`` in the OpenAPI document, to the request of ``api/example_requests.py``."""

from __future__ import annotations

from api.example_requests import Example
from taxonomy.occupations import VERSION

NORMALISED: Example = {
    "items": [
        {
            "id": "1",
            "uncertain": False,
            "settled": False,
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
