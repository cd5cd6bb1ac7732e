"""Rankings of every system for the same seekers or ads: ours by the product, the baselines over the same records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.ranking_baselines import SKILL_OVERLAP, ranked, skill_overlap, text_baselines
from evaluation.ranking_rows import OURS, Rankings
from evaluation.task import Tell
from indexes.encoder import Encoder
from matcher.answers import Subject
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.records import Kind, Posting, Record

DEPTH = 100
"""Records that are ranked for each."""


def all_rankings(
    engine: Engine, encoder: Encoder, asking: Mapping[str, Record], found: Sequence[Record], tell: Tell
) -> dict[str, Rankings]:
    """Rank by ours and by six baselines.

    Args:
        engine: Has indexed what is found.
        encoder: Of the baselines.
        asking: Name to seeker, or name to ad.
        found: What is ranked, by key; of the other kind.
        tell: Told of progress.
    """
    subjects = dict(zip(asking, engine.subjects(list(asking.values())), strict=True))
    keys = [record.key for record in found]
    scores = dict(
        text_baselines(list(asking.values()), found, encoder, lambda done, total: tell("encode", done, total))
    )
    catalogue = engine.refresh().catalogues[Kind.POSTING if isinstance(found[0], Posting) else Kind.WORKER]
    scores[SKILL_OVERLAP] = skill_overlap(list(subjects.values()), catalogue, keys)
    others = {name: dict(zip(asking, ranked(values, keys, DEPTH), strict=True)) for name, values in scores.items()}
    return {OURS: _ours(engine, subjects, tell), **others}


def _ours(engine: Engine, subjects: Mapping[str, Subject], tell: Tell) -> Rankings:
    found = dict[str, tuple[str, ...]]()
    for done, (name, subject) in enumerate(subjects.items(), 1):
        found[name] = tuple(match.key for match in engine.match(subject, DEPTH, Conditions()).matches)
        tell("match", done, len(subjects))
    return found
