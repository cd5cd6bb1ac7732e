"""What a step of training is told: data, parameters, and the folder that takes the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matcher.home import Home, cache_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One training.

    Attributes:
        folder: Takes the weights, and nothing else.
        data: Name in the config to file or folder.
        parameters: Of the trainer, checked; every one is there.
        cache: Where vectors of texts may be kept.
        home: Installation whose outcomes teach; None for those that learn from files.
    """

    folder: Path
    data: Mapping[str, Path] = field(default_factory=dict[str, Path])
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    cache: Path = field(default_factory=cache_folder)
    home: Home | None = None
