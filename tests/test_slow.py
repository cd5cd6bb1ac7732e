"""The list of slow tests names tests that are there, and its parts are alike and leave none out."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.slow import ALWAYS, PARTS, SLOW_S, measured, part_of, slow_tests

ROOT = Path(__file__).resolve().parents[1]


def test_every_slow_test_is_there_and_no_chosen_one_is_left_out_every_time() -> None:
    listed = slow_tests()
    assert not set(ALWAYS) & set(listed)
    for test in [*listed, *ALWAYS]:
        file, _, name = test.partition("::")
        assert re.search(rf"\b{name.partition('::')[0]}\b", (ROOT / file).read_text(encoding="utf-8")), test


def test_the_parts_hold_every_file_once_and_take_about_as_long() -> None:
    listed, taken = slow_tests(), part_of(slow_tests())
    assert set(taken) == {test.partition("::")[0] for test in listed}
    seconds = Counter[int]()
    for test, took in listed.items():
        seconds[taken[test.partition("::")[0]]] += took
    assert sorted(seconds) == list(range(1, PARTS + 1))
    assert max(seconds.values()) < 1.1 * min(seconds.values())


def test_ci_runs_each_of_the_parts_for_some_commit() -> None:
    assert f"% {PARTS} + 1" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_list_is_read_from_what_pytest_says_of_durations() -> None:
    told = [
        "2.00s setup    tests/a/test_a.py::test_one[x-1]\n",
        "1.00s call     tests/a/test_a.py::test_one[y]\n",
        "2.40s call     tests/a/test_a.py::test_two\n",
        f"9.00s call     {ALWAYS[0]}\n",
        "tests/a/test_a.py::test_one PASSED\n",
    ]
    assert measured(told) == {"tests/a/test_a.py::test_one": 3.0}
    assert SLOW_S > 2.4
