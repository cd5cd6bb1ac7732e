"""Sepadan's command line with a stand-in for the encoder, without a model: ``python -m tests.examples.stand_in``."""

from __future__ import annotations

import sys

from evaluation.benchmark.faults_service import TrigramEncoder
from indexes import encoder as encoders

if __name__ == "__main__":
    encoders.load = lambda *_, **__: TrigramEncoder()  # type: ignore[assignment]
    from api.cli import main

    sys.exit(main())
