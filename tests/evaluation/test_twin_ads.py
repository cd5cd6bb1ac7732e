"""Ads that stand twice."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import ads, twin_ads
from evaluation.ads import opened_ads, stored_ads
from evaluation.task import Options
from evaluation.twin_ads import Twins, ranks_of, twin_rows, twins_among
from tests.builders import worker
from tests.fakes import FakeEncoder

TEXT = "Mengelas rangka baja dengan SMAW dan membaca gambar teknik di bengkel kami setiap hari kerja"


def ad(name: str, **facts: str) -> dict[str, str]:
    return {"id": name, "title": "Juru Las", "employer": "Bengkel Satu", "description": TEXT, **facts}


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    monkeypatch.setattr(ads, "AD_FILES", {"postings": "ads.jsonl"})
    return Options(data=tmp_path, cache=tmp_path / "cache", load_encoder=FakeEncoder)


def put(options: Options, *rows: dict[str, str]) -> None:
    assert options.data
    (options.data / "postings").mkdir()
    (options.data / "postings" / "ads.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


ROWS = (
    ad("a"),
    ad("b", title="JURU  LAS"),
    ad("c", description=TEXT + "."),
    ad("d", description="Merakit pagar besi untuk rumah dan toko"),
    ad("e", employer="Bengkel Dua"),
    ad("f", title="Juru Las Senior"),
    ad("g", title="Juru Las Senior"),
)


def test_twins_have_the_title_and_nearly_the_text_in_common(options: Options) -> None:
    put(options, *ROWS)
    with opened_ads(options) as (engine, _):
        found = twins_among(stored_ads(engine), engine.refresh().catalogues["posting"])
    keys = [(one.first, one.second) for one in found]
    assert keys == [
        ("postings:a", "postings:b"),
        ("postings:b", "postings:e"),
        ("postings:e", "postings:c"),
        ("postings:f", "postings:g"),
    ]
    assert [one.is_coded_alike for one in found] == [False, False, False, True]


def test_twins_have_the_same_score_and_stand_side_by_side(options: Options) -> None:
    put(options, *ROWS)
    with opened_ads(options) as (engine, _):
        seekers = [worker("s1", wish="juru las"), worker("s2", wish="koki", summary="memasak")]
        rows = {row.name: row for row in twin_rows(engine, stored_ads(engine), seekers, options)}
    same = rows["twins of which nothing differs: same score for a seeker"]
    assert (same.value, same.n, same.holds) == (1.0, 2, True)
    assert rows["twins seen: median distance in ranks"].n == 8
    assert rows["twins seen: median distance in ranks"].value >= 1
    assert rows["twins seen: median difference of scores"].value < 0.05
    assert rows["twins seen: same score"].n == 8


def test_a_twin_that_scores_otherwise_is_caught(options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    put(options, *ROWS)
    with opened_ads(options) as (engine, _):
        wrong = Twins(first="postings:a", second="postings:d", is_coded_alike=True)
        monkeypatch.setattr(twin_ads, "twins_among", lambda *_: [wrong])
        rows = twin_rows(engine, stored_ads(engine), [worker("s1", wish="juru las")], options)
    assert (rows[0].value, rows[0].holds) == (0.0, False)
    assert rows[2].value > 0


def test_without_twins_there_is_nothing_to_tell(options: Options) -> None:
    put(options, ad("a"), ad("b", title="Kasir"))
    with opened_ads(options) as (engine, _):
        rows = twin_rows(engine, stored_ads(engine), [worker("s1", wish="juru las")], options)
    assert [(row.n, row.ci95 is None or row.ci95 == (0.0, 1.0)) for row in rows] == [(0, True)] * 4


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3]), max_size=9))
def test_ranks_run_from_one_the_highest_first_ties_by_place(scores: list[float]) -> None:
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
    assert ranks_of(np.array(scores)).tolist() == [order.index(at) + 1 for at in range(len(scores))]
