"""Training: what is learnt from, that it learns, and that what is written is what is read."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from evaluation import train_titles
from evaluation.train_titles import (
    ALTERNATE_SHARE,
    OFFICIAL_WEIGHT,
    Example,
    accepted,
    authored_titles,
    best_temperature,
    coded_titles,
    fit,
    main,
    train,
)
from taxonomy.coder import TEXT_VIEWS, TITLE_VIEWS, TitleCoder
from taxonomy.committee import load_committee
from taxonomy.occupations import load_occupations
from taxonomy.title_item import TitleItem
from tests.fakes import FakeEncoder

WORK = {
    "5120": ("koki", "memasak di dapur"),
    "8332": ("sopir truk", "mengantar barang jauh"),
    "2221": ("perawat", "merawat pasien"),
}


def gold_text() -> str:
    lines = ["id\ttitle\thint\ttext\tcode\talternates\tconfidence"]
    for number in range(4):
        lines += [f"{code}{number}\t{t} {number}\t\t{d}\t{code}\t\th" for code, (t, d) in WORK.items()]
    return "\n".join(lines) + "\n"


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Matrices this small are multiplied sooner by one thread than shared out among many."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def coded(tmp_path: Path) -> list[Example]:
    path = tmp_path / "train.tsv"
    path.write_text(gold_text(), encoding="utf-8")
    return coded_titles(path)


def test_alternates_share_a_part_and_rows_without_a_known_code_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "train.tsv"
    path.write_text(
        "id\ttitle\thint\ttext\tcode\talternates\tconfidence\n"
        '1\tKoki "utama"\th\tt\t5120\t3434|5120|9412|0000\tm\n'
        "2\tApa saja\t\t\t----\t\tl\n"
        "3\tPerawat\t\t\t2221\t\tl\n",
        encoding="utf-8",
    )
    first, second = coded_titles(path)
    assert first.item == TitleItem(title='Koki "utama"', hint="h", text="t")
    assert first.targets == pytest.approx({"5120": 0.8, "3434": 0.1, "9412": 0.1})
    assert first.targets["3434"] == ALTERNATE_SHARE / 2
    assert (second.targets, second.weight) == ({"2221": 1.0}, 0.5)
    assert accepted(first, "9412")
    assert not accepted(second, "9412")


def test_authored_titles_are_the_official_ones_of_unit_groups_and_jobs_and_the_aliases() -> None:
    found = authored_titles()
    official = [example for example in found if example.weight == OFFICIAL_WEIGHT]
    units = set(load_occupations().unit_codes)
    assert len(official) == sum(len(entry.code) >= 4 for entry in load_occupations()) < len(found)
    assert {next(iter(e.targets)) for e in official} == units
    assert all(sum(example.targets.values()) == pytest.approx(1.0) for example in found)
    assert all(set(example.targets) <= units for example in found)


def test_a_regression_learns_classes_that_can_be_told_apart_and_the_same_again(coded: list[Example]) -> None:
    codes = sorted(WORK)
    features = FakeEncoder().encode_query([example.item.title for example in coded])
    for is_dense in (True, False):
        member = fit(features, coded, codes, 1e-5, is_dense=is_dense)
        found = member.log_probabilities(features).argmax(axis=1)
        assert [{codes[row]} for row in found] == [set(example.targets) for example in coded]
        assert np.any(member.centre) == is_dense
        again = fit(features, coded, codes, 1e-5, is_dense=is_dense)
        assert np.array_equal(again.weight, member.weight)


def test_a_heavier_penalty_keeps_weights_smaller(coded: list[Example]) -> None:
    features = FakeEncoder().encode_query([example.item.title for example in coded])
    loose, tight = (fit(features, coded, sorted(WORK), l2, is_dense=True).weight for l2 in (1e-5, 1e-1))
    assert np.abs(tight).sum() < np.abs(loose).sum() / 2


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few authored titles and few steps: the 446 classes stay, the time does not."""
    monkeypatch.setattr(train_titles, "_ITERATIONS", 3)
    some = [Example(item=TitleItem(title=t), targets={code: 1.0}, weight=0.6) for code, (t, _) in WORK.items()]
    monkeypatch.setattr(train_titles, "authored_titles", lambda: some)


def trained(coded: list[Example]) -> TitleCoder:
    encoder = FakeEncoder()
    authored = train_titles.authored_titles()
    vectors = {
        "title": encoder.encode_query([example.item.words for example in [*coded, *authored]]),
        "text": encoder.encode_query([example.item.passage for example in coded]),
    }
    return TitleCoder(train(coded, authored, vectors, encoder.fingerprint), encoder.encode_query)


@pytest.mark.usefixtures("quick")
def test_a_trained_committee_has_every_member_and_codes_what_it_was_taught(coded: list[Example]) -> None:
    coder = trained(coded)
    assert sorted(coder._committee.members) == sorted(TITLE_VIEWS + TEXT_VIEWS)
    for item in (coded[0].item, TitleItem(title="koki")):
        assert coder.code([item])[0].candidates[0].code == "5120"


@pytest.mark.usefixtures("quick")
def test_the_best_temperature_has_the_least_calibration_error(coded: list[Example]) -> None:
    coder = trained(coded)
    vectors = FakeEncoder().encode_query([example.item.passage for example in coded])
    for given in (None, vectors):
        items = [example.item if given is not None else TitleItem(title=example.item.title) for example in coded]
        powers = coder.probabilities(items, text_vectors=given).astype(np.float64)

        def error(temperature: float, powers: np.ndarray = powers) -> float:
            sharpened = powers ** (1 / temperature)
            return abs(float((sharpened.max(axis=1) / sharpened.sum(axis=1)).mean()) - 1.0)

        # Every answer is right here, so the sharpest scores are the best calibrated ones.
        best = best_temperature(coder, coded, given)
        assert 0.3 <= best <= 2.0
        assert error(best) <= min(error(float(other)) for other in np.arange(0.3, 2.01, 0.05)) + 1e-3


@pytest.mark.usefixtures("quick")
def test_the_script_writes_weights_that_are_read_again_and_says_where_they_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = FakeEncoder()
    monkeypatch.setattr(train_titles.encoder, "prepare", lambda cache: cache / "model")
    monkeypatch.setattr(train_titles.encoder, "load", lambda cache, max_tokens: encoder)
    (tmp_path / "train.tsv").write_text(gold_text(), encoding="utf-8")
    output = tmp_path / "coder.safetensors"
    main(["--train", str(tmp_path / "train.tsv"), "--output", str(output)])
    read = load_committee(output)
    assert read.encoder == encoder.fingerprint
    assert read.codes == load_occupations().unit_codes
    assert set(read.temperatures) == {"title", "text"}
    coder = TitleCoder(read, encoder.encode_query)
    found = coder.code([TitleItem(title=title, text=text) for title, text in WORK.values()])
    assert [coding.candidates[0].code for coding in found] == list(WORK)
    assert b"12 titles coded by language models (train.tsv), 3 authored and official" in output.read_bytes()[:20_000]


def test_the_script_says_how_it_is_called(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["train_titles", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(train_titles.__file__, run_name="__main__")
    assert ended.value.code == 0
    assert "--train" in capsys.readouterr().out
