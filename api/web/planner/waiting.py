"""Work that a reader of the planner's pages waits for: begun once, watched on ``/kemajuan``, then the page itself."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi.responses import Response

from api.web.page import Page
from api.web.progress import browser_of, tasks_of
from api.web.tasks import Tell

READY = "siap"
"""Query by which a page that was waited for is known: it is worked out at once wherever it is asked."""


def wait_for(page: Page, work: Callable[[Tell], object], onward: str) -> Response | None:
    """Begin the work and send the reader to where it can be watched.

    None where the reader has waited already, or the browser has neither session nor cookie by which its task would be
    known again: then the caller does the work itself.

    Args:
        page: Asked for.
        work: Tells how far it is.
        onward: Path and query to go on to.
    """
    owner = browser_of(page.request)
    if READY in page.request.query_params or not owner or page.request.method != "GET":
        return None

    def begun(tell: Tell) -> str:
        work(tell)
        return onward

    return page.go(f"/kemajuan/{tasks_of(page.request).start(owner, begun)}")


def with_query(path: str, query: dict[str, str], **more: str) -> str:
    """An address with the parts of a query that say something."""
    told = {name: value for name, value in {**query, **more}.items() if value}
    return f"{path}?{urlencode(told)}" if told else path
