"""Pages whose code is run: blocks of a language, and the statuses that comments of commands want."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def blocks(page: str, language: str) -> str:
    """The blocks of a language in a page of ``docs``, one after the other."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL))


def telling_statuses(script: str) -> tuple[str, list[str]]:
    """A script whose commands with ``# 200`` behind them print their status, and the statuses that it should print."""
    wanted, lines = [], []
    for command in script.replace("\\\n", " ").splitlines():
        told = re.search(r"  # (\d{3})\b.*$", command)
        if told:
            wanted.append(told[1])
            command = f"{command[: told.start()]} -o /dev/null -w '%{{http_code}}\\n'"
        lines.append(command)
    return "\n".join(lines), wanted
