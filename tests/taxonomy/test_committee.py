"""The title coder's weights: a round trip, and files that must not be used."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix
from scipy.special import log_softmax

from taxonomy.coder import NO_WORK, STAGES, VIEWS
from taxonomy.committee import Committee, load_committee, save_committee
from taxonomy.errors import InputError
from taxonomy.members import Member
from taxonomy.occupations import load_occupations

CODES = ("2512", "5230", "8332")


def member(features: int, seed: int, *, has_centre: bool = True) -> Member:
    random = np.random.default_rng(seed)
    weight = random.normal(size=(features, len(CODES))).astype(np.float32)
    bias = random.normal(size=len(CODES)).astype(np.float32)
    centre = random.normal(size=features).astype(np.float32) * has_centre
    return Member(weight=weight, bias=bias, centre=centre, scale=2.0)


def small_committee() -> Committee:
    return Committee(
        members={"e5_title": member(4, 1), "words_title": member(6, 2, has_centre=False)},
        codes=CODES,
        temperatures={"title": (1.5, 1.25, 1.0), "text": (0.75, 0.5, 0.25)},
        encoders={"e5": "e5:test", "use": "use:test"},
        fingerprint="",
    )


@pytest.mark.parametrize("has_centre", [True, False])
def test_log_probabilities_are_those_of_a_plain_softmax_for_dense_and_for_sparse_features(has_centre: bool) -> None:
    one = member(4, 3, has_centre=has_centre)
    features = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    features[np.abs(features) < 0.5] = 0
    features[2] = 0
    expected = log_softmax(((features - one.centre) * one.scale) @ one.weight + one.bias, axis=1)
    for found in (one.log_probabilities(features), one.log_probabilities(csr_matrix(features))):
        assert isinstance(found, np.ndarray)
        assert found.dtype == np.float32
        assert found == pytest.approx(expected, abs=1e-4)
        assert np.exp(found).sum(axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_huge_logits_do_not_overflow() -> None:
    one = Member(
        weight=np.array([[1e30, -1e30]], dtype=np.float32),
        bias=np.zeros(2, dtype=np.float32),
        centre=np.zeros(1, dtype=np.float32),
        scale=1.0,
    )
    assert np.exp(one.log_probabilities(np.ones((1, 1), dtype=np.float32))).tolist() == [[1.0, 0.0]]


def read_again(path: Path, saved: Committee) -> Committee:
    save_committee(path, saved, {"command": "test"})
    load_committee.cache_clear()
    return load_committee(path)


def test_what_is_saved_is_read_back_whole_but_for_the_weights_that_are_rounded(tmp_path: Path) -> None:
    saved = small_committee()
    read = read_again(tmp_path / "w.safetensors", saved)
    assert (read.codes, read.temperatures) == (CODES, saved.temperatures)
    assert read.encoders == {"e5": "e5:test", "use": "use:test"}
    assert read.encoder == "e5:test"
    assert list(read.members) == list(saved.members)
    for view, one in saved.members.items():
        again = read.members[view]
        assert again.scale == one.scale
        for part in ("bias", "centre"):
            assert getattr(again, part).dtype == np.float32
            assert np.array_equal(getattr(again, part), getattr(one, part))


@given(
    st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.floats(-100, 100, width=32), min_size=width, max_size=width), min_size=1, max_size=6
        )
    )
)
def test_weights_are_read_back_within_half_a_step_of_their_class(
    tmp_path_factory: pytest.TempPathFactory, values: list[list[float]]
) -> None:
    weight = np.array(values, dtype=np.float32)
    none = np.zeros(weight.shape[1], dtype=np.float32)
    one = Member(weight=weight, bias=none, centre=np.zeros(len(weight), dtype=np.float32), scale=1.0)
    saved = Committee(
        members={"words_title": one},
        codes=tuple(str(at) for at in range(weight.shape[1])),
        temperatures={},
        encoders={},
        fingerprint="",
    )
    read = read_again(tmp_path_factory.getbasetemp() / "half_step.safetensors", saved).members["words_title"].weight
    assert read.shape == weight.shape
    assert read.dtype == np.float32
    for column in range(weight.shape[1]):
        largest = float(np.abs(weight[:, column]).max())
        error = np.abs(read[:, column] - weight[:, column]).max()
        # A class of weights that all are (nearly) zero has a step of its own, so that none is divided by.
        assert error <= max(largest, 1e-12) / 127 * 0.5 * (1 + 1e-3)
        assert np.abs(read[:, column]).max() == pytest.approx(largest, rel=1e-5, abs=1e-12)


def test_a_weight_takes_eight_bits_in_the_file(tmp_path: Path) -> None:
    wide = small_committee()
    wide = Committee(
        members={"words_title": member(5_000, 4, has_centre=False)},
        codes=wide.codes,
        temperatures=wide.temperatures,
        encoders=wide.encoders,
        fingerprint="",
    )
    save_committee(tmp_path / "w", wide, {})
    assert 5_000 * len(CODES) < (tmp_path / "w").stat().st_size < 5_000 * len(CODES) + 2_000


def test_equal_weights_give_equal_bytes_and_tensors_begin_on_eight_bytes(tmp_path: Path) -> None:
    written = set()
    for number in range(8):
        # The library orders a header's metadata anew in every call; several calls would tell.
        save_committee(tmp_path / "w", small_committee(), {"command": "test", "sources": "x" * 3})
        written.add((tmp_path / "w").read_bytes())
        assert len(written) == 1, number
    stored = written.pop()
    length = int.from_bytes(stored[:8], "little")
    header = json.loads(stored[8 : 8 + length])
    assert length % 8 == 0
    assert list(header) == sorted(header)
    assert header["__metadata__"]["command"] == "test"


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
    tensors = {"e5_title.weight": np.zeros((2, 3), dtype=np.int8)}
    good = {"codes": "1", "scales": '{"e5_title": 1.0}', "temperatures": "{}", "encoders": "{}"}
    if fault == "empty":
        path.write_bytes(b"")
    elif fault == "truncated":
        path.write_bytes(whole[: len(whole) // 2])
    elif fault == "other":
        path.write_bytes(b"PK\x03\x04 not weights at all")
    elif fault == "no metadata":
        save_file(tensors, str(path))
    elif fault.startswith("no "):
        save_file({}, str(path), metadata={k: v for k, v in {**good, "scales": "{}"}.items() if k != fault[3:]})
    elif fault == "bad temperatures":
        save_file({}, str(path), metadata={**good, "scales": "{}", "temperatures": "{"})
    elif fault == "one temperature":
        save_file({}, str(path), metadata={**good, "scales": "{}", "temperatures": '{"title": 1.0}'})
    else:
        save_file(tensors, str(path), metadata=good)


@pytest.mark.parametrize(
    "fault",
    [
        "empty",
        "truncated",
        "other",
        "no metadata",
        "no codes",
        "no scales",
        "no temperatures",
        "no encoders",
        "bad temperatures",
        "one temperature",
        "missing part",
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, fault: str) -> None:
    broken(tmp_path / "w", fault)
    with pytest.raises(InputError, match="weights of the title coder"):
        load_committee(tmp_path / "w")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_committee(tmp_path)


def test_the_bundled_weights_hold_every_view_the_unit_groups_and_the_class_of_no_work() -> None:
    committee = load_committee()
    assert set(committee.members) == set(VIEWS)
    assert committee.codes == (*load_occupations().unit_codes, NO_WORK)
    assert set(committee.temperatures) == {"title", "text"}
    for values in committee.temperatures.values():
        assert len(values) == len(STAGES)
        assert min(values) > 0
    assert all(one.weight.shape[1] == len(committee.codes) for one in committee.members.values())
    assert set(committee.encoders) == {"use", "e5"}
    assert committee.encoder == committee.encoders["e5"]
