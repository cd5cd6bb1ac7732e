"""Write ``matcher/batch/fills.py``: ``python -m matcher.batch.write_fills``.

What calls compiled functions must be compiled itself and is kept on the disk, so the calls have to stand in a file: a
list of functions that is only known when the process runs would be compiled anew in each.
"""

from __future__ import annotations

from pathlib import Path

from matcher.part_list import FOUND, NAMES

FILE = Path(__file__).with_name("fills.py")

_TEXT = '''"""Calls the compiled form of each component of ``matcher/parts``; made by ``matcher.batch.write_fills``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from matcher.batch.compiled import COMPILED
from matcher.batch.compiled_parts import {modules}
from matcher.batch.sides import Postings, Workers

FILLED = ({filled})
"""Components that are filled here."""


@njit(**COMPILED)
def fill(
    workers: Workers, w: int, postings: Postings, found: npt.NDArray[np.int32], points: npt.NDArray[np.float64]
) -> None:
    """Fill the rows of ``points`` that belong to these components, for the candidates of one worker."""
    worker, wish, posting, offers = workers.facts, workers.wishes, postings.facts, postings.offers
{calls}
'''


def text() -> str:
    """The module."""
    names = [part.name for part in FOUND]
    return _TEXT.format(
        modules=", ".join(names),
        filled=", ".join(f'"{name}"' for name in names) + "," * (len(names) == 1),
        calls="\n".join(
            f"    {name}.fill(worker, wish, w, posting, offers, found, points[{NAMES.index(name)}])" for name in names
        ),
    )


def main() -> None:
    """Write it, and make what was compiled with the calls before be compiled anew."""
    FILE.write_text(text(), encoding="utf-8")
    for module in FILE.parent.rglob("*.py"):
        module.touch()


if __name__ == "__main__":
    main()
