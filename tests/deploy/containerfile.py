"""Reads a Containerfile as far as ours goes: steps of each stage, and the environment that they leave."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One instruction."""

    word: str
    rest: str


def stages_of(text: str) -> list[list[Step]]:
    """Steps of each stage, without what stands before the first."""
    stages: list[list[Step]] = []
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "FROM":
            stages.append([])
        elif stages:
            stages[-1].append(Step(word=word, rest=rest.strip()))
    return stages


def environment(stage: Sequence[Step]) -> dict[str, str]:
    """What ENV sets."""
    pairs = [pair for step in stage if step.word == "ENV" for pair in shlex.split(step.rest)]
    return dict(pair.split("=", 1) for pair in pairs)
