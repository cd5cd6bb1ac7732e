"""What a host lets robots fetch: robots.txt (RFC 9309), read by protego."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from protego import Protego

from matcher.outbound.addresses import origin
from matcher.outbound.pinned import AGENT
from taxonomy.errors import UpstreamError

MAX_ROBOTS_BYTES = 512 * 1024
"""Of a robots.txt this much is read; RFC 9309 section 2.5 asks for no less than 500 KiB."""

LONGEST_DELAY_S = 60.0
"""Longest ``Crawl-delay`` that is kept to; a host that asks for more should be asked for an agreement."""

ReadText = Callable[[str], str | None]
"""Address to text; None when there is none (4xx)."""


class Robots:
    """Answers for any number of hosts; each is asked once."""

    def __init__(self, read: ReadText) -> None:
        """Read robots.txt files by ``read``, which raises ``UpstreamError`` when a host cannot be asked (5xx)."""
        self._read = read
        self._known: dict[str, Protego | None] = {}

    def check(self, url: httpx.URL) -> float:
        """Seconds that the host asks for between requests; 0 when it asks for none.

        Raises:
            UpstreamError: The host does not want this address fetched, or cannot say so at present (RFC 9309 section
                2.3.1.4: then nothing may be fetched).
        """
        host = origin(url)
        if host not in self._known:
            text = self._read(f"{url.scheme}://{url.netloc.decode('ascii')}/robots.txt")
            self._known[host] = None if text is None else Protego.parse(text)
        rules = self._known[host]
        if rules is None:
            return 0.0
        if not rules.can_fetch(str(url), AGENT):
            wanted = "an address that robots.txt lets robots fetch (with an agreement: --agreed)"
            raise UpstreamError(wanted=wanted, found="one that it does not", where=str(url))
        return min(float(rules.crawl_delay(AGENT) or 0.0), LONGEST_DELAY_S)
