"""Whether an ad stands among the open postings already: the nearest ones by vector, judged as stored copies are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from matcher.answers import Subject
from matcher.catalogue import Catalogue
from matcher.duplicates.compare import judge
from matcher.duplicates.scorecard import bundled_scorecard
from matcher.duplicates.traits import ad_of, traits_of
from matcher.engine import Engine
from matcher.records import Kind, Posting
from taxonomy.errors import UnknownIdError

NEAREST = 30
"""Postings of a segment that are judged; copies are among the nearest, for their words are the same."""


def near_copies(engine: Engine, subject: Subject, today: date) -> Mapping[str, float]:
    """Keys of the open postings that are probably the same vacancy, with the chance that they are; likeliest first.

    What an employer puts under many titles is known of the stored postings only as far as these few show it.

    Args:
        engine: Holds the postings.
        subject: The ad; its own key is passed over.
        today: Day on which the others must be open.
    """
    posting = subject.record
    assert isinstance(posting, Posting)
    others = _nearest(engine.refresh().catalogues[Kind.POSTING], subject, today)
    ads = [ad_of(posting, subject.coded)]
    for key in others:
        try:
            stored = engine.get(Kind.POSTING, key)
        except UnknownIdError:
            continue  # deleted this moment
        assert isinstance(stored, Posting)
        ads.append(ad_of(stored, engine.refresh().catalogues[Kind.POSTING].place(key).coded))
    if len(ads) == 1:
        return {}
    card = bundled_scorecard()
    pairs = np.array([(0, other) for other in range(1, len(ads))], dtype=np.int64)
    chances = judge(traits_of(ads), pairs, card)
    found = [(ad.key, float(chance)) for ad, chance in zip(ads[1:], chances, strict=True) if chance >= card.threshold]
    return dict(sorted(found, key=lambda one: (-one[1], one[0])))


def _nearest(postings: Catalogue, subject: Subject, today: date) -> list[str]:
    found = list[str]()
    for segment in postings.segments:
        allowed = segment.alive & segment.rooms.open_on(today.toordinal())
        if not allowed.any():
            continue
        rows = segment.rooms.vectors.search(subject.vector, NEAREST, allowed).rows
        found += [segment.key(row) for row in rows.tolist() if row >= 0]
    return [key for key in dict.fromkeys(found) if key != subject.coded.key]
