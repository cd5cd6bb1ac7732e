"""Certification schemes of an LSP: CSV or XLSX with headings of their own (2026).

A scheme is read as a course of the mode ``certification``: an assessment without training, for those who can do the
work already. It has no JP and no first day, and can be taken at any time; its skills are those of its title and units.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.sources.course_table import course_fields, course_source


def _fields(told: Mapping[str, Any]) -> Mapping[str, Any]:
    fields = course_fields(told)
    return {
        **fields,
        "certification": fields["title"],
        "certifier": fields["certifier"] or fields["provider"],
        "mode": "certification",
    }


LSP_SCHEMES = course_source(
    "lsp-schemes",
    "Certification schemes of an LSP, without training: XLSX or CSV with headings of its own (2026)",
    such_as="Skema, Kategori",
    what="certification schemes",
    read=_fields,
)
"""Schemes of professional certification bodies."""
