"""Which tests are slow, by a list that is made of measured times, and how the slow ones are shared out between runs.

``make test`` leaves them out, ``make slow`` runs them all, and CI runs one part of ``PARTS`` besides: another for each
commit, so that CI keeps within its half hour and nothing rots. After runs with ``--durations=0`` kept in files,
``python -m tests.slow FILE...`` writes the list anew; a test of several files counts with its longest time.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

LIST = Path(__file__).with_name("slow_tests.tsv")

SLOW_S = 1.5
"""Seconds that all cases of a test take together, with what is set up for the first of them."""

SLOW_SETUP_S = 10.0
"""Seconds of setting up for one case from which the whole file is slow: what is set up is the next test's else."""

PARTS = 8

ALWAYS = (
    "tests/test_readme.py::test_the_recommend_postings_example_gives_what_the_readme_shows",
    "tests/browser/test_seeker_in_a_browser.py::test_a_seeker_goes_the_whole_way",
    "tests/browser/test_work_in_a_browser.py::test_an_officer_takes_work_judges_and_writes_a_letter",
    "tests/browser/test_work_in_a_browser.py::test_a_warung_owner_mends_an_ad_and_posts_it_with_script",
    "tests/browser/test_planner_in_a_browser.py::test_a_planner_goes_from_the_map_to_a_plan_that_is_taken_along",
    "tests/browser/test_steward_in_a_browser.py::test_a_steward_checks_a_generation_and_goes_back_to_it",
    "tests/taxonomy/test_coder.py::test_everyday_titles_get_the_code_that_any_sane_coder_gives",
    "tests/indexes/test_store.py::test_two_processes_that_write_at_once_lose_nothing",
    "tests/matcher/jobs/test_killed.py::test_a_killed_process_leaves_a_job_that_another_ends_as_if_nothing_had_been",
    "tests/clients/test_generated.py::test_nothing_is_stale",
    "tests/test_house.py::test_no_function_is_longer_than_a_screen",
    "tests/test_house.py::test_the_page_of_imports_is_that_of_the_code_and_no_rooms_import_each_other_in_a_ring",
    "tests/deploy/test_deploy_page.py::test_every_command_and_setting_and_file_of_the_page_is_there",
)
"""Slow ones that run every time: the real encoder, each user's whole way in a real browser, a killed process, real
titles, and what goes stale unseen."""

_LINE = re.compile(r"([\d.]+)s (call|setup|teardown) +(\S+?::[^\[\n]*?)(?:\[.*)?$")


def slow_tests() -> dict[str, float]:
    """Test (``file::function``), or a whole file, to its seconds."""
    rows = (line.split("\t") for line in LIST.read_text(encoding="utf-8").splitlines())
    return {test: float(seconds) for seconds, test in rows}


def is_slow(test: str, listed: Mapping[str, float]) -> bool:
    """Whether a test waits for ``make slow``, by itself or with its file."""
    return test not in ALWAYS and (test in listed or test.partition("::")[0] in listed)


def part_of(tests: Mapping[str, float], parts: int = PARTS) -> dict[str, int]:
    """File to its part, from 1: the next longest file goes to the part with least in it."""
    taken, filled = dict[str, int](), [0.0] * parts
    files = defaultdict[str, float](float)
    for test, seconds in tests.items():
        files[test.partition("::")[0]] += seconds
    for file, seconds in sorted(files.items(), key=lambda one: (-one[1], one[0])):
        least = min(range(parts), key=lambda part: (filled[part], part))
        filled[least] += seconds
        taken[file] = least + 1
    return taken


def measured(lines: Iterable[str]) -> dict[str, float]:
    """What pytest's table of durations says of each test that is slow, and of files that set up something slow."""
    found, files = defaultdict[str, float](float), defaultdict[str, float](float)
    whole = set[str]()
    for line in lines:
        if told := _LINE.match(line):
            seconds, test = float(told[1]), told[3].strip()
            file = test.partition("::")[0]
            found[test] += seconds
            files[file] += seconds
            if told[2] == "setup" and seconds >= SLOW_SETUP_S and test not in ALWAYS:
                whole.add(file)
    slow = {test: s for test, s in found.items() if s >= SLOW_S and test.partition("::")[0] not in whole}
    return {test: s for test, s in slow.items() if test not in ALWAYS} | {file: files[file] for file in whole}


def merged(runs: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Several measured runs as one: the longest time of each; a whole file stands for its tests."""
    found = dict[str, float]()
    for run in runs:
        for test, seconds in run.items():
            found[test] = max(seconds, found.get(test, 0.0))
    return {test: s for test, s in found.items() if "::" not in test or test.partition("::")[0] not in found}


def write(tests: Mapping[str, float]) -> None:
    """Write the list, by name."""
    LIST.write_text("".join(f"{seconds:.1f}\t{test}\n" for test, seconds in sorted(tests.items())), encoding="utf-8")


if __name__ == "__main__":
    write(merged(measured(Path(log).read_text(encoding="utf-8").splitlines()) for log in sys.argv[1:]))
