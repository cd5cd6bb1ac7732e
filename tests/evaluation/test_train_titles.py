"""Training: what each member learns from, that it learns, its temperatures, and that what is written is read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from scipy.sparse import csr_matrix
from scipy.special import log_softmax, softmax

from evaluation import real_ads, regression, train_titles
from evaluation.coded_titles import Example, coded_titles
from evaluation.train_titles import accepted, best_temperature, features_of, make, targets_of, temperatures, train
from evaluation.training.job import Job
from taxonomy.coder import NO_WORK, STAGES, VIEWS, TitleCoder
from taxonomy.committee import Committee, load_committee
from taxonomy.occupations import load_occupations
from taxonomy.title_item import TitleItem, hashed_features
from taxonomy.weights_file import Floats
from tests.fakes import FakeEncoder

WORK = {
    "5120": ("koki", "memasak di dapur"),
    "8332": ("sopir truk", "mengantar barang jauh"),
    "2221": ("perawat", "merawat pasien"),
}
VAGUE = "aneka posisi"
CLASSES = (*load_occupations().unit_codes, NO_WORK)
ENCODERS = {"use": "use:test", "e5": "e5:test"}


def gold_text() -> str:
    lines = ["id\ttitle\thint\ttext\tcode\talternates\tconfidence"]
    for number in range(4):
        lines += [f"{code}{number}\t{t} {number}\t\t{d}\t{code}\t\th" for code, (t, d) in WORK.items()]
    return "\n".join(lines) + "\n"


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Matrices this small are multiplied sooner by one thread than shared out among many."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def coded(tmp_path: Path) -> list[Example]:
    path = tmp_path / "train.tsv"
    path.write_text(gold_text(), encoding="utf-8")
    return coded_titles(path)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few authored titles: the 447 classes stay, the time does not; a few passes more stand for many examples."""
    some = [Example(item=TitleItem(title=t), targets={code: 1.0}, weight=0.6) for code, (t, _) in WORK.items()]
    some.append(Example(item=TitleItem(title=VAGUE), targets={NO_WORK: 1.0}, weight=1.0))
    monkeypatch.setattr(train_titles, "authored_titles", lambda: some)
    monkeypatch.setattr(regression, "EPOCHS", {"dense": 60, "hashed": 20})


def embeds() -> dict[str, Callable[[Sequence[str]], Floats]]:
    return {"use": FakeEncoder("use:test").encode_query, "e5": FakeEncoder("e5:test").encode_query}


def trained(examples: Sequence[Example]) -> Committee:
    features = {view: features_of(view, examples, embeds()) for view in VIEWS}
    return train(features, examples, np.arange(len(examples)), ENCODERS)


def test_features_are_the_encoders_vectors_of_title_or_passage_else_hashed_ones(coded: list[Example]) -> None:
    items = [example.item for example in coded]
    for source in ("use", "e5"):
        for part, texts in (("title", [i.words for i in items]), ("text", [i.passage for i in items])):
            found = features_of(f"{source}_{part}", coded, embeds())
            assert isinstance(found, np.ndarray)
            assert np.array_equal(found, FakeEncoder().encode_query(texts))
    for view in ("characters_title", "words_title", "words_text"):
        hashed = features_of(view, coded, embeds())
        assert isinstance(hashed, csr_matrix)
        assert np.array_equal(hashed.toarray(), hashed_features(view, items).toarray())


def test_targets_hold_the_share_of_each_code() -> None:
    examples = [
        Example(item=TitleItem(title="Koki"), targets={"5120": 0.8, "3434": 0.2}, weight=1.0),
        Example(item=TitleItem(title="Perawat"), targets={"2221": 1.0}, weight=1.0),
    ]
    found = targets_of(examples, ["2221", "3434", "5120", "9999"])
    assert found.dtype == np.float32
    assert found.tolist() == [pytest.approx([0, 0.2, 0.8, 0]), [1, 0, 0, 0]]


def test_a_code_is_accepted_when_a_coder_could_defend_it() -> None:
    example = Example(item=TitleItem(title="Koki"), targets={"5120": 0.8, "3434": 0.2}, weight=1.0)
    assert accepted(example, "3434")
    assert not accepted(example, "9412")


@pytest.mark.usefixtures("few")
def test_a_trained_committee_has_every_member_and_each_knows_what_it_was_taught(coded: list[Example]) -> None:
    committee = trained(coded)
    assert tuple(committee.members) == VIEWS
    assert committee.codes == CLASSES
    assert committee.encoders == ENCODERS
    assert committee.temperatures == {"title": (1.0, 1.0, 1.0), "text": (1.0, 1.0, 1.0)}
    for view, member in committee.members.items():
        firsts = member.log_probabilities(features_of(view, coded, embeds())).argmax(axis=1)
        assert [{committee.codes[at]} for at in firsts] == [set(example.targets) for example in coded], view


