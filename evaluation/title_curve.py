"""Task ``title-curve``: how the title coder learns from more coded titles.

Trains on 1/8, 1/4, 1/2 and all of the coded titles (drawn at random, seeded), always with the authored and official
ones, and measures all members asked at once on the gold titles. The last row has no coded titles at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import numpy as np

from evaluation.coded_titles import CODED, Example, authored_titles, coded_ads, coded_titles, other_ads, real_ads
from evaluation.gold import NOT_CODABLE, GoldTitle, read_titles
from evaluation.kept_vectors import KeptVectors
from evaluation.rows import share_row
from evaluation.task import Options, Row, data_folder, reported
from evaluation.title_detail import view_logs
from evaluation.titles import GOLD
from evaluation.train_titles import features_of, train
from taxonomy.coder import VIEWS, Embed
from taxonomy.use_encoder import load_use_encoder

SHARES = (1.0, 0.5, 0.25, 0.125, 0.0)
SEED = 2026


@reported("title-curve")
def run(options: Options) -> list[Row]:
    """Train and measure.

    Raises:
        InputError: Gold or ads are missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    gold = [title for title in read_titles(options.gold_file(GOLD)) if title.code != NOT_CODABLE]
    data = data_folder(options.data)
    ads = real_ads(data) | (other_ads(options.other) if options.other else {})
    coded = [*coded_titles(data / "gold" / "titles_train.tsv"), *coded_ads(CODED, ads)]
    with closing(KeptVectors(options.load_encoder(), options.cache / "evaluation")) as encoder:
        return _rows(options, gold, coded, encoder)


def _rows(options: Options, gold: Sequence[GoldTitle], coded: Sequence[Example], encoder: KeptVectors) -> list[Row]:
    """A row for each share, all titles first."""
    use, examples = load_use_encoder(), [*coded, *authored_titles()]
    embeds: dict[str, Embed] = {"use": use.encode, "e5": encoder.encode_query}
    features = {view: features_of(view, examples, embeds) for view in VIEWS}
    order = np.random.default_rng(SEED).permutation(len(coded))
    rows: list[Row] = []
    for done, share in enumerate(SHARES):
        options.tell("train", done, len(SHARES))
        chosen = np.concatenate([np.sort(order[: round(share * len(coded))]), np.arange(len(coded), len(examples))])
        committee = train(features, examples, chosen, {"use": use.fingerprint, "e5": encoder.fingerprint})
        logs = view_logs(committee, gold, embeds)
        first = np.argmax(np.sum([logs[view] for view in VIEWS], axis=0), axis=1)
        right = [committee.codes[int(at)] in title.accepted for at, title in zip(first, gold, strict=True)]
        rows.append(share_row(f"trained on {round(share * len(coded)):,} coded titles: ok@1", right))
    options.tell("train", len(SHARES), len(SHARES))
    return rows
