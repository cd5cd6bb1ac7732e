"""Employers to KBLI divisions: a committee of small linear models over what an employer is called and says of itself.

Each member is a multinomial logistic regression over one view (``taxonomy/industry_features.py``); their
log-probabilities are added up, each with a power of its own, once for ads that say what the employer does and once
for those that do not. An employer that was coded by hand before keeps its code, as far as such codes are known to be
right. The class ``NO_INDUSTRY`` takes the share of employers that nobody could place: what is left for the divisions
is then small, and the list says so by low scores. A score is the probability that a careful coder would accept the
division (docs/decisions/0012-industry-coder.md has the figures).

Members are trained by ``sepadan train industry-coder``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from taxonomy.errors import EncoderError
from taxonomy.industries import Industries, load_industries
from taxonomy.industry_features import dense_texts, sparse_features
from taxonomy.industry_text import IndustryItem
from taxonomy.industry_weights import SAID, UNSAID, IndustryWeights, load_industry_weights
from taxonomy.industry_words import NO_INDUSTRY, ReadEmployer, load_known, load_read
from taxonomy.weights_file import Floats

Embed = Callable[[Sequence[str]], Floats]
"""Texts to vectors of length 1, float32, shape ``(len(texts), dim)``."""

TOP = 5
"""Divisions named at most."""

LEAST = 0.02
"""Score under which a division is not named beside a better one."""

TOLD_FROM = 0.4
"""First score from which an answer is taken as told in reports; below, fewer than half of the first codes are right."""

_BATCH = 512
"""Items coded at once: bounds memory."""

_BRANCH = 0.8
"""What a code by hand is worth for an employer whose name begins with that of one that was coded ("Mahkota Elektronik
Cabang Bogor"): mostly a branch, now and then another firm of the same first words."""

_ALTERNATE = 0.15
"""Share of a code by hand that each alternate takes, for alternates are accepted too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryCandidate:
    """One division that an employer may belong to.

    Attributes:
        code: Two digits.
        title: Official title.
        score: In [0, 1]: probability that a careful coder would accept it.
    """

    code: str
    title: str
    score: float


class IndustryCoder:
    """Codes employers; deterministic, no network."""

    def __init__(
        self,
        weights: IndustryWeights,
        embed: Embed,
        *,
        read: Mapping[tuple[str, ...], ReadEmployer] | None = None,
        industries: Industries | None = None,
    ) -> None:
        """Put a coder together.

        Args:
            weights: Trained members.
            embed: Query vectors of the encoder that ``weights.encoder`` names.
            read: Employers coded by hand; the bundled ones by default, none with an empty mapping.
            industries: Classification; the bundled one by default.
        """
        self._weights = weights
        self._embed = embed
        self._read = load_read() if read is None else read
        self._industries = industries or load_industries()
        self._column = {code: at for at, code in enumerate(weights.codes)}
        self.fingerprint = weights.fingerprint

    def code(self, items: Sequence[IndustryItem]) -> list[tuple[IndustryCandidate, ...]]:
        """Divisions of each employer, best first; empty where there is nothing to read.

        The scores of an employer whose industry cannot be told are low, for the share of "cannot be told" is not
        theirs.
        """
        rows = self.probabilities(items)
        return [() if item.is_blank else self._candidates(row) for item, row in zip(items, rows, strict=True)]

    def probabilities(self, items: Sequence[IndustryItem]) -> Floats:
        """Probability of each class; float32, shape ``(len(items), 89)``, rows sum to 1; order of ``weights.codes``."""
        parts = [self._of_batch(items[at : at + _BATCH]) for at in range(0, len(items), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self._weights.codes)), dtype=np.float32)

    def _of_batch(self, items: Sequence[IndustryItem]) -> Floats:
        found = joined(
            self._weights, items, {view: self.log_probabilities(view, items) for view in self._weights.members}
        )
        for row, item in enumerate(items):
            read, worth = self._coded_by_hand(item.name)
            if read is not None:
                share = self._weights.read_share * worth
                found[row] = share * self._by_hand(read) + (1 - share) * found[row]
        return found

    def _coded_by_hand(self, name: tuple[str, ...]) -> tuple[ReadEmployer | None, float]:
        """The employer of a name that was coded or is known, or one whose name of two words or more begins it."""
        if name in self._read:
            return self._read[name], 1.0
        known = load_known()
        if name in known:
            return _as_read(known[name]), 1.0
        begun = [name[:length] for length in range(len(name) - 1, 1, -1)]
        found = next((self._read[part] for part in begun if part in self._read), None)
        return found or next((_as_read(known[part]) for part in begun if part in known), None), _BRANCH

    def log_probabilities(self, view: str, items: Sequence[IndustryItem]) -> Floats:
        """What one member says; float32, shape ``(len(items), 89)``."""
        dense = view.startswith("e5_")
        features = self._embed(dense_texts(view, items)) if dense else sparse_features(view, items)
        return self._weights.members[view].log_probabilities(features)

    def _by_hand(self, read: ReadEmployer) -> Floats:
        found = np.zeros(len(self._weights.codes), dtype=np.float32)
        for code in read.alternates:
            found[self._column[code]] = _ALTERNATE
        found[self._column[read.code]] += 1.0 - found.sum()
        return found

    def _candidates(self, row: Floats) -> tuple[IndustryCandidate, ...]:
        order = np.lexsort((np.arange(len(row)), -row))
        best = [int(at) for at in order if self._weights.codes[int(at)] != NO_INDUSTRY][:TOP]
        return tuple(
            IndustryCandidate(
                code=self._weights.codes[at],
                title=self._industries.get(self._weights.codes[at]).title,
                score=round(float(row[at]), 4),
            )
            for at in best
            if row[at] >= LEAST or at == best[0]
        )


def _as_read(divisions: Sequence[str]) -> ReadEmployer:
    """A known employer as one that was coded by hand."""
    return ReadEmployer(code=divisions[0], alternates=tuple(divisions[1:]))


def joined(weights: IndustryWeights, items: Sequence[IndustryItem], said: Mapping[str, Floats]) -> Floats:
    """The members' words in one: log-probabilities added up with their powers; rows sum to 1.

    Args:
        weights: Gives the powers and the order of views.
        items: Employers with their ads.
        said: View to log-probabilities, shape ``(len(items), classes)``.
    """
    kinds = [SAID if item.activity else UNSAID for item in items]
    powers = np.array([weights.powers[kind] for kind in kinds], dtype=np.float32).reshape(len(items), -1)
    total = np.zeros((len(items), len(weights.codes)), dtype=np.float32)
    for at, view in enumerate(weights.members):
        total += powers[:, at : at + 1] * said[view]
    total -= total.max(axis=1, keepdims=True)
    found: Floats = np.exp(total)
    found /= found.sum(axis=1, keepdims=True)
    return found


def load_industry_coder(
    embed: Embed | None = None,
    encoder: str = "",
    read: Mapping[tuple[str, ...], ReadEmployer] | None = None,
    weights: IndustryWeights | None = None,
) -> IndustryCoder:
    """A coder.

    Args:
        embed: Query vectors of the encoder; needed where the weights need one (``needs_encoder``).
        encoder: Its fingerprint.
        read: As for ``IndustryCoder``.
        weights: The bundled ones by default.

    Raises:
        EncoderError: Another encoder than the coder was trained with.
    """
    weights = weights or load_industry_weights()
    if weights.needs_encoder and encoder != weights.encoder:
        raise EncoderError(f"industry coder: wanted the encoder {weights.encoder}, found {encoder}")
    return IndustryCoder(weights, embed or _no_vectors, read=read)


def _no_vectors(texts: Sequence[str]) -> Floats:
    raise EncoderError(f"industry coder: wanted an encoder for {len(texts)} texts, found none")
