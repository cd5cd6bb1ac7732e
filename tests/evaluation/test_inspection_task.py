"""The task ``inspection``: what counts as right and found, faulty gold, and the rules on real ads."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evaluation import inspection, spans
from evaluation.inspection import counted, keywords, ours
from evaluation.inspection_gold import CASES, read_inspection_gold
from evaluation.task import Options
from matcher.ad_inspection.flags import Ad
from matcher.ad_inspection.rules import KINDS
from taxonomy.errors import InputError

AD: dict[str, Any] = {
    "id": "contoh:1",
    "title": "Kasir",
    "company": None,
    "text": "Usia maks 25 tahun",
    "flags": [{"kind": "age", "in": "text", "start": 0, "end": 18, "surface": "Usia maks 25 tahun"}],
}


def put(path: Path, *rows: Any) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_figures_are_given_by_kind_and_source_beside_keywords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "RESAMPLES", 20)
    clean = {"id": "lain:1", "title": "Staf", "text": "Jaga toko busana wanita", "flags": []}
    missed = {
        **AD,
        "id": "lain:2",
        "text": "belum dikenal",
        "flags": [{**AD["flags"][0], "end": 5, "surface": "belum"}],
    }
    report = inspection.run(Options(gold=put(tmp_path / "gold.jsonl", AD, clean, missed)))
    rows = {row.name: row for row in report.rows}
    assert len(rows) == len(report.rows)
    assert (rows["Sepadan, real ads: precision"].value, rows["Sepadan, real ads: precision"].holds) == (1.0, True)
    assert (rows["Sepadan, real ads: recall"].value, rows["Sepadan, real ads: recall"].n) == (0.5, 2)
    assert rows["Sepadan, real ads: recall"].holds is False
    assert rows["Sepadan, real ads, contoh: recall"].value == 1.0
    assert rows["Sepadan, real ads, age: recall"].value == 0.5
    assert rows["keywords, real ads: precision"].value == 0.5
    assert rows["Sepadan, real ads: ads without a mark that are not flagged"].value == 1.0
    assert "Sepadan, real ads, fee: recall" not in rows
    all_marked = inspection.run(Options(gold=put(tmp_path / "marked.jsonl", AD)))
    assert not [row.name for row in all_marked.rows if row.name.startswith("Sepadan, real ads: ads without")]
    assert rows["Sepadan, invented cases: recall"].value >= 0.99
    assert rows["Sepadan, invented cases: precision"].value >= 0.99


def test_flags_and_marks_are_counted_by_kind_part_and_overlap() -> None:
    marks = [("age", "text", 0, 10), ("sex", "text", 20, 25)]
    found = [("age", "text", 9, 12), ("age", "text", 10, 12), ("age", "title", 0, 10), ("sex", "text", 20, 25)]
    assert counted(marks, found, ["age"]) == (1, 3, 1, 1)
    assert counted(marks, found, KINDS) == (2, 4, 2, 2)
    assert counted([], [], KINDS) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"id": ""}, "line 1, field id: wanted text"),
        ({"text": 5}, "line 1, field text: wanted text"),
        ({"flags": None}, "line 1, field flags: wanted a list"),
        ({"flags": [{"kind": "age"}]}, "line 1, field flags: wanted a flag with kind"),
        ({"flags": [{**AD["flags"][0], "kind": "umur"}]}, "line 1: wanted a known kind"),
        ({"flags": [{**AD["flags"][0], "end": 17}]}, "line 1: wanted a known kind, and a surface that stands at"),
        ({"flags": [{**AD["flags"][0], "in": "body"}]}, "line 1: wanted a known kind"),
    ],
)
def test_a_faulty_line_is_refused_by_its_place(tmp_path: Path, change: dict[str, Any], wanted: str) -> None:
    with pytest.raises(InputError, match=rf"gold\.jsonl {wanted}"):
        read_inspection_gold(put(tmp_path / "gold.jsonl", {**AD, **change}))


def test_an_id_comes_once_and_a_line_is_an_object(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 2: wanted each id once, found contoh:1"):
        read_inspection_gold(put(tmp_path / "gold.jsonl", AD, AD))
    with pytest.raises(InputError, match="wanted one JSON object"):
        read_inspection_gold(put(tmp_path / "gold.jsonl", None))


def test_the_invented_cases_hold_twelve_of_each_kind_and_twelve_that_only_look_like_it() -> None:
    with_mark, without = Counter[str](), Counter[str]()
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        own = any(flag["kind"] == case["about"] for flag in case["flags"])
        (with_mark if own else without)[case["about"]] += 1
    assert set(with_mark) == set(without) == set(KINDS)
    assert min(with_mark.values()) >= 12
    assert min(without.values()) >= 12


def test_the_baseline_knows_words_alone() -> None:
    ad = Ad(title="Staf", text="Menjahit kemeja pria")
    assert (ours(ad), [mark[0] for mark in keywords(ad)]) == ([], ["sex"])


@pytest.mark.shared
def test_the_targets_hold_on_the_real_development_ads(shared_data: Path) -> None:
    ads = read_inspection_gold(shared_data / "gold" / "inspection_dev.jsonl")
    unlawful = [kind for kind in KINDS if kind != "religion_exempt"]
    right, flags, covered, marks = (
        sum(column) for column in zip(*(counted(one.marks, ours(one.ad), unlawful) for one in ads), strict=True)
    )
    assert right / flags >= 0.95
    assert covered / marks >= 0.95
