"""Training the skill linker: what it learns from, that it learns, and that the same ads give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch

from evaluation import real_ads, train_skill_linker
from evaluation.marked_ads import MarkedAd, MarkedSpan
from evaluation.train_skill_linker import Learning, Phrases, fit, make, phrases_of
from evaluation.training.job import Job
from taxonomy.skill_linker import FEATURES, LinkerWeights, SkillLinker, load_weights
from taxonomy.skills import Skill, Skills
from taxonomy.weights_file import Floats
from tests.fakes import FakeEncoder

NAMES = ("Pengelasan", "Menjahit", "Memasak", "Mengemudi", "Akuntansi", "Fotografi", "Pergudangan", "Penjualan")
MORE = ("Barista", "Kasir", "Desain Grafis", "Perawatan AC", "Bahasa Jepang", "Tata Rias")
SKILLS = Skills(
    [
        Skill(id=name.casefold().replace(" ", "-"), label=name, label_en=f"{name} (en)", type="hard", aliases=())
        for name in (*NAMES, *MORE)
    ],
    {},
)


class FakeUse(FakeEncoder):
    """In place of the quick encoder."""

    def __init__(self) -> None:
        super().__init__("use:test")

    def encode(self, texts: Sequence[str]) -> Floats:
        found = self.encode_query(texts)
        return np.pad(found, ((0, 0), (0, 512 - found.shape[1])))


@pytest.fixture(autouse=True)
def small_and_single(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small network on one thread, and passes enough to learn a few phrases."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def marked(text: str, *concepts: str) -> MarkedAd:
    """An ad whose whole text is marked once for each concept."""
    spans = tuple(MarkedSpan(start=0, end=len(text), type="task", concept=concept) for concept in concepts)
    return MarkedAd(id=text, text=text, spans=spans)


ADS = [
    marked("nyambung besi pakai api", "pengelasan"),
    marked("bikin baju &amp; celana", "menjahit"),
    marked("nyetir truk malam", "mengemudi"),
]


def test_names_and_marked_phrases_are_learnt_with_their_concepts() -> None:
    ids, phrases = phrases_of(SKILLS, ADS)
    assert ids == tuple(sorted(skill.id for skill in SKILLS))
    learnt = {text: (ids[column], weight) for text, column, weight in zip(*columns(phrases), strict=True)}
    assert learnt["pengelasan"] == learnt["pengelasan (en)"] == ("pengelasan", 1.0)
    assert learnt["bikin baju & celana"] == ("menjahit", 1.0)
    assert len(phrases.texts) == 2 * len(ids) + len(ADS)


def columns(phrases: Phrases) -> tuple[list[str], list[int], list[float]]:
    return phrases.texts, phrases.classes, phrases.weights


def test_phrases_without_a_concept_or_of_one_that_is_gone_are_left_out() -> None:
    ids, phrases = phrases_of(SKILLS, [marked("menjaga toko", "", "menjaga-toko")])
    assert len(phrases.texts) == 2 * len(ids)


@pytest.mark.parametrize(("times", "weight"), [(1, 1.0), (2, 2**0.5), (3, 3**0.5), (50, 3**0.5)])
def test_a_phrase_weighs_by_the_root_of_its_count_and_no_more_than_three(times: int, weight: float) -> None:
    ads = [marked("Nyetir  Truk", "mengemudi")] * times
    _, phrases = phrases_of(SKILLS, ads)
    assert phrases.texts[-1] == "nyetir truk"
    assert phrases.weights[-1] == pytest.approx(weight)


def test_the_same_ads_in_another_order_are_learnt_alike() -> None:
    assert phrases_of(SKILLS, ADS) == phrases_of(SKILLS, ADS[::-1])


SMALL = Learning(hidden=32, epochs=25)


def fitted() -> LinkerWeights:
    ids, phrases = phrases_of(SKILLS, ADS)
    return fit(ids, phrases, FakeUse().encode(phrases.texts), "use:test", SMALL)


def test_fitted_weights_have_their_shapes_and_know_what_they_were_taught() -> None:
    made = fitted()
    assert made.hashed.shape == (2 * FEATURES, 32)
    assert made.vector.shape == (512, 32)
    assert made.output.shape == (32, len(SKILLS))
    assert (made.hidden_bias.shape, made.bias.shape) == ((32,), (len(SKILLS),))
    assert made.encoder == "use:test"
    linker = SkillLinker(made, SKILLS, FakeUse().encode)
    assert [found for found, _ in linker.link(["bikin baju", "nyetir truk", "tata rias"])] == [
        "menjahit",
        "mengemudi",
        "tata-rias",
    ]


def test_fitting_twice_gives_the_same_weights() -> None:
    one, two = fitted(), fitted()
    for name in ("hashed", "vector", "hidden_bias", "output", "bias"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the invented ads in our own template, and their marks."""
    folder = tmp_path / "data"
    (folder / "postings").mkdir(parents=True)
    lines = [json.dumps({"id": str(at), "title": "x", "description": ad.text}) for at, ad in enumerate(ADS)]
    (folder / "postings" / "ads.jsonl").write_text("\n".join(lines), encoding="utf-8")
    marks = []
    for at, ad in enumerate(ADS):
        spans = [[s.start, s.end, s.type, "", s.concept] for s in ad.spans]
        marks.append(json.dumps({"id": f"postings:{at}", "length": len(ad.text), "spans": spans}))
    (tmp_path / "spans.jsonl").write_text("\n".join(marks), encoding="utf-8")
    monkeypatch.setattr(real_ads, "AD_FILES", {"postings": "ads.jsonl"})
    monkeypatch.setattr(train_skill_linker, "load_skills", lambda: SKILLS)
    monkeypatch.setattr(train_skill_linker, "load_use_encoder", FakeUse)
    return folder


def job(data: Path, tmp_path: Path, name: str) -> Job:
    (tmp_path / name).mkdir()
    paths = {"ads": data / "postings", "spans": tmp_path / "spans.jsonl"}
    return Job(folder=tmp_path / name, data=paths, parameters=asdict(SMALL))


def test_the_step_writes_weights_that_are_read_again_and_say_where_they_come_from(data: Path, tmp_path: Path) -> None:
    sources = make(job(data, tmp_path, "made"))
    output = tmp_path / "made" / "skill_linker.safetensors"
    read = load_weights(output)
    assert (read.ids, read.encoder) == (tuple(sorted(skill.id for skill in SKILLS)), "use:test")
    assert SkillLinker(read, SKILLS, FakeUse().encode).link(["nyambung besi"])[0][0] == "pengelasan"
    stored = output.read_bytes()
    header = json.loads(stored[8 : 8 + int.from_bytes(stored[:8], "little")])["__metadata__"]
    assert header["sources"] == "names of 14 skills, 3 phrases marked in 3 ads by language models"
    assert header["sources"] == sources
    assert header["command"] == "sepadan train skill-linker"


def test_training_twice_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    for number in range(4):
        make(job(data, tmp_path, str(number)))
    assert len({(tmp_path / str(number) / "skill_linker.safetensors").read_bytes() for number in range(4)}) == 1
