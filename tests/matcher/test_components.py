"""Parts of the score that need no taxonomy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.components import NEUTRAL, Component, SkillMatch, known_component, occupation_similarity, skills_component

SIMILARITY = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.2], [0.0, 0.2, 1.0]], dtype=np.float32)
WEIGHTS = st.lists(st.floats(0, 1, width=32), min_size=3, max_size=3)


def match(weight: float, credit: float) -> SkillMatch:
    return SkillMatch(
        skill_id="s", held_id="", credit=credit, weight=weight, required=True, posting_words="", worker_words=""
    )


def soft_cosine(one: list[float], other: list[float]) -> float:
    """Written out, in double precision."""
    pairs = [(i, j, float(SIMILARITY[i, j])) for i in range(3) for j in range(3)]
    dot = sum(one[i] * s * other[j] for i, j, s in pairs)
    first = sum(one[i] * s * one[j] for i, j, s in pairs)
    second = sum(other[i] * s * other[j] for i, j, s in pairs)
    return float(dot / (first * second) ** 0.5)


@given(WEIGHTS, st.lists(WEIGHTS, max_size=4))
def test_occupation_similarity_agrees_with_the_soft_cosine_written_out(
    query: list[float], rows: list[list[float]]
) -> None:
    def sharp(values: list[float]) -> list[float]:
        return [value if value > 0.01 else 0.0 for value in values]

    query, rows = sharp(query), [sharp(row) for row in rows]
    matrix = np.array(rows, dtype=np.float32).reshape(len(rows), 3)
    norms = np.sqrt(np.einsum("rc,rc->r", matrix @ SIMILARITY, matrix))
    found = occupation_similarity(np.array(query, dtype=np.float32), matrix, norms, SIMILARITY)
    for row, value in zip(rows, found, strict=True):
        if any(query) and any(row):
            assert 0 <= value <= 1
            assert value == pytest.approx(min(1.0, soft_cosine(query, row)), abs=1e-4)
        else:
            assert np.isnan(value)


@given(st.lists(st.tuples(st.floats(0.1, 1), st.floats(0, 1)), max_size=5))
def test_the_skills_component_is_the_weighted_mean_of_the_credits(parts: list[tuple[float, float]]) -> None:
    found = skills_component([match(weight, credit) for weight, credit in parts])
    if not parts:
        assert found == Component(value=NEUTRAL, known=False)
    else:
        expected = np.average([credit for _, credit in parts], weights=[weight for weight, _ in parts])
        assert found.value == pytest.approx(expected)
        assert found.known


def test_a_value_that_is_not_there_is_neutral_and_said() -> None:
    assert known_component(None) == known_component(float("nan")) == Component(value=NEUTRAL, known=False)
    assert known_component(0.0) == Component(value=0.0)
