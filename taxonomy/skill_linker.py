"""Which concept a phrase means that no name of the taxonomy spells out: "bikin laporan jualan harian".

A small network: hashed character n-grams and words of the phrase and its USE vector, one hidden layer, one output for
each concept (the shape of fastText's classifier, Joulin et al. 2017, EACL, with a sentence vector beside it). Where two
concepts are near, likeness in letters to their names decides with it. Trained by
``sepadan train skill-linker``, kept in ``taxonomy/data/skill_linker.safetensors``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer

from taxonomy.errors import EncoderError
from taxonomy.skills import Skills
from taxonomy.text import fold
from taxonomy.use_encoder import load_use_encoder
from taxonomy.weights_file import Array, Floats, quantised, restored, stored_weights, write_weights

LINKED_FROM = 0.15
"""Least probability of a concept: below it a phrase is shown as it stands, without one."""

FEATURES = 4096
PHRASE_SCALE, VECTOR_SCALE = 4.0, 6.0
"""Bring hashed rows and vectors of length 1 to like weight in the hidden layer."""

_CHARACTERS = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=FEATURES, norm="l2")
_WORDS = HashingVectorizer(analyzer="word", ngram_range=(1, 2), n_features=FEATURES, norm="l2")
_LETTERS = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), n_features=2**16, norm="l2", alternate_sign=False)
_NEAREST = 12
"""Concepts whose names are compared letter by letter."""

_LETTER_WEIGHT = 5.0
_MAX_PHRASE = 200
_REMEMBERED = 100_000

Embed = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkerWeights:
    """Trained weights.

    Attributes:
        hashed: float32, shape ``(2 * FEATURES, hidden)``.
        vector: float32, shape ``(512, hidden)``.
        hidden_bias: float32, shape ``(hidden,)``.
        output: float32, shape ``(hidden, concepts)``.
        bias: float32, shape ``(concepts,)``.
        ids: Skill ids, class order.
        encoder: Fingerprint of the encoder of the vectors.
    """

    hashed: Floats
    vector: Floats
    hidden_bias: Floats
    output: Floats
    bias: Floats
    ids: tuple[str, ...]
    encoder: str


def hashed_phrases(phrases: Sequence[str]) -> csr_matrix:
    """Hashed pieces of folded phrases, scaled; float32, shape ``(len(phrases), 2 * FEATURES)``."""
    parts = [_CHARACTERS.transform(phrases), _WORDS.transform(phrases)]
    return csr_matrix(hstack(parts)).astype(np.float32) * np.float32(PHRASE_SCALE)


class SkillLinker:
    """Links phrases to concepts; remembers them, for ads say the same things over and over."""

    def __init__(self, weights: LinkerWeights, skills: Skills, embed: Embed) -> None:
        """Take weights; concepts that the taxonomy no longer has are never given."""
        self._weights = weights
        known = {skill.id for skill in skills}
        self._gone = np.array([skill_id not in known for skill_id in weights.ids])
        self._embed = embed
        self._names, self._rows = _letters_of(skills, weights.ids)
        self._remembered: dict[str, tuple[str, float]] = {}

    def link(self, phrases: Sequence[str]) -> list[tuple[str, float]]:
        """The concept of each phrase with its probability in [0, 1]; an empty id below ``LINKED_FROM``."""
        folded = [fold(phrase)[:_MAX_PHRASE] for phrase in phrases]
        if len(self._remembered) > _REMEMBERED:
            self._remembered = {}
        known = self._remembered  # of this call, should another thread begin a new one
        missing = [phrase for phrase in dict.fromkeys(folded) if phrase not in known]
        if missing:
            known |= dict(zip(missing, self._best(missing), strict=True))
        return [known[phrase] for phrase in folded]

    def _best(self, phrases: Sequence[str]) -> list[tuple[str, float]]:
        powers = self.probabilities(phrases)
        at = powers.argmax(axis=1)
        found = zip(at, powers.max(axis=1), strict=True)
        return [(self._weights.ids[int(c)] if p >= LINKED_FROM else "", round(float(p), 4)) for c, p in found]

    def probabilities(self, phrases: Sequence[str]) -> Floats:
        """Probability of each concept; float32, shape ``(len(phrases), concepts)``, rows sum to 1.

        Args:
            phrases: Folded.
        """
        weights = self._weights
        hidden = hashed_phrases(phrases) @ weights.hashed
        hidden += (self._embed(phrases) * np.float32(VECTOR_SCALE)) @ weights.vector + weights.hidden_bias
        logits: Floats = np.maximum(hidden, 0.0) @ weights.output + weights.bias
        logits[:, self._gone] = -np.inf
        self._add_letters(phrases, logits)
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        found: Floats = raised / raised.sum(axis=1, keepdims=True)
        return found

    def _add_letters(self, phrases: Sequence[str], logits: Floats) -> None:
        """Add to each phrase's nearest concepts how alike it is to the likest of their names, letter by letter."""
        letters = _LETTERS.transform(phrases).tocsr()
        nearest = np.argpartition(-logits, _NEAREST, axis=1)[:, :_NEAREST]
        for row, concepts in enumerate(nearest):
            ranges = [np.arange(self._rows[int(concept)], self._rows[int(concept) + 1]) for concept in concepts]
            names = self._names[np.concatenate(ranges)]
            alike = np.asarray((names @ letters[row].T).todense()).ravel()
            best = np.zeros(len(concepts), dtype=np.float32)
            np.maximum.at(best, np.repeat(np.arange(len(concepts)), [len(found) for found in ranges]), alike)
            logits[row, concepts] += _LETTER_WEIGHT * best


