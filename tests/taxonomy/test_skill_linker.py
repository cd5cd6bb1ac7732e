"""The skill linker: weights made by hand, what is written and read back, and the bundled one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from taxonomy import skill_linker
from taxonomy.errors import InputError
from taxonomy.skill_linker import (
    FEATURES,
    LINKED_FROM,
    LinkerWeights,
    SkillLinker,
    hashed_phrases,
    load_skill_linker,
    load_weights,
    save_linker,
)
from taxonomy.skills import Skill, Skills, load_skills
from taxonomy.text import fold
from taxonomy.use_encoder import load_use_encoder
from taxonomy.weights_file import Floats

BUNDLED = Path(skill_linker.__file__).parent / "data" / "skill_linker.safetensors"
NAMES = (
    *("Las Pipa", "Las Listrik", "Menjahit", "Kasir", "Memasak", "Barista", "Mengemudi", "Akuntansi"),
    *("Pembukuan", "Fotografi", "Penjualan", "Pergudangan", "Perawatan AC", "Desain Grafis", "Bahasa Jepang"),
)


def skill(label: str) -> Skill:
    return Skill(id=fold(label).replace(" ", "-"), label=label, label_en=label, type="hard", aliases=(f"ahli {label}",))


SKILLS = Skills([skill(name) for name in NAMES], {})
IDS = tuple(found.id for found in SKILLS)


class Embed:
    """Vectors from letters, and what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        found = np.zeros((len(texts), 512), dtype=np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                found[row, ord(letter) % 512] += 1.0
            found[row] /= max(float(np.linalg.norm(found[row])), 1e-9)
        return found


def weights(seed: int = 0, scale: float = 0.3, hidden: int = 8, ids: Sequence[str] = IDS) -> LinkerWeights:
    random = np.random.default_rng(seed)

    def matrix(*shape: int) -> Floats:
        return (random.normal(size=shape) * scale).astype(np.float32)

    return LinkerWeights(
        hashed=matrix(2 * FEATURES, hidden),
        vector=matrix(512, hidden),
        hidden_bias=matrix(hidden),
        output=matrix(hidden, len(ids)),
        bias=matrix(len(ids)),
        ids=tuple(ids),
        encoder="use:test",
    )


def flat(likely: Sequence[str]) -> LinkerWeights:
    """Weights that know nothing but that some concepts are as likely as each other and the rest are not."""
    made = weights(scale=0.0)
    return replace(made, bias=np.array([0.0 if found in likely else -30.0 for found in IDS], dtype=np.float32))


def linker(made: LinkerWeights | None = None, skills: Skills = SKILLS) -> SkillLinker:
    return SkillLinker(made or weights(), skills, Embed())


def test_hashed_phrases_are_sparse_rows_of_one_length() -> None:
    found = hashed_phrases(["las pipa", "las pipa", ""])
    assert found.shape == (3, 2 * FEATURES)
    assert found.dtype == np.float32
    assert (found[0] != found[1]).nnz == 0
    assert found[2].nnz <= 1
    lengths = np.linalg.norm(found[:, :FEATURES].toarray(), axis=1)
    assert lengths[0] == pytest.approx(skill_linker.PHRASE_SCALE)


@given(st.lists(st.text(max_size=30).map(fold), min_size=1, max_size=4))
def test_probabilities_sum_to_one(phrases: list[str]) -> None:
    found = linker().probabilities(phrases)
    assert found.shape == (len(phrases), len(IDS))
    assert found.dtype == np.float32
    assert found.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (found >= 0).all()


def slow_probabilities(made: LinkerWeights, phrases: Sequence[str], skills: Skills) -> Floats:
    """By hand, dense: the network, then the letters of each of the twelve nearest, then softmax."""
    pieces = hashed_phrases(phrases).toarray()
    hidden = np.maximum(pieces @ made.hashed + 6.0 * Embed()(phrases) @ made.vector + made.hidden_bias, 0.0)
    logits = hidden @ made.output + made.bias
    by_id = {found.id: found for found in skills}
    for row, phrase in enumerate(phrases):
        logits[row, [found not in by_id for found in made.ids]] = -np.inf
        for column in np.argsort(-logits[row])[:12]:
            known = by_id.get(made.ids[column])
            alike = [float(letters(phrase) @ letters(form)) for form in known.forms] if known else []
            logits[row, column] += 5.0 * max([0.0, *alike])
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def letters(text: str) -> Floats:
    return np.asarray(skill_linker._LETTERS.transform([text]).toarray()[0])


def test_probabilities_are_those_of_the_network_worked_out_by_hand() -> None:
    phrases = ["las pipa kapal", "ngelas", "jadi kasir toko", "😀", ""]
    made = weights(scale=0.2)
    assert linker(made).probabilities(phrases) == pytest.approx(slow_probabilities(made, phrases, SKILLS), abs=1e-4)


def test_letters_decide_between_concepts_that_are_as_likely() -> None:
    found = linker(flat(["las-pipa", "las-listrik"])).link(["ngelas pipa besi", "ahli las listrik", "qqq"])
    assert [skill_id for skill_id, _ in found[:2]] == ["las-pipa", "las-listrik"]
    assert found[2][1] == pytest.approx(0.5, abs=1e-3)


def test_a_concept_that_the_taxonomy_no_longer_has_is_never_given() -> None:
    rest = Skills([found for found in SKILLS if found.id != "las-pipa"], {})
    made = flat(["las-pipa", "kasir"])
    assert linker(made).link(["las pipa"])[0][0] == "las-pipa"
    assert linker(made, rest).link(["las pipa"])[0][0] == "kasir"
    assert linker(made, rest).probabilities(["las pipa"])[0, IDS.index("las-pipa")] == 0.0
    assert linker(made, rest).probabilities(["las pipa"]) == pytest.approx(
        slow_probabilities(made, ["las pipa"], rest), abs=1e-4
    )


def test_a_taxonomy_without_one_of_the_twelve_nearest_names_is_no_fault() -> None:
    only = Skills([skill("Kasir")], {})
    assert linker(weights(), only).link(["apa saja"])[0] == ("kasir", 1.0)


def test_below_the_least_probability_there_is_no_concept() -> None:
    (skill_id, probability), *_ = linker(flat(IDS)).link(["qqq"])
    assert skill_id == ""
    assert 0 < probability < LINKED_FROM


def test_phrases_are_linked_in_order_folded_and_once_each() -> None:
    embed = Embed()
    asked = SkillLinker(weights(), SKILLS, embed)
    first = asked.link(["LAS  pipa", "kasir", "las pipa"])
    assert first[0] == first[2]
    assert embed.asked == ["las pipa", "kasir"]
    assert asked.link(["Kasir", "memasak"]) == [first[1], asked.link(["memasak"])[0]]
    assert embed.asked == ["las pipa", "kasir", "memasak"]
    assert asked.link([]) == []


def test_a_long_phrase_is_read_to_its_two_hundredth_character() -> None:
    embed = Embed()
    assert len(SkillLinker(weights(), SKILLS, embed).link(["x" * 50_000, "x" * 200])) == 2
    assert embed.asked == ["x" * 200]


def test_a_full_memory_is_emptied_and_the_answers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = ["las pipa", "kasir", "memasak", "barista"]
    expected = linker().link(phrases)
    monkeypatch.setattr(skill_linker, "_REMEMBERED", 2)
    asked = linker()
    assert asked.link(phrases[:3]) == expected[:3]
    assert asked.link(phrases) == expected  # three are known when the memory is emptied for the fourth


def test_threads_get_the_same_answers() -> None:
    phrases = [f"{name} {number}" for name in NAMES for number in range(8)]
    expected = {phrase: linker().link([phrase])[0][0] for phrase in phrases}
    shared = linker()
    asked = [phrases[at : at + 5] for at in range(0, len(phrases), 3)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(shared.link, asked))
    assert [[skill_id for skill_id, _ in found] for found in answers] == [
        [expected[phrase] for phrase in group] for group in asked
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("linker")


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), scale=st.sampled_from([1e-3, 0.3, 50.0]))
def test_weights_are_read_back_within_half_a_step(folder: Path, seed: int, scale: float) -> None:
    made = weights(seed, scale, hidden=3)
    path = folder / "linker.safetensors"
    save_linker(path, made, {"sources": "x"})
    read = load_weights(path)
    for name in ("hashed", "vector", "output"):
        before, after = getattr(made, name), getattr(read, name)
        assert (np.abs(before - after) <= np.abs(before).max(axis=0) / 127 / 2 * 1.001).all()
        assert after.dtype == np.float32
    assert np.array_equal(made.bias, read.bias)
    assert np.array_equal(made.hidden_bias, read.hidden_bias)
    assert (read.ids, read.encoder) == (made.ids, made.encoder)


