"""The story of a training: config, data, step, measures beside what serves, card, entry in the registry."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evaluation.training.card import card_text, circumstances, data_hashes
from evaluation.training.compared import Measured, Verdict, compare
from evaluation.training.config import Config, checked, read_config, resolve
from evaluation.training.job import Job
from evaluation.training.trainers import Trainer, trainer_named
from matcher.home import Home, cache_folder
from matcher.model_life.bundled import BUNDLED, ENCODER_ADAPTER, RANKER, SERVED, TITLE_CODER
from matcher.model_life.registry import Registry
from taxonomy.errors import InputError
from taxonomy.tables import data_fingerprint


def train(
    name: str, config: Path, registry: Registry, *, data: Path | None, home: Home, cache: Path | None = None
) -> str:
    """Train a model and keep it; nothing serves by being trained.

    Args:
        name: Of the trainer.
        config: Its config.
        registry: Takes the entry.
        data: Data folder; the usual one by default.
        home: Whose outcomes teach, for the ranker.
        cache: Where vectors are kept.

    Returns:
        Fingerprint of the entry.

    Raises:
        InputError: Config or data is missing or faulty.
        EncoderError: The encoder is not prepared.
        GenerationError: The disk refused, or what serves is damaged.
    """
    trainer = trainer_named(name)
    asked, kept = read_config(config, trainer.form), cache or cache_folder()
    learnt, gold = (_resolved(paths, data) for paths in (asked.data, asked.measure))
    hashes = data_hashes(learnt)
    _check_apart(hashes, data_hashes(gold))
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        job = Job(folder=Path(folder), data=learnt, parameters=asked.parameters, cache=kept, home=home)
        sources = trainer.make(job)
        seconds = time.process_time() - began
        files = {path.name: path for path in sorted(Path(folder).iterdir())}
        serving = registry.serving(name).fingerprint
        facts = {
            "model": name,
            "purpose": trainer.purpose,
            "not_for": trainer.not_for,
            "sources": sources,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 1),
            **circumstances(),
            "config": asked.document(),
            "data": hashes,
            "gold": data_hashes(gold),
            "tables": data_fingerprint(),
            "beside_fingerprint": serving,
            "elsewhere": trainer.elsewhere,
            "profile": _profile(name, learnt),
            **_measures(trainer, files, registry.files_of(name, serving), gold, kept),
        }
        return registry.add(name, files, lambda fingerprint: _card(facts, fingerprint))


def _card(facts: Mapping[str, Any], fingerprint: str) -> tuple[dict[str, Any], str]:
    card = {**facts, "fingerprint": fingerprint}
    return card, card_text(card)


def _resolved(paths: Mapping[str, str], data: Path | None) -> dict[str, Path]:
    return {name: resolve(path, data) for name, path in paths.items()}


def _check_apart(learnt: Mapping[str, Mapping[str, str]], gold: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse to learn from what is measured on.

    Raises:
        InputError: A file stands on both sides.
    """
    known = {digest: file for of in learnt.values() for file, digest in of.items()}
    for of in gold.values():
        for file, digest in of.items():
            if digest in known:
                found = f"{known[digest]}, which is learnt from too"
                raise InputError(wanted="a file to measure on that nothing is learnt from", found=found, where=file)


def _measures(
    trainer: Trainer, files: Mapping[str, Path], serving: Mapping[str, Path], gold: Mapping[str, Path], cache: Path
) -> dict[str, Any]:
    if trainer.measure is None:
        return {"measured": None, "beside": None, "verdict": "", "items": ""}
    ours, theirs = trainer.measure(files, gold, cache), trainer.measure(serving, gold, cache)
    return {
        "measured": ours.document(),
        "beside": theirs.document(),
        "verdict": compare(ours, theirs).words(),
        "items": ours.items,
    }


def _profile(name: str, learnt: Mapping[str, Path]) -> dict[str, Any] | None:
    """What ``sepadan drift`` compares with: of the title coder alone."""
    if name != TITLE_CODER:
        return None
    from evaluation.training.profiles import training_profile

    return training_profile(learnt).document()


def judge(name: str, fingerprint: str, registry: Registry, *, data: Path | None, cache: Path | None = None) -> Verdict:
    """Measure an entry and what serves on the same items now, and compare.

    Args:
        name: Of the model.
        fingerprint: Of the entry.
        registry: Holds it.
        data: Data folder; the usual one by default.
        cache: Where vectors are kept.

    Raises:
        InputError: The model is not served from the registry, or the gold file is not the one that its card names.
        UnknownIdError: There is no such entry.
        GenerationError: It, or what serves, is damaged.
        EncoderError: It was trained with another encoder than the one in use.
    """
    trainer = trainer_named(name)
    if fingerprint == BUNDLED:
        raise InputError(wanted=f"a trained entry ('sepadan models back {name}' goes back)", found=BUNDLED, where=name)
    card = registry.card_of(name, fingerprint)
    if trainer.measure is None:
        raise InputError(wanted="a model that the registry can measure", found=trainer.elsewhere, where=name)
    config = _config_of(card, trainer)
    gold = _resolved(config.measure, data)
    if (found := data_hashes(gold)) != card["gold"]:
        raise InputError(
            wanted=f"the gold file of the card {card['gold']}", found=str(found), where=f"{name} {fingerprint}"
        )
    measured: list[Measured] = [
        trainer.measure(registry.files_of(name, which), gold, cache or cache_folder())
        for which in (fingerprint, registry.serving(name).fingerprint)
    ]
    return compare(*measured)


def check_served(name: str) -> None:
    """Refuse to promote what the product does not take from the registry.

    Raises:
        InputError: Says what to do in place of it.
    """
    instead = {
        RANKER: "weights that the store lets serve: 'sepadan weights serve NAME'",
        ENCODER_ADAPTER: "an encoder that title coder, linker and indexes were made with; all would be refused by name",
    }
    if name not in SERVED:
        wanted = f"one of {', '.join(sorted(SERVED))}"
        found = f"{name}: {instead.get(name, 'tables of the product: export them and copy them')}"
        raise InputError(wanted=wanted, found=found, where="promote")


def _config_of(card: Mapping[str, Any], trainer: Trainer) -> Config:
    return checked(card["config"], trainer.form, f"card of {card['model']}")
