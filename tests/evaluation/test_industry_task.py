"""The task ``industry``: what it reads, how it judges, and what the coder learns from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation import industry
from evaluation.employers import GoldEmployer, IndustryExample, authored_examples, read_employers, targets_of
from evaluation.industry import Judged
from evaluation.industry_baselines import industry_baselines
from evaluation.task import Options
from evaluation.task_list import TASKS
from evaluation.train_industry import best_powers, classes, folds_of, rows_of
from taxonomy.errors import InputError
from taxonomy.industry_features import VIEWS
from taxonomy.industry_text import IndustryItem, name_words
from taxonomy.industry_words import ReadEmployer, load_read
from tests.fakes import FakeEncoder

HEADER = "employer\tsource\ttitle\ttext\tkbli2\talternates\tconfidence\n"
ROWS = (
    "PT Bank Contoh\tlokerid\tTeller\tPT Bank Contoh adalah bank umum.\t64\t\th\n"
    "Toko Baju Contoh\tjobstreet\tKasir\tToko pakaian.\t47\t14|46\tm\n"
    "PT Anu\tmaganghub\tAdmin\tAdmin.\t--\t\tl\n"
)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "employers.tsv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


def test_gold_is_read_with_what_is_accepted(gold: Path) -> None:
    found = read_employers(gold)
    assert [one.accepted for one in found] == [frozenset({"64"}), frozenset({"47", "14", "46"}), frozenset()]
    assert [one.source for one in found] == ["lokerid", "jobstreet", "maganghub"]


@pytest.mark.parametrize("code", ["6", "641", "C", "00", ""])
def test_a_code_that_is_no_division_is_refused_by_row(tmp_path: Path, code: str) -> None:
    path = tmp_path / "g.tsv"
    path.write_text(HEADER + f"PT A\tlokerid\tt\tx\t{code}\t\th\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 1"):
        read_employers(path)


def judged(*firsts: str) -> Judged:
    items = [("64", {"64"}), ("47", {"47", "14"}), ("46", {"46"})]
    gold = [
        GoldEmployer(item=IndustryItem(employer="x"), source="s", code=code, accepted=frozenset(accepted))
        for code, accepted in items
    ]
    return Judged(gold=gold, firsts=list(firsts))


def test_a_first_code_is_right_by_division_by_section_or_to_the_letter() -> None:
    found = judged("65", "14", "")
    assert found.divisions() == [False, True, False]
    assert found.sections() == [True, True, False]
    assert found.strict() == [False, False, False]
    assert judged("64", "46", "46").sections() == [True, True, True]
    assert judged("64", "46", "46").divisions() == [True, False, True]


def test_the_task_measures_targets_and_baselines_in_one_run(gold: Path) -> None:
    report = industry.run(Options(gold=gold, load_encoder=FakeEncoder))
    rows = {row.name: row for row in report.rows}
    assert rows["coder: section"].target == 0.80
    assert rows["coder: division"].target == 0.70
    assert rows["coder: division"].n == 2
    assert rows["coder: of all, those that cannot be told right when the first score is low"].n == 3
    assert rows["commonest division: division"].target is None
    assert {"BM25 of official titles: division", "encoder cosine to official titles: section"} <= rows.keys()
    assert all(row.ci95 is not None for row in report.rows)
    assert TASKS["industry"].module == "evaluation.industry"


def test_baselines_find_an_official_title_by_its_words() -> None:
    items = [IndustryItem(employer="Anu", text="Industri Pemintalan Benang"), IndustryItem(employer="", text="")]
    found = industry_baselines(items, FakeEncoder())
    assert found["BM25 of official titles"][0][0] == "13"
    assert found["encoder cosine to official titles"][0][0] == "13"
    assert found["commonest division"][0] == found["commonest division"][1]
    assert found["authored words alone"][1] == ()


def test_targets_share_a_quarter_among_the_alternates() -> None:
    assert targets_of(ReadEmployer(code="47", alternates=("14", "46"))) == {"47": 0.75, "14": 0.125, "46": 0.125}
    assert targets_of(ReadEmployer(code="64", alternates=())) == {"64": 1.0}


def test_authored_examples_teach_every_division_and_no_real_ad_is_among_them() -> None:
    examples = authored_examples()
    taught = {code for example in examples for code in example.targets}
    assert taught == set(classes()) - {"--"}
    assert not any(example.group for example in examples)
    assert all(sum(example.targets.values()) == pytest.approx(1) for example in examples)


def test_all_ads_of_an_employer_are_in_one_fold_and_authored_examples_in_none() -> None:
    examples = [
        IndustryExample(item=IndustryItem(employer=f"e{n % 7}"), targets={"10": 1.0}, weight=1.0, group=f"e{n % 7}")
        for n in range(40)
    ] + [IndustryExample(item=IndustryItem(employer="x"), targets={"10": 1.0}, weight=1.0)]
    folds = folds_of(examples)
    assert folds[-1] == -1
    for n in range(7):
        assert len({int(folds[at]) for at in range(40) if at % 7 == n}) == 1


def test_a_member_learns_from_what_it_can_read() -> None:
    examples = [
        IndustryExample(item=IndustryItem(employer="Bank"), targets={"64": 1.0}, weight=1.0),
        IndustryExample(
            item=IndustryItem(employer="", text="bergerak di bidang tekstil"), targets={"13": 1.0}, weight=1.0
        ),
        IndustryExample(item=IndustryItem(employer="X", text="y"), targets={"10": 1.0}, weight=1.0, group="x"),
    ]
    rows = {view: rows_of(view, examples).tolist() for view in VIEWS}
    assert rows["words_name"] == rows["e5_name"] == [0, 2]
    assert rows["words_activity"] == [1]
    assert rows["words_text"] == [1, 2]
    assert rows["votes"] == [2]


def test_powers_trust_the_member_that_is_right() -> None:
    random = np.random.default_rng(1)
    truth = random.integers(0, 4, 300)
    targets = np.eye(4, dtype=np.float32)[truth]
    said = {view: np.log(random.dirichlet(np.ones(4), 300)).astype(np.float32) for view in VIEWS}
    said["votes"] = np.log(0.7 * targets + 0.3 / 4)
    powers = dict(zip(VIEWS, best_powers(said, targets, np.ones(300, dtype=np.float32)), strict=True))
    assert powers["votes"] > 0.8
    assert all(power < 0.15 for view, power in powers.items() if view != "votes")


@pytest.mark.shared
def test_no_employer_of_the_gold_file_was_read_for_training(shared_data: Path) -> None:
    gold = {name_words(one.item.employer) for one in read_employers(shared_data / "gold" / "employers_dev.tsv")}
    assert not gold & load_read().keys()
