"""Configs of trainings: those that ship are whole, and each wrong field is refused by its name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluation.training.config import CONFIGS, Form, Parameter, read_config, resolve
from evaluation.training.trainers import TRAINERS
from matcher.model_life.bundled import model_names
from taxonomy.errors import InputError

FORM = Form(
    trainer="toy",
    data=("ads",),
    optional=("other",),
    measure=("gold",),
    parameters={
        "seed": Parameter(kind=int, high=10),
        "rate": Parameter(kind=float, low=0.1, high=1),
        "side": Parameter(kind=str, words=("left", "right")),
        "views": Parameter(kind=list, words=("a", "b")),
    },
)
GOOD = """
trainer = "toy"
[data]
ads = "postings"
[measure]
gold = "g.tsv"
[parameters]
seed = 3
rate = 1
side = "left"
views = ["b"]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "c.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_trainer_has_a_config_that_ships_and_is_whole() -> None:
    assert sorted(path.stem for path in CONFIGS.glob("*.toml")) == sorted(TRAINERS) == sorted(model_names())
    for name, trainer in TRAINERS.items():
        config = read_config(CONFIGS / f"{name}.toml", trainer.form)
        assert set(config.parameters) == set(trainer.form.parameters)
        ours = [path for path in [*config.data.values(), *config.measure.values()] if path.startswith("ours:")]
        assert all(resolve(path, None).is_file() for path in ours)


def test_a_whole_config_is_read_with_numbers_as_they_are_meant(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, GOOD), FORM)
    assert config.parameters == {"seed": 3, "rate": 1.0, "side": "left", "views": ["b"]}
    assert isinstance(config.parameters["rate"], float)
    assert (config.data, config.measure) == ({"ads": "postings"}, {"gold": "g.tsv"})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('trainer = "toy"', 'trainer = "titles"', "field trainer: wanted toy, found titles"),
        (
            'trainer = "toy"',
            'trainer = "toy"\nsede = 3',
            "field sede: wanted one of data, measure, parameters, trainer",
        ),
        ("seed = 3", "sede = 3", "field parameters.sede: wanted one of rate, seed, side, views"),
        ("seed = 3", "", "field parameters.seed: wanted a whole number from 0 to 10, found None"),
        ("seed = 3", "seed = 3.5", "field parameters.seed: wanted a whole number"),
        ("seed = 3", "seed = true", "field parameters.seed: wanted a whole number"),
        ("seed = 3", "seed = 11", "field parameters.seed: wanted a whole number from 0 to 10, found 11"),
        ("rate = 1", "rate = 0", "field parameters.rate: wanted a number from 0.1 to 1, found 0"),
        ("rate = 1", "rate = nan", "field parameters.rate: wanted a number"),
        ('"left"', '"up"', "field parameters.side: wanted one of left, right, found up"),
        ('["b"]', '["c"]', "field parameters.views: wanted a list of a, b"),
        ('["b"]', "[]", "field parameters.views: wanted a list of a, b"),
        ('ads = "postings"', "", "field data.ads: wanted a path, found None"),
        ('ads = "postings"', "ads = 3", "field data.ads: wanted a path, found 3"),
        ('ads = "postings"', 'ads = "p"\nadverts = "q"', "field data.adverts: wanted one of ads, other"),
        ("[measure]", "[measures]", "field measures: wanted one of data, measure, parameters, trainer"),
        ("[data]", "[data", "wanted a config in TOML"),
    ],
)
def test_a_field_that_is_unknown_missing_or_wrong_is_refused_by_name(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        read_config(written(tmp_path, GOOD.replace(old, new)), FORM)


def test_paths_lie_in_the_data_folder_or_in_ours_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "g.tsv").touch()
    assert resolve("g.tsv", tmp_path) == tmp_path / "g.tsv"
    assert resolve(str(tmp_path / "g.tsv"), None) == tmp_path / "g.tsv"
    with pytest.raises(InputError, match="none"):
        resolve("gone.tsv", tmp_path)
