"""A job held as one line of a draft: ``title|months|employer|first month/last month|what was done``.

The last three are for the print and come from a CV; title, months and what was done become the profile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

NOW = "kini"
"""End of a job that goes on."""

_PARTS = 5
_BETWEEN = " · "
"""Between two things that were done; a line of a draft has no line breaks."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJob:
    """A job held.

    Attributes:
        title: Job title.
        months: How long; None where that is not known.
        employer: Where; for the print alone.
        starts: ``2019-03`` or ``2019``; empty where that is not known. For the print alone.
        ends: Likewise; ``NOW`` while it goes on.
        tasks: What was done there.
    """

    title: str
    months: int | None = None
    employer: str = ""
    starts: str = ""
    ends: str = ""
    tasks: tuple[str, ...] = ()

    @classmethod
    def of(cls, line: str) -> HeldJob:
        """Out of a line; whatever stands there is read."""
        title, months, employer, span, tasks = [*line.split("|", _PARTS - 1), *[""] * _PARTS][:_PARTS]
        number = months.strip()
        starts, _, ends = span.strip().partition("/")
        return cls(
            title=title.strip(),
            months=int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else None,
            employer=employer.strip(),
            starts=starts,
            ends=ends,
            tasks=tuple(task.strip() for task in tasks.split(_BETWEEN) if task.strip()),
        )

    def line(self) -> str:
        """As it stands in a draft; a job of title and months alone is ``title|months``."""
        span = f"{self.starts}/{self.ends}" if self.starts or self.ends else ""
        tasks = _BETWEEN.join(_plain(task.replace(_BETWEEN.strip(), "-")) for task in self.tasks)
        months = "" if self.months is None else str(self.months)
        return "|".join((_plain(self.title), months, _plain(self.employer), _plain(span), tasks)).rstrip("|")

    def profile(self) -> dict[str, Any]:
        """As the template of a worker has it."""
        told = {"title": self.title, "months": self.months, "description": "\n".join(self.tasks)}
        return {name: value for name, value in told.items() if name == "title" or value not in ("", None)}


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text.replace("|", "/")).strip()
