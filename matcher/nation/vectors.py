"""Vectors for the rows of a nation without encoding texts: a mean, a direction for the unit group, skills, and noise.

Cosines of real encoded texts have a shape: all are near .865, for every vector of this encoder leans one way; two ads
of one unit group are nearer (.904), and of one major group hardly nearer than of two (.864). The shares of a vector's
squared length below are set by that (728 real ads and 72 seekers, November 2026). The directions of unit groups are the
encoder's own, of their titles and authored lines; noise has the spectrum of those directions; each skill is a fixed
random direction of that space, so that rows which share skills are nearer.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csr_matrix

from indexes.encoder import Encoder, Vectors
from matcher.nation.drawing import generator
from matcher.nation.joint import unit_shares
from matcher.nation.schema import GROUP_ROWS, SHARD_ROWS, batches
from matcher.records import Kind
from matcher.vocabulary import Vocabulary, load_vocabulary
from matcher.world.trades import load_trades
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations

MEAN, UNIT, SKILLS, NOISE = 0.8627, 0.0393, 0.0150, 0.0807
"""Shares of the squared length; with ``KIND`` they sum to 1."""

KIND = 0.0023
"""Share that tells workers from postings: the means of both lie .0091 apart in squared length."""

DEPTH = 128
"""Directions of the noise: the leading ones of the unit groups."""

_COPY_NOISE = 0.2
"""Of a copy's noise, the share of the length that is its own."""

_VERSION = "space-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Directions that vectors are made of; float32.

    Attributes:
        mean: Where all texts lean, length 1, shape ``(dim,)``.
        kind: Orthogonal to it, length 1; workers lean one way and postings the other.
        units: Of unit groups, orthogonal to the mean; their mean square length is 1 and their mean 0, both weighted by
            how often a unit group is advertised; shape ``(units, dim)``.
        noise: Scaled directions, shape ``(DEPTH or fewer, dim)``; their squares sum to 1.
        skills: Of skills in the space of the noise, shape ``(skills, len(noise))``.
    """

    mean: Vectors
    kind: Vectors
    units: Vectors
    noise: Vectors
    skills: Vectors

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all of it, first 12 hex digits."""
        found = hashlib.sha256()
        for part in asdict(self).values():
            found.update(np.ascontiguousarray(part).tobytes())
        return found.hexdigest()[:12]


def make_space(encoder: Encoder) -> Space:
    """Encode titles and authored lines of every unit group: some 900 short texts, a minute on two cores."""
    vocabulary, trades = load_vocabulary(), load_trades()
    titles = {code: load_occupations().get(code).title for code in vocabulary.units}
    lines = {
        code: ". ".join((titles[code], *trades[code].tasks[:3], *trades[code].needs[:2])) if code in trades else title
        for code, title in titles.items()
    }
    vectors = _unit(encoder.encode_query(list(titles.values())) + encoder.encode_passage(list(lines.values())))
    weights = unit_shares() + 1e-6
    weights /= weights.sum()
    mean = _unit((weights @ vectors)[None, :])[0]
    across = vectors - np.outer(vectors @ mean, mean)
    centred = across - weights @ across
    apart = centred / np.sqrt(weights @ (centred**2).sum(axis=1))
    _, lengths, directions = np.linalg.svd(apart - apart.mean(axis=0), full_matrices=False)
    depth = min(DEPTH, encoder.dim - 2)
    noise = lengths[:depth, None] * directions[:depth]
    rng = np.random.default_rng(2026)
    kind = rng.standard_normal(encoder.dim)
    kind = kind - (kind @ mean) * mean
    return Space(
        mean=mean.astype(np.float32),
        kind=_unit(kind[None, :])[0],
        units=apart.astype(np.float32),
        noise=(noise / np.sqrt((noise**2).sum())).astype(np.float32),
        skills=rng.standard_normal((len(vocabulary.skills), len(noise))).astype(np.float32),
    )


