"""How sums of rupiah are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from taxonomy.pay import read_pay
from taxonomy.rupiah import SIGN, rupiah

ROOT = Path(__file__).parents[2]
_NBSP = "\N{NO-BREAK SPACE}"
_ADS = {"matcher/world/wording.py", "matcher/fields.py", "taxonomy/pay_patterns.py"}
"""Where sums are written, or read, as ads write them."""

_OTHERWISE = re.compile(r"Rp[ .]?[0-9{]|Rp %|Rp \"")
_WRITERS = ("api", "indexes", "matcher", "taxonomy")


@pytest.mark.parametrize(
    ("amount", "language", "written"),
    [
        (4_500_000, "id", f"Rp{_NBSP}4.500.000"),
        (4_500_000, "en", f"Rp{_NBSP}4,500,000"),
        (999.5, "id", f"Rp{_NBSP}1.000"),
        (0, "id", f"Rp{_NBSP}0"),
    ],
)
def test_a_sum_has_a_sign_a_space_that_does_not_break_and_groups(amount: float, language: str, written: str) -> None:
    assert rupiah(amount, language) == written  # type: ignore[arg-type]


def test_what_is_written_is_read_again_as_pay() -> None:
    found = read_pay(f"Gaji {rupiah(4_961_753)} per bulan")
    assert found is not None
    assert found.low_idr_month == found.high_idr_month == 4_961_753


def test_no_module_or_table_writes_sums_otherwise() -> None:
    files = [
        file
        for folder in _WRITERS
        for pattern in ("*.py", "*.tsv", "*.html", "*.po")
        for file in (ROOT / folder).rglob(pattern)
        if str(file.relative_to(ROOT)) not in _ADS
    ]
    lines = [
        f"{file.relative_to(ROOT)}:{at}: {line.strip()[:120]}"
        for file in files
        for at, line in enumerate(file.read_text().splitlines(), 1)
        if _OTHERWISE.search(line) and not _is_of_ads(line)
    ]
    assert len(files) > 300
    assert lines == []
    assert f"Rp{_NBSP}" == SIGN


def _is_of_ads(line: str) -> bool:
    """A sum in a comment or docstring, in what is handed to the reader of pay, or in bad input that is made up."""
    return "``" in line or "aji: Rp" in line or "gaji Rp" in line or "DROP TABLE" in line
