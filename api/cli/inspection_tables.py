"""The inspection's report as tables for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from api.cli.show import facts_table

_SHOWN = 10


def inspection_tables(document: Mapping[str, Any]) -> list[Table]:
    """Counts, then examples with the words and the rule.

    Args:
        document: As ``--json`` prints it.
    """
    head = {"open postings inspected": document["inspected"], "flagged": document["flagged"]}
    tables = [facts_table(head, "Inspection of open postings")]
    for name, counts in document["postings"].items():
        table = Table(title=f"By {name}", title_justify="left")
        table.add_column(name)
        table.add_column("postings", justify="right")
        for label, count in counts.items():
            table.add_row(Text(str(label)), str(count))
        tables.append(table)
    return [*tables, _examples(document["items"][:_SHOWN])]


def _examples(items: list[Mapping[str, Any]]) -> Table:
    table = Table(title="Most flagged", title_justify="left", show_lines=True)
    for name in ("posting", "words", "rule"):
        table.add_column(name, overflow="fold")
    for item in items:
        words = "\n".join(str(flag["surface"]) for flag in item["flags"])
        rules = "\n".join(str(flag["rule"]) for flag in item["flags"])
        table.add_row(Text(f"{item['title']}\n{item['id']}"), Text(words), Text(rules))
    return table
