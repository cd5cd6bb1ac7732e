"""How long each target was fuzzed in all, and what came of it: one JSON file, added to by each run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from evaluation.fuzz.corpus import FOLDER

FILE = FOLDER / "ledger.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What fuzzing one target came to.

    Attributes:
        seconds: That inputs were tried, of all runs that ended well: by the clock, or of the processor where a busy
            machine gave less.
        inputs: Tried in all runs.
        crashes: Inputs that crashed, hung or held too much memory, each in a run of its own; those since mended count.
    """

    seconds: float = 0.0
    inputs: int = 0
    crashes: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            seconds=round(self.seconds + other.seconds, 1),
            inputs=self.inputs + other.inputs,
            crashes=self.crashes + other.crashes,
        )


def read_ledger(file: Path = FILE) -> dict[str, Tally]:
    """Name of a target to its tally; nothing where nothing was fuzzed yet."""
    if not file.exists():
        return {}
    return {name: Tally(**tally) for name, tally in orjson.loads(file.read_bytes()).items()}


def add_to_ledger(found: Mapping[str, Tally], file: Path = FILE) -> dict[str, Tally]:
    """Add a run to what was; gives all there is now."""
    known = read_ledger(file)
    known |= {name: known.get(name, Tally()) + tally for name, tally in found.items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    told = {name: asdict(tally) for name, tally in known.items()}
    file.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
    return known
