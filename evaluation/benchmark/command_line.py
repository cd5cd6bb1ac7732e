"""The command line as an operator uses it, in a process of its own: what is in ``evaluation`` loads no ``api``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from taxonomy.errors import ConfigError

_OURS = frozenset({"SEPADAN_CACHE", "SEPADAN_MODEL"})
"""Settings that say where the encoder is, and nothing of any installation."""


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Of a process of the product: what is around, but of an installation only these settings.

    Args:
        settings: ``SEPADAN_...``.
    """
    kept = {name: value for name, value in os.environ.items() if name in _OURS or not name.startswith("SEPADAN_")}
    return {**kept, **settings}


def told_by(home: Path, words: Sequence[str]) -> Mapping[str, Any]:
    """What ``sepadan --home HOME WORDS --json`` prints.

    Args:
        home: Of an installation.
        words: The command and its options.

    Raises:
        ConfigError: It refused.
    """
    command = [sys.executable, "-m", "api.cli", "--home", str(home), *words, "--json"]
    done = subprocess.run(command, capture_output=True, check=False, env=environment({}))  # noqa: S603
    if done.returncode:
        said = (done.stdout + done.stderr)[-800:].decode("utf-8", "replace")
        raise ConfigError(f"sepadan {' '.join(words[:3])}: wanted it done, found: {said}")
    told: Mapping[str, Any] = json.loads(done.stdout)
    return told
