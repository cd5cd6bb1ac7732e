"""NOTICE.md: whose work the product stands on, and under which licence; made of what is pinned and installed.

The table of packages is that of ``deploy/requirements.lock``, which the image installs, with the licence that each
package names of itself. Models, classifications and other data are told by hand in ``deploy/checks/notice_data.md``.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE, LOCK, DATA = ROOT / "NOTICE.md", ROOT / "deploy/requirements.lock", ROOT / "deploy/checks/notice_data.md"
SPDX = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "W3C License": "W3C",
    "Zero-Clause BSD (0BSD)": "0BSD",
}
"""Classifier of a licence to a short name; ``BSD`` where the classifier does not say which."""

_MOST = 60
"""Characters of a licence that a package names in one line; more is the licence itself."""


def pinned(lock: str) -> list[str]:
    """Names of the packages of a lock file, in its order."""
    return re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==", lock, re.MULTILINE)


def licence_of(found: metadata.PackageMetadata) -> str:
    """What a package says of its licence: the expression, else the one line, else the classifiers.

    Raises:
        ValueError: It says nothing.
    """
    told = found.get("License-Expression") or ""
    line = (found.get("License") or "").strip()
    classifiers = [one.rpartition(" :: ")[2] for one in found.get_all("Classifier") or () if one.startswith("License")]
    if not told and line and len(line) <= _MOST and "\n" not in line and not line.startswith(("Copyright", "=")):
        told = line
    told = told or " or ".join(SPDX.get(one, one) for one in classifiers)
    if not told:
        raise ValueError(f"{found['Name']}: wanted a licence in its metadata, found none")
    return SPDX.get(told, told)


def page() -> str:
    """The whole page, by what is installed.

    Raises:
        PackageNotFoundError: A pinned package is not installed.
        ValueError: A package names no licence.
    """
    rows = [f"| {name} | {licence_of(metadata.metadata(name))} |" for name in pinned(LOCK.read_text("utf-8"))]
    packages = "\n".join(["| package | licence |", "|---|---|", *rows])
    return DATA.read_text("utf-8").rstrip() + "\n\n" + packages + "\n"


def main() -> int:
    """Say whether the page is whole, or write it; 1 for an old page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write NOTICE.md")
    if parser.parse_args().write:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != page():
        sys.stdout.write("NOTICE.md is not that of the lock: make lock\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
