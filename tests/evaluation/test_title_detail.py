"""The task ``title-detail``: groups, confusions and the ablation, against counting by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from evaluation import coders, title_detail
from evaluation.coded_titles import Example
from evaluation.gold import NOT_CODABLE, GoldTitle
from evaluation.task import Options
from evaluation.title_detail import ablation_rows, confusions, view_logs
from evaluation.train_titles import features_of
from taxonomy.coder import STAGES, VIEWS
from taxonomy.committee import Committee, load_committee
from taxonomy.errors import InputError
from taxonomy.title_item import TitleItem
from taxonomy.weights_file import Floats
from tests.evaluation.test_judged import FakeCoder
from tests.evaluation.test_train_titles import FakeUse
from tests.fakes import FakeEncoder

ABLATION = ["all members", *(f"without {view}" for view in VIEWS), "stages 1 to 1", "stages 1 to 2", "stages 1 to 3"]


def gold(code: str, *others: str, title: str = "x", text: str = "") -> GoldTitle:
    item = TitleItem(title=title, text=text)
    return GoldTitle(id="x", item=item, code=code, accepted=frozenset((code, *others)))


def committee(*codes: str) -> Committee:
    """Class order alone: the logs are given."""
    return Committee(members={}, codes=codes, temperatures={}, encoders={}, fingerprint="titles-test")


# Confusions -----------------------------------------------------------------------------------------------------------


def test_confusions_count_wrong_first_codes_commonest_first_and_ties_by_code() -> None:
    asked = [gold("5120", "3434"), gold("5120"), gold("5120"), gold("8332"), gold("2221"), gold("2221")]
    said = ["3434", "9412", "9412", "8322", "3221", "2221"]
    assert confusions(asked, said) == [
        {"gold": "5120", "found": "9412", "count": 2},
        {"gold": "2221", "found": "3221", "count": 1},
        {"gold": "8332", "found": "8322", "count": 1},
    ]


def test_only_the_twenty_commonest_confusions_are_shown() -> None:
    found = confusions([gold("5120")] * 60, [f"{at % 30:04}" for at in range(60)])
    assert [pair["found"] for pair in found] == [f"{at:04}" for at in range(20)]


def test_where_all_is_right_there_is_no_confusion() -> None:
    assert confusions([gold("5120", "3434")], ["3434"]) == []


# Ablation -------------------------------------------------------------------------------------------------------------


def slow_right(logs: Mapping[str, Floats], views: list[str], codes: tuple[str, ...], asked: list[GoldTitle]) -> float:
    """One title at a time: the class with the greatest sum over the views, the first of equals."""
    right = 0
    for row, title in enumerate(asked):
        sums = [sum(float(logs[view][row][at]) for view in views) for at in range(len(codes))]
        right += codes[sums.index(max(sums))] in title.accepted
    return right / len(asked)


@pytest.mark.parametrize("seed", range(5))
def test_each_row_of_the_ablation_asks_the_members_it_names(seed: int) -> None:
    random = np.random.default_rng(seed)
    codes = ("2221", "5120", "8332")
    asked = [gold(codes[at]) for at in random.integers(3, size=40)]
    logs = {view: random.normal(size=(40, 3)).astype(np.float32) for view in VIEWS}
    rows = {row.name.removesuffix(": ok@1"): row for row in ablation_rows(committee(*codes), asked, logs)}
    expected = {"all members": list(VIEWS)}
    expected |= {f"without {gone}": [view for view in VIEWS if view != gone] for gone in VIEWS}
    expected |= {
        "stages 1 to 1": [*STAGES[0]],
        "stages 1 to 2": [*STAGES[0], *STAGES[1]],
        "stages 1 to 3": [*STAGES[0], *STAGES[1], *STAGES[2]],
    }
    assert list(rows) == list(expected) == ABLATION
    for name, views in expected.items():
        assert rows[name].value == pytest.approx(slow_right(logs, views, codes, asked)), name
        assert rows[name].n == 40


def test_a_member_that_alone_knows_is_missed_when_it_is_left_out() -> None:
    asked = [gold("5120"), gold("8332", "2221")]
    silent = np.log(np.array([[0.34, 0.33, 0.33]] * 2, dtype=np.float32))
    knowing = np.log(np.array([[0.1, 0.8, 0.1], [0.8, 0.1, 0.1]], dtype=np.float32))
    logs = dict.fromkeys(VIEWS, silent) | {"use_text": knowing}
    rows = {row.name: row.value for row in ablation_rows(committee("2221", "5120", "8332"), asked, logs)}
    assert rows["all members: ok@1"] == 1.0
    # The alternate is the first class, so it is what silent members say.
    assert rows["without use_text: ok@1"] == rows["stages 1 to 1: ok@1"] == 0.5
    assert rows["without e5_text: ok@1"] == rows["stages 1 to 2: ok@1"] == 1.0


def test_each_members_log_probabilities_are_of_its_own_view() -> None:
    asked = [gold("5120", title="Koki", text="Memasak"), gold("8332", title="Sopir truk")]
    embeds = {"use": FakeUse().encode, "e5": FakeEncoder().encode_query}
    found = view_logs(load_committee(), asked, embeds)
    examples = [Example(item=title.item, targets={}, weight=1.0) for title in asked]
    assert tuple(found) == VIEWS
    for view, logs in found.items():
        assert logs.shape == (2, len(load_committee().codes))
        assert np.exp(logs).sum(axis=1) == pytest.approx([1, 1], abs=1e-4)
        member = load_committee().members[view]
        assert np.array_equal(logs, member.log_probabilities(features_of(view, examples, embeds)))


# The task -------------------------------------------------------------------------------------------------------------

ROWS = (
    ("lokerid:1", "Koki restoran", "Memasak", "5120", "3434"),
    ("lokerid:2", "Juru masak", "", "5120", ""),
    ("magang:1", "Kasir", "Melayani", "5230", ""),
    ("lokerid:3", "Berbagai posisi", "", NOT_CODABLE, ""),
    ("magang:2", "Sopir truk", "Mengantar", "8332", "5120"),
    ("magang:3", "Perawat", "Merawat", "2221", ""),
)


@pytest.fixture
def small_gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five titles that can be coded and one that cannot; a quick encoder that is a fake."""
    monkeypatch.setattr(coders, "load_use_encoder", FakeUse)
    monkeypatch.setattr(title_detail, "load_use_encoder", FakeUse)
    lines = ["id\ttitle\thint\ttext\tcode\talternates"]
    lines += [f"{row_id}\t{title}\t\t{text}\t{code}\t{others}" for row_id, title, text, code, others in ROWS]
    path = tmp_path / "gold.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_report_counts_by_group_and_source_leaves_out_what_cannot_be_coded_and_names_confusions(
    small_gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_detail, "product_coder", lambda encoder: FakeCoder())
    report = title_detail.run(Options(gold=small_gold, load_encoder=FakeEncoder))
    values = {row.name.removesuffix(": ok@1"): (row.value, row.n) for row in report.rows}
    # The fake takes every text for a cook's; a bare title it codes wrongly.
    groups = {"major group 2": (0.0, 1), "major group 5": (pytest.approx(1 / 3), 3), "major group 8": (1.0, 1)}
    sources = {"source lokerid": (0.5, 2), "source magang": (pytest.approx(1 / 3), 3)}
    assert list(values) == ["Sepadan, title + hint + text", *groups, *sources, *ABLATION]
    assert values["Sepadan, title + hint + text"] == (0.4, 5)
    assert {name: values[name] for name in groups} == groups
    assert {name: values[name] for name in sources} == sources
    assert {values[name][1] for name in ABLATION} == {5}
    shown = report.as_dict()
    assert list(shown) == ["task", "seconds", "confusions", "rows"]
    assert shown["task"] == report.task == "title-detail"
    assert shown["confusions"] == [
        {"gold": "2221", "found": "5120", "count": 1},
        {"gold": "5120", "found": "1111", "count": 1},
        {"gold": "5230", "found": "5120", "count": 1},
    ]


def test_the_coder_of_the_product_is_measured_and_all_stages_are_all_members(small_gold: Path) -> None:
    report = title_detail.run(Options(gold=small_gold, load_encoder=FakeEncoder))
    rows = {row.name.removesuffix(": ok@1"): row for row in report.rows}
    assert rows["stages 1 to 3"].value == rows["all members"].value
    for kind in ("major group", "source"):
        parts = [row for name, row in rows.items() if name.startswith(kind)]
        right = sum(row.value * row.n for row in parts)
        assert right == pytest.approx(rows["Sepadan, title + hint + text"].value * 5)
    wrong = sum(pair["count"] for pair in report.figures["confusions"])
    assert wrong == pytest.approx(5 - rows["Sepadan, title + hint + text"].value * 5)


def test_a_missing_gold_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="readable gold file"):
        title_detail.run(Options(gold=tmp_path / "none.tsv", load_encoder=FakeEncoder))
