"""Which commit is measured: the last one that changed what a figure hangs on.

Committing results, pages or this machinery changes no figure, so that measuring can go on after such a commit.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from taxonomy.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
MEASURED = (
    *("taxonomy", "indexes", "matcher", "api", "evaluation", "pyproject.toml"),
    *(":(exclude)evaluation/headline", ":(exclude)evaluation/results"),
)


def measured_commit(root: Path = ROOT) -> str:
    """40 hex digits.

    Raises:
        InputError: No checkout of git, or files differ from the commit: what is measured must be there for others.
    """
    changed = _git(root, "status", "--porcelain", "--", *MEASURED)
    if changed:
        raise InputError(wanted="code as it was committed", found=changed.splitlines()[0], where="git status")
    return _git(root, "log", "-1", "--format=%H", "--", *MEASURED)


def _git(root: Path, *words: str) -> str:
    try:
        ran = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603, S607
    except (OSError, subprocess.SubprocessError) as error:
        raise InputError(wanted="a checkout of git", found=type(error).__name__, where="git") from error
    return ran.stdout.strip()
