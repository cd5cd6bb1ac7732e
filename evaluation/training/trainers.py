"""The trainers: what each learns from, what may be set, the step that learns, and how the model is measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from evaluation.kept_vectors import KeptVectors
from evaluation.training.compared import Measured
from evaluation.training.config import Form, Parameter
from evaluation.training.job import Job
from matcher.model_life import bundled
from taxonomy.errors import UnknownIdError

Files = Mapping[str, Path]
Measure = Callable[[Files, Mapping[str, Path], Path], Measured]
"""Name to weights, the config's files to measure on, and the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainer:
    """One trainer.

    Attributes:
        form: What its config holds.
        step: Module whose ``make(job)`` learns.
        measure: Measures a model; None where it is measured elsewhere.
        elsewhere: Where, when ``measure`` is None.
        purpose: What the model is for.
        not_for: What it is not for.
    """

    form: Form
    step: str
    measure: Measure | None = None
    elsewhere: str = ""
    purpose: str
    not_for: str

    def make(self, job: Job) -> str:
        """Learn and write the weights; says what it learnt from.

        Raises:
            InputError: Data is missing or faulty.
            EncoderError: The encoder is not prepared.
        """
        return cast(str, import_module(self.step).make(job))


def _titles(files: Files, gold: Mapping[str, Path], cache: Path) -> Measured:
    from evaluation.training.measuring.titles import measure_titles
    from indexes import encoder
    from taxonomy.use_encoder import load_use_encoder

    slow = encoder.load(encoder.prepare(cache).parent, max_tokens=encoder.MAX_TOKENS)
    with closing(KeptVectors(slow, cache / "evaluation")) as kept:
        return measure_titles(files, gold["gold"], {"use": load_use_encoder().encode, "e5": kept.encode_query})


def _tagger(files: Files, gold: Mapping[str, Path], cache: Path) -> Measured:
    from evaluation.training.measuring.skills import measure_tagger

    return measure_tagger(files, gold["gold"])


def _linker(files: Files, gold: Mapping[str, Path], cache: Path) -> Measured:
    from evaluation.training.measuring.skills import measure_linker

    return measure_linker(files, gold["gold"])


def _industries(files: Files, gold: Mapping[str, Path], cache: Path) -> Measured:
    from evaluation.training.measuring.industries import measure_industries

    return measure_industries(files, gold["gold"], None)


def _adapter(files: Files, gold: Mapping[str, Path], cache: Path) -> Measured:
    from evaluation.training.measuring.adapters import measure_adapter
    from indexes import encoder

    slow = encoder.load(encoder.prepare(cache).parent, max_tokens=encoder.MAX_TOKENS)
    with closing(KeptVectors(slow, cache / "evaluation")) as kept:
        return measure_adapter(files, gold["gold"], kept)


_SEED = Parameter(kind=int, high=2**31 - 1)
_EPOCHS = Parameter(kind=int, low=1, high=1000)
_VIEWS = (
    "characters_name",
    "words_name",
    "words_activity",
    "words_text",
    "words_title",
    "votes",
)
_NO_PERSON = "Deciding anything about a person without a person who decides."

