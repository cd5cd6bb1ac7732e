"""Train the skill tagger, the step behind ``sepadan train skill-tagger``.

Makes the word clusters over all real ads, then the conditional random field over the ads that were marked by hand
(``evaluation/data/skill_spans.jsonl``). It never sees ``gold/skills_dev.jsonl``, on which ``sepadan evaluate skills``
measures it. Deterministic: L-BFGS from zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pycrfsuite

from evaluation.marked_ads import MarkedAd, MarkedSpan, descriptions, read_marked
from evaluation.training.job import Job
from evaluation.word_clusters import word_clusters, write_clusters
from taxonomy.skill_dictionary import SkillDictionary
from taxonomy.skill_tagger import OUTSIDE
from taxonomy.skill_tokens import Clusters, Token, features_of, tokens_of
from taxonomy.skill_types import load_skill_types
from taxonomy.skills import load_skills

PARAMETERS: Mapping[str, float] = {"c1": 0.05, "c2": 0.5, "max_iterations": 100, "feature.minfreq": 2}
"""L1 and L2 penalty, L-BFGS steps, and how often a feature must occur; chosen by cross-validation."""


def labels_of(tokens: Sequence[Token], spans: Sequence[MarkedSpan]) -> list[str]:
    """``B-type`` for the first token of a span, ``I-type`` for its others, ``O`` elsewhere and for line breaks."""
    found = [OUTSIDE] * len(tokens)
    for span in spans:
        place = "B"
        for at, token in enumerate(tokens):
            if token.start < span.end and token.end > span.start and token.text != "\n":
                found[at], place = f"{place}-{span.type}", "I"
    return found


def train(
    ads: Sequence[MarkedAd],
    dictionary: SkillDictionary,
    clusters: Clusters,
    output: Path,
    parameters: Mapping[str, float] = PARAMETERS,
) -> None:
    """Fit and write a model; ``parameters`` are those of CRFsuite."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(dict(parameters))
    for ad in ads:
        tokens = tokens_of(ad.text)
        marked = [(hit.start, hit.end, load_skill_types()[hit.skill.type].read_as) for hit in dictionary.find(ad.text)]
        trainer.append(features_of(ad.text, tokens, marked, clusters), labels_of(tokens, ad.spans))
    trainer.train(str(output))


def make(job: Job) -> str:
    """Make clusters, train, write both.

    Args:
        job: Data ``ads`` and ``spans``; parameters ``c1``, ``c2``, ``max_iterations``, ``least_feature_count``.

    Returns:
        What it learnt from.

    Raises:
        InputError: Data is missing or faulty.
    """
    texts = descriptions(job.data["ads"].parent)
    made = word_clusters(sorted(set(texts.values())))
    write_clusters(job.folder / "word_clusters.tsv", made)
    clusters = {word: (str(a), str(b), str(c)) for word, (a, b, c) in made.items()}
    ads = read_marked(job.data["spans"], texts)
    wanted = {name: value for name, value in job.parameters.items() if name in PARAMETERS}
    wanted["feature.minfreq"] = job.parameters["least_feature_count"]
    train(ads, SkillDictionary(load_skills()), clusters, job.folder / "skill_tagger.crfsuite", wanted)
    return f"{sum(len(ad.spans) for ad in ads)} phrases marked in {len(ads)} ads, word clusters of {len(texts)} ads"
