"""Strict JSON (RFC 8259) to values, with one kindness: half an emoji costs only itself."""

from __future__ import annotations

import json
import math
from typing import Any

import orjson

from taxonomy.json_values import is_list, is_object


def parse_json_text(text: bytes) -> Any:
    """The value of a JSON text.

    Lone surrogates (an emoji cut in half by a UTF-16 system) become U+FFFD. NaN, Infinity, numbers beyond a double and
    bytes that are not UTF-8 are refused; of a name that comes twice the last value counts.

    Raises:
        json.JSONDecodeError: Not JSON; it has the place of the fault.
        ValueError: NaN, Infinity or a number beyond a double, each by name.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        return _with_halved_characters(text, fault)


def writable(text: str) -> str:
    """A text that can be written as UTF-8: a lone surrogate, as the JSON inside a web page may hold, becomes ``?``."""
    return text.encode("utf-8", "replace").decode("utf-8")


def as_unicode(text: str) -> str:
    """Text that UTF-8 can hold: a file name of other bytes comes in as lone surrogates."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_MOST_DIGITS = 20
"""Of an integer of 64 bits, with its sign."""


class _NumberError(ValueError):
    """A number that Python's parser takes and JSON does not have."""


def _with_halved_characters(text: bytes, fault: orjson.JSONDecodeError) -> Any:
    """Parse again by the slower parser, which knows lone surrogates and tells which number JSON does not have."""
    try:
        found = json.loads(
            text.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite, parse_int=_integer
        )
        return _whole(found)
    except _NumberError:
        raise
    except json.JSONDecodeError as other:  # the fast parser stops at a lone surrogate, and there may be more amiss
        raise (other if "surrogate" in fault.msg else fault) from None
    except (ValueError, RecursionError):
        raise fault from None


def _refuse_constant(name: str) -> Any:
    raise _NumberError(f"{name}, which JSON does not have")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise _NumberError("a number beyond a double")
    return value


def _integer(digits: str) -> int | float:
    """As the fast parser has it: what 64 bits do not hold is a double, so that it can be written again."""
    value = _finite(digits) if len(digits) > _MOST_DIGITS else int(digits)
    return value if isinstance(value, float) or -(2**63) <= value < 2**64 else float(value)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if is_object(value):
        return {_whole(name): _whole(item) for name, item in value.items()}
    return [_whole(item) for item in value] if is_list(value) else value
