"""Secrets in the repository, by detect-secrets: what is not in the audited baseline fails ``make check``.

The baseline (``deploy/secrets.baseline``) names what looks like a secret and is none, by file, kind and hash. Lines are
not compared, so that an edit above one changes nothing. ``--accept`` takes what is found now into it: look at each.
A line that ends in ``# pragma: allowlist secret`` is passed over.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parents[2]
BASELINE = ROOT / "deploy" / "secrets.baseline"
PASSED_OVER = re.compile(
    r"\.(?:tsv|jsonl|lock|baseline|safetensors|crfsuite|png|svg)$|^docs/openapi\.json$|^evaluation/results/[\w-]+\.json$"
)
"""Authored tables, weights, pictures, hashes of packages; the document, whose examples stand in code that is read; our
own figures, each with the hash of a commit."""

PLUGINS = [
    *({"name": f"{kind}Detector"} for kind in ("BasicAuth", "Keyword", "PrivateKey", "Slack")),
    *({"name": name} for name in ("AWSKeyDetector", "GitHubTokenDetector", "GitLabTokenDetector", "JwtTokenDetector")),
    {"name": "Base64HighEntropyString", "limit": 4.5},
    {"name": "HexHighEntropyString", "limit": 3.0},
]
"""Those that fit what a project like this one could hold: each costs a second of CI."""

_SIGNS = re.compile(
    r"""["'][A-Za-z0-9+/=_-]{24,}["']|(?:AKIA|ASIA)[A-Z0-9]{12}|gh[a-z]_\w|glpat-|xox[a-z]-|eyJ[\w-]{6}|PRIVATE\ KEY"""
    r"""|://[^\s/:@'"]+:[^\s/:@'"]+@|(?i:(?:api|auth|service|account|db|database|priv|private|client)_?key|(?:db|database|key)_?pass|passw|pwd|secret)\w*["']?\s*[:=]+\s*["']""",
    re.ASCII,
)
"""Nearly every secret has one of these; detect-secrets takes half a minute for files that have none."""

Found = dict[tuple[str, str, str], int]
"""File, kind and hash of what looks like a secret, to its line."""


def files_of(root: Path) -> list[str]:
    """Files that git has or would take, but those that are passed over."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return [name for name in listed.split("\0") if name and not PASSED_OVER.search(name) and (root / name).is_file()]


def look_into(root: Path, names: list[str]) -> Found:
    """What looks like a secret in some files."""
    collection = SecretsCollection(root=str(root))
    likely = [
        path
        for name in names
        if (path := root / name).suffix != ".py" or _SIGNS.search(path.read_text("utf-8", "replace"))
    ]
    with transient_settings({"plugins_used": PLUGINS}):
        collection.scan_files(*map(str, likely))
    return {
        (
            str(Path(name).relative_to(root) if Path(name).is_absolute() else name),
            one.type,
            one.secret_hash,
        ): one.line_number
        for name, one in collection
    }


def known_of(baseline: Path) -> set[tuple[str, str, str]]:
    """What the baseline says is none."""
    rows: list[dict[str, Any]] = json.loads(baseline.read_text("utf-8"))
    return {(row["file"], row["kind"], row["hash"]) for row in rows}


def main(words: list[str]) -> int:
    """Look, and tell what is new."""
    found = look_into(ROOT, files_of(ROOT))
    if words == ["--accept"]:
        rows = [{"file": file, "kind": kind, "hash": digest} for file, kind, digest in sorted(found)]
        BASELINE.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
        return 0
    new = sorted(found.keys() - known_of(BASELINE))
    for file, kind, digest in new:
        sys.stderr.write(f"{file}:{found[file, kind, digest]}: {kind}\n")
    if new:
        sys.stderr.write("secrets: take them out, or see deploy/checks/secrets.py\n")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
