"""A target with a fault that was put there: a fuzzer that does not find it finds nothing elsewhere either."""

from __future__ import annotations

from evaluation.fuzz.target import Target, Try, text_of

NAME = "planted"


def planted_target() -> Target:
    """Fails on texts like ``gaji-7 jt``: each condition is a branch that the fuzzer sees."""
    return Target(name=NAME, load=_load, max_bytes=256)


def _load() -> Try:
    def attempt(data: bytes) -> None:
        text = text_of(data)
        if text[:4] == "gaji" and text[4:5] == "-" and text[5:6].isdigit() and text[-1:] == "t":
            raise ZeroDivisionError("planted")

    return attempt