def test_a_column_of_zeros_stays_zero(tmp_path: Path) -> None:
    save_linker(tmp_path / "l", weights(scale=0.0), {})
    assert not load_weights(tmp_path / "l").hashed.any()


def test_provenance_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "l"
    save_linker(path, weights(), {"sources": "names of 15 skills", "command": "x"})
    stored = path.read_bytes()
    header = json.loads(stored[8 : 8 + int.from_bytes(stored[:8], "little")])["__metadata__"]
    assert (header["sources"], header["command"]) == ("names of 15 skills", "x")


def test_equal_weights_give_equal_bytes(tmp_path: Path) -> None:
    for number in range(6):
        save_linker(tmp_path / str(number), weights(), {"sources": "x", "command": "y"})
    assert len({(tmp_path / str(number)).read_bytes() for number in range(6)}) == 1


@pytest.mark.parametrize(
    "damage", ["missing", "empty", "words", "cut", "no metadata", "no ids", "ids no list", "no step"]
)
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "linker.safetensors"
    save_linker(path, weights(), {})
    arrays, metadata = load_file(path), {"ids": json.dumps(IDS), "encoder": "x"}
    whole = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage in {"empty", "words", "cut"}:
        path.write_bytes({"empty": b"", "words": b"no weights", "cut": whole[: len(whole) // 2]}[damage])
    elif damage == "no step":
        save_file({name: array for name, array in arrays.items() if name != "output.step"}, path, metadata)
    else:
        changed = {"no metadata": None, "no ids": {"encoder": "x"}, "ids no list": {**metadata, "ids": "5"}}
        save_file(arrays, path, changed[damage])
    with pytest.raises(InputError, match=r"linker\.safetensors: wanted weights of the skill linker"):
        load_weights(path)


def test_the_bundled_linker_gives_concepts_of_the_taxonomy_alone() -> None:
    read = load_weights(BUNDLED)
    known = {found.id for found in load_skills()}
    assert [found for found in read.ids if found not in known] == []
    assert len(set(read.ids)) == len(read.ids)
    assert read.encoder == load_use_encoder().fingerprint
    assert read.output.shape[1] == len(read.ids) == len(read.bias)


@pytest.mark.model
def test_the_bundled_linker_knows_names_and_everyday_words() -> None:
    asked = load_skill_linker(load_skills())
    assert load_skill_linker(load_skills()) is asked
    found = asked.link(["microsoft excel", "bikin laporan keuangan", "melayani tamu hotel", "jujur"])
    assert [skill_id for skill_id, _ in found] == [
        "microsoft-excel",
        "penyusunan-laporan-keuangan",
        "pelayanan-pelanggan",
        "kejujuran",
    ]
    assert all(LINKED_FROM <= probability <= 1 for _, probability in found)


@pytest.mark.model
@pytest.mark.parametrize("phrase", ["", " ", "\x00", "😀", "<p>", "'; DROP TABLE skills; --", "x" * 50_000])
def test_a_bad_phrase_is_linked_like_any_other(phrase: str) -> None:
    ((skill_id, probability),) = load_skill_linker(load_skills()).link([phrase])
    assert 0 <= probability <= 1
    assert skill_id == "" or load_skills().get(skill_id)
