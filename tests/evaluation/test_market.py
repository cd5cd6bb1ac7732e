"""Made markets: who is in them, and utilities that are the product's own scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluation.benchmark import market
from evaluation.benchmark.market import Market, large_market, market_of, utilities, workers_of
from matcher.answers import Subject
from matcher.catalogue import Catalogue
from matcher.filters import Conditions
from matcher.pipeline import Pipeline
from matcher.segment import Fresh, segment_of
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from tests.builders import coded_posting, coded_worker, fresh_of, scorer, small_skills, vocabulary

UNITS = load_occupations().unit_codes[40:60]
TOLD: list[tuple[str, int, int]] = []


def ads(each: int = 3) -> list[Fresh]:
    """Ads of twenty unit groups and of one that nobody could code."""
    coded = [
        coded_posting(
            f"uji:{unit}-{at}",
            title=f"Lowongan {unit} nomor {at} untuk bekerja di kota",
            occupations=((unit, 0.9),),
            required=("pencatatan-kas", "spreadsheet", "perpajakan"),
            preferred=("ketelitian",),
            region_codes=("3275" if at % 2 else "3174",),
            experience_months=24 if at else None,
            is_internship=at == 1,
        )
        for unit in UNITS
        for at in range(each)
    ]
    return fresh_of([*coded, coded_posting("uji:tanpa", title="Lowongan apa saja yang ada di sini")])


def seekers() -> list[Fresh]:
    coded = [
        coded_worker(f"gold:{unit}", title=f"Pencari {unit}", occupations=((unit, 1.0),), held=("perpajakan",))
        for unit in UNITS[:5]
    ]
    return fresh_of(coded)


def made(seed: int, **changed: float) -> Market:
    wanted = {"postings": 30, "workers_a_place": 1.5, **changed}
    return market_of(
        ads(), seekers(), scorer(), load_occupations(), seed=seed, tell=lambda *told: TOLD.append(told), **wanted
    )


def test_a_market_has_as_many_workers_a_place_as_were_asked_for_and_is_the_same_for_the_same_seed() -> None:
    one, same, other = made(1), made(1), made(2)
    assert one.utilities.shape == (len(one), 30)
    assert len(one) == round(1.5 * int(one.places.sum()))
    assert TOLD[-1] == ("score workers", len(other), len(other))
    np.testing.assert_array_equal(one.utilities.toarray(), same.utilities.toarray())
    np.testing.assert_array_equal(one.places, same.places)
    assert not np.array_equal(one.utilities.toarray()[:20], other.utilities.toarray()[:20])
    assert one.utilities.data.min() > 0
    assert one.utilities.data.max() <= 1


def test_all_ads_are_taken_when_there_are_fewer_than_asked_for() -> None:
    assert made(1, postings=500).utilities.shape[1] == len(ads())


def test_the_first_workers_of_a_market_keep_what_they_have() -> None:
    whole = made(1)
    part = whole.first(7)
    assert len(part) == 7
    np.testing.assert_array_equal(part.utilities.toarray(), whole.utilities.toarray()[:7])
    np.testing.assert_array_equal(part.places, whole.places)


def test_most_postings_have_one_place_and_none_more_than_five() -> None:
    places = large_market(50, 4_000, 5, seed=1).places
    assert np.mean(places == 1) == pytest.approx(0.51, abs=0.03)
    assert np.mean(places == 5) == pytest.approx(0.08, abs=0.02)
    assert set(places.tolist()) == {1, 2, 3, 4, 5}


def test_workers_are_made_of_seekers_and_of_ads_and_ask_for_nothing_that_a_posting_has() -> None:
    found = workers_of(ads(), seekers(), 600, seed=1)
    assert len({item.coded.key for item in found}) == 600
    assert {item.coded.kind for item in found} == {"worker"}
    of_seekers = np.mean([item.coded.title.startswith("Pencari") for item in found])
    assert of_seekers == pytest.approx(0.5, abs=0.06)
    assert {skill.relevance for item in found for skill in item.coded.skills} == {"held"}
    assert not any(item.coded.is_internship or item.coded.closes_on for item in found)
    assert {code for item in found for code in item.coded.region_codes} == {"3275", "3174"}
    months = [
        item.coded.experience_months for item in found if item.coded.title.endswith("nomor 2 untuk bekerja di kota")
    ]
    assert all(month is not None and 12 <= month <= 48 for month in months)
    assert len(set(months)) > 5


def test_some_skills_are_left_out() -> None:
    held = [len(item.coded.skills) for item in workers_of(ads(), seekers(), 400, seed=1)]
    of_ads = [count for count, item in zip(held, workers_of(ads(), seekers(), 400, seed=1), strict=True) if count > 1]
    assert set(held) >= {0, 1, 2, 3, 4}
    assert np.mean(of_ads) < 3.5


def logarithms(seed: int) -> float:
    """Spread of how many workers each of twenty equally frequent unit groups has, as logarithms."""
    origins, people = ads(), seekers()
    made_of_ads = [
        item.coded.occupations[0][0]
        for item in workers_of(origins, people, 4_000, seed)
        if item.coded.title.startswith("Lowongan") and item.coded.occupations
    ]
    counts = [made_of_ads.count(unit) for unit in UNITS]
    return float(np.std(np.log(np.maximum(counts, 1))))


def test_some_fields_are_crowded_and_others_short(monkeypatch: pytest.MonkeyPatch) -> None:
    crowded = np.mean([logarithms(seed) for seed in range(3)])
    monkeypatch.setattr(market, "CROWDING", 0.0)
    assert crowded == pytest.approx(1.0, abs=0.35)
    assert logarithms(1) < 0.25


def test_utilities_are_the_scores_that_the_product_ranks_by() -> None:
    postings = segment_of(ads(), vocabulary())
    people = workers_of(ads(), seekers(), 25, seed=3)
    found = utilities(people, postings, scorer(), load_occupations(), lambda *told: None).toarray()
    catalogues = {"posting": Catalogue([postings]), "worker": Catalogue([]), "course": Catalogue([])}
    pipeline = Pipeline(catalogues, scorer(), vocabulary(), small_skills(), load_gazetteer(), load_occupations())
    for person, row in zip(people, found, strict=True):
        subject = Subject(coded=person.coded, vector=person.vector, text=person.text)
        ranking = pipeline.rank_postings(subject, 200, Conditions())
        wanted = {match.key: match.score for match in ranking.matches}
        held = {postings.key(at): float(row[at]) for at in np.flatnonzero(row)}
        assert held == pytest.approx(wanted, abs=1e-6)


def test_only_the_best_candidates_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    postings, people = segment_of(ads(), vocabulary()), workers_of(ads(), seekers(), 10, seed=3)
    whole = utilities(people, postings, scorer(), load_occupations(), lambda *told: None).toarray()
    monkeypatch.setattr(market, "CANDIDATES", 7)
    found = utilities(people, postings, scorer(), load_occupations(), lambda *told: None)
    assert found.has_sorted_indices
    assert np.diff(found.indptr).tolist() == [7] * 10
    for row, all_of_them in zip(found.toarray(), whole, strict=True):
        assert np.sort(row)[-7:].tolist() == np.sort(all_of_them)[-7:].tolist()


def test_a_large_market_offers_each_worker_the_nearest_postings() -> None:
    one, same = (large_market(40, 30, 6, seed=4) for _ in range(2))
    dense = one.utilities.toarray()
    np.testing.assert_array_equal(dense, same.utilities.toarray())
    assert np.diff(one.utilities.indptr).tolist() == [6] * 40
    assert 0 <= one.utilities.data.min() <= one.utilities.data.max() <= 1
    assert replace(one, places=same.places).places.shape == (30,)
    shown = np.sort(np.count_nonzero(dense, axis=0))
    assert shown[-1] >= 3 * max(1, shown[0])
