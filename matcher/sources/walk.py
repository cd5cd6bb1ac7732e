"""How the pages of an upstream lead from one to the next.

A walk looks at one page and names the next, the single postings that it links to, how many postings there are in all,
and the mark from which the next pull begins. It fetches nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from taxonomy.errors import InputError
from taxonomy.json_values import is_object


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was fetched.

    Attributes:
        url: Where from, after redirects.
        path: The file that holds it.
        at: When, UTC, by the upstream's own clock where it tells the time.
        link_next: Target of its header ``Link: rel=next`` (RFC 8288), or empty.
    """

    url: str
    path: Path
    at: datetime
    link_next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Where a page leads.

    Attributes:
        following: Address of the next page; empty when this is the last.
        lists: Addresses of further lists, which must be there like the next page.
        items: Addresses of single postings that are pages of their own. One that is gone (404, 410) is no fault.
        total: How many postings the upstream says that it has; None when it does not say.
        mark: From where the next pull goes on; empty when the upstream knows no such thing.
    """

    following: str = ""
    lists: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """All that it leads to."""
        return (*([self.following] if self.following else ()), *self.lists, *self.items)

    total: int | None = None
    mark: str = ""


Walk = Callable[[Page], Onward]


def single_page(page: Page) -> Onward:
    """An upstream of one page, or one that names the next in its ``Link`` header."""
    return Onward(following=urljoin(page.url, page.link_next) if page.link_next else "")


def token_pages(page: Page, document: Any) -> Onward:
    """An envelope of a stream: ``next`` is the address of the next page or null, ``since`` the token for the next pull.

    Args:
        page: That was fetched.
        document: Its JSON; a bare list leads nowhere.

    Raises:
        InputError: They are something else.
    """
    following = document.get("next") if is_object(document) else None
    token = document.get("since") if is_object(document) else None
    if not isinstance(following, str | None) or not isinstance(token, str | int | None):
        wanted = "an address or null in next, a token in since"
        raise InputError(wanted=wanted, found=f"{following!r}, {token!r}", where=page.url)
    mark = "" if token is None else str(token)
    return Onward(following=urljoin(page.url, following) if following else "", mark=mark)


def with_query(url: str, **values: object) -> str:
    """An address with parameters of its query set."""
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **{name: str(v) for name, v in values.items()}}
    return urlunsplit(parts._replace(query=urlencode(query)))


def numbered_pages(
    page: Page,
    pagination: Any,
    names: tuple[str, str, str] = ("current_page", "last_page", "total"),
    *,
    asked_by: str = "page",
) -> Onward:
    """Pages that say which they are and which is the last, asked for by a number in the query.

    Args:
        page: That was fetched.
        pagination: The object that holds the three numbers, as Laravel writes them and the ministry's APIs do.
        names: Names of the page's own number, of the last page's, and of how many postings there are in all.
        asked_by: Parameter of the query that asks for a page.

    Raises:
        InputError: It is not so.
    """
    found = pagination if is_object(pagination) else {}
    numbers = [found.get(name) for name in names]
    if not all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in numbers):
        told = ", ".join(f"{name} {number!r}" for name, number in zip(names, numbers, strict=True))
        wanted = "whole numbers {}, {} and {}".format(*names)
        raise InputError(wanted=wanted, found=told, where=page.url)
    current, last, total = (int(str(number)) for number in numbers)
    following = with_query(page.url, **{asked_by: current + 1}) if current < last else ""
    return Onward(following=following, total=total)
