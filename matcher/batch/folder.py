"""The folder of a batch: begun empty, gone on with for the same batch, refused when it holds anything else."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

import orjson

from taxonomy.errors import InputError

PLAN = "plan.json"
_WRITING = f"{PLAN}.writing"


def begin(folder: Path, own: Collection[str]) -> None:
    """An empty folder; what a plan that was cut short left there goes, anything else stays and is told.

    Args:
        folder: Of the batch; made where it is not there.
        own: Names of what a batch writes there before its plan.

    Raises:
        InputError: Something else lies there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # keys of people, and of some batches what they said
    strange = sorted(one.name for one in folder.iterdir() if one.name not in {*own, _WRITING})
    if strange:
        raise InputError(wanted="an empty folder", found=", ".join(strange[:5]), where=str(folder))
    for name in own:
        left = folder / name
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)


def put_plan(folder: Path, said: dict[str, Any]) -> None:
    """Write the plan of a batch; last, so that half a folder is none."""
    beside = folder / _WRITING
    beside.write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2))
    beside.replace(folder / PLAN)


def plan_in(folder: Path) -> dict[str, Any]:
    """The plan that a folder holds.

    Raises:
        InputError: There is none.
    """
    try:
        said: dict[str, Any] = orjson.loads((folder / PLAN).read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(wanted="the folder of a batch", found=str(error), where=str(folder)) from error
    return said


def has_plan(folder: Path) -> bool:
    """Whether a batch was begun here."""
    return (folder / PLAN).exists()


def check_same(folder: Path, before: dict[str, Any], now: dict[str, Any]) -> None:
    """Refuse to go on with a batch that is another by now.

    Raises:
        InputError: Names what differs.
    """
    differs = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
    if differs:
        raise InputError(
            wanted="an empty folder, or one where the same batch was begun",
            found=f"another batch: {', '.join(differs)}",
            where=str(folder),
        )
