"""The house: how long modules and functions are, so that a crowded room is noticed by who crowds it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

from tests.deploy.scripts import script

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("taxonomy", "indexes", "matcher", "api", "evaluation", "examples", "deploy")
MOST_LINES, MEDIAN_LINES, MOST_OF_A_FUNCTION = 300, 120, 40


def modules() -> dict[str, str]:
    """Path to text of every module of ours; migrations are as long as their tables, and never changed."""
    ran = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True)
    return {
        name: (ROOT / name).read_text("utf-8")
        for name in ran.stdout.splitlines()
        if name.endswith(".py") and "/migrations/" not in name and (ROOT / name).exists()
    }


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function below its signature and docstring."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    assert function.end_lineno is not None
    return function.end_lineno - first.lineno + 1


def long_functions(name: str, text: str) -> list[str]:
    return [
        f"{name}:{node.lineno} {node.name}: {body_lines(node)} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > MOST_OF_A_FUNCTION
    ]


def test_no_module_is_longer_than_a_reader_holds_in_mind() -> None:
    lengths = {name: text.count("\n") for name, text in modules().items()}
    assert len(lengths) > 1_000
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}
    assert median(lengths.values()) <= MEDIAN_LINES


@pytest.mark.parametrize("package", PACKAGES)
def test_no_function_is_longer_than_a_screen(package: str) -> None:
    found = [
        one for name, text in modules().items() if name.startswith(f"{package}/") for one in long_functions(name, text)
    ]
    assert found == []


def test_a_long_function_is_found() -> None:
    text = 'def f():\n    """Said."""\n' + "    x = 1\n" * (MOST_OF_A_FUNCTION + 1)
    assert long_functions("a.py", text) == ["a.py:1 f: 41 lines"]
    assert long_functions("a.py", text.replace("    x = 1\n", "", 1)) == []


def test_the_page_of_imports_is_that_of_the_code_and_no_rooms_import_each_other_in_a_ring() -> None:
    ran = subprocess.run(
        [sys.executable, "deploy/checks/imports.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "")


def test_a_ring_of_rooms_is_found() -> None:
    imports = script("checks/imports")
    edges = imports.edges_between(
        [
            ("matcher.a.x", "matcher.b.y"),
            ("matcher.b.y", "matcher.c.z"),
            ("matcher.c.z", "matcher.a.x"),
            ("api.q", "matcher.a.x"),
        ]
    )
    assert edges["matcher"] == {("matcher.a", "matcher.b"), ("matcher.b", "matcher.c"), ("matcher.c", "matcher.a")}
    assert edges[""] == {("api", "matcher")}
    assert imports.rings(edges["matcher"]) == [["matcher.a", "matcher.b", "matcher.c"]]
    halls = imports.edges_between([("matcher.a.x", "matcher.hall"), ("matcher.hall", "matcher.a.x")])
    assert imports.rings(halls["matcher"]) == []


def test_every_place_of_the_walks_is_there() -> None:
    page = (ROOT / "docs/walks.md").read_text("utf-8")
    named = re.findall(r"`([\w/]+\.py):(\w+)`", page)
    assert len(named) > 40
    missing = [f"{file}:{name}" for file, name in named if not defines(file, name)]
    assert missing == []


def defines(file: str, name: str) -> bool:
    """Whether a module has a function or method of a name."""
    path = ROOT / file
    return path.exists() and any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )
