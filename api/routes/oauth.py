"""``/oauth/token`` and what is published beside it: tokens for clients by id and secret (RFC 6749, section 4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.access.credentials import Kind, read_credentials
from api.access.doorkeeper import TOKEN_PATH
from api.access.errors import GrantError, InvalidClientError, UnauthenticatedError
from api.access.gate import GuardedRoute
from api.access.principal import SCOPES
from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.access.signing_keys import ALGORITHM, KEPT_BY_OTHERS, ensure_signing_key, jwks
from api.access.wiring import AccessDep
from api.bodies import BodyError, MediaTypeError, form_pairs
from api.schemas import shown
from indexes.client_records import StoredClient

GRANT = "client_credentials"
FORM = "application/x-www-form-urlencoded"
_PARAMETERS = frozenset({"grant_type", "scope", "client_id", "client_secret"})

router = APIRouter(route_class=GuardedRoute, tags=["access"])


class TokenRequest(BaseModel):
    """The form of a request for a token; id and secret may stand in ``Authorization: Basic`` instead."""

    model_config = shown({"grant_type": GRANT, "scope": "match postings:read"})

    grant_type: str = Field(description="Always `client_credentials`")
    scope: str = Field(default="", description="Scopes with spaces between; all that the client has when left out")
    client_id: str = Field(default="", description="Unless in the header")
    client_secret: str = Field(default="", description="Unless in the header")


class TokenResponse(BaseModel):
    """A token (RFC 6749, section 5.1)."""

    model_config = shown(
        {
            "access_token": "eyJhbGciOiJFUzI1NiIsImtpZCI6InNwLTAxIiwidHlwIjoiYXQrand0In0.e30.c2lnbmF0dXJl",
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": "match postings:read",
        }
    )

    access_token: str = Field(description="Goes into `Authorization: Bearer`")
    token_type: str = Field(description="Always `Bearer`")
    expires_in: int = Field(description="Seconds", ge=1)
    scope: str = Field(description="What it may be used for")


class GrantProblem(BaseModel):
    """Why no token was given (RFC 6749, section 5.2)."""

    error: str = Field(description="Code of the RFC", examples=["invalid_client"])
    error_description: str = Field(description="The same in words")


def _document() -> dict[str, Any]:
    schema = TokenRequest.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {FORM: {"schema": schema}}}}


@router.post(
    TOKEN_PATH,
    summary="A token for a client",
    responses={400: {"model": GrantProblem}, 401: {"model": GrantProblem}},
    openapi_extra=_document(),
)
@guarded(PUBLIC)
async def token(request: Request, access: AccessDep) -> TokenResponse:
    """OAuth 2.0 client credentials; the client says who it is by `Authorization: Basic` or in the form, not both."""
    form = await _form(request)
    client_id, secret = _who(request, form)
    found = await access.gatekeeper.client_of(request, client_id, secret)
    if found is None:
        raise InvalidClientError
    registry, client = found
    scopes = _scopes(client, form.get("scope", ""))
    if not registry.signing_keys:
        await run_in_threadpool(ensure_signing_key, access.directory.store, access.issuer.box)
        registry = await access.directory.current()
    issued = access.issuer.issue_token(registry, client, scopes)
    return TokenResponse(
        access_token=issued.token,
        token_type="Bearer",  # noqa: S106 - the type's name (RFC 6750)
        expires_in=issued.expires_in,
        scope=" ".join(sorted(issued.scopes)),
    )


@router.get("/.well-known/jwks.json", summary="Keys that our tokens are verified with")
@guarded(PUBLIC)
async def published_keys(access: AccessDep, response: Response) -> dict[str, Any]:
    """JWK set (RFC 7517); a new key stands here before it signs. Keep it no longer than `Cache-Control` says."""
    response.headers["Cache-Control"] = f"public, max-age={int(KEPT_BY_OTHERS.total_seconds())}"
    registry = await access.directory.current()
    return jwks(registry.signing_keys, datetime.now(UTC))


@router.get("/.well-known/oauth-authorization-server", summary="What this issuer of tokens can do")
@guarded(PUBLIC)
async def metadata(access: AccessDep, response: Response) -> dict[str, Any]:
    """Authorization server metadata (RFC 8414)."""
    response.headers["Cache-Control"] = f"public, max-age={int(KEPT_BY_OTHERS.total_seconds())}"
    issuer = access.issuer.name
    return {
        "issuer": issuer,
        "token_endpoint": f"{issuer}{TOKEN_PATH}",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "scopes_supported": [scope for scope in SCOPES if scope != "self"],
        "response_types_supported": [],
        "grant_types_supported": [GRANT],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "access_token_signing_alg_values_supported": [ALGORITHM],
    }


async def _form(request: Request) -> Mapping[str, str]:
    """The parameters; sent twice is refused, unknown ones are passed over (RFC 6749, section 3.2)."""
    try:
        pairs = await form_pairs(request)
    except (BodyError, MediaTypeError) as error:
        raise GrantError("invalid_request", f"wanted a form ({FORM}), found another body") from error
    known = [(name, value) for name, value in pairs if name in _PARAMETERS]
    form = dict(known)
    if len(form) < len(known):
        raise GrantError("invalid_request", "wanted each parameter once, found one several times")
    if not form.get("grant_type"):
        raise GrantError("invalid_request", f"wanted grant_type={GRANT}, found none")
    if form["grant_type"] != GRANT:
        raise GrantError("unsupported_grant_type", f"wanted grant_type={GRANT}, found another")
    return form


def _who(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    """Id and secret: one way of saying them, and no other (RFC 6749, section 2.3)."""
    try:
        given = read_credentials(request.headers)
    except UnauthenticatedError as error:
        raise InvalidClientError from error
    if given is None:
        if not form.get("client_id") or not form.get("client_secret"):
            raise InvalidClientError
        return form["client_id"], form["client_secret"]
    if given.kind is not Kind.BASIC:
        raise InvalidClientError
    if form.get("client_secret") or form.get("client_id", given.client) != given.client:
        raise GrantError("invalid_request", "wanted id and secret in one place, found them in two")
    return given.client, given.secret


def _scopes(client: StoredClient, asked: str) -> frozenset[str]:
    """What is asked for, where the client has it; all that it has where nothing is."""
    wanted = frozenset(asked.split())
    lacking = sorted(s for s in wanted if s not in client.scopes and s.partition(":")[0] not in client.scopes)
    if lacking:
        raise GrantError("invalid_scope", f"wanted scopes that the client has, found {len(lacking)} that it has not")
    return wanted or client.scopes
