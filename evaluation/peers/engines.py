"""Field of vector engines: the vectors, the queries, and what is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from evaluation.benchmark.million import SEED, invented, million_vectors, origins
from evaluation.measures import Values
from evaluation.peers.contest import Field, mean_of
from evaluation.peers.engine_systems import SYSTEMS, TUNING, K, VectorWork, share
from evaluation.task import Options
from indexes.encoder import Vectors

VECTORS, QUICK = 50_000, 1_500
"""As many as ours has an inverted file from (``FLAT_BELOW``), as at a million; and few, for tests.

Where ``--rows`` asks for fewer, they are made of invented clusters: encoding the real ads takes longer than all else.
"""

QUERIES = 200


def field(options: Options) -> Field:
    """The field.

    Raises:
        InputError: A file of ads is faulty.
        EncoderError: The encoder is not prepared, and there are ads to encode.
    """
    n, queries = (QUICK, 20) if options.is_quick else (min(options.rows, VECTORS), QUERIES)
    real = origins(options) if n == VECTORS else invented(SEED)
    made = million_vectors(n + TUNING + queries, SEED, real.ads)
    vectors, tuning, asked = np.split(made, [n, n + TUNING])
    best = exact(vectors, asked)

    def recalls(answers: Sequence[Any]) -> Values:
        return np.array([share(vectors, *one) for one in zip(asked, answers, best, strict=True)])

    return Field(
        name="vector engines",
        size=f"{n:,} vectors of {vectors.shape[1]} ({real.named}), k {K}, one query at a time",
        work=VectorWork(vectors=vectors, tuning=tuning, nearest=exact(vectors, tuning)),
        asked=list(asked),
        systems=SYSTEMS,
        measures={f"recall@{K}": mean_of(recalls)},
        parts=20,
    )


def exact(vectors: Vectors, queries: Vectors) -> npt.NDArray[np.float32]:
    """Cosines of the true nearest of each query, descending; shape ``(queries, K)``."""
    found, _ = faiss.knn(queries, vectors, K, faiss.METRIC_INNER_PRODUCT)
    return np.asarray(found)
