"""Retention: what the rules say is due, and its removal. Nothing that is held goes; people are told before.

A profile counts as used when it was written or when an outcome of it was told. A worker is erased only when notice was
given ``notice_days`` before, whatever else is due: a server that stood still for a year erases nobody unannounced.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from indexes.backup_rewriting import expire_backups
from indexes.store import Store
from matcher.day import day_in_wib
from matcher.erasure.eraser import Eraser
from matcher.erasure.retention_rules import RetentionRule, load_retention_rules
from matcher.home import Home
from matcher.records import Kind
from taxonomy.whole_file import WRITING

Notify = Callable[[Sequence[str]], None]
"""Told of the keys of workers who shall know that they will be erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is due.

    Attributes:
        at: For when.
        due: Rule to keys or file names that would go now.
        to_tell: Workers who are to be told that they will be erased.
        back: Workers who were told and have come back since.
        held: Due ones that a hold keeps.
    """

    at: datetime
    due: Mapping[str, tuple[str, ...]]
    to_tell: tuple[str, ...]
    back: tuple[str, ...]
    held: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {
            "at": self.at.isoformat(),
            "counts": {name: len(keys) for name, keys in self.due.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What one run did.

    Attributes:
        removed: Rule to how many entries went.
        told: Workers who are told that they will be erased.
        held: Due ones that a hold kept.
    """

    removed: Mapping[str, int]
    told: tuple[str, ...]
    held: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Retention:
    """Runs the rules over one installation."""

    def __init__(
        self,
        store: Store,
        home: Home,
        eraser: Eraser,
        *,
        backups: Path | None = None,
        rules: Mapping[str, RetentionRule] | None = None,
        notify: Notify = lambda keys: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Run over a store and its home.

        Args:
            store: The truth.
            home: Where files lie.
            eraser: Erases workers.
            backups: Folder of backups; they are left alone when None.
            rules: Of the package when None.
            notify: Told who shall know; the report names them, too.
            clock: The time, UTC.
        """
        self._store = store
        self._home = home
        self._eraser = eraser
        self._backups = backups
        self._rules = load_retention_rules() if rules is None else rules
        self._notify = notify
        self._clock = clock

    def plan(self) -> Plan:
        """What ``run`` would do; nothing is changed.

        Raises:
            StoreError: The store cannot be read.
        """
        now, due = self._clock(), dict[str, tuple[str, ...]]()
        workers, to_tell, back = self._workers(now)
        due["worker-inactive"] = tuple(workers)
        due["posting-closed"] = tuple(self._postings(now))
        due["outcome"] = tuple(f"{count} outcomes" for count in [self._outcomes(now)] if count)
        due |= {name: tuple(map(str, self._files(name, now))) for name in ("rejects", "pulls", "recommendations")}
        held = {*self._store.holds(Kind.WORKER), *self._store.holds(Kind.POSTING)}
        kept = tuple(sorted(key for keys in due.values() for key in keys if key in held))
        due = {name: tuple(key for key in keys if key not in held) for name, keys in due.items() if name in self._rules}
        return Plan(at=now, due=due, to_tell=tuple(k for k in to_tell if k not in held), back=tuple(back), held=kept)

    def run(self) -> Ran:
        """Remove what is due and tell whom notice is due to; one at a time over processes.

        Raises:
            SepadanError: A step failed; what was done stays done, and the next run goes on.
        """
        with self._store.exclusive(self._home.erasure_lock):
            plan = self.plan()
            self._store.lift_notices(Kind.WORKER, plan.back)
            self._notify(plan.to_tell)
            self._store.put_notices(Kind.WORKER, plan.to_tell, plan.at)
            removed = dict.fromkeys(plan.due, 0)
            if plan.due.get("worker-inactive"):
                report = self._eraser.erase(Kind.WORKER, plan.due["worker-inactive"], is_blocked=False)
                removed["worker-inactive"] = report.erased
            if plan.due.get("posting-closed"):
                removed["posting-closed"] = self._store.delete(Kind.POSTING, plan.due["posting-closed"])
            if plan.due.get("outcome"):
                removed["outcome"] = self._store.delete_outcomes(self._before("outcome", plan.at))
            for name in ("rejects", "pulls", "recommendations"):
                removed[name] = sum(_removed(Path(path)) for path in plan.due.get(name, ()))
            if self._backups is not None and "backups" in self._rules:
                removed["backups"] = len(expire_backups(self._backups, self._before("backups", plan.at)))
        return Ran(removed=removed, told=plan.to_tell, held=plan.held)

    def _before(self, name: str, now: datetime) -> datetime:
        return now - timedelta(days=self._rules[name].days)

    def _workers(self, now: datetime) -> tuple[list[str], list[str], list[str]]:
        """Who is to be erased, who to be told, who has come back after being told."""
        rule = self._rules.get("worker-inactive")
        if rule is None:
            return [], [], []
        notice = timedelta(days=rule.notice_days)
        last = now - timedelta(days=rule.days) + notice
        quiet, told = set(self._store.quiet_workers(last)), self._store.notices(Kind.WORKER)
        old_enough = set(self._store.quiet_workers(last - notice))
        due = sorted(key for key in old_enough if not notice or (key in told and told[key] <= now - notice))
        return due, sorted(quiet - told.keys()) if notice else [], sorted(told.keys() - quiet)

    def _postings(self, now: datetime) -> Iterator[str]:
        if "posting-closed" not in self._rules:
            return
        before = self._before("posting-closed", now)
        for key, payload, written_at in self._store.written_before(Kind.POSTING, before):
            said = orjson.loads(payload)
            is_over = said.get("closes_on") and said["closes_on"] <= day_in_wib(before).isoformat()
            if is_over or (said.get("is_closed") and written_at <= before):
                yield key

    def _outcomes(self, now: datetime) -> int:
        return self._store.count_outcomes(self._before("outcome", now)) if "outcome" in self._rules else 0

    def _files(self, name: str, now: datetime) -> list[Path]:
        """Files and folders of a rule whose last change is long enough ago; locks stay."""
        if name not in self._rules:
            return []
        folder = {
            "rejects": self._home.rejects,
            "pulls": self._home.pulls,
            "recommendations": self._home.recommendations,
        }
        before = self._before(name, now).timestamp()
        found = sorted(folder[name].iterdir()) if folder[name].is_dir() else []
        return [one for one in found if one.suffix != ".lock" and os.stat(one).st_mtime <= before]


def _removed(path: Path) -> bool:
    """Remove a file or folder; gives whether it was there. A folder goes under another name first."""
    if path.is_dir():
        gone = path.with_name(f"{WRITING}gone-{path.name}")
        os.replace(path, gone)
        shutil.rmtree(gone)
        return True
    existed = path.exists()
    path.unlink(missing_ok=True)
    return existed
