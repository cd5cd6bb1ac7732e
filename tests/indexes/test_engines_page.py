"""docs/vector-engines.md: the table of engines is that of their modules."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

from indexes.vector_search import FAISS, engine_names

PAGE = Path(__file__).resolve().parents[2] / "docs" / "vector-engines.md"
BEGIN, END = "<!-- engines -->\n", "<!-- /engines -->\n"


def table() -> str:
    lines = ["| engine | vectors lie in | choose it when |", "|---|---|---|"]
    for name in sorted(engine_names()):
        module, default = import_module(f"indexes.engines.{name}"), " (default)" if name == FAISS else ""
        lines.append(f"| `{name}`{default} | {module.KEPT_IN} | {module.CHOSEN_WHEN} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_engines_is_that_of_their_modules() -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    shown, after = rest.split(END)
    if os.environ.get("SEPADAN_WRITE_PAGES"):  # to make it anew
        PAGE.write_text(before + BEGIN + table() + END + after, encoding="utf-8")
        return
    assert table() == shown
