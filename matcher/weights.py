"""Shares of the score's components: versioned, non-negative, adding up to 1.

The bundled ones were learnt from judged pairs by ``python -m evaluation.train_weights``; what outcomes teach is kept in
the same form. A component can never count against a worker who has more of it: that is what non-negative means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import resources
from typing import Any

import orjson

from taxonomy.errors import InputError
from taxonomy.json_values import is_object

_BUNDLED = "weights.json"
_NAMED = ("name", "weights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Share of each component in the score; they sum to 1.

    Attributes:
        occupation: Similarity of the occupations.
        skills: Skills asked for that are held.
        text: Cosine of the texts.
        words: Shared words, the rarer the more.
        experience: Months held against months asked for.
        education: Level held against the level asked for.
        stage: A job or an internship, for who is at the start or not.
        seniority: Level of the title against the level wished for.
        place: Distance.
        pay: Offer against wish.
        wishes: Kind of work, work from home and staying near, as far as they are wished for.

    Raises:
        InputError: They do not sum to 1, or one is negative.
    """

    occupation: float
    skills: float
    text: float
    words: float
    experience: float
    education: float
    stage: float
    seniority: float
    place: float
    pay: float
    wishes: float

    def __post_init__(self) -> None:
        """Refuse shares that are none."""
        shares = self.as_dict()
        if not min(shares.values()) >= 0 or not abs(sum(shares.values()) - 1) <= 1e-9:
            raise InputError(wanted="shares from 0 that sum to 1", found=shares, where="weights")

    def as_dict(self) -> dict[str, float]:
        """Component to weight."""
        return {field.name: float(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWeights:
    """A version of the weights.

    Attributes:
        name: What answers and outcomes tell it apart by.
        weights: Shares of the components.
    """

    name: str
    weights: Weights


NAMES = tuple(field.name for field in fields(Weights))
"""Components, in the order of the columns of ``matcher.score.Scores``."""


def weights_of(shares: Mapping[str, float], where: str) -> Weights:
    """Weights by the names of their components.

    Args:
        shares: One for each of ``NAMES``.
        where: For the error.

    Raises:
        InputError: A component is missing or unknown, or the shares are none.
    """
    if set(shares) != set(NAMES):
        raise InputError(wanted=f"shares of {', '.join(NAMES)}", found=", ".join(shares) or "none", where=where)
    return Weights(**{name: float(share) for name, share in shares.items()})


@lru_cache(maxsize=1)
def bundled_weights() -> Weights:
    """The weights that come with this version.

    Raises:
        InputError: The file in the package is faulty.
    """
    return weights_of(bundled_document()["weights"], f"matcher/data/{_BUNDLED}")


def bundled_version() -> NamedWeights:
    """The weights that come with this version, by their name.

    Raises:
        InputError: The file in the package is faulty.
    """
    return NamedWeights(name=str(bundled_document()["name"]), weights=bundled_weights())


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
