"""Ids out of what sources have in their place: addresses, several parts, no id at all."""

from __future__ import annotations

import hashlib


def as_id(*parts: str) -> str:
    """The parts with ``~`` between them where that reads as one id and one only, else a hash of them.

    A colon would read as ``source:id`` (``https:``).
    """
    text = "~".join(parts)
    if 0 < len(text) <= 200 and text.isprintable() and not any(mark in part for part in parts for mark in ":~"):
        return text
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
