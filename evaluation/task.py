"""What a measured task is: options in, rows out. Every claim of the README is such a row.

A task is one module with a function ``run(options) -> Report``; it is imported when it is run, so that
``sepadan --help`` stays quick.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from indexes import encoder as encoders
from indexes.encoder import Encoder
from matcher.home import cache_folder
from taxonomy.errors import InputError

Interval = tuple[float, float]
Tell = Callable[[str, int, int], None]
"""Called with (what is done, steps done, steps in all)."""

_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured figure.

    Attributes:
        name: What was measured, on which system.
        value: The figure.
        target: What it is held against; None when no target is set.
        holds: Whether the target is met; None when no target is set.
        n: Number of items (titles, seekers, spans) that it rests on.
        ci95: 95 % interval (low, high); None where none is worked out.
    """

    name: str
    value: float
    target: float | None = None
    holds: bool | None = None
    n: int
    ci95: Interval | None = None

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``; figures rounded to 4 digits."""
        return {
            "name": self.name,
            "value": round(self.value, _DIGITS),
            "target": None if self.target is None else round(self.target, _DIGITS),
            "holds": self.holds,
            "n": self.n,
            "ci95": None if self.ci95 is None else [round(end, _DIGITS) for end in self.ci95],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one run of a task measured.

    Attributes:
        task: Name of the task.
        rows: Figures, the product's own first.
        seconds: Wall-clock time.
        figures: Headline figures that stand in the JSON beside ``rows`` in place of ``task`` and ``seconds``.
    """

    task: str
    rows: tuple[Row, ...]
    seconds: float
    figures: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        head = dict(self.figures) or {"task": self.task, "seconds": round(self.seconds, 3)}
        return {**head, "rows": [row.as_dict() for row in self.rows]}


def bundled_encoder() -> Encoder:
    """The encoder that the product runs with.

    Raises:
        EncoderError: It is not prepared.
    """
    return encoders.load(cache_folder(), max_tokens=encoders.MAX_TOKENS)


def _quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a task may be told.

    Attributes:
        gold: Gold file; the task's own file in the data folder when None.
        data: Data folder; see ``data_folder``.
        other: Ads of other sources, JSON lines of id, title, hint, text, for tasks that measure on them too.
        home: An installation that is built already, for tasks that need one.
        rows: Vectors or postings that tasks of speed are measured with.
        cache: Where a task may keep what takes long to make.
        load_encoder: Makes the encoder; called once, when it is needed.
        tell: Told of progress.
    """

    gold: Path | None = None
    data: Path | None = None
    other: Path | None = None
    home: Path | None = None
    rows: int = 1_000_000
    cache: Path = field(default_factory=cache_folder)
    load_encoder: Callable[[], Encoder] = bundled_encoder
    tell: Tell = _quiet

    def gold_file(self, name: str) -> Path:
        """The gold file: the one chosen, else ``gold/NAME`` of the data folder.

        Raises:
            InputError: There is no data folder.
        """
        return self.gold or data_folder(self.data) / "gold" / name


def data_folder(chosen: Path | None = None) -> Path:
    """The folder of real data: the one chosen, else ``SEPADAN_DATA``, else ``../shared/data`` beside the repository.

    Raises:
        InputError: It is not there.
    """
    named = os.environ.get("SEPADAN_DATA")
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = chosen or (Path(named) if named else beside)
    if not folder.is_dir():
        wanted = "the data folder (gold/, postings/), given by --data or SEPADAN_DATA"
        raise InputError(wanted=wanted, found="no such folder", where=str(folder))
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One measured task.

    Attributes:
        name: As given to ``sepadan evaluate``.
        module: Module whose ``run`` does it.
        describes: One line for people.
    """

    name: str
    module: str
    describes: str

    def run(self, options: Options) -> Report:
        """Measure.

        Raises:
            InputError: Gold or data is missing or faulty.
        """
        return cast(Report, import_module(self.module).run(options))


