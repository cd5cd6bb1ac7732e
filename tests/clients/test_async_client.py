"""The awaited client against a real server: calls, pages, uploads, many at once, and a line that breaks."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from sepadan_client import AsyncSepadan, ChangedError, JobFailedError, NotFoundError, UnauthenticatedError
from sepadan_client.models import PostingForm, WorkerForm

from tests.clients.conftest import House

WELDER: PostingForm = {
    "id": "as:L-1",
    "title": "Juru Las",
    "description": "Mengelas SMAW. SMK.",
    "places": ["Surabaya"],
}


def worker(number: int) -> WorkerForm:
    return {"id": f"as:W-{number}", "wish": "tukang las", "summary": "3 tahun las SMAW."}


class Rough(httpx.AsyncHTTPTransport):
    """A real line on which some requests fail before or after the server saw them."""

    def __init__(self, *faults: int | str) -> None:
        super().__init__()
        self.faults, self.paths = list(faults), list[str]()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(request.url.path)
        if request.url.path == "/oauth/token" or not self.faults:
            return await super().handle_async_request(request)
        fault = self.faults.pop(0)
        if fault == 0:
            return await super().handle_async_request(request)
        if isinstance(fault, int):
            return httpx.Response(fault, headers={"Retry-After": "2"}, json={})
        if fault == "after":
            answer = await super().handle_async_request(request)
            await answer.aread()
            await answer.aclose()
        raise httpx.ReadError("putus", request=request)


def with_client(
    house: House, act: Callable[[AsyncSepadan], Awaitable[Any]], *faults: int | str, **rest: Any
) -> tuple[Any, Rough, list[float]]:
    """What comes of an act with a client of its own, its line, and how long it waited."""
    line, waits = Rough(*faults), list[float]()

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    async def main() -> Any:
        given: dict[str, Any] = {"client_id": "mesin", "client_secret": house.secret, "transport": line, "sleep": wait}
        async with AsyncSepadan(house.url, **{**given, **rest}) as client:
            return await act(client)

    return anyio.run(main), line, waits


def test_calls_pages_and_changes_are_those_of_the_other_client(house: House) -> None:
    async def act(client: AsyncSepadan) -> None:
        told = await client.upsert_workers({"records": [worker(n) for n in range(7)]})
        assert told["accepted"] + told["unchanged"] == 7
        await client.upsert_postings({"records": [WELDER]})
        listed = [one["id"] async for one in client.pages("workers", limit=3)]
        assert [one for one in listed if one.startswith("as:")] == [f"as:W-{n}" for n in range(7)]
        changed = {change["id"]: cursor async for change, cursor in client.changes("workers")}
        assert changed.keys() >= {f"as:W-{n}" for n in range(7)}
        found = await client.match_workers({"id": "as:L-1", "k": 3})
        assert len(found["matches"]) == 3
        read = await client.read("postings", "as:L-1")
        body: Any = {"title": "Juru Las Listrik"}
        await client.put_posting("as:L-1", body, if_match=read.etag)
        with pytest.raises(ChangedError):
            await client.put_posting("as:L-1", body, if_match=read.etag)
        with pytest.raises(NotFoundError):
            await client.get_posting("as:tidak-ada")

    with_client(house, act)


def test_a_file_goes_up_in_parts_over_a_line_that_breaks_and_its_job_is_read_to_the_end(
    house: House, tmp_path: Path
) -> None:
    file = tmp_path / "orang.jsonl"
    file.write_text("".join(json.dumps(worker(n)) + "\n" for n in range(20, 40)) + "{rusak\n", encoding="utf-8")

    async def act(client: AsyncSepadan) -> tuple[list[Any], list[Any]]:
        upload = await client.upload(file, part_bytes=400)
        job = await client.create_job({"kind": "ingest", "layout": "workers", "upload": upload})
        assert (await client.wait(job["id"]))["state"] == "done"
        rejects = [one async for one in client.lines(job["id"], "rejects")]
        return [one async for one in client.lines(job["id"])], rejects

    # Made, one part through and its answer lost, one part lost, then all is well.
    (lines, rejects), line, _ = with_client(house, act, 503, 0, "after", 0, "before")
    assert [one["status"] for one in lines] == ["stored"] * 20 + ["rejected"]
    assert len(rejects) == 1
    assert sum(path.startswith("/v1/uploads/") for path in line.paths) > 4


def test_a_job_that_fails_is_an_error_and_lines_of_none_too(house: House, tmp_path: Path) -> None:
    file = tmp_path / "orang.jsonl.gz"
    file.write_bytes(b"bukan gzip")

    async def act(client: AsyncSepadan) -> None:
        upload = await client.upload(file)
        job = await client.create_job({"kind": "ingest", "layout": "workers", "upload": upload})
        with pytest.raises(JobFailedError):
            await client.wait(job["id"])
        with pytest.raises(NotFoundError):
            _ = [one async for one in client.lines("job_tidak-ada")]

    with_client(house, act)


def test_a_write_whose_answer_was_lost_is_done_once(house: House) -> None:
    async def look(client: AsyncSepadan) -> set[str]:
        return {one["id"] async for one in client.pages("jobs", limit=50)}

    async def act(client: AsyncSepadan) -> Any:
        return await client.create_job({"kind": "match", "of": "postings", "ids": ["as:L-1"]})

    before, *_ = with_client(house, look)  # tests of the same server may have made jobs of their own
    job, line, waits = with_client(house, act, 503, 429, "after")
    assert line.paths.count("/v1/jobs") == 4
    assert waits[:2] == [2, 2]
    after, *_ = with_client(house, look)
    assert after - before == {job["id"]}


def test_many_at_once_share_one_token(house: House) -> None:
    async def act(client: AsyncSepadan) -> list[str]:
        seen: list[str] = []

        async def one(number: int) -> None:
            seen.append((await client.get_occupation("7212"))["code"])

        async with anyio.create_task_group() as group:
            for number in range(20):
                group.start_soon(one, number)
        return seen

    seen, line, _ = with_client(house, act)
    assert seen == ["7212"] * 20
    assert line.paths.count("/oauth/token") == 1


def test_credentials_that_are_not_good_are_told(house: House) -> None:
    async def act(client: AsyncSepadan) -> None:
        with pytest.raises(UnauthenticatedError):
            await client.list_jobs()

    with_client(house, act, client_secret=house.secret[:-1])
