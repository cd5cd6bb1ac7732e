"""The title coder's weights: a round trip, and files that must not be used."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from scipy.special import log_softmax

from taxonomy.coder import TEXT_VIEWS, TITLE_VIEWS
from taxonomy.committee import Committee, Member, load_committee, save_committee
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations

CODES = ("2512", "5230", "8332")


def member(features: int, seed: int) -> Member:
    random = np.random.default_rng(seed)
    weight = random.normal(size=(features, len(CODES))).astype(np.float32)
    bias = random.normal(size=len(CODES)).astype(np.float32)
    centre = random.normal(size=features).astype(np.float32)
    return Member(weight=weight, bias=bias, centre=centre, scale=np.full(features, 2.0, dtype=np.float32))


def small_committee() -> Committee:
    return Committee(
        members={"title_vector": member(4, 1), "title_words": member(6, 2)},
        codes=CODES,
        temperatures={"title": 1.5, "text": 0.75},
        encoder="e5:test",
        fingerprint="",
    )


def test_log_probabilities_are_those_of_a_plain_softmax() -> None:
    one = member(4, 3)
    features = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    found = one.log_probabilities(features)
    expected = log_softmax(((features - one.centre) * one.scale) @ one.weight + one.bias, axis=1)
    assert found == pytest.approx(expected, abs=1e-4)
    assert np.exp(found).sum(axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_huge_logits_do_not_overflow() -> None:
    one = Member(
        weight=np.array([[1e30, -1e30]], dtype=np.float32),
        bias=np.zeros(2, dtype=np.float32),
        centre=np.zeros(1, dtype=np.float32),
        scale=np.ones(1, dtype=np.float32),
    )
    assert np.exp(one.log_probabilities(np.ones((1, 1), dtype=np.float32))).tolist() == [[1.0, 0.0]]


def test_what_is_saved_is_read_back_within_half_precision(tmp_path: Path) -> None:
    saved = small_committee()
    save_committee(tmp_path / "w.safetensors", saved, {"command": "test"})
    read = load_committee(tmp_path / "w.safetensors")
    assert (read.codes, read.temperatures, read.encoder) == (CODES, {"title": 1.5, "text": 0.75}, "e5:test")
    assert set(read.members) == set(saved.members)
    for view, one in saved.members.items():
        for part in ("weight", "bias", "centre", "scale"):
            again = getattr(read.members[view], part)
            assert again.dtype == np.float32
            assert again == pytest.approx(getattr(one, part), rel=1e-3, abs=1e-3)


def test_the_fingerprint_follows_the_bytes_of_the_file(tmp_path: Path) -> None:
    for name, command in (("a", "one"), ("b", "one"), ("c", "two")):
        save_committee(tmp_path / name, small_committee(), {"command": command})
    one, same, other = (load_committee(tmp_path / name).fingerprint for name in "abc")
    assert one == same != other
    assert one.startswith("titles-")


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone"):
        load_committee(tmp_path / "gone")


def broken(path: Path, fault: str) -> None:
    save_committee(path, small_committee(), {})
    whole = path.read_bytes()
    tensors = {"title_vector.weight": np.zeros((2, 3), dtype=np.float16)}
    good = {"codes": "1", "temperatures": "{}", "encoder": "e"}
    if fault == "empty":
        path.write_bytes(b"")
    elif fault == "truncated":
        path.write_bytes(whole[: len(whole) // 2])
    elif fault == "other":
        path.write_bytes(b"PK\x03\x04 not weights at all")
    elif fault == "no metadata":
        save_file(tensors, str(path))
    elif fault == "no codes":
        save_file(tensors, str(path), metadata={"temperatures": "{}", "encoder": "e"})
    elif fault == "bad temperatures":
        save_file({}, str(path), metadata={**good, "temperatures": "{"})
    else:
        save_file(tensors, str(path), metadata=good)


@pytest.mark.parametrize(
    "fault", ["empty", "truncated", "other", "no metadata", "no codes", "bad temperatures", "missing part"]
)
def test_a_damaged_file_is_refused(tmp_path: Path, fault: str) -> None:
    broken(tmp_path / "w", fault)
    with pytest.raises(InputError, match="weights of the title coder"):
        load_committee(tmp_path / "w")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_committee(tmp_path)


def test_the_bundled_weights_hold_every_view_and_only_unit_groups() -> None:
    committee = load_committee()
    assert set(committee.members) == {*TITLE_VIEWS, *TEXT_VIEWS}
    assert committee.codes == load_occupations().unit_codes
    assert set(committee.temperatures) == {"title", "text"}
    assert all(temperature > 0 for temperature in committee.temperatures.values())
    assert all(one.weight.shape[1] == len(committee.codes) for one in committee.members.values())
    assert json.dumps(committee.encoder)
