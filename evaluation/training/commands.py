"""``sepadan train`` and ``sepadan models``; the CLI finds them through the entry point group ``sepadan.commands``."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from evaluation.training.config import CONFIGS
from matcher.home import Home
from matcher.model_life.bundled import BUNDLED, bundled_files, model_names
from matcher.model_life.registry import CARD_TEXT, Registry, fingerprint_of
from taxonomy.errors import GenerationError, InputError

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Of the model.", show_default=False)]
_Entry = Annotated[str, typer.Argument(metavar="FINGERPRINT", help="As the list names it.", show_default=False)]
_Data = Annotated[Path | None, typer.Option("--data", help="Data folder; SEPADAN_DATA or ../shared/data by default.")]
_Out = Annotated[
    Path | None, typer.Option("--out", "--registry", metavar="REGISTRY", help="The home's models by default.")
]
_Home = Annotated[Path | None, typer.Option("--home", help="Folder that holds all state (SEPADAN_HOME).")]
_Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, nothing else there.")]


def train(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of {', '.join(model_names())}.")],
    config: Annotated[
        Path | None, typer.Option("--config", help="TOML; evaluation/configs/NAME.toml by default.")
    ] = None,
    out: _Out = None,
    data: _Data = None,
    home: _Home = None,
    as_json: _Json = False,
) -> None:
    """Train a model by its config, measure it beside the one that serves, keep it with its card; it does not serve."""
    from evaluation.training import run
    from evaluation.training.trainers import trainer_named

    trainer_named(name)
    home_of, registry = _home(context, home), _registry(context, home, out)
    fingerprint = run.train(name, config or CONFIGS / f"{name}.toml", registry, data=data, home=home_of)
    card = registry.card_of(name, fingerprint)
    document = {
        "model": name,
        "fingerprint": fingerprint,
        "folder": str(registry.folder_of(name, fingerprint)),
        "measured": card["measured"],
        "verdict": card["verdict"],
    }
    _tell(document, as_json=as_json)


models = typer.Typer(help="Trained models: list, show, promote past the gate, back, export.")


@models.command("list")
def list_all(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="One model; all by default.")] = "",
    registry: _Out = None,
    home: _Home = None,
    as_json: _Json = False,
) -> None:
    """Every entry with its main figure; what serves is marked. The product's own model is entry zero."""
    kept = _registry(context, home, registry)
    rows = [row for model in ([name] if name else model_names()) for row in _rows(kept, model)]
    if as_json:
        _tell({"models": rows}, as_json=True)
        return
    table = Table("Model", "Entri", "Melayani", "Ukuran utama", "n", "Dibuat")
    for row in rows:
        figure = "" if row["value"] is None else f"{row['value']:.4f}"
        cells = (row["model"], row["entry"], "ya" if row["serves"] else "", figure, str(row["n"] or ""), row["made_at"])
        table.add_row(*cells)
    Console().print(table)


def _rows(registry: Registry, model: str) -> list[dict[str, Any]]:
    serving = registry.serving(model).fingerprint
    own = bundled_files(model)
    rows = [_row(model, BUNDLED, serving, None, fingerprint_of(own) if own else "")]
    for entry in registry.fingerprints(model):
        try:
            card: dict[str, Any] | None = registry.card_of(model, entry)
        except GenerationError as error:
            rows.append({**_row(model, entry, serving, None, entry), "fault": str(error)})
        else:
            rows.append(_row(model, entry, serving, card, entry))
    return rows


def _row(model: str, entry: str, serving: str, card: dict[str, Any] | None, fingerprint: str) -> dict[str, Any]:
    measured = card["measured"] if card else None
    return {
        "model": model,
        "entry": entry,
        "fingerprint": fingerprint,
        "serves": entry == serving,
        "value": measured["value"] if measured else None,
        "n": measured["n"] if measured else None,
        "made_at": card["made_at"] if card else "",
        "fault": "",
    }


