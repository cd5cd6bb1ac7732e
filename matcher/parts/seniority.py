"""How near the level of the title is to the one wished for."""

from __future__ import annotations

import numpy as np

from matcher.components import SENIOR_MONTHS, Component
from matcher.part import Facing, Part
from taxonomy.seniority import SENIOR, STAFF

LEVEL_ABOVE, LEVEL_BELOW = 0.3, 0.25
"""What each level above the reach takes, and each below the wish."""


def value(facing: Facing) -> Component:
    """How near the level of the title is to the one wished for; both below and above it. Always known.

    A learner's place is as a staff post here: ``stage_component`` tells them apart. Five years of work reach one level
    above the wish.
    """
    worker, posting = facing.worker, facing.posting
    wished = np.maximum(worker.seniority, STAFF).astype(np.int64)
    offered = np.maximum(posting.seniority, STAFF).astype(np.int64)
    reach = np.where(worker.experience >= SENIOR_MONTHS, np.maximum(wished, SENIOR), wished)
    above, below = np.maximum(0, offered - reach), np.maximum(0, wished - offered)
    values = np.maximum(0.0, 1.0 - LEVEL_ABOVE * above - LEVEL_BELOW * below)
    return Component(values=values, known=np.ones(values.shape, dtype=bool))


PART = Part(name="seniority", place=8, label={"id": "Jenjang jabatan", "en": "Level of the job"}, value=value)
