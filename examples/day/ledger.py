"""What the server said that it did, kept outside of it; and what of it is found again."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

FAULTS = ("lost", "doubled", "returned")


@dataclass(slots=True, kw_only=True)
class Found:
    """What was found at the end of the day.

    Attributes:
        postings: Ids as pages listed them, repeats included.
        workers: The same of workers.
        edits: Posting to the marks of edits that its text holds.
        outcomes: Id to what became of it when it was told again: ``unchanged`` means that it was there.
        consents: Worker to whether sharing is allowed.
        closed: Postings that webhooks told of as closed, one for each event.
        jobs: Jobs that webhooks told of as done, one for each event.
        answers: Ids of workers that detail, matches and results of jobs showed.
        job_lines: Job to the ids that its result has, repeats included.
        bytes_of: Ids of erased workers of whom a byte is left in a file of the home.
    """

    postings: list[str] = field(default_factory=list)
    workers: list[str] = field(default_factory=list)
    edits: dict[str, list[str]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    consents: dict[str, bool] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    answers: set[str] = field(default_factory=set)
    job_lines: dict[str, list[str]] = field(default_factory=dict)
    bytes_of: list[str] = field(default_factory=list)


class Ledger:
    """Written only after an answer came: what was sent and never answered is in no column."""

    def __init__(self) -> None:
        """Nothing was acknowledged yet."""
        self._lock = threading.Lock()
        self.postings: set[str] = set()
        self.workers: set[str] = set()
        self.closed: set[str] = set()
        self.deleted: set[str] = set()
        self.erased: set[str] = set()
        self.edits: dict[str, set[str]] = {}
        self.outcomes: dict[str, dict[str, Any]] = {}
        self.consents: dict[str, bool] = {}
        self.jobs: dict[str, tuple[str, ...]] = {}
        self.returned: list[str] = []
        self.mixed: list[str] = []

    def stored(self, kind: str, keys: Iterable[str]) -> None:
        """Records went in; ``kind`` is ``postings`` or ``workers``."""
        with self._lock:
            (self.postings if kind == "postings" else self.workers).update(keys)

    def close(self, key: str, *, is_deleted: bool) -> None:
        """A posting was closed, or deleted."""
        with self._lock:
            self.closed.add(key)
            if is_deleted:
                self.deleted.add(key)

    def erase(self, keys: Iterable[str]) -> None:
        """Workers were erased."""
        with self._lock:
            self.erased.update(keys)

    def gone(self) -> frozenset[str]:
        """Whom no answer may show that is asked for from now on."""
        with self._lock:
            return frozenset(self.erased)

    def edit(self, key: str, mark: str) -> None:
        """An edit of a posting went in."""
        with self._lock:
            self.edits.setdefault(key, set()).add(mark)

    def tell(self, outcomes: Mapping[str, dict[str, Any]]) -> None:
        """Outcomes went in, by id."""
        with self._lock:
            self.outcomes.update(outcomes)

    def say(self, key: str, *, is_allowed: bool) -> None:
        """A worker agreed that the profile is shared, or took it back."""
        with self._lock:
            self.consents[key] = is_allowed

    def ask(self, job: str, keys: Iterable[str]) -> None:
        """A job over workers was taken."""
        with self._lock:
            self.jobs[job] = tuple(keys)

    def check(self, found: Found) -> dict[str, list[str]]:
        """Faults by kind: ``lost``, ``doubled``, ``returned``; each says what, and of what."""
        faults: dict[str, list[str]] = {kind: [] for kind in FAULTS}
        faults["returned"] += [*self.returned, *(f"byte of {key}" for key in found.bytes_of)]
        self._check_all("posting", self.postings - self.deleted, found.postings, faults)
        self._check_all("worker", self.workers - self.erased, found.workers, faults)
        self._check_all("event posting.closed", self.closed, found.closed, faults)
        self._check_all("event job.done", set(self.jobs), found.jobs, faults)
        for key, marks in self.edits.items():
            self._check_all(f"edit of {key}", marks, found.edits.get(key, []), faults)
        for job, keys in self.jobs.items():
            self._check_all(f"line of {job}", set(keys) - self.erased, found.job_lines.get(job, []), faults)
        back = {*found.workers, *found.answers, *(key for keys in found.job_lines.values() for key in keys)}
        faults["returned"] += [f"worker {key}" for key in sorted(back & self.erased)]
        faults["returned"] += [f"posting {key}" for key in sorted(self.deleted.intersection(found.postings))]
        for number, outcome in self.outcomes.items():
            if outcome["worker_key"] not in self.erased and found.outcomes.get(number) != "unchanged":
                faults["lost"].append(f"outcome {number}")
            if outcome["worker_key"] in self.erased and found.outcomes.get(number) != "rejected":
                faults["returned"].append(f"outcome {number}")
        for key, is_allowed in self.consents.items():
            if key not in self.erased and found.consents.get(key) != is_allowed:
                faults["lost"].append(f"consent of {key}")
        return faults

    @staticmethod
    def _check_all(what: str, wanted: set[str], found: Iterable[str], faults: dict[str, list[str]]) -> None:
        counted = Counter(found)
        faults["lost"] += [f"{what} {key}" for key in sorted(wanted - set(counted))]
        faults["doubled"] += [f"{what} {key}" for key, times in counted.items() if times > 1]
