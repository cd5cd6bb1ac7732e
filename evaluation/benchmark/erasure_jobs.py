"""Jobs over people for the task ``erasure``: one of each kind run to its end, one that failed, what they tell."""

from __future__ import annotations

import base64
import gzip
import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from evaluation.benchmark.erasure_people import SOURCE, Person, refused_row

if TYPE_CHECKING:
    from evaluation.benchmark.erasure_installation import Installation

_ASKED = 6
"""People whom jobs are asked about by their keys."""

_LOOKS = 20
"""Answers of ``/events``, each of 25 seconds at most, within which a job must end."""


def use_jobs(here: Installation, people: Sequence[Person]) -> None:
    """Ingest an upload of the first two people, match and advise the first six, look for any, export.

    Args:
        here: A server runs.
        people: All that are stored, at least two.

    Raises:
        RuntimeError: A job did not end well, or tells nothing of them: then a search of it shows nothing.
    """
    ids = [one.key for one in people[:_ASKED]]
    asked: list[dict[str, Any]] = [
        {"kind": "ingest", "layout": "workers", "upload": _uploaded(here, _rows_of(people[:2]), "orang.jsonl")},
        {"kind": "match", "of": "workers", "ids": ids, "k": 3},
        {"kind": "match", "of": "workers", "records": [dict(one.row) for one in people[:2]], "k": 3},
        {"kind": "match", "of": "postings", "ids": [f"{SOURCE}:iklan-1"], "k": 100},
        {"kind": "recommend", "ids": ids},
        {"kind": "export"},
    ]
    for body in asked:
        told = _done(here, here.must("POST", "/v1/jobs", body)["id"])
        if body["kind"] != "export" and not any(one.key.encode() in told for one in people):
            raise RuntimeError(f"job {body['kind']}: wanted a result that tells of people, found none")
    # One that fails at the end of a torn file keeps the file, and may be resumed: it must be told who to pass over.
    torn = gzip.compress(_rows_of(people[:_ASKED]))[:-20]
    body = {"kind": "ingest", "layout": "workers", "upload": _uploaded(here, torn, "orang.jsonl.gz")}
    _ended(here, here.must("POST", "/v1/jobs", body)["id"], "failed")


def _rows_of(people: Sequence[Person]) -> bytes:
    """A file of their rows, refused ones and torn ones among them."""
    rows = [row for one in people for row in (one.row, refused_row(one), {"id": one.key, "wish": [one.marks[5]]})]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    return "\n".join([*lines, *(f'{{"id": "{one.key}", "wish": ' for one in people)]).encode()


def _uploaded(here: Installation, text: bytes, name: str) -> str:
    """A file in two parts; gives the id of the upload."""
    filename = base64.b64encode(name.encode()).decode()
    announced = {"Upload-Length": str(len(text)), "Upload-Metadata": f"filename {filename}"}
    upload = str(json.loads(_sent(here, "POST", "/v1/uploads", None, announced))["id"])
    middle = len(text) // 2
    for at, part in ((0, text[:middle]), (middle, text[middle:])):
        headers = {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
        _sent(here, "PATCH", f"/v1/uploads/{upload}", part, headers)
    return upload


def _sent(here: Installation, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> bytes:
    status, raw = here.send(method, path, data, headers)
    if status not in {200, 201, 204}:
        raise RuntimeError(f"{method} {path}: wanted 200, found {status}")
    return raw


def _done(here: Installation, job: str) -> bytes:
    """Wait for the end of a job; gives its result."""
    _ended(here, job, "done")
    return _sent(here, "GET", f"/v1/jobs/{job}/result", None, {})


def _ended(here: Installation, job: str, state: str) -> None:
    found = here.must("GET", f"/v1/jobs/{job}")
    for _ in range(_LOOKS - 1):
        if found["ended_at"] is not None:
            break
        here.send("GET", f"/v1/jobs/{job}/events", None, {})
        found = here.must("GET", f"/v1/jobs/{job}")
    if found["state"] != state:
        raise RuntimeError(f"job {found['kind']}: wanted {state}, found {found['state']}: {found['error']}")


def told_by_jobs(here: Installation) -> bytes:
    """Everything that the jobs of the installation tell: themselves, rejects, results as lines and as tables.

    Args:
        here: A server runs.

    Raises:
        RuntimeError: One does not tell it.
    """
    page = here.must("GET", "/v1/jobs")
    told = [json.dumps(page).encode()]
    for job in page["jobs"]:
        place = f"/v1/jobs/{job['id']}"
        told.append(_sent(here, "GET", f"{place}/rejects", None, {}))
        if job["state"] != "done":
            continue
        table = _sent(here, "GET", f"{place}/result?format=parquet", None, {})
        rows = pq.read_table(io.BytesIO(table)).to_pylist()
        told.append(_sent(here, "GET", f"{place}/result", None, {}))
        told.append(json.dumps(rows, ensure_ascii=False, default=str).encode())
    return b"\n".join(told)
