"""Task ``title-detail``: where titles are coded wrongly, and what each part of the coder is worth.

By major group (first digit of the gold code) and by source; the commonest confusions in the JSON (``confusions``); and
an ablation: ok@1 of all members asked at once, then without each of them, then of the cheaper stages alone; the first
row is the product's cascade. A part that changes nothing when it is left out is to be taken out.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from evaluation.coded_titles import Example
from evaluation.coders import answers, product_coder
from evaluation.gold import NOT_CODABLE, GoldTitle, read_titles
from evaluation.judged import judge
from evaluation.rows import share_row
from evaluation.task import Options, Report, Row
from evaluation.titles import GOLD
from evaluation.train_titles import features_of
from taxonomy.coder import STAGES, VIEWS, Embed
from taxonomy.committee import Committee, load_committee
from taxonomy.use_encoder import load_use_encoder
from taxonomy.weights_file import Floats

_CONFUSIONS = 20


def run(options: Options) -> Report:
    """Measure.

    Raises:
        InputError: The gold file is missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    started = time.monotonic()
    gold = [title for title in read_titles(options.gold_file(GOLD)) if title.code != NOT_CODABLE]
    encoder, committee = options.load_encoder(), load_committee()
    found = answers(product_coder(encoder).code([title.item for title in gold]))
    right = judge(gold, found).ok_at_1
    rows = [share_row("Sepadan, title + hint + text: ok@1", right)]
    rows += _grouped("major group", [title.code[0] for title in gold], right)
    rows += _grouped("source", [title.id.partition(":")[0] for title in gold], right)
    logs = view_logs(committee, gold, {"use": load_use_encoder().encode, "e5": encoder.encode_query})
    rows += ablation_rows(committee, gold, logs)
    pairs = confusions(gold, ["".join(answer.codes[:1]) for answer in found])
    figures = {"task": "title-detail", "seconds": round(time.monotonic() - started, 3), "confusions": pairs}
    return Report(task="title-detail", rows=tuple(rows), seconds=time.monotonic() - started, figures=figures)


def _grouped(name: str, groups: Sequence[str], right: Sequence[bool]) -> list[Row]:
    return [
        share_row(
            f"{name} {group}: ok@1", [is_right for of, is_right in zip(groups, right, strict=True) if of == group]
        )
        for group in sorted(set(groups))
    ]


def confusions(gold: Sequence[GoldTitle], first: Sequence[str]) -> list[dict[str, object]]:
    """The commonest pairs of gold code and wrong first code, with how often each occurs."""
    wrong: Counter[tuple[str, str]] = Counter(
        (title.code, code) for title, code in zip(gold, first, strict=True) if code not in title.accepted
    )
    ranked = sorted(wrong.items(), key=lambda pair: (-pair[1], pair[0]))[:_CONFUSIONS]
    return [{"gold": code, "found": found, "count": count} for (code, found), count in ranked]


def view_logs(committee: Committee, gold: Sequence[GoldTitle], embeds: Mapping[str, Embed]) -> dict[str, Floats]:
    """Log-probabilities of each member; view to float32 of shape ``(titles, classes)``."""
    examples = [Example(item=title.item, targets={}, weight=1.0) for title in gold]
    return {view: committee.members[view].log_probabilities(features_of(view, examples, embeds)) for view in VIEWS}


def ablation_rows(committee: Committee, gold: Sequence[GoldTitle], logs: Mapping[str, Floats]) -> list[Row]:
    """ok@1 of all members, without each, and of the stages alone."""
    subsets = {"all members": VIEWS}
    subsets |= {f"without {view}": tuple(other for other in VIEWS if other != view) for view in VIEWS}
    reached = [tuple(view for stage in STAGES[: at + 1] for view in stage) for at in range(len(STAGES))]
    subsets |= {f"stages 1 to {at + 1}": views for at, views in enumerate(reached)}
    rows: list[Row] = []
    for name, views in subsets.items():
        first = np.argmax(np.sum([logs[view] for view in views], axis=0), axis=1)
        right = [committee.codes[int(at)] in title.accepted for at, title in zip(first, gold, strict=True)]
        rows.append(share_row(f"{name}: ok@1", right))
    return rows
