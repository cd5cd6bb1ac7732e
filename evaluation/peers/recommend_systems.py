"""Recommenders set up and asked: ours, learnt from outcomes, and what learns from who took what.

All learn from the same recorded lists: who was shown what at which place, and how far each pair came. What is chosen is
chosen by the last lists, after learning from those before; then all of them are learnt from.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from evaluation.peers.contest import OURS, Answer, System
from matcher.outcome_log import OutcomeLog

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

SEED = 2028


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, and which postings are to be ordered.

    Attributes:
        worker: Row.
        postings: Rows, ascending.
    """

    worker: int
    postings: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendWork:
    """What a recommender is set up with.

    Attributes:
        log: What was shown and what came of it.
        workers: Worker of each impression; shape ``(m,)``.
        postings: Posting of each; same shape.
        tuning_from: Number of the list from which on they are kept for tuning.
        seen: Components of every pair as a ranking sees them; shape ``(workers, postings, n)``.
        serving: Weights that the lists were ranked with; shape ``(n,)``.
        vectors: Of the postings' texts; float32 of length 1, shape ``(postings, dim)``.
    """

    log: OutcomeLog
    workers: Numbers
    postings: Numbers
    tuning_from: int
    seen: Floats
    serving: Floats
    vectors: npt.NDArray[np.float32]

    def before(self) -> RecommendWork:
        """The lists that are not kept for tuning."""
        rows = self.log.lists < self.tuning_from
        lists = np.arange(self.log.list_count) < self.tuning_from
        return replace(self, log=self.log.part(lists), workers=self.workers[rows], postings=self.postings[rows])

    def taken(self) -> csr_matrix:
        """How far each worker came with each posting: grades, the best of several; shape ``(workers, postings)``."""
        best: dict[tuple[int, int], int] = {}
        for worker, posting, grade in zip(
            self.workers.tolist(), self.postings.tolist(), self.log.grades.tolist(), strict=True
        ):
            if grade:
                best[worker, posting] = max(grade, best.get((worker, posting), 0))
        rows, columns = zip(*best, strict=True) if best else ((), ())
        return csr_matrix((np.array(list(best.values()), np.float32), (rows, columns)), shape=self.seen.shape[:2])


Score = Callable[[int], Floats]
"""Scores of all postings for a worker; shape ``(postings,)``."""


def ranked(score: Score) -> Answer:
    """Orders what is asked by scores; ties by row."""

    def answer(asked: Sequence[Any]) -> list[tuple[int, ...]]:
        found: list[tuple[Any, ...]] = []
        for one in asked:
            rows = np.array(one.postings)
            found.append(tuple(rows[np.argsort(-score(one.worker)[rows], kind="stable")].tolist()))
        return found

    return answer


def tuned(work: RecommendWork, ways: Sequence[Any], fit: Callable[[RecommendWork, Any], Score]) -> Score:
    """Learnt from all lists, in the way that orders the last ones best: by the sum of discounted gains."""
    if len(ways) == 1:
        return fit(work, ways[0])
    before, last = work.before(), work.log.lists >= work.tuning_from

    def worth(way: Any) -> float:
        score = fit(before, way)
        lists, workers, postings = work.log.lists[last], work.workers[last], work.postings[last]
        grades, gained = work.log.grades[last], 0.0
        for number in np.unique(lists):
            rows = np.flatnonzero(lists == number)
            scores = score(int(workers[rows[0]]))[postings[rows]]
            ranks = np.argsort(np.argsort(-scores, kind="stable"), kind="stable") + 1
            gained += float(((2.0 ** grades[rows] - 1) / np.log2(ranks + 1)).sum())
        return gained

    return fit(work, max(ways, key=worth))


@contextmanager
def sepadan(work: RecommendWork) -> Generator[Answer]:
    """Weights learnt from outcomes as the product learns them, over the components of a pair."""
    from matcher.learning import Lessons, learn
    from matcher.position_bias import position_bias

    examination = position_bias(work.log).examination
    weights = learn(work.log, work.serving, examination[work.log.positions - 1], Lessons(resamples=0)).weights
    yield ranked(lambda worker: work.seen[worker] @ weights)


@contextmanager
def als(work: RecommendWork) -> Generator[Answer]:
    """Alternating least squares of implicit."""
    from implicit.als import AlternatingLeastSquares

    def fit(given: RecommendWork, way: tuple[int, float, float]) -> Score:
        factors, regularization, alpha = way
        model = AlternatingLeastSquares(
            factors=factors, regularization=regularization, alpha=alpha, iterations=15, random_state=SEED, num_threads=1
        )
        model.fit(given.taken(), show_progress=False)
        return lambda worker: model.item_factors @ model.user_factors[worker]

    yield ranked(tuned(work, list(product((8, 32), (0.01, 1.0), (1.0, 10.0))), fit))


