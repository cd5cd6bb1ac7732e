"""Train the skill linker, the step behind ``sepadan train skill-linker``.

Learns from every name of the taxonomy and from the phrases of the ads that were marked by hand and given a concept
(``evaluation/data/skill_spans.jsonl``). ``gold/skills_dev.jsonl`` is for measuring alone. Seeded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from scipy.sparse import csr_matrix

from evaluation.marked_ads import MarkedAd, descriptions, read_marked
from evaluation.training.job import Job
from taxonomy.skill_linker import VECTOR_SCALE, LinkerWeights, hashed_phrases, save_linker
from taxonomy.skills import Skills, load_skills
from taxonomy.text import fold, plain
from taxonomy.use_encoder import load_use_encoder
from taxonomy.weights_file import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """How the network learns.

    Attributes:
        hidden: Width of the hidden layer.
        epochs: Rounds over all phrases.
        batch: Phrases a step.
        rate: Learning rate at the beginning.
        dropout: Share of the hidden layer that is left out in training.
        smoothing: Share of the target that all classes get.
        seed: Of weights, order and dropout.
    """

    hidden: int = 192
    epochs: int = 10
    batch: int = 256
    rate: float = 3e-3
    dropout: float = 0.3
    smoothing: float = 0.05
    seed: int = 2026


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
    marked: Counter[tuple[str, str]] = Counter(
        (fold(plain(ad.text[span.start : span.end])), span.concept)
        for ad in ads
        for span in ad.spans
        if span.concept in column
    )
    texts, classes, weights = list[str](), list[int](), list[float]()
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
    def __init__(self, width: int, dim: int, classes: int, learning: Learning) -> None:
        super().__init__()
        self.dropout = learning.dropout
        self.hashed = torch.nn.EmbeddingBag(width, learning.hidden, mode="sum")
        torch.nn.init.normal_(self.hashed.weight, 0.0, 0.05)
        self.vector = torch.nn.Linear(dim, learning.hidden)
        self.output = torch.nn.Linear(learning.hidden, classes)

    def forward(self, pieces: csr_matrix, vectors: torch.Tensor) -> torch.Tensor:
        ids = torch.as_tensor(pieces.indices.astype(np.int64))
        starts = torch.as_tensor(pieces.indptr[:-1].astype(np.int64))
        hidden = self.hashed(ids, starts, per_sample_weights=torch.as_tensor(pieces.data)) + self.vector(vectors)
        found: torch.Tensor = self.output(torch.nn.functional.dropout(torch.relu(hidden), self.dropout, self.training))
        return found


def fit(ids: Sequence[str], phrases: Phrases, vectors: Floats, encoder: str, learning: Learning) -> LinkerWeights:
    """Fit by Adam on small batches.

    Args:
        ids: Class order.
        phrases: What is learnt.
        vectors: USE vectors of the phrases, shape ``(len(phrases), 512)``.
        encoder: Fingerprint of the encoder.
        learning: How.
    """
    torch.manual_seed(learning.seed)  # pyright: ignore[reportUnknownMemberType] -- torch leaves the seed untyped
    pieces = hashed_phrases(phrases.texts)
    network = _Network(pieces.shape[1], vectors.shape[1], len(ids), learning)
    solver = torch.optim.Adam(network.parameters(), lr=learning.rate)
    scaled = torch.as_tensor(vectors * np.float32(VECTOR_SCALE))
    classes, weights = torch.tensor(phrases.classes), torch.tensor(phrases.weights)
    random = np.random.default_rng(learning.seed)
    network.train()
    for epoch in range(learning.epochs):
        for group in solver.param_groups:
            group["lr"] = learning.rate * (1 - epoch / learning.epochs) + learning.rate / 30
        order = random.permutation(len(phrases.texts))
        for start in range(0, len(order), learning.batch):
            batch = order[start : start + learning.batch]
            logits = network(pieces[batch], scaled[batch])
            losses = torch.nn.functional.cross_entropy(
                logits, classes[batch], reduction="none", label_smoothing=learning.smoothing
            )
            solver.zero_grad()
            (losses * weights[batch]).mean().backward()  # type: ignore[no-untyped-call]
            solver.step()  # pyright: ignore[reportUnknownMemberType] -- torch leaves the closure untyped
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


def make(job: Job) -> str:
    """Train and write.

    Args:
        job: Data ``ads`` and ``spans``; parameters are the fields of ``Learning``.

    Returns:
        What it learnt from.

    Raises:
        InputError: Data is missing or faulty.
    """
    ads = read_marked(job.data["spans"], descriptions(job.data["ads"].parent))
    ids, phrases = phrases_of(load_skills(), ads)
    use = load_use_encoder()
    weights = fit(ids, phrases, use.encode(phrases.texts), use.fingerprint, Learning(**job.parameters))
    marked = sum(len(ad.spans) for ad in ads)
    sources = f"names of {len(ids)} skills, {marked} phrases marked in {len(ads)} ads by language models"
    provenance = {"sources": sources, "command": "sepadan train skill-linker"}
    save_linker(job.folder / "skill_linker.safetensors", weights, provenance)
    return sources
