"""The task ``title-curve``: which titles each point of the curve is trained on, and that more of them teach more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from scipy.sparse import csr_matrix

from evaluation import real_ads, regression, title_curve
from evaluation.coded_titles import Example
from evaluation.task import Options
from taxonomy.coder import VIEWS
from taxonomy.committee import Committee
from taxonomy.errors import InputError
from taxonomy.title_item import TitleItem
from taxonomy.weights_file import Floats
from tests.evaluation.test_train_titles import FakeUse
from tests.fakes import FakeEncoder

WORK = {
    "5120": ("koki", "memasak di dapur"),
    "8332": ("sopir truk", "mengantar barang jauh"),
    "2221": ("perawat", "merawat pasien"),
}
AUTHORED = [
    Example(item=TitleItem(title="sopir truk"), targets={"8332": 1.0}, weight=0.6),
    Example(item=TitleItem(title="pengemudi truk"), targets={"8332": 1.0}, weight=0.6),
]
CODED, OTHER = 15 + 1, 1
"""Coded titles of the small data folder, and those whose ads lie elsewhere."""


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Matrices this small are multiplied sooner by one thread than shared out among many."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """A small data folder with 15 coded titles, the code of one of its ads and of one of another source, fakes."""
    data = tmp_path / "data"
    for folder in ("gold", "postings"):
        (data / folder).mkdir(parents=True)
    head = "id\ttitle\thint\ttext\tcode\talternates\tconfidence\n"
    lines = [f"{code}{n}\t{t} {n}\t\t{d}\t{code}\t\th\n" for n in range(5) for code, (t, d) in WORK.items()]
    (data / "gold" / "titles_train.tsv").write_text(head + "".join(lines), encoding="utf-8")
    dev = [f"{code}\t{t}\t\t{d}\t{code}\t\th\n" for code, (t, d) in WORK.items()]
    vague = "v\tberbagai posisi\t\t\t----\t\th\n"
    (data / "gold" / "titles_dev.tsv").write_text(head + "".join(dev) + vague, encoding="utf-8")
    ad = {"id": "p0", "title": "koki", "description": "memasak"}
    (data / "postings" / "ads.jsonl").write_text(json.dumps(ad), encoding="utf-8")
    codes = "id\tcode\talternates\tconfidence\npostings:p0\t5120\t\th\nx:1\t5132\t\tm\n"
    (tmp_path / "codes.tsv").write_text(codes, encoding="utf-8")
    monkeypatch.setattr(real_ads, "AD_FILES", {"postings": "ads.jsonl"})
    monkeypatch.setattr(title_curve, "CODED", tmp_path / "codes.tsv")
    monkeypatch.setattr(title_curve, "authored_titles", lambda: AUTHORED)
    monkeypatch.setattr(title_curve, "load_use_encoder", FakeUse)
    # Vectors of a fake must never be kept where those of the real encoder are.
    return Options(data=data, cache=tmp_path / "cache", load_encoder=lambda: FakeEncoder("e5:test"))


@dataclass(frozen=True, slots=True)
class Says:
    """A member that gives one class, whatever it reads."""

    row: int

    def log_probabilities(self, features: Floats | csr_matrix) -> Floats:
        found = np.full((features.shape[0], 2), -9.0, dtype=np.float32)
        found[:, self.row] = 0.0
        return found


class Recorder:
    """In place of training: remembers what was to be learnt; with eight coded titles or more it knows cooks."""

    def __init__(self) -> None:
        self.examples: Sequence[Example] = ()
        self.features: Mapping[str, Floats | csr_matrix] = {}
        self.chosen: list[list[int]] = []
        self.encoders: list[Mapping[str, str]] = []

    def __call__(
        self,
        features: Mapping[str, Floats | csr_matrix],
        examples: Sequence[Example],
        rows: npt.NDArray[np.int64],
        encoders: Mapping[str, str],
    ) -> Committee:
        self.features, self.examples = features, examples
        self.chosen.append(rows.tolist())
        self.encoders.append(encoders)
        member = Says(0 if len(rows) >= 8 + len(AUTHORED) else 1)
        return Committee(
            members=dict.fromkeys(VIEWS, member),  # type: ignore[arg-type]
            codes=("5120", "7212"),
            temperatures={},
            encoders=encoders,
            fingerprint="titles-test",
        )


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    found = Recorder()
    monkeypatch.setattr(title_curve, "train", found)
    return found


def test_each_share_is_part_of_the_one_above_it_and_all_have_the_authored_titles(
    options: Options, recorder: Recorder
) -> None:
    title_curve.run(options)
    authored = [CODED, CODED + 1]
    assert [len(rows) - len(authored) for rows in recorder.chosen] == [16, 8, 4, 2, 0]
    assert recorder.chosen[0] == list(range(CODED + len(AUTHORED)))
    for more, less in zip(recorder.chosen, recorder.chosen[1:], strict=False):
        assert set(less) < set(more)
        assert less == sorted(less)
        assert less[-2:] == authored
    assert recorder.examples[-2:] == AUTHORED
    assert recorder.examples[CODED - 1].item == TitleItem(title="koki", text="memasak")
    assert tuple(recorder.features) == VIEWS
    assert all(features.shape[0] == len(recorder.examples) for features in recorder.features.values())
    assert recorder.encoders == [{"use": "use:test", "e5": "e5:test"}] * 5


def test_the_same_titles_are_drawn_again(options: Options, recorder: Recorder) -> None:
    title_curve.run(options)
    title_curve.run(options)
    assert recorder.chosen[:5] == recorder.chosen[5:]
    # Drawn at random, not the first of the file.
    assert recorder.chosen[1][:8] != list(range(8))


def test_every_point_is_measured_on_the_titles_that_can_be_coded(options: Options, recorder: Recorder) -> None:
    report = title_curve.run(options)
    assert report.task == "title-curve"
    assert [row.name for row in report.rows] == [f"trained on {count} coded titles: ok@1" for count in (16, 8, 4, 2, 0)]
    # One of the three is a cook.
    assert [row.value for row in report.rows] == pytest.approx([1 / 3, 1 / 3, 0, 0, 0])
    assert {row.n for row in report.rows} == {3}
    assert all(row.ci95 is not None for row in report.rows)


def test_coded_ads_of_other_sources_are_learnt_from_where_they_are_at_hand(
    options: Options, recorder: Recorder, tmp_path: Path
) -> None:
    ad = {"id": "x:1", "title": "peracik kopi", "hint": "", "text": "menyeduh"}
    (tmp_path / "other.jsonl").write_text(json.dumps(ad) + "\n", encoding="utf-8")
    given = Options(
        data=options.data,
        other=tmp_path / "other.jsonl",
        cache=options.cache,
        load_encoder=options.load_encoder,
    )
    report = title_curve.run(given)
    assert recorder.examples[CODED].item == TitleItem(title="peracik kopi", text="menyeduh")
    assert len(recorder.examples) == CODED + OTHER + len(AUTHORED)
    assert [row.name.split()[2] for row in report.rows] == ["17", "8", "4", "2", "0"]


def test_progress_is_told_at_each_point_and_the_vectors_are_kept(options: Options, recorder: Recorder) -> None:
    told: list[tuple[str, int, int]] = []
    encoders: list[FakeEncoder] = []

    def load() -> FakeEncoder:
        encoders.append(FakeEncoder("e5:test"))
        return encoders[-1]

    given = Options(data=options.data, cache=options.cache, load_encoder=load, tell=lambda *step: told.append(step))
    title_curve.run(given)
    assert told == [("train", done, 5) for done in range(6)]
    assert (options.cache / "evaluation" / "e5:test.sqlite").is_file()
    title_curve.run(given)
    first, second = encoders
    assert first.calls > 0
    assert second.calls == 0


def test_a_coder_that_has_seen_coded_titles_knows_more_than_one_that_has_not(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_curve, "SHARES", (1.0, 0.0))
    monkeypatch.setattr(regression, "EPOCHS", {"dense": 60, "hashed": 20})
    report = title_curve.run(options)
    # The authored titles name drivers alone.
    assert {row.name: row.value for row in report.rows} == {
        "trained on 16 coded titles: ok@1": 1.0,
        "trained on 0 coded titles: ok@1": pytest.approx(1 / 3),
    }


def test_a_data_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="readable gold file"):
        title_curve.run(Options(data=tmp_path, load_encoder=FakeEncoder))
