"""What was read in an upload, between the pages that show, correct and use it: sealed, for an hour, for one browser.

It lies in a file of the home, for the next page may be answered by another process. The key is made of the server's
own and of the browser's cookie, which the server does not keep: without that browser nobody opens it, not even the
operator. The uploaded file is not in it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from fastapi import Request

from api.access.sessions import COOKIE as SESSION_COOKIE
from api.serving import Serving
from api.web.cookies import cookie_of
from api.web.csrf import COOKIE as PAGE_COOKIE
from api.web.route import session_of
from indexes.secret_box import SecretBox
from matcher.cv.document import cv_document, cv_of
from matcher.cv.record import ReadCv
from taxonomy.errors import InputError, SepadanError

FOLDER = "read-cvs"
KEPT_S = 3_600.0
MOST = 2_000
"""Readings of all browsers together; the oldest go first."""

_DIGITS = 32
_PURPOSE = "read-cvs"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShelf:
    """What lies there for one browser.

    Attributes:
        cv: As it was read; None where nothing could be.
        form: Fields of the page of corrections, as the person left them.
        fault: Why the last upload could not be read; empty where it could.
    """

    cv: ReadCv | None = None
    form: Mapping[str, str] = field(default_factory=dict[str, str])
    fault: str = ""


class CvShelf:
    """The place of one browser."""

    def __init__(self, folder: Path, key: bytes, cookie: str, clock: Callable[[], float] = time.time) -> None:
        """Nothing is read or written yet.

        Args:
            folder: Made when it is first needed, readable by its owner alone.
            key: Of the server.
            cookie: Random text that this browser alone holds; without one nothing is kept.
            clock: Unix seconds.
        """
        self._folder, self._clock, self._has_browser = folder, clock, bool(cookie)
        digest = hmac.digest(key, cookie.encode(), "sha512")
        self._name, self._box = digest[32:].hex()[:_DIGITS], SecretBox({"cv": digest[:32]})

    def get(self) -> OnShelf | None:
        """What lies there; None where there is nothing, or nothing that opens, or it is an hour old."""
        try:
            path = self._folder / self._name
            if not self._has_browser or self._clock() - path.stat().st_mtime > KEPT_S:
                return None
            told = orjson.loads(zlib.decompress(self._box.open(self._name, path.read_bytes())))
            cv = None if told["cv"] is None else cv_of(told["cv"])
            return OnShelf(cv=cv, form=told["form"], fault=told["fault"])
        except (OSError, ValueError, KeyError, zlib.error, SepadanError):
            return None

    def put(self, found: OnShelf) -> None:
        """Lay it there in place of what was, and take away what is old.

        Raises:
            InputError: The browser holds no cookie.
            OSError: It cannot be written.
        """
        if not self._has_browser:
            raise InputError(wanted="a browser that keeps cookies", found="none", where="cookie")
        cv = None if found.cv is None else cv_document(found.cv)
        packed = zlib.compress(orjson.dumps({"cv": cv, "form": dict(found.form), "fault": found.fault}))
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._folder / f"{self._name}.{secrets.token_hex(4)}.new"
        beside.write_bytes(self._box.seal(self._name, packed))
        beside.replace(self._folder / self._name)
        forget_old(self._folder, self._clock())

    def drop(self) -> None:
        """Take it away."""
        (self._folder / self._name).unlink(missing_ok=True)


def forget_old(folder: Path, now: float) -> None:
    """Take away what is over an hour old, and the oldest of more than ``MOST``.

    Args:
        folder: Of all browsers.
        now: Unix seconds.
    """
    with suppress(OSError):
        paths = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for at, path in enumerate(paths):
            if at >= MOST or now - path.stat().st_mtime > KEPT_S:
                path.unlink(missing_ok=True)


def shelf_of(request: Request, serving: Serving) -> CvShelf:
    """The place of the browser that asks: of its session, else of the random cookie that its first page set."""
    cookie = cookie_of(request, SESSION_COOKIE) if session_of(request) else cookie_of(request, PAGE_COOKIE)
    return CvShelf(serving.engine.home.kept / FOLDER, hashlib.sha256(serving.box.derive(_PURPOSE)).digest(), cookie)
