"""A sandbox that stands still: nobody is in while somebody has it alone, and nobody waits for ever."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from api.access.errors import OverloadedError
from api.standstill import RESET, Standstill


@pytest.fixture
def standstill(tmp_path: Path) -> Standstill:
    return Standstill(tmp_path)


def test_any_number_are_in_together_and_none_while_it_is_had_alone(standstill: Standstill) -> None:
    with standstill.entered("/a"), standstill.entered("/a"), standstill.entered("/b"):
        pass
    with standstill.alone():
        with pytest.raises(OverloadedError) as refused, standstill.entered("/a"):
            raise AssertionError
        assert refused.value.headers == {"Retry-After": "1"}
        for path in ("/healthz", "/readyz", "/metrics", RESET):
            with standstill.entered(path):
                pass
    with standstill.entered("/a"):
        pass


def test_who_is_in_is_waited_for_and_who_comes_meanwhile_is_turned_away(standstill: Standstill, tmp_path: Path) -> None:
    order, waits = list[str](), threading.Event()

    def reset() -> None:
        waits.set()
        with Standstill(tmp_path).alone(60):
            order.append("alone")

    thread = threading.Thread(target=reset)
    with standstill.entered("/a"):
        thread.start()
        waits.wait(60)
        while _is_let_in(standstill):  # until it stands at the door
            pass
        order.append("in")
    thread.join(60)
    assert order == ["in", "alone"]


def _is_let_in(standstill: Standstill) -> bool:
    try:
        with standstill.entered("/b"):
            return True
    except OverloadedError:
        return False


def test_neither_a_long_request_nor_another_reset_is_waited_for_for_ever(standstill: Standstill) -> None:
    with standstill.entered("/a"), pytest.raises(OverloadedError), standstill.alone(0):
        raise AssertionError
    with standstill.alone(), pytest.raises(OverloadedError), standstill.alone(0):
        raise AssertionError
    with standstill.alone(0):
        pass


def test_what_fails_inside_opens_the_doors(standstill: Standstill) -> None:
    for place in (standstill.entered("/a"), standstill.alone()):
        with pytest.raises(ValueError, match="jatuh"), place:
            raise ValueError("jatuh")
    with standstill.alone(0):
        pass
