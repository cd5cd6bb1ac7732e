"""The homes that faults are tried on: made once, copied for each trial."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evaluation.benchmark.faults_world import State, after, builder, derive_step, plan, write_step
from evaluation.benchmark.trial_folder import TrialFolder
from indexes.backup import back_up
from indexes.store import Store
from matcher.home import Home

_SEED = 90
_STEPS = 12
NUMBERS = 150
"""Records of each kind are numbered below this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(TrialFolder):
    """A home with two generations, writes since the last one, some of them not coded yet, and a backup of it.

    Attributes:
        root: Folder that holds all of it.
        state: What the store holds.
    """

    root: Path
    state: State

    @property
    def backup(self) -> Path:
        """The backup."""
        return next(self.backups.iterdir())

    def copy(self, folder: Path) -> Template:
        """A copy to do harm to.

        Args:
            folder: Not there yet.
        """
        shutil.copytree(self.root, folder)
        return Template(root=folder, state=self.state)

    @contextmanager
    def copied(self, folder: Path) -> Generator[Template]:
        """As ``copy``, removed at the end."""
        try:
            yield self.copy(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def make_template(root: Path) -> Template:
    """Make it.

    Args:
        root: An empty folder.
    """
    home = Home(root=root / "home").make()
    store = Store(home.database_url)
    steps = plan(_SEED, 3 * _STEPS, NUMBERS)
    for at, step in enumerate(steps):
        write_step(store, step)
        if at < 2 * _STEPS or at % 2:
            derive_step(store, step)
        if at in {_STEPS, 2 * _STEPS}:
            builder(home, store).build()
    back_up(store, root / "backups")
    store.close()
    return Template(root=root, state=after({}, steps))
