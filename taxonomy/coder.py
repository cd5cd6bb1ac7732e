"""Job titles to KBJI unit groups: a committee of small linear models whose mean log-probability decides.

Each member is a multinomial logistic regression over one view of the ad: hashed character n-grams of the title (robust
to typos and compounds), its words, the words of title, category and text, and two frozen sentence encoders' vectors of
title and text. Different views err on different titles; their geometric mean errs less than any.

The members answer in stages, cheap ones first (a cascade: Viola & Jones 2001, CVPR). A title whose first score reaches
``CERTAIN`` is settled and the dearer encoders never read it; adding them would change few of these answers and cost
most of the time (figures in docs/decisions/0005). Members are trained by ``sepadan train title-coder`` and
kept in ``taxonomy/data/title_coder.safetensors``.

A score is the calibrated probability that a trained coder would accept the code (temperature scaling for each stage,
Guo et al. 2017, arXiv:1706.04599). Below ``UNCERTAIN_BELOW`` the answer says so instead of guessing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from taxonomy.committee import Committee
from taxonomy.occupations import Occupation, Occupations, load_occupations
from taxonomy.single_jobs import single_jobs
from taxonomy.title_coding import TOP, Candidate, Job, TitleCoding, named_jobs, with_jobs
from taxonomy.title_item import TitleItem, hashed_features
from taxonomy.titles import core_title
from taxonomy.weights_file import Floats

Embed = Callable[[Sequence[str]], Floats]
"""Texts to vectors of length 1, float32, shape ``(len(texts), dim)``."""

UNCERTAIN_BELOW = 0.35
"""First score under which an answer is marked ``uncertain``: there fewer than half of the first codes are right."""

NO_WORK = "----"
"""Class of titles that name no work ("Berbagai posisi"): never a candidate; where it leads, the answer is uncertain."""

STAGES: tuple[tuple[str, ...], ...] = (
    ("characters_title", "words_title", "words_text"),
    ("use_title", "use_text"),
    ("e5_title", "e5_text"),
)
"""Views that each stage adds; a view is named by its source and the part of the ad that it reads."""

VIEWS = tuple(view for stage in STAGES for view in stage)

CERTAIN: Mapping[str, tuple[float, float]] = {"title": (0.8, 0.5), "text": (0.9, 0.85)}
"""First scores that settle a title after the first and the second stage, without and with text beside it."""

_BATCH = 2048
"""Items coded at once: bounds memory, 447 float32 an item."""


class TitleCoder:
    """Codes titles with a committee; deterministic, no network."""

    def __init__(
        self, committee: Committee, embeds: Mapping[str, Embed], occupations: Occupations | None = None
    ) -> None:
        """Put a coder together.

        Args:
            committee: Trained members.
            embeds: Source of the dense views (``use``, ``e5``) to the encoder that ``committee.encoders`` names.
            occupations: Classification; the bundled one by default.
        """
        self._committee = committee
        self._embeds = embeds
        self._occupations = occupations or load_occupations()
        self.fingerprint = committee.fingerprint

    def code(
        self,
        items: Sequence[TitleItem],
        known: Mapping[str, Floats] | None = None,
        settled: Mapping[str, str] | None = None,
    ) -> list[TitleCoding]:
        """Code titles.

        Args:
            items: What is to be coded.
            known: Texts to their ``e5`` vectors, where the caller has them; they are not encoded again.
            settled: Normalised titles (``core_title``) to the unit group, or ``NO_WORK``, that people settled for
                exactly that title: it is the answer, whatever the text says. Codes must be of the classification.

        Returns:
            One coding for each item, same order.
        """
        answers = [self._settled(item, settled or {}) for item in items]
        asked = [item for item, answer in zip(items, answers, strict=True) if answer is None]
        probabilities = self.probabilities(asked, known)
        codings = iter(
            self._with_jobs(asked, [self._coding(item, row) for item, row in zip(asked, probabilities, strict=True)])
        )
        return [next(codings) if answer is None else answer for answer in answers]

    def _settled(self, item: TitleItem, settled: Mapping[str, str]) -> TitleCoding | None:
        """What people settled for a title; None where they did not."""
        core = core_title(item.title) if settled else ""
        code = settled.get(core, "") if core else ""
        if not code:
            return None
        if code == NO_WORK:
            return TitleCoding(candidates=(), uncertain=True, settled=core)
        occupation = self._occupations.get(code)
        found = Candidate(code=code, title=occupation.title, score=1.0, job=single_jobs(core).get(code))
        return TitleCoding(candidates=(found,), uncertain=False, settled=core)

    def probabilities(self, items: Sequence[TitleItem], known: Mapping[str, Floats] | None = None) -> Floats:
        """Calibrated probability of each unit group; float32, shape ``(len(items), 447)``, rows sum to 1.

        The last class is ``NO_WORK``.
        """
        batches = [self.staged(items[at : at + _BATCH], known)[0] for at in range(0, len(items), _BATCH)]
        return np.concatenate(batches) if batches else np.zeros((0, len(self._committee.codes)), dtype=np.float32)

    def staged(
        self,
        items: Sequence[TitleItem],
        known: Mapping[str, Floats] | None = None,
        certain: Mapping[str, Sequence[float]] = CERTAIN,
    ) -> tuple[Floats, npt.NDArray[np.int64]]:
        """Probabilities of each unit group, and the stage (from 0) that settled each item.

        Args:
            items: What is to be coded.
            known: As for ``code``.
            certain: First scores that settle an item, as ``CERTAIN``.
        """
        shape = (len(items), len(self._committee.codes))
        found, total = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        members, settled_by = np.zeros(len(items), dtype=np.float32), np.zeros(len(items), dtype=np.int64)
        kinds = np.array(["text" if item.has_text else "title" for item in items])
        unsure = np.arange(len(items))
        for stage, views in enumerate(STAGES):
            for view in views:
                # A view of the text says nothing of an item without one.
                rows = unsure if view.endswith("_title") else unsure[kinds[unsure] == "text"]
                if len(rows):
                    features = self._features(view, [items[int(row)] for row in rows], known or {})
                    total[rows] += self._committee.members[view].log_probabilities(features)
                    members[rows] += 1
            colder = np.array([self._committee.temperatures[kind][stage] for kind in kinds[unsure]], dtype=np.float32)
            logits: npt.NDArray[Any] = total[unsure] / (members[unsure] * colder)[:, None]
            found[unsure] = _softmax(logits)
            settled_by[unsure] = stage
            if stage < len(STAGES) - 1:
                limits = np.array([certain[kind][stage] for kind in kinds[unsure]])
                unsure = unsure[found[unsure].max(axis=1) < limits]
            if not len(unsure):
                break
        return found, settled_by

    def _features(self, view: str, items: Sequence[TitleItem], known: Mapping[str, Floats]) -> Floats | csr_matrix:
        source, _, part = view.partition("_")
        if source not in self._embeds:
            return hashed_features(view, items)
        texts = [item.words if part == "title" else item.passage for item in items]
        kept: Mapping[str, Floats] = known if source == "e5" else {}
        vectors = {text: kept[text] for text in texts if text in kept}
        missing = [text for text in dict.fromkeys(texts) if text not in vectors]
        if missing:
            vectors.update(zip(missing, self._embeds[source](missing), strict=True))
        return np.stack([vectors[text] for text in texts])

    def _coding(self, item: TitleItem, probabilities: Floats) -> TitleCoding:
        if not item.words and not item.has_text:
            return TitleCoding(candidates=(), uncertain=True)
        order = np.lexsort((np.arange(len(probabilities)), -probabilities))[: TOP + 1]  # one may be NO_WORK
        names_work = self._committee.codes[int(order[0])] != NO_WORK
        ranked = [int(row) for row in order if self._committee.codes[int(row)] != NO_WORK][:TOP]
        core = core_title(item.title)
        jobs = single_jobs(core)
        candidates = tuple(self._candidate(row, float(probabilities[row]), jobs) for row in ranked)
        # A title whose words are all call, pay or place ("Lowongan Kerja Bekasi!!! 5jt") names no work.
        is_empty = not core and not item.text.strip()
        is_uncertain = is_empty or not names_work or candidates[0].score < UNCERTAIN_BELOW
        return TitleCoding(candidates=candidates, uncertain=is_uncertain)

    def _candidate(self, row: int, score: float, jobs: Mapping[str, Occupation]) -> Candidate:
        code = self._committee.codes[row]
        title = self._occupations.get(code).title
        return Candidate(code=code, title=title, score=round(score, 4), job=jobs.get(code))

    def _with_jobs(self, items: Sequence[TitleItem], codings: list[TitleCoding]) -> list[TitleCoding]:
        """The codings, with the jobs of those titles that name several."""
        several = {row: found for row, item in enumerate(items) if (found := named_jobs(item.title))}
        asked = list(dict.fromkeys(words for found in several.values() for words in found))
        parts = [TitleItem(title=words) for words in asked]
        probabilities = self.probabilities(parts)
        coded = {
            part.title: Job(words=part.title, candidates=self._coding(part, row).candidates)
            for part, row in zip(parts, probabilities, strict=True)
        }
        for row, found in several.items():
            codings[row] = with_jobs(codings[row], [coded[words] for words in found])
        return codings


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found
