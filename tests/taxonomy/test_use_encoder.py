"""The quick encoder of the coders: a fake library for the rules, the real model for what it means."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from taxonomy import use_encoder
from taxonomy.committee import load_committee
from taxonomy.errors import EncoderError
from taxonomy.use_encoder import PACKAGE, UseEncoder, load_use_encoder

TEXTS = ["Sopir truk", "Kasir", "Perawat", "Kasir", "Mengantar barang ke luar kota " * 12, "", "\U0001f525"]


class FakeUse:
    """Gives each text a unit vector of its own and remembers what it was asked."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.threads: list[int] = []
        self.is_busy = threading.Lock()

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        # The library sets the BLAS threads of the whole process: two calls at once would undo each other's.
        assert self.is_busy.acquire(blocking=False), "two threads run the model at once"
        self.batches.append(list(texts))
        found = np.zeros((len(texts), UseEncoder.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            found[row, :2] = (len(text) + 1, sum(map(ord, text)))
            found[row] /= np.linalg.norm(found[row])
        self.is_busy.release()
        return found


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeUse:
    made = FakeUse()

    def model(threads: int) -> FakeUse:
        made.threads.append(threads)
        return made

    monkeypatch.setattr(use_encoder, "_model", model)
    return made


def test_rows_come_in_the_order_of_the_texts(fake: FakeUse) -> None:
    found = UseEncoder().encode(TEXTS)
    assert found.shape == (len(TEXTS), 512)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, np.vstack([FakeUse().encode([text]) for text in TEXTS]))


def test_equal_texts_are_encoded_once_and_batches_go_from_short_to_long(fake: FakeUse) -> None:
    UseEncoder().encode(["bb", "ca", "a", "bb", "a", "ccc"])
    assert fake.batches == [["a", "bb", "ca", "ccc"]]


def test_no_text_gives_no_row_and_asks_the_model_nothing(fake: FakeUse) -> None:
    found = UseEncoder().encode([])
    assert found.shape == (0, 512)
    assert found.dtype == np.float32
    assert (fake.batches, fake.threads) == ([], [])


def test_many_texts_go_in_batches_of_a_bounded_size(fake: FakeUse) -> None:
    texts = [f"text {number}" for number in range(150)]
    found = UseEncoder().encode(texts + texts)
    assert [len(batch) for batch in fake.batches] == [64, 64, 22]
    np.testing.assert_array_equal(found, np.vstack([FakeUse().encode([text]) for text in texts] * 2))


def test_the_model_runs_on_the_threads_that_were_chosen_else_on_all_cores(
    fake: FakeUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    UseEncoder(threads=3).encode(["a"])
    monkeypatch.setattr("os.cpu_count", lambda: 5)
    UseEncoder().encode(["a"])
    monkeypatch.setattr("os.cpu_count", lambda: None)
    UseEncoder().encode(["a"])
    assert fake.threads == [3, 5, 1]


def test_many_threads_get_their_own_rows_and_never_run_the_model_at_once(fake: FakeUse) -> None:
    made = UseEncoder()
    texts = [[f"text {worker} {number}" for number in range(200)] for worker in range(4)]
    found: dict[int, npt.NDArray[np.float32]] = {}
    threads = [
        threading.Thread(target=lambda at=at: found.update({at: made.encode(texts[at])})) for at in range(len(texts))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3]
    for at, rows in found.items():
        np.testing.assert_array_equal(rows, FakeUse().encode(texts[at]))


def test_all_coders_share_one_encoder() -> None:
    assert load_use_encoder() is load_use_encoder()
    assert load_use_encoder().fingerprint == UseEncoder().fingerprint


# Where the weights come from ------------------------------------------------------------------------------------------


@pytest.fixture
def unread() -> Iterator[None]:
    """The fingerprint is worked out again, before the test and after it."""
    use_encoder._fingerprint.cache_clear()
    yield
    use_encoder._fingerprint.cache_clear()


def put_package(monkeypatch: pytest.MonkeyPatch, folder: Path, weights: bytes | None, version: str = "1.0") -> None:
    (folder / "resources").mkdir(parents=True)
    if weights is not None:
        (folder / "resources" / "weights.npz").write_bytes(weights)
    monkeypatch.setattr("importlib.metadata.version", lambda name: version)
    monkeypatch.setattr("importlib.resources.files", lambda name: folder)
    use_encoder._fingerprint.cache_clear()


@pytest.mark.usefixtures("unread")
def test_the_fingerprint_follows_the_version_and_the_bytes_of_the_weights(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = []
    for name, weights, version in (("a", b"1", "1.0"), ("b", b"1", "1.0"), ("c", b"2", "1.0"), ("d", b"1", "1.1")):
        put_package(monkeypatch, tmp_path / name, weights, version)
        seen.append(UseEncoder().fingerprint)
    assert seen[0] == seen[1]
    assert len(set(seen)) == 3
    assert seen[0].startswith("use-multilingual-3-1.0-")


@pytest.mark.usefixtures("unread")
def test_a_missing_package_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", version)
    with pytest.raises(EncoderError, match=f"wanted the package {PACKAGE}, found none; run 'make setup'"):
        UseEncoder()


@pytest.mark.usefixtures("unread")
def test_a_package_without_its_weights_is_refused_and_found_again_once_it_is_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put_package(monkeypatch, tmp_path / "a", None)
    with pytest.raises(EncoderError, match=PACKAGE):
        UseEncoder()
    (tmp_path / "a" / "resources" / "weights.npz").write_bytes(b"1")
    assert UseEncoder().fingerprint


# The real model -------------------------------------------------------------------------------------------------------


@pytest.mark.model
def test_the_bundled_title_weights_were_trained_on_this_encoder() -> None:
    assert UseEncoder().fingerprint == load_committee().encoders["use"]


@pytest.mark.model
def test_real_vectors_have_length_one_and_depend_on_their_own_text_alone() -> None:
    made = UseEncoder()
    together = made.encode(TEXTS)
    assert together.shape == (len(TEXTS), UseEncoder.dim)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    np.testing.assert_array_equal(together[1], together[3])
    alone = np.vstack([made.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, together, atol=1e-5)
    np.testing.assert_array_equal(made.encode(TEXTS), together)


@pytest.mark.model
def test_titles_of_one_meaning_lie_nearer_than_others() -> None:
    driver, truck, nurse = UseEncoder().encode(["Sopir truk", "Truck driver", "Perawat"])
    assert driver @ truck > driver @ nurse + 0.2
