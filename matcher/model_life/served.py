"""The models that the product runs with: those that the registry of its home says, else its own. The one seam."""

from __future__ import annotations

from pathlib import Path

from matcher.model_life.bundled import BUNDLED, INDUSTRY_CODER, SKILL_LINKER, SKILL_TAGGER, TITLE_CODER
from matcher.model_life.registry import Registry
from taxonomy.committee import Committee, load_committee
from taxonomy.industry_weights import IndustryWeights, load_industry_weights
from taxonomy.skill_linker import linker_with, load_skill_linker, load_weights
from taxonomy.skill_mentions import SkillReader, load_skill_reader
from taxonomy.skill_tagger import SkillTagger, load_skill_tagger
from taxonomy.skill_tokens import read_clusters
from taxonomy.skills import Skills


class ServedModels:
    """Loads what serves. A promoted entry that is damaged is refused: codes hang on it, none is put in its place.

    Every method that loads raises ``GenerationError`` where a promoted entry is missing or damaged, and ``InputError``
    where its weights cannot be read.
    """

    def __init__(self, registry: Path) -> None:
        """Look at a registry; where there is none the product's own models serve."""
        self._registry = Registry(registry)

    def fingerprint(self, model: str) -> str:
        """Entry that serves, or ``bundled``."""
        return self._registry.serving(model).fingerprint

    def folder(self, model: str) -> Path | None:
        """The checked folder of the entry that serves; None where the product's own model does."""
        now = self._registry.serving(model)
        if now.fingerprint == BUNDLED:
            return None
        return self._registry.folder_of(model, now.fingerprint, now.manifest_sha256)

    def committee(self) -> Committee:
        """The title coder's members."""
        folder = self.folder(TITLE_CODER)
        return load_committee() if folder is None else load_committee(folder / "title_coder.safetensors")

    def industry_weights(self) -> IndustryWeights:
        """The industry coder's members."""
        folder = self.folder(INDUSTRY_CODER)
        return load_industry_weights() if folder is None else load_industry_weights(folder / "coder.safetensors")

    def skill_reader(self, skills: Skills) -> SkillReader:
        """The reader of skills. Its fingerprint is empty with the product's own tagger and linker.

        Args:
            skills: The taxonomy.
        """
        tagging, linking = self.folder(SKILL_TAGGER), self.folder(SKILL_LINKER)
        if tagging is None and linking is None:
            return load_skill_reader()
        tagger = load_skill_tagger() if tagging is None else tagger_in(tagging)
        if linking is None:
            linker = load_skill_linker(skills)
        else:
            linker = linker_with(load_weights(linking / "skill_linker.safetensors"), skills)
        return SkillReader(skills, tagger, linker, self.skills_fingerprint())

    def skills_fingerprint(self) -> str:
        """Names a promoted tagger and linker; empty where the product's own read."""
        found = {model: self.fingerprint(model) for model in (SKILL_TAGGER, SKILL_LINKER)}
        return "|".join(f"{model}-{name}" for model, name in found.items() if name != BUNDLED)


def tagger_in(folder: Path) -> SkillTagger:
    """The tagger of a folder that holds a model and the word clusters that it was trained with.

    Raises:
        InputError: They cannot be read.
    """
    clusters = read_clusters((folder / "word_clusters.tsv").read_text(encoding="utf-8"))
    return SkillTagger(folder / "skill_tagger.crfsuite", clusters)
