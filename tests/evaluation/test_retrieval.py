"""The task ``retrieval``: planted ads are found, every system is measured, pools that do not fit are refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from evaluation import ads, measures, retrieval
from evaluation.gold import pooled_judgements, read_judgements
from evaluation.ranking_baselines import (
    BM25,
    COSINE,
    FUSION,
    SKILL_OVERLAP,
    TITLE_ONLY,
    TOKEN_SET,
    min_max,
    ranked,
    skill_overlap,
    text_baselines,
)
from evaluation.ranking_rows import OURS
from evaluation.task import Options
from taxonomy.errors import InputError
from tests.evaluation.planted_ads import WORK, judge, posting, put, worker
from tests.fakes import FakeEncoder


def test_each_baseline_finds_the_ad_that_was_planted_for_a_seeker() -> None:
    names = sorted(WORK)
    found = text_baselines([worker(name) for name in names], [posting(name) for name in names], FakeEncoder())
    assert list(found) == [BM25, COSINE, FUSION, TITLE_ONLY, TOKEN_SET]
    for scores in found.values():
        assert scores.shape == (4, 4)
        assert [first for first, *_ in ranked(scores, names, 4)] == names


def test_the_fusion_is_the_sum_of_both_brought_to_one_scale() -> None:
    names = sorted(WORK)
    found = text_baselines([worker(name) for name in names], [posting(name) for name in names], FakeEncoder())
    row = found[BM25][0], found[COSINE][0]
    scaled = [(values - min(values)) / (max(values) - min(values)) for values in row]
    assert found[FUSION][0] == pytest.approx(scaled[0] + scaled[1], abs=1e-6)


def test_equal_scores_are_brought_to_zero_not_to_nothing() -> None:
    assert min_max(np.array([[2.0, 2.0], [1.0, 3.0]], dtype=np.float32)).tolist() == [[0, 0], [0, 1]]


@given(
    scores=arrays.arrays(np.float32, (2, 5), elements=st.sampled_from([0.0, 0.5, 1.0])),
    k=st.integers(1, 7),
)
def test_ranks_fall_with_the_score_and_ties_break_by_key(scores: np.ndarray, k: int) -> None:
    keys = ["a", "b", "c", "d", "e"]
    slow = [tuple(sorted(keys, key=lambda key, row=row: (-row[keys.index(key)], key))[:k]) for row in scores]
    assert ranked(scores, keys, k) == slow


def test_every_system_is_measured_by_every_measure_and_ours_comes_first(planted: Options) -> None:
    report = retrieval.run(planted)
    rows = {row.name: row for row in report.rows}
    found = [OURS, BM25, COSINE, FUSION, TITLE_ONLY, TOKEN_SET]
    systems = [*found, SKILL_OVERLAP]
    names = [measures.NDCG, measures.CONDENSED, measures.PRECISION, measures.AVERAGE_PRECISION, measures.JUDGED]
    whole = [f"{system}: {measure}" for system in systems for measure in names]
    assert [row.name for row in report.rows[: len(whole)]] == whole
    for system in found:
        assert rows[f"{system}: {measures.NDCG}"].value == pytest.approx(1.0, abs=0.1)
        assert rows[f"{system}: {measures.PRECISION}"].value == pytest.approx(0.2)
        assert rows[f"{system}: {measures.AVERAGE_PRECISION}"].value == 1.0
    assert all(row.n == 2 for row in report.rows)
    assert all(row.ci95 is not None for row in report.rows[: len(whole)])
    aimed = {row.name for row in report.rows[: len(whole)] if row.target is not None}
    assert aimed == {f"{OURS}: {measures.CONDENSED}", f"{OURS}: {measures.PRECISION}"}


def test_our_ranking_is_held_against_the_best_baseline_of_each_measure(planted: Options) -> None:
    rows = {row.name: row for row in retrieval.run(planted).rows if "above the best" in row.name}
    assert len(rows) == 6
    for measure in (measures.NDCG, measures.CONDENSED, measures.PRECISION):
        (name,) = [name for name in rows if name.endswith(measure)]
        assert rows[name].value == pytest.approx(0.0, abs=0.1)
        assert rows[f"{name}, p"].holds is False  # two seekers prove nothing


def test_skills_that_both_sides_name_are_counted_as_a_share_of_all_that_either_names(planted: Options) -> None:
    assert planted.data is not None
    put(
        planted.data / "postings" / "ads.jsonl",
        [{"id": "a", "title": "Kasir", "skills": ["Microsoft Excel", "Las SMAW"]}, {"id": "b", "title": "Kasir"}],
    )
    with ads.opened_ads(planted) as (engine, _):
        held = replace(worker("kasir"), skills=("Las SMAW",), summary="", wish="")
        catalogue = engine.refresh().catalogues["posting"]
        found = skill_overlap(engine.subjects([held]), catalogue, ["postings:a", "postings:b"])
    # Of three: the one that both name, the ad's other one, and one that the held one takes in.
    assert found == pytest.approx(np.array([[1 / 3, 0.0]]))


def test_grades_of_later_rankings_join_those_of_the_same_seekers(planted: Options, tmp_path: Path) -> None:
    assert planted.data is not None
    path, more = planted.data / "gold" / retrieval.JUDGEMENTS, tmp_path / "more.tsv"
    more.write_text("seeker\tad\tgrade\nkoki\tpostings:sopir\t0\n", encoding="utf-8")
    assert pooled_judgements(path, more)["koki"] == {"postings:koki": 3, "postings:kasir": 1, "postings:sopir": 0}
    for rows, told in (("koki\tpostings:koki\t0", "koki postings:koki in both"), ("siapa\tpostings:koki\t0", "siapa")):
        more.write_text(f"seeker\tad\tgrade\n{rows}\n", encoding="utf-8")
        with pytest.raises(InputError, match=told):
            pooled_judgements(path, more)


def test_our_own_grades_are_of_the_gold_seekers_and_none_is_given_twice() -> None:
    found = read_judgements(Path(retrieval.__file__).parent / "data" / "judgements.tsv")
    assert sum(map(len, found.values())) == 420
    assert all(seeker.startswith("d") for seeker in found)


def test_an_ad_that_cannot_be_found_is_named_instead_of_counted_as_missed(planted: Options) -> None:
    assert planted.data is not None
    judge(planted.data, ("koki", "koki", 3), ("sopir", "gone", 1))
    with pytest.raises(InputError, match=r"found 1 that are not, postings:gone among them"):
        retrieval.run(planted)


def test_seekers_without_judgements_are_refused(planted: Options) -> None:
    assert planted.data is not None
    judge(planted.data, ("koki", "koki", 3))
    with pytest.raises(InputError, match="not judged: sopir"):
        retrieval.run(planted)
