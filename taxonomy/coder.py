"""Job titles to KBJI unit groups: a committee of small linear models whose mean log-probability decides.

Each member is a multinomial logistic regression over one view of the ad: a frozen encoder's vector of the title, hashed
character n-grams of it (robust to typos and compounds), its words, and where there is text, the encoder's vector and
the words of title, category and text. Different views err on different titles; their geometric mean errs less than any.
Members are trained by ``python -m evaluation.train_titles`` and kept in ``taxonomy/data/title_coder.safetensors``.

A score is the calibrated probability that a trained coder would accept the code (temperature scaling, Guo et al. 2017,
arXiv:1706.04599). Below ``UNCERTAIN_BELOW`` the answer says so instead of guessing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from taxonomy.errors import InputError
from taxonomy.occupations import Occupations, load_occupations
from taxonomy.text import fold, plain
from taxonomy.titles import core_title

Floats = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]

TOP = 5
"""Candidates given for each title."""

UNCERTAIN_BELOW = 0.25
"""First score under which an answer is marked ``uncertain``."""

TEXT_CHARACTERS = 600
"""Characters of an ad's text that are read for coding; the duties stand at its start."""

TITLE_VIEWS = ("title_vector", "title_characters", "title_words")
TEXT_VIEWS = ("text_vector", "text_words")

