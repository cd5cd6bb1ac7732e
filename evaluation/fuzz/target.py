"""What is fuzzed: a name, what is done with some bytes, and what must hold then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Try = Callable[[bytes], None]
"""Works with some bytes; whatever it raises is a finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One reader or normaliser.

    Attributes:
        name: Also the name of its corpus.
        load: Loads what is needed, once, and gives what is tried; so that a list of targets costs nothing.
        max_bytes: Longest input that the fuzzer makes.
    """

    name: str
    load: Callable[[], Try]
    max_bytes: int


class FindingError(AssertionError):
    """Something that must hold does not, though nothing was raised."""


def hold(is_so: bool, what: str) -> None:
    """Raise unless something is so.

    Raises:
        FindingError: It is not.
    """
    if not is_so:
        raise FindingError(what)


def text_of(data: bytes) -> str:
    """Bytes as the text that a reader would hand on: UTF-8, what is none of it replaced."""
    return data.decode("utf-8", "replace")
