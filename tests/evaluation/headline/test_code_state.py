"""The commit that is measured is the last one that changed code, and no changed file is measured."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from evaluation.headline.code_state import measured_commit
from taxonomy.errors import InputError


def git(root: Path, *words: str) -> str:
    names = ["-c", "user.name=a", "-c", "user.email=a@contoh.invalid", "-c", "commit.gpgsign=false"]
    ran = subprocess.run(["git", *names, *words], cwd=root, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def committed(root: Path, name: str, text: str) -> str:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    git(root, "add", name)
    git(root, "commit", "--quiet", "--message", name)
    return git(root, "rev-parse", "HEAD")


def test_results_and_pages_are_committed_without_a_new_commit_to_measure(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    first = committed(tmp_path, "matcher/a.py", "1")
    for name in ("evaluation/results/titles.json", "evaluation/headline/pages.py", "README.md", "docs/a.md"):
        committed(tmp_path, name, "1")
    assert measured_commit(tmp_path) == first
    second = committed(tmp_path, "evaluation/titles.py", "1")
    assert measured_commit(tmp_path) == second


def test_changed_code_is_refused_and_changed_results_are_not(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    first = committed(tmp_path, "matcher/a.py", "1")
    (tmp_path / "evaluation/results").mkdir(parents=True)
    (tmp_path / "evaluation/results/titles.json").write_text("{}")
    assert measured_commit(tmp_path) == first
    (tmp_path / "matcher/a.py").write_text("2")
    with pytest.raises(InputError, match="as it was committed"):
        measured_commit(tmp_path)


def test_outside_a_checkout_there_is_nothing_to_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(InputError, match="checkout"):
        measured_commit(tmp_path)
