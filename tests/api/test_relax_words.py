"""Conditions loosened, in words."""

from __future__ import annotations

import pytest

from api.relax_words import loosened
from matcher.relax import Relaxation, To


@pytest.mark.parametrize(
    ("condition", "to", "words"),
    [
        ("distance", 50, "sampai 50 km"),
        ("distance", None, "sejauh apa pun"),
        ("province", ("32",), "di Jawa Barat"),
        ("province", ("31", "32", "36"), "di DKI Jakarta, Jawa Barat atau Banten"),
        ("kbji", ("25", "33"), "jabatan KBJI 25, 33"),
        ("pay", 3_750_000.0, "upah mulai Rp\N{NO-BREAK SPACE}3.750.000"),
        ("education", 2, "selisih pendidikan sampai 2 jenjang"),
        ("education_level", 5, "pendidikan sampai jenjang KKNI 5"),
        ("night", None, "termasuk kerja malam"),
        ("licence", None, "bila izin atau lisensi wajib sudah ada"),
    ],
)
def test_each_condition_has_its_words(condition: str, to: To, words: str) -> None:
    assert loosened(Relaxation(condition=condition, to=to, would_remain=1)) == words


CONDITIONS = (
    *("source", "province", "employment_type", "kbji", "abroad", "pay", "education", "education_level", "distance"),
    *("shift", "night", "remote", "access", "licence"),
)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_that_can_be_dropped_has_words_of_its_own(condition: str) -> None:
    words = loosened(Relaxation(condition=condition, to=None, would_remain=1))
    others = {
        loosened(Relaxation(condition=other, to=None, would_remain=1)) for other in CONDITIONS if other != condition
    }
    assert words
    assert words not in others
