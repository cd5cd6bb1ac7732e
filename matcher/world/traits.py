"""Invented traits for the invented workers, so that an audit can be tried: drawn by lot, independent of all else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

from taxonomy.errors import InputError

SOURCE = "contoh"
"""Source of the sample workers; nobody else is ever given an invented trait."""

_SHARES: Mapping[str, Mapping[str, float]] = {
    "sex": {"female": 0.4, "male": 0.6},
    "age": {"15_24": 0.3, "25_34": 0.35, "35_44": 0.2, "45_54": 0.1, "55_up": 0.05},
    "religion": {
        "islam": 0.8,
        "protestant": 0.08,
        "catholic": 0.05,
        "hindu": 0.04,
        "buddhist": 0.015,
        "confucian": 0.005,
        "belief": 0.01,
    },
    "marital_status": {"never_married": 0.5, "married": 0.45, "formerly_married": 0.05},
    "disability": {"no": 0.96, "yes": 0.04},
}
"""Trait to group to its chance; round numbers, not statistics of anybody."""

_KNOWN = 0.97
"""Chance that a trait is known."""


def sample_traits(keys: Iterable[str], seed: int) -> dict[str, dict[str, str]]:
    """Worker to trait to group; the same for a key whatever other keys are given.

    Args:
        keys: Of sample workers.
        seed: Same seed, same traits.

    Raises:
        InputError: A key is not of a sample worker.
    """
    found: dict[str, dict[str, str]] = {}
    for key in keys:
        if not key.startswith(f"{SOURCE}:"):
            wanted = f"workers of the sample world ({SOURCE}:...) only, for invented traits"
            raise InputError(wanted=wanted, found=f"source {key.partition(':')[0]}", where="--sample-traits")
        found[key] = _drawn(Random(f"{seed} traits {key}"))  # noqa: S311 (sample data, no secret)
    return found


def _drawn(rng: Random) -> dict[str, str]:
    drawn: dict[str, str] = {}
    for trait, shares in _SHARES.items():
        group, is_known = rng.choices(list(shares), list(shares.values()))[0], rng.random() < _KNOWN
        if is_known:
            drawn[trait] = group
    return drawn
