"""The task ``skills``: what is left out, what pairs, and how the reader stands beside the labels alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import skills
from evaluation.gold import NO_CONCEPT, GoldAd, GoldSpan
from evaluation.skills import Found, concept_row, count_overlaps, count_pairs, narrow, overlap_rows
from evaluation.task import Options
from taxonomy.skills import load_skills


def span(start: int, end: int, kind: str = "hard") -> GoldSpan:
    return GoldSpan(start=start, end=end, type=kind, surface="")


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


def test_an_overlap_counts_for_every_span_and_every_mention() -> None:
    spans = [span(0, 5), span(6, 9), span(20, 22)]
    assert count_overlaps(spans, [Found(start=3, end=8), Found(start=40, end=42)]) == (1, 2, 2, 3)
    assert count_overlaps(spans, [Found(start=0, end=2), Found(start=2, end=5)]) == (2, 2, 1, 3)
    assert count_overlaps(spans, []) == (0, 0, 0, 3)
    assert count_overlaps([], [Found(start=0, end=2)]) == (0, 1, 0, 0)


def test_overlap_rows_are_precision_recall_and_f1_with_a_target_of_our_own() -> None:
    ads, found = [ad(span(0, 5), span(6, 9), span(20, 22))], [[Found(start=3, end=8), Found(start=40, end=42)]]
    rows = {row.name: row for row in overlap_rows("x", ads, found, is_ours=True)}
    precision, recall, f1 = (rows[f"x, all types: span {m} by any overlap"] for m in ("precision", "recall", "F1"))
    assert [precision.value, recall.value, f1.value] == pytest.approx([1 / 2, 2 / 3, 4 / 7])
    assert [precision.n, recall.n, f1.n] == [2, 3, 3]
    assert [precision.target, recall.target, f1.target] == [None, None, 0.8]
    assert f1.holds is False
    assert all(row.target is None for row in overlap_rows("x", ads, found, is_ours=False))
    assert [row.value for row in overlap_rows("x", [ad()], [[]], is_ours=True)] == [0.0] * 3


def test_a_concept_is_right_when_a_coder_accepted_it_for_the_phrase() -> None:
    starts = (0, 5, 10, 20, 30, 40)
    spans = [span(start, start + 3) for start in starts]
    ids = ("menjahit", "obras", "", "menjahit", "menjahit")  # the last span is not found
    found = [Found(start=start, end=start + 2, skill_id=i) for start, i in zip(starts, ids, strict=False)]
    accepted = {
        ("x", 0): frozenset({"menjahit", "obras"}),
        ("x", 5): frozenset({"menjahit"}),
        ("x", 10): frozenset({NO_CONCEPT}),
        ("x", 20): frozenset({NO_CONCEPT}),
        ("y", 30): frozenset({"menjahit"}),  # of another ad: this phrase has no code and is not counted
        ("x", 40): frozenset({"menjahit"}),
    }
    row = concept_row([ad(*spans)], [found], accepted)
    assert (row.value, row.n, row.target) == (0.5, 4, 0.85)
    assert concept_row([ad()], [[]], {}).value == 0.0


@pytest.fixture
def small_gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two invented ads: a label as it stands in the taxonomy, and one that is written as an alias; with concepts."""
    first, second = load_skills().get("microsoft-excel"), load_skills().get("adobe-photoshop")
    concepts = [f"0\t23\t38\t{first.id}", f"1\t23\t32\t{second.id}"]
    (tmp_path / "concepts.tsv").write_text("\n".join(["id\tstart\tend\tconcepts", *concepts]), encoding="utf-8")
    monkeypatch.setattr(skills, "CONCEPTS", tmp_path / "concepts.tsv")
    lines = []
    for number, (surface, label) in enumerate([(first.label, first.label), ("Photoshop", second.label)]):
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
    assert len(rows) == len(report.rows) == 19
    assert list(report.as_dict()) == ["task", "seconds", "rows"]
    assert rows["Sepadan, all types: span recall"].value == 1.0
    assert rows["Sepadan: concept of paired spans"].value == 1.0
    assert rows["labels word for word, all types: span recall"].value == 0.5
    targets = {name: row.target for name, row in rows.items() if row.target is not None}
    assert targets == {
        "Sepadan, all types: span F1 by any overlap": 0.80,
        "Sepadan: concept of paired spans": 0.85,
    }
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
