from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from evaluation import duplicate_learning as learning
from evaluation import duplicates as task
from evaluation import train_duplicates
from evaluation.benchmark.duplicate_growth import plot_duplicate_growth
from evaluation.benchmark.duplicate_market import COPIED, SOURCE, market
from evaluation.duplicate_learning import PRECISION, Lessons, chosen_threshold, cross_chances, cross_found, fit, learnt
from evaluation.duplicate_pairs import FILE, Compared, read_pairs
from evaluation.duplicate_scale import figures, run_of
from evaluation.employer_pairs import employer_rows
from evaluation.task import Options
from matcher.coded import Coded
from matcher.duplicates.evidence import AGAINST, FOR, NAMES
from matcher.duplicates.traits import ad_of, traits_of
from matcher.records import Posting
from taxonomy.errors import InputError
from tests.builders import posting
from tests.matcher.duplicates.ads import DUTIES, OTHER_DUTIES, codes

HEADER = "first\tsecond\tlabel\tband\tweight\tnote\n"
PLANTED = {"title_same": 3.0, "text_alike": 4.0, "title_swapped": -5.0}


def _planted(count: int = 600) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    features = random.integers(0, 2, (count, len(NAMES))).astype(np.float32)
    weights = np.array([PLANTED.get(name, 0.0) for name in NAMES])
    chance = 1 / (1 + np.exp(-(features @ weights - 2.0)))
    return features, random.random(count) < chance


def _lessons(count: int = 600, each: int = 4) -> Lessons:
    """Planted pairs, so many of each employer."""
    features, labels = _planted(count)
    groups = [f"employer {at // each}" for at in range(count)]
    return Lessons(features=features, labels=labels, weights=np.ones(count), groups=groups)


def test_planted_weights_are_found_again_with_their_signs() -> None:
    card = fit(_lessons())

    for name, weight in PLANTED.items():
        assert card.weights[name] == pytest.approx(weight, abs=1.6)
    assert all(card.weights[name] >= 0 for name in FOR)
    assert all(card.weights[name] <= 0 for name in AGAINST)


def test_a_pair_is_weighed_without_its_employer() -> None:
    lessons = _lessons(200)
    own, labels = np.array([group == "employer 7" for group in lessons.groups]), lessons.labels
    chances = cross_chances(lessons)
    turned = cross_chances(replace(lessons, labels=np.where(own, ~labels, labels)))

    assert (chances[own] == turned[own]).all()
    assert (chances[~own] != turned[~own]).any()
    assert chances[labels].mean() > chances[~labels].mean() + 0.2


def test_a_pair_is_told_without_its_employers_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "_REPEATS", 2)
    lessons = _lessons(300, each=10)
    own = np.array([group == "employer 7" for group in lessons.groups])
    found = cross_found(lessons)
    turned = cross_found(replace(lessons, labels=np.where(own, ~lessons.labels, lessons.labels)))

    assert (found[own] == turned[own]).all()
    assert found.any()
    assert lessons.labels[found].mean() > lessons.labels.mean() + 0.2


def test_the_threshold_is_the_least_that_is_right_often_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "_REPEATS", 1)
    chances = np.array([0.99, 0.9, 0.8, 0.7, 0.6])
    monkeypatch.setattr(learning, "cross_chances", lambda lessons, seed: chances)
    lessons = replace(_lessons(5), labels=np.array([True, True, True, False, True]))
    never = replace(lessons, labels=np.zeros(5, dtype=bool))

    assert chosen_threshold(lessons) == 0.8
    assert chosen_threshold(never) == 1.0


def test_a_learnt_scorecard_has_the_threshold_of_its_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "_REPEATS", 2)
    lessons = _lessons(300)
    card = learnt(lessons)
    chances = np.concatenate([cross_chances(lessons, learning._SEED + turn) for turn in range(2)])
    told = chances >= card.threshold

    assert np.tile(lessons.labels, 2)[told].mean() >= PRECISION
    assert card.weights == fit(lessons).weights


def test_labels_of_one_kind_teach_nothing() -> None:
    with pytest.raises(InputError, match="wanted pairs of both labels"):
        fit(replace(_lessons(8), labels=np.ones(8, dtype=bool)))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("a:1\ta:2\tja\tb1\t1\tx\n", "wanted 0 or 1, found ja"),
        ("a:1\ta:2\t1\tb1\tbanyak\tx\n", "wanted a number, found banyak"),
        ("a:1\ta:2\t1\n", "wanted 6 cells"),
        ("", "wanted at least one row"),
    ],
)
def test_a_faulty_table_of_pairs_is_refused(tmp_path: Path, line: str, wanted: str) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(HEADER + line, encoding="utf-8")

    with pytest.raises(InputError, match=wanted):
        read_pairs(path)


