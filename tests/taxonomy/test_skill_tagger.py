"""The skill tagger: a model of a few sentences trained here, and the bundled one on everyday ads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import skill_tagger
from taxonomy.errors import InputError
from taxonomy.skill_tagger import OUTSIDE, TAKEN_FROM, Phrase, SkillTagger, load_skill_tagger
from taxonomy.skill_tokens import features_of, tokens_of

TAUGHT = (
    ("bisa menjahit baju", "O B-hard I-hard"),
    ("bisa menjahit baju dan obras", "O B-hard I-hard O B-tool"),
    ("obras, menjahit baju", "B-tool O B-hard I-hard"),
    ("menjahit baju obras", "B-hard I-hard B-tool"),
    ("gaji besar", "O O"),
    ("bisa jujur\nmenjahit baju", "O O O B-hard I-hard"),
)
BUNDLED = Path(skill_tagger.__file__).parent / "data" / "skill_tagger.crfsuite"
TYPES = {"hard", "knowledge", "tool", "language", "licence", "soft", "task"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows two skills."""
    path = tmp_path_factory.mktemp("model") / "tiny.crfsuite"
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.0, "c2": 0.01})
    for text, labels in TAUGHT * 3:
        trainer.append(features_of(text, tokens_of(text), [], {}), labels.split())
    trainer.train(str(path))
    return path


@pytest.fixture(scope="module")
def tagger(model: Path) -> SkillTagger:
    return SkillTagger(model, {})


def shown(text: str, phrases: Sequence[Phrase]) -> list[tuple[str, str]]:
    return [(text[phrase.start : phrase.end], phrase.type) for phrase in phrases]


def check(text: str, phrases: Sequence[Phrase]) -> None:
    """Phrases are in the text, in order, apart, and as sure as it takes."""
    last = 0
    for phrase in phrases:
        assert last <= phrase.start < phrase.end <= len(text)
        assert "\n" not in text[phrase.start : phrase.end]
        assert text[phrase.start : phrase.end].strip() == text[phrase.start : phrase.end]
        assert phrase.type in TYPES
        assert TAKEN_FROM <= phrase.probability <= 1.0 + 1e-9
        last = phrase.end


def test_phrases_are_found_with_their_types_where_they_were_not_seen(tagger: SkillTagger) -> None:
    text = "gaji besar, bisa menjahit baju;\nobras dan jujur"
    assert shown(text, tagger.tag(text, []).phrases) == [("menjahit baju", "hard"), ("obras", "tool")]
    check(text, tagger.tag(text, []).phrases)


def test_two_phrases_side_by_side_are_two(tagger: SkillTagger) -> None:
    text = "menjahit baju obras"
    assert shown(text, tagger.tag(text, []).phrases) == [("menjahit baju", "hard"), ("obras", "tool")]


def test_a_line_break_ends_a_phrase(tagger: SkillTagger) -> None:
    text = "bisa menjahit\nbaju"
    check(text, tagger.tag(text, []).phrases)


@pytest.mark.parametrize("text", ["", "   ", "\t\u00a0"])
def test_a_text_without_tokens_has_no_phrases(tagger: SkillTagger, text: str) -> None:
    assert tagger.tag(text, []).phrases == []


def test_what_the_dictionary_found_changes_what_is_seen() -> None:
    text = "Kualifikasi:\nMenguasai Qwx Zzkt"
    unknown, known = (load_skill_tagger().tag(text, marked).phrases for marked in ([], [(23, 31, "tool")]))
    assert unknown != known
    assert ("Qwx Zzkt", "tool") in shown(text, known)


def test_a_model_from_a_file_and_from_bytes_is_the_same_and_has_one_fingerprint(model: Path) -> None:
    text = "bisa menjahit baju, obras"
    one, two = SkillTagger(model, {}), SkillTagger(model.read_bytes(), {})
    assert one.fingerprint == two.fingerprint
    assert one.fingerprint.startswith("skills-")
    assert one.fingerprint != load_skill_tagger().fingerprint
    assert one.tag(text, []).phrases == two.tag(text, []).phrases


@pytest.mark.parametrize("damaged", [b"", b"lCRF", b"not a model at all" * 100], ids=["empty", "magic alone", "words"])
def test_a_file_that_is_no_model_is_refused(damaged: bytes) -> None:
    with pytest.raises(InputError, match="skill tagger: wanted a model of the skill tagger, found"):
        SkillTagger(damaged, {})


def test_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.crfsuite"):
        SkillTagger(tmp_path / "none.crfsuite", {})


CUT = """
import sys
from pathlib import Path
from taxonomy.errors import InputError
from taxonomy.skill_tagger import SkillTagger
whole = Path(sys.argv[1]).read_bytes()
for share in (0.1, 0.5, 0.9):
    try:
        SkillTagger(whole[: int(len(whole) * share)], {}).tag("bisa menjahit baju", []).phrases
    except InputError:
        print("refused")
"""


def test_a_model_that_was_cut_short_is_refused(model: Path) -> None:
    # In a process of its own: the library trusts the offsets of the file and would take this one down with it.
    ended = subprocess.run([sys.executable, "-c", CUT, str(model)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.split()) == (0, ["refused"] * 3)


BAD = {
    "NUL": "\x00",
    "NUL in words": "bisa\x00 Excel\x00",
    "emoji": "😀👩‍🌾",
    "surrogate": "bisa \ud800 Excel",
    "HTML": "<ul><li>Mahir <b>Photoshop</b></li></ul>&amp;",
    "SQL": "'; DROP TABLE skills; --",
    "one word of 50,000": "x" * 50_000,
    "50,000 marks": "!" * 50_000,
    "50,000 line breaks": "\n" * 50_000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_text_is_read_like_any_other(text: str) -> None:
    check(text, load_skill_tagger().tag(text, []).phrases)


@given(st.text() | st.text("bisa menjahit,.\n:-", max_size=60))
def test_no_text_makes_the_tagger_fail(text: str) -> None:
    check(text, load_skill_tagger().tag(text, []).phrases)


def test_the_same_text_gives_the_same_phrases_from_any_thread(model: Path) -> None:
    texts = [f"{text}, bisa {other}" for text, _ in TAUGHT for other, _ in TAUGHT]
    shared = SkillTagger(model, {})
    alone = [shared.tag(text, []).phrases for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: shared.tag(text, []).phrases, texts * 4)) == alone * 4


def test_the_bundled_model_knows_every_type() -> None:
    opened = pycrfsuite.Tagger()
    opened.open_inmemory(BUNDLED.read_bytes())
    assert {label[2:] for label in set(opened.labels()) - {OUTSIDE}} == TYPES


def test_the_bundled_model_reads_an_everyday_ad() -> None:
    text = "Syarat:\n1. Bisa mengoperasikan mesin jahit\n2. Teliti dan rajin\n3. Bisa Excel\nGaji 5 juta"
    found = dict(shown(text, load_skill_tagger().tag(text, [(71, 76, "tool")]).phrases))
    assert found == {"mengoperasikan mesin jahit": "hard", "Teliti": "soft", "rajin": "soft", "Excel": "tool"}
