"""How peers are set beside ours: who is asked what, what is compared, what is told of those that are not there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median
from typing import Any

import numpy as np
import pytest

from evaluation.peers import players
from evaluation.peers.compare import compared, head_rows, table
from evaluation.peers.contest import OURS, Field, Measured, System, mean_of
from evaluation.peers.players import beside, isolated, play
from evaluation.peers.task import FIELDS, run
from evaluation.task import Options
from evaluation.task_list import TASKS
from taxonomy.errors import InputError
from tests.evaluation.peer_stand_ins import MEBI, doubling, failing, heavy, zero


def _quiet(*told: object) -> None:
    """Tell nobody."""


def field_of(*systems: System, items: int = 10, parts: int = 5, repeats: int = 1) -> Field:
    asked = list(range(1, items + 1))

    def right(answers: Sequence[Any]) -> Any:
        return np.array([float(found == 2 * item) for item, found in zip(asked, answers, strict=True)])

    return Field(
        name="doubles",
        size="ten numbers",
        work=2,
        asked=asked,
        systems=systems,
        measures={"right": mean_of(right)},
        parts=parts,
        repeats=repeats,
    )


SEPADAN = System(name=OURS, make=doubling, tuned="as it is")
ABSENT = System(name="Absent", make=zero, tuned="by its docs", needs={"no_such_peer": "no-such-peer"})


def test_every_item_is_answered_once_by_each_that_is_there_whatever_the_parts() -> None:
    for parts, repeats in ((1, 1), (3, 1), (10, 2), (99, 1)):
        field = field_of(SEPADAN, System(name="Zero", make=zero, tuned=""), ABSENT, parts=parts, repeats=repeats)
        ours, other = play(field, beside, _quiet)
        assert ours.answers == [2 * item for item in field.asked]
        assert other.answers == [0] * 10
        assert len(ours.seconds) == len(other.seconds) == min(parts, 10) * repeats
        assert [item for part in field.chunks() for item in part] == list(field.asked) * repeats


def test_whoever_began_a_part_comes_last_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[tuple[str, int]] = []

    class Noting:
        def __init__(self, system: System, work: Any, stack: ExitStack) -> None:
            self.name = system.name

        def set_up(self) -> float:
            return 0.0

        def ask(self, items: Sequence[Any]) -> tuple[float, Sequence[Any]]:
            order.append((self.name, items[0]))
            return 1.0, list(items)

        def memory(self) -> int:
            return 0

    systems = [System(name=name, make=zero, tuned="") for name in "abc"]
    play(field_of(*systems, items=3, parts=3), Noting, _quiet)
    assert [name for name, _ in order[:3]] == ["a", "b", "c"]  # the first question, untimed
    assert [name for name, _ in order[3:]] == ["a", "b", "c", "b", "c", "a", "c", "a", "b"]
    assert [item for _, item in order] == [1] * 6 + [2] * 3 + [3] * 3


def test_ours_is_compared_with_each_over_the_same_items_and_parts() -> None:
    peer = System(name="Zero", make=zero, tuned="by its docs")
    field = field_of(SEPADAN, peer, ABSENT)
    answers = [2 * item for item in field.asked]
    half = [2 * item if item % 2 else 0 for item in field.asked]
    theirs, ours = [0.3, 0.2, 0.9, 0.4, 0.6], [0.1, 0.2, 0.3, 0.8, 0.3]
    measured = [
        Measured(system=SEPADAN, answers=answers, seconds=ours, set_up=1.5, memory=3 * MEBI),
        Measured(system=peer, answers=half, seconds=theirs, set_up=0.5, memory=MEBI),
    ]
    lines, found = compared(field, measured)
    rows = {row.name: row for row in found}
    assert len(rows) == len(found)
    assert rows["doubles, Sepadan: right"].value == 1.0
    assert rows["doubles, Zero: right"].value == 0.5
    lead = rows["doubles, Zero: Sepadan above it, right"]
    assert (lead.value, lead.target, lead.holds, lead.n) == (0.5, 0.0, True, 10)
    assert lead.ci95 is not None
    assert 0 < lead.ci95[0] < 0.5 < lead.ci95[1] <= 1
    times = rows["doubles, Zero: its time over Sepadan's"]
    assert times.value == pytest.approx(median(a / b for a, b in zip(theirs, ours, strict=True)))
    assert (times.target, times.holds, times.n) == (1.0, True, 5)
    assert rows["doubles, Sepadan: items a second, one thread"].value == pytest.approx(10 / sum(ours))
    assert rows["doubles, Sepadan: most memory, MiB"].value == 3
    assert rows["doubles, Zero: set-up, s"].value == 0.5
    assert not any("Sepadan: Sepadan above" in name for name in rows)
    head = {row.name: row for row in head_rows(lines)}
    ahead = head["doubles: peers that Sepadan is ahead of, quality at equal or better speed"]
    assert (ahead.value, ahead.target, ahead.n, ahead.holds) == (1, 1, 1, True)


def test_a_peer_that_is_better_or_quicker_is_not_counted_as_behind() -> None:
    peer = System(name="Peer", make=zero, tuned="")
    right, wrong = [2 * item for item in range(1, 11)], [0] * 10
    for mine, theirs, seconds in ((wrong, right, 9.0), (right, wrong, 0.5)):
        measured = [
            Measured(system=SEPADAN, answers=mine, seconds=[1.0] * 3, set_up=0, memory=0),
            Measured(system=peer, answers=theirs, seconds=[seconds] * 3, set_up=0, memory=0),
        ]
        lines, _ = compared(field_of(SEPADAN, peer), measured)
        assert head_rows(lines)[0].value == 0
        assert head_rows(lines)[0].holds is False


def test_a_peer_that_is_not_installed_says_how_it_would_be() -> None:
    told = System(name="Told", tuned="", reason="not run: it does not build")
    field = field_of(SEPADAN, ABSENT, told)
    lines, rows = compared(field, play(field, beside, _quiet))
    assert [line.reason for line in lines] == [
        "",
        "no-such-peer: not installed; pip install 'sepadan[peers]'",
        "not run: it does not build",
    ]
    assert [(row.value, row.n) for row in rows if row.name.endswith(": measured")] == [(0.0, 0), (0.0, 0)]
    drawn = table(lines)
    assert "pip install 'sepadan[peers]'. by its docs |" in drawn
    assert drawn.count("| doubles |") == 3
    assert drawn.endswith("- doubles: ten numbers")
    assert [line.as_dict()["tuned"] for line in lines] == ["as it is", "by its docs", ""]


def test_a_system_in_a_process_of_its_own_answers_and_its_memory_is_its_own() -> None:
    names = {"light": doubling, "heavy": heavy}
    field = field_of(*(System(name=name, make=make, tuned="") for name, make in names.items()))
    light, full = play(field, isolated, _quiet)
    assert light.answers == full.answers == [2 * item for item in field.asked]
    assert full.memory - light.memory > 60 * MEBI
    assert light.memory < 30 * MEBI
    assert min(light.seconds) > 0
    assert light.set_up > 0


def test_a_peer_that_fails_is_named_and_not_passed_over() -> None:
    for enter, error in ((isolated, RuntimeError), (beside, ValueError)):
        with pytest.raises(error, match="no such work"):
            play(field_of(SEPADAN, System(name="Broken", make=failing, tuned="")), enter, _quiet)


def test_one_thread_is_asked_for_and_the_environment_is_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    before = dict(players.os.environ)
    with players._one_thread():
        assert players.os.environ["OMP_NUM_THREADS"] == players.os.environ["MKL_NUM_THREADS"] == "1"
    assert dict(players.os.environ) == before


def test_a_field_that_is_not_known_is_refused_and_every_one_can_be_made() -> None:
    with pytest.raises(InputError, match="coding"):
        run(Options(only=("coding", "cooking")))
    assert TASKS["peers"].module == "evaluation.peers.task"
    for module in FIELDS.values():
        made = __import__(module, fromlist=["field"])
        assert callable(made.field)
        assert made.SYSTEMS[0].name == OURS
        assert all(system.tuned or system.reason for system in made.SYSTEMS)