def _letters_of(skills: Skills, ids: Sequence[str]) -> tuple[csr_matrix, list[int]]:
    """Hashed names of all concepts, stacked, and where each concept's begin."""
    by_id = {skill.id: skill for skill in skills}
    names: list[str] = []
    rows = [0]
    for skill_id in ids:
        names += by_id[skill_id].forms if skill_id in by_id else ()
        rows.append(len(names))
    return _LETTERS.transform(names or [""]).tocsr(), rows


def save_linker(path: Path, weights: LinkerWeights, provenance: Mapping[str, str]) -> None:
    """Write weights as safetensors, 8 bits a weight with one scale for each column."""
    tensors: dict[str, Array] = {"hidden_bias": weights.hidden_bias, "bias": weights.bias}
    for name in ("hashed", "vector", "output"):
        tensors |= quantised(name, getattr(weights, name))
    write_weights(path, tensors, {**provenance, "ids": json.dumps(weights.ids), "encoder": weights.encoder})


def load_weights(path: Path) -> LinkerWeights:
    """Read weights written by ``save_linker``.

    Raises:
        InputError: The file is missing or not such a file.
    """
    with stored_weights(path, "skill linker") as stored:
        matrices = {name: restored(name, stored.arrays) for name in ("hashed", "vector", "output")}
        return LinkerWeights(
            **matrices,
            hidden_bias=stored.arrays["hidden_bias"],
            bias=stored.arrays["bias"],
            ids=tuple(json.loads(stored.metadata["ids"])),
            encoder=stored.metadata["encoder"],
        )


@lru_cache(maxsize=1)
def load_skill_linker(skills: Skills) -> SkillLinker:
    """The bundled linker over a taxonomy. Raises as ``linker_with``."""
    path = Path(str(resources.files("taxonomy") / "data" / "skill_linker.safetensors"))
    return linker_with(load_weights(path), skills)


def linker_with(weights: LinkerWeights, skills: Skills) -> SkillLinker:
    """A linker with some weights over a taxonomy.

    Raises:
        InputError: The weights cannot be read.
        EncoderError: They were trained on another encoder's vectors.
    """
    use = load_use_encoder()
    if weights.encoder != use.fingerprint:
        mend = "train again with 'sepadan train skill-linker'"
        raise EncoderError(f"skill linker: wanted encoder {weights.encoder}, found {use.fingerprint}; {mend}")
    return SkillLinker(weights, skills, use.encode)
