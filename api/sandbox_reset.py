"""A sandbox brought back to how ``sepadan sandbox`` made it, while it is served; its callers' credentials stay good."""

from __future__ import annotations

import shutil

from api.sandbox_home import SOURCES, START, is_sandbox
from api.standstill import Standstill
from indexes.start_rows import WentBack
from matcher.engine import Engine
from matcher.erasure.text_caches import empty_text_caches
from taxonomy.errors import InputError


class ResetError(InputError):
    """A server that cannot be reset as it stands."""


def reset(engine: Engine, standstill: Standstill) -> WentBack:
    """Bring the sandbox back; whoever asks meanwhile is told to come again.

    Args:
        engine: Of the sandbox.
        standstill: Of its home.

    Raises:
        ResetError: It is no sandbox, or was made before its start was kept.
        OverloadedError: Requests at work take too long, or another resets.
        StoreError: It holds records of others, or the database refused; nothing is changed then.
    """
    home = engine.home
    if not is_sandbox(home.root):
        raise ResetError(wanted="a sandbox (docs/sandbox.md)", found="a server of real records", where="server")
    start = home.root / START
    if not start.is_file():
        raise ResetError(
            wanted="a sandbox whose start was kept; run 'sepadan sandbox --reset' once", found="none", where=START
        )
    with standstill.alone():
        done = engine.store.go_back(start, SOURCES)
        # The store says that nothing of theirs is known any more: what is left of them belongs to nothing.
        for folder in (home.jobs, home.uploads, home.rejects):
            shutil.rmtree(folder, ignore_errors=True)
        home.erasures.unlink(missing_ok=True)
        empty_text_caches()
        engine.refresh()
    return done
