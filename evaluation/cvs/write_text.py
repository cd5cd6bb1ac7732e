"""Blocks to a text file, its lines broken at a width, in one of three encodings."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from random import Random

from evaluation.cvs.blocks import Aside, Bar, Block, Bullet, Columns, Form, Gap, Grid, Heading, Name, Pair, Text


def write_text(blocks: Sequence[Block], bullet: str, random: Random) -> bytes:
    """A text of some blocks; width and encoding are drawn."""
    width = random.choice((72, 80, 96))
    encoding = random.choice(("utf-8", "utf-16", "cp1252")) if bullet in "•-–*" else random.choice(("utf-8", "utf-16"))
    lines = [line for block in blocks for line in _lines(block, width, bullet)]
    end = "\r\n" if encoding != "utf-8" else "\n"
    return (end.join(lines) + end).encode(encoding, "replace")


def _lines(block: Block, width: int, bullet: str) -> Iterator[str]:
    match block:
        case Name(text):
            yield from (text, "=" * len(text), "")
        case Heading(text):
            yield from ("", text)
        case Text(text, _):
            yield from textwrap.wrap(text, width)
        case Bullet(text):
            yield from textwrap.wrap(text, width, initial_indent=f"{bullet} ", subsequent_indent="  ")
        case Bar(text, share):
            yield f"{text}  [{'#' * round(share * 10)}{'-' * round((1 - share) * 10)}]"
        case Pair(left, right, _):
            yield f"{left}{' ' * max(4, width - len(left) - len(right))}{right}"
        case Gap():
            yield ""
        case Grid(rows, _, _, _):
            wide = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
            for row in rows:
                yield "    ".join(cell.ljust(size) for cell, size in zip(row, wide, strict=True)).rstrip()
        case Form(rows):
            for label, value in rows:
                yield from textwrap.wrap(f"{label.ljust(26)}: {value}", width, subsequent_indent=" " * 28)
        case Aside(left, inside):
            yield left
            for one in inside:
                yield from _lines(one, width, bullet)
        case Columns(left, right):
            for one in (*left, *right):
                yield from _lines(one, width, bullet)
