"""Prometheus metrics of one app, in a registry of its own; of several processes what all of them counted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from matcher.shadow import Agreement

CONTENT_TYPE = CONTENT_TYPE_LATEST

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Set by ``api/worker_pool.py``: the folder through which processes sum their counts."""


class Metrics:
    """Counts and latencies of one app."""

    def __init__(self) -> None:
        """Start from zero."""
        self._registry = CollectorRegistry()
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
        self._deliveries = Counter(
            "sepadan_webhook_attempts_total", "Attempts to deliver a webhook", ("outcome",), registry=self._registry
        )
        self._delivery_seconds = Histogram(
            "sepadan_webhook_attempt_seconds", "Seconds that a receiver took", registry=self._registry
        )
        self._refused = Counter(
            "sepadan_requests_refused_total", "Requests refused for overload", ("lane",), registry=self._registry
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

    def render(
        self,
        indexed: Mapping[str, int],
        beside: Agreement | None = None,
        people: Mapping[str, tuple[int, int]] | None = None,
    ) -> bytes:
        """The exposition text.

        Args:
            indexed: Kind to number of records that can be found now.
            beside: How alike weights that score beside rank; None when none do.
            people: Kind of request of people to how many wait and are overdue; those that are not named have none.
        """
        registry = self._registry
        if FOLDER in os.environ:  # one of several processes: what all of them counted
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        now = CollectorRegistry()
        now.register(_Now(indexed, beside, people or {}))
        return generate_latest(registry) + generate_latest(now)


class _Now(Collector):
    """What is so just now, told anew at each look; the same of any process."""

    def __init__(
        self, indexed: Mapping[str, int], beside: Agreement | None, people: Mapping[str, tuple[int, int]]
    ) -> None:
        self._indexed = indexed
        self._beside = beside
        self._people = people

    def collect(self) -> Iterator[GaugeMetricFamily]:
        indexed = GaugeMetricFamily("sepadan_records_indexed", "Records that can be found now", labels=("kind",))
        for kind, count in self._indexed.items():
            indexed.add_metric((kind,), count)
        yield indexed
        compared = GaugeMetricFamily(
            "sepadan_shadow_rankings", "Rankings that weights beside were compared on", labels=("weights",)
        )
        correlation = GaugeMetricFamily(
            "sepadan_shadow_rank_correlation",
            "Mean Kendall tau-b of the ten best with weights beside",
            labels=("weights",),
        )
        if self._beside is not None:
            compared.add_metric((self._beside.weights,), self._beside.rankings)
            if self._beside.correlation is not None:
                correlation.add_metric((self._beside.weights,), self._beside.correlation)
        yield compared
        yield correlation
        waiting = GaugeMetricFamily(
            "sepadan_requests_of_people", "Requests of people that wait for an answer", labels=("kind",)
        )
        overdue = GaugeMetricFamily(
            "sepadan_requests_of_people_overdue", "Requests of people whose clock ran out", labels=("kind",)
        )
        for kind, (count, late) in self._people.items():
            waiting.add_metric((kind,), count)
            overdue.add_metric((kind,), late)
        yield waiting
        yield overdue
