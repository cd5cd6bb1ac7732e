"""An ad's words asking for less: what is read of them follows, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.ads.loosening import with_experience, with_schooling
from taxonomy.education import LEVELS, read_education
from taxonomy.experience import read_experience


@pytest.mark.parametrize(
    ("text", "level", "made"),
    [
        ("Minimal S1, pengalaman 2 tahun.", "D3", "Minimal D3, pengalaman 2 tahun."),
        ("Pendidikan minimal S1 Akuntansi.", "SMA", "Pendidikan minimal SMA/SMK Akuntansi."),
        ("- Lulusan D3/S1\n- Jujur", "SMA", "- Lulusan SMA/SMK/S1\n- Jujur"),
        ("Minimal S1, pengalaman 2 tahun.", "", "Semua jenjang pendidikan boleh melamar, pengalaman 2 tahun."),
        ("Jujur, lulusan SMA/SMK, rajin", "", "Jujur, semua jenjang pendidikan boleh melamar, rajin"),
        ("Syarat:\n1. Pendidikan D3\n2. Jujur", "", "Syarat:\n1. Semua jenjang pendidikan boleh melamar\n2. Jujur"),
        ("Pendidikan SMA, D3, S1. Jujur.", "", "Semua jenjang pendidikan boleh melamar. Jujur."),
        ("Jaga warung, jujur.", "SD", None),
        ("Lulusan S1 pengalaman 2 tahun", "", None),  # one clause: the experience would go too
        ("Dicari kasir lulusan SMA untuk cabang Depok. Jujur", "", None),  # so would the job
        (
            "Dicari kasir lulusan SMA untuk cabang Depok. Jujur",
            "SMP",
            "Dicari kasir lulusan SMP untuk cabang Depok. Jujur",
        ),
    ],
)
def test_less_schooling_is_written_where_it_was_asked_for(text: str, level: str, made: str | None) -> None:
    assert with_schooling(text, level) == made


@pytest.mark.parametrize(
    ("text", "months", "made"),
    [
        ("Pengalaman minimal 2 tahun di gudang. Jujur.", 12, "Pengalaman minimal 1 tahun di gudang. Jujur."),
        ("Pengalaman minimal 2 tahun di gudang. Jujur.", 0, "Tanpa pengalaman boleh melamar. Jujur."),
        ("Minimal S1, pengalaman 3-5 tahun.", 12, "Minimal S1, pengalaman 1 tahun."),
        ("Minimal S1, pengalaman 3 tahun", 0, "Minimal S1, tanpa pengalaman boleh melamar"),
        (
            "Berpengalaman 2 tahun sebagai kasir\nPengalaman 3 tahun di toko",
            6,
            "Berpengalaman 6 bulan sebagai kasir\nPengalaman 6 bulan di toko",
        ),
        ("Jujur dan rajin", 0, None),
        ("Pengalaman minimal 2 tahun gaji 4 juta", 0, None),
    ],
)
def test_less_experience_is_written_where_it_was_asked_for(text: str, months: int, made: str | None) -> None:
    assert with_experience(text, months) == made


_PART = st.sampled_from(
    [
        *("Minimal S1 Akuntansi", "lulusan SMA/SMK sederajat", "Pendidikan D3", "guru SD", "min. SMP", "S.Kom"),
        *("pengalaman 2 tahun", "Pengalaman minimal 18 bulan di bidangnya", "fresh graduate boleh melamar"),
        *("usia maks. 30 tahun", "Gaji Rp 4.500.000", "jujur & rajin", "kontrak 1 tahun", "😀", "D3 atau S1", ""),
    ]
)
_TEXTS = st.lists(st.tuples(_PART, st.sampled_from([", ", ". ", "\n- ", " ", "; ", "\n\n"])), max_size=8).map(
    lambda parts: "".join(a + b for a, b in parts)
)


@settings(max_examples=150)
@given(_TEXTS, st.sampled_from(["", *LEVELS]), st.sampled_from([0, 6, 12]))
def test_what_is_changed_is_read_as_meant_and_the_other_demand_stays(text: str, level: str, months: int) -> None:
    made = with_schooling(text, level)
    if made is not None:
        assert read_education(made).least == level
        assert _months(made) == _months(text)
    made = with_experience(text, months)
    if made is not None:
        assert _months(made) == months
        assert read_education(made).least == read_education(text).least
        assert made != text


def _months(text: str) -> int:
    found = read_experience(text)
    return (found.months_min or 0) if found else 0
