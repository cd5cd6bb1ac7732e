"""What a page is made of, before it is a PDF, a DOCX or a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """The person's name at the top."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    """An entry of a list."""

    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One line with words at its left and its right edge."""

    left: str
    right: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """An entry with a bar under it that shows how well.

    Attributes:
        text: The entry.
        share: Of the bar that is filled.
    """

    text: str
    share: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Free height."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        rows: Cells.
        shares: Of the width, one for each column.
        has_rules: Lines are drawn between the cells.
        has_head: The first row names the columns.
    """

    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    has_rules: bool
    has_head: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Labels and values, one a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A margin column with a few words, and what stands beside them."""

    left: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns of the page.

    Attributes:
        left: Of them.
        right: Of them.
        share: Of the width that the left one has.
        has_band: The narrow one stands on a coloured ground.
        most_size: Largest type in points, so that both fit on one page.
    """

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    share: float
    has_band: bool = False
    most_size: float = 9.0


Block = Name | Heading | Text | Bullet | Bar | Pair | Gap | Grid | Form | Aside | Columns
