"""Uploads that mean harm, and files that were damaged at random: an answer in words, never a fault of ours."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.web.seeker import upload_page
from matcher.cv.limits import MEMORY_BYTES
from tests.api.web.conftest import Browser
from tests.api.web.payloads import live_parts
from tests.api.web.seeker.cv_uploads import CV, action, bad_files, docx_of, pdf_of, send

BAD = bad_files()
SOME = frozenset(
    (
        *("malformed xref", "ten thousand pages", "launch", "zip bomb", "entity of a file"),
        *("entities of entities", "deep XML", "macros", "picture called PDF"),
    )
)
"""Those of every run; the others are of the long one."""

WHOLE = {"pdf": pdf_of(CV.splitlines()[:9]), "docx": docx_of(CV), "text": CV.encode()}
MUTATED = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_page, "PATIENCE_S", 60.0)


def answered(browser: Browser, data: bytes) -> None:
    """The upload was answered by a page: what was read, or what is wrong with the file."""
    answer = send(browser, data, name="cv.pdf")
    assert answer.status_code in {200, 422}, (answer.status_code, answer.text[:300])
    assert live_parts(answer.text) == []
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text
    assert ('id="periksa"' in answer.text) == (answer.status_code == 200)


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The most that each process of a reader held, in KiB: it grows as they are seen.

    Not ``RUSAGE_CHILDREN``: a child's figure there begins with what its parent held when it was forked.
    """
    start, held = subprocess.Popen, []

    def watched(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        child = start(*args, **kwargs)
        held.append(0)
        threading.Thread(target=sample, args=(child.pid, len(held) - 1), daemon=True).start()
        return child

    def sample(process: int, at: int) -> None:
        with contextlib.suppress(OSError):
            while found := re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text()):
                held[at] = int(found[1])
                time.sleep(0.005)

    monkeypatch.setattr(subprocess, "Popen", watched)
    return held


@pytest.mark.parametrize("name", [pytest.param(one, marks=() if one in SOME else pytest.mark.long) for one in BAD])
def test_files_made_to_harm_are_answered_within_the_memory_that_a_reader_may_take(
    browser: Browser, readers: list[int], name: str
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answered(browser, BAD[name])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KiB: nothing is unpacked here
    assert len(readers) == 1
    assert 5_000 < readers[0] <= MEMORY_BYTES // 1024


def test_no_process_and_no_file_is_left_of_them(browser: Browser, staffed: FastAPI, tmp_path: Path) -> None:
    folder = staffed.state.serving.engine.home.root
    before = {path for path in folder.rglob("*") if path.is_file()}
    descriptors = len(os.listdir("/proc/self/fd"))
    for name in ("zip bomb", "half an emoji"):
        answered(browser, BAD[name])
    left = {path for path in folder.rglob("*") if path.is_file()} - before
    assert {path.parent.name for path in left} <= {"progress", "read-cvs"}
    assert len(os.listdir("/proc/self/fd")) <= descriptors + 2
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    assert not children.exists() or "cv" not in children.read_text()


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A whole file with bytes changed, a piece cut out, doubled or put elsewhere."""
    data = bytearray(WHOLE[draw(st.sampled_from(sorted(WHOLE)))])
    for _ in range(draw(st.integers(1, 6))):
        at, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        deed = draw(st.sampled_from(("flip", "cut", "double", "noise")))
        if deed == "flip" and at < len(data):
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif deed == "cut" and end - at < len(data):
            del data[at:end]
        elif deed == "double":
            data[at:at] = data[at : min(end, at + 2_000)]
        else:
            data[at : at + 8] = draw(st.binary(max_size=40))
    return bytes(data)


@settings(MUTATED, max_examples=4, derandomize=True)
@given(mutated())
def test_damaged_files_are_answered(browser: Browser, data: bytes) -> None:
    answered(browser, data)


def answered_form(browser: Browser, body: bytes, edge: bytes, *, is_framed: bool) -> None:
    """A body that says it is a form with a file was answered by a page."""
    kind = b"multipart/form-data; boundary=" + bytes(letter for letter in edge if 0x20 <= letter < 0x7F)
    if is_framed:
        kind = b"multipart/form-data; boundary=aa"
        body = b'--aa\r\nContent-Disposition: form-data; name="berkas"; filename="' + edge + b'"\r\n\r\n' + body
    answer = browser.http.post(action(browser), content=body, headers={"Content-Type": kind})
    assert answer.status_code in {200, 303, 415, 422}, answer.text[:300]
    assert "<h1>" in answer.text


@settings(MUTATED, max_examples=10, derandomize=True)
@given(st.binary(max_size=600), st.binary(max_size=40), st.booleans())
def test_damaged_forms_are_answered(browser: Browser, body: bytes, edge: bytes, is_framed: bool) -> None:
    answered_form(browser, body, edge, is_framed=is_framed)


@pytest.mark.long
@settings(MUTATED, max_examples=150)
@given(mutated())
def test_many_damaged_files_are_answered(browser: Browser, data: bytes) -> None:
    answered(browser, data)


@pytest.mark.long
@settings(MUTATED, max_examples=1_500)
@given(st.binary(max_size=3_000), st.binary(max_size=40), st.booleans())
def test_many_damaged_forms_are_answered(browser: Browser, body: bytes, edge: bytes, is_framed: bool) -> None:
    answered_form(browser, body, edge, is_framed=is_framed)
