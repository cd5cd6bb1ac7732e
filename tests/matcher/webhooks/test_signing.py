"""Secrets and signatures against the specification's own words."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from matcher.webhooks.signing import make_secret, secret_bytes, signature
from taxonomy.errors import InputError


def test_a_signature_is_that_of_the_reference_implementation() -> None:
    # The example of the reference libraries of Standard Webhooks.
    key = secret_bytes("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    found = signature([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_several_keys_sign_each_and_the_present_one_comes_first() -> None:
    keys = [b"a" * 24, b"b" * 24]
    wanted = [base64.b64encode(hmac.new(key, b"evt_1.5.{}", hashlib.sha256).digest()).decode() for key in keys]
    assert signature(keys, "evt_1", 5, b"{}") == f"v1,{wanted[0]} v1,{wanted[1]}"


def test_a_made_secret_can_be_read_and_is_another_each_time() -> None:
    made = {make_secret() for _ in range(5)}
    assert len(made) == 5
    assert {len(secret_bytes(text)) for text in made} == {32}


@pytest.mark.parametrize("length", [24, 64])
def test_secrets_of_every_length_that_the_specification_allows_are_taken(length: int) -> None:
    assert len(secret_bytes("whsec_" + base64.b64encode(bytes(length)).decode())) == length


@pytest.mark.parametrize(
    "text", ["", "whsec_", "rahasia", "whsec_!!!", "whsec_" + "A" * 28, "whsec_" + "A" * 88, "A" * 44, "whsec_é" * 9]
)
def test_what_is_no_secret_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(InputError, match="found another text") as told:
        secret_bytes(text)
    assert not text or text not in str(told.value).replace("whsec_ and", "")