@pytest.mark.usefixtures("few")
def test_titles_that_name_no_work_are_learnt_as_the_last_class(coded: list[Example]) -> None:
    vague = [
        Example(
            item=TitleItem(title=f"{VAGUE} {number}", text="segera kirim lamaran"), targets={NO_WORK: 1.0}, weight=1.0
        )
        for number in range(4)
    ]
    committee = trained([*coded, *vague])
    assert len(committee.codes) == 447
    assert all(member.weight.shape[1] == 447 for member in committee.members.values())
    coder = TitleCoder(committee, embeds())
    assert [committee.codes[at] for at in coder.probabilities([e.item for e in vague]).argmax(axis=1)] == [NO_WORK] * 4
    found = coder.code([example.item for example in (*coded, *vague)])
    assert [coding.uncertain for coding in found] == [False] * len(coded) + [True] * len(vague)
    assert not any(candidate.code == NO_WORK for coding in found for candidate in coding.candidates)


@pytest.mark.usefixtures("few")
def test_only_the_chosen_rows_are_learnt_from(coded: list[Example]) -> None:
    features = {view: features_of(view, coded, embeds()) for view in VIEWS}
    rows = np.array([at for at, example in enumerate(coded) if "2221" not in example.targets])
    part = train(features, coded, rows, ENCODERS)
    alone = trained([coded[at] for at in rows])
    for view in VIEWS:
        assert np.array_equal(part.members[view].weight, alone.members[view].weight)
        assert np.array_equal(part.members[view].bias, alone.members[view].bias)


@pytest.mark.usefixtures("few")
def test_weights_of_examples_and_penalties_of_views_reach_the_fit(
    coded: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[float], float]] = []

    def noted(features: Floats | csr_matrix, targets: Floats, weights: Floats, *, l2: float, **_: object) -> object:
        asked.append((weights.tolist(), l2))
        return None

    monkeypatch.setattr(train_titles, "fit", noted)
    examples = [replace(example, weight=at / 8) for at, example in enumerate(coded)]
    trained(examples)
    assert [weights for weights, _ in asked] == [[at / 8 for at in range(len(coded))]] * len(VIEWS)
    assert dict(zip(VIEWS, [l2 for _, l2 in asked], strict=True)) == {
        **dict.fromkeys(VIEWS, 0.0),
        "use_text": 1e-5,
        "e5_text": 1e-5,
    }


# Temperatures ---------------------------------------------------------------------------------------------------------

GRID = [float(value) for value in np.arange(0.2, 2.0, 0.02)]


