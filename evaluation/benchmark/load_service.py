"""A real server of several processes over a home, with the stand-in for the encoder: for short runs and tests.

``python -m evaluation.benchmark.load_service HOME WORKERS`` prints its URL and serves until it is told to end. It loads
``api`` by name, as a program that is started: nothing of ``evaluation`` stands on ``api``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from evaluation.benchmark import faults_service
from matcher.engine import Engine


def open_engine(settings: Any) -> Engine:
    """An engine of the settings' home with the stand-in for the encoder."""
    return faults_service.open_engine(settings.home)


def main(home: Path, workers: int) -> None:
    """Serve what is built until a signal to end."""
    serving, settings = import_module("api.cli.serve"), import_module("api.settings")
    with serving.held_port("127.0.0.1", 0) as listener:
        print(serving.url_of(listener), flush=True)  # noqa: T201
        serving.serve_with_workers(listener, settings.Settings(home=home, workers=workers), open_engine)


if __name__ == "__main__":
    # By its own name, so that the processes of the server find what is handed to them.
    import_module("evaluation.benchmark.load_service").main(Path(sys.argv[1]), int(sys.argv[2]))
