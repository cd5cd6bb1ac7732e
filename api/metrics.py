"""Prometheus metrics of one app, in a registry of its own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from api.standing_metrics import Standing, StandingMetrics
from matcher.shadow import Agreement

CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Counts and latencies of one app.

    Attributes:
        in_flight: Requests that are being answered.
    """

    def __init__(self) -> None:
        """Start from zero."""
        self._registry = CollectorRegistry()
        self._standing = StandingMetrics()
        self._registry.register(self._standing)
        ProcessCollector(registry=self._registry)
        build = Gauge("sepadan_build_info", "Version that runs", ("version",), registry=self._registry)
        build.labels(version("sepadan")).set(1)
        self.in_flight = Gauge(
            "sepadan_requests_in_flight", "Requests that are being answered", registry=self._registry
        )
        self._requests = Counter(
            "sepadan_requests_total", "Requests answered", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "sepadan_request_seconds",
            "Seconds until a request was answered",
            ("method", "route"),
            registry=self._registry,
        )
        self._matches = Counter(
            "sepadan_matches_served_total", "Matches and courses handed out", ("found",), registry=self._registry
        )
        self._indexed = Gauge(
            "sepadan_records_indexed", "Records that can be found now", ("kind",), registry=self._registry
        )

        self._waiting = Gauge(
            "sepadan_requests_of_people",
            "Requests of people that wait for an answer",
            ("kind",),
            registry=self._registry,
        )
        self._overdue = Gauge(
            "sepadan_requests_of_people_overdue",
            "Requests of people whose clock ran out",
            ("kind",),
            registry=self._registry,
        )
        self._deliveries = Counter(
            "sepadan_webhook_attempts_total", "Attempts to deliver a webhook", ("outcome",), registry=self._registry
        )
        self._delivery_seconds = Histogram(
            "sepadan_webhook_attempt_seconds", "Seconds that a receiver took", registry=self._registry
        )
        self._compared = Gauge(
            "sepadan_shadow_rankings",
            "Rankings that weights beside were compared on",
            ("weights",),
            registry=self._registry,
        )
        self._correlation = Gauge(
            "sepadan_shadow_rank_correlation",
            "Mean Kendall tau-b of the ten best with weights beside",
            ("weights",),
            registry=self._registry,
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request.

        Args:
            method: HTTP method.
            route: Template of the route, or ``other``; never the path, which holds ids.
            status: HTTP status.
            seconds: From the first byte read to the last byte written.
        """
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def matches(self, found: str, count: int) -> None:
        """Count what was handed out: ``found`` is ``posting``, ``worker`` or ``course``."""
        self._matches.labels(found).inc(count)

    def requests_of_people(self, waiting: Mapping[str, tuple[int, int]]) -> None:
        """Set how many requests wait and are overdue, by kind; kinds that are not named have none."""
        self._waiting.clear()
        self._overdue.clear()
        for kind, (count, overdue) in waiting.items():
            self._waiting.labels(kind).set(count)
            self._overdue.labels(kind).set(overdue)

    def webhook(self, outcome: str, seconds: float) -> None:
        """Count one attempt to deliver a webhook: ``delivered``, ``failed`` or ``dead``, and its seconds."""
        self._deliveries.labels(outcome).inc()
        self._delivery_seconds.observe(seconds)

    def render(self, indexed: Mapping[str, int], beside: Agreement | None, standing: Standing) -> bytes:
        """The exposition text.

        Args:
            indexed: Kind to number of records that can be found now.
            beside: How alike weights that score beside rank; None when none do.
            standing: What an operator watches.
        """
        self._standing.standing = standing
        self._compared.clear()
        self._correlation.clear()
        if beside is not None:
            self._compared.labels(beside.weights).set(beside.rankings)
            if beside.correlation is not None:
                self._correlation.labels(beside.weights).set(beside.correlation)
        for kind, count in indexed.items():
            self._indexed.labels(kind).set(count)
        return generate_latest(self._registry)
