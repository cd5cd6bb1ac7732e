"""Which commit is measured: the last one that changed what a figure hangs on.

Committing results, pages or this machinery changes no figure, so that measuring can go on after such a commit.
"""

from __future__ import annotations

from pathlib import Path

from evaluation.checkout import git
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
    changed = git(root, "status", "--porcelain", "--", *MEASURED)
    if changed:
        raise InputError(wanted="code as it was committed", found=changed.splitlines()[0], where="git status")
    return git(root, "log", "-1", "--format=%H", "--", *MEASURED)