@models.command("show")
def show(
    context: typer.Context,
    name: _Name,
    fingerprint: Annotated[str, typer.Argument(metavar="FINGERPRINT", help="What serves by default.")] = "",
    registry: _Out = None,
    home: _Home = None,
    as_json: _Json = False,
) -> None:
    """The card of an entry, every byte of which is checked first; and what has served."""
    kept = _registry(context, home, registry)
    serving = kept.serving(name)
    asked = fingerprint or serving.fingerprint
    changes = [{"at": c.at, "to": c.to, "why": c.why, "forced": c.forced} for c in serving.changes]
    if asked == BUNDLED:
        document = {
            "model": name,
            "entry": BUNDLED,
            "fingerprint": fingerprint_of(bundled_files(name)),
            "changes": changes,
        }
        _tell(document, as_json=as_json)
    elif as_json:
        _tell({**kept.card_of(name, asked), "changes": changes}, as_json=True)
    else:
        typer.echo((kept.folder_of(name, asked) / CARD_TEXT).read_text(encoding="utf-8"))


@models.command("promote")
def promote(
    context: typer.Context,
    name: _Name,
    fingerprint: _Entry,
    force: Annotated[str, typer.Option("--force", metavar="REASON", help="Although the gate says no; why.")] = "",
    registry: _Out = None,
    data: _Data = None,
    home: _Home = None,
    as_json: _Json = False,
) -> None:
    """Measure it and what serves on the same items now; let it serve if it is not worse. Then run 'sepadan build'."""
    from evaluation.training import run

    run.check_served(name)
    kept = _registry(context, home, registry)
    verdict = run.judge(name, fingerprint, kept, data=data)
    if not verdict.passes and not force.strip():
        mend = "--force REASON lets it serve all the same"
        raise InputError(
            wanted=f"a model that is not worse ({mend})", found=verdict.words(), where=f"{name} {fingerprint}"
        )
    why = verdict.words() if verdict.passes else f"{force.strip()} (the gate: {verdict.words()})"
    kept.promote(name, fingerprint, why, forced=not verdict.passes)
    _tell({"model": name, "serves": fingerprint, "why": why}, as_json=as_json)


@models.command("back")
def back(
    context: typer.Context, name: _Name, registry: _Out = None, home: _Home = None, as_json: _Json = False
) -> None:
    """Let the entry that served before serve again; at last the product's own. Then run 'sepadan build'."""
    now = _registry(context, home, registry).back(name)
    _tell({"model": name, "serves": now.fingerprint}, as_json=as_json)


@models.command("export")
def export(
    context: typer.Context,
    name: _Name,
    fingerprint: _Entry,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Takes the files of the weights.")],
    registry: _Out = None,
    home: _Home = None,
    as_json: _Json = False,
) -> None:
    """Copy the weights of an entry out: how a model becomes the product's own."""
    to.mkdir(parents=True, exist_ok=True)
    files = _registry(context, home, registry).files_of(name, fingerprint)
    for file, path in files.items():
        shutil.copyfile(path, to / file)
    _tell({"model": name, "files": sorted(str(to / file) for file in files)}, as_json=as_json)


def _home(context: typer.Context, given: Path | None) -> Home:
    """``--home`` here or before the command, as every command takes it; SEPADAN_HOME, else ``.sepadan``."""
    before = context.find_root().obj
    root = given or (before if isinstance(before, Path) else None) or Path(os.environ.get("SEPADAN_HOME") or ".sepadan")
    return Home(root=root)


def _registry(context: typer.Context, home: Path | None, given: Path | None) -> Registry:
    return Registry(given or _home(context, home).models)


def _tell(document: dict[str, Any], *, as_json: bool) -> None:
    import json

    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False))
        return
    table = Table(show_header=False)
    for name, value in document.items():
        table.add_row(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    Console().print(table)
