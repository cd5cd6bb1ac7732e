"""The card of a trained model: a document of all that is known of it, and the same as a page to read.

After Mitchell et al. 2019, "Model Cards for Model Reporting" (FAT*). The weak figures stand beside the strong ones, and
the groups where the model is worse have lines of their own.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from evaluation.checkout import git
from evaluation.training.config import Config
from indexes.durable import files_of, sha256_of
from taxonomy.errors import InputError

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "torch", "safetensors", "python-crfsuite", "sentence-transformers")
_ROOT = Path(__file__).resolve().parents[2]


def data_hashes(paths: Mapping[str, Path]) -> dict[str, dict[str, str]]:
    """Name in the config to file to SHA-256; of a folder every file of it."""
    found: dict[str, dict[str, str]] = {}
    for name, path in paths.items():
        if path.is_dir():
            found[name] = {str(file.relative_to(path)): sha256_of(file) for file in files_of(path)}
        else:
            found[name] = {path.name: sha256_of(path)}
    return found


def circumstances() -> dict[str, Any]:
    """Commit of the code, versions of libraries, Python and machine."""
    versions: dict[str, str] = {}
    for name in _LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {
        "commit": _commit(),
        "libraries": versions,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
    }


def _commit() -> str:
    """Of the checkout that runs; ``+`` behind it where files differ; ``unknown`` outside a checkout."""
    try:
        head = git(_ROOT, "rev-parse", "HEAD")
        changed = git(_ROOT, "status", "--porcelain", "--untracked-files=no")
    except InputError:
        return "unknown"
    return f"{head}+" if changed else head


def card_text(card: Mapping[str, Any]) -> str:
    """The card as a page."""
    config = Config(**card["config"])
    lines = [
        f"# Model card: {card['model']} {card['fingerprint']}",
        "",
        f"**For**: {card['purpose']}",
        "",
        f"**Not for**: {card['not_for']}",
        "",
        f"Learnt from {card['sources']}.",
        "",
        f"Made {card['made_at']} in {card['seconds']:.0f} s of CPU on {card['machine']}, commit {card['commit']}.",
        "",
        *_figures(card),
        "## Data",
        "",
        "| name | file | SHA-256 |",
        "|---|---|---|",
        *(f"| {name} | {file} | `{digest}` |" for name, of in card["data"].items() for file, digest in of.items()),
        f"| tables and weights of the product | | `{card['tables']}` |",
        "",
        "## How it was made",
        "",
        *(f"- {name}: {value}" for name, value in config.parameters.items()),
        f"- Python {card['python']}",
        *(f"- {name} {version}" for name, version in card["libraries"].items()),
        "",
        "## Limits",
        "",
        "- Labels were made by language models of one family; errors that they share are in the gold labels too.",
        "- Measured on ads of the boards that the gold file was drawn from, in their years.",
        "- Reference profile for `sepadan drift`: counts and hashes of titles, no texts."
        if card.get("profile")
        else "- No reference profile for `sepadan drift` is kept with this model.",
        "",
    ]
    return "\n".join(lines)


def _figures(card: Mapping[str, Any]) -> list[str]:
    measured, beside = card["measured"], card["beside"]
    if measured is None:
        return ["## Figures", "", f"None in the registry: measured by {card['elsewhere']}.", ""]
    rows = [_row(measured["measure"], measured, beside)]
    for name, guard in measured["guards"].items():
        other = beside["guards"].get(name, {}).get("value")
        rows.append(
            f"| {name} | {guard['value']:.4g} | | {'' if other is None else f'{other:.4g}'} | {guard['n'] or ''} |"
        )
    groups = [
        f"| {name} | {group['value']:.4f} | | {_value(beside['groups'].get(name))} | {group['n']} |"
        for name, group in measured["groups"].items()
    ]
    return [
        "## Figures",
        "",
        f"On `{card['items']}`, beside what served ({card['beside_fingerprint']}) on the same items in the same run.",
        "",
        "| figure | this model | 95 % | the one that served | n |",
        "|---|---|---|---|---|",
        *rows,
        *groups,
        "",
        f"The gate: {card['verdict']}.",
        "",
        *(
            [f"Worst of its groups: {min(measured['groups'], key=lambda n: measured['groups'][n]['value'])}.", ""]
            if groups
            else []
        ),
    ]


def _row(name: str, measured: Mapping[str, Any], beside: Mapping[str, Any]) -> str:
    low, high = measured["ci95"]
    return f"| {name} | {measured['value']:.4f} | {low:.3f}-{high:.3f} | {beside['value']:.4f} | {measured['n']} |"


def _value(group: Mapping[str, Any] | None) -> str:
    return "" if group is None else f"{group['value']:.4f}"
