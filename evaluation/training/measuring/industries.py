"""The industry coder on gold employers: division right, of those that can be told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from evaluation.employers import read_employers
from evaluation.training.compared import Guard, Measured, mean, shares
from indexes.durable import sha256_of
from indexes.encoder import Encoder
from taxonomy.industry_coder import load_industry_coder
from taxonomy.industry_weights import load_industry_weights


def measure_industries(files: Mapping[str, Path], gold: Path, encoder: Encoder | None) -> Measured:
    """Code the gold employers.

    Args:
        files: Name to weights.
        gold: The gold file.
        encoder: For weights that need one.

    Raises:
        InputError: Gold or weights cannot be read.
        EncoderError: The weights need another encoder.
    """
    told = [one for one in read_employers(gold) if one.accepted]
    path = files["coder.safetensors"]
    weights = load_industry_weights(path)
    if weights.needs_encoder and encoder is not None:
        coder = load_industry_coder(encoder.encode_query, encoder.fingerprint, weights=weights)
    else:
        coder = load_industry_coder(weights=weights)
    answers = coder.code([one.item for one in told])
    firsts = [(answer[0].score, answer[0].code) if answer else (0.0, "") for answer in answers]
    right = [code in one.accepted for (_, code), one in zip(firsts, told, strict=True)]
    brier = float(np.mean((np.array([score for score, _ in firsts]) - np.array(right, dtype=np.float64)) ** 2))
    groups: dict[str, tuple[float, int]] = {}
    for source in sorted({one.source for one in told}):
        own = [is_right for one, is_right in zip(told, right, strict=True) if one.source == source]
        groups[f"ads of {source}"] = (float(np.mean(own)), len(own))
    return Measured(
        name="division right",
        items=f"{gold.name} {sha256_of(gold)[:12]}",
        parts=shares(right),
        figure=mean,
        guards={
            "Brier score": Guard(value=brier, margin=0.02, n=len(told), is_better_high=False),
            "worst board": Guard(value=min((v for v, _ in groups.values()), default=0.0), margin=0.05, n=len(told)),
            "bytes": Guard(value=path.stat().st_size, margin=0.25, is_better_high=False, is_ratio=True),
        },
        groups=groups,
    )
