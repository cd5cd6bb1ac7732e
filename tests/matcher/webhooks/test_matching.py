"""New matches of what is watched, against a search of every pair; told once, within the day's number, by consent."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import orjson
import pytest

from indexes.watch_rows import StoredWatch
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.forms import PostingForm, WorkerForm
from matcher.records import Kind
from matcher.webhooks.matching import conditions_of, conditions_text, disclose_own, tell_matches
from tests.indexes.stores import watch, webhook

TODAY = date(2026, 11, 2)
TRADES = ("Juru Las Listrik", "Kasir Toko", "Staf Gudang", "Operator Jahit", "Juru Masak")
PLACES = ("Kota Surabaya", "Kota Bandung", "Kota Bekasi")


def posting(at: int, **facts: Any) -> Any:
    given = {
        "title": TRADES[at % 5],
        "description": f"Kami mencari {TRADES[at % 5]} untuk cabang {at}.",
        "places": [PLACES[at % 3]],
    }
    return PostingForm.model_validate({"id": f"p{at}", **given, **facts}).to_record("uji", f"{at}{facts}")


def worker(at: int, source: str = "uji", **facts: Any) -> Any:
    given = {"wish": TRADES[at % 5], "summary": f"{at} tahun sebagai {TRADES[at % 5]}.", "place": PLACES[at % 3]}
    return WorkerForm.model_validate({"id": f"w{at}", **given, **facts}).to_record(source, f"{at}{facts}")


@pytest.fixture
def engine(engine: Engine) -> Engine:
    """With workers, postings and an index, and a subscription."""
    engine.upsert([*(worker(at) for at in range(12)), *(posting(at) for at in range(6))])
    engine.build()
    engine.store.put_webhook(webhook())
    return engine


def watched(engine: Engine, name: str, **facts: Any) -> StoredWatch:
    conditions = conditions_text(facts.pop("conditions", Conditions()))
    made = watch(name, conditions=conditions, revision=engine.store.revision(), **facts)
    engine.store.put_watch(made)
    return made


def look(engine: Engine, since: int, **more: Any) -> int:
    return tell_matches(engine, since, engine.store.revision(), TODAY, **more)


def events(engine: Engine) -> list[dict[str, Any]]:
    with engine.store.snapshot() as connection:
        rows = connection.exec_driver_sql("SELECT data FROM event ORDER BY number").scalars()
        return [json.loads(data) for data in rows]


def brute(engine: Engine, one: StoredWatch, new: list[str]) -> list[tuple[str, float]]:
    """What ranking everything finds of the new records."""
    subject = engine.stored_subject(Kind(one.kind), one.key)
    pipeline = engine.refresh()
    kind = "posting" if one.kind == "worker" else "worker"
    rank = pipeline.rank_postings if kind == "posting" else pipeline.rank_workers
    ranking = rank(subject, 1_000, conditions_of(one, TODAY))
    scores = pipeline.score(subject, kind, [match.key for match in ranking.matches]).totals.tolist()
    found = zip([match.key for match in ranking.matches], scores, strict=True)
    good = [(key, score) for key, score in found if key in new and score >= one.least_score]
    return sorted(good, key=lambda pair: (-pair[1], pair[0]))[: one.most_per_day]


@pytest.mark.parametrize("least", [0.0, 0.5])
def test_watched_workers_are_told_of_exactly_what_ranking_everything_finds(engine: Engine, least: float) -> None:
    conditions = [Conditions(), Conditions(provinces=("35",)), Conditions(no_shift=True)]
    watches = [
        watched(
            engine, f"wat_{at:02}", key=f"uji:w{at}", least_score=least, most_per_day=5, conditions=conditions[at % 3]
        )
        for at in range(12)
    ]
    since = engine.store.revision()
    new = [posting(at, **({"is_closed": True} if at == 9 else {})) for at in range(6, 26)]
    engine.upsert(new)
    wanted = {one.id: brute(engine, one, [each.key for each in new]) for one in watches}
    assert look(engine, since) == sum(map(len, wanted.values()))
    found = {
        each["watch"]: [(match["posting"], match["score"]) for match in each["matches"]] for each in events(engine)
    }
    assert found == {name: pairs for name, pairs in wanted.items() if pairs}
    assert {each["watch"]: each["worker"] for each in events(engine)} == {
        one.id: one.key for one in watches if wanted[one.id]
    }


def test_watched_postings_are_told_of_exactly_what_ranking_everything_finds_one_worker_in_an_event(
    engine: Engine,
) -> None:
    watches = [
        watched(engine, f"wat_{at}", kind="posting", key=f"uji:p{at}", least_score=0.45, most_per_day=100)
        for at in range(6)
    ]
    since = engine.store.revision()
    new = [worker(at) for at in range(12, 30)]
    engine.upsert(new)
    wanted = [
        (one.id, one.key, [{"worker": key, "score": score}])
        for one in watches
        for key, score in brute(engine, one, [each.key for each in new])
    ]
    assert wanted
    assert look(engine, since) == len(wanted)
    assert [(each["watch"], each["posting"], each["matches"]) for each in events(engine)] == wanted


def test_a_pair_is_told_once_and_a_day_has_so_many(engine: Engine) -> None:
    watched(engine, "wat_1", key="uji:w0", least_score=0.0, most_per_day=3)
    since = engine.store.revision()
    engine.upsert([posting(at) for at in range(6, 16)])
    assert [look(engine, since), look(engine, since)] == [3, 0]
    [first] = events(engine)
    tomorrow = tell_matches(engine, since, engine.store.revision(), date(2026, 11, 3))
    assert tomorrow == 3
    told = [match["posting"] for each in events(engine) for match in each["matches"]]
    assert len(set(told)) == 6
    assert [match["posting"] for match in first["matches"]] == told[:3]


def test_a_changed_record_is_new_to_those_who_were_not_told(engine: Engine) -> None:
    watched(engine, "wat_1", key="uji:w0", least_score=0.0, most_per_day=9)
    since = engine.store.revision()
    engine.upsert([posting(3, description="Sekarang lain.")])
    assert look(engine, since) == 1
    engine.upsert([posting(3, description="Dan lain lagi.")])
    assert look(engine, since) == 0


def test_workers_of_others_are_told_only_by_what_may_be_known_of_them(engine: Engine) -> None:
    one = watched(engine, "wat_1", kind="posting", key="uji:p0", least_score=0.0, most_per_day=9, sources='["uji"]')
    since = engine.store.revision()
    engine.upsert([worker(20), worker(25, "lain")])
    assert disclose_own(one, "uji:w20") == "uji:w20"
    assert look(engine, since) == 1
    assert [match["worker"] for each in events(engine) for match in each["matches"]] == ["uji:w20"]
    assert look(engine, since, disclose=lambda watch, key: f"ps_{key[-2:]}") == 1
    assert events(engine)[-1]["matches"][0]["worker"] == "ps_25"
    # It is found by the key all the same when the worker is erased.
    engine.delete(Kind.WORKER, ["lain:w25"])
    assert len(events(engine)) == 1


def test_a_closed_posting_a_deleted_worker_and_what_is_not_indexed_are_told_nothing(engine: Engine) -> None:
    watched(engine, "wat_1", kind="posting", key="uji:p0", least_score=0.0)
    watched(engine, "wat_2", key="uji:w1", least_score=0.0)
    engine.upsert([posting(0, is_closed=True)])
    engine.delete(Kind.WORKER, ["uji:w1"])
    since = engine.store.revision()
    engine.upsert([worker(30), posting(30)])
    assert look(engine, since) == 0


def test_a_look_that_is_cut_short_and_done_again_tells_each_pair_once(engine: Engine) -> None:
    watched(engine, "wat_1", key="uji:w0", least_score=0.0, most_per_day=100)
    since = engine.store.revision()
    engine.upsert([posting(at) for at in range(6, 16)])
    assert look(engine, since, go_on=lambda: False) == 0
    assert look(engine, since) + look(engine, since) == 10


def test_conditions_come_back_as_they_were_but_for_the_day() -> None:
    asked = Conditions(today=TODAY, provinces=("32", "35"), pay_at_least=4e6, no_night=True, education_slack=2)
    kept = watch(conditions=conditions_text(asked))
    assert conditions_of(kept, date(2026, 12, 1)) == Conditions(
        today=date(2026, 12, 1), provinces=("32", "35"), pay_at_least=4e6, no_night=True, education_slack=2
    )
    assert "today" not in orjson.loads(kept.conditions)
    assert conditions_of(watch(kind="posting", conditions=conditions_text(asked)), TODAY).today is None
