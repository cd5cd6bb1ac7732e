"""A process that works at jobs with the fake encoder, slowly, so that a test can kill it: home as first argument."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import structlog

from indexes.secret_box import SecretBox
from matcher.engine import Engine
from matcher.home import Home
from matcher.jobs import ingest_parts, match_parts
from matcher.jobs.uploads import JobLimits
from matcher.jobs.worker import Worker, Workshop
from tests.fakes import FakeEncoder
from tests.matcher.jobs.conftest import KEY


def main() -> None:
    ingest_parts.PLAIN_RECORDS = match_parts.SUBJECTS = 2
    engine = Engine(Home(root=Path(sys.argv[1])), FakeEncoder())
    log: Any = structlog.get_logger()
    shop = Workshop(engine=engine, box=SecretBox({"s1": KEY}), vault=None, limits=JobLimits(), holder="killed", log=log)
    worker = Worker(shop)
    while worker.turn():
        sys.stdout.write("turn\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
