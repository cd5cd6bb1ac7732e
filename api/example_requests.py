"""Requests shown in the OpenAPI document, of an invented world; a test sends every one to the app."""

from __future__ import annotations

from typing import Any

from matcher.weights import bundled_version

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
            "modules": [
                {"title": "K3 gudang dan pemeriksaan harian", "jp": 32, "skills": ["mengoperasikan forklift"]},
                {"title": "Mengemudi dan menumpuk palet", "jp": 64, "skills": ["mengoperasikan forklift"]},
                {"title": "Pencatatan stok", "jp": 16, "skills": ["stock opname"]},
                {"title": "Ujian SIO", "jp": 8, "skills": ["SIO Forklift"]},
            ],
            "place": "Kab. Bekasi",
            "jp": 120,
            "starts_on": "2027-02-01",
            "register_until": "2027-01-22",
            "seats": 16,
            "cost_idr": 0,
            "education_min": "SMA",
            "entry_licences": ["SIM A"],
            "certifier": "PJK3 Contoh",
            "workshop": "gudang",
        }
    ]
}
_LIST: Example = {"worker_key": "api:W-2001", "list_id": "W-2001/2026-11-26", "weights": bundled_version().name}
OUTCOMES: Example = {
    "records": [
        {"id": "E-1", "posting_key": "api:P-1001", "event": "shown", "position": 1, "at": "2026-11-26T08:00:00+07:00"},
        {"id": "E-2", "posting_key": "api:P-1002", "event": "shown", "position": 2, "at": "2026-11-26T08:00:00+07:00"},
        {"id": "E-3", "posting_key": "api:P-1001", "event": "applied", "at": "2026-11-26T08:04:00+07:00"},
    ]
}
OUTCOMES["records"] = [{**record, **_LIST} for record in OUTCOMES["records"]]
NORMALISE: Example = {
    "items": [
        {
            "id": "1",
            "title": "Dicari!! Staf Admin & Kasir Resto (Jaksel)",
            "text": "Bisa Microsoft Excel, input data. Min SMA/SMK, pengalaman 1 tahun, "
            "pria/wanita maks. 35 tahun. Gaji 4,5 jt/bulan.",
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
    "conditions": {"provinces": ["32"], "within_km": 50},
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
    "conditions": {"employment_types": ["full_time"], "no_night": True, "include_closed": False},
}
MATCH_POSTINGS_BY_ID: Example = {"id": "api:W-2001", "k": 5}
RECOMMEND: Example = {
    "worker": {"wish": "operator forklift", "summary": "Sudah 1 tahun kerja di gudang, bisa Excel.", "place": "Bekasi"},
    "k": 3,
}
RECOMMEND_BY_ID: Example = {"id": "api:W-2001", "within_km": 60, "max_weeks": 8, "k": 3}
RECOMMEND_PATHS: Example = {
    "id": "api:W-2001",
    "max_jp": 480,
    "max_cost_idr": 0,
    "from": "2027-01-04",
    "until": "2027-12-18",
    "mode": ["offline", "blended"],
    "k": 3,
}
