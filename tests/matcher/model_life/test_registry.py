"""The registry of models: entries are named by their bytes, whole or refused; one serves, and the way back is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from matcher.engine import Engine
from matcher.model_life.bundled import BUNDLED, SERVED, bundled_files, model_names
from matcher.model_life.registry import Registry, fingerprint_of
from matcher.model_life.served import ServedModels
from taxonomy.committee import load_committee, save_committee
from taxonomy.errors import GenerationError, UnknownIdError
from taxonomy.industry_weights import load_industry_weights
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills

Weights = Callable[[str], dict[str, Path]]


def card(fingerprint: str) -> tuple[Mapping[str, Any], str]:
    return {"fingerprint": fingerprint}, f"# {fingerprint}\n"


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    def made(words: str) -> dict[str, Path]:
        path = tmp_path / words / "weights.tsv"
        path.parent.mkdir()
        path.write_text(words, encoding="utf-8")
        return {path.name: path}

    return made


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(tmp_path / "models")


def test_an_entry_is_named_by_its_bytes_and_holds_weights_and_both_cards(registry: Registry, weights: Weights) -> None:
    files = weights("one")
    name = registry.add("cv-phrases", files, card)
    assert name == fingerprint_of(files)
    assert name != fingerprint_of(weights("two"))
    found = registry.files_of("cv-phrases", name)
    assert {file: path.read_text("utf-8") for file, path in found.items()} == {"weights.tsv": "one"}
    assert registry.card_of("cv-phrases", name) == {"fingerprint": name, "files": ["weights.tsv"]}
    folder = registry.folder_of("cv-phrases", name)
    assert (folder / "card.md").read_text("utf-8") == f"# {name}\n"
    assert {path.name for path in folder.iterdir()} == {"card.json", "card.md", "manifest.json", "weights.tsv"}


def test_the_same_weights_are_one_entry_and_a_damaged_one_is_written_anew(registry: Registry, weights: Weights) -> None:
    files = weights("one")
    name = registry.add("cv-phrases", files, card)
    before = (registry.folder_of("cv-phrases", name) / "manifest.json").stat().st_ino
    assert registry.add("cv-phrases", files, card) == name
    assert (registry.folder_of("cv-phrases", name) / "manifest.json").stat().st_ino == before
    (registry.root / "cv-phrases" / name / "weights.tsv").write_text("tampered", encoding="utf-8")
    assert registry.add("cv-phrases", files, card) == name
    assert registry.folder_of("cv-phrases", name)
    assert registry.fingerprints("cv-phrases") == [name]


@pytest.mark.parametrize("file", ["weights.tsv", "card.json", "manifest.json"])
def test_a_damaged_entry_is_refused_with_what_was_wanted_and_found(
    registry: Registry, weights: Weights, file: str
) -> None:
    name = registry.add("title-coder", weights("one"), card)
    path = registry.root / "title-coder" / name / file
    path.write_bytes(path.read_bytes() + b" ")
    for asked in (registry.folder_of, registry.files_of, registry.card_of):
        with pytest.raises(GenerationError, match=r"wanted .*found .*sepadan models back title-coder"):
            asked("title-coder", name)
    with pytest.raises(GenerationError, match="wanted"):
        registry.promote("title-coder", name, "better")
    assert registry.serving("title-coder").fingerprint == BUNDLED


def test_an_entry_that_was_put_under_another_name_is_refused(registry: Registry, weights: Weights) -> None:
    name = registry.add("title-coder", weights("one"), card)
    shutil.copytree(registry.root / "title-coder" / name, registry.root / "title-coder" / ("0" * 12))
    with pytest.raises(GenerationError, match=f"wanted this entry .*found title-coder {name}"):
        registry.folder_of("title-coder", "0" * 12)


def test_an_entry_or_model_that_is_not_there_is_told_with_those_that_are(registry: Registry, weights: Weights) -> None:
    name = registry.add("title-coder", weights("one"), card)
    with pytest.raises(UnknownIdError, match=f"bundled, {name}.*gone"):
        registry.promote("title-coder", "gone", "x")
    with pytest.raises(UnknownIdError, match="one of title-coder"):
        registry.serving("titles")


def test_going_back_undoes_promotions_one_by_one_and_every_change_is_kept(registry: Registry, weights: Weights) -> None:
    one, two = (registry.add("title-coder", weights(words), card) for words in ("one", "two"))
    assert registry.serving("title-coder").fingerprint == BUNDLED
    registry.promote("title-coder", one, "better by .02")
    registry.promote("title-coder", two, "told to", forced=True)
    registry.promote("title-coder", two, "again: nothing changes")
    served = [registry.back("title-coder").fingerprint for _ in range(3)]
    assert served == [one, BUNDLED, BUNDLED]
    changes = Registry(registry.root).serving("title-coder").changes
    assert [(change.to, change.forced) for change in changes[:2]] == [(one, False), (two, True)]
    assert [change.why for change in changes[:2]] == ["better by .02", "told to"]
    assert len(changes) == 5


def test_a_pointer_that_is_none_is_refused(registry: Registry, weights: Weights) -> None:
    registry.promote("title-coder", registry.add("title-coder", weights("one"), card), "x")
    (registry.root / "title-coder" / "serving.json").write_text("{", encoding="utf-8")
    with pytest.raises(GenerationError, match="wanted a pointer"):
        registry.serving("title-coder")


# What the product loads ----------------------------------------------------------------------------------------------


def test_entry_zero_of_each_model_is_there_and_what_serves_is_among_the_models() -> None:
    for model in model_names():
        assert all(path.is_file() for path in bundled_files(model).values())
    assert set(model_names()) > SERVED


def test_without_a_registry_the_products_own_models_are_the_very_objects(tmp_path: Path) -> None:
    models = ServedModels(tmp_path / "models")
    assert models.committee() is load_committee()
    assert models.skill_reader(load_skills()) is load_skill_reader()
    assert models.industry_weights() is load_industry_weights()
    assert models.skills_fingerprint() == ""
    assert not (tmp_path / "models").exists()


def test_each_promoted_model_is_loaded_and_changes_the_fingerprint_of_codes(tmp_path: Path, engine: Engine) -> None:
    # The product's own files as entries: other files, the same answers.
    registry, before = Registry(engine.home.models), engine.coder.fingerprint
    for model in sorted(SERVED):
        registry.promote(model, registry.add(model, bundled_files(model), card), "x")
    models = ServedModels(engine.home.models)
    own = load_committee()
    assert models.committee() is not own
    assert models.committee().fingerprint == own.fingerprint
    assert models.industry_weights().fingerprint == load_industry_weights().fingerprint
    reader, text = models.skill_reader(load_skills()), "Dicari: bisa las busur dan mengoperasikan Excel, jujur"
    assert reader.read(text) == load_skill_reader().read(text)
    assert reader.fingerprint == models.skills_fingerprint()
    assert reader.fingerprint.count("|") == 1
    with_other = Engine(engine.home, engine.coder._encoder)
    assert with_other.coder.fingerprint == f"{before}|{reader.fingerprint}"
    with_other.close()


def test_a_promoted_title_coder_serves_after_opening_again_and_a_damaged_one_is_refused(
    tmp_path: Path, engine: Engine
) -> None:
    own = load_committee()
    save_committee(tmp_path / "title_coder.safetensors", own, {"sources": "other words, other bytes"})
    registry = Registry(engine.home.models)
    files = {"title_coder.safetensors": tmp_path / "title_coder.safetensors"}
    registry.promote("title-coder", name := registry.add("title-coder", files, card), "x")
    again = Engine(engine.home, engine.coder._encoder)
    assert again.coder.titles.fingerprint not in {own.fingerprint, engine.coder.titles.fingerprint}
    assert again.coder.fingerprint != engine.coder.fingerprint
    again.close()
    path = registry.root / "title-coder" / name / "title_coder.safetensors"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(GenerationError, match=r"wanted SHA-256 .*found .*sepadan models back"):
        Engine(engine.home, engine.coder._encoder)
    registry.back("title-coder")
    back = Engine(engine.home, engine.coder._encoder)
    assert back.coder.fingerprint == engine.coder.fingerprint
    back.close()
