"""Ads that were marked by hand: read beside the texts that stay outside, and what the real ones must keep to."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evaluation import real_ads
from evaluation.gold import NO_CONCEPT, read_concepts, read_skills
from evaluation.marked_ads import SPANS, MarkedAd, MarkedSpan, descriptions, read_marked
from evaluation.skills import CONCEPTS, GOLD
from taxonomy.errors import InputError
from taxonomy.skills import load_skills

TYPES = {"hard", "knowledge", "tool", "language", "licence", "soft", "task"}


def put(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_ads_whose_text_is_known_are_read_as_far_as_they_were_marked(tmp_path: Path) -> None:
    spans = [[0, 3, "hard", "las", "pengelasan"], [4, 8, "task", "pipa", ""]]
    path = put(
        tmp_path / "s.jsonl",
        {"id": "x:1", "length": 9, "spans": spans},
        {"id": "x:2", "length": 4, "spans": []},
        {"id": "gone", "length": 4, "spans": spans},
    )
    assert read_marked(path, {"x:1": "las pipa. Gaji 5 juta", "x:2": "kasir", "more": "x"}) == [
        MarkedAd(
            id="x:1",
            text="las pipa.",
            spans=(
                MarkedSpan(start=0, end=3, type="hard", concept="pengelasan"),
                MarkedSpan(start=4, end=8, type="task", concept=""),
            ),
        ),
        MarkedAd(id="x:2", text="kasi", spans=()),
    ]


def test_a_text_that_is_too_short_for_its_marks_is_refused_with_its_line(tmp_path: Path) -> None:
    row = {"id": "x:1", "length": 9, "spans": [[0, 8, "hard", "las pipa", ""]]}
    path = put(tmp_path / "s.jsonl", {"id": "x:0", "length": 1, "spans": []}, row)
    with pytest.raises(InputError, match=r"s\.jsonl line 2: wanted a text of 8 characters or more, found 3 characters"):
        read_marked(path, {"x:1": "las"})


def test_descriptions_are_those_of_postings_by_their_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real_ads, "AD_FILES", {"postings": "ads.jsonl", "workers": "workers.jsonl"})
    folder = tmp_path / "postings"
    folder.mkdir()
    put(folder / "ads.jsonl", {"id": "1", "title": "Koki", "description": "Memasak"}, {"id": "2", "title": "Satpam"})
    put(folder / "workers.jsonl", {"id": "1", "summary": "Biasa menjahit", "wish": "penjahit"})
    assert descriptions(tmp_path) == {"postings:1": "Memasak", "postings:2": ""}


def test_a_file_of_ads_that_is_missing_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real_ads, "AD_FILES", {"postings": "ads.jsonl"})
    with pytest.raises(InputError, match=r"ads\.jsonl"):
        descriptions(tmp_path)


def real_rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SPANS.read_text(encoding="utf-8").splitlines()]


def test_the_marks_are_in_order_apart_and_of_known_types() -> None:
    rows = real_rows()
    assert [found for found, count in Counter(row["id"] for row in rows).items() if count > 1] == []
    for row in rows:
        last = 0
        for start, end, kind, label, _ in row["spans"]:
            assert last <= start < end <= row["length"], row["id"]
            assert kind in TYPES
            assert label == label.strip()
            last = end


def test_every_concept_of_the_marks_and_of_the_measured_phrases_is_in_the_taxonomy() -> None:
    known = {skill.id for skill in load_skills()}
    marked = {span[4] for row in real_rows() for span in row["spans"]} - {""}
    accepted = {concept for concepts in read_concepts(CONCEPTS).values() for concept in concepts} - {NO_CONCEPT}
    assert sorted(marked - known) == []
    assert sorted(accepted - known) == []
    assert marked
    assert accepted


@pytest.mark.shared
def test_no_ad_that_is_measured_on_is_learnt_from(shared_data: Path) -> None:
    measured = read_skills(shared_data / "gold" / GOLD)
    learnt = {row["id"] for row in real_rows()}
    assert {ad.id for ad in measured} & learnt == set()


@pytest.mark.shared
def test_every_mark_lies_in_its_ad_and_no_measured_text_is_among_them(shared_data: Path) -> None:
    read = read_marked(SPANS, descriptions(shared_data))
    assert [ad.id for ad in read] == [row["id"] for row in real_rows()]
    for ad in read:
        for span in ad.spans:
            words = ad.text[span.start : span.end]
            assert words == words.strip() != "", ad.id
    measured = {ad.text for ad in read_skills(shared_data / "gold" / GOLD)}
    assert [ad.id for ad in read if ad.text in measured] == []


@pytest.mark.shared
def test_accepted_concepts_are_of_phrases_that_are_measured(shared_data: Path) -> None:
    starts = {(ad.id, span.start) for ad in read_skills(shared_data / "gold" / GOLD) for span in ad.spans}
    assert sorted(set(read_concepts(CONCEPTS)) - starts) == []
