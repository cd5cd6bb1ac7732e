"""Learn the bundled weights of the score: ``python -m evaluation.train_weights [--data FOLDER]``.

Learns from the grades of ``gold/judgements_dev.tsv`` and ``evaluation/data/judgements.tsv`` over all real ads. How well
the weights rank is measured by ``sepadan evaluate retrieval``, whose every seeker is ranked by weights learnt from
other seekers.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import orjson

from evaluation import retrieval
from evaluation.ads import opened_ads
from evaluation.gold import pooled_judgements, read_seekers
from evaluation.judged_pairs import judged_pairs, learn_weights
from evaluation.task import Options, data_folder

NAME = "judged-2"
_TARGET = Path(__file__).parents[1] / "matcher" / "data" / "weights.json"


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn and write ``matcher/data/weights.json``."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.train_weights")
    parser.add_argument("--data", type=Path, default=None, help="data folder")
    parser.add_argument("--target", type=Path, default=_TARGET, help="file that is written")
    given = parser.parse_args(arguments)
    write_weights(Options(data=given.data), given.target)


def write_weights(options: Options, target: Path) -> None:
    """Learn from the judged seekers of the data folder.

    Raises:
        InputError: Gold or ads are missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    gold = data_folder(options.data) / "gold"
    judgements = pooled_judgements(gold / retrieval.JUDGEMENTS, retrieval.MORE_JUDGEMENTS)
    seekers = {name: retrieval.anywhere(seeker) for name, seeker in read_seekers(gold / retrieval.SEEKERS).items()}
    with opened_ads(options) as (engine, _):
        subjects = dict(zip(seekers, engine.subjects(list(seekers.values())), strict=True))
        judged = judged_pairs(engine.refresh(), subjects, judgements)
    document = {
        "name": NAME,
        "weights": learn_weights(list(judged.values())).as_dict(),
        "seekers": len(judged),
        "judgements": sum(len(one.grades) for one in judged.values()),
        "learnt_from": "graded pairs of invented job seekers and real ads, graded by language models",
        "command": "python -m evaluation.train_weights",
    }
    target.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")


if __name__ == "__main__":
    main()
