"""Task ``title-speed``: how many titles and ads the coder codes a second, against RapidFuzz over the same titles.

Each figure is the best of three runs over distinct real titles, models loaded; the ratio to RapidFuzz (token set ratio
of each title against the 2,583 official titles, all cores) is measured in the same run, for the machine's sake.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from evaluation.coded_titles import real_ads
from evaluation.coders import product_coder
from evaluation.rows import row
from evaluation.task import Options, Row, data_folder, reported
from taxonomy.coder import STAGES, TitleCoder
from taxonomy.occupations import UNIT_DIGITS, load_occupations
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.title_item import TitleItem

TITLES_A_SECOND, ADS_A_SECOND = 1000.0, 100.0
TITLES, ADS = 3000, 600
_RUNS = 3


@reported("title-speed")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The ads are missing.
        EncoderError: The encoder is not prepared.
    """
    items = list({item.title: item for item in real_ads(data_folder(options.data)).values()}.values())
    bare = [TitleItem(title=item.title) for item in items[:: max(1, len(items) // TITLES)]][:TITLES]
    full = [item for item in items if len(item.text) > len(item.title)]
    full = full[:: max(1, len(full) // ADS)][:ADS]
    coder, reader = product_coder(options.load_encoder()), load_skill_reader()
    coder.code(full[:8])
    reader.read_many([item.text for item in full[:8]])
    rows: list[Row] = []
    titles = _speed(lambda: coder.code(bare), len(bare))
    rows.append(row("Sepadan, bare titles a second", titles, n=len(bare), at_least=TITLES_A_SECOND))
    ads = _speed(lambda: coder.code(full), len(full))
    rows.append(row("Sepadan, full ads a second (title, hint, text)", ads, n=len(full), at_least=ADS_A_SECOND))
    texts = [item.text for item in full]
    rows.append(
        row("Sepadan, skills of ads a second", _speed(lambda: reader.read_many(texts), len(texts)), n=len(texts))
    )
    fuzzy = _speed(lambda: _rapidfuzz([item.title for item in bare]), len(bare))
    rows.append(row("RapidFuzz token set, bare titles a second", fuzzy, n=len(bare)))
    rows.append(row("bare titles, Sepadan over RapidFuzz", titles / fuzzy, n=len(bare)))
    rows += _stage_rows("bare titles", coder, bare) + _stage_rows("full ads", coder, full)
    return rows


def _speed(work: Callable[[], object], count: int) -> float:
    """Items a second in the best of ``_RUNS`` runs."""
    best = float("inf")
    for _ in range(_RUNS):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return count / best


def _rapidfuzz(titles: Sequence[str]) -> object:
    names = [entry.title for entry in load_occupations() if len(entry.code) >= UNIT_DIGITS]
    return process.cdist(titles, names, scorer=fuzz.token_set_ratio, processor=default_process, workers=-1)


def _stage_rows(name: str, coder: TitleCoder, items: Sequence[TitleItem]) -> list[Row]:
    _, settled_by = coder.staged(items)
    return [
        row(f"{name}: share settled by stage {stage + 1}", float((settled_by == stage).mean()), n=len(items))
        for stage in range(len(STAGES))
    ]
