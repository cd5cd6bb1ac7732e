"""The real ads that peers are measured on: all of them, or as many as time allows, with every judged one among them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager

import numpy as np

from evaluation import retrieval as task
from evaluation.ads import is_whole, opened_ads
from evaluation.duplicate_pairs import FILE, read_pairs
from evaluation.gold import pooled_judgements
from evaluation.kept_vectors import KeptVectors
from evaluation.real_ads import real_postings
from evaluation.retrieval import JUDGEMENTS
from evaluation.task import Options, data_folder
from indexes.encoder import Encoder
from matcher.engine import Engine
from matcher.home import Home
from matcher.ingest import keep
from matcher.records import Kind, Posting

_SEED, _BATCH = 2028, 1_000


@contextmanager
def opened_part(options: Options, some: int | None = None) -> Iterator[tuple[Engine, Encoder, Home]]:
    """An engine over ``options.rows`` real ads, built as the product does it, in a home that is kept and used again.

    The ads that were judged for seekers and the labelled pairs are always among them; the others are drawn.

    Args:
        options: How many ads, and where they lie; a chosen home is taken as it is.
        some: So many drawn ads in their place, none of which need be judged.

    Raises:
        InputError: Ads, judgements or labels are missing or faulty.
        GenerationError: The chosen home is not built.
    """
    if options.home is not None:
        with opened_ads(options) as (engine, encoder):
            yield engine, encoder, Home(root=options.home)
        return
    chosen = chosen_ads(options) if some is None else drawn_ads(options, set(), some)
    digest = hashlib.sha256("\n".join(ad.key for ad in chosen).encode()).hexdigest()[:12]
    folder = options.cache / "evaluation"
    home = Home(root=folder / f"peer-ads-{digest}")
    with closing(KeptVectors(options.load_encoder(), folder)) as encoder, closing(Engine(home, encoder)) as engine:
        if engine.store.counts().get(Kind.POSTING, 0) != len(chosen):
            for start in range(0, len(chosen), _BATCH):
                keep(engine.store, [(ad, {}) for ad in chosen[start : start + _BATCH]])
        if not is_whole(engine, Kind.POSTING):
            engine.build(options.tell)
        engine.refresh()
        yield engine, encoder, home


def chosen_ads(options: Options) -> list[Posting]:
    """So many ads, by key.

    Raises:
        InputError: Ads, judgements or labels are missing or faulty.
    """
    return drawn_ads(options, needed_keys(options), options.rows)


def drawn_ads(options: Options, needed: set[str], count: int) -> list[Posting]:
    """So many ads, or those that are needed where these are more; by key.

    Raises:
        InputError: Ads are missing or faulty.
    """
    every = {ad.key: ad for _, ad in real_postings(data_folder(options.data))}
    taken = needed & every.keys()
    others = sorted(every.keys() - taken)
    drawn = np.random.default_rng(_SEED).permutation(len(others))[: max(0, count - len(taken))]
    return [every[key] for key in sorted(taken | {others[at] for at in drawn})]


def needed_keys(options: Options) -> set[str]:
    """Keys of the ads that were judged for seekers, and of those in labelled pairs.

    Raises:
        InputError: A file is missing or faulty.
    """
    judgements = pooled_judgements(options.gold_file(JUDGEMENTS), task.MORE_JUDGEMENTS)
    pairs = [] if options.is_quick else read_pairs(FILE)
    return {ad for grades in judgements.values() for ad in grades} | {
        key for pair in pairs for key in (pair.first, pair.second)
    }
