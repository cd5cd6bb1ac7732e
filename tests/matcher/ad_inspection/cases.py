"""The invented ads of ``evaluation/data/inspection_cases.jsonl`` as tests use them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from matcher.ad_inspection.flags import Ad

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (files("evaluation") / "data" / "inspection_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


def ad_of(case: dict[str, Any]) -> Ad:
    """What is inspected."""
    return Ad(title=case["title"], text=case["text"], company=case["company"])
