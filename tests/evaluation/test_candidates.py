"""The other direction: seekers for judged ads, by every system, on the half of the ads that is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import candidates, measures, retrieval
from evaluation.candidates import invented_seekers, is_test
from evaluation.gold import read_judgements
from evaluation.ranking_baselines import BM25, COSINE, FUSION, SKILL_OVERLAP, TITLE_ONLY, TOKEN_SET
from evaluation.ranking_rows import OURS
from evaluation.task import Options
from matcher.records import Worker
from taxonomy.errors import UnknownIdError
from tests.evaluation.planted_ads import WORK, worker


@pytest.fixture
def seekers(planted: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Worker]:
    """Four invented seekers, with grades for each of the four planted ads."""
    found = sorted((worker(name) for name in WORK), key=lambda one: one.key)
    lines = ["ad\tworker\tgrade", *(f"postings:{n}\tpostings:{o}\t{3 * (n == o)}" for n in WORK for o in WORK)]
    (tmp_path / "grades.tsv").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(candidates, "JUDGEMENTS", tmp_path / "grades.tsv")
    monkeypatch.setattr(candidates, "invented_seekers", lambda: found)
    return found


def test_the_seeker_of_each_ad_is_found_by_every_system(planted: Options, seekers: list[Worker]) -> None:
    held_back = sum(is_test(f"postings:{name}") for name in WORK)
    for _ in range(2):  # the second time the kept home serves
        rows = {row.name: row for row in retrieval.run(planted).rows if row.name.startswith(candidates.PREFIX)}
    for system in (OURS, BM25, COSINE, FUSION, TITLE_ONLY, TOKEN_SET, SKILL_OVERLAP):
        row = rows[f"{candidates.PREFIX}{system}: {measures.NDCG}"]
        assert row.n == held_back
        assert row.value == pytest.approx(1.0) or system == SKILL_OVERLAP
    assert 0 < held_back < len(WORK)


def test_a_judged_ad_that_is_not_there_is_named(
    planted: Options, seekers: list[Worker], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "is_test", lambda ad: True)
    (tmp_path / "grades.tsv").write_text("ad\tworker\tgrade\npostings:gone\tpostings:koki\t1\n", encoding="utf-8")
    with pytest.raises(UnknownIdError, match="postings:gone"):
        retrieval.run(planted)


def test_our_own_grades_are_of_seekers_that_are_there() -> None:
    path = retrieval.MORE_JUDGEMENTS
    assert path is not None
    found = read_judgements(path.with_name("candidate_judgements.tsv"), "ad", "worker")
    assert (len(found), sum(map(len, found.values()))) == (64, 2223)
    assert sum(map(is_test, found)) == 32
    keys = {seeker.key for seeker in invented_seekers()}
    assert {worker for grades in found.values() for worker in grades} <= keys
    assert len(keys) == 680
