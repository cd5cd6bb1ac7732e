"""The task ``skills``: what is left out, what pairs, and how the reader stands beside the labels alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import skills
from evaluation.gold import GoldAd, GoldSpan
from evaluation.skills import Found, concept_row, count_pairs, loose_row, narrow
from evaluation.task import Options
from taxonomy.skills import Skill, Skills, load_skills


def span(start: int, end: int, kind: str = "hard", surface: str = "", label: str = "") -> GoldSpan:
    return GoldSpan(start=start, end=end, type=kind, surface=surface, label=label)


def ad(*spans: GoldSpan) -> GoldAd:
    return GoldAd(id="x", text="", spans=spans)


def test_pairs_are_counted_once_each() -> None:
    assert count_pairs([span(0, 10)], [Found(start=0, end=3), Found(start=5, end=8)]) == (1, 2, 1)
    assert count_pairs([], []) == (0, 0, 0)


def test_soft_skills_and_tasks_are_left_out_on_both_sides() -> None:
    spans = [span(0, 10), span(20, 30, "soft"), span(28, 40, "task")]
    found = [
        Found(start=0, end=5, type="hard"),
        Found(start=50, end=60, type="tool"),  # overlaps nothing: stays, and is wrong
        Found(start=32, end=38, type="hard"),  # overlaps a task alone: neither right nor wrong
        Found(start=2, end=8, type="soft"),  # soft itself
        Found(start=8, end=25, type="hard"),  # overlaps a hard span too: stays
    ]
    hard, kept = narrow(spans, found)
    assert hard == spans[:1]
    assert kept == [found[0], found[1], found[4]]


def test_the_loose_count_takes_one_mention_for_many_spans() -> None:
    ads, found = [ad(span(0, 5), span(6, 9), span(20, 22))], [[Found(start=3, end=8), Found(start=40, end=42)]]
    row = loose_row("x", ads, found)
    assert row.value == pytest.approx(2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3))
    assert row.n == 3
    assert loose_row("x", [ad()], [[]]).value == 0.0


def test_a_concept_is_right_when_the_skill_bears_the_label_or_the_words() -> None:
    skill = Skill(id="menjahit", label="Menjahit", label_en="Sewing", type="hard", aliases=("jahit baju",))
    spans = [
        span(0, 3, label="sewing"),
        span(5, 8, surface="Jahit  Baju"),
        span(10, 13, label="obras"),
        span(20, 22, label="sewing"),
    ]
    found = [Found(start=start, end=start + 2, skill_id="menjahit") for start in (0, 5, 10)]
    row = concept_row([ad(*spans)], [found], Skills([skill], {}))
    assert (row.value, row.n, row.target) == (pytest.approx(2 / 3), 3, 0.85)
    assert concept_row([ad()], [[]], Skills([skill], {})).value == 0.0


@pytest.fixture
def small_gold(tmp_path: Path) -> Path:
    """Two invented ads: labels as they stand in the taxonomy, and one that is written as an alias."""
    known = [skill for skill in load_skills() if skill.type == "tool" and skill.aliases and len(skill.label) > 6]
    first, second = known[0], known[1]
    alias = next(form for form in second.aliases if form.casefold() not in {second.label, second.label_en})
    lines = []
    for number, (surface, label) in enumerate([(first.label, first.label), (alias, second.label)]):
        text = f"Kualifikasi:\nMenguasai {surface} dengan baik."
        start = text.index(surface)
        marked = {"start": start, "end": start + len(surface), "surface": surface, "type": "tool", "label": label}
        lines.append(json.dumps({"id": str(number), "text": text, "skills": [marked]}, ensure_ascii=False))
    path = tmp_path / "skills.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_report_has_our_rows_with_targets_and_the_dictionary_beside_them(small_gold: Path) -> None:
    told: list[tuple[str, int, int]] = []
    report = skills.run(Options(gold=small_gold, tell=lambda *step: told.append(step)))
    rows = {row.name: row for row in report.rows}
    assert len(rows) == len(report.rows) == 15
    assert list(report.as_dict()) == ["task", "seconds", "rows"]
    assert rows["Sepadan, all types: span recall"].value == 1.0
    assert rows["Sepadan: concept of paired spans"].value == 1.0
    assert rows["labels word for word, all types: span recall"].value == 0.5
    targets = {name: row.target for name, row in rows.items() if row.target is not None}
    assert targets == {"Sepadan, all types: span F1": 0.80, "Sepadan: concept of paired spans": 0.85}
    assert told[-1] == ("read ads: labels word for word", 2, 2)


def test_precision_rests_on_the_mentions_and_recall_on_the_spans(small_gold: Path) -> None:
    rows = {row.name: row for row in skills.run(Options(gold=small_gold)).rows}
    for name in ("Sepadan", "labels word for word"):
        precision, recall = (rows[f"{name}, all types: span {measure}"] for measure in ("precision", "recall"))
        assert recall.n == 2
        assert precision.value * precision.n == pytest.approx(recall.value * recall.n)


@pytest.mark.shared
def test_the_reader_is_above_the_labels_on_the_dev_ads(shared_data: Path) -> None:
    rows = {row.name: row.value for row in skills.run(Options(gold=shared_data / "gold" / skills.GOLD)).rows}
    for scope in ("all types", "without soft and task"):
        assert rows[f"Sepadan, {scope}: span F1"] > rows[f"labels word for word, {scope}: span F1"] + 0.1
