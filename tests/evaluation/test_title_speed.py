"""The task ``title-speed``: which titles and ads are timed and what the rows hold; no figure of time is believed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
import pytest

from evaluation import coders, title_speed
from evaluation.task import Options, Row
from evaluation.title_speed import ADS_A_SECOND, TITLES_A_SECOND
from taxonomy.coder import STAGES
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.title_coding import TitleCoding
from taxonomy.title_item import TitleItem
from tests.evaluation.test_train_titles import FakeUse
from tests.fakes import FakeEncoder

TITLES, ADS = ("Koki", "Sopir truk", "Kasir", "Perawat", "Satpam", "Penjahit", "Barista"), 3
BODY = "Bekerja dengan rapi, jujur dan teliti di tempat yang bersih"
STAGE_ROWS = [f"{kind}: share settled by stage {stage}" for kind in ("bare titles", "full ads") for stage in (1, 2, 3)]


class FakeReader:
    """In place of the reader of skills."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def read_many(self, texts: Sequence[str]) -> list[tuple[()]]:
        self.asked.append(list(texts))
        return [() for _ in texts]


class StagedCoder:
    """Settles the first item at the first stage, the second at the second and all others at the last."""

    def __init__(self) -> None:
        self.asked: list[list[TitleItem]] = []

    def code(self, items: Sequence[TitleItem]) -> list[TitleCoding]:
        self.asked.append(list(items))
        return [TitleCoding(candidates=(), uncertain=True) for _ in items]

    def staged(self, items: Sequence[TitleItem]) -> tuple[None, npt.NDArray[np.int64]]:
        return None, np.minimum(np.arange(len(items)), len(STAGES) - 1)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeReader:
    """Seven distinct titles, one of them in two ads; three ads with text."""
    ads = {f"x:{at}": TitleItem(title=title, text=BODY if at < ADS else "") for at, title in enumerate(TITLES)}
    ads["x:again"] = TitleItem(title=TITLES[0], text=BODY)
    monkeypatch.setattr(title_speed, "real_ads", lambda data: ads)
    found = FakeReader()
    monkeypatch.setattr(title_speed, "load_skill_reader", lambda: found)
    monkeypatch.setattr(coders, "load_use_encoder", FakeUse)
    return found


def run(folder: Path) -> dict[str, Row]:
    report = title_speed.run(Options(data=folder, load_encoder=FakeEncoder))
    assert report.task == "title-speed"
    found = {row.name: row for row in report.rows}
    assert len(found) == len(report.rows)
    return found


@pytest.mark.usefixtures("reader")
def test_speeds_are_positive_and_the_shares_of_the_stages_sum_to_one(tmp_path: Path) -> None:
    rows = run(tmp_path)
    speeds = [name for name in rows if name not in STAGE_ROWS]
    assert speeds == [
        "Sepadan, bare titles a second",
        "Sepadan, full ads a second (title, hint, text)",
        "Sepadan, skills of ads a second",
        "RapidFuzz token set, bare titles a second",
        "bare titles, Sepadan over RapidFuzz",
    ]
    assert list(rows) == [*speeds, *STAGE_ROWS]
    assert all(rows[name].value > 0 for name in speeds)
    for kind in ("bare titles", "full ads"):
        shares = [rows[name].value for name in STAGE_ROWS if name.startswith(kind)]
        assert sum(shares) == pytest.approx(1.0)
        assert min(shares) >= 0.0
    ours, theirs = rows[speeds[0]].value, rows[speeds[3]].value
    assert rows[speeds[4]].value == pytest.approx(ours / theirs)
    targets = {name: row.target for name, row in rows.items() if row.target is not None}
    assert targets == {speeds[0]: TITLES_A_SECOND, speeds[1]: ADS_A_SECOND}


def test_distinct_titles_are_timed_bare_and_ads_that_have_a_text_whole(
    tmp_path: Path, reader: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    coder = StagedCoder()
    monkeypatch.setattr(title_speed, "product_coder", lambda encoder: coder)
    rows = run(tmp_path)
    bare = [TitleItem(title=title) for title in TITLES]
    full = [TitleItem(title=title, text=BODY) for title in TITLES[:ADS]]
    # Once to warm up, then the best of three.
    assert coder.asked == [full, bare, bare, bare, full, full, full]
    assert reader.asked == [[BODY] * ADS] * 4
    assert [rows[name].n for name in STAGE_ROWS] == [len(TITLES)] * 3 + [ADS] * 3
    values = [rows[name].value for name in STAGE_ROWS]
    assert values == pytest.approx([1 / 7, 1 / 7, 5 / 7, 1 / 3, 1 / 3, 1 / 3])
    assert [rows[name].n for name in list(rows)[:5]] == [7, 3, 3, 7, 7]


@pytest.mark.usefixtures("reader")
def test_of_many_titles_and_ads_as_many_as_asked_for_are_taken_from_all_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coder = StagedCoder()
    monkeypatch.setattr(title_speed, "product_coder", lambda encoder: coder)
    monkeypatch.setattr(title_speed, "TITLES", 3)
    monkeypatch.setattr(title_speed, "ADS", 1)
    run(tmp_path)
    assert [item.title for item in coder.asked[1]] == [TITLES[0], TITLES[2], TITLES[4]]
    assert [item.title for item in coder.asked[0]] == [TITLES[0]]


def test_a_speed_is_that_of_the_best_of_three_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 5.0, 10.0, 12.0, 20.0, 23.0])
    monkeypatch.setattr(title_speed, "time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    done: list[int] = []
    assert title_speed._speed(lambda: done.append(1), 12) == 12 / 2.0
    assert len(done) == 3


def test_rapidfuzz_scores_each_title_against_every_official_title_that_names_work() -> None:
    official = [entry.title for entry in load_occupations() if len(entry.code) >= 4]
    scores = title_speed._rapidfuzz([official[7], official[-1].upper()])
    assert isinstance(scores, np.ndarray)
    assert scores.shape == (2, len(official)) == (2, 2583)
    assert (scores[0, 7], scores[1, -1]) == (100, 100)


def test_a_folder_without_ads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        title_speed.run(Options(data=tmp_path, load_encoder=FakeEncoder))
