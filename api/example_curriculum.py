"""Requests of ``/v1/curriculum`` in the OpenAPI document."""

from __future__ import annotations

from typing import Any

PLAN_REQUEST: dict[str, Any] = {
    "centre": {
        "id": "blk-contoh",
        "name": "BLK Contoh Bekasi",
        "kind": "BLK",
        "regency_code": "3216",
        "workshops": [{"kind": "gudang", "stations": 16, "hours_per_week": 40}],
        "trainers": [{"vocational_field": "Logistik", "n": 2, "jp_per_week": 24}],
        "budget_idr_year": 1200000000,
        "dormitory_beds": 0,
        "catchment_km": 60,
    },
    "first": "2027-01",
    "months": 12,
    "include_closed": True,
    "assumptions": {"completion": 0.85, "placed": 31, "traced": 60},
}
DIFF_REQUEST: dict[str, Any] = {"course": "api:C-3001", "province": "32"}
