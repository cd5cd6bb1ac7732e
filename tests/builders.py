"""Small records, codes and catalogues for tests, all invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from indexes.lexical import LexicalIndex
from indexes.text_table import TextTable
from indexes.vectors import VectorIndex
from matcher import delta
from matcher.catalogue import Catalogue
from matcher.coded import Coded, CodedSkill, Relevance, coded_to_json
from matcher.columns import columns_of, with_skills
from matcher.part_list import NAMES
from matcher.ragged import Ragged
from matcher.records import Course, Posting, Provenance, Worker
from matcher.score import Pairs, Scorer
from matcher.segment import Fresh, Rooms, Segment
from matcher.skill_credit import SkillCredit
from matcher.vocabulary import EMPLOYMENT_TYPES, Vocabulary
from matcher.weights import Weights
from taxonomy.education import LEVELS
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skills import Need, Skill, Skills
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPair:
    """A worker and a posting as coded records, with what retrieval learnt of them.

    Attributes:
        worker: Coded worker.
        posting: Coded posting.
        occupation: Similarity of their occupations in [0, 1]; None or NaN when either is not coded.
        cosine: Of their vectors, in [-1, 1].
        words: Shared words in [0, 1].
    """

    worker: Coded
    posting: Coded
    occupation: float | None = None
    cosine: float = 0.9
    words: float = 0.5

    @property
    def columns(self) -> Pairs:
        """The pair as the scorer takes it."""
        return pairs_of([self])


def pair(held: Coded, wanted: Coded, *, cosine: float = 0.9, words: float = 0.5) -> Pairs:
    """One pair whose occupations are not coded."""
    return CodedPair(worker=held, posting=wanted, cosine=cosine, words=words).columns


def pairs_of(met: Sequence[CodedPair], numbers: Vocabulary | None = None) -> Pairs:
    """Pairs of one worker with postings or of one posting with workers, in one.

    Args:
        met: At least one; all of the same worker, or all of the same posting.
        numbers: For the columns; ``vocabulary()`` by default.
    """
    workers, postings = [one.worker for one in met], [one.posting for one in met]
    numbers = numbers or vocabulary()
    return Pairs(
        worker=columns_of(workers[:1] if workers.count(workers[0]) == len(met) else workers, numbers),
        posting=columns_of(postings[:1] if postings.count(postings[0]) == len(met) else postings, numbers),
        occupations=np.array([np.nan if one.occupation is None else one.occupation for one in met], np.float32),
        cosines=np.array([one.cosine for one in met], np.float32),
        words=np.array([one.words for one in met], np.float32),
    )


def fresh_of(
    coded: Sequence[Coded],
    *,
    texts: Mapping[str, str] | None = None,
    vectors: Mapping[str, npt.NDArray[np.float32]] | None = None,
) -> list[Fresh]:
    """Coded records with a text (the title by default) and a vector (the fake encoder's of the text by default)."""
    said, known = dict(texts or {}), dict(vectors or {})
    found = []
    for item in coded:
        text = said.get(item.key, item.title)
        vector = known[item.key] if item.key in known else FakeEncoder().encode_passage([text])[0]
        found.append(Fresh(coded=item, vector=vector, text=text))
    return found


def rooms(fresh: Sequence[Fresh], numbers: Vocabulary | None = None) -> Rooms:
    """What a generation holds of a kind, in memory; records in any order, none of them too."""
    rows = sorted(fresh, key=lambda item: item.coded.key)
    vectors = np.stack([item.vector for item in rows]) if rows else np.zeros((0, FakeEncoder.dim), np.float32)
    return Rooms(
        keys=TextTable.of([item.coded.key for item in rows]),
        records=TextTable.of([coded_to_json(item.coded) for item in rows]),
        columns=columns_of([item.coded for item in rows], numbers or vocabulary()),
        vectors=VectorIndex.of(vectors),
        lexical=LexicalIndex.build(item.text for item in rows),
    )


def catalogue(
    base: Sequence[Coded],
    *,
    fresh: Sequence[Coded] = (),
    superseded: Sequence[str] = (),
    texts: Mapping[str, str] | None = None,
    vectors: Mapping[str, npt.NDArray[np.float32]] | None = None,
    numbers: Vocabulary | None = None,
) -> Catalogue:
    """A catalogue in memory.

    Args:
        base: Rows of the generation, any order.
        fresh: The delta; a key of the base that stands here too must be named in ``superseded``.
        superseded: Keys of base rows that no longer hold.
        texts: Key to text; the title by default.
        vectors: Key to unit vector; the fake encoder's of the text by default.
        numbers: For the columns; ``vocabulary()`` by default.
    """
    numbers = numbers or vocabulary()
    held = rooms(fresh_of(base, texts=texts, vectors=vectors), numbers)
    segment = Segment(rooms=held, alive=np.ones(len(held.keys), dtype=bool)).without(superseded)
    written = delta.add([], [], fresh_of(fresh, texts=texts, vectors=vectors), numbers)
    return Catalogue([segment, *(part.segment for part in written)])


def holding(pairs: Pairs, ids: Sequence[str]) -> Pairs:
    """The same pairs of one worker, who holds more skills of the small taxonomy."""
    more = Ragged.of([[vocabulary().skills[skill_id] for skill_id in ids]], np.uint16)
    return replace(pairs, worker=with_skills(pairs.worker, more))


def _skill(skill_id: str, label: str, label_en: str, kind: str) -> Skill:
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


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Numbers for the small taxonomy, all unit groups and all regions."""
    return Vocabulary(load_occupations(), small_skills(), load_gazetteer())


ELDEST = 11
"""Components that tests of the whole score spell out; a younger one has a test of its own (``tests/matcher/parts``)."""


def weighing(**shares: float) -> Weights:
    """Weights of some components; all others weigh nothing."""
    return Weights(**{**dict.fromkeys(NAMES, 0.0), **shares})


def scorer(weights: Weights | None = None) -> Scorer:
    """A scorer over the small taxonomy and the real gazetteer."""
    return Scorer(vocabulary(), SkillCredit(small_skills(), vocabulary()), weights)


_REGIONS = (JAKARTA_SELATAN, KOTA_BEKASI, KOTA_BANDUNG, KOTA_SURABAYA, JAWA_BARAT)
_OCCUPATIONS = (CLERK, "7212", "5120", "2512")
_STUDIES = ("akuntansi", "s1 perpajakan", "teknik pengelasan", "tata boga", "teknik informatika", "ilmu nujum", "sma")


@st.composite
def coded_records(draw: st.DrawFn, kind: str = "posting", key: str = "") -> Coded:
    """Coded records of a kind with any mix of facts known and not known."""
    ids = st.lists(st.sampled_from(SKILL_IDS), unique=True, max_size=6)
    relevances: tuple[Relevance, ...] = ("required", "preferred") if kind == "posting" else ("held",)
    places = draw(st.lists(st.sampled_from(_REGIONS), unique=True, max_size=2))
    types = draw(st.sets(st.sampled_from(EMPLOYMENT_TYPES), max_size=1 if kind == "posting" else 3))
    low = draw(st.none() | st.integers(0, 20_000_000))
    codes = draw(st.lists(st.sampled_from(_OCCUPATIONS), unique=True, max_size=2))
    return Coded(
        key=key or f"{draw(st.sampled_from(['satu', 'dua', 'tiga']))}:{draw(st.integers(0, 10_000))}",
        kind=kind,
        title=draw(st.sampled_from(["Staf Kas", "Juru Las", "Juru Masak", "Pengembang Web"])),
        occupations=tuple((code, round(0.8 / (at + 1), 4)) for at, code in enumerate(codes)),
        uncertain=draw(st.booleans()),
        worked_in=draw(st.sampled_from(["", *_OCCUPATIONS])) if kind == "worker" else "",
        skills=tuple(CodedSkill(id=i, relevance=draw(st.sampled_from(relevances))) for i in draw(ids)),
        licences=tuple(draw(st.lists(st.sampled_from(["sim-a", "sim-c", "brevet-pajak-a-b"]), unique=True))),
        region_codes=tuple(places),
        countries=("MY",) if kind == "posting" and not places and draw(st.booleans()) else (),
        is_remote=kind == "posting" and draw(st.booleans()),
        will_relocate=None if kind == "posting" else draw(st.none() | st.booleans()),
        education=draw(st.sampled_from(("", *LEVELS))),
        study_programmes=tuple(draw(st.lists(st.sampled_from(_STUDIES), unique=True, max_size=3))),
        experience_months=draw(st.none() | st.integers(0, 240)),
        pay_low=low,
        pay_high=draw(st.none() | st.integers(low or 0, 30_000_000)),
        wants_remote=None if kind == "posting" else draw(st.none() | st.booleans()),
        employment_types=tuple(sorted(types)),
        is_internship="internship" in types,
        closes_on=draw(st.none() | st.dates(datetime(2026, 10, 25).date(), datetime(2026, 11, 10).date())),
        is_closed=draw(st.booleans()),
        shift_words=draw(st.sampled_from(["", "shift"])),
        night_words=draw(st.sampled_from(["", "shift malam"])),
        access_words=draw(st.sampled_from(["", "ramah difabel"])) if kind == "posting" else "",
    )


def pairs() -> st.SearchStrategy[CodedPair]:
    """Pairs of a worker and a posting with any facts."""
    share = st.floats(0, 1, width=32)
    return st.builds(
        CodedPair,
        worker=coded_records("worker", "uji:w"),
        posting=coded_records("posting", "uji:p"),
        occupation=st.none() | st.just(float("nan")) | share,
        cosine=st.floats(-1, 1, width=32),
        words=share,
    )
