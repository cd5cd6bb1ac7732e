"""Task ``erasure``: people are erased, and every byte of home, log and backups is searched for what says who they were.

A real server and the real command line (only the encoder is a stand-in) bring invented people in by every way, match,
tell outcomes, recommend, back up and are killed; then half of the people are erased through the API and the command
line. The control is the same search before: it finds every mark that can be found, so that finding none later says
something. On PostgreSQL the files of a cluster of the task's own are searched.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.benchmark.erasure_installation import Installation, fill, kept_whole
from evaluation.benchmark.erasure_jobs import told_by_jobs
from evaluation.benchmark.erasure_people import Person, person
from evaluation.benchmark.erasure_search import Found, Search
from evaluation.benchmark.faults_postgres import postgres
from evaluation.rows import row
from evaluation.task import Options, Report, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is tried.

    Attributes:
        people: Half of them are erased.
        postgres: Whether PostgreSQL is tried as well.
        watched: Whether the memory of a server that goes on is searched.
    """

    people: int = 400
    postgres: bool = True
    watched: bool = True


LONG = Extent()
FINDABLE = 7
"""Marks of a person that lie unsealed: in free text, and in the key. Three more are sealed wherever they lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one installation showed.

    Attributes:
        name: Of the database.
        erased: Number of people erased.
        marks: Number of their marks.
        before: What was found of them before.
        after: Place to what was found of them afterwards.
        stayed: People who were to stay, and did: stored, and matched.
        wanted: People who were to stay.
        returned: Erased people who came back by a push or an older backup.
        faults: What ``sepadan verify`` found wrong afterwards.
        seconds: Erasing, finishing and writing backups anew.
    """

    name: str
    erased: int
    marks: int
    before: Found
    after: dict[str, Found]
    stayed: int
    wanted: int
    returned: int
    faults: int
    seconds: float


def run(options: Options) -> Report:
    """Try it the long way: SQLite and PostgreSQL, 400 people each."""
    started = time.monotonic()
    outcomes = list(tried(LONG))
    rows = tuple(found for outcome in outcomes for found in rows_of(outcome))
    figures = {"task": "erasure", "seconds": round(time.monotonic() - started, 3), "places": places_of(outcomes)}
    return Report(task="erasure", rows=rows, seconds=time.monotonic() - started, figures=figures)


def tried(extent: Extent) -> Iterator[Outcome]:
    """Erase from installations in fresh folders.

    Args:
        extent: How much.
    """
    with tempfile.TemporaryDirectory(prefix="sepadan-erasure-") as folder:
        yield erased(Installation(root=Path(folder) / "sqlite"), extent, "SQLite")
    if extent.postgres:
        with postgres() as server, tempfile.TemporaryDirectory(prefix="sepadan-erasure-") as folder:
            if server is not None:
                here = Installation(root=Path(folder) / "postgres", database_url=server.url)
                yield erased(here, extent, "PostgreSQL", server.folder)


