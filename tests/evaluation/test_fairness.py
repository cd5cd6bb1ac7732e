"""The task ``fairness``: a swapped trait moves nothing, and a swap that does move something is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluation import ads, fairness
from evaluation.fairness import SWAPS, cosine_changes, score_changes
from evaluation.task import Options
from matcher.privacy import without_personal
from tests.builders import worker
from tests.evaluation.test_reasons import options
from tests.fakes import FakeEncoder

__all__ = ["options"]


def test_no_trait_moves_a_score(options: Options) -> None:
    rows = {row.name: row for row in fairness.run(options).rows}
    aimed = [row for row in rows.values() if row.target is not None]
    assert len(aimed) == 2 + len(SWAPS)
    assert all(row.holds and row.n > 0 for row in aimed)
    assert rows["all swaps: pairs whose score changes"].n == len(SWAPS) * 3  # three of the ads are open to the seeker


def test_a_swap_that_is_no_trait_is_seen(options: Options) -> None:
    with ads.opened_ads(options) as (engine, _):
        one = worker("w", wish="tukang las", summary="bisa las SMAW")
        other = replace(one, summary="bisa mesin kasir")
        assert score_changes(engine, [one], [other], [["postings:a", "postings:b"]]).min() > 0
        assert score_changes(engine, [], [], []).shape == (0,)
    assert cosine_changes(FakeEncoder(), [one], [other])[0] > 0


@pytest.mark.parametrize("trait", SWAPS)
def test_both_versions_of_a_sentence_are_the_same_once_the_trait_is_out(trait: str) -> None:
    one, other = SWAPS[trait]
    assert one != other
    assert without_personal(f"Bisa las. {one}") == without_personal(f"Bisa las. {other}")
