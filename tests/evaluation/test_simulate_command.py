"""The contract of ``sepadan simulate nation``."""

from __future__ import annotations

import json
import tomllib
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evaluation import simulate as command
from evaluation.simulate import simulate
from taxonomy.errors import InputError
from tests.fakes import FakeEncoder

ROOT = Path(__file__).resolve().parents[2]


def test_the_entry_point_that_the_cli_looks_for_is_the_command() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["sepadan.commands"]
    module, _, name = named["simulate"].partition(":")
    assert getattr(import_module(module), name) is simulate


def test_it_makes_a_nation_of_one_kind_or_of_both_and_prints_the_manifest(tmp_path: Path) -> None:
    words = ["nation", "--workers", "300", "--postings", "2e2", "--out", str(tmp_path / "both"), "--json"]
    done = CliRunner().invoke(simulate, words, catch_exceptions=False)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["counts"] == {"worker": 300, "posting": 200}
    words = ["nation", "--postings", "50", "--only", "postings", "--out", str(tmp_path / "one")]
    done = CliRunner().invoke(simulate, words, catch_exceptions=False)
    assert done.stdout.startswith("50 postings in 1 shards")
    assert not (tmp_path / "one" / "workers").exists()


@pytest.mark.parametrize("count", ["many", "-1", "1.5", "1e99", "nan"])
def test_a_count_that_is_no_whole_number_is_refused_with_what_would_do(tmp_path: Path, count: str) -> None:
    with pytest.raises(InputError, match="5e6"):
        CliRunner().invoke(simulate, ["nation", "--workers", count, "--out", str(tmp_path)], catch_exceptions=False)


def test_vectors_and_texts_are_made_beside_the_shards_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "installed_encoder", FakeEncoder)
    monkeypatch.setattr(command, "cache_folder", lambda: tmp_path / "cache")
    out = tmp_path / "n"
    words = ["nation", "--workers", "30", "--postings", "20", "--vectors", "--texts", "4", "--out", str(out)]
    CliRunner().invoke(simulate, words, catch_exceptions=False)
    assert {file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file()} == {
        "manifest.json",
        "workers/00000.parquet",
        "workers/00000.npy",
        "postings/00000.parquet",
        "postings/00000.npy",
        "texts/workers.jsonl",
        "texts/postings.jsonl",
    }
    assert np.load(out / "workers" / "00000.npy").shape == (30, FakeEncoder.dim)
