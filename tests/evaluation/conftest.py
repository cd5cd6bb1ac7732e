"""Data folders that several tests of tasks read."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import ads, candidates, retrieval
from evaluation.task import Options
from tests.evaluation.planted_ads import WORK, judge, put
from tests.fakes import FakeEncoder


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """Four invented ads, two seekers and their judgements, in a data folder."""
    monkeypatch.setattr(ads, "AD_FILES", {"postings": "ads.jsonl"})
    monkeypatch.setattr(retrieval, "MORE_JUDGEMENTS", None)
    monkeypatch.setattr(candidates, "JUDGEMENTS", None)
    for folder in ("postings", "gold"):
        (tmp_path / folder).mkdir()
    put(tmp_path / "postings" / "ads.jsonl", [{"id": n, "title": t, "description": d} for n, (t, d) in WORK.items()])
    seekers = [{"id": n, "wish": WORK[n][0], "summary": WORK[n][1]} for n in ("koki", "sopir")]
    put(tmp_path / "gold" / retrieval.SEEKERS, seekers)
    judge(tmp_path, ("koki", "koki", 3), ("koki", "kasir", 1), ("sopir", "sopir", 2), ("sopir", "perawat", 0))
    return Options(data=tmp_path, cache=tmp_path / "cache", load_encoder=FakeEncoder)
