"""The task ``reasons``: true reasons pass, and each kind of untrue one is caught."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation import ads, reasons, retrieval
from evaluation.reasons import comes_true, words_stand_there
from evaluation.task import Options
from matcher.explain import Explained
from matcher.filters import Conditions
from tests.builders import posting, worker
from tests.fakes import FakeEncoder

ADS = [
    {
        "id": "a",
        "title": "Juru Las",
        "description": "Wajib menguasai las SMAW dan membaca gambar teknik. \u201cRapi\u201d.",
    },
    {"id": "b", "title": "Kasir", "description": "Mengoperasikan mesin kasir, Microsoft Excel, melayani pelanggan."},
]
SEEKERS = [{"id": "d1", "wish": "tukang las", "summary": "bisa las SMAW dan GMAW di bengkel"}]


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    monkeypatch.setattr(ads, "AD_FILES", {"postings": "ads.jsonl"})
    for folder, name, rows in (("postings", "ads.jsonl", ADS), ("gold", retrieval.SEEKERS, SEEKERS)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return Options(data=tmp_path, cache=tmp_path / "cache", load_encoder=FakeEncoder)


def test_all_reasons_of_the_product_are_true(options: Options) -> None:
    rows = reasons.run(options).rows
    assert [row.value for row in rows] == [1.0, 1.0, 1.0]
    assert all(row.holds and row.n > 0 for row in rows)


def test_a_step_that_promises_too_much_is_caught(options: Options) -> None:
    with ads.opened_ads(options) as (engine, _):
        pipeline = engine.refresh()
        subject = engine.subject(worker("w", wish="tukang las", summary="las"))
        match = next(m for m in pipeline.rank_postings(subject, 2, Conditions()).matches if m.would_help)
        (step, *_) = match.would_help
        assert comes_true(pipeline, subject, match, step)
        assert not comes_true(pipeline, subject, match, {**step, "gain": step["gain"] + 0.001})


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
