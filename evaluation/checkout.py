"""What git says of a checkout."""

from __future__ import annotations

import subprocess
from pathlib import Path

from taxonomy.errors import InputError


def git(root: Path, *words: str) -> str:
    """What a command of git prints, without space around it.

    Raises:
        InputError: No checkout of git, or the command failed.
    """
    try:
        ran = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603, S607
    except (OSError, subprocess.SubprocessError) as error:
        raise InputError(wanted="a checkout of git", found=type(error).__name__, where="git") from error
    return ran.stdout.strip()
