"""A process that stands by to lead: ``python -m tests.api.leading URL INTERVAL GRACE``; says what it does.

Its one service holds a lock of its own while it works, over a connection of its own: where two work at once, the
second does not get it and says so.
"""

from __future__ import annotations

import signal
import sys
import threading

import sqlalchemy as sa
import structlog

from api.leader import Leader
from indexes.exclusive import AdvisoryExclusive

WITNESS = 77


def say(what: str) -> None:
    print(what, flush=True)  # noqa: T201 -- read by the test


class Witness:
    def __init__(self, engine: sa.Engine) -> None:
        self._connection = engine.connect()

    def start(self) -> None:
        alone = self._connection.scalar(sa.text(f"SELECT pg_try_advisory_lock({WITNESS}, 1)"))
        say("works" if alone else "works beside another")

    def stop(self) -> None:
        self._connection.scalar(sa.text(f"SELECT pg_advisory_unlock({WITNESS}, 1)"))
        self._connection.close()
        say("ended")


def main(url: str, interval_s: float, grace_s: float) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    quiet = structlog.wrap_logger(structlog.PrintLogger(sys.stderr))
    lock = AdvisoryExclusive(engine, "background.lock")
    leader = Leader(lock, lambda: [Witness(engine)], quiet, interval_s=interval_s, grace_s=grace_s)
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    leader.start()
    say("stands by")
    told.wait()
    leader.stop()
    say("gone")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))
