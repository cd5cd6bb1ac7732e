"""Copies among real ads: precision and recall of the clusters' pairs, beside exact title and employer, and exact text.

All is cross-validated: no pair is weighed by a scorecard that was taught with a pair of its employer, nor told as one
vacancy by a threshold that was chosen with one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from evaluation.duplicate_learning import PRECISION, cross_found
from evaluation.duplicate_pairs import Compared, compared_pairs
from evaluation.employer_pairs import employer_rows
from evaluation.measures import bootstrap_clusters
from evaluation.rows import row
from evaluation.task import Options, Row, reported
from matcher.duplicates.evidence import NAMES
from matcher.records import Posting
from taxonomy.text import fold, plain

RECALL = 0.90

_LEAST_CHARACTERS = 40

Found = npt.NDArray[np.bool_]


@reported("duplicates")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: Ads or labels are missing or faulty.
    """
    compared = compared_pairs(options)
    found = np.zeros(len(compared.labels), dtype=bool)
    found[compared.possible] = cross_found(compared.lessons())
    rows = [*figures(compared, found, "copies"), *_parts(compared, found)]
    for name, told in _baselines(compared).items():
        rows += figures(compared, told, name, is_baseline=True)
    rows += employer_rows()
    return rows


def figures(compared: Compared, found: Found, name: str, *, is_baseline: bool = False) -> list[Row]:
    """Precision and recall, over the labelled pairs as they are and over all pairs that they stand for.

    Args:
        compared: Labelled pairs.
        found: Which of them were found to be one vacancy.
        name: Of what found them.
        is_baseline: Whether no target is set.
    """
    precision, recall = (None, None) if is_baseline else (PRECISION, RECALL)
    ones = np.ones(len(found))
    return [
        _share(f"{name}: precision", compared, found, compared.labels, ones, precision),
        _share(f"{name}: recall", compared, compared.labels, found, ones, recall),
        _share(f"{name}: precision, pairs weighted", compared, found, compared.labels, compared.weights, precision),
        _share(f"{name}: recall, pairs weighted", compared, compared.labels, found, compared.weights, recall),
    ]


def _share(
    name: str, compared: Compared, of: Found, right: Found, weights: npt.NDArray[np.float64], target: float | None
) -> Row:
    """Share of some pairs that are right, with an interval that draws employers."""
    total, good = of * weights, (of & right) * weights
    if not total.any():
        return row(name, 0.0, n=0, at_least=target)

    def share(rows: npt.NDArray[np.int64]) -> float:
        whole = total[rows].sum()
        return float(good[rows].sum() / whole) if whole else 1.0

    interval = bootstrap_clusters(share, compared.groups)
    return row(name, float(good.sum() / total.sum()), n=int(of.sum()), ci95=interval, at_least=target)


def _parts(compared: Compared, found: Found) -> list[Row]:
    """What blocks lose and what rules lose, and the rest of the recall where the texts show that it is one job."""
    labels, proposed, ones = compared.labels, compared.proposed, np.ones(len(found))
    shown = labels & (_column(compared, "text_contained") >= 0.5)
    return [
        _share("copies that blocks propose", compared, labels, proposed, ones, None),
        _share("copies that blocks propose, pairs weighted", compared, labels, proposed, compared.weights, None),
        _share("copies that blocks propose and no rule excludes", compared, labels, compared.possible, ones, None),
        _share("copies: recall where half of a text is shared", compared, shown, found, ones, None),
    ]


def _column(compared: Compared, name: str) -> npt.NDArray[np.float32]:
    return np.asarray(compared.features[:, NAMES.index(name)])


def _baselines(compared: Compared) -> dict[str, Found]:
    """Same title and employer letter for letter but for case and spaces; same text in the same way."""
    pairs: list[tuple[int, int]] = compared.pairs.tolist()
    both = [(compared.postings[first], compared.postings[second]) for first, second in pairs]
    return {
        "exact title and employer": np.array([_named(a) == _named(b) for a, b in both], dtype=bool),
        "exact title, employer and place": np.array([_placed(a) == _placed(b) for a, b in both], dtype=bool),
        "exact text": np.array([len(_text(a)) >= _LEAST_CHARACTERS and _text(a) == _text(b) for a, b in both]),
    }


def _named(ad: Posting) -> tuple[str, str]:
    return fold(plain(ad.title)), fold(plain(ad.employer))


def _placed(ad: Posting) -> tuple[object, ...]:
    return (*_named(ad), tuple(sorted(map(fold, ad.places))))


def _text(ad: Posting) -> str:
    return fold(plain(ad.description))
