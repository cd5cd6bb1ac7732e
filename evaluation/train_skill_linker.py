"""Train the skill linker: ``python -m evaluation.train_skill_linker [--data FOLDER] [--output FILE]``.

Learns from every name of the taxonomy and from the phrases of the ads that were marked by hand and given a concept
(``evaluation/data/skill_spans.jsonl``). ``gold/skills_dev.jsonl`` is for measuring alone. Seeded.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix

from evaluation.marked_ads import SPANS, MarkedAd, descriptions, read_marked
from evaluation.task import data_folder
from taxonomy.skill_linker import VECTOR_SCALE, LinkerWeights, hashed_phrases, save_linker
from taxonomy.skills import Skills, load_skills
from taxonomy.text import fold, plain
from taxonomy.title_item import Floats
from taxonomy.use_encoder import load_use_encoder

HIDDEN = 192
EPOCHS = 10
BATCH = 256
RATE = 3e-3
DROPOUT = 0.3
SMOOTHING = 0.05
SEED = 2026

_MOST = 3
"""A phrase that occurs more often weighs no more than this many (square root)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What is learnt: folded phrases, class of each, weight of each."""

    texts: list[str]
    classes: list[int]
    weights: list[float]


def phrases_of(skills: Skills, ads: Sequence[MarkedAd]) -> tuple[tuple[str, ...], Phrases]:
    """Skill ids in class order, and names of all concepts with the marked phrases that mean one."""
    ids = tuple(sorted(skill.id for skill in skills))
    column = {skill_id: at for at, skill_id in enumerate(ids)}
    marked = Counter(
        (fold(plain(ad.text[span.start : span.end])), span.concept)
        for ad in ads
        for span in ad.spans
        if span.concept in column
    )
    texts, classes, weights = [], [], []
    for form, skill in skills.forms().items():
        texts.append(form)
        classes.append(column[skill.id])
        weights.append(1.0)
    for (phrase, concept), count in sorted(marked.items()):
        texts.append(phrase)
        classes.append(column[concept])
        weights.append(min(count, _MOST) ** 0.5)
    return ids, Phrases(texts=texts, classes=classes, weights=weights)


class _Network(torch.nn.Module):
    def __init__(self, width: int, dim: int, classes: int) -> None:
        super().__init__()
        self.hashed = torch.nn.EmbeddingBag(width, HIDDEN, mode="sum")
        torch.nn.init.normal_(self.hashed.weight, 0.0, 0.05)
        self.vector = torch.nn.Linear(dim, HIDDEN)
        self.output = torch.nn.Linear(HIDDEN, classes)

    def forward(self, pieces: csr_matrix, vectors: torch.Tensor) -> torch.Tensor:
        ids = torch.from_numpy(pieces.indices.astype(np.int64))
        starts = torch.from_numpy(pieces.indptr[:-1].astype(np.int64))
        hidden = self.hashed(ids, starts, per_sample_weights=torch.from_numpy(pieces.data)) + self.vector(vectors)
        found: torch.Tensor = self.output(torch.nn.functional.dropout(torch.relu(hidden), DROPOUT, self.training))
        return found


def fit(ids: Sequence[str], phrases: Phrases, vectors: Floats, encoder: str) -> LinkerWeights:
    """Fit by Adam on small batches.

    Args:
        ids: Class order.
        phrases: What is learnt.
        vectors: USE vectors of the phrases, shape ``(len(phrases), 512)``.
        encoder: Fingerprint of the encoder.
    """
    torch.manual_seed(SEED)
    pieces = hashed_phrases(phrases.texts)
    network = _Network(pieces.shape[1], vectors.shape[1], len(ids))
    solver = torch.optim.Adam(network.parameters(), lr=RATE)
    scaled = torch.from_numpy(vectors * np.float32(VECTOR_SCALE))
    classes, weights = torch.tensor(phrases.classes), torch.tensor(phrases.weights)
    random = np.random.default_rng(SEED)
    network.train()
    for epoch in range(EPOCHS):
        for group in solver.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS) + RATE / 30
        order = random.permutation(len(phrases.texts))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            logits = network(pieces[batch], scaled[batch])
            losses = torch.nn.functional.cross_entropy(
                logits, classes[batch], reduction="none", label_smoothing=SMOOTHING
            )
            solver.zero_grad()
            (losses * weights[batch]).mean().backward()  # type: ignore[no-untyped-call]
            solver.step()
    state = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    return LinkerWeights(
        hashed=state["hashed.weight"],
        vector=np.ascontiguousarray(state["vector.weight"].T),
        hidden_bias=state["vector.bias"],
        output=np.ascontiguousarray(state["output.weight"].T),
        bias=state["output.bias"],
        ids=tuple(ids),
        encoder=encoder,
    )


def main(arguments: Iterable[str] | None = None) -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description="Train the skill linker.")
    parser.add_argument("--data", type=Path, help="data folder (postings/); ../shared/data by default")
    parser.add_argument("--output", type=Path, default=Path("taxonomy/data/skill_linker.safetensors"))
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    ads = read_marked(SPANS, descriptions(data_folder(options.data)))
    ids, phrases = phrases_of(load_skills(), ads)
    use = load_use_encoder()
    weights = fit(ids, phrases, use.encode(phrases.texts), use.fingerprint)
    marked = sum(len(ad.spans) for ad in ads)
    provenance = {
        "sources": f"names of {len(ids)} skills, {marked} phrases marked in {len(ads)} ads by language models",
        "command": "python -m evaluation.train_skill_linker",
    }
    save_linker(options.output, weights, provenance)


if __name__ == "__main__":
    main()
