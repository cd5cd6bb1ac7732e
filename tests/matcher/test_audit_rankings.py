"""What the audit looks at is ranked as for anybody, and before any trait is at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from indexes.identity_vault import Vault
from matcher.audit import Rankings
from matcher.audit_rankings import drawn, rank_for_audit
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.records import Kind
from taxonomy.errors import InputError
from tests.builders import posting, worker

DAY = date(2026, 11, 2)
RECORDS = (
    posting("p1", title="Welder SMAW", description="Bisa las SMAW. Min SMK.", places=("Bekasi",)),
    posting("p2", title="Kasir Toko", description="Bisa mesin kasir, jujur.", places=("Solo",)),
    posting("p3", title="Juru Las", description="Las.", closes_on=date(2026, 11, 1)),
    worker("w1", wish="tukang las", summary="biasa las listrik 2 tahun", education="SMK", place="Bekasi"),
    worker("w2", wish="kasir", summary="jaga toko", education="SMA", place="Kota Medan"),
    worker("w3", wish="juru las", summary="las karbit"),
)


@pytest.fixture
def built(engine: Engine) -> Engine:
    engine.upsert(RECORDS)
    engine.build()
    return engine


def test_lists_and_scores_are_those_that_a_match_gives(built: Engine) -> None:
    told = []
    found = rank_for_audit(built, 2, DAY, tell=lambda *progress: told.append(progress))
    conditions = Conditions(today=DAY)
    assert set(found.lists) == {"uji:p1", "uji:p2"}
    for key, workers in found.lists.items():
        expected = built.match(built.stored_subject(Kind.POSTING, key), 2, conditions).matches
        assert workers == tuple(match.key for match in expected)
    assert set(found.best_scores) == {"uji:w1", "uji:w2", "uji:w3"}
    for key, score in found.best_scores.items():
        expected = built.match(built.stored_subject(Kind.WORKER, key), 1, conditions).matches
        assert score == expected[0].score
    assert found.provinces == {"uji:w1": "32", "uji:w2": "12", "uji:w3": ""}
    assert (found.k, found.day, found.weights) == (2, DAY, built.weights)
    assert found.generation == built.status().generation
    assert told[0] == ("rank workers", 1, 2)
    assert told[-1] == ("rank postings", 3, 3)


def test_a_worker_whom_no_posting_is_left_for_has_score_0(built: Engine) -> None:
    built.delete(Kind.POSTING, ["uji:p1", "uji:p2"])
    built.upsert([posting("p4", title="Dosen", description="Mengajar.", education=("S2",))])
    found = rank_for_audit(built, 2, DAY)
    assert found.best_scores["uji:w1"] == 0.0
    assert found.best_scores["uji:w3"] > 0  # whose education is not known


def test_who_is_deleted_meanwhile_is_passed_over(built: Engine) -> None:
    def delete(what: str, done: int, total: int) -> None:
        if (what, done) == ("rank workers", 1):
            built.delete(Kind.POSTING, ["uji:p1", "uji:p2"])
            built.delete(Kind.WORKER, ["uji:w2"])

    found = rank_for_audit(built, 2, DAY, tell=delete)
    assert len(found.lists) == 1
    assert set(found.best_scores) == set(found.provinces) == {"uji:w1", "uji:w3"}


def test_without_an_open_posting_there_is_nothing_to_audit(built: Engine) -> None:
    built.delete(Kind.POSTING, ["uji:p1", "uji:p2"])
    with pytest.raises(InputError, match="postings on 2026-11-02: wanted at least one open posting, found none"):
        rank_for_audit(built, 2, DAY)


def test_a_draw_is_fair_the_same_each_time_and_grows_by_adding() -> None:
    keys = [f"a:{number}" for number in range(2_000)]
    few, more = drawn(reversed(keys), 400), drawn(keys, 900)
    assert few == drawn(keys, 400) == sorted(few)
    assert len(few) == 400
    assert set(few) < set(more)
    assert drawn(keys, None) == sorted(keys)
    assert drawn(keys, 5_000) == sorted(keys)
    assert 150 < sum(int(key[2:]) < 1_000 for key in few) < 250


def test_only_the_drawn_are_looked_at_and_all_workers_are_ranked_for_them(built: Engine) -> None:
    found = rank_for_audit(built, 3, DAY, at_most=1)
    assert len(found.lists) == len(found.best_scores) == 1
    whole = rank_for_audit(built, 3, DAY)
    ((key, workers),) = found.lists.items()
    assert workers == whole.lists[key]


def test_who_the_workers_are_moves_no_place_and_no_score(built: Engine) -> None:
    vault = Vault({"k1": bytes(32)}, "k1")

    def with_traits(sex: Callable[[int], str]) -> Rankings:
        people = {f"uji:w{n}": {"sex": sex(n), "agama": "islam", "birth_date": f"19{60 + n}-01-01"} for n in (1, 2, 3)}
        built.store.put_identity("worker", people, vault)
        return rank_for_audit(built, 3, DAY)

    assert with_traits(lambda n: "P") == with_traits(lambda n: "L") == with_traits(lambda n: "PLP"[n - 1])
