"""Prometheus metrics of one app, in a registry of its own; of several processes what all of them counted."""

from __future__ import annotations

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from api.lane_widths import WIDTHS
from api.standing_metrics import Standing, StandingMetrics
from api.worker_pool import METRICS_FOLDER

CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Counts and latencies of one app.

    Attributes:
        in_flight: Requests that are being answered.
    """

    def __init__(self) -> None:
        """Start from zero."""
        counted = self._registry = CollectorRegistry()
        # What is so just now is the same of any process: told by the one that is asked.
        self._now = CollectorRegistry()
        self._standing = StandingMetrics()
        self._now.register(self._standing)
        ProcessCollector(registry=self._now)
        self.in_flight = Gauge(
            "sepadan_requests_in_flight",
            "Requests that are being answered",
            registry=counted,
            multiprocess_mode="livesum",
        )
        self._requests: Counter = Counter(
            "sepadan_requests_total", "Requests answered", ("method", "route", "status"), registry=counted
        )
        self._seconds = Histogram(
            "sepadan_request_seconds", "Seconds until a request was answered", ("method", "route"), registry=counted
        )
        self._refused: Counter = Counter(
            "sepadan_requests_refused_total", "Requests refused for overload", ("lane",), registry=counted
        )
        for lane in WIDTHS:  # so that nothing refused is 0 and not nothing
            self._refused.labels(lane)
        self._matches: Counter = Counter(
            "sepadan_matches_served_total", "Matches and courses handed out", ("found",), registry=counted
        )
        self._deliveries: Counter = Counter(
            "sepadan_webhook_attempts_total", "Attempts to deliver a webhook", ("outcome",), registry=counted
        )
        self._delivery_seconds = Histogram(
            "sepadan_webhook_attempt_seconds", "Seconds that a receiver took", registry=counted
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

    def webhook(self, outcome: str, seconds: float) -> None:
        """Count one attempt to deliver a webhook: ``delivered``, ``failed`` or ``dead``, and its seconds."""
        self._deliveries.labels(outcome).inc()
        self._delivery_seconds.observe(seconds)

    def refused(self, lane: str) -> None:
        """Count one request that its lane (``api/lanes.py``) refused."""
        self._refused.labels(lane).inc()

    def render(self, standing: Standing) -> bytes:
        """The exposition text.

        Args:
            standing: What an operator watches.
        """
        self._standing.standing = standing
        registry = self._registry
        if METRICS_FOLDER in os.environ:  # one of several processes: what all of them counted
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry) + generate_latest(self._now)
