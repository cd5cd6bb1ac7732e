"""``make scan``: known vulnerabilities of the pinned packages, by pip-audit; says clearly when nobody could be asked.

Exit codes: 0 none known, 1 some are known, 2 the advisory service could not be asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
UNREACHABLE = (
    "ConnectionError",
    "ServiceError",
    "HTTPError",
    "Max retries",
    "Could not connect",
    "imed out",
    "Timeout",
)


def pins_of(lock: str) -> list[str]:
    """``name==version`` of each package; without local versions (``+cpu``), which no advisory names."""
    return [line.split(" ")[0].split("+")[0] for line in lock.splitlines() if "==" in line and line[0].isalnum()]


def verdict(pins: int, code: int, out: str, err: str) -> tuple[int, str]:
    """Exit code and what is told.

    Args:
        pins: Packages that were asked for.
        code: Of pip-audit.
        out: Its JSON document.
        err: What it told beside.
    """
    if not out.strip():
        last = err.strip().splitlines()[-1:] or ["no answer"]
        return 2, f"scan: the advisory service could not be asked: {last[0]}"
    rows = json.loads(out)["dependencies"]
    bad = [f"{row['name']} {row['version']}: {one['id']}" for row in rows for one in row.get("vulns", ())]
    skipped = sum("skip_reason" in row for row in rows)
    if bad:
        return 1, "\n".join([*bad, f"scan: {len(bad)} known vulnerabilities"])
    if skipped:
        return (
            2,
            f"scan: of {skipped} of {pins} packages the advisory service knew nothing, not even that they are there",
        )
    return (0, f"scan: {pins} pinned packages, no vulnerability known") if code == 0 else (2, err.strip())


def main() -> int:
    """Ask, and tell."""
    pins = pins_of(LOCK.read_text("utf-8"))
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(pins) + "\n")
        file.flush()
        options = ["--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json", "-r", file.name]
        command = [sys.executable, "-m", "pip_audit", *options]
        ran = subprocess.run(command, text=True, capture_output=True, check=False)  # noqa: S603 - nothing of a caller
    code, told = verdict(len(pins), ran.returncode, ran.stdout, ran.stderr)
    (sys.stderr if code else sys.stdout).write(told + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
