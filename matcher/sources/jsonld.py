"""schema.org ``JobPosting`` out of HTML pages (JSON-LD; microdata, through extruct), ``.json`` or ``.jsonl`` files.

Vocabulary: https://schema.org/JobPosting. An upstream is one page, a chain of pages, or a sitemap
(https://www.sitemaps.org/protocol.html) whose pages hold one posting each, as portals write them for search engines.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import extruct

from matcher.filling import raw_hash
from matcher.json_text import parse_json_text
from matcher.records import Kind
from matcher.sources.employer import named_employer
from matcher.sources.files import MAX_DEPTH, BytesRead, RawRow, is_too_deep, jsonl_rows, open_bytes, whole_file
from matcher.sources.source import Source
from matcher.sources.source_id import as_id
from matcher.sources.walk import Onward, Page, single_page
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_object
from taxonomy.text import plain

MAX_PAGE_BYTES = 32 * 1024 * 1024
"""Largest page that is parsed."""

MAX_SITEMAP = 50_000
"""Most addresses that a sitemap may have by its protocol."""

_SITEMAP = re.compile(rb"<(urlset|sitemapindex)\b", re.IGNORECASE)
_PLACE = re.compile(rb"<loc>\s*([^<\s]+)\s*</loc>", re.IGNORECASE)
_WANTED = "a schema.org JobPosting"
_SCRIPT = re.compile(r"<script\b[^>]*application/ld\+json[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_TYPES = {
    "FULL_TIME": "full_time",
    "PART_TIME": "part_time",
    "CONTRACTOR": "contract",
    "TEMPORARY": "contract",
    "INTERN": "internship",
    "PER_DIEM": "daily",
    "VOLUNTEER": "",
    "OTHER": "",
}
_PERIODS = {"HOUR": "hour", "DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    suffixes = [suffix.casefold() for suffix in path.suffixes]
    if ".jsonl" in suffixes or ".ndjson" in suffixes:
        for row in jsonl_rows(path, tell):
            yield from [row] if row.value is None else _found(row.value, row.number, f"{path} line {row.number}")
        return
    page = _page_bytes(path, tell)
    if _sitemap_kind(page):
        return
    rows = list(_of_json(page, path) if ".json" in suffixes else _of_html(page.decode("utf-8", "replace"), path))
    if not rows:
        raise InputError(wanted=_WANTED, found="none", where=str(path))
    yield from (replace(row, number=number) for number, row in enumerate(rows, 1))


def _page_bytes(path: Path, tell: BytesRead | None = None) -> bytes:
    """A page, unpacked where it is packed.

    Raises:
        InputError: It cannot be read, or is larger than ``MAX_PAGE_BYTES``.
    """
    with open_bytes(path, tell) as stream, whole_file(str(path)):
        page = stream.read(MAX_PAGE_BYTES + 1)
    if len(page) > MAX_PAGE_BYTES:
        raise InputError(wanted=f"a page of at most {MAX_PAGE_BYTES} bytes", found="a larger one", where=str(path))
    return page


def _sitemap_kind(page: bytes) -> str:
    """``urlset`` (of pages), ``sitemapindex`` (of sitemaps), or empty for any other page."""
    found = _SITEMAP.search(page, 0, 2_000)
    return found[1].decode("ascii").lower() if found else ""


def _walk(page: Page) -> Onward:
    """A sitemap leads to its pages, an index of sitemaps to its sitemaps; every other page to the next it names.

    Raises:
        InputError: More addresses than one sitemap may have, or it cannot be read.
    """
    text = _page_bytes(page.path)
    kind = _sitemap_kind(text)
    if not kind:
        return single_page(page)
    found = [html.unescape(place.decode("utf-8", "replace")) for place in _PLACE.findall(text)]
    if len(found) > MAX_SITEMAP:
        raise InputError(wanted=f"a sitemap of at most {MAX_SITEMAP} addresses", found=str(len(found)), where=page.url)
    places = tuple(dict.fromkeys(found))
    return Onward(lists=places) if kind == "sitemapindex" else Onward(items=places)


def _of_json(page: bytes, path: Path) -> Iterator[RawRow]:
    try:
        value = parse_json_text(page)
    except ValueError as error:
        raise InputError(wanted="JSON", found=str(error), where=str(path)) from error
    if is_too_deep(value):
        raise InputError(wanted=f"JSON of at most {MAX_DEPTH} levels", found="more", where=str(path))
    yield from _postings(value, 0)


def _of_html(page: str, path: Path) -> Iterator[RawRow]:
    """Postings of a page; a broken JSON-LD block is a row that cannot be read, the other blocks are read."""
    for block in _SCRIPT.finditer(page):
        where = f"{path} line {page.count(chr(10), 0, block.start()) + 1}"
        try:
            value = json.loads(block[1], strict=False)  # real pages hold raw line breaks inside strings
        except (ValueError, RecursionError) as error:
            fault = InputError(wanted="JSON-LD", found=str(error), where=where)
            yield RawRow(number=0, fault=fault, raw=block[1][:2000])
            continue
        if is_too_deep(value):
            yield RawRow(number=0, fault=InputError(wanted=f"at most {MAX_DEPTH} levels", found="more", where=where))
            continue
        yield from _postings(value, 0)
    if "itemscope" in page:
        yield from _postings(extruct.extract(page, syntaxes=["microdata"], uniform=True, errors="ignore"), 0)


def _found(value: Any, number: int, where: str) -> list[RawRow]:
    """The postings of a line; a line without one is refused, never passed over."""
    fault = InputError(wanted=_WANTED, found="none", where=where)
    return list(_postings(value, number)) or [RawRow(number=number, fault=fault, raw=value)]


def _postings(node: Any, number: int) -> Iterator[RawRow]:
    """Every JobPosting in a structure, however deep (``@graph``, ``itemListElement``, lists)."""
    if is_list(node):
        for item in node:
            yield from _postings(item, number)
    elif is_object(node):
        if any(str(name).rpartition("/")[2] == "JobPosting" for name in _many(node.get("@type"))):
            yield RawRow(number=number, value=node, raw=node)
            return
        for item in node.values():
            yield from _postings(item, number)


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    salary = _object(raw.get("baseSalary"))
    amount = _object(salary.get("value")) or {"value": salary.get("value")}
    single = amount.get("value")
    places = [place for location in _many(raw.get("jobLocation")) if (place := _place(location))]
    if "TELECOMMUTE" in _many(raw.get("jobLocationType")):
        places.append("Remote")
    types = [_TYPES.get(str(name).upper(), "") for name in _many(raw.get("employmentType"))]
    return {
        "id": _identifier(raw),
        "title": plain(_words(raw.get("title") or raw.get("name"))),
        "description": "\n".join(
            part
            for name in ("description", "responsibilities", "qualifications")
            if (part := plain(_words(raw.get(name))))
        ),
        "hint": _words(raw.get("occupationalCategory")) or _words(raw.get("industry")),
        "employer": named_employer(_words(raw.get("hiringOrganization"))),
        "places": places,
        "skills": [
            part.strip() for text in _many(raw.get("skills")) for part in _words(text).split(",") if part.strip()
        ],
        "education": [_words(item) for item in _many(raw.get("educationRequirements")) if _words(item)],
        "experience_months_min": _object(raw.get("experienceRequirements")).get("monthsOfExperience"),
        "pay_low": amount.get("minValue", single),
        "pay_high": amount.get("maxValue", single),
        "pay_currency": salary.get("currency") or raw.get("salaryCurrency") or "IDR",
        "pay_period": _PERIODS.get(str(amount.get("unitText", "MONTH")).upper(), "month"),
        "employment_type": next((name for name in types if name), ""),
        "openings": raw.get("totalJobOpenings"),
        "posted_on": raw.get("datePosted"),
        "closes_on": raw.get("validThrough"),
        "url": _words(raw.get("url")),
    }


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if is_list(value) else [value]


def _object(value: Any) -> dict[str, Any]:
    first = next(iter(_many(value)), None)
    return first if is_object(first) else {}


def _words(value: Any) -> str:
    """Text of a value that may be text, a thing with a name, or a list of either."""
    if is_object(value):
        value = value.get("name") or value.get("credentialCategory") or value.get("value") or ""
    if is_list(value):
        return ", ".join(word for item in value if (word := _words(item)))
    return "" if value is None else str(value)


def _place(location: Any) -> str:
    address = location.get("address", location) if is_object(location) else location
    if not is_object(address):
        return plain(_words(address))
    parts = [plain(_words(address.get(name))) for name in ("addressLocality", "addressRegion", "addressCountry")]
    return ", ".join(part for part in parts if part)


def _identifier(raw: Mapping[str, Any]) -> str:
    """The posting's identifier with its employer, else its address, else a hash of its content.

    schema.org's ``identifier`` is the hiring organisation's own number: two employers may both have a ``1``.
    """
    number = _number(raw.get("identifier"))
    if number:
        employer = _organisation(raw.get("hiringOrganization"))
        return as_id(employer, number) if employer else as_id(number)
    for name in ("@id", "url"):
        found = _words(raw.get(name)).strip()
        if found and not found.startswith(("#", "_:")):  # such a name holds inside its page alone
            return as_id(found)
    return raw_hash(raw)[:24]


def _number(identifier: Any) -> str:
    """The value of the first identifier: plain, or of a ``PropertyValue``, whose name is the employer's."""
    first = next(iter(_many(identifier)), None)
    return _words(first.get("value") if is_object(first) else first).strip()


def _organisation(employer: Any) -> str:
    """The name of who hires, else the address of its page."""
    return plain(_words(employer)) or _words(_object(employer).get("sameAs")).strip()


JSONLD = Source(
    name="jsonld",
    kind=Kind.POSTING,
    rows=_rows,
    to_fields=_fields,
    describes="schema.org JobPosting in .html, .json or .jsonl; upstream: pages or a sitemap",
    walk=_walk,
)
"""schema.org ``JobPosting``."""
