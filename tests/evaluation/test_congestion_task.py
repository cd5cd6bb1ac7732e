"""The task ``congestion``: every way is measured in every kind of market, the dial by losses alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from evaluation import ads, congestion
from evaluation.benchmark import spreading
from evaluation.benchmark.market import Market
from evaluation.benchmark.spreading import (
    GAIN_ROW,
    MEAN_LOSS,
    K,
    by_chance,
    by_own_best,
    by_prices,
    by_transport,
    dial_for,
    everywhere,
    gain_row,
    other_rows,
    ratio_rows,
)
from evaluation.task import Options, Row
from matcher.assignment import Lists
from matcher.exposure import lost
from tests.fakes import FakeEncoder


def crowded(seed: int, workers: int = 240, postings: int = 120) -> Market:
    """Workers of two fields; four in five are of the first, which has a third of the postings."""
    rng = np.random.default_rng(seed)
    is_first = (rng.random(workers) < 0.8)[:, None]
    near = np.where(is_first, np.arange(postings) < postings // 3, np.arange(postings) >= postings // 3)
    values = np.where(near, 0.6, 0.5) + 0.1 * rng.random((1, postings)) + 0.1 * rng.random((workers, postings))
    return Market(utilities=csr_array(values.astype(np.float32)), places=rng.integers(1, 3, postings))


def named(rows: list[Row] | tuple[Row, ...]) -> dict[str, Row]:
    found = {row.name: row for row in rows}
    assert len(found) == len(rows)
    return found


def loss(market: Market, lists: Lists) -> float:
    return float(np.mean(lost(lists.totals, by_own_best(market).totals)))


def test_the_dial_is_the_largest_of_which_the_mean_loss_is_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "_GRID", (1.0, 0.8, 0.6, 0.4, 0.2, 0.0))
    market = crowded(1)
    dial = dial_for(market)
    assert 0 < dial < 1
    assert loss(market, by_prices(dial)(market)) <= 0.95 * MEAN_LOSS
    assert all(loss(market, by_prices(larger)(market)) > 0.95 * MEAN_LOSS for larger in (dial + 0.2, 1.0))


def test_a_market_without_choice_lets_any_dial_stand() -> None:
    """Nobody can be sent elsewhere, so that nothing is lost at any dial."""
    utilities = csr_array(np.full((8, K), 0.5, dtype=np.float32))
    assert dial_for(Market(utilities=utilities, places=np.ones(K, np.int64))) == 1.0


def test_transport_may_lose_as_much_as_ours_and_uses_it() -> None:
    market = crowded(2)
    losses = [loss(market, by_transport(market, most)) for most in (0.0, 0.01, 0.03, 1.0)]
    assert losses[0] == 0
    assert losses == sorted(losses)
    assert 0.005 < losses[1] <= 0.01
    assert losses[2] <= 0.03 < losses[3] <= 0.1


def test_at_dial_zero_ours_is_the_own_best_and_chance_is_not() -> None:
    market = crowded(2)
    own = by_own_best(market)
    np.testing.assert_array_equal(by_prices(0.0)(market).columns, own.columns)
    assert by_chance(market).totals.sum() < own.totals.sum()


def test_gains_are_of_people_hired_and_the_interval_is_over_markets_and_rounds() -> None:
    markets = [crowded(seed) for seed in (3, 4, 5)]
    own, ours = everywhere(by_own_best, markets), everywhere(by_prices(0.5), markets)
    found = gain_row("x", ours, own, at_least=1.0)
    gains = [a.outcome.hired.mean() / b.outcome.hired.mean() for a, b in zip(ours, own, strict=True)]
    assert found.value == pytest.approx(np.mean(gains))
    assert found.value > 1.05
    assert found.n == 3
    assert found.holds
    assert found.ci95 is not None
    assert found.ci95[0] <= found.value <= found.ci95[1]
    assert found.ci95 == gain_row("x", ours, own).ci95
    nothing = gain_row("x", own, own)
    assert (nothing.value, nothing.ci95 is not None and nothing.ci95[0] <= 1 <= nothing.ci95[1]) == (1.0, True)


def test_the_headline_holds_gain_and_losses_against_their_targets_and_shows_both_ends() -> None:
    markets = [crowded(seed) for seed in (6, 7)]
    rows = named(ratio_rows("crowded", 0.6, markets))
    gain = rows[f"crowded: {GAIN_ROW}"]
    assert (gain.target, gain.holds) == (1.3, gain.value >= 1.3)
    assert rows["crowded: the same in the market where it is lowest"].value <= gain.value
    assert rows["crowded: mean utility loss"].target == 0.05
    rival = rows["crowded, entropic transport at no more loss: mean utility loss"].value
    assert 0 < rival <= rows["crowded: mean utility loss"].value
    worst = rows["crowded: largest utility loss of one person"]
    assert worst.holds
    assert rows["crowded: mean utility loss"].value <= worst.value <= 0.1
    assert rows["crowded: dial"].value == 0.6
    assert rows["crowded, ours: Gini of exposure"].value < rows["crowded, own best: Gini of exposure"].value
    assert (
        rows["crowded, ours: postings that hire, share"].value
        > rows["crowded, own best: postings that hire, share"].value
    )
    hired = rows["crowded, ours: people who find a job, share"].value
    assert hired / rows["crowded, own best: people who find a job, share"].value == pytest.approx(gain.value, abs=0.02)
    for said in ("highest", "lowest"):
        who = f"the tenth with the {said} utility"
        assert 0 <= rows[f"crowded: mean utility loss of {who}"].value <= 0.1
        assert 0 < rows[f"crowded, own best: {who}, share who find a job"].value < 1
        assert 0 < rows[f"crowded, ours: {who}, share who find a job"].value < 1


def test_every_dial_every_rival_and_every_behaviour_has_its_row() -> None:
    rows = named(other_rows("crowded", 0.6, [crowded(8)]))
    losses = [rows[f"crowded, ours at dial {dial:g}: mean utility loss"].value for dial in spreading.DIALS]
    assert losses == sorted(losses)
    assert rows[f"crowded, {spreading.RANDOM}: mean utility loss"].value > 0
    said = [f"crowded, {name}: expected matches over own best" for name in spreading.BEHAVIOURS]
    assert all(rows[name].value > 0.9 for name in said)
    assert len(rows) == 7 * (1 + len(spreading.DIALS)) + len(said)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "_GRID", (1.0, 0.5, 0.0))
    monkeypatch.setattr(congestion, "POSTINGS", 30)
    monkeypatch.setattr(congestion, "REPORTED_ON", (2,))
    monkeypatch.setattr(congestion, "LARGE_POSTINGS", 150)
    monkeypatch.setattr(congestion, "sample_postings", lambda full=congestion.sample_postings: full()[:40])
    monkeypatch.setattr(congestion, "sample_workers", lambda full=congestion.sample_workers: full()[:20])


@pytest.mark.usefixtures("small")
def test_without_the_data_folder_the_market_is_that_of_the_sample_world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    options = Options(
        data=tmp_path / "nowhere", rows=200, load_encoder=FakeEncoder, tell=lambda *what: told.append(what)
    )
    report = congestion.run(options)
    rows = named(report.rows)
    assert report.task == "congestion"
    for label in congestion.WORKERS_A_PLACE:
        assert rows[f"{label}: {GAIN_ROW}"].target == 1.3
        assert rows[f"{label}: largest utility loss of one person"].holds
    assert [name for name in rows if "at dial 0.5" in name and not name.startswith("two workers a place")] == []
    seconds = rows["seconds for 200 workers, 150 postings and 100 candidates each"]
    assert (seconds.target, seconds.n) == (60, 200)
    assert seconds.value > 0
    assert told[-1][0] == "score workers"


@pytest.mark.usefixtures("small")
def test_with_the_data_folder_the_market_is_made_of_its_ads_and_judged_seekers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ads, "AD_FILES", {"postings": "ads.jsonl"})
    seen = {}

    def remember(found: list, seekers: list, *others: object, **more: object) -> Market:
        seen["ads"] = [item.coded.key for item in found]
        seen["seekers"] = [item.coded.key for item in seekers]
        return crowded(1, workers=60, postings=30)

    monkeypatch.setattr(congestion, "market_of", remember)
    for folder, name, title in (("postings", "ads.jsonl", "title"), ("gold", congestion.SEEKERS, "wish")):
        (tmp_path / folder).mkdir()
        rows = [{"id": f"{folder}-{at}", title: work} for at, work in enumerate(("Koki", "Sopir truk", "Kasir toko"))]
        (tmp_path / folder / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    report = congestion.run(Options(data=tmp_path, cache=tmp_path / "cache", rows=150, load_encoder=FakeEncoder))
    assert seen["ads"] == [f"postings:postings-{at}" for at in range(3)]
    assert seen["seekers"] == [f"gold:gold-{at}" for at in range(3)]
    assert named(report.rows)
