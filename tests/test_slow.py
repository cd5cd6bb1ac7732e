"""The list of slow tests names tests that are there, and its parts are alike and leave none out."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.slow import ALWAYS, PARTS, SLOW_S, SLOW_SETUP_S, is_slow, measured, merged, part_of, slow_tests

ROOT = Path(__file__).resolve().parents[1]


def test_every_slow_test_is_there_and_no_chosen_one_is_left_out_every_time() -> None:
    listed = slow_tests()
    assert not set(ALWAYS) & set(listed)
    for test in [*listed, *ALWAYS]:
        file, _, name = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"\b{name.partition('::')[0]}\b", text), test


def test_the_parts_hold_every_file_once_and_take_about_as_long() -> None:
    listed, taken = slow_tests(), part_of(slow_tests())
    assert set(taken) == {test.partition("::")[0] for test in listed}
    seconds = Counter[int]()
    for test, took in listed.items():
        seconds[taken[test.partition("::")[0]]] += took
    assert sorted(seconds) == list(range(1, PARTS + 1))
    assert max(seconds.values()) < 1.1 * min(seconds.values())


def test_ci_runs_each_of_the_parts_for_some_commit() -> None:
    assert f"% {PARTS + 1}))" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_list_is_read_from_what_pytest_says_of_durations() -> None:
    told = [
        "1.00s setup    tests/a/test_a.py::test_one[x-1]",
        "0.60s call     tests/a/test_a.py::test_one[y]",
        "1.40s call     tests/a/test_a.py::test_two",
        f"9.00s call     {ALWAYS[0]}",
        "tests/a/test_a.py::test_one PASSED",
        f"{SLOW_SETUP_S:.2f}s setup    tests/a/test_b.py::test_three",
        "1.00s call     tests/a/test_b.py::test_four",
    ]
    first = measured(told)
    assert first == {"tests/a/test_a.py::test_one": 1.6, "tests/a/test_b.py": 11.0}
    assert SLOW_S == 1.5
    again = merged([first, {"tests/a/test_b.py::test_four": 2.0, "tests/a/test_a.py::test_one": 2.5}])
    assert again == {"tests/a/test_a.py::test_one": 2.5, "tests/a/test_b.py": 11.0}
    assert is_slow("tests/a/test_b.py::test_four", again)
    assert not is_slow("tests/a/test_a.py::test_two", again)
