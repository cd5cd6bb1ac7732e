"""Which pairs a person should look at, against the scorecard asked pair by pair."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from math import log
from pathlib import Path

import numpy as np
import pytest

from indexes.doubt_rows import UNSURE
from indexes.store import Store
from matcher.duplicates import doubts
from matcher.duplicates.compare import compared_pairs, judge
from matcher.duplicates.doubts import BAND, doubts_of
from matcher.duplicates.evidence import FOR, NAMES
from matcher.duplicates.scorecard import bundled_scorecard
from matcher.duplicates.settling import Settling
from matcher.rights.audit_log import AuditLog
from matcher.rights.requests import Actor
from taxonomy.errors import InputError
from tests.indexes.stores import record
from tests.matcher.duplicates.ads import DUTIES, OTHER_DUTIES, ad, traits
from tests.matcher.rights.made import BOX

WORDS = DUTIES.split()
ADS = [
    ad(
        str(number),
        source=f"s{number % 3}",
        title=title,
        description=" ".join(WORDS[: 4 + 3 * number]),
        posted_on=date(2026, 3, 1),
    )
    for number, title in enumerate(
        ["Staf Gudang", "Staf Gudang Senior", "Staff Gudang", "Staf Gudang", "Staf Gudang Bekasi"] * 2
    )
] + [ad("x", title="Pramusaji", description=OTHER_DUTIES)]


def test_what_is_doubtful_is_what_the_scorecard_puts_into_the_band() -> None:
    rows, card = traits(*ADS), bundled_scorecard()
    told = compared_pairs(rows, card, lambda *_: None, BAND)
    found = {(one.first, one.second): one for one in doubts_of(rows, told.near, told.chances, card)}
    every = np.array(list(combinations(range(len(ADS)), 2)), dtype=np.int64)
    expected = {
        tuple(sorted((rows.keys[a], rows.keys[b]))): float(chance)
        for (a, b), chance in zip(every.tolist(), judge(rows, every, card), strict=True)
        if BAND[0] <= chance < BAND[1]
    }
    assert set(found) == set(expected)
    assert len(found) >= 3
    for pair, chance in expected.items():
        assert found[pair].chance == round(1_000 * chance)
        reasons = json.loads(found[pair].reasons)
        assert set(reasons) <= set(NAMES)
        assert all((weight > 0) == (name in FOR) for name, weight in reasons.items())
        left_out = 0.05 * (len(NAMES) - len(reasons)) + 0.01 * len(reasons)
        assert card.intercept + sum(reasons.values()) == pytest.approx(log(chance / (1 - chance)), abs=left_out)


def test_only_the_most_doubtful_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, card = traits(*ADS), bundled_scorecard()
    told = compared_pairs(rows, card, lambda *_: None, BAND)
    monkeypatch.setattr(doubts, "MOST", 2)
    found = doubts_of(rows, told.near, told.chances, card)
    nearest = sorted(abs(chance - card.threshold) for chance in told.chances)[:2]
    assert sorted(abs(one.chance / 1_000 - card.threshold) for one in found) == pytest.approx(nearest, abs=1e-3)
    assert doubts_of(rows, told.near[:0], told.chances[:0], card) == []


def test_an_answer_is_one_of_three_about_two_postings(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 's.db'}")
    store.upsert([record("a:1"), record("b:1")])
    settling, by = Settling(store, AuditLog(store, BOX)), Actor(client="staff:wati", role="officer", tenant="uji")
    for pair, answer in ((("a:1", "b:1"), "maybe"), (("a:1", "a:1"), "same")):
        with pytest.raises(InputError):
            settling.answer(pair, answer, by)
    made = settling.answer(("b:1", "a:1"), "same", by)
    assert made is not None
    assert (made.first, made.second, made.before) == ("a:1", "b:1", "")
    assert settling.answer(("a:1", "b:1"), "apart", by) is None, "somebody answered meanwhile"
    again = settling.answer(("a:1", "b:1"), UNSURE, by, made.id)
    assert again is not None
    assert again.before == "same"
    assert settling.undo(made.id, by) is None
    assert settling.undo(again.id, by) == again
    facts = [row.entry.facts for row in store.audit_rows()]
    assert facts[1] == '{"before":"same","other":"b:1","posting":"a:1","verdict":"unsure"}'
    assert facts[2] == '{"before":"unsure","other":"b:1","posting":"a:1","verdict":"same"}'
    store.close()
