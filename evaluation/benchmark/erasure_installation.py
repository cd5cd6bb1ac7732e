"""One installation under test: home, backups, log, the product's own processes, and what is asked of them."""

from __future__ import annotations

import base64
import json
import multiprocessing as mp
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TextIO

from evaluation.benchmark.erasure_jobs import use_jobs
from evaluation.benchmark.erasure_people import SOURCE, Person, refused_row
from evaluation.benchmark.trial_folder import TrialFolder

_CONTEXT = mp.get_context("forkserver")
_SERVICE = "evaluation.benchmark.erasure_service"
_POSTINGS = 12
_EACH = 50
_CONSENT = {"channel": "web", "text_version": "2026-11"}


@dataclass(slots=True)
class Installation(TrialFolder):
    """An installation in a folder of its own.

    Attributes:
        root: The folder: home, backups, log and what goes in lie in it.
        database_url: Store; SQLite inside the home when empty.
        address: URL of the server while one runs.
        process: That server.
    """

    root: Path
    database_url: str = ""
    address: str = ""
    process: BaseProcess | None = None

    @property
    def log(self) -> Path:
        """What all processes wrote."""
        return self.root / "log"

    @property
    def exports(self) -> Path:
        """Where an export went: out of Sepadan's reach."""
        return self.root / "exports"

    def environment(self) -> dict[str, str]:
        """Of every process: keys that are the same each time, and nothing of ours around."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SEPADAN_")}
        key = base64.b64encode(b"k" * 32).decode()
        set_here = {"SEPADAN_IDENTITY_KEYS": f"k1:{key}", "SEPADAN_COMPACT": "false", "SEPADAN_LOG_LEVEL": "debug"}
        cache = {"SEPADAN_CACHE": os.environ["SEPADAN_CACHE"]} if "SEPADAN_CACHE" in os.environ else {}
        url = {"SEPADAN_DATABASE_URL": self.database_url} if self.database_url else {}
        return {**kept, **cache, **set_here, **url, "PYTHONUNBUFFERED": "1"}

    def cli(self, *arguments: str, wanted: Sequence[int] = (0,)) -> dict[str, Any]:
        """Run a command of the product with ``--json``; gives what it told.

        Raises:
            RuntimeError: It ended with another code.
        """
        return self._run("api.cli", ["--home", str(self.home), *arguments, "--json"], wanted)

    def service(self, command: str) -> None:
        """Run what takes an encoder, with the stand-in.

        Raises:
            RuntimeError: It did not end well.
        """
        self._run(_SERVICE, [str(self.home), command], (0,))

    def _run(self, module: str, arguments: Sequence[str], wanted: Sequence[int]) -> dict[str, Any]:
        process, told = self._started(module, arguments)
        with told:
            output = told.read()
        process.join()
        if process.exitcode not in wanted:
            what = f"{module} {' '.join(arguments)}"
            raise RuntimeError(f"{what}: wanted exit {wanted}, found {process.exitcode}; see {self.log}")
        document: dict[str, Any] = json.loads(output) if output.startswith("{") else {}
        return document

    def _started(self, module: str, arguments: Sequence[str]) -> tuple[BaseProcess, TextIO]:
        """A process of its own, and what it prints; errors go to the log."""
        _CONTEXT.set_forkserver_preload(["__main__", "evaluation.benchmark.erasure_warm"])
        ours, theirs = _CONTEXT.Pipe(duplex=False)
        asked = (module, list(arguments), self.environment(), str(self.log), theirs)
        process = _CONTEXT.Process(target=_perform, args=asked, daemon=True)
        process.start()
        theirs.close()
        told = os.fdopen(os.dup(ours.fileno()), encoding="utf-8")
        ours.close()
        return process, told

    def kill_in(self, command: str, seconds: float) -> None:
        """Start what takes an encoder and kill it: after so many seconds, or once it is done."""
        process, told = self._started(_SERVICE, [str(self.home), command])
        process.join(seconds)
        process.kill()
        process.join()
        told.close()

    @contextmanager
    def served(self) -> Generator[Installation]:
        """The product's server, which writes to the log; it is killed at the end."""
        self.process, told = self._started(_SERVICE, [str(self.home), "serve"])
        try:
            self.address = told.readline().strip()
            yield self
        finally:
            self.process.kill()
            self.process.join()
            self.process = None
            told.close()

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and answer of a request; None where the answer is empty or the server is gone."""
        data = None if body is None else json.dumps(body).encode()
        status, raw = self.send(method, path, data, {"Content-Type": "application/json"})
        return status, json.loads(raw) if raw.startswith((b"{", b"[")) else None

    def send(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        """Status and bytes of the answer to a request; 0 and nothing where the server is gone."""
        request = urllib.request.Request(self.address + path, data, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except OSError:
            return 0, b""

    def must(self, method: str, path: str, body: object = None) -> Any:
        """A request that is answered well; gives the answer.

        Raises:
            RuntimeError: It is not; names the status.
        """
        status, answer = self.ask(method, path, body)
        if status not in {200, 202, 204}:
            raise RuntimeError(f"{method} {path.partition('?')[0]}: wanted 200, found {status}")
        return answer


def _perform(
    module: str, arguments: list[str], environment: dict[str, str], log: str, told: Connection
) -> None:  # pragma: no cover -- runs in a process of its own
    """Main function of a process: the environment, output and errors of a program that is started, then its work."""
    os.environ.clear()
    os.environ.update(environment)
    errors = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(told.fileno(), 1)
    os.dup2(errors, 2)
    told.close()
    main = import_module(module).main
    sys.argv = ["sepadan", *arguments]
    if module == _SERVICE:
        main(Path(arguments[0]), arguments[1])
    else:
        sys.exit(main())


def postings() -> list[dict[str, Any]]:
    """Ads that the people fit."""
    return [
        {
            "id": f"{SOURCE}:iklan-{number}",
            "title": "Juru Las",
            "description": "Mengelas pagar dan kanopi, SMAW.",
            "places": ["Kota Surabaya"],
            "openings": 2,
        }
        for number in range(_POSTINGS)
    ]


def fill(here: Installation, people: Sequence[Person]) -> None:
    """Bring people in by every way there is, and use everything that could copy them.

    Args:
        here: An empty installation.
        people: Some come by the API, some by files; of all there are refused rows, too.
    """
    here.root.mkdir(parents=True, exist_ok=True)
    by_file, by_api = people[::2], people[1::2]
    workers = here.root / "workers.jsonl"
    rows = [one.row for one in by_file] + [refused_row(one) for one in by_file]
    torn = [json.dumps(one.row, ensure_ascii=True)[:-9] for one in by_file[:3]]
    workers.write_text("\n".join([*(json.dumps(row, ensure_ascii=False) for row in rows), *torn]), encoding="utf-8")
    here.cli("ingest", "workers", str(workers))
    workers.unlink()
    here.service("build")
    with here.served():
        here.must("POST", "/v1/postings", {"records": postings()})
        for at in range(0, len(by_api), _EACH):
            part = by_api[at : at + _EACH]
            here.must("POST", "/v1/workers", {"records": [*(one.row for one in part), refused_row(part[0])]})
        _use(here, people)
        # Killed in the middle of a push: what was stored stays, the log of the database is left as it is.
        here.must("POST", "/v1/workers", {"records": [{**one.row, "wish": "las listrik"} for one in by_api[:5]]})
    here.kill_in("build", 0.8)
    here.service("build")
    here.service("recommend")
    here.cli("backup", "--output", str(here.backups))
    here.cli("export", "--output", str(here.exports))


def _use(here: Installation, people: Sequence[Person]) -> None:
    """Matches both ways; jobs; outcomes, consents, requests; pages of single people; rubbish with people in it."""
    for one in people[:6]:
        here.must("POST", "/v1/match/postings", {"id": one.key, "k": 3})
        here.must("POST", "/v1/match/postings", {"worker": dict(one.row), "k": 3})
        here.ask("GET", f"/v1/workers/{one.key}")
        here.ask("GET", f"/v1/workers/{one.key}/europass")
        here.ask("POST", "/v1/workers", {"records": [refused_row(one)]})
        here.ask("GET", f"/v1/workers/{one.key}-tidak-ada?name={one.marks[0]}")
        words = {"name": one.row["name"], "wish": one.row["wish"]}
        here.must("POST", f"/v1/workers/{one.key}/requests", {"kind": "correction", "fields": words})
    here.must("POST", "/v1/match/workers", {"id": f"{SOURCE}:iklan-1", "k": 10})
    use_jobs(here, people)
    told = [
        {"id": f"{SOURCE}:o-{at}", "worker_key": one.key, "posting_key": f"{SOURCE}:iklan-1", "event": "applied"}
        for at, one in enumerate(people)
    ]
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    for at in range(0, len(told), _EACH):
        here.must("POST", "/v1/outcomes", {"records": [{**row, "at": when} for row in told[at : at + _EACH]]})
        said = [{"worker_key": one.key, "purpose": "share", **_CONSENT} for one in people[at : at + _EACH]]
        here.must("POST", "/v1/consents", {"consents": said})
    here.ask("GET", "/metrics")


def kept_whole(here: Installation, people: Sequence[Person]) -> int:
    """How many people are stored as they were told and still match.

    Args:
        here: A server runs.
        people: Who must be there.
    """
    whole = 0
    for one in people:
        status, record = here.ask("GET", f"/v1/workers/{one.key}")
        asked, ranking = here.ask("POST", "/v1/match/postings", {"id": one.key, "k": 1})
        is_matched = asked == 200 and bool(ranking["matches"])
        whole += status == 200 and one.marks[6] in json.dumps(record) and is_matched
    return whole
