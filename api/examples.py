"""Examples in the OpenAPI document: an invented world; every request is sent to the app by a test."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

POSTINGS: Example = {
    "records": [
        {
            "id": "api:P-1001",
            "title": "Admin Gudang (Stock Keeper)",
            "employer": "CV Sumber Rejeki Contoh",
            "description": "Input stok harian pakai Excel, cek barang masuk & keluar, stock opname tiap bulan. "
            "Min. SMA/SMK, pengalaman 1 tahun di gudang lebih disukai. Gaji 4,2 - 4,8 jt per bulan.",
            "places": ["Kab. Bekasi"],
            "education": ["SMA/SMK"],
            "pay_low": 4200000,
            "pay_high": 4800000,
            "employment_type": "full_time",
        },
        {
            "id": "api:P-1002",
            "title": "Operator Forklift - wajib SIO",
            "employer": "PT Logistik Contoh Nusantara",
            "description": "Mengoperasikan forklift di gudang 3PL, wajib punya SIO forklift aktif. Shift.",
            "places": ["Kota Surabaya"],
            "experience_months_min": 12,
            "pay_low": 4900000,
        },
    ]
}
WORKERS: Example = {
    "records": [
        {
            "id": "api:W-2001",
            "summary": "2 thn bantu di gudang sembako, biasa nyatet stok sama input Excel, bisa bawa motor.",
            "wish": "admin gudang",
            "education": "SMK",
            "place": "Kab. Bekasi",
            "salary_idr_month": 4500000,
        }
    ]
}
COURSES: Example = {
    "records": [
        {
            "id": "api:C-3001",
            "title": "Operator Forklift",
            "provider": "BLK Contoh Bekasi",
            "summary": "Mengoperasikan forklift dengan aman, pemeriksaan harian, K3 gudang, persiapan SIO forklift.",
            "skills": ["mengoperasikan forklift", "stock opname", "SIO Forklift"],
            "place": "Kab. Bekasi",
            "jp": 120,
            "cost_idr": 0,
        }
    ]
}
NORMALISE: Example = {
    "items": [
        {
            "id": "1",
            "title": "Dicari!! Staf Admin & Kasir Resto (Jaksel)",
            "text": "Bisa Microsoft Excel, input data. Min SMA/SMK, pengalaman 1 tahun. Gaji 4,5 jt/bulan.",
            "place": "Jaksel",
        }
    ]
}
MATCH_WORKERS: Example = {
    "posting": {
        "title": "Staff Gudang",
        "description": "Stock opname, input Excel, SMA/SMK, pengalaman min. 1 tahun.",
        "places": ["Bekasi"],
    },
    "k": 5,
    "conditions": {"provinces": ["32"]},
}
MATCH_WORKERS_BY_ID: Example = {"id": "api:P-1001", "k": 5}
MATCH_POSTINGS: Example = {
    "worker": {
        "wish": "admin gudang atau checker",
        "summary": "Lulusan SMK, 1 tahun jaga stok di toko bangunan, bisa Excel.",
        "education": "SMK",
        "place": "Bekasi",
    },
    "k": 5,
    "conditions": {"employment_types": ["full_time"], "include_closed": False},
}
MATCH_POSTINGS_BY_ID: Example = {"id": "api:W-2001", "k": 5}
RECOMMEND: Example = {
    "worker": {"wish": "operator forklift", "summary": "Sudah 1 tahun kerja di gudang, bisa Excel.", "place": "Bekasi"},
    "k": 3,
}
RECOMMEND_BY_ID: Example = {"id": "api:W-2001", "k": 3}

NORMALISED: Example = {
    "items": [
        {
            "id": "1",
            "uncertain": False,
            "kbji": [
                {"code": "5230", "title": "Kasir dan Petugas Tiket", "score": 0.6737},
                {"code": "4110", "title": "Tenaga Perkantoran Umum", "score": 0.2791},
                {"code": "4311", "title": "Juru Tata Usaha Akuntansi dan Pembukuan", "score": 0.0472},
            ],
            "classification": "KBJI2014",
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
        }
    ]
}
MATCHED_WORKERS: Example = {
    "id": "api:P-1001",
    "matches": [
        {
            "id": "api:W-2001",
            "title": "admin gudang",
            "score": 0.8482,
            "components": {
                "occupation": 0.351,
                "skills": 0.084,
                "text": 0.22,
                "words": 0.0132,
                "experience": 0.06,
                "education": 0.05,
                "place": 0.04,
                "pay": 0.03,
            },
            "details": {
                "occupation": {"value": 0.9751, "weight": 0.36, "known": True},
                "skills": {"value": 0.7, "weight": 0.12, "known": True},
                "text": {"value": 1.0, "weight": 0.22, "known": True},
                "words": {"value": 0.1098, "weight": 0.12, "known": True},
                "experience": {"value": 1.0, "weight": 0.06, "known": True},
                "education": {"value": 1.0, "weight": 0.05, "known": True},
                "place": {"value": 1.0, "weight": 0.04, "known": True},
                "pay": {"value": 1.0, "weight": 0.03, "known": True},
            },
            "reasons": {
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
                        "id": "penerimaan-barang",
                        "label": "Penerimaan barang",
                        "label_en": "Goods receiving",
                        "type": "hard",
                        "action": "gain_skill",
                        "gain": 0.012,
                    }
                ],
            },
        }
    ],
    "removed_by_filter": {"education": 0},
    "generation": "20261126T053124007504-3515f67b",
    "classification": "KBJI2014",
}
MATCHED_POSTINGS: Example = {
    "id": "api:W-2001",
    "matches": [
        {
            "id": "api:P-1001",
            "title": "Admin Gudang (Stock Keeper)",
            "score": 0.8527,
            "components": {
                "occupation": 0.351,
                "skills": 0.084,
                "text": 0.22,
                "words": 0.0177,
                "experience": 0.06,
                "education": 0.05,
                "place": 0.04,
                "pay": 0.03,
            },
            "details": {
                "occupation": {"value": 0.9751, "weight": 0.36, "known": True},
                "skills": {"value": 0.7, "weight": 0.12, "known": True},
                "text": {"value": 1.0, "weight": 0.22, "known": True},
                "words": {"value": 0.1472, "weight": 0.12, "known": True},
                "experience": {"value": 1.0, "weight": 0.06, "known": True},
                "education": {"value": 1.0, "weight": 0.05, "known": True},
                "place": {"value": 1.0, "weight": 0.04, "known": True},
                "pay": {"value": 1.0, "weight": 0.03, "known": True},
            },
            "reasons": {
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
                        "id": "penerimaan-barang",
                        "label": "Penerimaan barang",
                        "label_en": "Goods receiving",
                        "type": "hard",
                        "action": "gain_skill",
                        "gain": 0.012,
                    }
                ],
            },
        }
    ],
    "removed_by_filter": {"closed": 0, "education": 0, "licence": 1},
    "generation": "20261126T053124007504-3515f67b",
    "classification": "KBJI2014",
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
    "generation": "20261126T053124007504-3515f67b",
    "classification": "KBJI2014",
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
RECORD: Example = {
    "id": "api:W-2001",
    "kind": "worker",
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
        "education": "SMA",
        "study_programmes": [],
        "experience_months": 24,
        "pay_low": 4500000.0,
        "pay_high": None,
        "employment_type": "",
        "is_internship": False,
        "closes_on": None,
        "is_closed": False,
        "classification": "KBJI2014",
    },
}
