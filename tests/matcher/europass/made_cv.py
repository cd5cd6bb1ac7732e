"""An invented worker as a CV, with codes given by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from matcher.coded import Coded
from matcher.europass.profile import CvLanguage, CvProfile, cv_profile
from matcher.records import JobHeld, Worker
from taxonomy.skills import load_skills
from taxonomy.title_coding import Candidate, TitleCoding
from tests.builders import coded_worker, worker

MADE_AT = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)

WELDER = TitleCoding(candidates=(Candidate(code="7212", title="Tukang Las", score=0.9),), uncertain=False)
UNSURE = TitleCoding(candidates=(Candidate(code="9629", title="Pekerja Kasar", score=0.1),), uncertain=True)

HELD = ("bahasa-jerman", "bahasa-jepang", "bahasa-kanton", "bahasa-jawa", "microsoft-excel", "kerja-sama-tim")


def made_worker(**facts: Any) -> Worker:
    """A welder; fields may be given otherwise."""
    known: dict[str, Any] = {
        "summary": "Las 3 tahun <b>rapi</b> & cepat, laki-laki, hp 081234567890, bahasa Jerman B1",
        "wish": "tukang las",
        "jobs": (
            JobHeld(title="Tukang las", months=26, description="mengelas pagar"),
            JobHeld(title="serabutan"),
        ),
        "education": "SMK",
        "study_programme": "Teknik Pengelasan",
        "licences": ("SIM B1", "JLPT N4"),
    }
    return worker("w1", **{**known, **facts})


def made_codes(**facts: Any) -> Coded:
    """Its codes; fields may be given otherwise."""
    known: dict[str, Any] = {"held": HELD, "education": "SMA", "licences": ("sim-b1", "sim-a", "jlpt")}
    return coded_worker(**{**known, **facts})


def made_cv(lang: CvLanguage = "en") -> CvProfile:
    """The CV."""
    return cv_profile(made_worker(), made_codes(), [WELDER, WELDER, UNSURE], load_skills(), lang)


def empty_cv() -> CvProfile:
    """The CV of who says nothing."""
    return cv_profile(worker("w2"), coded_worker(), [UNSURE], load_skills())
