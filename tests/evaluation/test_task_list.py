"""The list of tasks."""

from __future__ import annotations

from importlib import import_module

from evaluation.task_list import TASKS


def test_every_task_has_a_module_that_runs() -> None:
    assert list(TASKS) == [found.name for found in TASKS.values()]
    assert all(callable(import_module(found.module).run) for found in TASKS.values())


def test_titles_have_a_task_of_their_own_for_each_thing_that_is_measured_of_them() -> None:
    found = {name: entry.module for name, entry in TASKS.items() if "title" in name}
    assert found == {
        "titles": "evaluation.titles",
        "title-detail": "evaluation.title_detail",
        "title-curve": "evaluation.title_curve",
        "isco-titles": "evaluation.isco_titles",
        "title-speed": "evaluation.title_speed",
    }