def test_the_table_of_pairs_holds_ids_alone_and_each_pair_once() -> None:
    pairs = read_pairs(FILE)

    assert len(pairs) >= 600
    assert len({(pair.first, pair.second) for pair in pairs}) == len(pairs)
    assert all(pair.first < pair.second and pair.weight >= 1 for pair in pairs)
    assert 100 < sum(pair.is_one for pair in pairs) < len(pairs) / 2


def _records() -> list[tuple[Posting, Coded]]:
    made = []
    for number in range(24):
        duties = f"{DUTIES} {OTHER_DUTIES} bagian {number} " + " ".join(f"tugas{number}x{at}" for at in range(25))
        one = posting(
            f"p{number}",
            title=f"Staf Bagian {chr(97 + number)}{chr(98 + number)}",
            employer=f"PT Usaha {chr(97 + number) * 5}",
            description=duties,
            places=("Kota Bekasi",),
            posted_on=date(2026, 1, 1 + number % 9),
        )
        made.append((one, codes(one.key)))
    return made


def _compared() -> Compared:
    records = _records()
    twins = [(replace(one, provenance=replace(one.provenance, source="lain")), coded) for one, coded in records]
    ads = [*records, *twins]
    traits = traits_of(ad_of(one, coded) for one, coded in ads)
    count = len(records)
    pairs = np.array(
        [*((at, at + count) for at in range(count)), *((at, at + 1) for at in range(count - 1))], dtype=np.int64
    )
    labels = np.arange(len(pairs)) < count
    features = np.zeros((len(pairs), len(NAMES)), dtype=np.float32)
    features[labels, NAMES.index("text_alike")] = 1
    features[labels, NAMES.index("both_alike")] = 1
    return Compared(
        postings=[one for one, _ in ads],
        traits=traits,
        pairs=pairs,
        labels=labels,
        weights=np.ones(len(pairs)),
        proposed=np.arange(len(pairs)) > 0,
        possible=np.arange(len(pairs)) > 0,
        features=features,
        groups=[str(at) for at in range(len(pairs))],
    )


def test_a_run_tells_precision_and_recall_beside_three_baselines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "compared_pairs", lambda options: _compared())
    rows = {row.name: row for row in task.run(Options()).rows}

    assert rows["copies: precision"].value == 1
    # The first pair shares no block, and everything else is found.
    assert rows["copies: recall"].value == rows["copies that blocks propose"].value == pytest.approx(23 / 24)
    assert rows["copies: recall"].target == 0.9
    assert rows["exact title and employer: recall"].value == 1
    assert rows["exact text: precision"].value == 1
    assert rows["exact text: precision"].target is None


def test_where_nothing_is_found_the_rows_say_so() -> None:
    compared = _compared()
    rows = task.figures(compared, np.zeros(len(compared.pairs), dtype=bool), "none")

    assert (rows[0].value, rows[0].n) == (0.0, 0)
    assert rows[1].value == 0


def test_what_is_learnt_is_written_as_the_product_reads_it(tmp_path: Path) -> None:
    card = train_duplicates.learnt(_compared().lessons())
    train_duplicates.write(card, 47, tmp_path / "card.json")

    assert b'"text_alike"' in (tmp_path / "card.json").read_bytes()


def test_employers_names_are_measured_by_our_table() -> None:
    rows = {row.name: row for row in employer_rows()}

    assert rows["employers: precision"].holds
    assert rows["employers: recall"].value > rows["employers, same letters: recall"].value


def test_a_market_has_copies_of_known_originals_and_is_always_the_same() -> None:
    made = list(market(_records(), 100))
    originals = {one.posting.key for one in made if not one.original}
    copies = [one for one in made if one.original]

    assert len(made) == 100
    assert len({one.posting.key for one in made}) == 100
    assert len(copies) == 100 // (COPIED + 1)
    assert all(one.original in originals and one.posting.key.startswith(SOURCE) for one in copies)
    assert [one.posting for one in made] == [one.posting for one in market(_records(), 100)]


def test_rounds_of_a_market_share_no_employer() -> None:
    made = [one.posting.employer for one in market(_records(), 80) if not one.original]

    assert len(set(made)) == len(made)


def test_known_copies_of_a_market_are_found(tmp_path: Path) -> None:
    found = run_of(_records(), 110)
    rows = figures([found, replace(found, size=220)])

    assert found.copies == 10
    assert found.found >= 5
    assert found.right == found.pairs > 0
    assert rows[-1].name.startswith("time grows")
    assert found.processor > 0

    plot_duplicate_growth([found, replace(found, size=220)], tmp_path / "img" / "growth.svg")
    assert "in proportion" in (tmp_path / "img" / "growth.svg").read_text(encoding="utf-8")
