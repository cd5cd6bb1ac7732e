"""The command line in a fresh home, with the fake encoder and an invented handful of records."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from indexes import encoder as encoders
from tests.fakes import FakeEncoder

POSTINGS: Sequence[dict[str, Any]] = (
    {
        "id": "lowongan-1",
        "title": "Staf Gudang",
        "description": "Mengelola stok barang. Wajib menguasai Microsoft Excel. Bisa mengemudi forklift lebih disukai.",
        "places": ["Kabupaten Bekasi"],
        "education": ["SMA/SMK"],
        "pay_low": 4_500_000,
        "pay_high": 5_200_000,
        "employment_type": "full_time",
    },
    {
        "id": "lowongan-2",
        "title": "Operator Jahit [shift malam]",
        "description": "Menjahit kemeja dengan mesin obras, bekerja dalam tim.",
        "places": ["Kabupaten Semarang"],
        "education": ["SMP"],
    },
    {"id": "lowongan-3", "title": "Kasir Toko", "description": "Melayani pelanggan.", "is_closed": True},
    {"id": "lowongan-4", "title": "Dosen Akuntansi", "description": "Mengajar.", "education": ["S2"]},
)
WORKERS: Sequence[dict[str, Any]] = (
    {
        "id": "pekerja-1",
        "summary": "Dua tahun menjahit di konveksi, biasa mesin obras.",
        "education": "SMP",
        "regency": "Kab. Semarang",
        "wish": "operator jahit",
        "salary_idr_month": 2_500_000,
    },
    {
        "id": "pekerja-2",
        "summary": "Admin gudang 1 tahun, input stok harian.",
        "education": "SMK",
        "regency": "Kab. Bekasi",
        "wish": "staf gudang",
        "salary_idr_month": 4_800_000,
    },
    {"id": "pekerja-3", "summary": "Baru lulus, cepat belajar.", "wish": "kasir", "education": "SMA"},
)
COURSES: Sequence[dict[str, Any]] = (
    {
        "id": "kursus-1",
        "title": "Microsoft Excel untuk Administrasi Gudang",
        "summary": "Mengolah data stok dengan Microsoft Excel.",
        "skills": ["Microsoft Excel"],
        "place": "Kabupaten Bekasi",
        "jp": 40,
    },
    {
        "id": "kursus-2",
        "title": "Mengemudi Forklift",
        "summary": "Mengoperasikan forklift.",
        "skills": ["forklift"],
        "place": "Kabupaten Karawang",
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one run gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON lines on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cli:
    """Runs ``sepadan`` in this process, in a folder of its own."""

    folder: Path
    encoder: FakeEncoder
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: object) -> Answered:
        self.capture.readouterr()
        code = main([str(word) for word in words])
        found = self.capture.readouterr()
        return Answered(code=code, out=found.out, err=" ".join(found.err.split()))

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def write(self, name: str, rows: Sequence[object]) -> Path:
        """A JSONL file; text is written as it is."""
        lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
        path = self.folder / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    def read(self, name: str) -> list[Any]:
        """The lines of a JSONL file."""
        return [json.loads(line) for line in (self.folder / name).read_text(encoding="utf-8").splitlines()]

    def fill(self) -> None:
        """Ingest and build the invented records."""
        for source, rows in (("postings", POSTINGS), ("workers", WORKERS), ("courses", COURSES)):
            assert self("ingest", source, self.write(f"{source}.jsonl", rows)).code == 0
        assert self("build").code == 0


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """``sepadan`` with the fake encoder, SEPADAN_HOME in a fresh folder, and nothing else in the environment."""
    for name in [name for name in os.environ if name.startswith("SEPADAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEPADAN_HOME", str(tmp_path / "home"))
    encoder = FakeEncoder()
    monkeypatch.setattr(encoders, "load", lambda *_, **__: encoder)
    return Cli(folder=tmp_path, encoder=encoder, capture=capsys)


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``filled`` leaves in a folder, for the next who asks; empty until somebody has."""
    return tmp_path_factory.mktemp("filled")


@pytest.fixture
def filled(cli: Cli, filled_folder: Path) -> Cli:
    """The same with records ingested and an index built: the first time by the commands, then as a copy of that."""
    if any(filled_folder.iterdir()):
        shutil.copytree(filled_folder, cli.folder, dirs_exist_ok=True)
    else:
        cli.fill()
        shutil.copytree(cli.folder, filled_folder, dirs_exist_ok=True)
    return cli
