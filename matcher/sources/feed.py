"""RSS and Atom feeds of job boards, through feedparser; the fields that WP Job Manager adds are read as well.

RSS 2.0 (https://www.rssboard.org/rss-specification), Atom (RFC 4287), paged feeds (RFC 5005). A feed tells the latest
postings only: what it no longer has may still be open.
"""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser

from matcher.day import day_in_wib
from matcher.filling import raw_hash
from matcher.records import Kind
from matcher.sources.employer import named_employer
from matcher.sources.files import BytesRead, RawRow, open_bytes, whole_file
from matcher.sources.source import Source
from matcher.sources.source_id import as_id
from matcher.sources.walk import Onward, Page
from taxonomy.errors import InputError
from taxonomy.text import fold, plain

MAX_FEED_BYTES = 64 * 1024 * 1024
"""Largest feed that is parsed."""

_WANTED = "an RSS or Atom feed"
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF)\s*>\s*(?:<!--.*?-->\s*)*$", re.DOTALL)
_TEXTS = (
    *("id", "title", "summary", "link", "author", "location", "published", "updated"),
    *("job_listing_location", "job_listing_company", "job_listing_job_type"),
)
_LEGAL_FORM = re.compile(r"\b(?:PT|CV|UD|Tbk|Yayasan|Koperasi)\b", re.IGNORECASE)
_TYPES = {
    "full time": "full_time",
    "penuh waktu": "full_time",
    "part time": "part_time",
    "paruh waktu": "part_time",
    "freelance": "freelance",
    "internship": "internship",
    "magang": "internship",
    "temporary": "contract",
    "contract": "contract",
    "kontrak": "contract",
}


def _parsed(path: Path) -> Any:
    """The feed of a file.

    Raises:
        InputError: Too large, no feed, cut off, or with entities of its own (which may grow without bound).
    """
    with open_bytes(path) as stream, whole_file(str(path)):
        text = stream.read(MAX_FEED_BYTES + 1)
    if len(text) > MAX_FEED_BYTES:
        raise InputError(wanted=f"a feed of at most {MAX_FEED_BYTES} bytes", found="a larger one", where=str(path))
    if b"<!ENTITY" in text:
        raise InputError(wanted=_WANTED, found="one that declares entities", where=str(path))
    try:
        found = feedparser.parse(io.BytesIO(text))
    except Exception as error:  # noqa: BLE001 -- a parser of others, which raises what it likes on damaged bytes
        raise InputError(wanted=_WANTED, found=f"{type(error).__name__}: {error}", where=str(path)) from None
    if not found.get("version"):
        what = "HTML" if b"<html" in text[:2_000].lower() else str(found.get("bozo_exception") or "something else")
        raise InputError(wanted=_WANTED, found=what, where=str(path))
    if text[:2] not in (b"\xff\xfe", b"\xfe\xff") and not _END.search(text[-2_000:]):
        raise InputError(wanted="a whole feed", found="one that is cut off", where=str(path))
    return found


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    for number, entry in enumerate(_parsed(path).entries, 1):
        said = dict(entry.items())  # feedparser's own look-up takes one date for another
        value: dict[str, Any] = {name: str(said[name]) for name in _TEXTS if said.get(name)}
        value["content"] = [str(part["value"]) for part in said.get("content", ()) if part.get("value")]
        value["tags"] = [str(tag["term"]) for tag in said.get("tags", ()) if tag.get("term")]
        if moment := said.get("published_parsed") or said.get("updated_parsed"):
            value["at"] = datetime.fromtimestamp(calendar.timegm(moment), UTC).isoformat()
        yield RawRow(number=number, value=value, raw=value)
    if tell:
        tell(path.stat().st_size)


def _walk(page: Page) -> Onward:
    links = _parsed(page.path).feed.get("links", ())
    following = next((str(link["href"]) for link in links if link.get("rel") == "next" and link.get("href")), "")
    return Onward(following=urljoin(page.url, following) if following else "")


def _company(author: str) -> str:
    """The author where it is a company by its legal form: RSS wants a person's e-mail address there, Atom a name."""
    return named_employer(author) if "@" not in author and _LEGAL_FORM.search(author) else ""


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    if ("published" in raw or "updated" in raw) and "at" not in raw:
        raise InputError(wanted="a date (RFC 822 or RFC 3339)", found=raw.get("published"), where="field published")
    body = plain("\n".join(raw["content"])) or plain(raw.get("summary", ""))
    places = plain(raw.get("job_listing_location", "") or raw.get("location", ""))
    name = raw.get("id") or raw.get("link") or ""
    return {
        "id": as_id(name) if name else raw_hash(raw)[:24],
        "title": plain(raw.get("title", "")),
        "description": body,
        "hint": ", ".join(plain(tag) for tag in raw["tags"]),
        "employer": named_employer(raw.get("job_listing_company", "")) or _company(raw.get("author", "")),
        "places": [places] if places else [],
        "employment_type": _TYPES.get(fold(raw.get("job_listing_job_type", "")), ""),
        "posted_on": day_in_wib(datetime.fromisoformat(raw["at"])) if "at" in raw else None,
        "url": raw.get("link", ""),
    }


FEED = Source(
    name="feed",
    kind=Kind.POSTING,
    rows=_rows,
    to_fields=_fields,
    describes="RSS or Atom feed of a job board",
    suffix=".xml",
    walk=_walk,
    is_listing=False,
)
"""RSS and Atom."""
