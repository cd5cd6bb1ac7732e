"""A million vectors that are like real ones: real ads, each moved as one real ad differs from its nearest other.

Plain noise would be no likeness: it has no direction, and in 384 of them all copies of an ad are equally far from each
other, which no ads are. So the noise is drawn from the differences themselves, of which half are longer than .24
(cosine of the two ads .97): the clusters stay, near copies and far cousins in each as in the real ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from evaluation.gold import read_seekers
from evaluation.kept_vectors import KeptVectors
from evaluation.real_ads import real_postings
from evaluation.task import Options, data_folder
from indexes.encoder import Encoder, Vectors
from matcher.records import Record
from matcher.texts import focus_text, passage
from taxonomy.errors import InputError

SEED = 2028
"""Another than when depths and limits were chosen: what was chosen by one million is measured on another."""

_AT_ONCE = 50_000
_INVENTED_TOPICS, _INVENTED_ADS, _DIM = 200, 20_000, 384


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What the million are made of.

    Attributes:
        ads: Distinct vectors of length 1, float32, shape ``(n, dim)``.
        seekers: Vectors of job seekers; shape ``(0, dim)`` where there are none.
        named: ``real ads``, or ``invented clusters`` where the data folder is missing.
    """

    ads: Vectors
    seekers: Vectors
    named: str


def origins(options: Options) -> Origins:
    """Vectors of all real ads and judged job seekers, as the product makes them; kept between runs."""
    try:
        data = data_folder(options.data)
    except InputError:
        return invented(SEED)
    encoder = KeptVectors(options.load_encoder(), options.cache / "evaluation")
    try:
        ads = embedded(encoder, [posting for _, posting in real_postings(data)], options)
        seekers = embedded(encoder, read_seekers(data / "gold" / "seekers_dev.jsonl").values(), options)
    finally:
        encoder.close()
    return Origins(ads=np.unique(ads, axis=0), seekers=seekers, named="real ads")


def embedded(encoder: Encoder, records: Iterable[Record], options: Options) -> Vectors:
    """The vectors that the product searches by: the sum of what names the job and of the whole, of length 1."""
    held = list(records)
    focus = encoder.encode_query([focus_text(record) for record in held])
    whole = encoder.encode_passage([passage(record) for record in held], partial(options.tell, "encode"))
    return _unit(focus + whole)


def invented(seed: int) -> Origins:
    """Clusters within clusters, for a machine without the data folder."""
    rng = np.random.default_rng(seed)
    topics = _unit(rng.standard_normal((_INVENTED_TOPICS, _DIM)).astype(np.float32))
    moved: Vectors = rng.standard_normal((_INVENTED_ADS, _DIM)).astype(np.float32) * np.float32(0.5 / np.sqrt(_DIM))
    drawn: npt.NDArray[Any] = topics[rng.integers(0, _INVENTED_TOPICS, _INVENTED_ADS)] + moved
    ads = _unit(drawn)
    return Origins(ads=ads, seekers=np.empty((0, _DIM), np.float32), named="invented clusters")


def million_vectors(rows: int, seed: int, real: Vectors) -> Vectors:
    """Ads moved by the difference of another ad and its nearest other.

    Args:
        rows: How many are made.
        seed: Same seed, same vectors; another seed for queries that are in no index.
        real: Distinct vectors of length 1, at least two; float32, shape ``(n, dim)``.

    Returns:
        float32 of length 1, shape ``(rows, dim)``.
    """
    rng = np.random.default_rng(seed)
    differences = differences_of(real)
    found = np.empty((rows, real.shape[1]), dtype=np.float32)
    for start in range(0, rows, _AT_ONCE):
        part = found[start : start + _AT_ONCE]
        part[:] = real[rng.integers(0, len(real), len(part))]
        part += differences[rng.integers(0, len(real), len(part))]
        part[:] = _unit(part)
    return found


def topics_of(vectors: Vectors, real: Vectors, topics: int) -> tuple[npt.NDArray[np.int64], Vectors]:
    """The topic of each vector, and the centres of the topics: k-means over the real ads."""
    means = faiss.Kmeans(real.shape[1], topics, niter=10, seed=SEED, spherical=True)
    means.train(np.ascontiguousarray(real))
    centres = means.index.reconstruct_n(0, topics)
    _, nearest = faiss.knn(np.ascontiguousarray(vectors), centres, 1, faiss.METRIC_INNER_PRODUCT)
    return nearest[:, 0], centres


def differences_of(real: Vectors) -> Vectors:
    """What leads from each vector to its nearest other; same shape."""
    _, nearest = faiss.knn(real, real, 2, faiss.METRIC_INNER_PRODUCT)
    itself = nearest[:, 0] == np.arange(len(real))
    found: Vectors = real[np.where(itself, nearest[:, 1], nearest[:, 0])] - real
    return found


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return found
