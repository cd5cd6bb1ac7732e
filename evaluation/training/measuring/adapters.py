"""The encoder with and without its adapter: does a bare title find a name of its KBJI unit group?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from evaluation.gold import NOT_CODABLE, read_titles
from evaluation.title_baselines import Scores, best_units
from evaluation.train_adapter import unit_names
from evaluation.training.compared import Guard, Measured, mean, shares
from indexes.durable import sha256_of
from indexes.encoder import Encoder
from indexes.encoder_adapter import FILE, AdaptedEncoder, load_adapter

_TOP = 10


def measure_adapter(files: Mapping[str, Path], gold: Path, encoder: Encoder) -> Measured:
    """acc@1 of the right unit group among the names of all; acc@10 and size are guards.

    Args:
        files: Name to weights; none for the encoder as it is.
        gold: The gold file.
        encoder: The frozen encoder.

    Raises:
        InputError: Gold or weights cannot be read.
        EncoderError: The adapter was trained on another encoder's vectors.
    """
    titles = [title for title in read_titles(gold) if title.code != NOT_CODABLE]
    used: Encoder = AdaptedEncoder(encoder, load_adapter(files[FILE])) if files else encoder
    names, units = unit_names()
    scores = used.encode_query([title.item.words for title in titles]) @ used.encode_query(names).T
    ranked = _ranked(scores, units)
    first = [codes[0] in title.accepted for title, codes in zip(titles, ranked, strict=True)]
    among = [bool(set(codes) & title.accepted) for title, codes in zip(titles, ranked, strict=True)]
    size = files[FILE].stat().st_size if files else 0
    return Measured(
        name="acc@1 of the unit group",
        items=f"{gold.name} {sha256_of(gold)[:12]}",
        parts=shares(first),
        figure=mean,
        guards={
            "acc@10": Guard(value=float(np.mean(among)), margin=0.01, n=len(titles)),
            "bytes": Guard(value=size, margin=2e6, is_better_high=False),
        },
    )


def _ranked(scores: Scores, units: Sequence[str]) -> list[tuple[str, ...]]:
    return best_units(scores, units, _TOP)
