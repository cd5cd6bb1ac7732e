"""Train the encoder adapter, the step behind ``sepadan train encoder-adapter``.

Learns from pairs of a title and the names of its KBJI unit group (official titles of the group and its jobs, authored
aliases). Vectors are frozen. The loss is that of MultipleNegativesRankingLoss (Henderson et al. 2017,
arXiv:1705.00652), with all names of all groups as what a title is told from in place of those of its batch: a group's
likelihood is that of its names together. Seeded.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import numpy as np
import numpy.typing as npt
import torch

from evaluation.coded_titles import Example, coded_titles
from evaluation.kept_vectors import KeptVectors
from evaluation.training.job import Job
from indexes import encoder
from indexes.encoder import Vectors
from indexes.encoder_adapter import FILE, AdapterWeights, save_adapter
from taxonomy.aliases import TAUGHT, aliases_in
from taxonomy.occupations import UNIT_DIGITS, load_occupations

Codes = npt.NDArray[np.int64]


def unit_names() -> tuple[list[str], list[str]]:
    """Names of unit groups, and the group of each: official titles of groups and jobs, then authored aliases."""
    official = [
        (entry.title, entry.code[:UNIT_DIGITS]) for entry in load_occupations() if len(entry.code) >= UNIT_DIGITS
    ]
    both = [*official, *((alias.text, alias.code) for alias in aliases_in(TAUGHT))]
    return [name for name, _ in both], [code for _, code in both]


def title_codes(examples: Sequence[Example]) -> tuple[list[str], list[str]]:
    """Titles and the unit group that each means first; those that name no work are left out."""
    known = set(load_occupations().unit_codes)
    pairs = [(example.item.words, max(example.targets, key=lambda code: example.targets[code])) for example in examples]
    kept = [(words, code) for words, code in pairs if code in known and words]
    return [words for words, _ in kept], [code for _, code in kept]


def fit(
    titles: Vectors,
    names: Vectors,
    title_units: Codes,
    name_units: Codes,
    *,
    seed: int,
    rank: int,
    epochs: int,
    batch: int,
    rate: float,
    temperature: float,
    l2: float,
) -> tuple[Vectors, Vectors]:
    """Learn the map by Adam on small batches.

    Args:
        titles: Vectors of titles, float32, shape ``(titles, dim)``.
        names: Vectors of names, shape ``(names, dim)``.
        title_units: Unit group of each title, as a number.
        name_units: Unit group of each name.
        seed: Of the map and of the order.
        rank: Inner width of the map.
        epochs: Rounds over all titles.
        batch: Titles a step.
        rate: Learning rate.
        temperature: Divides cosines.
        l2: Decoupled weight decay.

    Returns:
        ``down`` and ``up`` of ``AdapterWeights``.
    """
    torch.manual_seed(seed)  # pyright: ignore[reportUnknownMemberType] -- torch leaves the seed untyped
    random = np.random.default_rng(seed)
    down = torch.nn.Parameter(torch.randn(titles.shape[1], rank) * 0.05)
    up = torch.nn.Parameter(torch.zeros(rank, titles.shape[1]))
    solver = torch.optim.AdamW([down, up], lr=rate, weight_decay=l2)
    asked, known = torch.as_tensor(titles), torch.as_tensor(names)
    units = torch.as_tensor(name_units)

    def mapped(vectors: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.normalize(vectors + (vectors @ down) @ up, dim=1)

    for _ in range(epochs):
        order = random.permutation(len(titles))
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            logs = torch.log_softmax(mapped(asked[rows]) @ mapped(known).T / temperature, dim=1)
            is_right = units[None, :] == torch.as_tensor(title_units[rows])[:, None]
            loss = -torch.logsumexp(logs.masked_fill(~is_right, -1e9), dim=1).mean()
            solver.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            solver.step()  # pyright: ignore[reportUnknownMemberType] -- torch leaves the closure untyped
    return down.detach().numpy(), up.detach().numpy()


def make(job: Job) -> str:
    """Encode, learn, write.

    Args:
        job: Data ``titles``; parameters as ``fit`` takes them.

    Returns:
        What it learnt from.

    Raises:
        InputError: Data is missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    titles, codes = title_codes(coded_titles(job.data["titles"]))
    names, units = unit_names()
    number = {code: at for at, code in enumerate(load_occupations().unit_codes)}
    model = encoder.load(encoder.prepare(job.cache).parent, max_tokens=encoder.MAX_TOKENS)
    with closing(KeptVectors(model, job.cache / "evaluation")) as kept:
        asked, known = kept.encode_query(titles), kept.encode_query(names)
    own, theirs = (np.array([number[code] for code in of], dtype=np.int64) for of in (codes, units))
    down, up = fit(asked, known, own, theirs, **job.parameters)
    sources = f"{len(titles)} titles coded by language models, {len(names)} names of {len(number)} unit groups"
    provenance = {"sources": sources, "command": "sepadan train encoder-adapter"}
    save_adapter(job.folder / FILE, AdapterWeights(down=down, up=up, encoder=model.fingerprint), provenance)
    return sources
