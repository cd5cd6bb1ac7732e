"""What a finished batch found as the shortlists that recommendations without a stampede are made of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array

from matcher.batch.results import Results
from matcher.engine import Engine
from matcher.rights.purposes import Purpose
from matcher.score import DIGITS
from matcher.shortlists import Shortlists, places_of
from taxonomy.errors import InputError


def shortlists_of(results: Results, engine: Engine) -> Shortlists:
    """The shortlists of a batch, but of those who object by now.

    Args:
        results: A finished batch, with at least twice the k that is recommended.
        engine: Whose store says how many people each posting takes, and who objects.

    Raises:
        InputError: Nobody is left.
        GenerationError: A part of the batch was changed.
    """
    results.verify()
    excluded = engine.limits.excluded(Purpose.RECOMMENDATIONS)
    table = pa.concat_tables(list(results.tables()))
    workers = table["worker"].to_numpy(zero_copy_only=False)
    order = np.array([row for row in np.argsort(workers) if workers[row] not in excluded], dtype=np.int64)
    if not len(order):
        raise InputError(wanted="at least one worker of the batch", found="none", where="batch")
    postings = tuple(results.key(row) for row in range(results.plan.postings))
    places, stated = places_of(engine, postings)
    return Shortlists(
        workers=tuple(workers[order].tolist()),
        postings=postings,
        utilities=_utilities(table.take(pa.array(order)), len(postings)),
        places=places,
        stated=stated,
        generation=results.plan.generation,
        weights=results.plan.weights,
    )


def _utilities(table: pa.Table, columns: int) -> csr_array:
    lists, scores = (table[name].combine_chunks() for name in ("postings", "scores"))
    starts: npt.NDArray[np.int64] = np.concatenate([[0], np.cumsum(lists.value_lengths().to_numpy())])
    values = (scores.flatten().to_numpy() / 10**DIGITS).astype(np.float32)
    return csr_array((values, lists.flatten().to_numpy(), starts), shape=(len(table), columns))
