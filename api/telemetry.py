"""Traces by OpenTelemetry: a span for each request, below it the steps of a match and the transactions of the store.

Off unless ``SEPADAN_OTLP_ENDPOINT`` is set: nothing of OpenTelemetry is loaded before. The parent comes with a request
(W3C Trace Context). Attributes are those of the HTTP conventions that hold no personal data: method, route template and
status, never path, query or address. What an error says is not recorded, for it may quote a person's words.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import metadata
from typing import TYPE_CHECKING, Any, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexes.tracing import STEPS
from taxonomy.errors import ConfigError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

    from api.settings import Settings

_FAULT = 500


def open_traces(settings: Settings) -> TracerProvider | None:
    """What sends traces to the collector of the settings; None where none is set.

    Args:
        settings: Endpoint and the share of requests that are traced. The share counts whatever the caller's
            ``traceparent`` says, so that a caller cannot have all of its requests recorded.

    Raises:
        ConfigError: The packages of OpenTelemetry are not installed.
    """
    if not settings.otlp_endpoint:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
    except ModuleNotFoundError as error:
        wanted = "wanted the packages of OpenTelemetry, found none; pip install 'sepadan[telemetry]'"
        raise ConfigError(f"SEPADAN_OTLP_ENDPOINT: {wanted}") from error
    named = {SERVICE_NAME: "sepadan", SERVICE_VERSION: metadata.version("sepadan")}
    provider = TracerProvider(
        sampler=TraceIdRatioBased(settings.trace_share), resource=Resource.create(named), shutdown_on_exit=False
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.otlp_endpoint)))
    return provider


class Traced:
    """ASGI middleware around everything else; see the module."""

    def __init__(self, app: ASGIApp, *, provider: TracerProvider) -> None:
        """Wrap an app.

        Args:
            app: What is wrapped.
            provider: Records spans; closed by whoever made it.
        """
        from opentelemetry.trace import SpanKind, StatusCode, format_trace_id
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._app = app
        self._tracer = provider.get_tracer("sepadan", metadata.version("sepadan"))
        self._kind, self._error, self._hex = SpanKind.SERVER, StatusCode.ERROR, format_trace_id
        self._parent_of = TraceContextTextMapPropagator().extract

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request within its span."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        sent = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        with self._span("request", context=self._parent_of(sent), kind=self._kind) as span:
            state = scope.setdefault("state", {})
            state["trace"] = {"trace_id": self._hex(span.get_span_context().trace_id)}
            before = STEPS.set(self._step if span.is_recording() else None)
            try:
                await self._app(scope, receive, send_and_note)
            finally:
                STEPS.reset(before)
                self._name(span, scope, status)

    def _span(self, name: str, **more: Any) -> Any:
        return self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False, **more)

    def _step(self, name: str, *, is_leaf: bool) -> AbstractContextManager[object]:
        if is_leaf:
            return self._tracer.start_span(name, record_exception=False, set_status_on_exception=False)
        return cast(AbstractContextManager[object], self._span(name))

    def _name(self, span: Any, scope: Scope, status: int) -> None:
        route = getattr(scope.get("route"), "path", "")
        method = scope["method"] if scope["method"].isascii() and scope["method"].isalpha() else "_OTHER"
        span.update_name(f"{method} {route}".strip())
        span.set_attribute("http.request.method", method[:16])
        if route:
            span.set_attribute("http.route", route)
        if status:
            span.set_attribute("http.response.status_code", status)
        if not status or status >= _FAULT:
            span.set_status(self._error)
        principal = scope["state"].get("principal")
        if principal is not None:
            span.set_attribute("sepadan.client", principal.client)
        span.set_attribute("sepadan.request_id", scope["state"].get("request_id", ""))
