"""What stored postings add: their major groups by province, and the days on which they came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import orjson

from indexes.store import Store
from matcher.catalogue import Catalogue
from matcher.coded import coded_from_json
from matcher.forecast.mix import MAJORS
from matcher.forecast.nowcast import Arrival
from matcher.records import Kind
from matcher.vocabulary import Vocabulary
from taxonomy.labour import NATION


def stored_majors(catalogue: Catalogue, vocabulary: Vocabulary, province: str) -> Mapping[str, int]:
    """Stored postings of a province (of everywhere for ``NATION``) by major group of their likeliest occupation.

    Closed ones count too: the mix of a region is no matter of the day. Guesses of the coder are left out.
    """
    majors = np.array([MAJORS.index(code[0]) if code[0] in MAJORS else -1 for code in vocabulary.units])
    bits = np.uint64(vocabulary.province_bits((province,) if province != NATION else ()))
    counts = np.zeros(len(MAJORS), dtype=np.int64)
    for segment in catalogue.segments:
        first = segment.columns.units[:, 0].astype(np.int64)
        counted = segment.alive & ~segment.columns.uncertain & (first < len(majors))
        if province != NATION:
            counted &= (segment.columns.provinces & bits) != 0
        groups = majors[first[counted]]
        counts += np.bincount(groups[groups >= 0], minlength=len(MAJORS))
    return dict(zip(MAJORS, counts.tolist(), strict=True))


def stored_arrivals(store: Store, fingerprint: str, province: str = NATION) -> Iterator[Arrival]:
    """Days of posting of stored postings, of a province where one is named; when they came in is not kept.

    Args:
        store: Where postings and their codes lie.
        fingerprint: Of the coder whose places are wanted.
        province: Two digits, or ``NATION``.

    Raises:
        StoreError: The store cannot be read.
    """
    for change in store.changes(Kind.POSTING, fingerprint, 0):
        if not change.content_hash:
            continue
        posted = orjson.loads(change.payload).get("posted_on")
        if not posted:
            continue
        if province != NATION:
            codes = coded_from_json(change.derived.coded).region_codes if change.derived else ()
            if province not in {code[:2] for code in codes}:
                continue
        day = date.fromisoformat(posted)
        yield day, day
