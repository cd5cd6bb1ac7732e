"""Train the title coder's committee: ``python -m evaluation.train_titles --train FILE [--output FILE]``.

Learns from the coded titles of a file (columns id, title, hint, text, code, alternates, confidence), the official KBJI
titles and the authored aliases. How well it codes is measured by ``sepadan evaluate titles`` on other titles, which it
never learns from. Deterministic: full-batch L-BFGS from zero.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from evaluation.measures import calibration_error
from indexes import encoder
from matcher.home import cache_folder
from taxonomy.aliases import load_aliases
from taxonomy.coder import TEXT_VIEWS, TITLE_VIEWS, TitleCoder
from taxonomy.committee import Committee, Member, save_committee
from taxonomy.occupations import load_occupations
from taxonomy.title_item import Floats, TitleItem, hashed_features

CONFIDENCE_WEIGHT: Mapping[str, float] = {"h": 1.0, "m": 0.8, "l": 0.5}
OFFICIAL_WEIGHT = 0.3
ALIAS_WEIGHT = 0.6
ALTERNATE_SHARE = 0.2
"""Share of the target that goes to codes that a coder could also defend."""

L2: Mapping[str, float] = {
    "title_vector": 1e-5,
    "title_characters": 3e-5,
    "title_words": 2e-5,
    "text_vector": 1e-5,
    "text_words": 2e-5,
}
"""Ridge penalty of each member, chosen on the dev titles."""

_ITERATIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One coded title: target codes with shares that sum to 1, and its weight in the loss."""

    item: TitleItem
    targets: Mapping[str, float]
    weight: float


