"""The command line as an operator uses it, in a process of its own: what is in ``evaluation`` loads no ``api``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from taxonomy.errors import ConfigError


def told_by(home: Path, words: Sequence[str]) -> Mapping[str, Any]:
    """What ``sepadan --home HOME WORDS --json`` prints.

    Args:
        home: Of an installation.
        words: The command and its options.

    Raises:
        ConfigError: It refused.
    """
    command = [sys.executable, "-m", "api.cli", "--home", str(home), *words, "--json"]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stdout + done.stderr)[-800:].decode("utf-8", "replace")
        raise ConfigError(f"sepadan {' '.join(words[:3])}: wanted it done, found: {said}")
    told: Mapping[str, Any] = json.loads(done.stdout)
    return told
