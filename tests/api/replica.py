"""One replica as an operator starts it, with an encoder that needs no model: ``python -m tests.api.replica COMMAND``.

``serve`` prints its address and serves; ``build`` makes a generation. Everything else stands in the environment.
"""

from __future__ import annotations

import sys

from api.cli.serve import held_port, serve_on, url_of
from api.settings import Settings
from matcher.engine import Engine
from tests.fakes import FakeEncoder


def main(command: str) -> None:
    settings = Settings()
    engine = Engine(settings.installed(), FakeEncoder(), database_url=settings.database_url)
    try:
        if command == "build":
            print(engine.build().generation)  # noqa: T201 -- read by the test
            return
        with held_port("127.0.0.1", 0) as listener:
            print(url_of(listener), flush=True)  # noqa: T201
            serve_on(listener, settings, engine)
    finally:
        engine.close()


if __name__ == "__main__":
    main(sys.argv[1])