@contextmanager
def bpr(work: RecommendWork) -> Generator[Answer]:
    """Bayesian personalised ranking of implicit."""
    from implicit.bpr import BayesianPersonalizedRanking

    def fit(given: RecommendWork, way: tuple[int, float, int]) -> Score:
        factors, rate, rounds = way
        model = BayesianPersonalizedRanking(
            factors=factors, learning_rate=rate, iterations=rounds, random_state=SEED, num_threads=1
        )
        model.fit(given.taken(), show_progress=False)
        return lambda worker: model.item_factors @ model.user_factors[worker]

    yield ranked(tuned(work, list(product((8, 32), (0.01, 0.05), (100, 300))), fit))


def _cornac_set(given: RecommendWork, **modalities: Any) -> Any:
    """Interactions as cornac takes them, with all workers and postings in it by their rows."""
    from cornac.data import Dataset

    taken = given.taken().tocoo()
    known = list(zip(taken.row.tolist(), taken.col.tolist(), taken.data.tolist(), strict=True))
    workers, postings = ({number: number for number in range(size)} for size in given.seen.shape[:2])
    found = Dataset.build(known, global_uid_map=workers, global_iid_map=postings, seed=SEED)
    found.add_modalities(**modalities)
    return found


@contextmanager
def ease(work: RecommendWork) -> Generator[Answer]:
    """EASE of cornac."""
    from cornac.models import EASE

    def fit(given: RecommendWork, strength: float) -> Score:
        data = _cornac_set(given)
        model = EASE(lamb=strength, posB=False, verbose=False, seed=SEED).fit(data)
        return _by_cornac(model)

    yield ranked(tuned(work, (10.0, 50.0, 200.0, 500.0), fit))


@contextmanager
def vbpr(work: RecommendWork) -> Generator[Answer]:
    """Ranking by factors and by the vectors of the postings' texts, of cornac: a hybrid, as LightFM is."""
    from cornac.data import ImageModality
    from cornac.models import VBPR

    postings = work.seen.shape[1]

    def fit(given: RecommendWork, way: tuple[int, float]) -> Score:
        features = ImageModality(features=work.vectors, ids=list(range(postings)), normalized=False)
        features.build(id_map={number: number for number in range(postings)})
        data = _cornac_set(given, item_image=features)
        model = VBPR(
            k=8, k2=8, n_epochs=way[0], batch_size=100, learning_rate=way[1], verbose=False, seed=SEED, use_gpu=False
        ).fit(data)
        return _by_cornac(model)

    yield ranked(tuned(work, list(product((20,), (0.005, 0.02))), fit))


def _by_cornac(model: Any) -> Score:
    return lambda worker: np.asarray(model.score(worker), dtype=np.float64).ravel()


_TUNED = "chosen by the last lists"

SYSTEMS = (
    System(name=OURS, make=sepadan, tuned="as the product learns: weights of components, corrected for place"),
    System(
        name="implicit ALS",
        make=als,
        tuned=f"8 or 32 factors, regularization .01 or 1, alpha 1 or 10 {_TUNED}; confidence by grade (its tutorial)",
        needs={"implicit": "implicit"},
    ),
    System(
        name="implicit BPR",
        make=bpr,
        tuned=f"8 or 32 factors, learning rate .01 or .05, 100 or 300 rounds {_TUNED}",
        needs={"implicit": "implicit"},
    ),
    System(name="cornac EASE", make=ease, tuned=f"lambda of 10, 50, 200, 500 {_TUNED}", needs={"cornac": "cornac"}),
    System(
        name="cornac VBPR (hybrid, LightFM's type)",
        make=vbpr,
        tuned=f"8 + 8 factors, 20 rounds, learning rate .005 or .02 {_TUNED}; features: vectors of the postings' texts",
        needs={"cornac": "cornac", "torch": "torch"},
    ),
    System(
        name="LightFM",
        tuned="",
        reason="not run: no wheel for Python 3.11, and its source does not build; its forks come as source too, and "
        "were not tried",
    ),
    System(
        name="RecBole",
        tuned="",
        reason="not run: it asks for ray 2.6.3 or less and cannot be installed beside the ray of today",
    ),
    System(
        name="RecBole-PJF",
        tuned="",
        reason="not run: it is no package of the index, and stands on RecBole; its families: factors (BPR, EASE "
        "above), text (the field of retrieval), both (VBPR)",
    ),
)
