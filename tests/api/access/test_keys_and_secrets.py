"""API keys, id and secret; what wrong ones cost, and whom they do not keep out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import argon2
import pytest

from api.access import registry, secret_checks
from api.access.credentials import HASHER, id_of_api_key, new_api_key
from api.access.errors import OverloadedError, TooManyRequestsError
from api.access.limits import RateLimits
from api.access.secret_checks import SecretChecks, hash_of_nobody
from tests.api.access.conftest import House


def test_an_api_key_opens_what_its_client_may_do_in_three_ways(house: House) -> None:
    key, text = registry.add_api_key(house.store, "siapkerja", "halaman", timedelta(days=1))
    assert text.startswith(f"spd_{key.id}_")
    assert text not in str(house.store.api_keys())
    assert house.status(text) == 200
    assert house.http.get("/v1/sources", headers={"X-API-Key": text}).status_code == 200
    assert house.http.get("/v1/sources", auth=("siapkerja", text)).status_code == 200
    assert house.http.get("/v1/sources", auth=("siapkerja", house.secrets["siapkerja"])).status_code == 200
    house.add("lain")
    assert house.http.get("/v1/sources", auth=("lain", text)).status_code == 401
    house.http.app.state.access.stop()  # type: ignore[attr-defined]
    assert house.store.api_keys()[0].last_used_on


@pytest.mark.parametrize("what", ["revoked", "ended", "shut out", "other text", "other form", "unknown"])
def test_a_key_that_is_not_good_any_more_is_refused_at_once(house: House, what: str) -> None:
    key, text = registry.add_api_key(house.store, "siapkerja", "", None)
    assert house.status(text) == 200
    if what == "revoked":
        registry.revoke_api_key(house.store, key.id)
    elif what == "ended":
        house.store.put_api_key(replace(key, expires_at=datetime.now(UTC)))
    elif what == "shut out":
        registry.disable(house.store, "siapkerja")
    given = {"other text": text[:-2] + "AA", "other form": text + "x", "unknown": new_api_key()[1]}.get(what, text)
    assert house.status(given) == 401


def test_a_browser_gets_the_form_to_sign_in_on_the_inspectors_page_and_no_window_of_its_own(house: House) -> None:
    answer = house.http.get("/inspection")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert 'action="/masuk"' in answer.text


def test_the_form_of_a_key_is_checked_before_anything_is_looked_up() -> None:
    key_id, text = new_api_key()
    assert id_of_api_key(text) == key_id
    for wrong in ("", "spd_", f"spd_{key_id}_short", text.upper(), f" {text}", f"{text}\n"):
        assert id_of_api_key(wrong) == ""


class Counted(SecretChecks):
    """Counts what it verifies."""

    verified = 0

    async def _verify(self, secret: str, hashes: Sequence[str]) -> bool:
        self.verified += 1
        return await super()._verify(secret, hashes)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


GOOD = HASHER.hash("good")


def test_a_good_secret_is_remembered_for_a_while_and_forgotten_when_its_hash_is_another() -> None:
    async def run() -> None:
        clock = Clock()
        checks = Counted(RateLimits("memory://"), clock)
        for _ in range(3):
            assert await checks.check("a", "1.1.1.1", "good", [GOOD])
        assert checks.verified == 1
        assert not await checks.check("a", "1.1.1.1", "good", [HASHER.hash("other")])
        assert not await checks.check("a", "1.1.1.1", "good", [])
        clock.now = 301
        assert await checks.check("a", "1.1.1.1", "good", [GOOD])
        assert checks.verified == 4
        checks.close()

    asyncio.run(run())


def test_failed_tries_are_limited_by_address_and_name_and_keep_nobody_out_who_came_well_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(secret_checks, "_BY_NAME", 5 / 3)
    monkeypatch.setattr(secret_checks, "is_secret_of", lambda hashed, secret: hashed == secret)

    async def run() -> None:
        clock = Clock()
        checks = Counted(RateLimits("memory://"), clock, tries=3)
        assert await checks.check("a", "9.9.9.9", "good", ["good"])
        for _ in range(3):
            assert not await checks.check("a", "1.1.1.1", "bad", ["good"])
        with pytest.raises(TooManyRequestsError) as told:
            await checks.check("b", "1.1.1.1", "bad", ["good"])
        assert int(told.value.headers["Retry-After"]) >= 1
        for _ in range(2):
            assert not await checks.check("a", "2.2.2.2", "bad", ["good"])
        clock.now = 1_000  # the good secret is no longer remembered
        before = checks.verified
        with pytest.raises(TooManyRequestsError):
            await checks.check("a", "3.3.3.3", "good", ["good"])
        assert checks.verified == before  # no hash was made
        assert await checks.check("a", "9.9.9.9", "good", ["good"])
        checks.close()

    asyncio.run(run())


def test_more_secrets_than_can_be_checked_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_checks, "_WAITING", 2)

    async def run() -> list[object]:
        checks = SecretChecks(RateLimits("memory://"))
        tries = [checks.check("a", "1.1.1.1", f"bad{n}", [GOOD]) for n in range(5)]
        found = await asyncio.gather(*tries, return_exceptions=True)
        checks.close()
        return list(found)

    found = asyncio.run(run())
    assert sum(isinstance(one, OverloadedError) for one in found) == 3
    assert found.count(False) == 2


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_checks, "_KEPT", 2)
    monkeypatch.setattr(secret_checks, "is_secret_of", lambda hashed, secret: hashed == secret)

    async def run() -> None:
        checks = Counted(RateLimits("memory://"))
        for name in ("a", "b", "c", "a"):
            assert await checks.check(name, "1.1.1.1", "x", ["x"])
        assert checks.verified == 4
        checks.close()

    asyncio.run(run())


def test_the_hash_of_nobody_costs_as_much_as_those_of_the_hasher_and_no_secret_has_it() -> None:
    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    made, other = hash_of_nobody(hasher), hash_of_nobody(hasher)
    assert made != other
    assert len(made) == len(hasher.hash("x"))
    assert argon2.extract_parameters(made) == argon2.extract_parameters(hasher.hash("x"))
    with pytest.raises(argon2.exceptions.VerifyMismatchError):
        hasher.verify(made, "")
