"""The command ``sepadan simulate nation``; the CLI finds it through the entry point group ``sepadan.commands``."""

from __future__ import annotations

import json
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evaluation.bars import teller
from matcher.home import cache_folder
from matcher.installed_encoder import installed_encoder
from matcher.nation.shards import write_nation
from matcher.nation.texts import write_texts
from matcher.nation.vector_files import write_vectors
from matcher.nation.vectors import load_space
from matcher.records import Kind
from taxonomy.errors import InputError

simulate = typer.Typer(help="Make a simulated nation to measure with; nothing in it is real.")

MOST_ROWS = 100_000_000


class _Only(StrEnum):
    WORKERS = "workers"
    POSTINGS = "postings"


_Out = Annotated[Path, typer.Option(help="Folder for shards and manifest; empty or not there yet.")]
_Workers = Annotated[str, typer.Option(help="Job seekers; 5e6 is five million.")]
_Postings = Annotated[str, typer.Option(help="Open postings.")]
_Seed = Annotated[int, typer.Option(min=0, help="Same seed, same nation.")]
_OnlyOption = Annotated[_Only | None, typer.Option(help="Make one kind alone.")]
_Processes = Annotated[int, typer.Option(min=1, max=256, help="Processes that make shards side by side.")]
_Vectors = Annotated[bool, typer.Option(help="Also write vectors beside each shard, float16 (768 bytes a row).")]
_Texts = Annotated[int, typer.Option(min=0, max=50_000, help="Also write texts for so many rows of each kind.")]
_Json = Annotated[bool, typer.Option("--json", help="Print the manifest as one JSON document and nothing else.")]


@simulate.callback()
def _group() -> None:
    """Make a simulated nation to measure with; nothing in it is real."""


@simulate.command("nation")
def nation(
    out: _Out,
    workers: _Workers = "5e6",
    postings: _Postings = "2e5",
    seed: _Seed = 0,
    only: _OnlyOption = None,
    processes: _Processes = 1,
    vectors: _Vectors = False,
    texts: _Texts = 0,
    as_json: _Json = False,
) -> None:
    """Make workers and postings as Parquet shards of coded columns, true to Karirhub's margins (docs/nation.md)."""
    counts = {Kind.WORKER: _count(workers, "--workers"), Kind.POSTING: _count(postings, "--postings")}
    if only is not None:
        counts = {kind: count for kind, count in counts.items() if only.value == f"{kind.value}s"}
    started = time.monotonic()
    # Before the shards: an encoder that is not prepared is told at once, not after five million rows.
    space = load_space(installed_encoder(), cache_folder()) if vectors else None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        manifest = write_nation(out, counts, seed, processes=processes, tell=teller(bars))
        if space is not None:
            write_vectors(out, space, teller(bars))
    for kind, count in counts.items():
        if texts and count:
            write_texts(out, kind, texts, seed)
    if as_json:
        typer.echo(json.dumps(manifest))
        return
    made = ", ".join(f"{count:,} {kind.value}s" for kind, count in counts.items())
    typer.echo(f"{made} in {len(manifest['shards'])} shards, {time.monotonic() - started:.0f} s: {out}")


def _count(text: str, where: str) -> int:
    """A whole number, also as ``5e6``."""
    try:
        value = float(text.replace("_", ""))
    except ValueError:
        value = -1.0
    if not 0 <= value <= MOST_ROWS or value != int(value):
        raise InputError(wanted=f"a whole number from 0 to {MOST_ROWS:,}, such as 5e6", found=text, where=where)
    return int(value)
