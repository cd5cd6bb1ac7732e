"""The command line ``sepadan``: one file for each command or step; ``main`` is the entry point."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from api.cli.app import build_app
from api.cli.errors import INTERRUPTED, report
from taxonomy.errors import SepadanError

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: Words after ``sepadan``; those of the process by default.

    Returns:
        Exit code: 0 done; 1 failed (store, index, encoder, setting, disk, check); 2 wrong input or usage; 130 stopped.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = build_app()(words, prog_name="sepadan", standalone_mode=False)
    except (SepadanError, typer.TyperException, OSError) as error:
        return report(error, as_json="--json" in words)
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return int(code or 0)
