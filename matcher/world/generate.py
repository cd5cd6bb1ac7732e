"""Generate the sample world from a seed: the same seed gives the same bytes, on any day and machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

import orjson

from matcher.world.courses import make_course, plan_courses
from matcher.world.overseas import make_overseas, overseas_rows
from matcher.world.plan import Slot, plan_postings, plan_workers
from matcher.world.postings import make_posting
from matcher.world.workers import make_worker
from taxonomy.whole_file import write_whole

SEED = 20261101
"""Seed of the bundled world."""

POSTINGS, WORKERS, COURSES = 504, 520, 640
"""Records of each kind; postings without those abroad."""

_DISTINCT = 170
_AGAIN = 20


def posting_slots(seed: int = SEED) -> list[Slot]:
    """Unit group and place of each posting at home, in the order of ``sample_postings``."""
    return plan_postings(POSTINGS, _DISTINCT, _random(seed, "plan postings"))


def worker_slots(seed: int = SEED) -> list[Slot]:
    """Unit group and place of each worker, in the order of ``sample_workers``."""
    return plan_workers(WORKERS, _DISTINCT, posting_slots(seed), _random(seed, "plan workers"))


def sample_postings(seed: int = SEED) -> list[dict[str, Any]]:
    """Invented vacancies in our own template, no two with the same description; those abroad last."""
    rng = _random(seed, "postings")
    rows = _distinct(posting_slots(seed), make_posting, "description", rng)
    for abroad in overseas_rows():
        rows.append(make_overseas(len(rows) + 1, abroad, rng))
    return rows


def sample_workers(seed: int = SEED) -> list[dict[str, Any]]:
    """Invented workers in our own template, no two with the same summary."""
    return _distinct(worker_slots(seed), make_worker, "summary", _random(seed, "workers"))


def _distinct(
    slots: Sequence[Slot], make: Callable[[int, Slot, Random], dict[str, Any]], field: str, rng: Random
) -> list[dict[str, Any]]:
    """One row a slot; a row whose text came out before is drawn again, ``_AGAIN`` times at most."""
    rows, seen = list[dict[str, Any]](), set[str]()
    for slot in slots:
        row = make(len(rows) + 1, slot, rng)
        for _ in range(_AGAIN - 1):
            if row[field] not in seen:
                break
            row = make(len(rows) + 1, slot, rng)
        seen.add(row[field])
        rows.append(row)
    return rows


def sample_courses(seed: int = SEED) -> list[dict[str, Any]]:
    """Invented courses in our own template."""
    rng = _random(seed, "courses")
    plan = enumerate(plan_courses(COURSES, rng), 1)
    return [make_course(number, programme, region, rng) for number, (programme, region) in plan]


def write_world(folder: Path, *, seed: int = SEED) -> dict[str, Path]:
    """Write the three files, one JSON object a line.

    Args:
        folder: Made when missing.
        seed: Same seed, same bytes.

    Returns:
        ``postings``, ``workers`` and ``courses`` to their paths.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.jsonl" for name in ("postings", "workers", "courses")}
    # What was made by the same code from the same tables is there already: a second start need not wait for it.
    stamp, made_from = folder / "made-from", _made_from(seed)
    if stamp.is_file() and stamp.read_text("utf-8") == made_from and all(path.is_file() for path in paths.values()):
        return paths
    for name, sample in (("postings", sample_postings), ("workers", sample_workers), ("courses", sample_courses)):
        write_whole(paths[name], b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in sample(seed)))
    write_whole(stamp, made_from.encode())
    return paths


def _made_from(seed: int) -> str:
    """SHA-256 of the seed and of all that the world is made of: this package and the tables of the taxonomy."""
    digest = hashlib.sha256(str(seed).encode())
    for package in ("matcher.world", "taxonomy"):
        root = Path(str(resources.files(package)))
        for path in sorted(p for p in root.rglob("*") if p.suffix in {".py", ".tsv"}):
            digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()


def _random(seed: int, step: str) -> Random:
    """One stream of chance a step, so that a change in one step leaves the others as they are."""
    return Random(f"{seed} {step}")  # noqa: S311 (sample data, no secret)