def coded_titles(path: Path) -> list[Example]:
    """Examples of a gold file; rows without a code (``----``) are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    known = set(load_occupations().unit_codes)
    examples = []
    for row in rows:
        if row["code"] not in known:
            continue
        others = [code for code in row["alternates"].split("|") if code in known and code != row["code"]]
        targets = {code: ALTERNATE_SHARE / len(others) for code in others}
        targets[row["code"]] = 1.0 - (ALTERNATE_SHARE if others else 0.0)
        item = TitleItem(title=row["title"], hint=row["hint"], text=row["text"])
        examples.append(Example(item=item, targets=targets, weight=CONFIDENCE_WEIGHT[row["confidence"]]))
    return examples


def authored_titles() -> list[Example]:
    """Examples of the official titles of groups and jobs, and of the authored aliases; bare titles."""
    official = [
        Example(item=TitleItem(title=entry.title), targets={entry.code[:4]: 1.0}, weight=OFFICIAL_WEIGHT)
        for entry in load_occupations()
        if len(entry.code) >= 4
    ]
    aliases = [
        Example(item=TitleItem(title=alias.text), targets=alias.shares, weight=ALIAS_WEIGHT) for alias in load_aliases()
    ]
    return official + aliases


def fit(features: Floats, examples: Sequence[Example], codes: Sequence[str], l2: float, *, is_dense: bool) -> Member:
    """One regression.

    Args:
        features: float32, shape ``(examples, features)``.
        examples: Same order.
        codes: Class order.
        l2: Ridge penalty.
        is_dense: Centre and scale the features (encoder vectors); hashed ones are only scaled.
    """
    column = {code: at for at, code in enumerate(codes)}
    targets = torch.zeros(len(examples), len(codes))
    for row, example in enumerate(examples):
        for code, share in example.targets.items():
            targets[row, column[code]] = share
    weights = torch.tensor([example.weight for example in examples])
    weights = weights / weights.sum()
    width = features.shape[1]
    centre = features.mean(axis=0) if is_dense else np.zeros(width, dtype=np.float32)
    spread = float((features - centre).std()) if is_dense else float(1.0 / (np.sqrt(width) * 0.12))
    scale = np.full(width, 1.0 / spread, dtype=np.float32)
    inputs = torch.from_numpy((features - centre) * scale)
    weight = torch.zeros(width, len(codes), requires_grad=True)
    bias = torch.zeros(len(codes), requires_grad=True)
    solver = torch.optim.LBFGS([weight, bias], max_iter=_ITERATIONS, history_size=10, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        solver.zero_grad()
        log_probabilities = torch.log_softmax(inputs @ weight + bias, dim=1)
        total = -(weights * (targets * log_probabilities).sum(dim=1)).sum() + l2 * (weight**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    solver.step(loss)  # type: ignore[no-untyped-call]
    return Member(weight=weight.detach().numpy(), bias=bias.detach().numpy(), centre=centre, scale=scale)


def train(
    coded: Sequence[Example], authored: Sequence[Example], vectors: Mapping[str, Floats], fingerprint: str
) -> Committee:
    """Fit every member; temperatures are 1.

    Args:
        coded: Titles with text.
        authored: Bare titles.
        vectors: ``title`` for coded then authored, ``text`` for coded.
        fingerprint: Of the encoder that made the vectors.
    """
    codes = load_occupations().unit_codes
    titles = [*coded, *authored]
    members = {}
    for view in TITLE_VIEWS + TEXT_VIEWS:
        examples = titles if view in TITLE_VIEWS else list(coded)
        is_dense = view.endswith("_vector")
        features = vectors[view.partition("_")[0]] if is_dense else hashed_features(view, [e.item for e in examples])
        members[view] = fit(features, examples, codes, L2[view], is_dense=is_dense)
    temperatures = {"title": 1.0, "text": 1.0}
    return Committee(members=members, codes=codes, temperatures=temperatures, encoder=fingerprint, fingerprint="new")


def accepted(example: Example, code: str) -> bool:
    """Whether a trained coder would accept a code."""
    return code in example.targets


def best_temperature(coder: TitleCoder, examples: Sequence[Example], vectors: Floats | None) -> float:
    """The temperature in [0.3, 2] under which the first score says best how often it is right (least ECE, 10 bins)."""
    items = [e.item if vectors is not None else TitleItem(title=e.item.title) for e in examples]
    logs = np.log(np.maximum(coder.probabilities(items, text_vectors=vectors), 1e-12))
    codes = load_occupations().unit_codes
    right = np.array([accepted(e, codes[int(row.argmax())]) for e, row in zip(examples, logs, strict=True)])

    def error(temperature: float) -> float:
        raised = np.exp(logs / temperature - (logs / temperature).max(axis=1, keepdims=True))
        return calibration_error(raised.max(axis=1) / raised.sum(axis=1), right)

    return min((float(t) for t in np.arange(0.3, 2.01, 0.05)), key=error)


def main(arguments: Iterable[str] | None = None) -> None:
    """Train, calibrate on every fifth coded title held out, train again on all, write the weights."""
    parser = argparse.ArgumentParser(description="Train the title coder.")
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path("taxonomy/data/title_coder.safetensors"))
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    model = encoder.load(encoder.prepare(cache_folder()).parent, max_tokens=encoder.MAX_TOKENS)
    coded, authored = coded_titles(options.train), authored_titles()
    vectors = {
        "title": model.encode_query([e.item.words for e in [*coded, *authored]]),
        "text": model.encode_query([e.item.passage for e in coded]),
    }
    held = np.arange(len(coded)) % 5 == 0
    kept = [e for e, out in zip(coded, held, strict=True) if not out]
    test = [e for e, out in zip(coded, held, strict=True) if out]
    title_rows = np.concatenate([~held, np.ones(len(authored), dtype=bool)])
    part = train(
        kept, authored, {"title": vectors["title"][title_rows], "text": vectors["text"][~held]}, model.fingerprint
    )
    coder = TitleCoder(part, model.encode_query)
    temperatures = {
        "title": best_temperature(coder, test, None),
        "text": best_temperature(coder, test, vectors["text"][held]),
    }
    whole = train(coded, authored, vectors, model.fingerprint)
    final = Committee(
        members=whole.members, codes=whole.codes, temperatures=temperatures, encoder=whole.encoder, fingerprint="new"
    )
    sources = (
        f"{len(coded)} titles coded by language models ({options.train.name}), {len(authored)} authored and official"
    )
    command = "python -m evaluation.train_titles --train titles_train.tsv"
    save_committee(options.output, final, {"sources": sources, "command": command})


if __name__ == "__main__":
    main()
