"""The app: wiring, and the only place where errors become HTTP statuses."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from starlette.exceptions import HTTPException

from api.access.errors import (
    AccessError,
    DrainingError,
    ForbiddenError,
    GrantError,
    InvalidClientError,
    OverloadedError,
    TooManyRequestsError,
    UnauthenticatedError,
)
from api.access.gate import check_guarded
from api.bodies import BodyError, BodyTooLargeError, MediaTypeError
from api.compression import CompressedPosts
from api.etags import PreconditionError
from api.headers import CORS_EXPOSED, CORS_HEADERS, listed
from api.idempotency import InFlightError
from api.job_service import JobService
from api.lanes import Lanes
from api.lifespan import lifespan_of, open_up
from api.logs import make_log
from api.methods import methods_of
from api.metrics import Metrics
from api.middleware import Surroundings
from api.openapi import openapi_of
from api.operation_names import operation_name
from api.problems import Fault, faults_of, faults_of_fields, problem_response
from api.ranges import RangeError
from api.route_list import ENTRIES, ROOMS, ROUTES, TAGS
from api.routes.bulk_answers import NothingAcceptedError
from api.routes.uploads import TusVersionError
from api.sandbox import HEADER as SANDBOX
from api.sandbox_reset import ResetError
from api.settings import Settings
from api.telemetry import Traced, open_traces
from api.web.assets import serve_asset
from api.web.faults import fault_page, is_of_page
from api.web.tasks import Tasks
from matcher.engine import Engine
from matcher.erasure.eraser import HeldError
from matcher.jobs.errors import JobLimitError, JobStateError
from matcher.rights.errors import PurposeError
from taxonomy.errors import (
    ConfigError,
    EncoderError,
    GenerationError,
    InputError,
    SepadanError,
    StoreError,
    UnknownIdError,
    VectorServerError,
)

LEAST_COMPRESSED = 2_048
"""Bytes under which an answer is not compressed."""

STATUSES: tuple[tuple[type[SepadanError], int, str], ...] = (
    (UnauthenticatedError, 401, "unauthenticated"),
    (InvalidClientError, 401, "unauthenticated"),
    (GrantError, 400, "grant"),
    (ForbiddenError, 403, "forbidden"),
    (TooManyRequestsError, 429, "too-many-requests"),
    (OverloadedError, 503, "overloaded"),
    (PurposeError, 403, "purpose"),
    (DrainingError, 503, "draining"),
    (BodyError, 400, "body"),
    (UnknownIdError, 404, "unknown-id"),
    (HeldError, 409, "held"),
    (InFlightError, 409, "in-flight"),
    (PreconditionError, 412, "precondition"),
    (BodyTooLargeError, 413, "body-too-large"),
    (MediaTypeError, 415, "media-type"),
    (TusVersionError, 412, "tus-version"),
    (RangeError, 416, "range"),
    (JobStateError, 409, "conflict"),
    (ResetError, 409, "conflict"),
    (JobLimitError, 429, "job-limit"),
    (InputError, 422, "input"),
    (GenerationError, 503, "not-ready"),
    (EncoderError, 503, "encoder"),
    (VectorServerError, 503, "vector-server"),
    (StoreError, 503, "store"),
    (ConfigError, 503, "configuration"),
)
"""Status and kind of each error of the tree; the first that fits counts."""

_HTTP_WANTED = {404: "a path of this API; see /openapi.json", 405: "a method that this path takes; see header Allow"}


def create_app(settings: Settings, engine: Engine | None = None) -> FastAPI:
    """Make the app.

    Args:
        settings: Made by the caller.
        engine: Served as it is and left open; when None, one is opened at start-up and closed at shut-down.

    Raises:
        SepadanError: At start-up, when no engine is given and none can be opened. A missing index generation is no
            fault there: ``/readyz`` names it.
    """
    metrics = Metrics()
    log = make_log(settings.log_level, settings.log_format)
    traces = open_traces(settings)
    app = FastAPI(
        title="Sepadan",
        version=version("sepadan"),
        summary="Job-skill matching for Indonesia",
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_name,
        lifespan=lifespan_of(settings, engine, metrics, log, traces),
    )
    if engine is not None:
        open_up(app, settings, engine, metrics, log)
    app.state.jobs = JobService(settings, log)
    app.state.settings = settings
    app.state.tasks = Tasks(settings.installed().kept / "progress", log)
    app.state.entries, app.state.rooms = ENTRIES, ROOMS
    app.state.dispatcher = None
    app.state.draining = False
    app.state.is_sandbox = settings.sandbox
    app.state.lanes = Lanes(settings.cores(), settings.request_timeout_s, metrics.refused)
    _surround(app, settings, metrics, log, traces)
    for module in ROUTES:
        check_guarded(module.router)
        app.include_router(module.router)
    app.mount("/static", serve_asset, name="static")
    app.add_exception_handler(SepadanError, _on_sepadan_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.openapi = lambda: openapi_of(app)  # type: ignore[method-assign]
    return app


def _surround(app: FastAPI, settings: Settings, metrics: Metrics, log: Any, traces: Any) -> None:
    """Middleware, the innermost first."""
    # BREACH needs a secret and an attacker's words in one compressed answer, to a browser that sends credentials by
    # itself. No answer of the API goes to such a one; the tokens of pages are masked anew each time (api/web/csrf.py).
    app.add_middleware(CompressedPosts, minimum_size=LEAST_COMPRESSED, compresslevel=4)
    if origins := listed(settings.cors_origins):
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=("GET", "POST", "PUT", "PATCH", "DELETE"),
            allow_headers=CORS_HEADERS,
            expose_headers=CORS_EXPOSED,
        )
    app.add_middleware(
        Surroundings,
        metrics=metrics,
        log=log,
        max_body_bytes=settings.max_body_bytes,
        hosts=listed(settings.hosts),
        behind_tls=settings.behind_proxy or settings.tls_cert is not None,
        always=(SANDBOX,) if settings.sandbox else (),
    )
    if traces is not None:
        app.add_middleware(Traced, provider=traces)


def status_of(error: SepadanError) -> tuple[int, str]:
    """HTTP status and kind of an error."""
    return next(((status, kind) for known, status, kind in STATUSES if isinstance(error, known)), (500, "unexpected"))


async def _on_sepadan_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SepadanError)
    status, kind = status_of(error)
    request.state.fault = type(error).__name__
    if isinstance(error, GrantError):  # RFC 6749, section 5.2 has a form of its own
        told = {"error": error.code, "error_description": str(error)}
        return Response(orjson.dumps(told), status, error.headers, media_type="application/json")
    if is_of_page(request):
        return await fault_page(request, error, status)
    extra: dict[str, Any] = {}
    faults = faults_of(error) if isinstance(error, InputError) else []
    detail = str(error)
    if isinstance(error, InputError):
        detail = "; ".join(f"{f.where}: wanted {f.wanted}, found {f.found}" for f in faults[:1])
    if isinstance(error, NothingAcceptedError):
        extra, faults = error.report.model_dump(), error.faults
    headers = error.headers if isinstance(error, AccessError | InFlightError) else None
    return problem_response(status, kind, detail, request.state.request_id, errors=faults, extra=extra, headers=headers)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if is_of_page(request):
        return await fault_page(request, error, 422)
    faults = faults_of_fields(error.errors())
    detail = f"{faults[0].where}: wanted {faults[0].wanted}, found {faults[0].found}"
    return problem_response(422, "input", detail, request.state.request_id, errors=faults)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if is_of_page(request, error.status_code):
        return await fault_page(request, error, error.status_code)
    where = f"{request.method} {request.url.path}"
    wanted = _HTTP_WANTED.get(error.status_code, str(error.detail))
    faults = [Fault(where="request", wanted=wanted, found=where[:200])]
    # Of the routes with one path the framework names the methods of the first alone (RFC 9110, 10.2.1 wants all).
    headers = {"Allow": ", ".join(methods_of(request.url.path))} if error.status_code == 405 else error.headers
    return problem_response(error.status_code, "http", wanted, request.state.request_id, errors=faults, headers=headers)
