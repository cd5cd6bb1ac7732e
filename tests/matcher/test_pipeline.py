"""The whole story over catalogues in memory: both directions, bounds of k, ties, determinism, fairness."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

import pytest

from matcher.answers import Ranking, Subject
from matcher.catalogue import Catalogue
from matcher.coding import Coding, RecordCoder
from matcher.explain import Explained
from matcher.filters import Conditions
from matcher.openings import SAME_WORK
from matcher.pipeline import MAX_K, Pipeline, check_k
from matcher.records import Course, JobHeld, Posting, Record, Worker
from matcher.score import Scorer
from matcher.skill_credit import SkillCredit
from matcher.texts import lexical_text
from matcher.training.admission import TrainingWish
from matcher.training.gained import after_courses
from matcher.vocabulary import Vocabulary
from taxonomy.committee import load_committee
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills
from tests.builders import catalogue, course, posting, worker
from tests.fakes import FakeEncoder

TODAY = date(2026, 11, 2)
ANY = Conditions(today=TODAY)

POSTINGS = (
    posting("p1", title="Welder SMAW", description="Bisa las SMAW, baca gambar teknik. Min SMK.", places=("Bekasi",)),
    posting("p2", title="Juru Las Argon", description="Las GTAW, diutamakan las SMAW.", places=("Cikarang",)),
    posting(
        "p3", title="Staf Akuntansi", description="Menguasai Microsoft Excel dan Accurate, min D3.", places=("Solo",)
    ),
    posting("p4", title="Barista", description="Ramah, bisa meracik kopi, shift.", places=("Kota Bandung",)),
    posting("p5", title="Sopir Truk", description="Wajib punya SIM B1.", closes_on=date(2026, 10, 1)),
)
WORKERS = (
    worker(
        "w1", wish="tukang las", summary="3 tahun ngelas di bengkel, biasa las listrik", education="SMK", place="Bekasi"
    ),
    worker("w2", wish="admin keuangan", summary="jago excel, lulusan D3 akuntansi", place="Solo"),
    worker("w3", wish="barista", summary="belum pernah kerja, suka kopi", place="Bandung"),
)
COURSES = (
    course("c1", title="Las SMAW 3G", skills=("Las SMAW", "Pembacaan Gambar Teknik")),
    course("c2", title="Barista Dasar", skills=("Meracik Kopi",)),
)


@lru_cache(maxsize=1)
def coder() -> RecordCoder:
    return RecordCoder(FakeEncoder(), load_committee(), load_skills(), load_skill_reader(), load_gazetteer())


@lru_cache(maxsize=256)
def coding_of(record: Record) -> Coding:
    return coder().code([record])[0]


@lru_cache(maxsize=1)
def numbers() -> Vocabulary:
    return Vocabulary(load_occupations(), load_skills(), load_gazetteer())


def subject(record: Record) -> Subject:
    coding = coding_of(record)
    return Subject(coded=coding.coded, vector=coding.vector, text=lexical_text(record))


def pipeline(
    postings: Sequence[Posting] = POSTINGS, workers: Sequence[Worker] = WORKERS, courses: Sequence[Course] = COURSES
) -> Pipeline:
    catalogues = {}
    kinds: dict[str, Sequence[Record]] = {"posting": postings, "worker": workers, "course": courses}
    for kind, records in kinds.items():
        codings = [coding_of(record) for record in records]
        catalogues[kind] = catalogue(
            [coding.coded for coding in codings],
            texts={record.key: lexical_text(record) for record in records},
            vectors={coding.coded.key: coding.vector for coding in codings},
            numbers=numbers(),
        )
    return over(catalogues)


def over(catalogues: Mapping[str, Catalogue], generation: str = "") -> Pipeline:
    scorer = Scorer(numbers(), SkillCredit(load_skills(), numbers()))
    return Pipeline(catalogues, scorer, numbers(), load_skills(), load_gazetteer(), load_occupations(), generation)


def rank(pipe: Pipeline, record: Record, k: int = 10, conditions: Conditions = ANY) -> Ranking:
    found = subject(record)
    return (pipe.rank_postings if isinstance(record, Worker) else pipe.rank_workers)(found, k, conditions)


def parted(split: int, records: Sequence[Posting] = POSTINGS) -> Pipeline:
    """A pipeline whose first postings stand in the generation and the others in the delta."""
    codings = [coding_of(record) for record in records]
    postings = catalogue(
        [coding.coded for coding in codings[:split]],
        fresh=[coding.coded for coding in codings[split:]],
        texts={record.key: lexical_text(record) for record in records},
        vectors={coding.coded.key: coding.vector for coding in codings},
        numbers=numbers(),
    )
    return over({**pipeline().catalogues, "posting": postings})


@pytest.mark.parametrize("split", range(len(POSTINGS) + 1))
def test_what_stands_in_the_delta_ranks_as_if_it_stood_in_the_generation(split: int) -> None:
    whole, other = pipeline(), parted(split)
    anyone = Conditions(today=TODAY, respect_education=False)
    for who in WORKERS:
        there, here = rank(whole, who, conditions=anyone), rank(other, who, conditions=anyone)
        assert there.removed_by_filter == here.removed_by_filter
        found = {match.key: match.components for match in here.matches}
        assert found.keys() == {match.key for match in there.matches}
        for match in there.matches:
            # BM25 statistics of the delta are its own until the build; all else is the same.
            assert {**match.components, "words": 0} == {**found[match.key], "words": 0}


@pytest.mark.parametrize("split", [0, 2, len(POSTINGS)])
def test_given_records_score_as_a_ranking_scores_them_in_the_order_asked_for(split: int) -> None:
    pipe = parted(split)
    for who in WORKERS:
        ranked = {match.key: match.score for match in rank(pipe, who).matches}
        keys = sorted(ranked, reverse=True)
        assert pipe.score(subject(who), "posting", keys).totals.tolist() == [ranked[key] for key in keys]
    for wanted in POSTINGS:
        ranked = {match.key: match.score for match in rank(pipe, wanted).matches}
        assert pipe.score(subject(wanted), "worker", list(ranked)).totals.tolist() == list(ranked.values())
    assert pipe.score(subject(WORKERS[0]), "posting", []).totals.shape == (0,)
    with pytest.raises(UnknownIdError, match="keys: wanted the id of an indexed posting, found uji:none"):
        pipe.score(subject(WORKERS[0]), "posting", [POSTINGS[0].key, "uji:none"])


def test_the_generation_that_answered_is_named() -> None:
    pipe = over(pipeline().catalogues, "20261102T083000-abcd")
    assert rank(pipe, WORKERS[0]).generation == "20261102T083000-abcd"
    advice = pipe.recommend_courses(subject(WORKERS[0]), 1, TrainingWish(today=TODAY))
    assert advice.considered.generation == "20261102T083000-abcd"


def test_a_worker_gets_postings_and_a_posting_gets_workers_best_first() -> None:
    pipe = pipeline()
    for record, kind in ((WORKERS[0], "p"), (POSTINGS[0], "w")):
        ranking = rank(pipe, record)
        assert ranking.key == record.key
        assert all(match.key.startswith(f"uji:{kind}") for match in ranking.matches)
        scores = [match.score for match in ranking.matches]
        assert all(later <= earlier + 0.001 for earlier, later in pairwise(scores))
    assert rank(pipe, WORKERS[0]).matches[0].key in {"uji:p1", "uji:p2"}
    assert rank(pipe, POSTINGS[0]).matches[0].key == "uji:w1"


def test_a_pair_has_the_same_score_from_either_side_but_for_the_words_searched() -> None:
    pipe = pipeline()
    for who in WORKERS:
        for match in rank(pipe, who).matches:
            wanted = next(p for p in POSTINGS if p.key == match.key)
            back = {m.key: m for m in rank(pipe, wanted).matches}
            if who.key in back:
                there, here = dict(match.components), dict(back[who.key].components)
                there.pop("words"), here.pop("words")
                assert there == pytest.approx(here, abs=1e-4)
                assert [m["id"] for m in match.missing] == [m["id"] for m in back[who.key].missing]


def test_what_conditions_remove_is_counted_and_never_ranked() -> None:
    ranking = rank(pipeline(), WORKERS[0])
    assert ranking.removed_by_filter["closed"] == 1
    assert "uji:p5" not in {match.key for match in ranking.matches}
    west = rank(pipeline(), WORKERS[0], conditions=Conditions(provinces=("32",)))
    assert {match.key for match in west.matches} <= {"uji:p1", "uji:p2", "uji:p4"}
    assert west.removed_by_filter["province"] == 2


def test_where_fewer_remain_than_asked_for_loosening_one_condition_is_counted_by_asking_again() -> None:
    asked = Conditions(today=TODAY, within_km=30, respect_education=False)
    for pipe in (pipeline(), parted(2)):
        ranking = rank(pipe, WORKERS[2], k=3, conditions=asked)
        assert [match.key for match in ranking.matches] == ["uji:p4"]
        (suggestion,) = ranking.relax
        assert suggestion.condition == "distance"
        assert isinstance(suggestion.to, int)
        wider = rank(pipe, WORKERS[2], k=3, conditions=replace(asked, within_km=suggestion.to))
        assert len(wider.matches) == suggestion.would_remain == 3
        assert wider.relax == ()


def test_an_answer_with_enough_matches_suggests_nothing() -> None:
    asked = Conditions(today=TODAY, within_km=30, respect_education=False)
    assert rank(pipeline(), WORKERS[2], k=1, conditions=asked).relax == ()


def test_workers_are_counted_again_for_a_posting_too() -> None:
    ranking = rank(pipeline(), POSTINGS[0], conditions=Conditions(provinces=("33",)))
    (suggestion,) = [one for one in ranking.relax if one.condition == "province"]
    assert suggestion.to is None or len(suggestion.to) > 1  # type: ignore[arg-type]
    loose = rank(pipeline(), POSTINGS[0], conditions=Conditions())
    assert suggestion.would_remain == len(loose.matches)


def test_access_is_a_filter_and_moves_no_score() -> None:
    said = replace(POSTINGS[0], description=f"{POSTINGS[0].description} Terbuka untuk penyandang disabilitas.")
    open_, silent = pipeline([said, *POSTINGS[1:]]), pipeline()
    for who in WORKERS:
        assert rank(open_, who).matches == rank(silent, who).matches
    narrow = Conditions(today=TODAY, disability_access=True)
    assert [match.key for match in rank(open_, WORKERS[0], conditions=narrow).matches] == ["uji:p1"]
    assert rank(silent, WORKERS[0], conditions=narrow).matches == ()


@pytest.mark.parametrize("k", [0, -1, MAX_K + 1, 10**9])
def test_a_k_out_of_range_is_refused_by_every_call(k: int) -> None:
    pipe, who, wanted = pipeline(), subject(WORKERS[0]), subject(POSTINGS[0])
    calls: list[Callable[[], object]] = [
        lambda: pipe.rank_postings(who, k, ANY),
        lambda: pipe.rank_workers(wanted, k, ANY),
        lambda: pipe.recommend_courses(who, k, TrainingWish(today=TODAY)),
        lambda: pipe.recommend_paths(who, k, TrainingWish(today=TODAY)),
        lambda: check_k(k),
    ]
    for call in calls:
        with pytest.raises(InputError, match=f"k from 1 to {MAX_K}"):
            call()


def test_k_bounds_the_answer_and_the_largest_gives_all() -> None:
    pipe, anyone = pipeline(), Conditions(today=TODAY, respect_education=False)
    everything = rank(pipe, WORKERS[0], MAX_K, anyone).matches
    assert len(everything) == 4
    assert rank(pipe, WORKERS[0], 2, anyone).matches == everything[:2]
    assert check_k(1) == 1


def test_equal_postings_are_ranked_by_key() -> None:
    twins = [replace(POSTINGS[0], provenance=posting(name).provenance) for name in ("t3", "t1", "t2")]
    ranking = rank(pipeline(postings=twins), WORKERS[0])
    assert [match.key for match in ranking.matches] == ["uji:t1", "uji:t2", "uji:t3"]
    assert len({match.score for match in ranking.matches}) == 1


def test_two_builds_rank_the_same_bit_for_bit_whatever_the_order_of_the_records() -> None:
    one = pipeline()
    rankings = [rank(one, record) for record in (*WORKERS, *POSTINGS)]
    advice = [one.recommend_courses(subject(who), 3, TrainingWish(today=TODAY)) for who in WORKERS]
    coding_of.cache_clear()
    other = pipeline(postings=POSTINGS[::-1], workers=WORKERS[::-1], courses=COURSES[::-1])
    assert [rank(other, record) for record in (*WORKERS, *POSTINGS)] == rankings
    assert [other.recommend_courses(subject(who), 3, TrainingWish(today=TODAY)) for who in WORKERS] == advice


def test_nothing_indexed_gives_an_empty_ranking_and_no_course() -> None:
    pipe = pipeline(postings=(), workers=(), courses=())
    assert rank(pipe, WORKERS[0]).matches == ()
    assert rank(pipe, POSTINGS[0]).matches == ()
    advice = pipe.recommend_courses(subject(WORKERS[0]), 3, TrainingWish(today=TODAY))
    assert (advice.courses, advice.considered.postings_considered) == ((), 0)
    assert advice.considered.why_none == "no_courses"


def test_courses_come_for_what_postings_ask_and_the_worker_lacks_and_their_claim_holds_when_they_are_done() -> None:
    pipe, who = pipeline(), worker("w9", wish="welder", summary="baru lulus SMK", education="SMK", place="Bekasi")
    wish = TrainingWish(today=TODAY)
    advice = pipe.recommend_courses(subject(who), 3, wish)
    assert advice.key == who.key
    matches = {match.key: match for match in rank(pipe, who).matches}
    alike = [match for match in matches.values() if match.details["occupation"]["value"] >= SAME_WORK]
    assert 0 < advice.considered.postings_considered <= len(alike) < len(matches)
    best = advice.courses[0]
    assert best.key == "uji:c1"
    wanted = {m["id"] for match in matches.values() for m in (*match.missing, *match.adjacent)}
    assert {entry["id"] for entry in best.claim.closes} <= wanted
    done = after_courses(coding_of(who).coded, [coding_of(COURSES[0]).coded], load_skills())
    trained = replace(subject(who), coded=done)
    later = {match.key: match.score for match in pipe.rank_postings(trained, 10, Conditions(today=TODAY)).matches}
    for example in best.claim.examples:
        assert (example["before"], example["after"]) == (matches[example["id"]].score, later[example["id"]])
    paths = pipe.recommend_paths(subject(who), 2, wish).paths
    assert [step.key for step in paths[0].steps] == ["uji:c1"]


def scores(matches: Sequence[Explained]) -> list[tuple[str, float, dict[str, float]]]:
    return [(match.key, match.score, dict(match.components)) for match in matches]


SWAPS = [
    ("30 th", "54 th"),
    ("laki-laki", "perempuan"),
    ("pria", "wanita"),
    ("usia 22 tahun", "usia 47 tahun"),
    ("umur 19 thn", "umur 55 thn"),
    ("beragama Islam", "beragama Kristen"),
    ("muslim", "hindu"),
    ("belum menikah", "sudah menikah"),
    ("suku Jawa", "suku Batak"),
]


@pytest.mark.parametrize(("one", "other"), SWAPS)
def test_swapping_a_protected_word_of_a_worker_changes_no_score(one: str, other: str) -> None:
    pipe = pipeline(workers=())
    for wish in ("tukang las", ""):
        first, second = (
            worker("w7", wish=wish, summary=f"Saya {word}, biasa las listrik 2 tahun di bengkel.")
            for word in (one, other)
        )
        assert scores(rank(pipe, first).matches) == scores(rank(pipe, second).matches)
        there, here = (pipeline(postings=(), courses=(), workers=[WORKERS[1], changed]) for changed in (first, second))
        assert scores(rank(there, POSTINGS[0]).matches) == scores(rank(here, POSTINGS[0]).matches)


@pytest.mark.parametrize(("one", "other"), SWAPS)
def test_swapping_a_protected_word_of_a_posting_changes_no_score(one: str, other: str) -> None:
    first, second = (
        posting(
            "p7", title="Operator Las", description=f"Syarat: {word}, bisa las listrik, min SMK.", places=("Bekasi",)
        )
        for word in (one, other)
    )
    pipe = pipeline(postings=())
    assert scores(rank(pipe, first).matches) == scores(rank(pipe, second).matches)
    there, here = (pipeline(workers=(), courses=(), postings=[POSTINGS[3], changed]) for changed in (first, second))
    assert scores(rank(there, WORKERS[0]).matches) == scores(rank(here, WORKERS[0]).matches)


@pytest.mark.parametrize(("one", "other"), [("Pria", "Wanita"), ("Laki-laki", "Perempuan"), ("Muslim", "Non Muslim")])
def test_swapping_a_protected_word_of_a_title_wish_or_past_job_changes_no_score(one: str, other: str) -> None:
    pipe = pipeline()
    for make in (
        lambda word: posting("p8", title=f"Operator Las {word}", description="bisa las listrik"),
        lambda word: worker("w8", wish=f"tukang las {word}", summary="biasa las listrik"),
        lambda word: worker("w8", jobs=(JobHeld(title=f"Tukang las {word}", months=12),), summary="biasa las"),
        lambda word: worker("w8", jobs=(JobHeld(title="Tukang las", description=f"regu {word}"),)),
    ):
        first, second = make(one), make(other)
        assert scores(rank(pipe, first).matches) == scores(rank(pipe, second).matches)


DRIVING = posting("p6", title="Sopir Pick Up", description="Wajib punya SIM A, antar barang.", places=("Bekasi",))
DRIVER = worker("w9", wish="sopir pick up", summary="2 tahun kernet, antar barang", education="SMP", place="Bekasi")


@pytest.mark.parametrize("split", [0, 3, 6])
def test_what_a_licence_opens_is_what_a_match_finds_once_it_is_held(split: int) -> None:
    postings = (*POSTINGS, DRIVING)
    pipe = parted(split, postings)
    before = rank(pipe, DRIVER)
    assert DRIVING.key not in {match.key for match in before.matches}
    (opened,) = before.would_open
    assert (opened.key, opened.licence["id"], opened.title) == (DRIVING.key, "sim-a", "Sopir Pick Up")
    holder = replace(subject(DRIVER), coded=coding_of(replace(DRIVER, licences=("SIM A",))).coded)
    after = pipe.rank_postings(holder, 10, ANY)
    assert {match.key: match.score for match in after.matches}[DRIVING.key] == opened.score
    assert after.would_open == ()
    assert rank(pipe, DRIVING).would_open == ()


def test_work_that_lies_far_from_the_wish_is_not_opened_by_a_licence() -> None:
    cook = worker("w8", wish="barista", summary="2 tahun barista, latte art", education="SMA", place="Bandung")
    assert rank(pipeline((*POSTINGS, DRIVING)), cook).would_open == ()


def test_the_best_postings_are_those_of_the_ranking_without_reasons() -> None:
    pipe = pipeline()
    for who in WORKERS:
        found = pipe.best_postings(subject(who), 3, ANY)
        assert [(one.key, one.total) for one in found] == [(m.key, m.score) for m in rank(pipe, who, 3).matches]
    with pytest.raises(InputError, match="k from 1"):
        pipe.best_postings(subject(WORKERS[0]), 0, ANY)


@pytest.mark.parametrize("split", [0, 2, len(POSTINGS)])
def test_postings_that_are_revisited_keep_their_order_and_get_the_score_and_reasons_of_today(split: int) -> None:
    pipe = parted(split)
    plain = {match.key: match for match in rank(pipe, WORKERS[0]).matches}
    keys = sorted(plain, reverse=True)
    found = pipe.revisit(subject(WORKERS[0]), keys, ANY)
    assert [match.key for match in found.matches] == keys
    assert list(found.matches) == [plain[key] for key in keys]
    assert set(found.removed_by_filter.values()) == {0}


def test_what_has_closed_is_gone_or_no_longer_fits_is_left_out_and_counted_when_revisited() -> None:
    pipe = pipeline()
    found = pipe.revisit(subject(WORKERS[0]), ["uji:p5", "uji:p1", "uji:hilang", "uji:p3"], ANY)
    assert [match.key for match in found.matches] == ["uji:p1"]
    assert found.removed_by_filter == {"closed": 1, "education": 1, "licence": 0, "deleted": 1}
    assert pipe.revisit(subject(WORKERS[0]), [], ANY).matches == ()
