"""A model's life by the commands: trained by its config, carded, compared, promoted, drifted back; worse is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import torch
import typer

from evaluation import real_ads, train_skill_linker, train_skill_tagger, word_clusters
from evaluation.training import commands
from evaluation.training.config import CONFIGS
from evaluation.training.measuring import skills as measuring
from indexes.durable import sha256_of
from matcher.model_life.registry import Registry
from matcher.model_life.served import ServedModels
from taxonomy.committee import load_committee
from taxonomy.errors import GenerationError, InputError
from tests.evaluation.test_train_skill_linker import SKILLS, FakeUse

Run = Callable[..., Any]

PHRASES = {
    "menyambung besi dengan busur": "pengelasan",
    "membawa truk tronton": "mengemudi",
    "merias wajah pengantin": "tata-rias",
    "menghitung uang toko": "kasir",
}
"""Invented phrases of ads; which of a small taxonomy each means is told below."""


CONCEPTS = [skill.id for skill in SKILLS][: len(PHRASES)]


class Use(FakeUse):
    """The fake under the name of the real quick encoder, so that the product's own linker is accepted beside."""

    def __init__(self) -> None:
        super().__init__()
        self.fingerprint = load_committee().encoders["use"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder: invented ads, each a phrase; marks of them to learn from, and others to measure on."""
    folder = tmp_path / "data"
    for name in ("postings", "gold"):
        (folder / name).mkdir(parents=True)
    texts = [f"{phrase} {number}" for number in range(6) for phrase in PHRASES]
    ads = [{"id": str(at), "title": "x", "description": text} for at, text in enumerate(texts)]
    (folder / "postings" / "ads.jsonl").write_text("\n".join(map(json.dumps, ads)), encoding="utf-8")
    marks, gold = [], []
    for at, text in enumerate(texts):
        concept, end = CONCEPTS[at % len(PHRASES)], len(text) - 2
        marks.append(
            json.dumps({"id": f"postings:{at}", "length": len(text), "spans": [[0, end, "hard", "", concept]]})
        )
        gold.append(
            {"id": f"g{at}", "text": text, "skills": [{"start": 0, "end": end, "type": "hard", "surface": text[:end]}]}
        )
    (folder / "spans.jsonl").write_text("\n".join(marks), encoding="utf-8")
    (folder / "gold" / "skills_dev.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
    monkeypatch.setattr(real_ads, "AD_FILES", {"postings": "ads.jsonl"})
    monkeypatch.setattr(word_clusters, "LEAST_COUNT", 1)
    monkeypatch.setattr(train_skill_linker, "load_use_encoder", Use)
    monkeypatch.setattr("taxonomy.skill_linker.load_use_encoder", Use)
    for module in (train_skill_linker, train_skill_tagger, measuring):
        monkeypatch.setattr(module, "load_skills", lambda: SKILLS)
    found = {(f"g{at}", 0): frozenset({CONCEPTS[at % len(PHRASES)]}) for at in range(len(texts))}
    monkeypatch.setattr(measuring, "read_concepts", lambda path: found)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield folder
    torch.set_num_threads(threads)


@pytest.fixture
def run(tmp_path: Path, data: Path) -> Run:
    """Runs a command with ``--json``, in a registry of its own; gives the document."""
    import click
    from typer.testing import CliRunner

    app = typer.Typer()
    app.command("train")(commands.train)
    app.add_typer(commands.models, name="models")

    def invoked(*words: str) -> Any:
        rest = ["--registry", str(tmp_path / "models"), "--json"]
        if words[:1] == ("train",) or words[:2] == ("models", "promote"):
            rest += ["--data", str(data)]
        result = CliRunner().invoke(app, [*words, *rest], standalone_mode=False)
        if result.exception is not None and not isinstance(result.exception, SystemExit | click.exceptions.Exit):
            raise result.exception
        return orjson.loads(result.stdout)

    return invoked


@pytest.fixture
def config(tmp_path: Path, data: Path) -> Callable[..., str]:
    """A config as it ships, made small, over the invented marks."""

    def made(name: str, spans: Path | None = None, **changed: object) -> str:
        text = (CONFIGS / f"{name}.toml").read_text("utf-8")
        text = text.replace("ours:skill_spans.jsonl", str(spans or data / "spans.jsonl"))
        for parameter, value in changed.items():
            old = next(line for line in text.splitlines() if line.startswith(f"{parameter} ="))
            text = text.replace(old, f"{parameter} = {value}")
        path = tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return made


def shuffled(data: Path) -> Path:
    """The marks with every concept that of another phrase."""
    rows = [json.loads(line) for line in (data / "spans.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        at = CONCEPTS.index(row["spans"][0][4])
        row["spans"][0][4] = CONCEPTS[(at + 1) % len(CONCEPTS)]
    path = data / "shuffled.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def linker(run: Run, config: Callable[..., str], spans: Path | None = None, seed: int = 1) -> dict[str, Any]:
    made = config("skill-linker", spans, hidden=32, epochs=25, seed=seed)
    found: dict[str, Any] = run("train", "skill-linker", "--config", made)
    return found


def test_a_model_is_trained_compared_promoted_served_and_taken_back_and_a_worse_one_refused(
    tmp_path: Path, data: Path, run: Run, config: Callable[..., str]
) -> None:
    good = linker(run, config)
    entry, registry = good["fingerprint"], Registry(tmp_path / "models")
    assert good["verdict"].startswith("better")
    assert run("models", "promote", "skill-linker", entry)["serves"] == entry
    # What serves after a reload is the new one.
    reader = ServedModels(tmp_path / "models").skill_reader(SKILLS)
    assert reader.fingerprint == f"skill-linker-{entry}"
    # Shuffled labels are refused by name and numbers, and served all the same with a reason, which is kept.
    bad = linker(run, config, shuffled(data))["fingerprint"]
    with pytest.raises(InputError, match=r"--force REASON.*refused: concept right"):
        run("models", "promote", "skill-linker", bad)
    assert registry.serving("skill-linker").fingerprint == entry
    run("models", "promote", "skill-linker", bad, "--force", "to try the way back")
    kept = registry.serving("skill-linker").changes[-1]
    assert kept.forced
    assert kept.why.startswith("to try the way back (the gate: refused")
    assert run("models", "back", "skill-linker")["serves"] == entry
    # An equal one passes as equal.
    assert "equal" in run("models", "promote", "skill-linker", entry)["why"]
    listed = run("models", "list", "skill-linker")["models"]
    assert [row["entry"] for row in listed if row["serves"]] == [entry]
    assert listed[0]["entry"] == "bundled"
    # Damaged is refused.
    weights = registry.root / "skill-linker" / bad / "skill_linker.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(GenerationError, match=r"wanted SHA-256 .*found"):
        run("models", "promote", "skill-linker", bad)
    assert run("models", "list", "skill-linker")["models"] != listed


@pytest.mark.parametrize(
    ("name", "changed"),
    [("skill-linker", {"hidden": 16, "epochs": 2}), ("skill-tagger", {"max_iterations": 5, "least_feature_count": 0})],
)
def test_the_same_config_and_data_give_the_same_weights_byte_for_byte(
    tmp_path: Path, data: Path, run: Run, config: Callable[..., str], name: str, changed: dict[str, int]
) -> None:
    made = config(name, None, **changed)
    one = run("train", name, "--config", made)["fingerprint"]
    first = {path.name: path.read_bytes() for path in Registry(tmp_path / "models").files_of(name, one).values()}
    (tmp_path / "models").rename(tmp_path / "before")
    two = run("train", name, "--config", made)["fingerprint"]
    again = {path.name: path.read_bytes() for path in Registry(tmp_path / "models").files_of(name, two).values()}
    assert (one, first) == (two, again)
    assert len(first) == (2 if name == "skill-tagger" else 1)


def test_the_card_tells_config_data_code_figures_and_the_groups_where_it_is_worse(
    tmp_path: Path, data: Path, run: Run, config: Callable[..., str]
) -> None:
    made = config("skill-tagger", None, max_iterations=5, least_feature_count=0)
    entry = run("train", "skill-tagger", "--config", made)["fingerprint"]
    card = run("models", "show", "skill-tagger", entry)
    assert card["config"]["parameters"]["max_iterations"] == 5
    assert card["data"]["spans"] == {"spans.jsonl": sha256_of(data / "spans.jsonl")}
    assert card["data"]["ads"] == {"ads.jsonl": sha256_of(data / "postings" / "ads.jsonl")}
    assert card["gold"]["gold"] == {"skills_dev.jsonl": sha256_of(data / "gold" / "skills_dev.jsonl")}
    measured, beside = card["measured"], card["beside"]
    assert measured["n"] == beside["n"] == 6 * len(PHRASES)
    assert measured["ci95"][0] <= measured["value"] <= measured["ci95"][1]
    assert card["commit"]
    assert {"numpy", "torch"} <= card["libraries"].keys()
    text = (Registry(tmp_path / "models").folder_of("skill-tagger", entry) / "card.md").read_text("utf-8")
    for words in ("**For**", "**Not for**", "type hard, recall", "The gate:", "## Limits", card["made_at"]):
        assert words in text


def test_what_is_measured_on_may_not_be_learnt_from(data: Path, run: Run, config: Callable[..., str]) -> None:
    (data / "gold" / "skills_dev.jsonl").write_bytes((data / "spans.jsonl").read_bytes())
    with pytest.raises(InputError, match=r"skills_dev.jsonl: wanted a file to measure on that nothing is learnt from"):
        linker(run, config)


def test_another_gold_file_than_that_of_the_card_is_refused(data: Path, run: Run, config: Callable[..., str]) -> None:
    entry = linker(run, config)["fingerprint"]
    gold = data / "gold" / "skills_dev.jsonl"
    gold.write_text("\n".join(gold.read_text("utf-8").splitlines()[:4]), encoding="utf-8")
    with pytest.raises(InputError, match="wanted the gold file of the card"):
        run("models", "promote", "skill-linker", entry)


def test_models_that_the_product_does_not_take_from_the_registry_are_not_promoted(run: Run) -> None:
    for name, told in (
        ("encoder-adapter", "indexes were made with"),
        ("ranker", "sepadan weights"),
        ("cv-phrases", "export"),
    ):
        with pytest.raises(InputError, match=told):
            run("models", "promote", name, "x")
    with pytest.raises(InputError, match="goes back"):
        run("models", "promote", "title-coder", "bundled")


def test_weights_are_exported_as_files_of_the_product(tmp_path: Path, run: Run, config: Callable[..., str]) -> None:
    entry = linker(run, config)["fingerprint"]
    run("models", "export", "skill-linker", entry, "--to", str(tmp_path / "out"))
    kept = Registry(tmp_path / "models").files_of("skill-linker", entry)["skill_linker.safetensors"]
    assert (tmp_path / "out" / "skill_linker.safetensors").read_bytes() == kept.read_bytes()
