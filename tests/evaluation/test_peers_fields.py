"""The fields that peers are compared in: rules of judging beside slow obvious ones, each system on a small case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from evaluation import real_ads
from evaluation.measures import CONDENSED
from evaluation.peers import coding_systems, duplicates, engines
from evaluation.peers import retrieval as retrieval_field
from evaluation.peers.ads import drawn_ads
from evaluation.peers.coding import _answer
from evaluation.peers.coding_systems import CodingWork, best_codes, share_right
from evaluation.peers.contest import OURS, Answer, Field, System
from evaluation.peers.duplicate_systems import most_f1
from evaluation.peers.duplicates import told_apart
from evaluation.peers.engine_systems import DEPTHS, SYSTEMS, K, VectorWork, deepen, flat, sepadan, share
from evaluation.peers.players import beside, play
from evaluation.peers.recommend import People, field_of
from evaluation.peers.recommend_systems import RecommendWork
from evaluation.peers.retrieval_work import RetrievalWork, Seeker, best_way
from evaluation.peers.task import run
from evaluation.task import Options
from indexes.vector_plan import RECALL
from taxonomy.coder import NO_WORK
from tests.evaluation.planted_ads import WORK, put
from tests.fakes import FakeEncoder
from tests.indexes.test_engines import unit_rows


def _quiet(*told: object) -> None:
    """Tell nobody."""


def _vector_work(rows: int = 300) -> VectorWork:
    vectors, tuning = unit_rows(rows, seed=1, dim=24), unit_rows(8, seed=2, dim=24)
    return VectorWork(vectors=vectors, tuning=tuning, nearest=engines.exact(vectors, tuning))


def test_recall_is_the_share_of_the_true_nearest_and_copies_are_as_good() -> None:
    vectors = unit_rows(100, dim=24)
    vectors[7] = vectors[3]
    query = vectors[3]
    order = np.lexsort((np.arange(100), -(vectors @ query)))
    best = np.sort(vectors @ query)[::-1][:K]
    assert share(vectors, query, order[:K], best) == 1.0
    assert share(vectors, query, order[K : 2 * K], best) == 0.0
    assert share(vectors, query, np.append(order[: K - 3], order[-3:]), best) == pytest.approx(0.7)
    assert share(vectors, query, np.repeat(order[:1], K), best) == pytest.approx(0.1)  # one row, ten times


def test_the_least_depth_that_finds_enough_is_taken() -> None:
    work, at = _vector_work(), []

    def one(query: np.ndarray) -> np.ndarray:
        rows = np.argsort(-(work.vectors @ query))[:K]
        return rows if at[-1] >= 48 else rows[: K // 2]

    assert deepen(work, DEPTHS, at.append, one) == 48
    assert at == [depth for depth in DEPTHS if depth <= 48]
    assert deepen(work, (1, 2), at.append, one) == 2  # none is enough
    assert 0.9 < RECALL < 1


def test_ours_and_a_flat_index_find_what_an_exact_search_finds() -> None:
    work = _vector_work()
    asked = unit_rows(5, seed=9, dim=24)
    best = engines.exact(work.vectors, asked)
    for make in (sepadan, flat):
        with make(work) as answer:
            found = answer(list(asked))
        assert [share(work.vectors, *one) for one in zip(asked, found, best, strict=True)] == [1.0] * 5
    assert [system.name for system in SYSTEMS][:2] == [OURS, "FAISS flat"]


def test_the_best_codes_of_titles_are_those_of_their_best_names() -> None:
    random = np.random.default_rng(4)
    codes = [f"{code:04d}" for code in random.integers(0, 9, 40)]
    scores = np.round(random.random((6, 40)), 1).astype(np.float32)  # many are equal
    for row, found in zip(scores, best_codes(scores, codes), strict=True):
        best = {code: max(s for s, c in zip(row, codes, strict=True) if c == code) for code in codes}
        assert list(found) == sorted(best, key=lambda code: (-best[code], code))[:5]


TAUGHT = [
    ("Koki restoran", "3434"),
    ("Juru masak", "5120"),
    ("Juru masak kapal", "5120"),
    ("Sopir truk", "8332"),
    ("Pengemudi truk tangki", "8332"),
    ("Lowongan kerja", NO_WORK),
]


@pytest.fixture
def coding() -> CodingWork:
    return CodingWork(
        official=[("Kepala koki", "3434"), ("Juru masak", "5120"), ("Pengemudi truk", "8332")],
        taught=[*TAUGHT, *((f"{title} senior", code) for title, code in TAUGHT)],
        weights=[1.0] * 12,
        tuning=[("Koki restoran", frozenset({"3434"})), ("Lowongan kerja", frozenset({NO_WORK}))],
        isco={},
        load_encoder=FakeEncoder,
    )


@pytest.mark.parametrize("make", [coding_systems.rapidfuzz, coding_systems.tfidf])
def test_who_learns_from_titles_codes_what_it_was_taught(
    coding: CodingWork, make: Callable[[CodingWork], object]
) -> None:
    with make(coding) as answer:  # type: ignore[attr-defined]
        found = answer([title for title, _ in TAUGHT])
    assert [codes[0] for codes in found] == [code for _, code in TAUGHT]


def test_a_tuning_title_is_not_learnt_from_while_ways_are_chosen(coding: CodingWork) -> None:
    held = {title for title, _ in coding.tuning}
    assert {coding.taught[row][0] for row in coding.untuned()} == {title for title, _ in coding.taught} - held
    assert share_right([("3434",), ("5120", NO_WORK)], coding.tuning) == 0.5
    assert share_right([(), (NO_WORK,)], coding.tuning) == 0.5


def test_the_zero_shot_encoder_takes_the_nearest_official_title(coding: CodingWork) -> None:
    with coding_systems.zero_shot(coding) as answer:
        found = answer(["juru masak", "Pengemudi truk"])
    assert [codes[0] for codes in found] == ["5120", "8332"]


def test_an_answer_that_no_work_is_named_is_an_uncertain_one() -> None:
    assert _answer((NO_WORK, "5120")).uncertain
    assert _answer((NO_WORK, "5120")).codes == ("5120",)
    assert not _answer(("5120", NO_WORK)).uncertain
    assert not _answer(()).uncertain


def test_the_threshold_of_most_f1_is_that_of_trying_all() -> None:
    random = np.random.default_rng(8)
    for _ in range(30):
        scores = np.round(random.random(25), 1)
        labels = random.random(25) < 0.4
        tried = {t: f1_score(labels, scores >= t, zero_division=0) for t in set(scores.tolist()) if t > 0}
        f1, threshold = most_f1(scores.tolist(), labels.tolist())
        assert f1 == pytest.approx(max(tried.values(), default=0.0))
        assert tried.get(threshold, 0.0) == pytest.approx(f1)
    assert most_f1([0.0, 0.0], [True, False]) == (0.0, 1.0)  # what was never proposed is never told


def test_a_pair_is_told_without_the_labels_of_its_employer() -> None:
    random = np.random.default_rng(5)
    labels = random.random(400) < 0.5
    scores = np.clip(labels * 0.3 + random.random(400) * 0.7, 0, 1)
    groups = [str(at // 8) for at in range(400)]
    own = np.array([group == "7" for group in groups])
    told = told_apart(scores, labels, groups)
    turned = told_apart(scores, np.where(own, ~labels, labels), groups)
    assert (told[own] == turned[own]).all()
    assert f1_score(labels, told) > 0.7


def test_figures_of_copies_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(6)
    told, labels = random.random(60) < 0.5, random.random(60) < 0.4
    assert duplicates.f1_of(told, labels) == pytest.approx(f1_score(labels, told))
    assert duplicates.precision_of(told, labels) == pytest.approx(precision_score(labels, told))
    assert duplicates.recall_of(told, labels) == pytest.approx(recall_score(labels, told))
    nothing = np.zeros(60, dtype=bool)
    assert duplicates.f1_of(nothing, labels) == duplicates.precision_of(nothing, labels) == 0.0


@pytest.fixture
def seeking(planted: Options, monkeypatch: pytest.MonkeyPatch) -> Options:
    """Small planted data, without the peer that takes seconds to import."""
    quick = [one for one in retrieval_field.SYSTEMS if "sentence_transformers" not in one.needs]
    monkeypatch.setattr(retrieval_field, "SYSTEMS", quick)
    monkeypatch.setattr(real_ads, "AD_FILES", {"postings": "ads.jsonl"})
    return replace(planted, is_quick=True, rows=4, only=("retrieval",))


def test_each_search_finds_the_ad_that_was_planted_and_absent_ones_are_told(seeking: Options) -> None:
    report = run(seeking, beside)
    rows = {row.name: row for row in report.rows}
    for name in (OURS, "bm25s", "FAISS flat"):
        found = rows[f"retrieval, {name}: {CONDENSED}"]
        assert (found.value, found.n) == (1.0, 2), name
        assert rows[f"retrieval, {name}: most memory, MiB"].value >= 0
    assert rows["retrieval, bm25s: its time over Sepadan's"].value > 0
    systems = {one["system"]: one for one in report.figures["systems"]}
    assert systems["LlamaIndex in memory"]["reason"].startswith("not run: ")
    assert "4 real ads" in systems["bm25s"]["size"]
    assert report.text.count("| retrieval |") == len(retrieval_field.SYSTEMS)


def test_the_needed_ads_are_always_among_those_that_are_drawn(seeking: Options, tmp_path: Path) -> None:
    names = [*WORK, *(f"lain{at}" for at in range(20))]
    rows = [{"id": name, "title": name, "description": "Bekerja rapi setiap hari"} for name in names]
    put(tmp_path / "postings" / "ads.jsonl", rows)
    needed = {f"postings:{name}" for name in WORK}
    chosen = [ad.key for ad in drawn_ads(seeking, needed, 10)]
    assert chosen == sorted(chosen)
    assert len(set(chosen)) == 10
    assert needed <= set(chosen)
    assert chosen == [ad.key for ad in drawn_ads(seeking, needed, 10)]
    assert {ad.key for ad in drawn_ads(seeking, needed, 1)} == needed
    assert len(drawn_ads(seeking, needed, 1_000)) == 24
    assert len(drawn_ads(seeking, {"postings:away"}, 5)) == 5


def test_a_way_is_chosen_by_the_tuning_seekers() -> None:
    work = RetrievalWork(
        home=None,  # type: ignore[arg-type]
        keys=["a", "b"],
        texts=[],
        vectors={},
        tuning=[Seeker(name="s", text="", wish="", worker=None)],  # type: ignore[arg-type]
        grades={"s": {"a": 0, "b": 3}},
        load_encoder=FakeEncoder,
    )
    orders = {"wrong": ("a", "b"), "right": ("b", "a")}
    assert best_way(list(orders), work, lambda way: lambda seeker: orders[way]) == "right"
    assert best_way(list(orders), replace(work, tuning=[]), lambda way: lambda seeker: orders[way]) == "wrong"


@pytest.fixture
def people() -> People:
    random = np.random.default_rng(3)
    return People(
        values=random.random((10, 160, 11)),
        known=np.ones((10, 160, 11), dtype=bool),
        vectors=unit_rows(160, dim=24),
    )


def _played(field: Field, *systems: System) -> dict[str, float]:
    found = play(replace(field, systems=systems), beside, _quiet)
    measure = next(iter(field.measures.values()))
    return {one.system.name: measure(one.answers)(np.arange(len(field.asked))) for one in found}


def test_what_is_asked_was_not_shown_and_new_postings_were_shown_to_nobody(people: People) -> None:
    field = field_of(people)
    work: RecommendWork = field.work
    shown = set(zip(work.workers.tolist(), work.postings.tolist(), strict=True))
    asked = {(one.worker, row) for one in field.asked for row in one.postings}
    assert shown
    assert not shown & asked
    new = set(range(160)) - {posting for _, posting in shown}
    assert len(new) >= 10
    assert work.before().log.list_count == work.tuning_from == 30
    taken = work.taken().toarray()
    for worker, posting in shown:
        rows = (work.workers == worker) & (work.postings == posting)
        assert taken[worker, posting] == work.log.grades[rows].max()
    assert taken.sum() > 0


def test_weights_learnt_from_outcomes_find_more_than_a_random_order_and_no_more_than_the_best(people: People) -> None:
    from evaluation.peers.recommend_systems import sepadan as ours

    def random_order(work: RecommendWork) -> object:
        from contextlib import nullcontext

        random = np.random.default_rng(0)
        answer: Answer = lambda asked: [tuple(random.permutation(one.postings).tolist()) for one in asked]  # noqa: E731
        return nullcontext(answer)

    field = field_of(people)
    found = _played(
        field,
        System(name="ours", make=ours, tuned=""),
        System(name="random", make=random_order, tuned=""),  # type: ignore[arg-type]
    )
    assert 0 < found["random"] < found["ours"] <= 1
