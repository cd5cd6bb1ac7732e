"""The task ``titles``: the headline, the rows, other sources, and baselines that find what was planted."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from evaluation import titles
from evaluation.gold import NOT_CODABLE, GoldTitle, read_titles
from evaluation.task import Options
from evaluation.title_baselines import best_units, title_baselines
from indexes.encoder import SentenceEncoder
from taxonomy.occupations import load_occupations
from taxonomy.title_coding import Candidate, TitleCoding
from taxonomy.title_item import TitleItem
from tests.evaluation.test_judged import FakeCoder
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


@pytest.fixture
def few_rare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One title of a rare unit group in place of all that are kept."""
    path = tmp_path / "rare.tsv"
    path.write_text("id\ttitle\thint\ttext\tcode\talternates\nr1\tKoki\t\t\t5120\t\n", encoding="utf-8")
    monkeypatch.setattr(titles, "RARE", path)


OURS = "Sepadan, title + hint + text"


@pytest.mark.usefixtures("few_rare")
def test_the_report_has_the_headline_our_rows_and_three_baselines(small_gold: Path) -> None:
    told: list[tuple[str, int, int]] = []
    options = Options(gold=small_gold, load_encoder=FakeEncoder, tell=lambda *step: told.append(step))
    report = titles.run(options)
    shown = report.as_dict()
    assert list(shown) == [*HEADLINE, "rows"]
    rows = {row.name: row for row in report.rows}
    assert len(rows) == len(report.rows) == 6 + 3 + 3 + 9
    assert (shown["n"], shown["ok_at_1"]) == (3, round(rows[f"{OURS}: ok@1"].value, 4))
    assert shown["ok_at_5"] == round(rows[f"{OURS}: ok@5"].value, 4)
    assert shown["mrr"] == round(rows[f"{OURS}: mrr"].value, 4)
    assert shown["strict_at_1"] == round(rows[f"{OURS}: strict@1"].value, 4)
    assert shown["items_per_second"] > 0
    targets = {name: row.target for name, row in rows.items() if row.target is not None}
    assert targets == {
        f"{OURS}: ok@1": 0.92,
        f"{OURS}: ok@5": 0.985,
        f"{OURS}: calibration error (ECE)": 0.05,
        "Sepadan, title: ok@1": 0.85,
        "Sepadan, rare unit groups: ok@1": 0.80,
        "Sepadan, rare unit groups: ok@5": 0.95,
    }
    # The third title holds no word for work: our coder says so, and no baseline can.
    assert rows[f"{OURS}: share uncertain"].value >= 1 / 3
    for name in ("RapidFuzz token set", "TF-IDF characters", "encoder cosine"):
        assert rows[f"{name}, title: ok@5"].value <= 2 / 3
    assert told[-1] == ("code titles", 3, 3)


@pytest.mark.usefixtures("few_rare")
def test_titles_of_other_sources_are_measured_with_and_without_text_where_their_ads_are_at_hand(
    small_gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(titles, "product_coder", lambda encoder: FakeCoder())
    codes = "id\tcode\talternates\tconfidence\nx:1\t5120\t\th\nx:2\t3434\t5120\tm\nx:3\t5120\t\th\n"
    (tmp_path / "codes.tsv").write_text(codes, encoding="utf-8")
    monkeypatch.setattr(titles, "OTHER", tmp_path / "codes.tsv")
    ads = [
        {"id": "x:1", "title": "Koki", "hint": "", "text": "Memasak"},
        {"id": "x:2", "title": "Kepala dapur", "hint": "", "text": ""},
    ]
    (tmp_path / "ads.jsonl").write_text("\n".join(map(json.dumps, ads)), encoding="utf-8")
    report = titles.run(Options(gold=small_gold, other=tmp_path / "ads.jsonl", load_encoder=FakeEncoder))
    rows = {row.name: row for row in report.rows}
    assert len(rows) == len(report.rows) == 6 + 3 + 3 + 2 * 3 + 9

    def figures(system: str) -> list[float]:
        return [rows[f"{system}: {measure}"].value for measure in ("ok@1", "ok@5", "mrr")]

    # The fake knows a cook by the text, has one second among two when there is none, and says that it is not sure.
    assert figures(OURS) == pytest.approx([2 / 3, 2 / 3, 2 / 3])
    assert figures("Sepadan, title") == pytest.approx([1 / 3, 2 / 3, (0.5 + 0 + 1) / 3])
    assert figures("Sepadan, rare unit groups") == [0.0, 1.0, 0.5]
    # The ad of the third code is not at hand.
    assert figures("Sepadan, other sources, title + hint + text") == [0.5, 1.0, 0.75]
    assert figures("Sepadan, other sources, title") == [0.0, 1.0, 0.5]
    found = {name: row for name, row in rows.items() if "other sources" in name}
    assert {row.n for row in found.values()} == {2}
    assert {name: row.target for name, row in found.items() if row.target is not None} == {
        "Sepadan, other sources, title + hint + text: ok@1": 0.92,
        "Sepadan, other sources, title: ok@1": 0.85,
    }


def test_the_rare_titles_that_are_kept_stand_once_and_each_unit_group_of_theirs_exists() -> None:
    rare = read_titles(titles.RARE)
    units = set(load_occupations().unit_codes)
    assert len({title.id for title in rare}) == len(rare) == 638
    assert len({title.item.title.casefold() for title in rare}) == len(rare)
    assert len({title.code for title in rare}) == 248
    assert {code for title in rare for code in title.accepted} <= units


@pytest.mark.shared
def test_rare_unit_groups_are_those_with_fewer_than_five_titles_to_learn_from(shared_data: Path) -> None:
    learnt = Counter(title.code for title in read_titles(shared_data / "gold" / "titles_train.tsv"))
    rare = {code for code in load_occupations().unit_codes if learnt[code] < 5}
    assert {title.code for title in read_titles(titles.RARE)} == rare


@pytest.mark.shared
@pytest.mark.model
@pytest.mark.usefixtures("few_rare")
def test_our_coder_is_above_every_baseline_on_the_dev_titles(
    shared_data: Path, real_encoder: SentenceEncoder, tmp_path: Path
) -> None:
    lines = (shared_data / "gold" / titles.GOLD).read_text(encoding="utf-8").split("\n")
    some = tmp_path / "some.tsv"
    some.write_text("\n".join([lines[0], *lines[1:-1:3]]), encoding="utf-8")
    rows = {row.name: row.value for row in titles.run(Options(gold=some, load_encoder=lambda: real_encoder)).rows}
    for measure in ("ok@1", "ok@5", "mrr"):
        mine = rows.pop(f"Sepadan, title: {measure}"), rows.pop(f"{OURS}: {measure}")
        others = [value for name, value in rows.items() if name.endswith(measure) and not name.startswith("Sepadan")]
        assert len(others) == 3
        assert min(mine) > max(others)
