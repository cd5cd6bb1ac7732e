"""Tables of the programmes of a BLK or BPVP: CSV or XLSX with headings of their own (2026).

A programme without a column of ids is told apart by title, centre, kejuruan, length, first day and batch. Where no
column names the centre, the note on the source may (``BPVP Contoh, daftar program``), or ``sepadan ingest --set``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.sources.course_table import course_fields, course_source, days, seats
from matcher.sources.office_table import cell_text
from taxonomy.text import plain


def _fields(told: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        **course_fields(told),
        "jp": plain(cell_text(told.get("jp"))),
        **days(told),
        "seats": seats(told),
        "certification": plain(cell_text(told.get("certification"))),
        "mode": plain(cell_text(told.get("mode"))),
    }


BLK_PROGRAMMES = course_source(
    "blk-programmes",
    "Programmes of a BLK or BPVP: XLSX or CSV with headings of its own (2026)",
    such_as="Program, Kejuruan, JP",
    what="training programmes",
    read=_fields,
)
"""Programmes of training centres."""
