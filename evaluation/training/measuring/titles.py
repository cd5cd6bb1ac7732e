"""The title coder on gold titles: first code right, calibration, coverage, worst major group, dear stage, size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evaluation.coders import answers
from evaluation.gold import NOT_CODABLE, GoldTitle, read_titles
from evaluation.judged import judge
from evaluation.measures import calibration_error
from evaluation.training.compared import Guard, Measured, mean, shares
from indexes.durable import sha256_of
from taxonomy.coder import STAGES, Embed, TitleCoder
from taxonomy.committee import load_committee
from taxonomy.title_coding import TitleCoding

LEAST_GROUP = 10
"""Titles from which a major group counts as one."""


def measure_titles(files: Mapping[str, Path], gold: Path, embeds: Mapping[str, Embed]) -> Measured:
    """Code the gold titles with some weights.

    Args:
        files: Name to weights.
        gold: The gold file.
        embeds: Encoders by source; those that the weights were trained with.

    Raises:
        InputError: Gold or weights cannot be read.
    """
    titles = read_titles(gold)
    path = files["title_coder.safetensors"]
    coder = TitleCoder(load_committee(path), embeds)
    items = [title.item for title in titles]
    codings = coder.code(items)
    right = judge(titles, answers(codings)).ok_at_1
    _, settled_by = coder.staged(items)
    is_dear: npt.NDArray[np.bool_] = settled_by == len(STAGES) - 1
    groups = _groups(titles, right)
    worst, n = min(groups.values(), default=(0.0, 0))
    return Measured(
        name="first code right",
        items=f"{gold.name} {sha256_of(gold)[:12]}",
        parts=shares(right),
        figure=mean,
        guards={
            "calibration error": Guard(value=_error(titles, codings), margin=0.02, n=len(titles), is_better_high=False),
            "coverage": Guard(value=float(np.mean([not c.uncertain for c in codings])), margin=0.03, n=len(titles)),
            "worst major group": Guard(value=worst, margin=0.05, n=n),
            "share read by the dearest encoder": Guard(
                value=float(np.mean(is_dear)), margin=0.1, n=len(titles), is_better_high=False
            ),
            "bytes": Guard(value=path.stat().st_size, margin=0.25, is_better_high=False, is_ratio=True),
        },
        groups=groups,
    )


def _groups(titles: Sequence[GoldTitle], right: Sequence[bool]) -> dict[str, tuple[float, int]]:
    """Major group to share right and n, of those with enough titles; the best first."""
    found: dict[str, list[bool]] = {}
    for title, is_right in zip(titles, right, strict=True):
        if title.code != NOT_CODABLE:
            found.setdefault(f"major group {title.code[0]}", []).append(is_right)
    kept = {name: (float(np.mean(own)), len(own)) for name, own in found.items() if len(own) >= LEAST_GROUP}
    return dict(sorted(kept.items(), key=lambda one: (-one[1][0], one[0])))


def _error(titles: Sequence[GoldTitle], codings: Sequence[TitleCoding]) -> float:
    first = [
        (coding.candidates[0].score, coding.candidates[0].code in title.accepted)
        for title, coding in zip(titles, codings, strict=True)
        if coding.candidates
    ]
    if not first:
        return 1.0
    return calibration_error(np.array([score for score, _ in first]), np.array([right for _, right in first]))
