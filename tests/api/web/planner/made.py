"""A planned document as ``plan_as_dict`` gives it, small and invented, with texts that try to be formulas or markup."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from api.example_curriculum import DIFF, PLAN

FORMULA = '=HYPERLINK("http://jahat.invalid","klik")'
MARKUP = "<script>alert(1)</script>"


def placed(mean: float) -> dict[str, float]:
    return {"mean": mean, "low80": mean / 2, "high80": mean * 2, "low95": mean / 4, "high95": mean * 3}


def course(key: str, title: str, classes: int, mean: float) -> dict[str, Any]:
    return {
        "course": key,
        "title": title,
        "vocational_field": "Teknik Las",
        "jp": 240,
        "seats": 16,
        "classes": classes,
        "cost_idr": classes * 76_800_000,
        "placements": placed(mean) if classes else None,
        "occupations": {"7212": 1.0},
        "in_futures": None,
    }


def plan() -> dict[str, Any]:
    document = deepcopy(PLAN)
    document |= {
        "status": "planned",
        "solver": {"seconds": 0.4, "gap": 0.012, "worth": 30.0, "bound": 30.4},
        "totals": {
            "classes": 3,
            "participants": 48,
            "graduates": 43.2,
            "cost_idr": 230_400_000,
            "placements": placed(30.0),
        },
        "classes": [
            {"course": "c:1", "title": FORMULA, "month": "2027-01", "until": "2027-03", "classes": 2, "seats": 32},
            {"course": "c:2", "title": MARKUP, "month": "2027-04", "until": "2027-04", "classes": 1, "seats": 16},
        ],
        "courses": [course("c:1", FORMULA, 2, 20.0), course("c:2", MARKUP, 1, 10.0), course("c:3", "Las GTAW", 0, 0)],
        "occupations": [
            {
                "unit": "7212",
                "title": "Pekerja Pengelasan",
                "postings": 12,
                "open_to_graduates": 9,
                "openings": 40,
                "vacancies_a_month": 12.5,
                "low80": 4.0,
                "high80": 33.0,
                "vacancies": [12.5],
                "seekers_stored": None,
                "seekers_a_quarter": 16.2,
                "other_graduates_a_quarter": 2.0,
                "tightness": 2.1,
                "pay_idr_month": 4_900_000,
                "graduates": 43.2,
                "placements": placed(30.0),
            }
        ],
        "limits": [
            {"id": "workshop:las", "label": "bengkel las", "amount": 2773.0, "fullest": 0.95, "mean": 0.5},
            {
                "id": "trainers:teknik las",
                "label": "instruktur TIK (JP sebulan)",
                "amount": 208.0,
                "fullest": 0.4,
                "mean": 0.2,
            },
            {"id": "beds", "label": "asrama", "amount": 8.0, "fullest": None, "mean": None},
            {"id": "budget:2027", "label": "anggaran 2027", "amount": 4e8, "fullest": 0.58, "mean": 0.58},
        ],
        "gains": [{"id": "budget", "label": "anggaran", "added": 4e7, "least": 1.5, "most": 2.5}],
        "skills": {
            "postings": 40,
            "not_taught": [
                {
                    "id": "s:1",
                    "label": "+62 las GTAW",
                    "type": "hard",
                    "postings": 20,
                    "of": 40,
                    "share": 0.5,
                    "ci95": [0.35, 0.65],
                }
            ],
            "not_asked": [],
        },
        "left_out": {"JP tidak disebut": ["c:7", "c:8"], "alasan lain": ["c:9"]},
        "assumptions": [
            {"name": "completion", "value": 0.9, "meaning": "bagian", "source": "asumsi Sepadan, bukan data"},
            {"name": "placed", "value": 31, "meaning": "lulusan", "source": "diisi oleh pengguna"},
        ],
    }
    document["centre"] |= {"budget_idr_year": 400_000_000, "name": "BLK Contoh Bekasi"}
    return document


def diff() -> dict[str, Any]:
    document = deepcopy(DIFF)
    skill = {
        "id": "s:1",
        "label": "Las GMAW",
        "type": "hard",
        "postings": 18,
        "of": 40,
        "share": 0.45,
        "ci95": [0.3, 0.6],
    }
    shown = [{"id": "p:1", "title": MARKUP, "words": FORMULA}]
    module = {
        "title": MARKUP,
        "jp": 80,
        "verdict": "strengthen",
        "suggested_jp": 100,
        "postings": 22,
        "of": 40,
        "ci95": [0.4, 0.7],
        "skills": [skill],
        "essential": [],
        "evidence": shown,
        "why": "sering diminta",
    }
    extra = {"skill": skill, "suggested_jp": 16, "essential": False, "evidence": shown}
    document |= {"postings": 40, "modules": [module, {**module, "verdict": "drop", "suggested_jp": 0, "evidence": []}]}
    return document | {"additions": [extra], "soft": [skill | {"label": "Komunikasi", "type": "soft"}]}
