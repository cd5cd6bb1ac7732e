"""Where the code can be changed by one of cosmic-ray's operators, and a sample of such changes."""

from __future__ import annotations

import ast
import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import parso  # noqa: F401  # before cosmic_ray, whose own imports go in a ring
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("matcher", "taxonomy")

Span = tuple[tuple[int, int], tuple[int, int]]
"""Line and column of the first and behind the last character."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One operator at one place; ``occurrence`` counts the operator's places in the file, as cosmic-ray does."""

    file: str
    line: int
    operator: str
    occurrence: int


def draw(count: int, seed: int) -> list[Mutant]:
    """Mutants at places drawn evenly over the packages.

    Args:
        count: How many at most.
        seed: Of the draw: the same code and seed give the same mutants.
    """
    every = [(file, span, operators) for file in files() for span, operators in sorted(places(file).items())]
    chance = random.Random(seed)
    chance.shuffle(every)
    mutants = (Mutant(file, span[0][0], *chance.choice(operators)) for file, span, operators in every)
    return list(islice((mutant for mutant in mutants if _is_code(mutant)), count))


def places(file: str) -> dict[Span, list[tuple[str, int]]]:
    """Place in a file to the operators that change it, each with its occurrence."""
    source = (ROOT / file).read_text(encoding="utf-8")
    never, tree = without_effect(source), get_ast(source)
    found = dict[Span, list[tuple[str, int]]]()
    for name, operator in _operators():
        spans = (span for node in ast_nodes(tree) for span in operator.mutation_positions(node))
        for occurrence, span in enumerate(spans):
            if not any(start <= span[0] < end for start, end in never):
                found.setdefault(span, []).append((name, occurrence))
    return found


def without_effect(source: str) -> list[Span]:
    """Where annotations stand, which nothing runs, and options of dataclasses, whose change forbids nobody anything."""
    found = list[ast.expr | None]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign | ast.arg):
            found.append(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(node.returns)
        elif isinstance(node, ast.ClassDef):
            found += [one for one in node.decorator_list if isinstance(one, ast.Call) and _is_dataclass(one.func)]
    return [((n.lineno, n.col_offset), (n.end_lineno or 0, n.end_col_offset or 0)) for n in found if n is not None]


def mutated(mutant: Mutant) -> str:
    """The file's text with the mutant in it."""
    source = (ROOT / mutant.file).read_text(encoding="utf-8")
    text = mutate_code(source, get_operator(mutant.operator)(), mutant.occurrence)
    assert text is not None, mutant
    return str(text)


def difference(mutant: Mutant, text: str) -> str:
    """The lines before (``-``) and after (``+``), of the file's text with the mutant in it."""
    before = (ROOT / mutant.file).read_text(encoding="utf-8")
    lines = difflib.unified_diff(before.splitlines(), text.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---"))


def files() -> Iterator[str]:
    """Modules of the packages, but those that Numba compiles."""
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        if "numba" not in path.read_text(encoding="utf-8"):
            yield str(path.relative_to(ROOT))


def _operators() -> Iterator[tuple[str, Any]]:
    """Those of cosmic-ray that take no arguments."""
    for name in operator_names():
        operator = get_operator(name)
        if not operator.arguments():
            yield name, operator()


def _is_dataclass(func: ast.expr) -> bool:
    return isinstance(func, ast.Name) and func.id == "dataclass"


def _is_code(mutant: Mutant) -> bool:
    """Whether it can be made and compiled; some operators stumble over code that they do not know."""
    try:
        compile(mutated(mutant), mutant.file, "exec", dont_inherit=True)
    except (AttributeError, SyntaxError):
        return False
    return True
