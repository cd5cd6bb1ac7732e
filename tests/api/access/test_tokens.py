"""Tokens: got with id and secret, believed only when they are ours, whole, for us, and of a client that may call."""

from __future__ import annotations

import base64
import json
import time
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi.testclient import TestClient

from api.access import registry, signing_keys, tokens
from api.access.principal import Principal, Role
from api.app import create_app
from api.settings import Settings
from indexes.store import Store
from matcher.engine import Engine
from tests.api.access.conftest import House
from tests.indexes.stores import webhook

AUDIENCE = "sepadan"
ISSUER = "https://sepadan.contoh.invalid"


def forged(house: House, *, key: Any = None, algorithm: str = "ES256", header: Any = None, **claims: Any) -> str:
    """A token as ours are, signed with our own key, but for what is changed."""
    kid, ours = signing_keys.signing_key(
        house.store.signing_keys(), house.access.issuer.box, house.store.signing_keys()[0].signs_from
    )
    now = int(time.time())
    payload = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "siapkerja",
        "client_id": "siapkerja",
        "scope": "admin",
        "iat": now,
        "exp": now + 600,
        "jti": "1",
    } | claims
    payload = {name: value for name, value in payload.items() if value is not None}
    return jwt.encode(payload, key or ours, algorithm, headers={"kid": kid, "typ": "at+jwt", **(header or {})})


def test_a_token_opens_what_its_client_may_do_and_says_so(house: House) -> None:
    answer = house.ask("siapkerja")
    body = answer.json()
    assert (answer.status_code, body["token_type"], body["expires_in"]) == (200, "Bearer", 3600)
    assert answer.headers["cache-control"] == "no-store"
    assert body["scope"] == "admin match"
    assert house.status(body["access_token"]) == 200
    assert house.get(body["access_token"], "/v1/market/wages").status_code == 403
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert {"iss": ISSUER, "aud": AUDIENCE, "sub": "siapkerja", "tenant": "siapkerja", "role": "platform"}.items() <= (
        claims.items()
    )
    assert claims["exp"] - claims["iat"] == 3600
    assert jwt.get_unverified_header(body["access_token"])["typ"] == "at+jwt"


