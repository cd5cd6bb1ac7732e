"""Entry zero of each model: the files that the product brings along."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from taxonomy.errors import UnknownIdError

TITLE_CODER, SKILL_TAGGER, SKILL_LINKER = "title-coder", "skill-tagger", "skill-linker"
INDUSTRY_CODER, CV_PHRASES = "industry-coder", "cv-phrases"
RANKER, ENCODER_ADAPTER = "ranker", "encoder-adapter"

BUNDLED = "bundled"
"""Name of the entry that the product brings along."""

_FILES: Mapping[str, tuple[tuple[str, str], ...]] = {
    TITLE_CODER: (("taxonomy", "data/title_coder.safetensors"),),
    SKILL_TAGGER: (("taxonomy", "data/skill_tagger.crfsuite"), ("taxonomy", "data/word_clusters.tsv")),
    SKILL_LINKER: (("taxonomy", "data/skill_linker.safetensors"),),
    INDUSTRY_CODER: (("taxonomy", "data/industries/coder.safetensors"),),
    CV_PHRASES: (("matcher", "cv/tables/learnt_phrases.tsv"), ("matcher", "cv/tables/silent_words.tsv")),
    RANKER: (("matcher", "data/weights.json"),),
    ENCODER_ADAPTER: (),
}

SERVED = frozenset({TITLE_CODER, SKILL_TAGGER, SKILL_LINKER, INDUSTRY_CODER})
"""Models that the product takes from the registry; the store says which ranker serves (``matcher.weight_versions``)."""


def model_names() -> tuple[str, ...]:
    """Every model that can be trained."""
    return tuple(_FILES)


def check_model(model: str) -> str:
    """A model's name.

    Raises:
        UnknownIdError: There is no such model.
    """
    if model not in _FILES:
        raise UnknownIdError(wanted=f"one of {', '.join(_FILES)}", found=model, where="model")
    return model


def bundled_files(model: str) -> dict[str, Path]:
    """File name to the file that the product brings along; empty where it brings none.

    Raises:
        UnknownIdError: There is no such model.
    """
    found = (Path(str(resources.files(package) / path)) for package, path in _FILES[check_model(model)])
    return {path.name: path for path in found}
