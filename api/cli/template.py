"""``sepadan template``: an example file of Sepadan's own template, with one invented record."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from api.cli.lines import STDIO, output_lines
from api.cli.options import JsonOption
from api.cli.show import print_json, show
from taxonomy.errors import InputError
from taxonomy.json_values import is_list

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "postings": {
        "id": "contoh-1",
        "title": "Operator Jahit Garmen",
        "description": "Menjahit kemeja dengan mesin jarum satu dan obras. Bersedia kerja shift.",
        "employer": "PT Contoh Busana",
        "places": ["Kabupaten Semarang"],
        "skills": ["menjahit", "mesin obras"],
        "education": ["SMP"],
        "experience_months_min": 6,
        "pay_low": 2_900_000,
        "pay_high": 3_400_000,
        "employment_type": "contract",
        "openings": 10,
    },
    "workers": {
        "id": "contoh-1",
        "summary": "Dua tahun menjahit seragam di konveksi, biasa mesin jarum satu dan obras.",
        "wish": "operator jahit",
        "skills": ["menjahit", "mesin obras"],
        "education": "SMP",
        "place": "Kabupaten Semarang",
        "experience_months": 24,
        "salary_idr_month": 2_900_000,
    },
    "courses": {
        "id": "contoh-1",
        "title": "Menjahit Pakaian dengan Mesin",
        "provider": "BLK Contoh",
        "vocational_field": "Garmen Apparel",
        "summary": "Membuat pola, memotong bahan dan menjahit pakaian dengan mesin jarum satu dan obras.",
        "skills": ["menjahit", "membuat pola"],
        "modules": [
            "Keselamatan kerja (16 JP)",
            "Membuat pola (80 JP): membuat pola",
            "Menjahit dengan mesin (128 JP): menjahit",
            "Uji kompetensi (16 JP)",
        ],
        "kbji": ["8153"],
        "place": "Kabupaten Semarang",
        "region_code": "3322",
        "jp": 240,
        "starts_on": "2027-02-01",
        "ends_on": "2027-03-12",
        "register_until": "2027-01-22",
        "seats": 16,
        "cost_idr": 0,
        "education_min": "SMP",
        "entry_skills": ["pengukuran badan"],
        "kkni_level": 2,
        "certification": "Operator Jahit Pakaian",
        "certifier": "LSP P2 Contoh",
        "workshop": "jahit",
        "mode": "luring",
    },
}
"""One invented record of each kind."""

_SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "postings": (".jsonl", ".ndjson", ".csv"),
    "workers": (".jsonl", ".ndjson", ".csv"),
    "courses": (".jsonl", ".ndjson", ".csv", ".xlsx"),
}
"""Kind to the endings of files that can be written."""


def template(
    kind: Annotated[str, typer.Argument(help="postings, workers or courses.", show_default=False)],
    output: Annotated[
        str, typer.Option("--output", help=".jsonl or .csv file, of courses .xlsx too; - is JSONL.")
    ] = STDIO,
    as_json: JsonOption = False,
) -> None:
    """Write an example file in Sepadan's own template, ready to be filled and ingested."""
    if kind not in EXAMPLES:
        raise InputError(wanted=f"one of {', '.join(EXAMPLES)}", found=kind, where="kind")
    suffix = Path(output).suffix.casefold()
    if output != STDIO and suffix not in _SUFFIXES[kind]:
        wanted = f"a name that ends in {', '.join(_SUFFIXES[kind])}"
        raise InputError(wanted=wanted, found=output, where="--output")
    example = EXAMPLES[kind]
    if as_json and output == STDIO:
        print_json({"kind": kind, "example": example})
        return
    with output_lines(output) as write:
        write(_content(example, suffix))
    if as_json:
        print_json({"kind": kind, "example": example, "output": output})
    elif output != STDIO:
        show(f"{output}: fill it in, then run 'sepadan ingest {kind} {output}'")


def _content(example: Mapping[str, Any], suffix: str) -> bytes:
    if suffix == ".xlsx":
        from matcher.sources.course_book import course_book

        return course_book()
    return csv_text(example) if suffix == ".csv" else orjson.dumps(example, option=orjson.OPT_APPEND_NEWLINE)


def csv_text(example: Mapping[str, Any]) -> bytes:
    """A header and one row; lists are joined by ``|``."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(example)
    rows.writerow("|".join(value) if is_list(value) else value for value in example.values())
    return text.getvalue().encode()