def test_anybody_can_verify_a_token_with_the_published_keys_and_no_private_part_is_among_them(house: House) -> None:
    token = house.token("siapkerja")
    answer = house.http.get("/.well-known/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=300"
    [key] = answer.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    assert jwt.decode(token, jwt.PyJWK(key), algorithms=["ES256"], audience=AUDIENCE)["client_id"] == "siapkerja"
    metadata = house.http.get("/.well-known/oauth-authorization-server").json()
    assert (metadata["issuer"], metadata["token_endpoint"]) == (ISSUER, f"{ISSUER}/oauth/token")
    assert "admin" in metadata["scopes_supported"]


def test_the_token_that_our_forger_makes_is_good_where_nothing_is_forged(house: House) -> None:
    assert house.status(forged(house)) == 200
    now = int(time.time())
    assert house.status(forged(house, iat=now + 50, nbf=now + 50)) == 200  # clocks may differ by 60 s
    assert house.status(forged(house, iat=now - 700, exp=now - 50)) == 200


WRONG: list[dict[str, Any]] = [
    {"iss": "https://lain.invalid"},
    {"aud": "lain"},
    {"exp": 1},
    {"exp": None},
    {"iat": None},
    {"jti": None},
    {"aud": None},
    {"iat": 99_999_999_999, "exp": 99_999_999_999},
    {"nbf": 99_999_999_999},
    {"client_id": "nobody", "sub": "nobody"},
    {"sub": "another"},
    {"sub": "karirhub:1", "client_id": 7, "role": "person"},
    {"scope": ["admin"]},
    {"exp": "later"},
    {"header": {"typ": "JWT"}},
    {"header": {"kid": "../../etc/passwd"}},
    {"header": {"kid": "sp-0000000000000000"}},
    {"header": {"kid": "' OR 1=1 --"}},
    {"header": {"crit": ["exp"]}},
    {"key": ec.generate_private_key(ec.SECP256R1())},
    {"key": ec.generate_private_key(ec.SECP384R1()), "algorithm": "ES384"},
    {"key": "x" * 64, "algorithm": "HS256"},
]


def test_a_token_in_which_anything_is_wrong_is_refused(house: House) -> None:
    for change in WRONG:
        answer = house.get(forged(house, **change), "/v1/sources")
        assert (change, answer.status_code) == (change, 401)
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def parts(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_no_signature_and_a_public_key_taken_for_a_shared_secret_are_refused(house: House) -> None:
    good = house.token("siapkerja")
    header, payload, signature = good.split(".")
    kid = jwt.get_unverified_header(good)["kid"]
    for alg in ("none", "None", "nOnE"):
        bare = parts({"alg": alg, "kid": kid, "typ": "at+jwt"})
        assert house.status(f"{bare}.{payload}.") == 401
        assert house.status(f"{bare}.{payload}.{signature}") == 401
    [key] = house.http.get("/.well-known/jwks.json").json()["keys"]
    public = jwt.PyJWK(key).key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = parts({"alg": "HS256", "kid": kid, "typ": "at+jwt"})
    signed = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        f"{head}.{payload}".encode(), public
    )
    mac = base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
    assert house.status(f"{head}.{payload}.{mac}") == 401
    wider = parts({**json.loads(base64.urlsafe_b64decode(payload + "==")), "scope": "market"})
    assert house.status(f"{header}.{wider}.{signature}") == 401


def test_rubbish_in_the_header_is_told_as_401_and_never_a_500(house: House) -> None:
    for header in [
        "Bearer",
        "Bearer ",
        "Bearer a.b.c",
        "Bearer é",
        "Token x",
        "Basic",
        "Basic !!!",
        "Basic YQ==",
        "Bearer " + "x" * 9000,
    ]:
        answer = house.http.get("/v1/sources", headers={"Authorization": header.encode("latin-1")})
        assert (header, answer.status_code) == (header, 401)


def test_credentials_that_come_twice_are_refused(house: House) -> None:
    token = house.token("siapkerja")
    assert house.get(token, "/v1/sources", **{"X-API-Key": "spd_x"}).status_code == 401


def test_scopes_are_narrowed_and_never_widened(house: House) -> None:
    narrow = house.ask("siapkerja", scope="match").json()
    assert narrow["scope"] == "match"
    assert house.status(narrow["access_token"]) == 403
    refused = house.ask("siapkerja", scope="admin market")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
    house.add("pusat", "profiles")
    assert house.ask("pusat", scope="profiles:read").json()["scope"] == "profiles:read"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ("", "invalid_request"),
        ("scope=admin", "invalid_request"),
        ("grant_type=password", "unsupported_grant_type"),
        ("grant_type=client_credentials&grant_type=client_credentials", "invalid_request"),
        ("grant_type=client_credentials&client_secret=x", "invalid_request"),
        ("grant_type=client_credentials&client_id=lain", "invalid_request"),
        ("a=1&" * 60, "invalid_request"),
    ],
)
def test_a_form_that_cannot_be_used_is_told_as_the_rfc_says(house: House, form: str, error: str) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    auth = ("siapkerja", house.secrets["siapkerja"])
    answer = house.http.post("/oauth/token", content=form, headers=kind, auth=auth)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.headers["content-type"] == "application/json"
    assert (
        house.http.post("/oauth/token", json={"grant_type": "client_credentials"}).json()["error"] == "invalid_request"
    )


def test_id_and_secret_may_stand_in_the_form(house: House) -> None:
    form = {"grant_type": "client_credentials", "client_id": "siapkerja", "client_secret": house.secrets["siapkerja"]}
    assert house.http.post("/oauth/token", data=form).status_code == 200


def test_a_wrong_secret_and_a_client_that_is_not_there_get_the_same_answer(house: House) -> None:
    house.add("padam")
    house.store.put_webhook(webhook(client="padam"))
    registry.disable(house.store, "padam")
    assert house.store.webhooks() == []
    answers = []
    for name in ("siapkerja", "nobody", "padam"):
        secret = house.secrets[name] if name == "padam" else "sps_wrong"
        answer = house.http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=(name, secret))
        answers.append((answer.status_code, answer.json(), answer.headers["WWW-Authenticate"]))
    assert answers[0] == answers[1] == answers[2]
    assert (answers[0][0], answers[0][1]["error"]) == (401, "invalid_client")
    for extra in ({}, {"headers": {"Authorization": "Bearer x"}}, {"headers": {"Authorization": "Basic ?"}}):
        found = house.http.post("/oauth/token", data={"grant_type": "client_credentials"}, **extra)  # type: ignore[arg-type]
        assert found.json()["error"] == "invalid_client"


