"""The task ``market``: what it measures is measured, on little."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from evaluation import labour_market
from evaluation.benchmark.disclosure import disclosure_rows
from evaluation.benchmark.market_intervals import interval_rows
from evaluation.benchmark.trends import among_ads, among_employers, other_mix, planted, pooled_p, trend_rows
from evaluation.task import Options
from matcher.engine import Engine
from matcher.home import Home
from matcher.market.trend_test import Windowed
from tests.builders import posting
from tests.fakes import FakeEncoder


def items(n: int = 600, features: int = 30) -> Windowed:
    rng = np.random.default_rng(1)
    return Windowed(
        later=rng.random(n) < 0.5,
        strata=rng.integers(0, 4, n),
        clusters=rng.integers(0, n // 2, n),
        has=csr_array((rng.random((n, features)) < rng.uniform(0.1, 0.5, features)).astype(float)),
    )


def test_shuffles_keep_what_they_say() -> None:
    rng, ads = np.random.default_rng(2), items()
    shuffled = among_ads(ads, rng).later
    assert (shuffled != ads.later).any()
    for stratum in range(4):
        own = ads.strata == stratum
        assert shuffled[own].sum() == ads.later[own].sum()
    drawn = among_employers(ads, rng).later
    assert all(len(set(drawn[ads.clusters == one].tolist())) == 1 for one in np.unique(ads.clusters))
    mixed = other_mix(ads, rng).later
    assert mixed[ads.strata % 2 == 1].mean() > 0.6 > 0.4 > mixed[ads.strata % 2 == 0].mean()


def test_a_planted_rise_is_in_the_later_window_alone() -> None:
    ads = items()
    found = planted(ads, np.array([3]), 2.0, np.random.default_rng(3))
    before, after = ads.has.toarray(), found.has.toarray()
    changed = np.argwhere(before != after)
    assert set(changed[:, 1].tolist()) == {3}
    assert ads.later[changed[:, 0]].all()
    late = ads.later
    assert after[late, 3].sum() == pytest.approx(2 * before[late, 3].sum(), rel=0.25)


def test_rows_of_trends_name_runs_baselines_and_planted_rises() -> None:
    found = {row.name: row for row in trend_rows(items(), 20, lambda *_: None)}
    assert len(found) == 12
    null = found["runs with a false finding, days shuffled among ads"]
    assert null.holds
    assert null.n == 20
    assert found["  baseline: two proportions, unadjusted, days shuffled among ads"].value > null.value
    assert found["share of planted rises found, x3.0"].value > found["share of planted rises found, x1.5"].value
    assert pooled_p(items()).shape == (30,)


def test_rows_of_disclosure_and_of_intervals_hold_where_baselines_do_not() -> None:
    ours, public, alone, _ = disclosure_rows(2)
    assert ours.holds
    assert public.holds
    assert alone.value < 1
    names = [row.name for row in interval_rows(4)]
    assert len(names) == len(set(names)) == 6


def test_the_task_runs_over_a_home_of_ads(
    home: Home, fake_encoder: FakeEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(home, fake_encoder)
    engine.upsert([posting(f"p{at}", description="Las SMAW.") for at in range(6)])
    engine.build()
    engine.close()
    for name, few in (("RUNS", 2), ("TABLES", 1), ("MARKETS", 2)):
        monkeypatch.setattr(labour_market, name, few)
    monkeypatch.setattr(labour_market, "trend_rows", lambda *_: [])
    options = Options(home=home.root, cache=tmp_path, rows=50, load_encoder=lambda: fake_encoder)
    report = labour_market.run(options)
    assert report.task == "market"
    (seconds,) = [row for row in report.rows if row.name == "seconds of processor time to count the market"]
    assert (seconds.n, seconds.holds) == (50, True)
