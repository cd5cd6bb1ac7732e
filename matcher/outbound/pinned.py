"""Requests that go to the address that was checked, while certificate and ``Host`` stay the name's."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

import httpx

from matcher.outbound.deadline import Deadline

AGENT = "Sepadan"
"""The product's name in robots.txt and at the head of its ``User-Agent``."""


def user_agent(what: str) -> str:
    """The header ``User-Agent``; ``what`` says what we are about."""
    return f"{AGENT}/{version('sepadan')} ({what})"


def pinned_request(
    client: httpx.Client,
    method: str,
    url: httpx.URL,
    address: str,
    headers: Mapping[str, str],
    deadline: Deadline,
    content: bytes | None = None,
) -> httpx.Request:
    """A request to an IP address, in the name of its host.

    Args:
        client: Sends it; it must not reuse a connection for another host, for those are told apart by address alone.
        method: HTTP method.
        url: As it was given.
        address: As ``pinned_address`` gave it.
        headers: All but ``Host``.
        deadline: Learns of the connection.
        content: The body.
    """
    extensions: dict[str, object] = {"trace": deadline.trace}
    if url.scheme == "https":
        extensions["sni_hostname"] = url.raw_host.decode("ascii")
    named = {"Host": url.netloc.decode("ascii"), **headers}
    return client.build_request(
        method, url.copy_with(host=address), headers=named, content=content, extensions=extensions
    )
