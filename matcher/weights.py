"""Shares of the score's components: versioned, non-negative, adding up to 1.

The bundled ones were learnt from judged pairs by ``python -m evaluation.train_weights``; what outcomes teach is kept in
the same form. A component can never count against a worker who has more of it: that is what non-negative means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import orjson

from matcher.part_list import NAMES, PARTS
from taxonomy.errors import InputError
from taxonomy.json_values import is_object

_BUNDLED = "weights.json"
_NAMED = ("name", "weights")


@dataclass(frozen=True, slots=True, init=False)
class Weights:
    """Share of each component in the score; they sum to 1.

    A share is an attribute of its component's name: ``weights.skills``.

    Attributes:
        shares: In the order of ``NAMES``.

    Raises:
        InputError: They do not sum to 1, one is negative, or a component is missing or unknown.
    """

    shares: tuple[float, ...]

    def __init__(self, **shares: float) -> None:
        """Refuse shares that are none."""
        if set(shares) != set(NAMES):
            found = ", ".join(shares) or "none"
            raise InputError(wanted=f"shares of {', '.join(NAMES)}", found=found, where="weights")
        if not min(shares.values()) >= 0 or not abs(sum(shares.values()) - 1) <= 1e-9:
            raise InputError(wanted="shares from 0 that sum to 1", found=shares, where="weights")
        object.__setattr__(self, "shares", tuple(float(shares[name]) for name in NAMES))

    def __getattr__(self, name: str) -> float:
        """The share of a component."""
        if name not in NAMES:
            raise AttributeError(name)
        return self.shares[NAMES.index(name)]

    def as_dict(self) -> dict[str, float]:
        """Component to weight."""
        return dict(zip(NAMES, self.shares, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWeights:
    """A version of the weights.

    Attributes:
        name: What answers and outcomes tell it apart by.
        weights: Shares of the components.
    """

    name: str
    weights: Weights


def weights_of(shares: Mapping[str, float], where: str) -> Weights:
    """Weights by the names of their components.

    Args:
        shares: One for each of ``NAMES``; a component that is younger than the shares (``Part.share``) may be missing
            and weighs nothing then: who learnt them did not know it.
        where: For the error.

    Raises:
        InputError: A component is missing or unknown, or the shares are none.
    """
    young = {part.name: 0.0 for part in PARTS if part.share and part.name not in shares}
    if {*shares, *young} != set(NAMES):
        raise InputError(wanted=f"shares of {', '.join(NAMES)}", found=", ".join(shares) or "none", where=where)
    return Weights(**{**shares, **young})


@lru_cache(maxsize=1)
def bundled_weights() -> Weights:
    """The weights that come with this version: those of the file, and those that young components bring along.

    Raises:
        InputError: The file in the package is faulty.
    """
    shares, young = bundled_document()["weights"], _young()
    found = weights_of(shares, f"matcher/data/{_BUNDLED}")
    if not young:
        return found
    rest = 1.0 - sum(young.values())
    return Weights(**{name: share * rest for name, share in found.as_dict().items()} | young)


def bundled_version() -> NamedWeights:
    """The weights that come with this version, by their name; young components are named in it.

    Raises:
        InputError: The file in the package is faulty.
    """
    return NamedWeights(name="+".join((str(bundled_document()["name"]), *_young())), weights=bundled_weights())


def _young() -> dict[str, float]:
    """Shares that components bring along which the file of weights does not name."""
    shares = bundled_document()["weights"]
    return {part.name: part.share for part in PARTS if part.share and part.name not in shares}


def bundled_document() -> dict[str, Any]:
    """The file of the bundled weights: ``name``, ``weights``, and how they were learnt.

    Raises:
        InputError: It has no name or no weights.
    """
    document = orjson.loads(resources.files("matcher").joinpath("data", _BUNDLED).read_bytes())
    missing = [name for name in _NAMED if not is_object(document) or name not in document]
    if missing:
        raise InputError(wanted=f"fields {', '.join(_NAMED)}", found="a file without", where=f"matcher/data/{_BUNDLED}")
    found: dict[str, Any] = document
    return found
