"""JSON as RFC 8259 has it, and half an emoji."""

from __future__ import annotations

import json
import math

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.json_text import parse_json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(st.sampled_from(["a", "é", "😀", "\n"]), max_size=5).map("".join),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@given(VALUES, st.sampled_from(["\ud83d", "\udc00", "ok \ud800."]))
def test_half_a_letter_becomes_the_replacement_mark_and_the_rest_stays(value: object, halved: str) -> None:
    whole = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in halved)
    assert parse_json_text(json.dumps([value, {halved: halved}]).encode()) == [value, {whole: whole}]
    assert parse_json_text(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"[NaN]", "NaN, which JSON does not have"),
        (b'["\\ud83d", -Infinity]', "-Infinity, which JSON does not have"),
        (b"1e999", "a number beyond a double"),
        (b'["\\ud83d"', "Expecting ',' delimiter"),
        (b'["\\ud83d", ' + b"9" * 5_000 + b"]", "a number beyond a double"),
        (b"[" * 5_000, "depth limit|recursion"),
        (b'["\xff"]', "UTF-8"),
        (b"", "empty"),
    ],
)
def test_what_is_not_json_is_refused_with_the_true_reason(text: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_json_text(text)


@given(st.binary(max_size=30) | VALUES.map(lambda value: json.dumps(value).encode()[:-1]))
def test_whatever_the_bytes_a_value_or_a_named_fault_comes_back(text: bytes) -> None:
    try:
        value, reason = parse_json_text(text), ""
    except ValueError as error:
        value, reason = None, str(error) or "none"
    assert reason != "none"
    assert not (isinstance(value, float) and not math.isfinite(value))


@given(st.integers(min_value=-(10**40), max_value=10**40) | st.sampled_from([2**64 - 1, 2**64, -(2**63), -(2**63) - 1]))
def test_an_integer_is_the_same_beside_half_a_letter_as_without_and_can_be_written_again(number: int) -> None:
    halved, plain = (parse_json_text(b'["%b", %d]' % (letter, number)) for letter in (rb"\ud83d", b"x"))
    assert halved[1] == plain[1]
    assert type(halved[1]) is type(plain[1])
    assert orjson.loads(orjson.dumps(halved)) == halved
