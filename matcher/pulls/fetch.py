"""One address, fetched: checked, paced, tried again where a fault passes, and written to a file within limits."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import tenacity

from matcher.outbound.addresses import origin, parse_address, pinned_address, redirected
from matcher.outbound.deadline import Deadline
from matcher.outbound.headers import media_type_of, moment_of, retry_after_s
from matcher.outbound.pinned import pinned_request, user_agent
from matcher.pulls.body import save_body, to_utf8
from matcher.pulls.limits import Limits, Surroundings
from matcher.pulls.pace import Pace
from matcher.pulls.robots import MAX_ROBOTS_BYTES, Robots
from taxonomy.errors import UpstreamError

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to fetch.

    Attributes:
        url: The address.
        header: Name of a header that carries a secret; sent to the origin of the address alone.
        secret: Its value; never in a message or a log.
        etag: Of what is known already; empty when nothing is.
        last_modified: Likewise.
        agreed: There is an agreement with the upstream: robots.txt is not asked.
    """

    url: str
    header: str = ""
    secret: str = ""
    etag: str = ""
    last_modified: str = ""
    agreed: bool = False

    @property
    def knows(self) -> bool:
        """Whether it says what is known already."""
        return bool(self.etag or self.last_modified)

    def __repr__(self) -> str:
        """Without the secret."""
        return f"Ask({self.url!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came.

    Attributes:
        url: Where from, after redirects.
        is_unchanged: The upstream says that nothing changed (304); there is no file then.
        bytes: Over the wire.
        media_type: ``text/html`` and the like, lower case; empty when not told.
        etag: For the next time, or empty.
        last_modified: Likewise.
        link_next: Target of ``Link: rel=next``, or empty.
        at: When, by the upstream's own clock where it tells the time, UTC.
    """

    url: str
    is_unchanged: bool
    bytes: int
    media_type: str
    etag: str
    last_modified: str
    link_next: str
    at: datetime


class Fetcher:
    """Fetches addresses into files. One for each run; its connections are closed by ``close``."""

    def __init__(self, folder: Path, limits: Limits, around: Surroundings) -> None:
        """Keep what is fetched for its own use in ``folder``, which is there."""
        self._limits = limits
        self._around = around
        self._scratch = folder / "robots.txt"
        self._pace = Pace(around.sleep, around.clock)
        self._robots = Robots(self._robots_text)
        timeout = httpx.Timeout(limits.silence_s, connect=limits.connect_s)
        # No proxy of the environment: it would resolve names itself, and the check of addresses would be worth nothing.
        # No connection is used twice, so that each request's deadline knows its own.
        once = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(timeout=timeout, limits=once, trust_env=False, follow_redirects=False)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(self, ask: Ask, target: Path) -> Fetched:
        """Fetch an address into a file.

        Args:
            ask: What.
            target: The file; replaced.

        Raises:
            UpstreamError: It cannot be had; says why.
        """
        return self._with_patience(ask, target, self._limits)

    def _with_patience(self, ask: Ask, target: Path, limits: Limits) -> Fetched:
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(limits.attempts),
            retry=tenacity.retry_if_exception(lambda error: _is_worth_another(error, limits)),
            wait=self._wait,
            sleep=self._around.sleep,
            reraise=True,
        )
        return retrying(self._through_redirects, ask, target, limits)

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """As long as the upstream asks for, else twice as long each time, and a random part that parts clients."""
        error = state.outcome.exception() if state.outcome is not None else None
        jitter = self._limits.first_wait_s
        if isinstance(error, UpstreamError) and error.wait_s:
            return error.wait_s + tenacity.wait_random(0, jitter)(state)
        longest = self._limits.longest_wait_s
        return tenacity.wait_exponential_jitter(multiplier=jitter, max=longest, jitter=jitter)(state)

    def _through_redirects(self, ask: Ask, target: Path, limits: Limits) -> Fetched:
        url, seen = parse_address(ask.url, "address"), list[str]()
        first = origin(url)
        for _ in range(limits.redirects + 1):
            if str(url) in seen:
                raise UpstreamError(wanted="an answer", found="redirects in a circle", where=str(url))
            seen.append(str(url))
            delay = 0.0 if ask.agreed else self._robots.check(url)
            self._pace.wait(url.host, max(self._limits.gap_s, delay))
            found = self._once(url, ask if origin(url) == first else replace(ask, header="", secret=""), target, limits)
            if isinstance(found, Fetched):
                return found
            if url.scheme == "https" and found.scheme != "https":
                raise UpstreamError(wanted="a redirect to https", found=str(found), where=str(url))
            url = found
        raise UpstreamError(wanted=f"at most {limits.redirects} redirects", found="more", where=ask.url)

    def _once(self, url: httpx.URL, ask: Ask, target: Path, limits: Limits) -> Fetched | httpx.URL:
        """One request: what came, or where it was moved to."""
        with Deadline(limits.total_s) as deadline, _told(str(url), deadline, limits.total_s):
            response = self._client.send(self._request(url, ask, deadline), stream=True)
            try:
                if response.status_code in _MOVED:
                    return redirected(url, response.headers.get("location", ""))
                # "Not modified" is an answer only to one who said what is known.
                if response.status_code != 200 and not (response.status_code == 304 and ask.knows):
                    raise _refused(response, str(url))
                return _taken(response, str(url), target, limits)
            finally:
                response.close()

    def _request(self, url: httpx.URL, ask: Ask, deadline: Deadline) -> httpx.Request:
        address = pinned_address(url, self._around.inside)
        headers = {
            "User-Agent": user_agent("job matching of the Indonesian labour market"),
            "Accept": "application/json, text/html, application/xml;q=0.9, */*;q=0.8",
            "Accept-Encoding": "gzip",
        }
        given = {"If-None-Match": ask.etag, "If-Modified-Since": ask.last_modified, ask.header: ask.secret}
        headers.update({name: value for name, value in given.items() if name and value})
        return pinned_request(self._client, "GET", url, address, headers, deadline)

    def _robots_text(self, url: str) -> str | None:
        limits = replace(self._limits, max_bytes=4 * MAX_ROBOTS_BYTES, total_s=min(30.0, self._limits.total_s))
        try:
            self._with_patience(Ask(url=url, agreed=True), self._scratch, limits)
        except UpstreamError as error:
            if 400 <= error.status < 500 and error.status != 429:  # RFC 9309 section 2.3.1.3: there are no rules
                return None
            raise
        return self._scratch.read_bytes()[:MAX_ROBOTS_BYTES].decode("utf-8", "replace")


def _is_worth_another(error: BaseException, limits: Limits) -> bool:
    return isinstance(error, UpstreamError) and error.is_passing and error.wait_s <= limits.longest_wait_s


def _taken(response: httpx.Response, where: str, target: Path, limits: Limits) -> Fetched:
    """The body in its file, and what the headers say."""
    media_type, charset = media_type_of(response.headers.get("content-type", ""))
    came, is_unchanged = 0, response.status_code == 304
    if not is_unchanged:
        encoding = response.headers.get("content-encoding", "")
        came = save_body(response.iter_raw(), encoding, target, limits.max_bytes, where)
        to_utf8(target, media_type, charset, where)
    return Fetched(
        url=where,
        is_unchanged=is_unchanged,
        bytes=came,
        media_type=media_type,
        etag=response.headers.get("etag", ""),
        last_modified=response.headers.get("last-modified", ""),
        link_next=str(response.links.get("next", {}).get("url", "")),
        at=moment_of(response.headers.get("date", "")) or datetime.now(UTC),
    )


@contextmanager
def _told(where: str, deadline: Deadline, seconds: float) -> Generator[None]:
    """Turn what httpx raises into a fault that may pass, but for an answer that takes too long: it would again."""
    slow = UpstreamError(wanted=f"a whole answer within {seconds:g} s", found="a slower one", where=where)
    try:
        yield
    except (httpx.HTTPError, httpx.StreamError) as error:
        if deadline.is_over:
            raise slow from error
        found = str(error) or type(error).__name__
        if isinstance(error, httpx.TimeoutException):
            found = f"silence ({type(error).__name__})"
        raise UpstreamError(wanted="a whole answer", found=found, where=where, is_passing=True) from error
    if deadline.is_over:  # an answer of no stated length that was cut off looks like one that has ended
        raise slow


def _refused(response: httpx.Response, where: str) -> UpstreamError:
    status = response.status_code
    found = f"status {status} {response.reason_phrase}".rstrip()
    is_passing = status in _PASSING
    wait_s = retry_after_s(response.headers.get("retry-after", "")) if is_passing else 0.0
    if wait_s:
        found += f", to be asked again in {wait_s:.0f} s"
    return UpstreamError(
        wanted="status 200", found=found, where=where, is_passing=is_passing, wait_s=wait_s, status=status
    )