TRAINERS: Mapping[str, Trainer] = {
    bundled.TITLE_CODER: Trainer(
        form=Form(
            trainer=bundled.TITLE_CODER,
            data=("titles", "ads", "codes"),
            optional=("other",),
            measure=("gold",),
            parameters={
                "seed": _SEED,
                "held_out": Parameter(kind=int, low=2, high=100),
                "epochs_dense": _EPOCHS,
                "epochs_hashed": _EPOCHS,
            },
        ),
        step="evaluation.train_titles",
        measure=_titles,
        purpose="Job titles in Bahasa Indonesia and English to KBJI 2014 unit groups, with a calibrated probability.",
        not_for=f"Other classifications or languages; titles that name no work. {_NO_PERSON}",
    ),
    bundled.SKILL_TAGGER: Trainer(
        form=Form(
            trainer=bundled.SKILL_TAGGER,
            data=("ads", "spans"),
            measure=("gold",),
            parameters={
                "c1": Parameter(kind=float, high=100),
                "c2": Parameter(kind=float, high=100),
                "max_iterations": Parameter(kind=int, low=1, high=10_000),
                "least_feature_count": Parameter(kind=int, high=1000),
            },
        ),
        step="evaluation.train_skill_tagger",
        measure=_tagger,
        purpose="Which phrases of a job ad name a skill.",
        not_for=f"CVs and a worker's own words: it has learnt from ads. {_NO_PERSON}",
    ),
    bundled.SKILL_LINKER: Trainer(
        form=Form(
            trainer=bundled.SKILL_LINKER,
            data=("ads", "spans"),
            measure=("gold",),
            parameters={
                "hidden": Parameter(kind=int, low=1, high=4096),
                "epochs": _EPOCHS,
                "batch": Parameter(kind=int, low=1, high=65_536),
                "rate": Parameter(kind=float, low=1e-6, high=1),
                "dropout": Parameter(kind=float, high=0.95),
                "smoothing": Parameter(kind=float, high=0.95),
                "seed": _SEED,
            },
        ),
        step="evaluation.train_skill_linker",
        measure=_linker,
        purpose="Which concept of the skill taxonomy a phrase of an ad means that no name spells out.",
        not_for=f"Licences, which must be named. {_NO_PERSON}",
    ),
    bundled.INDUSTRY_CODER: Trainer(
        form=Form(
            trainer=bundled.INDUSTRY_CODER,
            data=("ads",),
            measure=("gold",),
            parameters={"seed": _SEED, "views": Parameter(kind=list, words=_VIEWS)},
        ),
        step="evaluation.train_industry",
        measure=_industries,
        purpose="Employers to KBLI 2020 divisions, by name and by what their ads say.",
        not_for="Registering, licensing or taxing an employer: it guesses from ads.",
    ),
    bundled.CV_PHRASES: Trainer(
        form=Form(
            trainer=bundled.CV_PHRASES,
            data=("lines",),
            parameters={"silent_below": Parameter(kind=float, high=1)},
        ),
        step="evaluation.train_cv_phrases",
        elsewhere="sepadan evaluate cv-held, after its tables were copied into matcher/cv/tables",
        purpose="How CVs say skills with verb and object, and which words seldom mean their skill there.",
        not_for=f"Job ads. {_NO_PERSON}",
    ),
    bundled.RANKER: Trainer(
        form=Form(
            trainer=bundled.RANKER,
            parameters={"shown_to": Parameter(kind=str, words=("worker", "posting"))},
        ),
        step="evaluation.train_ranker",
        elsewhere="the store's own gate, on the half of the askers that taught nothing (decision 0009)",
        purpose="Weights of the components of the score, learnt from what came of the matches of this installation.",
        not_for=f"Another installation, or as a chance of being hired. {_NO_PERSON}",
    ),
    bundled.ENCODER_ADAPTER: Trainer(
        form=Form(
            trainer=bundled.ENCODER_ADAPTER,
            data=("titles",),
            measure=("gold",),
            parameters={
                "seed": _SEED,
                "rank": Parameter(kind=int, low=1, high=384),
                "epochs": _EPOCHS,
                "batch": Parameter(kind=int, low=1, high=65_536),
                "rate": Parameter(kind=float, low=1e-6, high=1),
                "temperature": Parameter(kind=float, low=0.001, high=1),
                "l2": Parameter(kind=float, high=10),
            },
        ),
        step="evaluation.train_adapter",
        measure=_adapter,
        purpose="Brings vectors of titles nearer to those of the names of their KBJI unit group.",
        not_for="Long texts: it has seen titles and names alone.",
    ),
}


def trainer_named(name: str) -> Trainer:
    """A trainer.

    Raises:
        UnknownIdError: There is none of this name.
    """
    if name not in TRAINERS:
        raise UnknownIdError(wanted=f"one of {', '.join(TRAINERS)}", found=name or "no name", where="trainer")
    return TRAINERS[name]
