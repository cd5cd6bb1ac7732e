"""An upload to lines: the parser runs in a process of its own, confined, and never in this one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import orjson

from matcher.cv.confined import quiet_environment
from matcher.cv.errors import CvError
from matcher.cv.limits import MAX_ANSWER_BYTES, MAX_BYTES, WALL_S
from matcher.cv.lines import CvText, cv_text_of

_CHILD = "import sys; from matcher.cv.parsing import main; sys.exit(main())"


def read_upload(data: bytes, *, wall_s: float = WALL_S) -> CvText:
    """The lines of an uploaded CV in reading order.

    The bytes are handed over in memory: nothing of them is written to a disk.

    Args:
        data: PDF, DOCX or text, told apart by what it begins with and not by a name.
        wall_s: Seconds after which the parser is ended.

    Raises:
        CvError: It cannot be read; ``fault`` says why, ``words`` says it to the person.
    """
    if len(data) > MAX_BYTES:
        wanted = f"a CV of at most {MAX_BYTES >> 20} MiB"
        raise CvError("too_large", wanted=wanted, found=f"{len(data) / (1 << 20):.1f} MiB")
    answered = _answer(data, wall_s)
    try:
        told = orjson.loads(answered)
        if "fault" in told:
            raise CvError(told["fault"], wanted=told["wanted"], found=told["found"])
        return cv_text_of(told["text"])
    except (ValueError, KeyError, TypeError) as error:  # nothing, or half an answer: the limits ended the process
        raise CvError("too_heavy", wanted="a simpler file", found="a parser that was ended") from error


def _answer(data: bytes, wall_s: float) -> bytes:
    """What the process writes before it ends or is ended; at most ``MAX_ANSWER_BYTES`` are taken."""
    handed = os.memfd_create("cv")
    with os.fdopen(handed, "wb", closefd=False) as file:
        file.write(data)
    os.lseek(handed, 0, os.SEEK_SET)
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", _CHILD],
            stdin=handed,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=quiet_environment(),
            close_fds=True,
        )
    finally:
        os.close(handed)
    timer = threading.Timer(wall_s, child.kill)
    timer.start()
    with child:
        assert child.stdout is not None
        try:
            return child.stdout.read(MAX_ANSWER_BYTES + 1)
        finally:
            timer.cancel()
            child.kill()
