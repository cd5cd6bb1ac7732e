"""The task ``reasons``: true reasons pass, and each kind of untrue one is caught."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from evaluation import ads, reasons, retrieval
from evaluation.best_ads import best_ads, opened_seekers
from evaluation.reasons import choosier, comes_true, licensed, really_opens, words_stand_there
from evaluation.task import Options
from matcher.answers import Ranking, Subject
from matcher.engine import Engine
from matcher.explain import Explained
from matcher.records import Worker
from matcher.steps import Action
from tests.builders import posting, worker
from tests.fakes import FakeEncoder

ADS = [
    {
        "id": "a",
        "title": "Juru Las",
        "description": "Wajib las SMAW, membaca gambar teknik. \u201cRapi\u201d. Min SMA, pengalaman 3 tahun.",
        "place": "Kota Surabaya",
        "pay_high": 7_000_000,
        "employment_type": "full_time",
    },
    {
        "id": "b",
        "title": "Kasir",
        "description": "Mengoperasikan mesin kasir, Microsoft Excel. Diutamakan punya SIM C, brevet pajak.",
    },
    {"id": "c", "title": "Tukang Las", "description": "Las SMAW, antar barang. Wajib punya SIM A."},
    {"id": "d", "title": "Tukang Las", "description": "Las SMAW.", "place": "Bandung", "pay_high": 3_800_000},
]
SEEKERS = [
    {
        "id": "d1",
        "wish": "tukang las",
        "summary": "bisa las SMAW dan GMAW di bengkel, 2 tahun",
        "education": "SMP",
        "place": "Bandung",
        "salary_idr_month": 4_000_000,
    }
]


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    monkeypatch.setattr(ads, "AD_FILES", {"postings": "ads.jsonl"})
    for folder, name, rows in (("postings", "ads.jsonl", ADS), ("gold", retrieval.SEEKERS, SEEKERS)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return Options(data=tmp_path, cache=tmp_path / "cache", load_encoder=FakeEncoder)


def test_all_reasons_of_the_product_are_true(options: Options) -> None:
    rows = {row.name: row for row in reasons.run(options).rows}
    made = {name: row for name, row in rows.items() if row.n}
    assert all(row.value == 1.0 and row.holds for row in made.values())
    actions = {action for action in get_args(Action) if any(f" {action}:" in name for name in made)}
    assert actions >= {"gain_skill", "raise_education", "gain_experience", "relocate", "lower_pay", "accept_type"}
    assert {name for name in rows if "licence would open" in name or "sentences" in name} <= set(made)
    assert all(row.target is None for name, row in rows.items() if name not in made)


@pytest.fixture
def first(options: Options) -> Iterator[tuple[Engine, Worker, Subject, Ranking]]:
    with opened_seekers(options) as (engine, _, seekers):
        seeker = choosier(seekers[0])
        ((subject, ranking),) = best_ads(engine, [seeker])
        yield engine, seeker, subject, ranking


def test_a_step_that_promises_too_much_is_caught(first: tuple[Engine, Worker, Subject, Ranking]) -> None:
    engine, seeker, subject, ranking = first
    tried = set()
    for match in ranking.matches:
        for step in match.would_help:
            tried.add(step["action"])
            assert comes_true(engine, seeker, subject, match, step)
            assert not comes_true(engine, seeker, subject, match, {**step, "gain": step["gain"] + 0.001})
    assert len(tried) >= 5


def test_a_licence_is_written_into_the_seekers_own_words_and_coded(
    first: tuple[Engine, Worker, Subject, Ranking],
) -> None:
    engine, seeker, subject, ranking = first
    (opening,) = ranking.would_open
    assert (opening.key, opening.licence["id"]) == ("postings:c", "sim-a")
    holds = licensed(engine, seeker, subject.coded, "SIM B1")
    assert {"sim-b1", "sim-a"} <= set(holds.licences)
    assert replace(holds, skills=subject.coded.skills, licences=subject.coded.licences) == subject.coded
    assert really_opens(engine, seeker, subject, opening)
    for untrue in (
        replace(opening, score=opening.score + 0.001),
        replace(opening, key="postings:a"),
        replace(opening, licence={**opening.licence, "label": "SIM C"}),
    ):
        assert not really_opens(engine, seeker, subject, untrue)


def test_a_licence_that_only_helps_is_taken_by_words_too(first: tuple[Engine, Worker, Subject, Ranking]) -> None:
    engine, seeker, subject, ranking = first
    match = next(match for match in ranking.matches if match.key == "postings:b")
    coded = licensed(engine, seeker, subject.coded, "SIM C")
    after = float(engine.refresh().score(replace(subject, coded=coded), "posting", [match.key]).totals[0])
    step = {"action": "gain_licence", "what": "sim-c", "label": "SIM C", "amount": None, "gain": after - match.score}
    assert comes_true(engine, seeker, subject, match, step)


def test_a_claim_that_was_never_made_has_no_target_to_hold() -> None:
    seeker = worker("w", wish="tukang las")
    assert choosier(seeker).salary_idr_month is None
    assert all(row.n == 0 and row.holds is None for row in reasons._rows({}))


def explained(**words: str) -> Explained:
    entry = {"worker_words": "", "posting_words": "", **words}
    nothing = Explained(
        key="x", title="", score=0.0, components={}, details={}, matched=(), missing=(), adjacent=(), would_help=()
    )
    return replace(nothing, matched=(entry,))


def test_words_that_do_not_stand_in_their_record_are_caught() -> None:
    seeker, ad = worker("w", summary='biasa "las SMAW"'), posting("p", description="Menguasai LAS smaw")
    assert words_stand_there(explained(worker_words='"las SMAW"', posting_words="las SMAW"), seeker, ad) == [True, True]
    assert words_stand_there(explained(worker_words="GMAW"), seeker, ad) == [False]
    assert words_stand_there(explained(posting_words="GMAW"), seeker, ad) == [False]
    assert words_stand_there(explained(), seeker, ad) == []
