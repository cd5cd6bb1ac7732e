"""A mock upstream, and runs of sources against it in a fresh home."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from indexes.store import Store
from matcher.home import Home
from matcher.pulls.limits import Limits, Surroundings
from matcher.pulls.report import run_document
from matcher.pulls.run import run_upstream
from matcher.pulls.upstream import Upstream, check_upstream
from tests.matcher.pulls.mock_upstream import MockUpstream

LIMITS = Limits(max_bytes=4 << 20, total_s=60, silence_s=5, attempts=3, first_wait_s=0.01, longest_wait_s=5)


@dataclass(slots=True)
class Pulls:
    """Runs sources, waits for nothing, and tells what is stored."""

    store: Store
    home: Home
    upstream: MockUpstream
    environ: dict[str, str] = field(default_factory=dict)
    slept: list[float] = field(default_factory=list)
    around: Surroundings = field(init=False)
    limits: Limits = LIMITS

    def __post_init__(self) -> None:
        self.around = Surroundings(
            inside=frozenset({self.upstream.place}), environ=self.environ.get, sleep=self.slept.append
        )

    def add(self, name: str, format_: str, path: str, **settings: Any) -> Upstream:
        """Add a source of the mock upstream, or of a file."""
        location = path if "://" in path or Path(path).exists() else self.upstream.url(path)
        settings = {"gap_s": 0.0, **settings}
        made = check_upstream(Upstream(name=name, format=format_, location=location, **settings))
        self.store.put_upstream(name, made.settings(), None)
        return made

    def run(self, name: str, **limits: Any) -> dict[str, Any]:
        """Run it; the counts always add up, and the store is always whole."""
        run = run_upstream(self.store, name, self.home, self.around, replace(self.limits, **limits))
        done = run_document(run)
        parts = ("new", "changed", "unchanged", "repeated", "rejected", "withdrawn")
        assert done["read"] == sum(done[part] for part in parts)
        assert done == run_document(self.store.runs(name, 1)[0])
        assert self.store.check() == []
        assert not (self.home.pulls / name / "pages").exists()
        return done

    def stored(self, name: str) -> dict[str, dict[str, Any]]:
        """Id to posting, of those of a source."""
        found = {}
        for batch in self.store.pending("posting", "never"):
            for row in batch:
                if row.key.startswith(f"{name}:"):
                    found[row.key.partition(":")[2]] = json.loads(row.payload)
        return found

    def open_ids(self, name: str) -> list[str]:
        return sorted(key for key, posting in self.stored(name).items() if not posting["is_closed"])

    def rejects(self, done: dict[str, Any]) -> list[dict[str, Any]]:
        with open(done["rejects_file"], encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


@pytest.fixture
def upstream() -> Iterator[MockUpstream]:
    made = MockUpstream()
    yield made
    made.close()


@pytest.fixture
def pulls(home: Home, upstream: MockUpstream, empty_store: Path) -> Iterator[Pulls]:
    shutil.copy(empty_store, home.make().root / "sepadan.db")
    store = Store(home.database_url)
    yield Pulls(store=store, home=home, upstream=upstream)
    store.close()
