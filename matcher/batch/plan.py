"""The plan of a batch: which workers are matched in which part, against which staged postings, by what rules.

A part is a stretch of workers whose occupations and places are alike, so that what one of them needs lies in the
processor's cache for the next. A plan is a file; every process and every machine reads the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from matcher.batch.folder import plan_in, put_plan
from matcher.columns import Columns
from taxonomy.errors import InputError

FORMAT = 1
ORDER, POSTINGS = "order.npy", "postings"
PART_ROWS = 2_000
"""Workers of a part: about a second of one core, so that little is lost when a machine dies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a batch asks for; all of it changes what is found.

    Attributes:
        k: Postings for each worker, at least 1.
        day: Proleptic ordinal of the day on which postings must be open.
        by_vector: Candidates by vector.
        by_words: Candidates by shared words.
        entries: Entries of word lists that are added up to find these.
        by_occupation: Candidates by occupation.
        likely: Rows of the nearest unit groups that are compared for these.
        slack: KKNI levels by which a worker may fall short.
        part_rows: Workers of a part.
        with_points: Write the points of each component too.
    """

    k: int = 20
    day: int
    by_vector: int = 256
    by_words: int = 128
    entries: int = 10_000
    by_occupation: int = 64
    likely: int = 500
    slack: int = 1
    part_rows: int = PART_ROWS
    with_points: bool = False

    def __post_init__(self) -> None:
        """Refuse what nothing can be found by."""
        for name in ("k", "by_vector", "part_rows"):
            if getattr(self, name) < 1:
                raise InputError(wanted=f"{name} of at least 1", found=getattr(self, name), where="batch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One batch.

    Attributes:
        generation: Name of the generation that is matched.
        digest: Of its manifest.
        weights: Name of the weights that score.
        workers: Folder of the generation's workers; every machine finds it there.
        facts: What ``matcher.rooms_file.read_rooms`` needs to read it.
        rules: What is asked for.
        rows: Workers that are matched.
        postings: Postings that are open.
        left_out: Reason to number of workers that are not matched.
    """

    generation: str
    digest: str
    weights: str
    workers: str
    facts: dict[str, Any]
    rules: Rules
    rows: int
    postings: int
    left_out: dict[str, int]

    @property
    def sizes(self) -> list[int]:
        """Workers of each part."""
        size = self.rules.part_rows
        return [min(size, self.rows - start) for start in range(0, self.rows, size)]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything that what is found hangs on."""
        said = {**asdict(self), "workers": "", "format": FORMAT}
        return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def order_of(workers: Columns, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Rows in the order in which they are matched: by first unit group, then by province, then by row."""
    found: npt.NDArray[np.int64] = rows[np.lexsort((rows, workers.provinces[rows], workers.units[rows, 0]))]
    return found


def write_plan(folder: Path, plan: Plan, order: npt.NDArray[np.int64]) -> None:
    """Write a plan and the order of its workers."""
    np.save(folder / ORDER, order)
    put_plan(folder, asdict(plan))


def read_plan(folder: Path) -> Plan:
    """The plan of a folder.

    Raises:
        InputError: There is none, or it is of another version or another kind of batch.
    """
    said = plan_in(folder)
    try:
        said["rules"] = Rules(**said["rules"])
        return Plan(**said)
    except (TypeError, KeyError) as error:
        raise InputError(wanted="the folder of a batch of matches", found=str(error), where=str(folder)) from error


def rows_of(folder: Path, plan: Plan, part: int) -> npt.NDArray[np.int64]:
    """The workers of a part, by row."""
    order = np.load(folder / ORDER, mmap_mode="r", allow_pickle=False)
    found: npt.NDArray[np.int64] = np.asarray(order[part * plan.rules.part_rows : (part + 1) * plan.rules.part_rows])
    return found