_CHARACTERS = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=2048, norm=None)
_TITLE_WORDS = HashingVectorizer(analyzer="word", ngram_range=(1, 2), n_features=2048, norm=None)
_TEXT_WORDS = HashingVectorizer(analyzer="word", ngram_range=(1, 1), n_features=4096, norm=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleItem:
    """What is to be coded.

    Attributes:
        title: Job title as advertised or wished for.
        hint: Category path, or empty.
        text: Body of the ad, or empty.
    """

    title: str
    hint: str = ""
    text: str = ""

    @property
    def has_text(self) -> bool:
        """Whether there is more than the title."""
        return bool(self.hint.strip() or self.text.strip())

    @property
    def words(self) -> str:
        """The words of the title that name the work; all of it when nothing else is left."""
        return core_title(self.title) or fold(plain(self.title[:300]))

    @property
    def passage(self) -> str:
        """Title, category and the start of the text, as the encoder reads them."""
        body = plain(self.text[: TEXT_CHARACTERS * 2])[:TEXT_CHARACTERS]
        return ". ".join(part for part in (plain(self.title[:300]), plain(self.hint[:300]), body) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible code.

    Attributes:
        code: KBJI 2014 unit group, 4 digits.
        title: Its official title.
        score: Calibrated probability in [0, 1] that it is right.
    """

    code: str
    title: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCoding:
    """Codes of one title, best first.

    Attributes:
        candidates: At most ``TOP``, scores descending; empty when the title holds no word.
        uncertain: True when the first score is below ``UNCERTAIN_BELOW`` or there is none.
    """

    candidates: tuple[Candidate, ...]
    uncertain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One logistic regression.

    Attributes:
        weight: float32, shape ``(features, classes)``.
        bias: float32, shape ``(classes,)``.
        centre: Taken off each feature before use, float32, shape ``(features,)``.
        scale: Then multiplied with each feature, float32, shape ``(features,)``.
    """

    weight: Floats
    bias: Floats
    centre: Floats
    scale: Floats

    def log_probabilities(self, features: Floats) -> Floats:
        """float32, shape ``(rows, classes)``; rows sum to 1 after ``exp``."""
        logits = ((features - self.centre) * self.scale) @ self.weight + self.bias
        logits -= logits.max(axis=1, keepdims=True)
        found: Floats = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """The trained members and what is needed to use them.

    Attributes:
        members: View to regression.
        codes: Class order.
        temperatures: ``title`` and ``text``: divides the mean log-probability before it is normalised again.
        encoder: Fingerprint of the encoder whose vectors were used in training.
        fingerprint: Short hash of the weights file.
    """

    members: Mapping[str, Member]
    codes: tuple[str, ...]
    temperatures: Mapping[str, float]
    encoder: str
    fingerprint: str


def hashed_features(view: str, items: Sequence[TitleItem]) -> Floats:
    """Hashed counts of a view, square-rooted and brought to length 1; float32, shape ``(len(items), features)``."""
    if view == "title_characters":
        counts = _CHARACTERS.transform([item.words for item in items])
    elif view == "title_words":
        counts = _TITLE_WORDS.transform([item.words for item in items])
    else:
        texts = [fold(f"{item.words} {item.passage}") for item in items]
        counts = _TEXT_WORDS.transform(texts)
    return _damped(counts)


def _damped(counts: csr_matrix) -> Floats:
    dense = counts.toarray().astype(np.float32)
    dense = np.sign(dense) * np.sqrt(np.abs(dense))
    lengths = np.linalg.norm(dense, axis=1, keepdims=True)
    found: Floats = dense / np.where(lengths > 0, lengths, 1)
    return found


class TitleCoder:
    """Codes titles with a committee; deterministic, no network."""

    def __init__(self, committee: Committee, embed: Embed, occupations: Occupations | None = None) -> None:
        """Put a coder together.

        Args:
            committee: Trained members.
            embed: Texts to unit vectors by the encoder that ``committee.encoder`` names.
            occupations: Classification; the bundled one by default.
        """
        self._committee = committee
        self._embed = embed
        self._occupations = occupations or load_occupations()
        self.fingerprint = committee.fingerprint

    def code(
        self, items: Sequence[TitleItem], title_vectors: Floats | None = None, text_vectors: Floats | None = None
    ) -> list[TitleCoding]:
        """Code titles.

        Args:
            items: What is to be coded.
            title_vectors: Vectors of the items' ``words``, shape ``(len(items), dim)``, when the caller has them.
            text_vectors: Vectors of the items' ``passage``, same shape, when the caller has them.

        Returns:
            One coding for each item, same order.
        """
        probabilities = self.probabilities(items, title_vectors, text_vectors)
        return [self._coding(item, row) for item, row in zip(items, probabilities, strict=True)]

    def probabilities(
        self, items: Sequence[TitleItem], title_vectors: Floats | None = None, text_vectors: Floats | None = None
    ) -> Floats:
        """Calibrated probability of each unit group; float32, shape ``(len(items), 446)``, rows sum to 1."""
        found = np.zeros((len(items), len(self._committee.codes)), dtype=np.float32)
        if not items:
            return found
        vectors = self._embed([item.words for item in items]) if title_vectors is None else title_vectors
        mean = self._mean(items, TITLE_VIEWS, vectors)
        found[:] = _softmax(mean / self._committee.temperatures["title"])
        full = [row for row, item in enumerate(items) if item.has_text]
        if full:
            picked = [items[row] for row in full]
            vectors = self._embed([item.passage for item in picked]) if text_vectors is None else text_vectors[full]
            both = len(TITLE_VIEWS) * mean[full] + len(TEXT_VIEWS) * self._mean(picked, TEXT_VIEWS, vectors)
            both /= len(TITLE_VIEWS) + len(TEXT_VIEWS)
            found[full] = _softmax(both / self._committee.temperatures["text"])
        return found

    def _mean(self, items: Sequence[TitleItem], views: Sequence[str], vectors: Floats) -> Floats:
        total = np.zeros((len(items), len(self._committee.codes)), dtype=np.float32)
        for view in views:
            features = vectors if view.endswith("_vector") else hashed_features(view, items)
            total += self._committee.members[view].log_probabilities(features)
        return total / np.float32(len(views))

    def _coding(self, item: TitleItem, probabilities: Floats) -> TitleCoding:
        if not item.words and not item.has_text:
            return TitleCoding(candidates=(), uncertain=True)
        order = np.lexsort((np.arange(len(probabilities)), -probabilities))[:TOP]
        candidates = tuple(
            Candidate(
                code=self._committee.codes[row],
                title=self._occupations.get(self._committee.codes[row]).title,
                score=round(float(probabilities[row]), 4),
            )
            for row in order
        )
        # A title whose words are all call, pay or place ("Lowongan Kerja Bekasi!!! 5jt") names no work.
        is_empty = not core_title(item.title) and not item.text.strip()
        return TitleCoding(candidates=candidates, uncertain=is_empty or candidates[0].score < UNCERTAIN_BELOW)


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found


def save_committee(path: Path, committee: Committee, provenance: Mapping[str, str]) -> None:
    """Write weights as float16 safetensors.

    Args:
        path: File to write.
        committee: What to write; its fingerprint is worked out again on reading.
        provenance: Sources and the command, kept in the file's metadata.
    """
    from safetensors.numpy import save_file

    tensors: dict[str, npt.NDArray[np.float16]] = {}
    for view, member in committee.members.items():
        for name in ("weight", "bias", "centre", "scale"):
            tensors[f"{view}.{name}"] = getattr(member, name).astype(np.float16)
    metadata = {
        **provenance,
        "codes": ",".join(committee.codes),
        "temperatures": json.dumps(dict(committee.temperatures)),
        "encoder": committee.encoder,
    }
    save_file(tensors, str(path), metadata=metadata)


@lru_cache(maxsize=2)
def load_committee(path: Path | None = None) -> Committee:
    """Read weights written by ``save_committee``.

    Args:
        path: The file; the bundled one by default.

    Raises:
        InputError: The file is missing or not such a file.
    """
    from safetensors import SafetensorError, safe_open

    file = path or Path(str(resources.files("taxonomy") / "data" / "title_coder.safetensors"))
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        with safe_open(str(file), framework="numpy") as stored:
            metadata = stored.metadata()
            arrays = {name: stored.get_tensor(name).astype(np.float32) for name in stored.keys()}  # noqa: SIM118
        views = sorted({name.partition(".")[0] for name in arrays})
        members = {
            view: Member(**{part: arrays[f"{view}.{part}"] for part in ("weight", "bias", "centre", "scale")})
            for view in views
        }
        return Committee(
            members=members,
            codes=tuple(metadata["codes"].split(",")),
            temperatures=json.loads(metadata["temperatures"]),
            encoder=metadata["encoder"],
            fingerprint=f"titles-{digest}",
        )
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        raise InputError(wanted="weights of the title coder", found=str(error), where=str(file)) from error
