"""Answers of ``/v1/market`` in the OpenAPI document; of lists the first entries."""

from __future__ import annotations

from typing import Any

from api.example_requests import Example
from taxonomy.labour import SOURCE

_HEAD: dict[str, Any] = {
    "as_of": "2026-11-27",
    "include_closed": False,
    "source": "Records stored in this installation of Sepadan",
    "classification": "KBJI2014",
    "provinces": ["32"],
    "kbji": "72",
    "level": 3,
    "n_postings": 48210,
    "n_seekers": 126400,
    "posting_sources": {"karirhub": 48210},
    "left_out": {"closed": 1203, "expired": 340, "not_yet": 0, "abroad": 12, "duplicate": 871},
    "several_provinces": 2210,
    "remote": 81,
    "least_told": 5,
    "notes": ["Counts are of the records stored here, not of the labour market as such."],
}
_CELL: dict[str, Any] = {"province": "32", "kbji": "721", "title": "Pekerja Pencetakan Logam, Tukang Las dan YBDI"}
_POINT: dict[str, Any] = {
    "province": "32",
    "year": 2023,
    "openings": 151340,
    "seekers": 204452,
    "tightness": 0.7402,
}
_ENDS: dict[str, Any] = {"interval80": [0.4, 0.6], "interval95": [0.36, 0.67]}

DEMAND: Example = {
    **_HEAD,
    "rows": [
        {
            **_CELL,
            "postings": 96,
            "openings": 214,
            "openings_named_by": 61,
            "employers": 58,
            "internships": 7,
            "occupation_guessed": 1,
        }
    ],
    "found": 1,
    "withheld_cells": 182,
    "official": {
        "source": SOURCE,
        "by_major_group": [{"dimension": "occupation", "group": "7", "year": 2024, "postings": 585, "openings": 9001}],
        "by_year": [_POINT],
    },
}
SUPPLY: Example = {
    **_HEAD,
    "rows": [{**_CELL, "seekers": 412, "share": 0.031}],
    "found": 1,
    "withheld_cells": 97,
    "official": {
        "source": SOURCE,
        "by_province": [{"province": "32", "year": 2024, "men": 94129, "women": 108270, "seekers": 202399}],
        "by_group": [{"dimension": "education", "group": "SMK", "year": 2024, "seekers": 164883}],
    },
}
TIGHTNESS: Example = {
    **_HEAD,
    "rows": [{**_CELL, "postings": 96, "openings": 214, "seekers": 412, "tightness": 0.5194, **_ENDS}],
    "found": 1,
    "withheld_cells": 214,
    "mismatch": [
        {
            "by": "occupation",
            "digits": 1,
            "groups": 9,
            "openings": 61250,
            "postings": 48210,
            "seekers": 126400,
            "alpha": 0.5,
            "dissimilarity": {"value": 0.27, "by_chance": 0.01, "interval80": [0.26, 0.27], "interval95": [0.26, 0.28]},
            "mismatch": {"value": 0.06, "by_chance": 0.001, "interval80": [0.05, 0.06], "interval95": [0.05, 0.07]},
        }
    ],
    "official": {
        "source": SOURCE,
        "by_year": [_POINT],
        "mismatch": [
            {
                "by": "education",
                "year": 2024,
                "groups": 6,
                "openings": 252163,
                "seekers": 441698,
                "alpha": 0.5,
                "dissimilarity": 0.2908,
                "mismatch": 0.0582,
            }
        ],
    },
}
_SHORT: dict[str, Any] = {
    "skill_id": "las-gtaw",
    "label": "Las GTAW",
    "postings": 31,
    "asked_share": 0.3229,
    "seekers": 25,
    "held_share": 0.061,
    "ratio": 4.9,
    "interval80": [3.6, 6.7],
    "interval95": [3.0, 7.9],
    "relative": 2.4,
    "side": "short",
}
_RISING: dict[str, Any] = {
    "name": "las-gtaw",
    "label": "Las GTAW",
    "trend": "rising",
    "early_ads": 14,
    "late_ads": 41,
    "early_share": 0.011,
    "late_share": 0.031,
    "ratio": 2.8,
    "interval80": [1.9, 4.1],
    "interval95": [1.6, 4.9],
    "p": 0.0003,
    "q": 0.012,
}
SKILLS: Example = {
    **_HEAD,
    "asked": [{"skill_id": "las-smaw", "label": "Las SMAW", "postings": 64, "share": 0.6667}],
    "postings": 96,
    "short": [_SHORT],
    "plenty": [{**_SHORT, "skill_id": "las-smaw", "label": "Las SMAW", "relative": 0.4, "side": "plenty"}],
    "gaps_compared": 212,
    "usual_ratio": 2.04,
    "trends": {
        "rising": [_RISING],
        "falling": [{**_RISING, "trend": "falling", "ratio": 0.5}],
        "tested": 1115,
        "early_ads": 9953,
        "late_ads": 10803,
        "splits": {"karirhub": "2026-08-14"},
        "left_out": 0,
        "false_discovery_rate": 0.05,
    },
}
WAGES: Example = {
    **_HEAD,
    "bands": [
        {
            "province": "32",
            "province_name": "Jawa Barat",
            "kbji": "7212",
            "taken_province": "00",
            "taken_kbji": "7212",
            "title": "Tukang Las dan Tukang Potong dengan Api",
            "is_wider": True,
            "offers": 66,
            "employers": 59,
            "first_day": "2026-09-01",
            "last_day": "2026-11-26",
            "p10": 2500000,
            "p25": 3500000,
            "p50": 4200000,
            "p75": 4787500,
            "p90": 5750000,
            "median80": [3750000, 4500000],
            "median95": [3500000, 4500000],
            "minimum_wage": 2191232,
        }
    ],
    "offers": 21034,
    "without_pay": 27176,
    "left_out_as_slips": 9,
    "least_offers": 10,
}
FLOWS: Example = {
    **_HEAD,
    "flows": [
        {
            "origin": "3275",
            "destination": "3174",
            "kind": "commute",
            "km": 18.2,
            "seekers": 341.7,
            "share": 0.28,
            "interval80": [321.4, 362.0],
            "interval95": [310.6, 372.8],
        }
    ],
    "seekers": 20412,
    "home": 0.42,
    "commute": 0.37,
    "relocate": 0.08,
    "out_of_reach": 0.13,
    "left_out_seekers": 310,
    "observed": False,
}
