"""Train the skill tagger: ``python -m evaluation.train_skill_tagger [--data FOLDER] [--output FOLDER]``.

Makes the word clusters over all real ads, then the conditional random field over the ads that were marked by hand
(``evaluation/data/skill_spans.jsonl``). It never sees ``gold/skills_dev.jsonl``, on which ``sepadan evaluate skills``
measures it. Deterministic: L-BFGS from zero.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pycrfsuite

from evaluation.marked_ads import SPANS, MarkedAd, MarkedSpan, descriptions, read_marked
from evaluation.task import data_folder
from evaluation.word_clusters import word_clusters, write_clusters
from taxonomy.skill_dictionary import SkillDictionary
from taxonomy.skill_tagger import OUTSIDE
from taxonomy.skill_tokens import Clusters, Token, features_of, tokens_of
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


def train(ads: Sequence[MarkedAd], dictionary: SkillDictionary, clusters: Clusters, output: Path) -> None:
    """Fit and write a model."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(dict(PARAMETERS))
    for ad in ads:
        tokens = tokens_of(ad.text)
        marked = [(hit.start, hit.end, hit.skill.type) for hit in dictionary.find(ad.text)]
        trainer.append(features_of(ad.text, tokens, marked, clusters), labels_of(tokens, ad.spans))
    trainer.train(str(output))


def main(arguments: Iterable[str] | None = None) -> None:
    """Make clusters, train, write both."""
    parser = argparse.ArgumentParser(description="Train the skill tagger.")
    parser.add_argument("--data", type=Path, help="data folder (postings/); ../shared/data by default")
    parser.add_argument("--output", type=Path, default=Path("taxonomy/data"))
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    texts = descriptions(data_folder(options.data))
    made = word_clusters(sorted(set(texts.values())))
    write_clusters(options.output / "word_clusters.tsv", made)
    clusters = {word: (str(a), str(b), str(c)) for word, (a, b, c) in made.items()}
    ads = read_marked(SPANS, texts)
    train(ads, SkillDictionary(load_skills()), clusters, options.output / "skill_tagger.crfsuite")


if __name__ == "__main__":
    main()
