"""Task ``api``: schemathesis over the whole OpenAPI document of a real server; nothing may differ from what it says.

The server is a process of its own over a copy of a home (``--home``), or over a small one made here with a stand-in
for the encoder. It asks for credentials: those of a client that may do everything, and an officer's where a human must
decide. All checks and all phases run; ``evaluation/schemathesis.toml`` holds the exceptions with reasons.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.benchmark.command_line import told_by
from evaluation.benchmark.served_home import STAND_IN, served
from evaluation.rows import row
from evaluation.task import Options, Report, Row
from indexes.store import Store
from matcher.codec import to_stored
from matcher.filling import fill, raw_hash
from matcher.home import Home
from matcher.industry_report import load_report, make_report, save_report
from matcher.records import Kind
from matcher.sources.source import FORMS
from matcher.world.generate import sample_courses, sample_postings, sample_workers
from taxonomy.errors import ConfigError, GenerationError

CONFIG = Path(__file__).with_name("schemathesis.toml")
PHASES = ("examples", "coverage", "fuzzing", "stateful")
CASES = 20_000
"""What issue 9 asks for."""

_RECORDS = 20
_SEED = 9
_SCOPES = (
    *("match", "postings", "profiles", "courses", "outcomes", "market", "inspection", "privacy", "webhooks", "admin"),
)
Client = tuple[str, str, tuple[str, ...]]
CLIENTS: tuple[Client, ...] = (
    ("SEPADAN_TRIED_KEY", "platform", _SCOPES),
    ("SEPADAN_OFFICERS_KEY", "officer", ("privacy",)),
)
"""Variable that ``schemathesis.toml`` reads an API key from, and role and scopes of its client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is tried.

    Attributes:
        examples: Cases of each operation in the phases that draw at random.
        phases: Of ``PHASES``.
        cases: Least number of cases in all that counts as enough.
        operations: Names of the operations that are tried; all when empty.
    """

    examples: int = 200
    phases: tuple[str, ...] = PHASES
    cases: int = CASES
    operations: tuple[str, ...] = ()


LONG = Extent()


def run(options: Options) -> Report:
    """Try the whole document, the long way."""
    return tried(LONG, options.home)


def tried(extent: Extent, home: Path | None = None) -> Report:
    """Serve a home and try its API.

    Args:
        extent: How much.
        home: An installation, of which a copy is served; a small one is made when None.

    Raises:
        ConfigError: The server or schemathesis did not start.
    """
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sepadan-api-") as folder:
        root = Path(folder)
        copy = root / "home"
        if home is None:
            make_home(copy)
        else:
            shutil.copytree(home, copy)
        put_report(copy)
        keys = add_clients(copy)
        with served(copy, service=STAND_IN if home is None else "", log=root / "server.log") as server:
            found = try_out(server.url, extent, root, keys)
    seconds = time.monotonic() - started
    return Report(task="api", rows=rows_of(found, extent), seconds=seconds)


def make_home(root: Path) -> None:
    """A home with a few records of the sample world; its server builds the index.

    Args:
        root: Not there yet.
    """
    store = Store(Home(root=root).make().database_url)
    for kind, rows in (
        (Kind.POSTING, sample_postings()),
        (Kind.WORKER, sample_workers()),
        (Kind.COURSE, sample_courses()),
    ):
        few = rows[:_RECORDS]
        records = [fill(FORMS[kind], one, str(kind)).to_record("contoh", raw_hash(one)) for one in few]
        store.upsert([to_stored(record) for record in records])
    store.close()


def put_report(root: Path) -> None:
    """Without a report of industries their routes answer 503, as they should, and nothing of them would be tried."""
    try:
        load_report(root)
    except GenerationError:
        save_report(make_report((), "", 0), root)


def add_clients(home: Path, clients: Sequence[Client] = CLIENTS) -> Mapping[str, str]:
    """Let clients in; gives API keys by variable.

    Args:
        home: Of an installation.
        clients: Whom.

    Raises:
        ConfigError: The command line refused.
    """
    keys: dict[str, str] = {}
    for variable, role, scopes in clients:
        name = f"coba-{role}"
        allowed = [word for scope in scopes for word in ("--scope", scope)]
        wide = ["--rate", "10000", "--burst", "100000", "--quota", "0"]
        told_by(home, ["clients", "add", name, "--role", role, *allowed, *wide])
        keys[variable] = str(told_by(home, ["clients", "key", "add", name])["key"])
    return keys


def try_out(url: str, extent: Extent, folder: Path, keys: Mapping[str, str]) -> Mapping[str, Any]:
    """Run schemathesis; gives its JSON report.

    Args:
        url: Of the server.
        extent: How much.
        folder: For the report.
        keys: API keys by variable.

    Raises:
        ConfigError: It wrote none.
    """
    report = folder / "report.json"
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run", f"{url}/openapi.json"]
    command += ["--checks", "all", "--phases", ",".join(extent.phases), "--max-examples", str(extent.examples)]
    command += ["--seed", str(_SEED), "--generation-database", "none", "--continue-on-failure", "--no-color"]
    command += [
        "--suppress-health-check",
        "all",
        "--request-timeout",
        "60",
        "--report",
        "json",
        "--report-json-path",
        str(report),
    ]
    for name in extent.operations:
        command += ["--include-operation-id", name]
    with_keys = os.environ | keys | {"SCHEMATHESIS_HOOKS": "evaluation.schemathesis_hooks"}
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=with_keys)  # noqa: S603
    found: dict[str, Any] = json.loads(report.read_bytes() or b"{}") if report.is_file() else {}
    if not found.get("operations"):
        said = (done.stdout + done.stderr)[-800:].decode("utf-8", "replace")
        raise ConfigError(f"schemathesis: wanted a report of operations, found: {said}")
    return found


def rows_of(found: Mapping[str, Any], extent: Extent) -> tuple[Row, ...]:
    """Rows of a report of schemathesis.

    Args:
        found: The report.
        extent: What was asked for.
    """
    cases, operations = found["test_cases"], found["operations"]
    n, failed = cases["generated"], found["failures"]
    rows = [
        row("cases", n, n=n, at_least=extent.cases),
        row("cases with failures", cases["with_failures"], n=n, at_most=0),
        row("errors of the run", len(found["errors"]) + (not found["complete"]), n=n, at_most=0),
        row("operations tried", operations["tested"], n=operations["selected"], at_least=operations["selected"]),
    ]
    rows += [row(f"failures: {told(one)}", one["count"], n=n, at_most=0) for one in failed]
    return tuple(rows)


def told(failure: Mapping[str, Any]) -> str:
    """Kind of a failure and the operations that have it."""
    names: Sequence[str] = failure["operations"]
    return f"{failure['title']} in {', '.join(names)}"
