"""Plans as workbook and paper: long lists and words outside Latin-1."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import CalamineWorkbook

from matcher.curriculum.write_pdf import plan_paper
from matcher.curriculum.write_xlsx import plan_workbook, sources

PLACED = {"mean": 3.0, "low80": 1.0, "high80": 6.0, "low95": 0.0, "high95": 9.0}
SKILL = {"label": "SMAW", "type": "hard", "postings": 4, "of": 9, "share": 0.44, "ci95": [0.2, 0.7]}


def plan(courses: int) -> dict[str, Any]:
    """A plan with so many courses, each left out once more."""
    return {
        "centre": {"name": "BLK Contoh 🙂", "province_name": "Jawa Barat", "catchment_km": 40},
        "first": "2027-01",
        "months": 12,
        "words": "Rencana <b>contoh</b>.",
        "totals": {"classes": courses, "participants": 16, "graduates": 14.4, "cost_idr": 5, "placements": PLACED},
        "solver": {"gap": 0.001},
        "classes": [
            {
                "course": f"c:{at}",
                "title": f"=Kursus {at}" * 9,
                "month": "2027-01",
                "until": "2027-02",
                "classes": 1,
                "seats": 16,
            }
            for at in range(courses)
        ],
        "courses": [
            {
                "course": f"c:{at}",
                "title": f"=Kursus {at}" * 9,
                "vocational_field": "Las",
                "jp": 160,
                "seats": 16,
                "classes": 1,
                "cost_idr": 51_000_000,
                "placements": PLACED,
                "in_futures": None,
            }
            for at in range(courses)
        ],
        "occupations": [],
        "limits": [{"label": "asrama", "amount": 10.5, "fullest": None, "mean": 0.5}],
        "gains": [{"label": "asrama", "added": 1, "least": 0.1, "most": 0.4}],
        "conflict": [],
        "skills": {"not_taught": [SKILL] * 40, "not_asked": []},
        "left_out": {"JP tidak disebut": [f"contoh:course-{at:05d}" for at in range(courses * 100)]},
        "demand": {
            "source": "Karirhub",
            "last_month": "2024-12",
            "n_months": 24,
            "method": "naive",
            "postings": 9,
            "include_closed": True,
            "as_of": "2026-11-27",
            "seekers_per_opening": 2.3,
            "seekers_source": "x",
            "notes": ["catatan"],
        },
        "assumptions": [{"name": "completion", "value": 0.9, "meaning": "lulus", "source": "asumsi"}],
        "method": "HiGHS",
        "comparison": None,
    }


def test_a_paper_of_many_courses_is_written_on_several_pages() -> None:
    paper = plan_paper(plan(60))
    assert paper.startswith(b"%PDF-")
    assert paper.count(b"/Type /Page\n") >= 3
    assert len(plan_paper(plan(0))) > 1_000


def test_a_workbook_keeps_titles_that_look_like_formulas_and_names_few_of_many_left_out() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(plan_workbook(plan(3))))
    assert book.get_sheet_by_name("Kursus").to_python()[1][0].startswith("=Kursus 0")
    assert book.get_sheet_by_name("Ringkasan").to_python()[1][1] == "BLK Contoh 🙂"
    assert len(book.get_sheet_by_name("Belum diajarkan").to_python()) == 41
    told = dict(sources(plan(3))[1])
    assert told["Tidak ikut: JP tidak disebut"].endswith("dan 288 lagi")
