"""Scenarios: read, checked, spread over months and groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.forecast.mix import MAJORS, major_mix
from matcher.forecast.scenario import added_demand, place_of, scenario_from, scenario_of
from matcher.forecast.scenario_words import assumptions
from matcher.forecast.staffing import staffing_of, staffing_table
from taxonomy.errors import InputError
from taxonomy.industries import load_industries

PLANT = {"jobs": 2000, "place": "Batang", "industry": "garmen"}


def test_every_section_of_kbli_and_many_plants_have_staff_that_adds_up() -> None:
    table = staffing_table()
    assert set(load_industries().sections) <= set(table)
    assert len(table) > 60
    for one in table.values():
        assert sum(one.shares.values()) == pytest.approx(1)
        assert one.kbli in load_industries()


@pytest.mark.parametrize("text", ["garmen", "Pabrik garmen", "GARMEN", "Garment plant"])
def test_a_plant_is_found_by_any_of_its_names(text: str) -> None:
    assert staffing_of(text).industry == "garmen"


def test_the_plant_in_batang_in_short() -> None:
    found = scenario_of(" 2000 @ 33.25 : C ")
    assert (found.jobs, found.place.name, found.staffing.industry) == (2000, "Kabupaten Batang", "C")
    assert scenario_from(PLANT) == scenario_of("2000@3325:garmen")
    assert place_of("Jawa Tengah").code == "33"


@pytest.mark.parametrize(
    "text",
    ["", "2000", "2000@33.25", "@33:C", "0@33:C", "9999999@33:C", "2000@99.99:C", "2000@33:ZZ", "-5@33:C", "1@33:C:D",
     "2000@33:<b>", "1e3@33:C", "٣@33:C", "2000@ :C", "💥"],
)  # fmt: skip
def test_what_is_no_scenario_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputError) as fault:
        scenario_of(text)
    assert fault.value.where.startswith("scenario")


@pytest.mark.parametrize(
    "change",
    [
        {"jobs": 0}, {"jobs": 1.5}, {"jobs": True}, {"jobs": "2000"}, {"months": 0}, {"months": 61}, {"indirect": 0.5},
        {"indirect": float("nan")}, {"starts": "besok"}, {"place": 33}, {"shares": {}}, {"shares": {"8": 0}},
        {"shares": {"0": 1}}, {"shares": {"8": -1}}, {"shares": {"8": True}}, {"shares": [1]}, {"unknown": 1},
        {"shares": {"8": float("inf")}},
    ],
)  # fmt: skip
def test_a_faulty_field_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InputError) as fault:
        scenario_from({**PLANT, **change})
    assert fault.value.where.startswith("scenario")


def test_a_missing_field_is_named() -> None:
    with pytest.raises(InputError, match="place"):
        scenario_from({"jobs": 1, "industry": "C"})


def test_jobs_are_spread_over_months_and_groups_and_none_is_lost() -> None:
    scenario = scenario_from({**PLANT, "starts": "2025-03", "months": 4})
    added = added_demand(scenario, "2025-01", 12)
    total = np.sum(list(added.values()), axis=0)
    assert total.tolist() == pytest.approx([0, 0, 500, 500, 500, 500, 0, 0, 0, 0, 0, 0])
    assert added["8"].sum() == pytest.approx(1400)
    begun = added_demand(scenario_from({**PLANT, "starts": "2024-12", "months": 4}), "2025-01", 12)
    assert np.sum(list(begun.values())) == pytest.approx(1500)


@given(st.integers(1, 1_000_000), st.integers(1, 24), st.floats(1, 5))
def test_all_jobs_come_when_the_months_ahead_hold_the_hiring(jobs: int, months: int, indirect: float) -> None:
    scenario = scenario_from({**PLANT, "jobs": jobs, "months": months, "indirect": indirect})
    added = added_demand(scenario, "2025-01", 24, major_mix())
    assert set(added) == set(MAJORS)
    assert np.sum(list(added.values())) == pytest.approx(jobs * indirect)


def test_jobs_elsewhere_need_a_mix() -> None:
    with pytest.raises(InputError, match="the mix of the region"):
        added_demand(scenario_from({**PLANT, "indirect": 1.5}), "2025-01", 3)


def test_own_shares_replace_the_assumed_ones_and_both_are_said() -> None:
    own = scenario_from({**PLANT, "shares": {"7": 3, "8": 1}})
    assert own.staffing.shares["7"] == 0.75
    assert any("diberikan pemakai): KBJI 7 75%, KBJI 8 25%" in one for one in assumptions(own, "id"))
    plain = scenario_from({**PLANT, "starts": "2025-03", "indirect": 1.5})
    assert any("asumsi Sepadan" in one for one in assumptions(plain, "id"))
    assert any("Jobs that follow elsewhere: 1000 (multiplier 1.5)" in one for one in assumptions(plain, "en"))
    assert any("from 2025-03" in one for one in assumptions(plain, "en"))


@pytest.mark.parametrize(
    "line", ["x\tx\tx\tC" + "\t11" * 9, "x\tx\tx\tC" + "\ta" * 9, "x\tx\tx\tC\t-1\t101" + "\t0" * 7]
)
def test_a_faulty_line_of_staff_is_refused_with_its_place(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Folder:
        def __truediv__(self, other: str) -> Folder:
            return self

        def read_text(self, encoding: str) -> str:
            return "industry\tlabel_id\tlabel_en\tkbli\t" + "\t".join(f"m{at}" for at in range(1, 10)) + f"\n{line}\n"

    monkeypatch.setattr("matcher.forecast.staffing.resources.files", lambda _: Folder())
    with pytest.raises(InputError, match=r"staffing\.tsv line 2"):
        staffing_table.__wrapped__()
