"""The pages that explain say what is there: their samples print what they show, their modules and decisions exist."""

from __future__ import annotations

import re
import shutil
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import Demo
from tests.runnable_pages import DOCS, blocks

ROOT = DOCS.parent
PAGES = ("coding.md", "scoring.md", "fairness.md", "forecasts.md")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
NEARLY = 0.011
"""Numbers of models differ in their last shown digit between machines."""


def printed(page: str) -> str:
    """What the samples of a page print, one after the other, as one program."""
    told = StringIO()
    with redirect_stdout(told):
        exec(compile(blocks(page, "python"), page, "exec"), {"__name__": page})
    return told.getvalue()


def holds(page: str) -> None:
    """The samples of a page print what its blocks of text show, numbers nearly."""
    shown, found = blocks(page, "text").split("\n"), printed(page).split("\n")
    shown, found = [line for line in shown if line], [line for line in found if line]
    assert len(shown) >= 3
    assert [NUMBER.sub("N", line) for line in found] == [NUMBER.sub("N", line) for line in shown]
    for told, line in zip(found, shown, strict=True):
        numbers = [float(one) for one in NUMBER.findall(line)]
        assert [float(one) for one in NUMBER.findall(told)] == pytest.approx(numbers, rel=0.01, abs=NEARLY), line


@pytest.mark.parametrize("page", ["fairness.md", "forecasts.md"])
def test_samples_print_what_the_page_shows(page: str) -> None:
    holds(page)


@pytest.mark.model
def test_samples_of_coding_print_what_the_page_shows() -> None:
    holds("coding.md")


@pytest.mark.model
def test_the_worked_example_of_scoring_is_that_of_the_sample_world(
    demo_world: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEPADAN_HOME", str(shutil.copytree(demo_world.home, tmp_path / "home")))
    holds("scoring.md")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_short_has_a_picture_and_a_sample_and_names_what_exists(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert len(text.splitlines()) <= 150
    assert "```mermaid" in text
    assert "```python" in text
    named = re.findall(r"`((?:taxonomy|indexes|matcher|evaluation|api)/[\w./]+)`", text)
    assert len(named) >= 5
    assert [name for name in named if not (ROOT / name).exists()] == []
    links = [link for link in re.findall(r"\]\(([^)#\s]+)\)", text) if "://" not in link]
    assert len([link for link in links if link.startswith("decisions/")]) >= 2
    assert [link for link in links if not (DOCS / link).exists()] == []
