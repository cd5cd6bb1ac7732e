"""The vectors that come with the sample world are the encoder's own, of every text of the world."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexes.encoder import SentenceEncoder
from matcher.ingest import read_record
from matcher.records import Record
from matcher.sources import source_named
from matcher.texts import focus_text, passage
from matcher.world.generate import write_world
from matcher.world.vectors import known_world, record_world
from tests.fakes import FakeEncoder

MADE_ANEW = "the words of the sample world changed: run 'python -m matcher.world.vectors'"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """Every record of the sample world."""
    found = []
    for name, path in write_world(tmp_path_factory.mktemp("world")).items():
        source = source_named(name)
        found += [read_record(source, row, path) for row in source.rows(path, None)]
    return found


class Refusing(FakeEncoder):
    """Has the real encoder's name and may not be asked."""

    def _encode(self, texts, progress):
        assert not texts, f"{MADE_ANEW}; not in the file: {texts[0]!r}"
        return super()._encode(texts, progress)


def test_every_text_of_the_world_is_in_the_file(records: list[Record]) -> None:
    known = known_world(Refusing())
    known.encode_query([focus_text(record) for record in records])
    known.encode_passage([passage(record) for record in records])


@pytest.mark.model
def test_what_the_file_says_is_what_the_encoder_says(records: list[Record], real_encoder: SentenceEncoder) -> None:
    drawn = records[::80]
    texts = [*map(focus_text, drawn), *map(passage, drawn)]
    worked_out = real_encoder.encode_passage(texts)
    np.testing.assert_allclose(known_world(real_encoder).encode_passage(texts), worked_out, atol=2e-6)


def test_what_the_coder_asks_is_what_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a world of one row, for the whole takes minutes."""
    (tmp_path / "workers.jsonl").write_text('{"id": "contoh:satu", "wish": "juru las", "summary": "bisa SMAW"}\n')
    monkeypatch.setattr("matcher.world.vectors.write_world", lambda folder: {"workers": tmp_path / "workers.jsonl"})
    recorded = record_world(FakeEncoder(), tmp_path).vectors
    assert {"juru las"} < set(recorded)
    assert any("SMAW" in text for text in recorded)
