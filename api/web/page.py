"""One page being answered: who reads it, in which language and colours; whole, or the part that HTMX asked for."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from urllib.parse import parse_qsl, quote, urlencode

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from api.access.principal import Principal
from api.access.sessions import Session
from api.web import assets, csrf, words
from api.web.cookies import cookie_of, set_cookie
from api.web.navigation import Entry, entries_for
from api.web.route import session_of
from api.web.tongue import NAMES, TONGUES, Tongue, catalogue, tongue_of
from matcher.reason_words import Language

THEME_COOKIE = "sepadan_tema"
Theme = Literal["", "terang", "gelap"]
"""Colours: as the device has them, light, dark."""

_TEMPLATES = Path(__file__).parent / "templates"
_PACKED_FROM = 2_048
_LOCAL = re.compile(r"/(?!/)[\x21-\x5b\x5d-\x7e]*")
"""An address on this host: one slash first, nothing that a browser reads as another host."""


@cache
def environment(language: Language) -> jinja2.Environment:
    """Templates in a language; what Babel writes is there as filters."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    tongue = TONGUES[language]
    made.filters |= {
        "number": tongue.number,
        "percent": tongue.percent,
        "rupiah": tongue.rupiah,
        "millions": tongue.millions,
        "date": tongue.date,
        "moment": tongue.moment,
        "said": tongue.gettext,
        "label": partial(words.label, tongue),
    }
    known = cast(MutableMapping[str, object], made.globals)
    known.update(asset=assets.address, languages=NAMES)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every template knows as ``page``.

    Attributes:
        request: Answered.
        tongue: Its language.
        theme: Its colours.
        principal: Who reads; None where a fault came before that was known.
        session: Of the browser.
    """

    request: Request
    tongue: Tongue
    theme: Theme
    principal: Principal | None
    session: Session | None

    @property
    def language(self) -> Language:
        """Of the page."""
        return self.tongue.language

    @property
    def is_fragment(self) -> bool:
        """Whether HTMX asked for a part; what it puts back into the history is asked for whole."""
        headers = self.request.headers
        return headers.get("hx-request") == "true" and "hx-history-restore-request" not in headers

    @property
    def here(self) -> str:
        """Path and query to come back to; a form that was sent is not sent again."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query and self.request.method == "GET" else "")

    @property
    def back(self) -> str:
        """Address to come back to after signing in: of a form that was sent, the page that it stood on."""
        if self.request.method == "GET":
            return self.here
        path, pairs = self.request.url.path, parse_qsl(self.request.url.query)
        while path and not _is_page(self.request, path):
            path = path.rpartition("/")[0]
        query = urlencode([pair for pair in pairs if pair[0] != csrf.FIELD])
        return (path or "/") + (f"?{query}" if query and path else "")

    @property
    def entries(self) -> list[Entry]:
        """Links of the header."""
        return entries_for(self.request.app.state.entries, self.principal)

    @property
    def user(self) -> str:
        """Name of the account that is signed in, or empty."""
        return self.session.account.name if self.session and self.session.account else ""

    def csrf(self) -> str:
        """Token for a form."""
        return csrf.token_for(self.request)

    def csrf_query(self) -> str:
        """Query with the token, for the action of a form with files."""
        return f"{csrf.FIELD}={quote(self.csrf())}"

    def render(
        self,
        template: str,
        *,
        status: int = 200,
        fragment: str = "",
        headers: Mapping[str, str] | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """The answer.

        Args:
            template: Name of a file of ``templates``.
            status: HTTP status.
            fragment: Block that is answered alone where HTMX asks for it.
            headers: More of them.
            **context: What the template shows.
        """
        found = environment(self.language).get_template(template)
        known = {"page": self, "again": None, "here": self.here, **context}
        if fragment and self.is_fragment:
            text = "".join(found.blocks[fragment](found.new_context(known)))
        else:
            text = found.render(known)
        response = HTMLResponse(status_code=status, headers=dict(headers or {}))
        self._fill(response, text.encode())
        if cookie := getattr(self.request.state, "csrf_cookie", ""):
            set_cookie(self.request, response, csrf.COOKIE, cookie)
        return response

    def _fill(self, response: Response, body: bytes) -> None:
        if len(body) >= _PACKED_FROM and "gzip" in self.request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 4)
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Cookie, HX-Request, Accept-Encoding"
        response.headers["Content-Length"] = str(len(body))
        response.body = body

    def go(self, path: str) -> Response:
        """Send the browser on after a form was taken: a reload must not send it again.

        Args:
            path: On this host; anything else is taken for the first page.
        """
        where = local_path(path)
        if self.request.headers.get("hx-request") == "true":
            return Response(status_code=204, headers={"HX-Redirect": where})
        return RedirectResponse(where, 303)


def _is_page(request: Request, path: str) -> bool:
    scope = {**request.scope, "method": "GET", "path": path}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def local_path(path: str) -> str:
    """A path on this host, or ``/``: a form must not send a reader to another's pages."""
    return path if _LOCAL.fullmatch(path) else "/"


def repeat(page: Page, fields: Mapping[str, str]) -> dict[str, Any]:
    """What a page that answers a form needs to ask the same in another language: as ``again`` in its context.

    Only for forms whose sending changes nothing that is kept; ``/pilihan`` knows them (``signing_in.REPEATED``).
    """
    return {"path": page.request.url.path, "fields": list(fields.items())}


def page_of(request: Request) -> Page:
    """The page of a request, also of one that failed before the gate."""
    theme = cookie_of(request, THEME_COOKIE)
    return Page(
        request=request,
        tongue=tongue_of(request),
        theme=cast(Theme, theme) if theme in {"terang", "gelap"} else "",
        principal=getattr(request.state, "principal", None),
        session=session_of(request),
    )


async def get_page(request: Request) -> Page:
    """As ``page_of``, for routes; async, so that it costs no turn in the thread pool."""
    return page_of(request)


PageDep = Annotated[Page, Depends(get_page)]