def test_a_client_that_is_shut_out_by_another_process_is_refused_at_the_next_request(house: House) -> None:
    token = house.token("siapkerja")
    assert house.status(token) == 200
    elsewhere = Store(house.settings.database_url or f"sqlite:///{house.settings.home / 'sepadan.db'}")
    registry.disable(elsewhere, "siapkerja")
    assert house.status(token) == 401
    assert house.ask("siapkerja").status_code == 401
    registry.enable(elsewhere, "siapkerja")
    assert house.status(token) == 401  # what was given before stays refused
    assert house.status(house.token("siapkerja")) == 200
    elsewhere.close()


def test_scopes_that_were_taken_back_are_gone_from_tokens_too(house: House) -> None:
    from dataclasses import replace

    token = house.token("siapkerja")
    house.store.change_client("siapkerja", lambda one: replace(one, scopes=frozenset({"match"})))
    assert house.status(token) == 403


def test_two_secrets_are_good_during_a_rotation_and_one_when_it_is_over(house: House) -> None:
    old = house.secrets["siapkerja"]
    token = house.token("siapkerja")
    new = registry.rotate_secret(house.store, "siapkerja")
    for secret in (old, new):
        house.secrets["siapkerja"] = secret
        assert house.ask("siapkerja").status_code == 200
    assert house.status(token) == 200
    newest = registry.rotate_secret(house.store, "siapkerja", timedelta(0))
    assert house.status(token) == 401
    for secret, status in ((old, 401), (new, 401), (newest, 200)):
        house.secrets["siapkerja"] = secret
        assert house.ask("siapkerja").status_code == status


def test_a_new_signing_key_is_published_before_it_signs_and_the_old_one_until_its_tokens_ended(house: House) -> None:
    [first] = house.store.signing_keys()
    token = house.token("siapkerja")
    second = signing_keys.rotate(house.store, house.access.issuer.box)
    kids = [key["kid"] for key in house.http.get("/.well-known/jwks.json").json()["keys"]]
    assert kids == [first.kid, second.kid]
    assert jwt.get_unverified_header(house.token("siapkerja"))["kid"] == first.kid
    assert house.status(token) == 200
    keys, box = house.store.signing_keys(), house.access.issuer.box
    assert second.signs_from - second.created_at > signing_keys.KEPT_BY_OTHERS
    assert signing_keys.signing_key(keys, box, second.signs_from)[0] == second.kid
    last = keys[0].published_until
    assert last is not None
    assert last - second.signs_from >= signing_keys.LONGEST_LIFE + signing_keys.SKEW
    assert [key.kid for key in signing_keys.published(keys, last)] == [second.kid]
    assert signing_keys.public_key(keys, first.kid, last) is None


def test_a_signing_key_that_is_withdrawn_takes_its_tokens_with_it(house: House) -> None:
    token = house.token("siapkerja")
    assert house.status(token) == 200
    [first] = house.store.signing_keys()
    signing_keys.withdraw(house.store, house.access.issuer.box, first.kid)
    assert house.status(token) == 401
    assert house.status(house.token("siapkerja")) == 200


def test_a_job_seekers_token_is_for_one_worker_and_ends_with_its_client(house: House) -> None:
    client = Principal(client="siapkerja", tenant="siapkerja", role=Role.PLATFORM, scopes=frozenset({"match"}))
    issued = house.access.issue_person_token(client, "karirhub:17", seconds=99_999)
    assert issued.expires_in == tokens.PERSON_LIFE_S
    seen: list[Principal] = []
    door = house.access.gatekeeper

    async def remember(request: Any) -> Principal:
        seen.append(await door.principal_of(request))
        return seen[-1]

    house.http.app.state.doorkeeper = type("Door", (), {"principal_of": staticmethod(remember)})()  # type: ignore[attr-defined]
    assert house.get(issued.token, "/v1/sources").status_code == 403
    [person] = seen
    assert (person.role, person.subject, person.scopes) == (Role.PERSON, "karirhub:17", frozenset({"self"}))
    assert not person.owns("karirhub:17")
    registry.disable(house.store, "siapkerja")
    assert house.status(issued.token) == 401


def test_a_server_that_asks_nobody_gives_tokens_all_the_same(engine: Engine, access_settings: Settings) -> None:
    settings = access_settings.model_copy(update={"auth": "off"})
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as http:
        made = House(http=http, store=engine.store, settings=settings)
        made.add("siapkerja")
        assert http.get("/.well-known/jwks.json").json() == {"keys": []}
        token = made.token("siapkerja")
        [key] = http.get("/.well-known/jwks.json").json()["keys"]
        assert jwt.get_unverified_header(token)["kid"] == key["kid"]
        assert http.get("/v1/sources").status_code == 200
