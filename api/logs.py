"""The log of a server: one event a line on standard error, JSON for machines, short text on a terminal.

Nothing else writes there while a server runs: what uvicorn and other libraries tell by ``logging`` comes through here
too. Whatever a caller sends stays within its line and its field (CWE-117): both forms write ASCII and escape the rest,
control characters and line separators with it, and values with spaces stand in quotes.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
import warnings
from collections.abc import Generator, MutableMapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Literal, TextIO

import structlog

Form = Literal["auto", "json", "text"]
"""``auto`` is text where standard error is a terminal, JSON elsewhere."""

_BARE = re.compile(r"[A-Za-z0-9_./:{}@+-]+")
_FRAMES = 8
_FILE_LINE = re.compile(r'^\s*File "([^"]*)", line (\d+), in (\S+)')


def make_log(level: str, form: Form = "auto", stream: TextIO | None = None) -> Any:
    """A structlog logger; no global configuration is touched.

    Args:
        level: Least level that is written.
        form: Of the lines.
        stream: Where they go; standard error when None.
    """
    out = stream or sys.stderr
    is_text = form == "text" or (form == "auto" and out.isatty())
    return structlog.wrap_logger(
        structlog.WriteLogger(out),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _as_text if is_text else _as_json,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


def _as_json(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    return json.dumps(event, default=str)  # ensure_ascii: no byte of it can end the line or move a terminal's cursor


def _as_text(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    time, level, name = (str(event.pop(part, "")) for part in ("timestamp", "level", "event"))
    pairs = (f"{_shown(str(key))}={_shown(value)}" for key, value in event.items())
    return " ".join([time[11:19], f"{level:7}", json.dumps(name)[1:-1], *pairs])


def _shown(value: object) -> str:
    if isinstance(value, str) and _BARE.fullmatch(value):
        return value
    return json.dumps(value, default=str)


@contextmanager
def standard_logging_through(log: Any) -> Generator[None]:
    """Send what libraries tell by ``logging`` and ``warnings`` to a log inside the block; all is as before after it.

    Args:
        log: From ``make_log``.
    """

    def warn(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        log.warning(str(message), logger="warnings", error=category.__name__, at=[f"{_name(filename)}:{lineno}"])

    root = logging.getLogger()
    before, shown = list(root.handlers), warnings.showwarning
    # Not logging.captureWarnings: it does nothing where somebody captured before and put showwarning back.
    root.handlers, warnings.showwarning = [_Through(log)], warn
    try:
        yield
    finally:
        root.handlers, warnings.showwarning = before, shown


class _Through(logging.Handler):
    """Hands records of ``logging`` to a structlog logger."""

    def __init__(self, log: Any) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        told: dict[str, Any] = {"logger": record.name}
        try:
            event = record.getMessage().strip()
            if event.startswith("Traceback"):  # uvicorn tells a start that failed as the text of its traceback
                told["at"] = [f"{_name(f)}:{line} {where}" for f, line, where in _file_lines(event)][-_FRAMES:]
                event = event.splitlines()[-1]
            elif record.exc_info and record.exc_info[1] is not None:
                told |= {"error": type(record.exc_info[1]).__name__, "at": frames_of(record.exc_info[2])}
            self._log.log(record.levelno, event, **told)
        except Exception:  # noqa: BLE001 -- a log that cannot be written must not end a request
            self.handleError(record)


def _file_lines(text: str) -> list[tuple[str, str, str]]:
    return [(m[1], m[2], m[3]) for line in text.splitlines() if (m := _FILE_LINE.match(line))]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def frames_of(trace: TracebackType | None) -> list[str]:
    """Where an error arose, innermost last; no message and no values, which may hold personal data."""
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return [f"{_name(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
