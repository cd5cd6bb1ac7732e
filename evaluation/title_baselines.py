"""What a title coder must beat: official titles found by likeness, by three methods without any training.

Every method scores a title against every official title of KBJI 2014 that names work within one unit group (the 446
unit groups themselves and the 2,137 jobs under them; the groups above hold many unit groups and name none). A unit
group's score is that of its best title; ties break by code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process
from sklearn.feature_extraction.text import TfidfVectorizer

from indexes.encoder import Encoder
from taxonomy.occupations import UNIT_DIGITS, load_occupations
from taxonomy.title_coding import TOP

Scores = npt.NDArray[np.float32]


def title_baselines(titles: Sequence[str], encoder: Encoder) -> Mapping[str, list[tuple[str, ...]]]:
    """The best ``TOP`` unit groups of each title by each baseline.

    Args:
        titles: Job titles, as advertised.
        encoder: For the cosine of plain vectors.

    Returns:
        Name of the baseline to ranked codes, one tuple for each title, same order.
    """
    official = [(entry.title, entry.code[:UNIT_DIGITS]) for entry in load_occupations() if _is_unit(entry.code)]
    names, units = [title for title, _ in official], [code for _, code in official]
    return {
        "RapidFuzz token set": best_units(_token_set(titles, names), units),
        "TF-IDF characters": best_units(_tfidf(titles, names), units),
        "encoder cosine": best_units(encoder.encode_query(titles) @ encoder.encode_query(names).T, units),
    }


def best_units(scores: Scores, units: Sequence[str], most: int = TOP) -> list[tuple[str, ...]]:
    """The best distinct unit groups of each row, best first; ties by code.

    Args:
        scores: float32, shape ``(titles, len(units))``.
        units: Unit group of each column; may repeat.
        most: How many.
    """
    codes = sorted(set(units))
    column = {code: at for at, code in enumerate(codes)}
    best = np.full((len(codes), len(scores)), -np.inf, dtype=np.float32)
    np.maximum.at(best, [column[unit] for unit in units], scores.T)
    order = np.argsort(-best.T, axis=1, kind="stable")[:, :most]
    return [tuple(codes[int(at)] for at in row) for row in order]


def _is_unit(code: str) -> bool:
    return len(code) >= UNIT_DIGITS


def _token_set(titles: Sequence[str], names: Sequence[str]) -> Scores:
    found: Scores = process.cdist(
        titles, names, scorer=fuzz.token_set_ratio, processor=default_process, dtype=np.float32
    )
    return found


def _tfidf(titles: Sequence[str], names: Sequence[str]) -> Scores:
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    official = vectors.fit_transform(names)
    found: Scores = (vectors.transform(titles) @ official.T).toarray().astype(np.float32)
    return found
