from __future__ import annotations

import numpy as np
import orjson
import pytest

from matcher.duplicates import scorecard as module
from matcher.duplicates.compare import compared_pairs, judge
from matcher.duplicates.evidence import AGAINST, FOR, NAMES
from matcher.duplicates.scorecard import Scorecard, bundled_scorecard
from taxonomy.errors import InputError
from tests.matcher.duplicates.ads import OTHER_DUTIES, ad, traits


def _quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def test_the_bundled_weights_keep_their_signs() -> None:
    card = bundled_scorecard()

    assert set(card.weights) == set(NAMES)
    assert all(card.weights[name] >= 0 for name in FOR)
    assert all(card.weights[name] <= 0 for name in AGAINST)
    assert 0.5 < card.threshold < 1


def test_a_chance_is_logistic_in_the_features() -> None:
    card = Scorecard(intercept=-1.0, weights={**dict.fromkeys(NAMES, 0.0), "text_alike": 3.0}, threshold=0.5)
    features = np.zeros((2, len(NAMES)), dtype=np.float32)
    features[1, NAMES.index("text_alike")] = 1

    assert card.chances(features) == pytest.approx([1 / (1 + np.e), 1 / (1 + np.exp(-2))])


def test_a_scorecard_of_other_features_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = orjson.dumps({"intercept": 0, "threshold": 0.5, "weights": {"luck": 1}})
    monkeypatch.setattr(module.orjson, "loads", lambda _: {"weights": {"luck": 1}, "raw": other})

    with pytest.raises(InputError, match=r"wanted weights of title_same.*found luck"):
        bundled_scorecard()


def test_copies_are_confirmed_and_others_are_not() -> None:
    found = traits(ad("1"), ad("2"), ad("3", title="Pelayan", description=OTHER_DUTIES), ad("4", title="Kepala Gudang"))
    told = compared_pairs(found, bundled_scorecard(), _quiet)
    confirmed, compared = told.confirmed, told.count

    assert confirmed.tolist() == [[0, 1]]
    assert compared == 6


def test_what_a_rule_excludes_has_no_chance() -> None:
    found = traits(ad("1"), ad("2", coded={"region_codes": ("3578",)}))

    assert judge(found, np.array([[0, 1]]), bundled_scorecard()).tolist() == [0.0]
