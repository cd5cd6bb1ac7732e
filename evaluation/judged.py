"""Coded titles held against gold codes.

A code is right when it is the gold code or an alternate that a trained coder could defend. ok@1: the first code is
right; ok@5: one of the first five is; mrr: one over the rank of the first right code among five, 0 when there is none;
strict@1: the first code is the gold code itself.

A title whose gold code is ``----`` cannot be coded, and the right answer to it is ``uncertain``: an uncertain answer
counts as right in all four, any other as wrong. On a title that can be coded, an uncertain answer still counts by its
codes: the flag asks a person to look, it does not take the codes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.gold import NOT_CODABLE, GoldTitle
from evaluation.measures import first_right
from evaluation.rows import mean_row, share_row
from evaluation.task import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a coder said of one title.

    Attributes:
        codes: Unit groups, best first, at most five.
        uncertain: Whether it asks a person to look.
    """

    codes: tuple[str, ...]
    uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One system's answers, judged; one value for each title.

    Attributes:
        ok_at_1: First code right.
        ok_at_5: One of five right.
        reciprocal: One over the rank of the first right code, or 0.
        strict_at_1: First code is the gold code.
    """

    ok_at_1: list[bool]
    ok_at_5: list[bool]
    reciprocal: list[float]
    strict_at_1: list[bool]


def judge(gold: Sequence[GoldTitle], answers: Sequence[Answer]) -> Judged:
    """Judge answers by the rules at the head of this module; one answer for each title, same order."""
    ranks, strict = list[int | None](), list[bool]()
    for title, answer in zip(gold, answers, strict=True):
        if title.code == NOT_CODABLE:
            ranks.append(1 if answer.uncertain else None)
            strict.append(answer.uncertain)
        else:
            ranks.append(first_right(answer.codes, title.accepted))
            strict.append(answer.codes[:1] == (title.code,))
    return Judged(
        ok_at_1=[rank == 1 for rank in ranks],
        ok_at_5=[rank is not None for rank in ranks],
        reciprocal=[1 / rank if rank else 0.0 for rank in ranks],
        strict_at_1=strict,
    )


def judged_rows(
    system: str, judged: Judged, *, ok_at_1: float | None = None, ok_at_5: float | None = None
) -> list[Row]:
    """ok@1, ok@5 and mrr of a system, held against targets where these are given."""
    return [
        share_row(f"{system}: ok@1", judged.ok_at_1, at_least=ok_at_1),
        share_row(f"{system}: ok@5", judged.ok_at_5, at_least=ok_at_5),
        mean_row(f"{system}: mrr", judged.reciprocal),
    ]