def load_space(encoder: Encoder, cache: Path) -> Space:
    """The space of an encoder, made once and kept.

    Args:
        encoder: Whose vectors are imitated.
        cache: Folder that it is kept in, below ``nation``.

    Raises:
        InputError: The kept file is damaged.
    """
    told = f"{_VERSION}|{encoder.fingerprint}|{load_vocabulary().fingerprint}"
    path = cache / "nation" / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.npz"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{os.getpid()}.part.npz")
        np.savez(half, **asdict(make_space(encoder)))
        half.replace(path)
    try:
        with np.load(path, allow_pickle=False) as held:
            return Space(**{name: held[name] for name in ("mean", "kind", "units", "noise", "skills")})
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            wanted="a kept space (remove it: it is made again)", found=str(error), where=str(path)
        ) from error


def shard_vectors(path: Path, vocabulary: Vocabulary, space: Space, seed: int) -> Iterator[Vectors]:
    """Vectors of each row group of a shard.

    Args:
        path: Of the shard; its rows say kind and number.
        vocabulary: That the shard is numbered by.
        space: Of the encoder.
        seed: Of the nation.

    Yields:
        float32 of length 1, shape ``(rows of the group, dim)``; the same for a shard, seed and space.
    """
    drawn: Vectors | None = None
    for group, batch in enumerate(batches(path, vocabulary)):
        key = batch.column("key")[0].as_py().partition(":")[2]
        kind = Kind.WORKER if key[0] == "w" else Kind.POSTING
        if drawn is None:  # of the whole shard, for a copy may name a row of another group
            rng = generator(seed, kind, int(key[1:]) // SHARD_ROWS, part=1)
            rows = pq.read_metadata(path).num_rows
            drawn = rng.standard_normal((rows, len(space.noise)), dtype=np.float32)
        yield vectors_of(batch, kind, drawn, group * GROUP_ROWS, space)


def vectors_of(batch: pa.RecordBatch, kind: Kind, drawn: Vectors, first: int, space: Space) -> Vectors:
    """Vectors of some rows of a shard.

    Args:
        batch: The rows.
        kind: Of the shard.
        drawn: Standard normal, a row for each of the shard.
        first: Place of the first row in the shard.
        space: Of the encoder.
    """
    own = drawn[first : first + batch.num_rows]
    of = batch.column("copy_of").to_numpy()
    copies = np.flatnonzero(of >= 0)
    inner = own * np.float32(np.sqrt(NOISE))
    inner[copies] = np.float32(np.sqrt(NOISE)) * (
        np.float32(np.sqrt(1 - _COPY_NOISE**2)) * drawn[of[copies] % SHARD_ROWS] + np.float32(_COPY_NOISE) * own[copies]
    )
    inner += np.float32(np.sqrt(SKILLS)) * _skills(batch, space)
    found: Vectors = (inner @ space.noise).astype(np.float32, copy=False)
    lean = np.float32(np.sqrt(KIND)) * (1 if kind is Kind.WORKER else -1)
    centres = np.float32(np.sqrt(UNIT)) * space.units + np.float32(np.sqrt(MEAN)) * space.mean + lean * space.kind
    found += centres[batch.column("unit").to_numpy()]
    found *= (1 / np.sqrt(np.einsum("ij,ij->i", found, found)))[:, None]
    return found


def _skills(batch: pa.RecordBatch, space: Space) -> Vectors:
    """Sum of the directions of a row's skills over the root of their number; zeros where there are none."""
    column = batch.column("skills")
    ends = column.offsets.to_numpy()
    counts = np.diff(ends)
    shares = np.repeat(1 / np.sqrt(np.maximum(counts, 1), dtype=np.float32), counts)
    numbers = column.flatten().to_numpy().astype(np.int32)
    held = csr_matrix((shares, numbers, ends - ends[0]), shape=(batch.num_rows, len(space.skills)))
    found: Vectors = held @ space.skills
    return found


def _unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return (vectors / np.where(lengths > 0, lengths, 1)[:, None]).astype(np.float32, copy=False)