def erased(here: Installation, extent: Extent, name: str, cluster: Path | None = None) -> Outcome:
    """Fill an installation, erase half of its people, and search.

    Args:
        here: An empty one.
        extent: How much.
        name: Of the database.
        cluster: Folder of PostgreSQL's data.
    """
    people = [person(number) for number in range(extent.people)]
    gone, stay = people[: len(people) // 2], people[len(people) // 2 :]
    search = Search(mark for one in gone for mark in one.marks)
    fill(here, people)
    before = _everywhere(here, search, cluster)
    old_backup = next(one for one in here.backups.iterdir() if one.is_dir())
    started = time.monotonic()
    after = _erase(here, gone, search, watched=extent.watched)
    seconds = time.monotonic() - started
    after |= {
        "home": search.in_folder(here.home),
        "backups": search.in_folder(here.backups),
        "log": search.in_folder(here.log),
        "exports, out of reach": search.in_folder(here.exports),
    }
    if cluster is not None:
        after["PostgreSQL's tables"] = search.in_folder(cluster / "base")
        after["PostgreSQL's log, until it is taken anew"] = search.in_folder(cluster / "pg_wal")
    with here.served():
        stayed = kept_whole(here, stay)
        returned = _returned(here, gone)
    faults = len(here.cli("verify", wanted=(0, 1)).get("faults", ["no answer"]))
    return Outcome(
        name=name,
        erased=len(gone),
        marks=sum(len(one.marks) for one in gone),
        before=before,
        after=after,
        stayed=stayed,
        wanted=len(stay),
        returned=returned + _restored(here, gone, old_backup.name),
        faults=faults,
        seconds=seconds,
    )


def _everywhere(here: Installation, search: Search, cluster: Path | None) -> Found:
    found = search.in_folder(here.root)
    if cluster is not None:
        found += search.in_folder(cluster / "base")
    return found


def _erase(here: Installation, gone: Sequence[Person], search: Search, *, watched: bool) -> dict[str, Found]:
    """Half by the API, half by a file and the command line; then what must run, and what a server remembers."""
    by_api, by_file = gone[::2], gone[1::2]
    after: dict[str, Found] = {}
    names = here.root / "names"
    names.write_text("\n".join(one.key for one in by_file), encoding="utf-8")
    with here.served():
        # One that has matched the same people: what it remembers of them must go.
        for one in gone[:6]:
            here.must("POST", "/v1/match/postings", {"id": one.key, "k": 3})
        here.must("POST", "/v1/erasures", {"ids": [one.key for one in by_api[1:]], "block": True})
        here.must("DELETE", f"/v1/workers/{by_api[0].key}")
        here.cli("erase", "workers", "--file", str(names))
        names.unlink()
        here.service("finish")
        here.must("POST", "/v1/match/workers", {"id": "uji:iklan-1", "k": 10})
        after["what jobs tell"] = search.in_bytes(told_by_jobs(here), "what jobs tell")
        if watched and here.process is not None and here.process.pid is not None:
            after["memory of a server that goes on"] = search.in_memory(here.process.pid)
    here.cli("erase", "backups", str(here.backups))
    return after


def _returned(here: Installation, gone: Sequence[Person]) -> int:
    """How many blocked people can be pushed again, as an upstream does that was not told; the first may come again."""
    here.ask("POST", "/v1/workers", {"records": [dict(one.row) for one in gone[1:50]]})
    return sum(here.ask("GET", f"/v1/workers/{one.key}")[0] != 404 for one in gone[1:50])


def _restored(here: Installation, gone: Sequence[Person], old_backup: str) -> int:
    """How many erased people a restore of what is left of the backups brings back, in a home that knows nothing."""
    left = [one for one in here.backups.iterdir() if one.is_dir()]
    if any(one.name == old_backup for one in left) or here.database_url:
        return 0 if here.database_url else len(gone)
    elsewhere = Installation(root=here.root / "elsewhere")
    elsewhere.home.mkdir(parents=True)
    keys = here.home / "secret.keys"
    (elsewhere.home / "secret.keys").write_bytes(keys.read_bytes())
    os.chmod(elsewhere.home / "secret.keys", 0o600)
    elsewhere.cli("restore", str(left[0]))
    search = Search(mark for one in gone for mark in one.marks)
    return len(search.in_folder(elsewhere.home).marks)


def rows_of(outcome: Outcome) -> tuple[Row, ...]:
    """Rows of a report: what was found before, and what is left where."""
    out, n = outcome.name, outcome.marks
    rows = [
        row(f"{out}: control, marks found before", len(outcome.before.marks), n=n, at_least=FINDABLE * outcome.erased),
        row(f"{out}: control, bytes found before", outcome.before.bytes, n=n),
    ]
    for place, found in outcome.after.items():
        is_ours = place in {"home", "backups", "log", "what jobs tell", "PostgreSQL's tables"}
        rows.append(row(f"{out}: bytes found in {place}", found.bytes, n=n, at_most=0 if is_ours else None))
    rows += [
        row(f"{out}: others who stayed and match", outcome.stayed, n=outcome.wanted, at_least=outcome.wanted),
        row(f"{out}: erased who came back", outcome.returned, n=outcome.erased, at_most=0),
        row(f"{out}: faults found by verify", outcome.faults, n=1, at_most=0),
        row(f"{out}: seconds to erase, finish and write backups anew", outcome.seconds, n=outcome.erased),
    ]
    return tuple(rows)


def places_of(outcomes: Sequence[Outcome]) -> list[str]:
    """Where anything is left: file and way of writing, never what."""
    return [
        f"{outcome.name}: {Path(place).name}: {ways}"
        for outcome in outcomes
        for found in outcome.after.values()
        for place, ways in found.places.items()
    ]
