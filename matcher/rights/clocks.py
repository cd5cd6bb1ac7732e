"""How long the controller has for what a person asks, and on which grounds it may say no (UU 27/2022).

``tables/clocks.tsv``: ``clock`` says whether the hours stand in the law or are our own, for the law names none;
``checked`` says whether the article was read in its own words (``text``) or is known from others (``secondary``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from importlib import resources

from taxonomy.tables import read_table

_FILE = "clocks.tsv"
_COLUMNS = ("kind", "right", "article", "hours", "clock", "checked", "grounds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One line of the table.

    Attributes:
        kind: What is asked for.
        right: Article that gives the right, or empty.
        article: Article that binds the controller.
        hours: From the request to the answer.
        is_law: Whether the law names the hours.
        is_read: Whether the article was read in its own words.
        grounds: Codes of the legal grounds of a refusal.
    """

    kind: str
    right: str
    article: str
    hours: int
    is_law: bool
    is_read: bool
    grounds: tuple[str, ...]

    @property
    def span(self) -> timedelta:
        """The hours."""
        return timedelta(hours=self.hours)


@lru_cache(maxsize=1)
def load_clocks() -> Mapping[str, Clock]:
    """Kind to clock, in the order of the table."""
    text = (resources.files("matcher.rights") / "tables" / _FILE).read_text(encoding="utf-8")
    return {
        row["kind"]: Clock(
            kind=row["kind"],
            right=row["right"],
            article=row["article"],
            hours=int(row["hours"]),
            is_law=row["clock"] == "law",
            is_read=row["checked"] == "text",
            grounds=tuple(filter(None, row["grounds"].split(","))),
        )
        for _, row in read_table(text, _FILE, _COLUMNS)
    }
