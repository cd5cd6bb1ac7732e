"""The coder of an installation: with the models that serve in it, and the titles settled there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from indexes.encoder import Encoder
from matcher.coding import NOTHING_SETTLED, RecordCoder
from matcher.model_life.served import ServedModels
from taxonomy.places import load_gazetteer
from taxonomy.skills import load_skills


def installed_coder(
    encoder: Encoder, models: Path, settled: Callable[[], Mapping[str, str]] = lambda: NOTHING_SETTLED
) -> RecordCoder:
    """The coder of records, as every process of an installation has it.

    Args:
        encoder: Texts to vectors.
        models: Folder of the models that the installation trained itself.
        settled: See ``RecordCoder.settled``.

    Raises:
        EncoderError: The title weights were trained on another encoder's vectors.
    """
    served, skills = ServedModels(models), load_skills()
    return RecordCoder(encoder, served.committee(), skills, served.skill_reader(skills), load_gazetteer(), settled)
