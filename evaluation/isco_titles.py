"""Task ``isco-titles``: ISCO-08's own English index titles to unit groups, a public task that others made.

The index (ILO, through ``taxonomy/isco08_index_titles_en_fr.csv.gz`` of the data folder) is for measuring alone: it is
never learnt from and never shipped. 431 of ISCO-08's 436 unit groups have the same code in KBJI 2014; titles of the
other five, and repeated titles, are left out. Index titles put the noun first ("Engineer, civil"), as no ad does.
"""

from __future__ import annotations

import csv
import gzip
import random
import zlib
from pathlib import Path

from evaluation.coders import judge_coder, product_coder
from evaluation.gold import GoldTitle
from evaluation.judged import Answer, judge, judged_rows
from evaluation.task import Options, Row, data_folder, reported
from evaluation.title_baselines import title_baselines
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.title_item import TitleItem

INDEX = "isco08_index_titles_en_fr.csv.gz"

MOST = 2000
"""Titles drawn at random (seeded): all 6,900 would take the baselines minutes and narrow the interval little."""

SEED = 2026


@reported("isco-titles")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The index is missing.
        EncoderError: The encoder is not prepared.
    """
    gold = read_index(options.gold or data_folder(options.data) / "taxonomy" / INDEX)
    gold = random.Random(SEED).sample(gold, min(MOST, len(gold)))  # noqa: S311  (a sample, no secret)
    encoder = options.load_encoder()
    rows = judged_rows("Sepadan, English index title", judge_coder(product_coder(encoder), gold))
    for name, ranked in title_baselines([title.item.title for title in gold], encoder).items():
        rows += judged_rows(f"{name}, title", judge(gold, [Answer(codes=codes) for codes in ranked]))
    return rows


def read_index(path: Path) -> list[GoldTitle]:
    """Distinct English titles with the unit groups that they stand under, where KBJI 2014 has these too.

    Raises:
        InputError: The file cannot be read.
    """
    units = set(load_occupations().unit_codes)
    found: dict[str, set[str]] = {}
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                title, code = (row["name_english"] or "").strip(), (row["code"] or "").strip()
                if title and code in units:
                    found.setdefault(title, set()).add(code)
    except (OSError, KeyError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise InputError(wanted="the ISCO-08 index of titles", found=str(error), where=str(path)) from error
    if not found:
        raise InputError(wanted="the ISCO-08 index of titles", found="no title", where=str(path))
    return [
        GoldTitle(id=title, item=TitleItem(title=title), code=min(codes), accepted=frozenset(codes))
        for title, codes in sorted(found.items())
    ]