TASKS: Mapping[str, Task] = {
    task.name: task
    for task in (
        Task(
            name="titles",
            module="evaluation.titles",
            describes="Job titles to KBJI unit groups, beside three baselines.",
        ),
        Task(
            name="title-detail",
            module="evaluation.title_detail",
            describes="Where titles are coded wrongly: by major group, by source, by pair, and without each part.",
        ),
        Task(
            name="title-curve",
            module="evaluation.title_curve",
            describes="How the title coder learns: trained on 1/8 to all of the coded titles (trains, takes long).",
        ),
        Task(
            name="isco-titles",
            module="evaluation.isco_titles",
            describes="A public task made by others: ISCO-08's English index titles to unit groups.",
        ),
        Task(
            name="title-speed",
            module="evaluation.title_speed",
            describes="Titles and ads coded a second, against RapidFuzz over the same titles.",
        ),
        Task(
            name="retrieval",
            module="evaluation.retrieval",
            describes="Ads for judged job seekers among all real ads, beside four baselines.",
        ),
        Task(
            name="skills",
            module="evaluation.skills",
            describes="Skills read in the texts of ads, beside a dictionary baseline.",
        ),
        Task(
            name="education",
            module="evaluation.education",
            describes="Least level, levels and fields of study in real ads, beside keywords.",
        ),
        Task(
            name="experience",
            module="evaluation.experience",
            describes="Months of experience, beginners, age and sex in real ads, beside keywords.",
        ),
        Task(
            name="places",
            module="evaluation.places",
            describes="Place strings of real ads to region codes, beside exact look-up of names.",
        ),
        Task(
            name="pay",
            module="evaluation.pay",
            describes="Pay read in real ads and in authored phrases, beside a plain pattern.",
        ),
        Task(
            name="limits",
            module="evaluation.limits",
            describes="Shift work, night work and access for people with disabilities in real ads, beside keywords.",
        ),
        Task(
            name="inspection",
            module="evaluation.inspection",
            describes="Unlawful demands and signs of fraud in ads, by kind and by source, beside keywords.",
        ),
        Task(
            name="overseas",
            module="evaluation.overseas",
            describes="Work abroad, checks of the law on migrant workers and warnings in ads, beside keywords.",
        ),
        Task(
            name="reasons",
            module="evaluation.reasons",
            describes="Whether the reasons of a match are true: words that stand there, sums, steps that come true.",
        ),
        Task(
            name="relations",
            module="evaluation.relations",
            describes="Relations in real ads that nobody labelled: study programmes, categories, ads that stand twice.",
        ),
        Task(
            name="first-jobs",
            module="evaluation.first_jobs",
            describes="Positions that ask for a study programme, found from the programme alone; coverage.",
        ),
        Task(
            name="duplicates",
            module="evaluation.duplicates",
            describes="Copies among real ads by labelled pairs, beside exact titles and exact texts; employers' names.",
        ),
        Task(
            name="duplicate-scale",
            module="evaluation.duplicate_scale",
            describes="Copies among up to a million postings: time, memory, growth, known copies found (takes long).",
        ),
        Task(
            name="fairness",
            module="evaluation.fairness",
            describes="Whether a protected trait, or what gives it away, moves a score: each swapped in real pairs.",
        ),
        Task(
            name="learning",
            module="evaluation.learning",
            describes="Weights learnt from simulated outcomes: regret, offline value, the gate, a planted prejudice.",
        ),
        Task(
            name="speed",
            module="evaluation.speed",
            describes="Search over a million vectors: recall, latency, build and bytes, against exact search.",
        ),
        Task(
            name="answers",
            module="evaluation.answers",
            describes="Whole answers over 10 k, 100 k and a million postings: latency, memory, disk, growth.",
        ),
        Task(
            name="filters",
            module="evaluation.filters",
            describes="Filtered search over a million vectors, against exact search over what the filter allows.",
        ),
        Task(
            name="industry",
            module="evaluation.industry",
            describes="Employers to KBLI divisions, beside likeness to official titles and the commonest division.",
        ),
        Task(
            name="congestion",
            module="evaluation.congestion",
            describes="People who find a job when recommendations heed how many others get the same, in made markets.",
        ),
        Task(
            name="faults",
            module="evaluation.faults",
            describes="Kills, flipped bits, full disks, power cuts: what is lost or answered wrongly (takes long).",
        ),
    )
}
"""Every task by name."""
