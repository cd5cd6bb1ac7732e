"""The task ``titles``: what counts as right, the headline, the rows, and baselines that find what was planted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation import titles
from evaluation.gold import NOT_CODABLE, GoldTitle
from evaluation.task import Options
from evaluation.title_baselines import best_units, title_baselines
from evaluation.titles import Answer, judge
from indexes.encoder import SentenceEncoder
from taxonomy.coder import Candidate, TitleCoding
from taxonomy.occupations import load_occupations
from taxonomy.title_item import TitleItem
from tests.fakes import FakeEncoder

HEADLINE = [
    "n",
    "ok_at_1",
    "ok_at_5",
    "mrr",
    "strict_at_1",
    "ci95_ok_at_1",
    "seconds",
    "items_per_second",
]


def gold(code: str, *others: str) -> GoldTitle:
    accepted = frozenset() if code == NOT_CODABLE else frozenset((code, *others))
    return GoldTitle(id="x", item=TitleItem(title="x"), code=code, accepted=accepted)


def test_a_code_is_right_when_it_is_the_gold_code_or_an_alternate() -> None:
    asked = [gold("5120", "3434"), gold("5120", "3434"), gold("5120"), gold("5120")]
    said = [("5120", "1111"), ("3434", "5120"), ("1111", "2222", "5120"), ("1111",)]
    found = judge(asked, [Answer(codes=codes) for codes in said])
    assert found.ok_at_1 == [True, True, False, False]
    assert found.ok_at_5 == [True, True, True, False]
    assert found.reciprocal == pytest.approx([1, 1, 1 / 3, 0])
    assert found.strict_at_1 == [True, False, False, False]


def test_only_uncertain_is_right_when_a_title_cannot_be_coded() -> None:
    found = judge([gold(NOT_CODABLE)] * 2, [Answer(codes=("5120",), uncertain=True), Answer(codes=("5120",))])
    for values in (found.ok_at_1, found.ok_at_5, found.reciprocal, found.strict_at_1):
        assert [bool(value) for value in values] == [True, False]


def test_an_uncertain_answer_to_a_title_that_can_be_coded_counts_by_its_codes() -> None:
    found = judge([gold("5120")] * 3, [Answer(codes=codes, uncertain=True) for codes in (("5120",), ("1111",), ())])
    assert found.ok_at_1 == [True, False, False]


def test_answers_are_never_fewer_than_titles() -> None:
    with pytest.raises(ValueError, match="zip"):
        judge([gold("5120")], [])


def test_calibration_counts_first_scores_and_holds_them_against_the_target() -> None:
    def coding(score: float) -> TitleCoding:
        return TitleCoding(candidates=(Candidate(code="5120", title="", score=score),), uncertain=False)

    asked = [gold("5120"), gold("3434"), gold(NOT_CODABLE), gold("5120")]
    nothing = TitleCoding(candidates=(), uncertain=True)
    row = titles._calibration_row("x", asked, [coding(0.95), coding(0.45), coding(0.45), nothing])
    assert row.value == pytest.approx(1 / 3 * 0.05 + 2 / 3 * 0.45)
    assert (row.n, row.target, row.holds) == (3, 0.05, False)
    assert row.ci95 is not None
    assert row.ci95[0] <= row.value <= row.ci95[1]


def test_no_first_score_at_all_is_no_fault() -> None:
    row = titles._calibration_row("x", [gold("5120")], [TitleCoding(candidates=(), uncertain=True)])
    assert (row.value, row.n) == (0.0, 0)


def test_a_unit_scores_as_its_best_title_and_ties_break_by_code() -> None:
    scores = np.array([[0.2, 0.9, 0.5, 0.5, 0.1, 0.0, 0.0, 0.0]], dtype=np.float32)
    units = ["3333", "1111", "4444", "2222", "4444", "7777", "6666", "5555"]
    assert best_units(scores, units) == [("1111", "2222", "4444", "3333", "5555")]


def test_each_baseline_finds_an_official_title_given_as_it_stands() -> None:
    units = [entry for entry in load_occupations() if len(entry.code) == 4][::90]
    for ranked in title_baselines([unit.title for unit in units], FakeEncoder()).values():
        assert [codes[0] for codes in ranked] == [unit.code for unit in units]
        assert all(len(set(codes)) == 5 for codes in ranked)


def test_each_baseline_finds_the_unit_of_a_job_below_it() -> None:
    job = next(entry for entry in load_occupations() if entry.code.startswith("5120."))
    for ranked in title_baselines([job.title], FakeEncoder()).values():
        assert ranked[0][0] == "5120"


@pytest.fixture
def small_gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.tsv"
    path.write_text(
        "id\ttitle\thint\ttext\tcode\talternates\n"
        "1\tKoki restoran\tKuliner\tMemasak dan menjaga dapur\t5120\t3434\n"
        "2\tSopir truk\t\tMengantar barang\t8332\t\n"
        "3\tLowongan kerja!!!\t\t\t----\t\n",
        encoding="utf-8",
    )
    return path


def test_the_report_has_the_headline_our_rows_and_three_baselines(small_gold: Path) -> None:
    told: list[tuple[str, int, int]] = []
    options = Options(gold=small_gold, load_encoder=FakeEncoder, tell=lambda *step: told.append(step))
    report = titles.run(options)
    shown = report.as_dict()
    assert list(shown) == [*HEADLINE, "rows"]
    rows = {row.name: row for row in report.rows}
    assert len(rows) == len(report.rows) == 6 + 3 + 9
    ours = "Sepadan, title + hint + text: "
    assert (shown["n"], shown["ok_at_1"]) == (3, round(rows[ours + "ok@1"].value, 4))
    assert shown["ok_at_5"] == round(rows[ours + "ok@5"].value, 4)
    assert shown["mrr"] == round(rows[ours + "mrr"].value, 4)
    assert shown["strict_at_1"] == round(rows[ours + "strict@1"].value, 4)
    assert shown["items_per_second"] > 0
    targets = {name: row.target for name, row in rows.items() if row.target is not None}
    assert targets == {
        ours + "ok@1": 0.92,
        ours + "ok@5": 0.985,
        ours + "calibration error (ECE)": 0.05,
        "Sepadan, title: ok@1": 0.85,
    }
    # The third title holds no word for work: our coder says so, and no baseline can.
    assert rows[ours + "share uncertain"].value >= 1 / 3
    for name in ("RapidFuzz token set", "TF-IDF characters", "encoder cosine"):
        assert rows[f"{name}, title: ok@5"].value <= 2 / 3
    assert told[-1] == ("code titles", 3, 3)


@pytest.mark.shared
@pytest.mark.model
def test_our_coder_is_above_every_baseline_on_the_dev_titles(
    shared_data: Path, real_encoder: SentenceEncoder, tmp_path: Path
) -> None:
    lines = (shared_data / "gold" / titles.GOLD).read_text(encoding="utf-8").split("\n")
    some = tmp_path / "some.tsv"
    some.write_text("\n".join([lines[0], *lines[1:-1:3]]), encoding="utf-8")
    rows = {row.name: row.value for row in titles.run(Options(gold=some, load_encoder=lambda: real_encoder)).rows}
    for measure in ("ok@1", "ok@5", "mrr"):
        mine = rows.pop(f"Sepadan, title: {measure}"), rows.pop(f"Sepadan, title + hint + text: {measure}")
        others = [value for name, value in rows.items() if name.endswith(measure) and not name.startswith("Sepadan")]
        assert len(others) == 3
        assert min(mine) > max(others)
