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
        "kbji": ["8153"],
        "place": "Kabupaten Semarang",
        "jp": 240,
        "cost_idr": 0,
        "education_min": "SMP",
    },
}
"""One invented record of each kind."""

_SUFFIXES = frozenset({".jsonl", ".ndjson", ".csv"})


def template(
    kind: Annotated[str, typer.Argument(help="postings, workers or courses.", show_default=False)],
    output: Annotated[str, typer.Option("--output", help=".jsonl or .csv file; - is JSONL on stdout.")] = STDIO,
    as_json: JsonOption = False,
) -> None:
    """Write an example file in Sepadan's own template, ready to be filled and ingested."""
    if kind not in EXAMPLES:
        raise InputError(wanted=f"one of {', '.join(EXAMPLES)}", found=kind, where="kind")
    suffix = Path(output).suffix.casefold()
    if output != STDIO and suffix not in _SUFFIXES:
        raise InputError(wanted="a name that ends in .jsonl or .csv", found=output, where="--output")
    example = EXAMPLES[kind]
    if as_json and output == STDIO:
        print_json({"kind": kind, "example": example})
        return
    with output_lines(output) as write:
        write(csv_text(example) if suffix == ".csv" else orjson.dumps(example, option=orjson.OPT_APPEND_NEWLINE))
    if as_json:
        print_json({"kind": kind, "example": example, "output": output})
    elif output != STDIO:
        show(f"{output}: fill it in, then run 'sepadan ingest {kind} {output}'")


def csv_text(example: Mapping[str, Any]) -> bytes:
    """A header and one row; lists are joined by ``|``."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(example)
    rows.writerow("|".join(value) if isinstance(value, list) else value for value in example.values())
    return text.getvalue().encode()
