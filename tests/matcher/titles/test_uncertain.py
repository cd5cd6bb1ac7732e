"""Doubtful titles as gathered, held against every posting counted by hand."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from api.routes.intake import read_record
from matcher.codec import from_json
from matcher.coded import coded_from_json
from matcher.engine import Engine
from matcher.records import Kind
from matcher.texts import title_item
from matcher.titles.applying import apply
from matcher.titles.uncertain import UncertainTitles, mean_scores
from taxonomy.titles import core_title
from tests.matcher.titles.made import fill, settle


@pytest.fixture
def world(engine: Engine) -> Engine:
    fill(engine)
    return engine


def by_hand(engine: Engine) -> dict[str, tuple[int, dict[str, int]]]:
    found = defaultdict[str, list[str]](list)
    for derived, stored in engine.store.derived(Kind.POSTING, engine.coder.fingerprint):
        title = core_title(title_item(from_json("posting", stored.payload)).title)
        coded = coded_from_json(derived.coded)
        first, second, *_ = [*(share for _, share in coded.occupations), 0.0, 0.0]
        is_narrow = first < 0.5 or (len(coded.occupations) > 1 and first - second < 0.1)
        if title and (coded.uncertain or (is_narrow and title != "admin & driver")):
            found[title].append(stored.key.partition(":")[0])
    return {title: (len(sources), dict(Counter(sources))) for title, sources in found.items()}


def shown(found: UncertainTitles) -> dict[str, tuple[int, dict[str, int]]]:
    return {title: (one.postings, dict(one.sources)) for title, one in found.now().items() if one.postings}


def test_doubtful_titles_are_those_of_every_stored_posting_and_follow_what_changes(world: Engine) -> None:
    found = UncertainTitles(world.store, world.coder.fingerprint)
    assert found.is_cold
    assert shown(found) == by_hand(world) != {}
    assert not found.is_cold
    assert found.now() is found.now()
    world.upsert([read_record(Kind.POSTING, {"id": "lain:p-7", "title": "karyawan", "description": ""}, "lain")])
    world.delete(Kind.POSTING, ["papan:p-4"])
    assert shown(found) == by_hand(world)
    title = "karyawan"
    settle(world.store, title, "9622")
    apply(world.store, world.coder)
    assert title not in shown(found)
    assert shown(found) == by_hand(world)
    assert shown(UncertainTitles(world.store, world.coder.fingerprint)) == shown(found)


def test_a_wish_is_told_from_five_people_and_as_a_number(world: Engine) -> None:
    found = UncertainTitles(world.store, world.coder.fingerprint)

    def wish(number: int) -> None:
        row = {"id": f"x-{number}", "wish": "posisi lainnya", "summary": ""}
        world.upsert([read_record(Kind.WORKER, row, "papan")])

    for number in range(4):
        wish(number)
    assert "posisi lainnya" not in found.now()
    wish(4)
    told = found.now()["posisi lainnya"]
    assert (told.postings, told.keys, told.seekers, told.candidates, told.confidence, told.margin) == (
        *(0, (), 5, (), 0.0),
        0.0,
    )


def test_candidates_are_means_of_the_coders_own_probabilities() -> None:
    assert mean_scores([(("1", 0.3), ("2", 0.2)), (("2", 0.3),)]) == (("2", 0.25), ("1", 0.15))
    assert mean_scores([]) == ()


def test_low_and_narrow_first_probabilities_are_doubts_and_several_jobs_are_none(world: Engine) -> None:
    world.upsert([read_record(Kind.POSTING, {"id": "kosong:p-7", "title": "Zxqw Vbnm", "description": ""}, "kosong")])
    found = UncertainTitles(world.store, world.coder.fingerprint).now()
    assert 0.35 <= found["zxqw vbnm"].confidence < 0.5
    assert found["zxqw vbnm"].silent == 0
    assert "admin & driver" not in found
    assert "juru las listrik" not in found


def test_titles_without_a_candidate_worth_naming_are_told_apart(world: Engine) -> None:
    found = UncertainTitles(world.store, world.coder.fingerprint).now()
    assert found["karyawan"].postings == found["karyawan"].silent == 2
    assert (found["مشرف المستودع"].postings, found["مشرف المستودع"].silent) == (1, 0)
    assert found["مشرف المستودع"].confidence > found["karyawan"].confidence
