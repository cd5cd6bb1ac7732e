"""docs/tenancy.md: the table of rules is that of the code."""

from __future__ import annotations

import os
from pathlib import Path

from api.access.principal import Role
from api.access.rules import RULES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "tenancy.md"
BEGIN, END = "<!-- rules -->\n", "<!-- /rules -->\n"


def table() -> str:
    lines = ["| route | scope | reach | public |", "|---|---|---|---|"]
    for (method, path), rule in sorted(RULES.items(), key=lambda item: (item[0][1], item[0][0])):
        told = path.replace("{key:path}", "{id}")
        scope = f"`{rule.scope}`" if rule.scope else ""
        lines.append(f"| `{method} {told}` | {scope} | {rule.reach} | {'yes' if rule.is_public else ''} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_rules_is_that_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    if os.environ.get("SEPADAN_WRITE_PAGES"):  # to make it anew
        PAGE.write_text(before + BEGIN + table() + END + after, encoding="utf-8")
        return
    assert table() == rest.split(END)[0]


def test_the_page_names_every_role() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(role in page for role in Role)
