"""Small records, codes and catalogues for tests, all invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from indexes.generation import LoadedPart
from indexes.lexical import LexicalIndex
from indexes.vectors import VectorIndex
from matcher.catalogue import Catalogue, Fresh
from matcher.coded import Coded, CodedSkill, Relevance
from matcher.records import Course, Posting, Provenance, Worker
from matcher.score import Pair, Scorer
from taxonomy.education import LEVELS
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skills import Need, Skill, Skills, SkillType
from tests.fakes import FakeEncoder

FETCHED = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)

JAKARTA_SELATAN, KOTA_BEKASI, KOTA_BOGOR, KOTA_BANDUNG, KOTA_SURABAYA = "3174", "3275", "3271", "3273", "3578"
JAWA_BARAT, JAWA_TIMUR = "32", "35"


def provenance(source_id: str, source: str = "uji", raw_hash: str = "") -> Provenance:
    """A provenance; another ``raw_hash`` is another version of the row."""
    return Provenance(source=source, source_id=source_id, fetched_at=FETCHED, raw_hash=raw_hash or source_id)


def posting(source_id: str = "p1", *, source: str = "uji", raw_hash: str = "", **facts: Any) -> Posting:
    """A posting that says only what is given."""
    return Posting(provenance=provenance(source_id, source, raw_hash), **{"title": "Juru Las", **facts})


def worker(source_id: str = "w1", *, source: str = "uji", raw_hash: str = "", **facts: Any) -> Worker:
    """A worker who says only what is given."""
    return Worker(provenance=provenance(source_id, source, raw_hash), **facts)


def course(source_id: str = "c1", *, source: str = "uji", raw_hash: str = "", **facts: Any) -> Course:
    """A course that says only what is given."""
    return Course(provenance=provenance(source_id, source, raw_hash), **{"title": "Pelatihan Las Dasar", **facts})


def coded_skills(ids: Sequence[str], relevance: Relevance) -> tuple[CodedSkill, ...]:
    """Coded skills of one relevance, shown by no words."""
    return tuple(CodedSkill(id=skill_id, relevance=relevance) for skill_id in ids)


def coded_posting(
    key: str = "uji:p1", *, required: Sequence[str] = (), preferred: Sequence[str] = (), **facts: Any
) -> Coded:
    """A coded posting."""
    skills = (*coded_skills(required, "required"), *coded_skills(preferred, "preferred"))
    return Coded(**{"key": key, "kind": "posting", "title": f"Lowongan {key}", "skills": skills, **facts})


def coded_worker(key: str = "uji:w1", *, held: Sequence[str] = (), **facts: Any) -> Coded:
    """A coded worker."""
    return Coded(
        **{"key": key, "kind": "worker", "title": f"Pencari {key}", "skills": coded_skills(held, "held"), **facts}
    )


def coded_course(key: str = "uji:c1", *, taught: Sequence[str] = (), **facts: Any) -> Coded:
    """A coded course."""
    return Coded(
        **{"key": key, "kind": "course", "title": f"Kursus {key}", "skills": coded_skills(taught, "taught"), **facts}
    )


def pair(held: Coded, wanted: Coded, *, cosine: float = 0.9, words: float = 0.5) -> Pair:
    """A pair whose occupations are not coded."""
    return Pair(worker=held, posting=wanted, occupation=None, cosine=cosine, words=words)


def catalogue(
    base: Sequence[Coded],
    *,
    fresh: Sequence[Coded] = (),
    superseded: Sequence[str] = (),
    texts: Mapping[str, str] | None = None,
    vectors: Mapping[str, npt.NDArray[np.float32]] | None = None,
) -> Catalogue:
    """A catalogue in memory.

    Args:
        base: Rows of the generation, any order.
        fresh: The delta; a key of the base that stands here too must be named in ``superseded``.
        superseded: Keys of base rows that no longer hold.
        texts: Key to text; the title by default.
        vectors: Key to unit vector; the fake encoder's of the text by default.
    """
    said = {item.key: item.title for item in (*base, *fresh)} | dict(texts or {})
    encoder = FakeEncoder()
    known = {key: encoder.encode_passage([text])[0] for key, text in said.items()} | dict(vectors or {})
    rows = sorted(base, key=lambda item: item.key)
    keys = [item.key for item in rows]
    stacked = np.stack([known[key] for key in keys]) if keys else np.zeros((0, encoder.dim), np.float32)
    part = LoadedPart(
        vectors=VectorIndex.build(keys, stacked),
        lexical=LexicalIndex.build([said[key] for key in keys]),
        hashes=tuple(keys),
    )
    alive = np.array([key not in superseded for key in keys], dtype=bool)
    delta = [Fresh(coded=item, vector=known[item.key], text=said[item.key]) for item in fresh]
    return Catalogue(part, rows, alive, delta, load_occupations())


def _skill(skill_id: str, label: str, label_en: str, kind: SkillType) -> Skill:
    return Skill(id=skill_id, label=label, label_en=label_en, type=kind, aliases=())


_SKILLS = (
    _skill("pencatatan-kas", "Pencatatan Kas", "Cash Recording", "hard"),
    _skill("pencatatan-kas-kecil", "Pencatatan Kas Kecil", "Petty Cash Recording", "hard"),
    _skill("las-busur", "Las Busur", "Arc Welding", "hard"),
    _skill("spreadsheet", "Spreadsheet", "Spreadsheet", "tool"),
    _skill("perpajakan", "Perpajakan", "Taxation", "knowledge"),
    _skill("ketelitian", "Ketelitian", "Accuracy", "soft"),
    _skill("bahasa-inggris", "Bahasa Inggris", "English", "language"),
    _skill("bahasa-inggris-bisnis", "Bahasa Inggris Bisnis", "Business English", "language"),
    _skill("sim-a", "SIM A", "Driving Licence A", "licence"),
    _skill("sim-a-umum", "SIM A Umum", "Driving Licence A Public", "licence"),
    _skill("sim-c", "SIM C", "Driving Licence C", "licence"),
)
SKILL_IDS = tuple(skill.id for skill in _SKILLS)
ADJACENT = ("pencatatan-kas", "pencatatan-kas-kecil")
"""Two hard skills that stand in for each other."""

CLERK = "4311"
"""A unit group whose essential skills are known to ``small_skills``."""


def small_skills() -> Skills:
    """A taxonomy of eleven skills, so that no test hangs on the bundled tables."""
    needs: dict[str, list[tuple[str, Need]]] = {
        CLERK: [("pencatatan-kas", "essential"), ("spreadsheet", "essential"), ("perpajakan", "optional")]
    }
    return Skills(_SKILLS, needs)


def scorer() -> Scorer:
    """A scorer over the small taxonomy and the real gazetteer."""
    return Scorer(small_skills(), load_gazetteer())


_REGIONS = ("", JAKARTA_SELATAN, KOTA_BEKASI, KOTA_BANDUNG, KOTA_SURABAYA, JAWA_BARAT)
_OCCUPATIONS = (CLERK, "7212", "5120", "2512")
_TYPES = ("", "full_time", "contract", "internship")


@st.composite
def coded_records(draw: st.DrawFn, kind: str = "posting", key: str = "") -> Coded:
    """Coded records of a kind with any mix of facts known and not known."""
    ids = st.lists(st.sampled_from(SKILL_IDS), unique=True, max_size=6)
    relevances: tuple[Relevance, ...] = ("required", "preferred") if kind == "posting" else ("held",)
    region = draw(st.sampled_from(_REGIONS))
    employment = draw(st.sampled_from(_TYPES))
    low = draw(st.none() | st.integers(0, 20_000_000))
    codes = draw(st.lists(st.sampled_from(_OCCUPATIONS), unique=True, max_size=2))
    return Coded(
        key=key or f"{draw(st.sampled_from(['satu', 'dua', 'tiga']))}:{draw(st.integers(0, 10_000))}",
        kind=kind,
        title=draw(st.sampled_from(["Staf Kas", "Juru Las", "Juru Masak", "Pengembang Web"])),
        occupations=tuple((code, round(0.8 / (at + 1), 4)) for at, code in enumerate(codes)),
        uncertain=draw(st.booleans()),
        skills=tuple(CodedSkill(id=i, relevance=draw(st.sampled_from(relevances))) for i in draw(ids)),
        licences=tuple(draw(st.lists(st.sampled_from(["sim-a", "sim-c", "brevet-pajak-a-b"]), unique=True))),
        region_codes=(region,) if region else (),
        is_remote=kind == "posting" and draw(st.booleans()),
        will_relocate=None if kind == "posting" else draw(st.none() | st.booleans()),
        education=draw(st.sampled_from(("", *LEVELS))),
        experience_months=draw(st.none() | st.integers(0, 240)),
        pay_low=low,
        pay_high=draw(st.none() | st.integers(low or 0, 30_000_000)),
        employment_type=employment,
        is_internship=employment == "internship",
        closes_on=draw(st.none() | st.dates(datetime(2026, 10, 25).date(), datetime(2026, 11, 10).date())),
        is_closed=draw(st.booleans()),
    )


def pairs() -> st.SearchStrategy[Pair]:
    """Pairs of a worker and a posting with any facts."""
    share = st.floats(0, 1, width=32)
    return st.builds(
        Pair,
        worker=coded_records("worker", "uji:w"),
        posting=coded_records("posting", "uji:p"),
        occupation=st.none() | st.just(float("nan")) | share,
        cosine=st.floats(-1, 1, width=32),
        words=share,
    )
