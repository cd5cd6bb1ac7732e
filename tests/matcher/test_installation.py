"""An installation opened with the real encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexes import encoder as encoders
from matcher.installation import open_engine
from tests.fakes import FakeEncoder


def test_the_real_installation_is_opened_with_the_prepared_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def load(folder: Path, *, max_tokens: int, model: str) -> FakeEncoder:
        asked.append(model)
        return FakeEncoder()

    monkeypatch.setattr(encoders, "load", load)
    engine = open_engine(tmp_path / "home")
    assert asked == [encoders.BUNDLED]
    assert engine.status().records == {}
    engine.close()
