"""A real installation for the task ``erasure``: ``python -m evaluation.benchmark.erasure_service HOME COMMAND``.

``serve`` is the product's own server over a real engine, ``finish``, ``build`` and ``recommend`` what its command line
does; only the encoder is a stand-in that needs no model. It loads ``api`` by name, as a program that is started.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from evaluation.benchmark.faults_service import TrigramEncoder
from matcher.day import day_in_wib
from matcher.engine import Engine
from matcher.erasure_reach import finisher_of
from matcher.home import Home
from matcher.recommended_file import keep
from matcher.shortlists import shortlists
from matcher.spreading import recommend


def main(home: Path, command: str) -> None:
    """Do one thing.

    Args:
        home: Of the installation; further settings come from the environment, as for the product.
        command: ``serve``, ``build``, ``finish`` or ``recommend``.
    """
    settings = import_module("api.settings").Settings(home=home)
    engine = Engine(Home(root=home), TrigramEncoder(), database_url=settings.database_url)
    try:
        if command == "serve":
            serving = import_module("api.cli.serve")
            with serving.held_port("127.0.0.1", 0) as listener:
                print(serving.url_of(listener), flush=True)  # noqa: T201
                serving.serve_on(listener, settings, engine)
        elif command == "build":
            engine.build()
        elif command == "finish":
            box = settings.secret_box()
            finisher_of(engine.store, engine.home, box, lambda: engine.build().generation).finish()
        elif command == "recommend":
            now = datetime.now(UTC)
            among = shortlists(engine, day_in_wib(now), lambda what, done, total: None, keys=None, provinces=())
            keep(engine.home, engine.store.store_id(), now, recommend(among, 5, 0.8), {"day": "today"})
    finally:
        engine.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
