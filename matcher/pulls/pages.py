"""Pages one after the other into files: fetched, or found in a folder, each with where it leads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from matcher.outbound.addresses import origin, parse_address
from matcher.pulls.fetch import Ask, Fetched, Fetcher
from matcher.pulls.upstream import SINCE, Upstream
from matcher.sources.source import Source
from matcher.sources.walk import Onward, Page
from taxonomy.errors import InputError, UpstreamError

_ENDINGS = frozenset({".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xlsx", ".html", ".xml"})
_MEDIA = {
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


def local_files(location: str) -> list[Path]:
    """The file, or the files of a folder by name, hidden ones not.

    Raises:
        InputError: There is none.
    """
    path = Path(location)
    files = [path] if path.is_file() else []
    if path.is_dir():
        files = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
    if not files:
        raise InputError(wanted="a file, or a folder with files", found="none", where=location)
    return files


def files_digest(files: list[Path]) -> str:
    """SHA-256 (hex) of names and contents."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            digest.update(file.name.encode("utf-8", "surrogateescape") + b"\0")
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """A page as a file.

    Attributes:
        page: For the source's walk.
        bytes: Over the wire, or of the file.
        known: What tells the next time whether it has changed.
    """

    page: Page
    bytes: int
    known: Mapping[str, str]


class Files:
    """The files of an upstream that is a file or a folder on this machine."""

    def __init__(self, upstream: Upstream) -> None:
        """Look at the location of an upstream.

        Raises:
            InputError: There is no file.
        """
        self._files = local_files(upstream.location)
        self._known = {"digest": files_digest(self._files)}

    def places(self, mark: str) -> list[str]:
        """Paths of the files; a token changes nothing."""
        return [str(path) for path in self._files]

    def get(self, place: str, known: Mapping[str, str]) -> Got | None:
        """A file as a page; None when all are as they were.

        Raises:
            InputError: It is not there any more.
        """
        path = Path(place)
        if not path.is_file():
            raise InputError(wanted="a file that was there", found="none", where=place)
        if known.get("digest") == self._known["digest"]:
            return None
        page = Page(url=place, path=path, at=datetime.now(UTC))
        return Got(page=page, bytes=path.stat().st_size, known=self._known)

    def onward(self, page: Page) -> Onward:
        """Nowhere: the other pages that a saved one names are the other files, or are not there."""
        return Onward()

    def lasting(self, last: Got | None, pages: int) -> Mapping[str, str]:
        """What tells the next time whether anything has changed."""
        return self._known


class Web:
    """The pages of an upstream that is fetched over the network."""

    def __init__(
        self, upstream: Upstream, source: Source, fetcher: Fetcher, folder: Path, environ: Callable[[str], str | None]
    ) -> None:
        """Get pages into ``folder``, one at a time."""
        self._upstream = upstream
        self._source = source
        self._fetcher = fetcher
        self._folder = folder
        self._environ = environ
        self._home = origin(parse_address(upstream.location.replace(SINCE, "0"), "location"))

    def places(self, mark: str) -> list[str]:
        """The address of the first page, with the token of the last pull where it has a place for one."""
        return [self._upstream.location.replace(SINCE, quote(mark or self._source.first_mark, safe=""))]

    def get(self, place: str, known: Mapping[str, str]) -> Got | None:
        """A page; None when the upstream says that nothing changed since ``known``.

        Raises:
            UpstreamError: It cannot be had.
        """
        ask = Ask(
            url=place,
            header=self._upstream.header,
            secret=self._secret(),
            etag=known.get("etag", ""),
            last_modified=known.get("last_modified", ""),
            agreed=self._upstream.agreed,
        )
        if origin(parse_address(place, "address")) != self._home:
            ask = replace(ask, header="", secret="")
        raw = self._folder / "page"
        fetched = self._fetcher.fetch(ask, raw)
        if fetched.is_unchanged:
            return None
        path = raw.rename(self._folder / f"page{_ending(fetched, self._source, is_packed=_is_gzip(raw))}")
        page = Page(url=fetched.url, path=path, at=fetched.at, link_next=fetched.link_next)
        told = {"etag": fetched.etag, "last_modified": fetched.last_modified}
        return Got(page=page, bytes=fetched.bytes, known={name: value for name, value in told.items() if value})

    def onward(self, page: Page) -> Onward:
        """Where a page leads, by the walk of the source.

        Raises:
            InputError: The page cannot be read.
            UpstreamError: It leads to another host.
        """
        onward = self._source.walk(page)
        allowed = {self._home, origin(parse_address(page.url, "address"))}
        for address in onward.addresses:
            if origin(parse_address(address, page.url)) not in allowed:
                raise UpstreamError(wanted="pages of one host", found=address, where=page.url)
        return onward

    def lasting(self, last: Got | None, pages: int) -> Mapping[str, str]:
        """What tells the next time whether anything has changed; the first of several pages speaks for itself alone."""
        return last.known if last is not None and pages == 1 else {}

    def _secret(self) -> str:
        if not self._upstream.header:
            return ""
        name, where = self._upstream.secret_env, f"header {self._upstream.header}"
        value = self._environ(name)
        if not value:
            raise UpstreamError(wanted=f"its value in the environment variable {name}", found="nothing", where=where)
        if not (value.isascii() and value.isprintable()):
            raise UpstreamError(wanted=f"printable ASCII in {name}", found="other characters", where=where)
        return value


def _is_gzip(path: Path) -> bool:
    """Whether a file still is packed (RFC 1952): the transfer may have unpacked what its address calls ``.gz``."""
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def _ending(fetched: Fetched, source: Source, *, is_packed: bool) -> str:
    """The ending of a page's file: as its address has it, else by its media type, else as the source expects."""
    suffixes = [suffix.casefold() for suffix in PurePosixPath(urlsplit(fetched.url).path).suffixes]
    packed = suffixes[-1:] == [".gz"]
    last = suffixes[-2:-1] if packed else suffixes[-1:]
    if last and last[0] in _ENDINGS:
        return last[0] + (".gz" if packed and is_packed else "")
    if fetched.media_type in _MEDIA:
        return _MEDIA[fetched.media_type]
    return ".json" if fetched.media_type.endswith("+json") else source.suffix or ".json"
