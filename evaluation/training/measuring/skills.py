"""Tagger and linker on the ads whose skills were marked, by ad: span F1, and concepts of the marked phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from evaluation.gold import NO_CONCEPT, GoldAd, read_concepts, read_skills
from evaluation.skills import CONCEPTS, Found, count_overlaps
from evaluation.spans import F1, PRECISION, RECALL, overlap_ratios
from evaluation.training.compared import Guard, Measured, mean
from indexes.durable import sha256_of
from matcher.model_life.served import tagger_in
from taxonomy.skill_linker import linker_with, load_weights
from taxonomy.skill_mentions import SkillReader
from taxonomy.skills import load_skills


def measure_tagger(files: Mapping[str, Path], gold: Path) -> Measured:
    """F1 of spans by any overlap, of the dictionary and the tagger; guards are precision, recall and size.

    Raises:
        InputError: Gold or model cannot be read.
    """
    ads = read_skills(gold)
    path = files["skill_tagger.crfsuite"]
    reader = SkillReader(load_skills(), tagger_in(path.parent))
    counts = [count_overlaps(ad.spans, _found(reader, ad)) for ad in ads]
    parts = np.array(counts, dtype=np.float64)
    ratios = overlap_ratios(parts.sum(axis=0))
    guards = {name: Guard(value=ratios[name], margin=0.03, n=len(ads)) for name in (PRECISION, RECALL)}
    guards["bytes"] = Guard(value=path.stat().st_size, margin=0.25, is_better_high=False, is_ratio=True)
    return Measured(
        name="F1 of spans",
        items=f"{gold.name} {sha256_of(gold)[:12]}",
        parts=parts,
        figure=lambda summed: overlap_ratios(summed)[F1],
        guards=guards,
        groups=_by_type(ads, reader),
    )


def _found(reader: SkillReader, ad: GoldAd) -> list[Found]:
    return [Found(start=m.start, end=m.end, type=m.type) for m in reader.read(ad.text) if not m.negated]


def _by_type(ads: Sequence[GoldAd], reader: SkillReader) -> dict[str, tuple[float, int]]:
    """Type of skill to the share of its marked phrases that are found."""
    found: dict[str, list[bool]] = {}
    for ad in ads:
        mentions = _found(reader, ad)
        for span in ad.spans:
            is_found = any(mention.start < span.end and span.start < mention.end for mention in mentions)
            found.setdefault(f"type {span.type}, recall", []).append(is_found)
    kept = {name: (float(np.mean(own)), len(own)) for name, own in found.items()}
    return dict(sorted(kept.items(), key=lambda one: (-one[1][0], one[0])))


def measure_linker(files: Mapping[str, Path], gold: Path) -> Measured:
    """Share of marked phrases whose concept, or that there is none, a coder accepted; parts are summed by ad.

    Raises:
        InputError: Gold or weights cannot be read.
    """
    ads, accepted, skills = read_skills(gold), read_concepts(CONCEPTS), load_skills()
    path = files["skill_linker.safetensors"]
    linker = linker_with(load_weights(path), skills)
    parts, empty = list[tuple[int, int]](), list[bool]()
    for ad in ads:
        asked = [(span.surface, accepted[ad.id, span.start]) for span in ad.spans if (ad.id, span.start) in accepted]
        links = linker.link([words for words, _ in asked])
        right = [(found or NO_CONCEPT) in concepts for (found, _), (_, concepts) in zip(links, asked, strict=True)]
        empty += [not found for found, _ in links]
        parts.append((sum(right), len(right)))
    return Measured(
        name="concept right",
        items=f"{gold.name} {sha256_of(gold)[:12]}",
        parts=np.array(parts, dtype=np.float64),
        figure=mean,
        guards={
            "coverage": Guard(value=1 - float(np.mean(empty)) if empty else 0.0, margin=0.05, n=len(empty)),
            "bytes": Guard(value=path.stat().st_size, margin=0.25, is_better_high=False, is_ratio=True),
        },
    )
