"""A level of demand for tests, so that no forecast is made."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.curriculum import needs
from matcher.curriculum.level import Level


def made_level(province: str, first: date, months: int) -> Level:
    """A hundred openings a month."""
    return Level(
        point=(100.0,) * months,
        low80=(60.0,) * months,
        high80=(160.0,) * months,
        method="naive",
        source=f"rekaan untuk {province} sejak {first}",
        last_month="2024-12",
        n_months=24,
        seekers_per_opening=2.0,
        seekers_source="rekaan",
    )


@pytest.fixture(autouse=True)
def no_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans rest on the made level."""
    monkeypatch.setattr(needs, "official_level", made_level)
