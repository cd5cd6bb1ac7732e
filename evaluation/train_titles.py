"""Train the title coder's committee, the step behind ``sepadan train title-coder``.

Learns from coded titles, the codes of ``evaluation/data`` whose ads are at hand, the official KBJI titles and the
authored aliases. How well it codes is measured by ``sepadan evaluate titles`` on other titles, which it never learns
from. Seeded: the same files give the same weights on the same machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from evaluation.coded_titles import Example, authored_titles, coded_ads, coded_titles, other_ads, real_ads
from evaluation.kept_vectors import KeptVectors
from evaluation.regression import fit
from evaluation.training.job import Job
from indexes import encoder
from taxonomy.coder import NO_WORK, STAGES, VIEWS, Embed, TitleCoder
from taxonomy.committee import Committee, save_committee
from taxonomy.members import Member
from taxonomy.occupations import load_occupations
from taxonomy.title_item import TitleItem, hashed_features
from taxonomy.use_encoder import load_use_encoder
from taxonomy.weights_file import Floats

L2: Mapping[str, float] = {"use_text": 1e-5, "e5_text": 1e-5}
"""Ridge penalty of the members that need one, chosen on every fifth coded title."""


_COLD, _WARM, _STEP = 0.2, 2.0, 0.02
WEIGHTS = "title_coder.safetensors"


def features_of(view: str, examples: Sequence[Example], embeds: Mapping[str, Embed]) -> Floats | csr_matrix:
    """What a view's member learns from; shape ``(len(examples), features)``."""
    source, _, part = view.partition("_")
    items = [example.item for example in examples]
    if source not in embeds:
        return hashed_features(view, items)
    return embeds[source]([item.words if part == "title" else item.passage for item in items])


def targets_of(examples: Sequence[Example], codes: Sequence[str]) -> Floats:
    """Share of each code; float32, shape ``(len(examples), len(codes))``, rows sum to 1."""
    column = {code: at for at, code in enumerate(codes)}
    found = np.zeros((len(examples), len(codes)), dtype=np.float32)
    for row, example in enumerate(examples):
        for code, share in example.targets.items():
            found[row, column[code]] = share
    return found


def train(
    features: Mapping[str, Floats | csr_matrix],
    examples: Sequence[Example],
    rows: npt.NDArray[np.int64],
    encoders: Mapping[str, str],
    **learning: Any,
) -> Committee:
    """Fit every member on some of the examples; temperatures are 1.

    Bare authored titles teach the members of the text too: else these would never have heard of an occupation that no
    coded ad has.

    Args:
        features: View to the features of all examples.
        examples: All of them.
        rows: Those to learn from.
        encoders: Source to fingerprint.
        learning: ``seed`` and ``epochs``, as ``evaluation.regression.fit`` takes them.
    """
    codes = (*load_occupations().unit_codes, NO_WORK)
    targets = targets_of(examples, codes)[rows]
    weights = np.array([examples[int(row)].weight for row in rows], dtype=np.float32)
    members: dict[str, Member] = {}
    for view in VIEWS:
        members[view] = fit(features[view][rows], targets, weights, l2=L2.get(view, 0.0), **learning)
    ones = tuple(1.0 for _ in STAGES)
    return Committee(
        members=members,
        codes=codes,
        temperatures={"title": ones, "text": ones},
        encoders=encoders,
        fingerprint="new",
    )


def accepted(example: Example, code: str) -> bool:
    """Whether a trained coder would accept a code."""
    return code in example.targets


def best_temperature(logits: Floats, right: npt.NDArray[np.bool_]) -> float:
    """The temperature under which the first score says best whether it is right (least Brier score, Brier 1950).

    Args:
        logits: Mean log-probabilities, shape ``(titles, classes)``.
        right: Whether the first code is right.
    """

    def error(temperature: float) -> float:
        raised = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
        return float(((1.0 / raised.sum(axis=1) - right) ** 2).mean())

    return min((float(t) for t in np.arange(_COLD, _WARM, _STEP)), key=error)


def temperatures(coder: TitleCoder, codes: Sequence[str], examples: Sequence[Example]) -> dict[str, tuple[float, ...]]:
    """The best temperature of each stage, for bare titles and for titles with text."""
    found: dict[str, tuple[float, ...]] = {}
    for kind in ("title", "text"):
        items = [e.item if kind == "text" else TitleItem(title=e.item.title) for e in examples]
        kept = [at for at, item in enumerate(items) if item.has_text == (kind == "text")]
        values: list[float] = []
        for stage in range(len(STAGES)):
            # Nothing settles before this stage, everything at it.
            limits = tuple(2.0 if earlier < stage else 0.0 for earlier in range(len(STAGES) - 1))
            powers, _ = coder.staged([items[at] for at in kept], certain={kind: (limits[0], limits[1])})
            logs = np.log(np.maximum(powers, 1e-30))
            firsts = [codes[int(row)] for row in logs.argmax(axis=1)]
            right = np.array([accepted(examples[at], code) for at, code in zip(kept, firsts, strict=True)])
            values.append(best_temperature(logs, right))
        found[kind] = tuple(values)
    return found


def make(job: Job) -> str:
    """Train, find temperatures on every so manieth coded title held out, train again on all, write the weights.

    Args:
        job: Data ``titles``, ``ads`` and ``codes``, and ``other`` where ads of other sources are at hand; parameters
            ``seed``, ``held_out``, ``epochs_dense``, ``epochs_hashed``.

    Returns:
        What it learnt from.

    Raises:
        InputError: Data is missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    coded, authored = coded_examples(job.data), authored_titles()
    slow = encoder.load(encoder.prepare(job.cache).parent, max_tokens=encoder.MAX_TOKENS)
    examples, use = [*coded, *authored], load_use_encoder()
    encoders = {"use": use.fingerprint, "e5": slow.fingerprint}
    with closing(KeptVectors(slow, job.cache / "evaluation")) as kept:
        embeds: dict[str, Embed] = {"use": use.encode, "e5": kept.encode_query}
        features = {view: features_of(view, examples, embeds) for view in VIEWS}
    every, wanted = np.arange(len(examples)), job.parameters
    learning = {"seed": wanted["seed"], "epochs": {kind: wanted[f"epochs_{kind}"] for kind in ("dense", "hashed")}}
    held = every[: len(coded)][:: wanted["held_out"]]
    part = train(features, examples, np.setdiff1d(every, held), encoders, **learning)
    tried = TitleCoder(part, {"use": use.encode, "e5": slow.encode_query})
    found = temperatures(tried, part.codes, [examples[int(row)] for row in held])
    whole = replace(train(features, examples, every, encoders, **learning), temperatures=found)
    sources = f"{len(coded)} titles coded by language models, {len(authored)} authored and official"
    save_committee(job.folder / WEIGHTS, whole, {"sources": sources, "command": "sepadan train title-coder"})
    return sources


def coded_examples(data: Mapping[str, Path]) -> list[Example]:
    """The coded titles of a config's data.

    Raises:
        InputError: Data is missing or faulty.
    """
    ads = real_ads(data["ads"].parent) | (other_ads(data["other"]) if "other" in data else {})
    return [*coded_titles(data["titles"]), *coded_ads(data["codes"], ads)]
