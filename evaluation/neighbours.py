"""Loker.id ads and the category that the board filed them under: do the nearest ads stand in the same one?

The category path is part of an ad's ``hint``, which the product reads; here it is taken away, and the ads are coded
anew. Ads of one employer are often one text, so neighbours of the same employer or the same title are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from evaluation.measures import Values, bootstrap_clusters
from evaluation.real_ads import real_postings
from evaluation.rows import row
from evaluation.task import Options, Row, data_folder
from indexes.encoder import Encoder
from indexes.lexical import LexicalIndex
from matcher.coding import Coding, RecordCoder
from matcher.columns import columns_of
from matcher.components import known_component, occupation_similarity, text_component
from matcher.records import Posting
from matcher.texts import lexical_text, passage
from matcher.vocabulary import load_vocabulary
from matcher.weights import bundled_weights
from taxonomy.occupations import load_occupations
from taxonomy.text import fold, plain

Scores = npt.NDArray[np.float64]

NEAREST = 10
LABELS = ("Category", "Function")
"""Columns of Loker.id: the broad categories, and the functions two levels below them."""

_SOURCE = "lokerid"

OURS, COSINE, BM25 = "Sepadan, occupation and text", "encoder cosine", "BM25"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledAd:
    """An ad without its category, and the category.

    Attributes:
        posting: The ad; its hint is empty.
        filed: What the board filed it under, folded; one for each of ``LABELS``.
    """

    posting: Posting
    filed: tuple[str, ...]


def neighbour_rows(coder: RecordCoder, encoder: Encoder, options: Options) -> list[Row]:
    """Share of the nearest ads that are filed alike, by each way to compare ads.

    Raises:
        InputError: The data folder or a file of ads is missing, or an ad cannot be read.
    """
    ads = filed_ads(options)
    postings = [ad.posting for ad in ads]
    options.tell("compare filed ads", 0, len(ads))
    codings = coder.code(postings)
    systems = {
        OURS: our_similarity(codings),
        COSINE: cosines(encoder, postings),
        BM25: shared_words(postings),
    }
    options.tell("compare filed ads", len(ads), len(ads))
    others = _others(postings)
    found = {name: nearest(scores, others) for name, scores in systems.items()}
    clusters = [posting.employer or posting.key for posting in postings]
    return [
        _row(f"Loker.id, {label.casefold()}: {name}", [ad.filed[at] for ad in ads], near, clusters)
        for at, label in enumerate(LABELS)
        for name, near in found.items()
    ]


def filed_ads(options: Options) -> list[FiledAd]:
    """Ads of Loker.id that have all labels, by key.

    Raises:
        InputError: As ``neighbour_rows``.
    """
    found: list[FiledAd] = []
    for raw, posting in real_postings(data_folder(options.data), (_SOURCE,)):
        filed = tuple(fold(plain(str(raw.get(label) or ""))) for label in LABELS)
        if all(filed):
            found.append(FiledAd(posting=replace(posting, hint=""), filed=filed))
    return sorted(found, key=lambda ad: ad.posting.key)


def our_similarity(codings: Sequence[Coding]) -> Scores:
    """Occupations and texts as the score weighs them against each other; shape ``(ads, ads)``."""
    weights = bundled_weights()
    columns = columns_of([coding.coded for coding in codings], load_vocabulary())
    occupied = columns.occupied(np.arange(len(columns)))
    occupations = load_occupations()
    queries = [occupations.distribution(coding.coded.occupations) for coding in codings]
    alike = np.stack([occupation_similarity(query, occupied, occupations.similarity) for query in queries])
    vectors = np.stack([coding.vector for coding in codings])
    texts = text_component(vectors @ vectors.T).values
    found: Scores = weights.occupation * known_component(alike).values + weights.text * texts
    return found


def cosines(encoder: Encoder, postings: Sequence[Posting]) -> Scores:
    """Cosines of the ads' passages; shape ``(ads, ads)``."""
    vectors = encoder.encode_passage([passage(posting) for posting in postings]).astype(np.float64)
    found: Scores = vectors @ vectors.T
    return found


def shared_words(postings: Sequence[Posting]) -> Scores:
    """BM25 of each ad's title, as the query, in the texts of the others; shape ``(ads, ads)``."""
    index = LexicalIndex.build(lexical_text(posting) for posting in postings)
    return np.stack([index.scores(plain(posting.title)) for posting in postings]).astype(np.float64)


def _others(postings: Sequence[Posting]) -> npt.NDArray[np.bool_]:
    """Which ads may be neighbours: of another title and, where it is known, another employer."""
    titles = np.array([fold(posting.title) for posting in postings])
    employers = np.array([fold(posting.employer) or posting.key for posting in postings])
    found: npt.NDArray[np.bool_] = (titles[:, None] != titles) & (employers[:, None] != employers)
    return found


def nearest(scores: Scores, allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """The ``NEAREST`` best allowed columns of each row, ties by column; -1 where there are fewer."""
    order = np.argsort(np.where(allowed, -scores, np.inf), axis=1, kind="stable")[:, :NEAREST]
    found: npt.NDArray[np.int64] = np.where(np.take_along_axis(allowed, order, axis=1), order, -1)
    return found


def _row(name: str, filed: Sequence[str], near: npt.NDArray[np.int64], clusters: Sequence[str]) -> Row:
    labels = np.array(filed)
    same = (labels[near] == labels[:, None]) & (near >= 0)
    shares: Values = same.sum(axis=1) / np.maximum(1, (near >= 0).sum(axis=1))
    return row(
        f"{name}, share of the {NEAREST} nearest filed alike",
        float(shares.mean()),
        n=len(shares),
        ci95=bootstrap_clusters(lambda rows: float(shares[rows].mean()), clusters),
    )
