"""The real ads that peers are measured on: all of them, or as many as time allows, with every judged one among them."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Set
from contextlib import closing, contextmanager

import numpy as np

from evaluation.ads import is_whole, opened_ads
from evaluation.kept_vectors import KeptVectors
from evaluation.real_ads import real_postings
from evaluation.task import Options, data_folder
from indexes.encoder import Encoder
from matcher.engine import Engine
from matcher.home import Home
from matcher.ingest import keep
from matcher.records import Kind, Posting

_SEED, _BATCH = 2028, 1_000


@contextmanager
def opened_part(options: Options, needed: Set[str], count: int) -> Generator[tuple[Engine, Encoder, Home]]:
    """An engine over so many real ads, built as the product does it, in a home that is kept and used again.

    Args:
        options: Where the ads lie; a chosen home is taken as it is.
        needed: Keys of those that are always among them; the others are drawn.
        count: How many; those that are needed where these are more, and all where there are fewer.

    Raises:
        InputError: Ads are missing or faulty.
        GenerationError: The chosen home is not built.
    """
    if options.home is not None:
        with opened_ads(options) as (engine, encoder):
            yield engine, encoder, Home(root=options.home)
        return
    chosen = drawn_ads(options, needed, count)
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


def drawn_ads(options: Options, needed: Set[str], count: int) -> list[Posting]:
    """So many ads, by key; arguments as for ``opened_part``.

    Raises:
        InputError: Ads are missing or faulty.
    """
    every = {ad.key: ad for _, ad in real_postings(data_folder(options.data))}
    taken = needed & every.keys()
    others = sorted(every.keys() - taken)
    drawn = np.random.default_rng(_SEED).permutation(len(others))[: max(0, count - len(taken))]
    return [every[key] for key in sorted(taken | {others[int(at)] for at in drawn})]
