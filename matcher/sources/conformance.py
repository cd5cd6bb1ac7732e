"""What every source must do, with good rows and with bad ones: run by ``sepadan sources check`` over one file of it.

A stranger's source passes these before it is let near a store. Nothing here knows any format: files and rows are
damaged in ways that real ones were, and the source must answer each with records or with ``InputError``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from matcher.sources import conforming_damage as damage
from matcher.sources import conforming_rows as rows
from matcher.sources.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that a source must do.

    Attributes:
        name: What it is.
        passes: Whether it does.
        detail: What was seen instead, or how much was looked at.
    """

    name: str
    passes: bool
    detail: str

    def as_dict(self) -> dict[str, object]:
        """For ``--json``."""
        return asdict(self)


def check_source(source: Source, fixture: Path) -> list[Check]:
    """Put a source through the kit.

    Args:
        source: What is checked.
        fixture: A file of it with two records or more, all of them good.

    Returns:
        Every check, in order; one that fails does not keep the others from being made.
    """
    found: list[Check] = []
    for check in CHECKS:
        name = (check.__doc__ or "").strip().rstrip(".")
        try:
            found.append(Check(name=name, passes=True, detail=check(source, fixture)))
        except rows.Nonconformity as fault:
            found.append(Check(name=name, passes=False, detail=str(fault)))
        except Exception as error:  # noqa: BLE001 - whatever a stranger's source raises is a finding
            found.append(Check(name=name, passes=False, detail=f"{type(error).__name__}: {error}"))
    return found


CHECKS: tuple[Callable[[Source, Path], str], ...] = (
    rows.good_rows_give_records,
    rows.reading_again_gives_the_same,
    rows.rows_are_numbered_and_kept_raw,
    rows.mapping_leaves_rows_alone,
    rows.texts_are_plain,
    rows.nobody_is_named,
    damage.strange_values_are_refused_or_read,
    damage.missing_fields_are_refused_or_read,
    damage.empty_files_are_refused,
    damage.other_files_are_refused,
    damage.cut_files_lose_nothing_silently,
    damage.flipped_bits_never_break_it,
    rows.the_walk_ends,
)
"""Every check; its first line says what a source must do."""
