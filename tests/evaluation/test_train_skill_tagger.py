"""Training the skill tagger: labels, that it learns, and that the same ads give the same bytes."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import real_ads, train_skill_tagger, word_clusters
from evaluation.marked_ads import MarkedAd, MarkedSpan
from evaluation.train_skill_tagger import labels_of, make, train
from evaluation.training.job import Job
from taxonomy.skill_dictionary import SkillDictionary
from taxonomy.skill_tagger import SkillTagger
from taxonomy.skill_tokens import tokens_of
from taxonomy.tables import read_table
from tests.builders import small_skills

TAUGHT = (
    ("bisa las busur di bengkel", (("las busur", "hard"),)),
    ("dicari yang jujur dan bisa las busur", (("jujur", "soft"), ("las busur", "hard"))),
    ("bisa spreadsheet, jujur", (("spreadsheet", "tool"), ("jujur", "soft"))),
    ("gaji besar di bengkel", ()),
)


def span(start: int, end: int, kind: str = "hard", concept: str = "") -> MarkedSpan:
    return MarkedSpan(start=start, end=end, type=kind, concept=concept)


def ads() -> list[MarkedAd]:
    found = []
    for number, (text, phrases) in enumerate(TAUGHT * 4):
        spans = tuple(span(text.index(words), text.index(words) + len(words), kind) for words, kind in phrases)
        found.append(MarkedAd(id=str(number), text=text, spans=spans))
    return found


@lru_cache(maxsize=1)
def dictionary() -> SkillDictionary:
    return SkillDictionary(small_skills())


def test_a_span_begins_once_and_goes_on_and_line_breaks_are_outside() -> None:
    text = "Bisa las\nbusur, jujur."
    spans = [span(5, 14), span(16, 21, "soft")]
    assert labels_of(tokens_of(text), spans) == ["O", "B-hard", "O", "I-hard", "O", "B-soft", "O"]


def test_a_token_that_a_span_cuts_is_in_it() -> None:
    assert labels_of(tokens_of("mengelas pipa"), [span(4, 10)]) == ["B-hard", "I-hard"]
    assert labels_of([], [span(0, 4)]) == []


@given(st.text("ab \n,", max_size=20), st.lists(st.integers(0, 20), max_size=6, unique=True).map(sorted))
def test_exactly_the_tokens_that_spans_touch_are_labelled(text: str, edges: list[int]) -> None:
    spans = [span(start, end, "tool") for start, end in zip(edges[::2], edges[1::2], strict=False)]
    tokens = tokens_of(text)
    labels = labels_of(tokens, spans)
    for token, label in zip(tokens, labels, strict=True):
        touched = any(s.start < token.end and token.start < s.end for s in spans) and token.text != "\n"
        assert (label != "O") == touched
    assert labels.count("B-tool") <= len(spans)


def test_what_was_taught_is_found_again(tmp_path: Path) -> None:
    train(ads(), dictionary(), {}, tmp_path / "model")
    tagger = SkillTagger(tmp_path / "model", {})
    text = "dicari: bisa las busur, jujur"
    marked = [(hit.start, hit.end, hit.skill.type) for hit in dictionary().find(text)]
    assert [(text[p.start : p.end], p.type) for p in tagger.tag(text, marked).phrases] == [
        ("las busur", "hard"),
        ("jujur", "soft"),
    ]


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        train(ads(), dictionary(), {"bisa": ("1", "2", "3")}, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with invented ads in our own template, and the marks of some of them."""
    folder = tmp_path / "data"
    (folder / "postings").mkdir(parents=True)
    lines = [json.dumps({"id": ad.id, "title": "Lowongan", "description": ad.text}) for ad in ads()]
    (folder / "postings" / "ads.jsonl").write_text("\n".join(lines), encoding="utf-8")
    marks = [
        json.dumps(
            {
                "id": f"postings:{ad.id}",
                "length": len(ad.text),
                "spans": [[s.start, s.end, s.type, "", s.concept] for s in ad.spans],
            }
        )
        for ad in ads()[:12]
    ]
    (tmp_path / "spans.jsonl").write_text("\n".join(marks), encoding="utf-8")
    monkeypatch.setattr(real_ads, "AD_FILES", {"postings": "ads.jsonl"})
    monkeypatch.setattr(train_skill_tagger, "load_skills", small_skills)
    monkeypatch.setattr(word_clusters, "LEAST_COUNT", 1)
    return folder


def test_the_step_writes_clusters_and_a_model_that_go_together_and_are_the_same_each_time(
    data: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        wanted = {"c1": 0.05, "c2": 0.5, "max_iterations": 100, "least_feature_count": 2}
        paths = {"ads": data / "postings", "spans": tmp_path / "spans.jsonl"}
        make(Job(folder=tmp_path / name, data=paths, parameters=wanted))
    for file in ("word_clusters.tsv", "skill_tagger.crfsuite"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    table = (tmp_path / "one" / "word_clusters.tsv").read_text(encoding="utf-8")
    rows = read_table(table, "w", ("word", "coarse", "middle", "fine"))
    clusters = {row["word"]: (row["coarse"], row["middle"], row["fine"]) for _, row in rows}
    assert {"bisa", "las", "busur", "jujur"} <= clusters.keys()
    tagger = SkillTagger(tmp_path / "one" / "skill_tagger.crfsuite", clusters)
    assert [p.type for p in tagger.tag("dicari yang jujur", []).phrases] == ["soft"]
