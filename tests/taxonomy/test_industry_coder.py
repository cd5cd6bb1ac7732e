"""The industry coder: how members are joined, what employers by hand are worth, and what its answers promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import industry_coder
from taxonomy.errors import EncoderError, InputError
from taxonomy.industries import load_industries
from taxonomy.industry_coder import TOP, IndustryCoder, joined, load_industry_coder
from taxonomy.industry_features import PLAIN_VIEWS, VIEWS, dense_texts, sparse_features
from taxonomy.industry_text import IndustryItem
from taxonomy.industry_weights import (
    SAID,
    UNSAID,
    IndustryWeights,
    load_industry_weights,
    save_industry_weights,
)
from taxonomy.industry_words import NO_INDUSTRY, ReadEmployer
from taxonomy.members import Member
from taxonomy.weights_file import Floats
from tests.fakes import FakeEncoder

ITEMS = [
    IndustryItem(employer="PT Bank Rekaan", title="Akuntan", text="PT Bank Rekaan adalah bank umum di Depok."),
    IndustryItem(employer="Klinik Contoh", text="Usia maksimal 30 tahun."),
    IndustryItem(employer="", text="Perusahaan bergerak di bidang tekstil."),
    IndustryItem(employer="Zzz Qqq"),
]


def embed(texts: Sequence[str]) -> Floats:
    return FakeEncoder().encode_query(texts)


@pytest.fixture(scope="module")
def bundled() -> IndustryCoder:
    encoder = FakeEncoder()
    return load_industry_coder(encoder.encode_query, encoder.fingerprint)


def invented(seed: int = 3) -> IndustryWeights:
    """Weights drawn at random, of the true shapes."""
    random = np.random.default_rng(seed)
    codes = (*load_industries().divisions, NO_INDUSTRY)
    members = {}
    for view in VIEWS:
        width = 384 if view.startswith("e5_") else sparse_features(view, ITEMS[:1]).shape[1]
        members[view] = Member(
            weight=random.normal(size=(width, len(codes))).astype(np.float32),
            bias=random.normal(size=len(codes)).astype(np.float32),
            centre=np.full(width, 0.01 if view.startswith("e5_") else 0.0, dtype=np.float32),
            scale=2.0,
        )
    powers = {SAID: tuple(0.1 * at for at in range(len(VIEWS))), UNSAID: tuple(0.2 for _ in VIEWS)}
    return IndustryWeights(
        members=members, codes=codes, powers=powers, read_share=0.9, encoder="fake", fingerprint="invented"
    )


def test_members_are_joined_as_by_adding_up_log_probabilities_one_by_one() -> None:
    weights = invented()
    found = IndustryCoder(weights, embed, read={}).probabilities(ITEMS)
    for row, item in enumerate(ITEMS):
        total = np.zeros(len(weights.codes))
        for power, view in zip(weights.powers[SAID if item.activity else UNSAID], VIEWS, strict=True):
            member = weights.members[view]
            dense = view.startswith("e5_")
            features = embed(dense_texts(view, [item])) if dense else sparse_features(view, [item]).toarray()
            logits = ((features - member.centre) * member.scale) @ member.weight + member.bias
            total += power * (logits - np.log(np.exp(logits - logits.max()).sum()) - logits.max()).ravel()
        slow = np.exp(total - total.max())
        assert found[row] == pytest.approx(slow / slow.sum(), abs=1e-4)


def test_an_employer_by_hand_keeps_its_code_as_far_as_such_codes_are_right() -> None:
    read = {ITEMS[3].name: ReadEmployer(code="26", alternates=("27",))}
    without = IndustryCoder(invented(), embed, read={}).probabilities([ITEMS[3]])[0]
    found = IndustryCoder(invented(), embed, read=read).probabilities([ITEMS[3]])[0]
    by_hand = np.zeros_like(without)
    column = {code: at for at, code in enumerate(invented().codes)}
    by_hand[column["26"]], by_hand[column["27"]] = 0.85, 0.15
    assert found == pytest.approx(0.9 * by_hand + 0.1 * without, abs=1e-6)


def test_a_branch_takes_the_code_of_the_employer_whose_name_begins_its_own() -> None:
    read = {("maju", "baja"): ReadEmployer(code="24", alternates=()), ("maju",): ReadEmployer(code="10", alternates=())}
    coder = IndustryCoder(invented(), embed, read=read)
    column = coder.probabilities(
        [IndustryItem(employer="PT Maju Baja Cabang Solo"), IndustryItem(employer="Maju Jaya")]
    )
    at = invented().codes.index("24")
    assert column[0, at] >= 0.9 * 0.8
    assert column[1] == pytest.approx(
        IndustryCoder(invented(), embed, read={}).probabilities([IndustryItem(employer="Maju Jaya")])[0],
        abs=1e-6,
    )


def test_who_cannot_be_told_by_hand_has_a_low_first_score() -> None:
    read = {ITEMS[3].name: ReadEmployer(code=NO_INDUSTRY, alternates=())}
    answer = IndustryCoder(invented(), embed, read=read).code([ITEMS[3]])[0]
    assert answer
    assert answer[0].score <= 0.1
    assert NO_INDUSTRY not in [candidate.code for candidate in answer]


def test_answers_do_not_depend_on_what_is_coded_beside_them(bundled: IndustryCoder) -> None:
    together = bundled.code(ITEMS)
    assert together == [bundled.code([item])[0] for item in ITEMS]
    assert together[::-1] == bundled.code(ITEMS[::-1])
    assert bundled.code([]) == []


def test_a_job_title_alone_is_answered_with_nothing(bundled: IndustryCoder) -> None:
    assert bundled.code([IndustryItem(employer="", title="Akuntan Bank"), IndustryItem(employer="PT")]) == [(), ()]


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=400))
def test_any_employer_is_answered_with_known_divisions_best_first(employer: str, title: str, text: str) -> None:
    coder = IndustryCoder(invented(), embed, read={})
    answer = coder.code([IndustryItem(employer=employer, title=title, text=text)])[0]
    scores = [candidate.score for candidate in answer]
    assert len(answer) <= TOP
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert all(candidate.code in load_industries().divisions for candidate in answer)


def test_weights_come_back_as_they_were_written_up_to_eight_bits(tmp_path: Path) -> None:
    weights, path = invented(), tmp_path / "w.safetensors"
    save_industry_weights(path, weights, {"sources": "none"})
    again = load_industry_weights(path)
    assert (again.codes, again.powers, again.read_share) == (weights.codes, dict(weights.powers), 0.9)
    for view in VIEWS:
        step = np.abs(weights.members[view].weight).max(axis=0) / 127
        assert (np.abs(again.members[view].weight - weights.members[view].weight) <= step * 0.51).all()
        assert again.members[view].centre == pytest.approx(weights.members[view].centre)
    save_industry_weights(tmp_path / "2.safetensors", weights, {"sources": "none"})
    assert (tmp_path / "2.safetensors").read_bytes() == path.read_bytes()


def test_the_bundled_weights_are_small_and_of_the_bundled_encoder() -> None:
    weights = load_industry_weights()
    assert weights.encoder == FakeEncoder().fingerprint
    assert weights.codes == (*load_industries().divisions, NO_INDUSTRY)
    assert set(weights.members) == set(PLAIN_VIEWS)
    assert not weights.needs_encoder
    file = files("taxonomy") / "data" / "industries" / "coder.safetensors"
    assert len(file.read_bytes()) < 10_000_000


def test_another_encoder_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(industry_coder, "load_industry_weights", invented)
    with pytest.raises(EncoderError, match="found another-1"):
        load_industry_coder(embed, "another-1")


def test_weights_that_need_an_encoder_say_so_when_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(industry_coder, "load_industry_weights", lambda: replace(invented(), encoder=""))
    with pytest.raises(EncoderError, match="wanted an encoder for 4 texts"):
        load_industry_coder().code(ITEMS)


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00" * 64])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / f"{len(content)}.safetensors"
    path.write_bytes(content)
    with pytest.raises(InputError, match="weights of the industry coder"):
        load_industry_weights(path)


def test_the_first_view_of_two_kinds_is_weighed_by_its_own_power() -> None:
    weights = invented()
    quiet = replace(weights, powers={SAID: (0.0,) * len(VIEWS), UNSAID: (0.0,) * len(VIEWS)})
    said = {view: np.log(np.full((1, 89), 1 / 89, dtype=np.float32)) for view in VIEWS}
    assert joined(quiet, ITEMS[:1], said) == pytest.approx(np.full((1, 89), 1 / 89), abs=1e-6)


@pytest.mark.model
def test_an_accountant_works_in_the_industry_of_the_employer(real_encoder: FakeEncoder) -> None:
    coder = load_industry_coder(real_encoder.encode_query, real_encoder.fingerprint)
    text = "PT Contoh Jaya bergerak di bidang {}. Membuat laporan keuangan dan pajak."
    fields = {"pemintalan benang": "13", "rumah sakit": "86", "jasa pengiriman paket": "53", "perkebunan sawit": "01"}
    items = [IndustryItem(employer="PT Contoh Jaya", title="Akuntan", text=text.format(field)) for field in fields]
    assert [answer[0].code for answer in coder.code(items)] == list(fields.values())
