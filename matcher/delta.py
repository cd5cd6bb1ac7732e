"""What was written since the generation: small segments, the newest last, merged as they grow.

A write makes a segment of its own records only, so that it can be found in milliseconds whatever was written before. A
segment is merged into the next one when that is at least half as large (O'Neil et al. 1996, the log-structured merge
tree): there are never more than some log2 of the records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.segment import Fresh, Segment, segment_of
from matcher.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One segment with what it was made of.

    Attributes:
        segment: Searchable.
        fresh: Key to record; dead ones too, until it is merged.
    """

    segment: Segment
    fresh: Mapping[str, Fresh]

    def without(self, keys: Sequence[str]) -> Written:
        """The same with the rows of some keys dead."""
        return Written(segment=self.segment.without(keys), fresh=self.fresh)

    @property
    def living(self) -> dict[str, Fresh]:
        """Records that still hold."""
        return {key: item for key, item in self.fresh.items() if self.segment.find(key) >= 0}


def add(
    written: Sequence[Written], changed: Sequence[str], fresh: Sequence[Fresh], vocabulary: Vocabulary
) -> tuple[Written, ...]:
    """The delta after a write.

    Args:
        written: The delta before, oldest first.
        changed: Keys whose older rows no longer hold: of what was replaced, and of what is gone.
        fresh: What can be found in their place.
        vocabulary: Numbers for the columns.
    """
    kept = [part for part in (part.without(changed) for part in written) if len(part.segment)]
    new = {item.coded.key: item for item in fresh}
    if not new:
        return tuple(kept)
    while kept and len(kept[-1].segment) <= 2 * len(new):
        new = kept.pop().living | new
    return (*kept, Written(segment=segment_of(list(new.values()), vocabulary), fresh=new))
