"""How bars on standard error learn of progress."""

from __future__ import annotations

from rich.progress import Progress, TaskID

from evaluation.task import Tell


def teller(bars: Progress) -> Tell:
    """One bar for each thing that is told of."""
    known: dict[str, TaskID] = {}

    def tell(what: str, done: int, total: int) -> None:
        if what not in known:
            known[what] = bars.add_task(what)
        bars.update(known[what], completed=done, total=total)

    return tell
