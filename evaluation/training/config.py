"""Configs of trainings: small TOML files, every field checked before anything is read or learnt.

.. code-block:: toml

    trainer = "skill-tagger"

    [data]
    ads = "postings"                      # in the data folder
    spans = "ours:skill_spans.jsonl"      # in evaluation/data

    [measure]
    gold = "gold/skills_dev.jsonl"

    [parameters]
    c1 = 0.05
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.task import data_folder
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_object

OURS = "ours:"
"""Begins a path in ``evaluation/data``; other paths lie in the data folder, unless they are absolute."""

CONFIGS = Path(__file__).parents[1] / "configs"
_OURS = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a parameter may be.

    Attributes:
        kind: int, float, str or list (of words).
        low: Least value of a number.
        high: Most.
        words: What a word may be; all when empty.
    """

    kind: type
    low: float = 0.0
    high: float = 1e9
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the config of one trainer holds.

    Attributes:
        trainer: Its name.
        data: Names of the files and folders that it learns from, all needed.
        optional: Those that may be left out.
        measure: Names of the files that it is measured on.
        parameters: Name to what it may be, all needed.
    """

    trainer: str
    data: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict[str, Parameter])


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A checked config.

    Attributes:
        trainer: Name of the trainer.
        data: Name to path as it is written.
        measure: Likewise of what it is measured on.
        parameters: Name to value.
    """

    trainer: str
    data: Mapping[str, str]
    measure: Mapping[str, str]
    parameters: Mapping[str, Any]

    def document(self) -> dict[str, Any]:
        """For a card."""
        return {
            "trainer": self.trainer,
            "data": dict(self.data),
            "measure": dict(self.measure),
            "parameters": dict(self.parameters),
        }


def read_config(path: Path, form: Form) -> Config:
    """Read a config.

    Raises:
        InputError: It cannot be read; a field is missing, unknown, or not what it may be.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(wanted="a config in TOML", found=str(error), where=str(path)) from error
    return checked(values, form, str(path))


def checked(values: Mapping[str, Any], form: Form, where: str) -> Config:
    """A config out of what its file, or a card, says. Raises as ``read_config``."""
    _only(values, {"trainer", "data", "measure", "parameters"}, where, "")
    if values.get("trainer") != form.trainer:
        raise InputError(wanted=form.trainer, found=values.get("trainer"), where=f"{where}, field trainer")
    data = _paths(values, "data", form.data, form.optional, where)
    measure = _paths(values, "measure", form.measure, (), where)
    found = _table(values, "parameters", where)
    _only(found, set(form.parameters), where, "parameters.")
    for name, parameter in form.parameters.items():
        _check(found.get(name), parameter, f"{where}, field parameters.{name}")
    kinds = {name: parameter.kind for name, parameter in form.parameters.items()}
    return Config(
        trainer=form.trainer,
        data=data,
        measure=measure,
        parameters={name: kinds[name](found[name]) for name in form.parameters},
    )


def resolve(written: str, data: Path | None) -> Path:
    """Where a path of a config lies.

    Raises:
        InputError: It is not there.
    """
    if written.startswith(OURS):
        path = _OURS / written.removeprefix(OURS)
    else:
        path = Path(written) if Path(written).is_absolute() else data_folder(data) / written
    if not path.exists():
        raise InputError(wanted="a file or folder of the config", found="none", where=str(path))
    return path


def _table(values: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    found = values.get(name, {})
    if not is_object(found):
        raise InputError(wanted="a table", found=found, where=f"{where}, field {name}")
    return found


def _only(values: Mapping[str, Any], known: set[str], where: str, prefix: str) -> None:
    unknown = sorted(values.keys() - known)
    if unknown:
        wanted = f"one of {', '.join(sorted(known)) or 'no field at all'}"
        raise InputError(
            wanted=wanted, found=f"{unknown[0]}, which is unknown", where=f"{where}, field {prefix}{unknown[0]}"
        )


def _paths(
    values: Mapping[str, Any], table: str, needed: tuple[str, ...], optional: tuple[str, ...], where: str
) -> dict[str, str]:
    found = _table(values, table, where)
    _only(found, {*needed, *optional}, where, f"{table}.")
    for name in (*needed, *found):
        if not isinstance(found.get(name), str) or not found[name]:
            raise InputError(wanted="a path", found=found.get(name), where=f"{where}, field {table}.{name}")
    return dict(found)


def _check(value: Any, parameter: Parameter, where: str) -> None:
    kind, words = parameter.kind, parameter.words
    if kind in {int, float}:
        is_right = isinstance(value, int if kind is int else int | float) and not isinstance(value, bool)
        if not is_right or not parameter.low <= value <= parameter.high:
            wanted = f"{'a whole number' if kind is int else 'a number'} from {parameter.low:g} to {parameter.high:g}"
            raise InputError(wanted=wanted, found=value, where=where)
    elif kind is list:
        if not is_list(value) or not value or any(word not in words for word in value):
            raise InputError(wanted=f"a list of {', '.join(words)}", found=value, where=where)
    elif not isinstance(value, str) or value not in words:
        raise InputError(wanted=f"one of {', '.join(words)}", found=value, where=where)