def slow_error(logits: Floats, right: npt.NDArray[np.bool_], temperature: float) -> float:
    """One title at a time: the squared distance of the first score from whether it is right."""
    return float(
        np.mean(
            [(softmax(row / temperature).max() - is_right) ** 2 for row, is_right in zip(logits, right, strict=True)]
        )
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_best_temperature_has_the_least_brier_score_of_all_that_are_tried(seed: int) -> None:
    random = np.random.default_rng(seed)
    logits = log_softmax(random.normal(scale=2.0, size=(60, 5)), axis=1).astype(np.float32)
    right = random.random(60) < 0.6
    best = best_temperature(logits, right)
    errors = {temperature: slow_error(logits, right, temperature) for temperature in GRID}
    assert errors[min(GRID, key=lambda value: abs(value - best))] == pytest.approx(min(errors.values()), abs=1e-6)
    assert 0.2 <= best < 2.0


@pytest.mark.parametrize("true", [0.5, 1.0, 1.5])
def test_a_temperature_that_was_put_in_is_found_again(true: float) -> None:
    random = np.random.default_rng(7)
    logits = random.normal(scale=1.5, size=(20_000, 5)).astype(np.float32)
    right = random.random(20_000) < softmax(logits, axis=1).max(axis=1)
    assert best_temperature(logits * np.float32(true), right) == pytest.approx(true, abs=0.1)


def test_when_all_is_right_the_coldest_is_best_and_when_all_is_wrong_the_warmest() -> None:
    logits = np.array([[2.0, 1.0, 0.0]] * 4, dtype=np.float32)
    assert best_temperature(logits, np.ones(4, dtype=np.bool_)) == pytest.approx(min(GRID))
    assert best_temperature(logits, np.zeros(4, dtype=np.bool_)) == pytest.approx(max(GRID))


def visible(kind: str, stage: int) -> list[str]:
    return [view for views in STAGES[: stage + 1] for view in views if kind == "text" or view.endswith("_title")]


@pytest.mark.usefixtures("few")
def test_each_stage_has_the_best_temperature_of_its_own_mean_log_probabilities(coded: list[Example]) -> None:
    committee = trained(coded)
    # Some held-out answers are wrong, so that neither the coldest nor the warmest is best; one has no text.
    held = [replace(e, targets={"5120": 1.0}) if at % 5 in {1, 2} else e for at, e in enumerate(coded)]
    held.append(Example(item=TitleItem(title="koki truk"), targets={"8332": 1.0}, weight=1.0))
    found = temperatures(TitleCoder(committee, embeds()), committee.codes, held)
    assert set(found) == {"title", "text"}
    for kind, values in found.items():
        kept = [e for e in held if kind == "title" or e.item.has_text]
        if kind == "title":
            kept = [replace(e, item=TitleItem(title=e.item.title)) for e in kept]
        assert len(kept) == len(coded) + (kind == "title")
        for stage, value in enumerate(values):
            assert min(GRID) < value < max(GRID)
            mean = np.mean(
                [
                    committee.members[view].log_probabilities(features_of(view, kept, embeds()))
                    for view in visible(kind, stage)
                ],
                axis=0,
            )
            right = np.array(
                [committee.codes[at] in e.targets for at, e in zip(mean.argmax(axis=1), kept, strict=True)]
            )
            least = min(slow_error(mean, right, temperature) for temperature in GRID)
            assert slow_error(mean, right, value) == pytest.approx(least, abs=1e-5)


# The script -----------------------------------------------------------------------------------------------------------


class FakeUse(FakeEncoder):
    """In place of the quick encoder: as many features, another fingerprint."""

    dim = 512

    def __init__(self) -> None:
        super().__init__("use:test")

    def encode(self, texts: Sequence[str]) -> Floats:
        return self.encode_query(texts)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small data folder, codes of two of its ads and of one of another source, fake encoders, a cache of its own."""
    folder = tmp_path / "data"
    (folder / "gold").mkdir(parents=True)
    (folder / "postings").mkdir()
    (folder / "gold" / "titles_train.tsv").write_text(gold_text(), encoding="utf-8")
    ads = [{"id": f"p{at}", "title": t, "description": d} for at, (t, d) in enumerate(WORK.values())]
    (folder / "postings" / "ads.jsonl").write_text("\n".join(map(json.dumps, ads)), encoding="utf-8")
    codes = "id\tcode\talternates\tconfidence\npostings:p0\t5120\t3434\th\npostings:p1\t8332\t\tl\nx:1\t5132\t\tm\n"
    (tmp_path / "codes.tsv").write_text(codes, encoding="utf-8")
    other = {"id": "x:1", "title": "peracik kopi", "hint": "", "text": "menyeduh"}
    (tmp_path / "other.jsonl").write_text(json.dumps(other) + "\n", encoding="utf-8")
    monkeypatch.setattr(real_ads, "AD_FILES", {"postings": "ads.jsonl"})
    monkeypatch.setattr(train_titles, "load_use_encoder", FakeUse)
    monkeypatch.setattr("indexes.encoder.prepare", lambda cache: cache / "model" / "file")
    monkeypatch.setattr("indexes.encoder.load", lambda folder, max_tokens: FakeEncoder("e5:test"))
    return folder


def job(data: Path, tmp_path: Path, name: str, **more: Path) -> Job:
    """Vectors of a fake must never be kept where those of the real encoder are: a cache of its own."""
    (tmp_path / name).mkdir()
    paths = {"titles": data / "gold" / "titles_train.tsv", "ads": data / "postings", "codes": tmp_path / "codes.tsv"}
    parameters = {"seed": 2026, "held_out": 5, "epochs_dense": 60, "epochs_hashed": 20}
    return Job(folder=tmp_path / name, data=paths | more, parameters=parameters, cache=tmp_path / "cache")


@pytest.mark.usefixtures("few")
def test_the_step_writes_weights_that_are_read_again_and_say_where_they_come_from(data: Path, tmp_path: Path) -> None:
    sources = make(job(data, tmp_path, "made", other=tmp_path / "other.jsonl"))
    output = tmp_path / "made" / "title_coder.safetensors"
    read = load_committee(output)
    assert read.encoders == ENCODERS
    assert read.codes == CLASSES
    assert {kind: len(values) for kind, values in read.temperatures.items()} == {"title": 3, "text": 3}
    coder = TitleCoder(read, embeds() | {"use": FakeUse().encode})
    items = [TitleItem(title=title, text=text) for title, text in [*WORK.values(), ("peracik kopi", "menyeduh")]]
    assert [coding.candidates[0].code for coding in coder.code(items)] == [*WORK, "5132"]
    assert [read.codes[at] for at in coder.probabilities([TitleItem(title=VAGUE)]).argmax(axis=1)] == [NO_WORK]
    stored = output.read_bytes()
    header = json.loads(stored[8 : 8 + int.from_bytes(stored[:8], "little")])["__metadata__"]
    assert header["sources"] == "15 titles coded by language models, 4 authored and official"
    assert header["sources"] == sources
    assert header["command"] == "sepadan train title-coder"


@pytest.mark.usefixtures("few")
def test_the_same_files_give_the_same_bytes_and_ads_that_are_not_at_hand_are_left_out(
    data: Path, tmp_path: Path
) -> None:
    # The second run finds the first one's vectors in the cache.
    for name in ("one", "two"):
        sources = make(job(data, tmp_path, name))
        assert sources == "14 titles coded by language models, 4 authored and official"
    one, two = (tmp_path / name / "title_coder.safetensors" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
