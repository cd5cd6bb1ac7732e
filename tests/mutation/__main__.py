"""``python -m tests.mutation``: draw, judge, write, and print the score."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import warnings
from collections import Counter
from dataclasses import asdict

from tests.mutation.judging import judge
from tests.mutation.places import ROOT, draw
from tests.mutation.reach import Reach, measure

DATA = ROOT / "build" / "reach.coverage"
FOUND = ROOT / "build" / "mutants.jsonl"
TARGET = 0.8
LIBRARIES = ("pytest", "numpy", "pandas", "torch", "faiss", "sqlalchemy", "pydantic", "rapidfuzz", "sklearn")
"""Imported once, before the children part from here; none that is a plugin of pytest."""


def main() -> int:
    """The exit code is 1 when fewer are killed than ``TARGET`` asks for."""
    words = argparse.ArgumentParser(prog="python -m tests.mutation")
    words.add_argument("--count", type=int, default=300, help="how many mutants")
    words.add_argument("--seed", type=int, default=1, help="of the draw")
    words.add_argument("--again", action="store_true", help="measure anew which tests pass which line")
    asked = words.parse_args()
    os.chdir(ROOT)
    if asked.again or not DATA.exists():
        measure(DATA)
    warnings.simplefilter("ignore", SyntaxWarning)  # an ``is`` beside a literal is what some operators make
    drawn = draw(asked.count, asked.seed)
    for name in LIBRARIES:
        importlib.import_module(name)
    ends, reach = Counter[str](), Reach(DATA)
    with FOUND.open("w", encoding="utf-8") as out:
        for number, mutant in enumerate(drawn, 1):
            verdict = judge(mutant, reach)
            ends[verdict.end] += 1
            out.write(json.dumps(asdict(verdict), ensure_ascii=False) + "\n")
            out.flush()
            sys.stdout.write(f"{number}/{len(drawn)} {verdict.end} {mutant.file}:{mutant.line} {mutant.operator}\n")
            sys.stdout.flush()
    from matcher.share_interval import wilson  # not before: a child imports our modules itself, with the mutant

    killed = ends["killed"] + ends["late"]
    low, high = wilson(killed, len(drawn))
    sys.stdout.write(
        f"killed {killed} of {len(drawn)}: {killed / len(drawn):.3f} [{low:.3f}, {high:.3f}], {dict(ends)}\n"
    )
    return 0 if killed >= TARGET * len(drawn) else 1


if __name__ == "__main__":
    sys.exit(main())
