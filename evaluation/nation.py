"""Task ``nation``: what a simulated nation is true to, and how fast it is made.

``--rows`` workers and a fifth as many postings are made in a temporary folder and read again. Each margin is held
against the official table that it was fitted to, each pair against the fitted two-way table and the counted ads, and
the cosines of the made vectors against those of real encoded texts. Seconds are of one process's processor time.
"""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from evaluation.benchmark.nation_margins import Counted, counted, margin_rows, pair_rows, said_rows
from evaluation.benchmark.nation_vectors import vector_rows
from evaluation.rows import row
from evaluation.task import Options, Row, reported
from matcher.nation import drawing
from matcher.nation.profiles import load_profiles
from matcher.nation.shards import write_nation
from matcher.nation.vectors import load_space
from matcher.records import Kind

SEED = 11
ROWS_A_SECOND, GROWN_MIB = 20_000.0, 64.0


@reported("nation")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        EncoderError: The encoder is not prepared.
    """
    space = load_space(options.load_encoder(), options.cache)
    with tempfile.TemporaryDirectory(prefix="sepadan-nation-") as name:
        folder = Path(name) / "nation"
        rows = _made(folder, options)
        for kind in (Kind.WORKER, Kind.POSTING):
            found: Counted = counted(folder, kind)
            rows += [*margin_rows(kind, found), *pair_rows(kind, found), *said_rows(kind, found)]
        rows += vector_rows(folder, space, SEED)
    return rows


def _made(folder: Path, options: Options) -> list[Row]:
    counts = {Kind.WORKER: options.rows, Kind.POSTING: max(1, options.rows // 5)}
    load_profiles()
    for kind in counts:  # tables are read and fitted once a process, whatever it makes then
        drawing.people(kind, 1, drawing.generator(SEED, kind, 0))
    peaks = list[float]()

    def tell(what: str, done: int, total: int) -> None:
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        options.tell(what, done, total)

    begun = time.process_time()
    write_nation(folder, counts, SEED, tell=tell)
    took, made = time.process_time() - begun, sum(counts.values())
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    return [
        row("coded rows written a second of one core", made / took, n=made, at_least=ROWS_A_SECOND),
        row(
            "MiB that peak memory grew by after the second shard",
            peaks[-1] - peaks[min(1, len(peaks) - 1)],
            n=made,
            at_most=GROWN_MIB,
        ),
        row("bytes a row on disk", size / made, n=made),
    ]
