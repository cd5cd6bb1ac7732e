"""What the figures of a scenario assume, in Bahasa Indonesia and English."""

from __future__ import annotations

from matcher.forecast.scenario import Scenario
from matcher.reason_words import Language


def assumptions(scenario: Scenario, language: Language) -> tuple[str, ...]:
    """What a reader must know that the figures assume."""
    label = scenario.staffing.label[language]
    shares = ", ".join(
        f"KBJI {major} {share:.0%}" for major, share in scenario.staffing.shares.items() if share >= 0.005
    )
    starts = scenario.starts
    if language == "id":
        origin = "diberikan pemakai" if scenario.own_shares else "asumsi Sepadan, bukan data resmi"
        return (
            f"Andaian: {scenario.jobs} orang diterima di {scenario.place.name} ({label}).",
            f"Susunan tenaga kerja ({origin}): {shares}.",
            f"Penerimaan dibagi rata {scenario.months} bulan, mulai {starts or 'bulan pertama ramalan'}.",
            f"Pekerjaan tidak langsung: {_indirect(scenario)} orang (pengali {scenario.indirect:g}).",
            "Rentang tidak memuat ketidakpastian andaian itu sendiri.",
        )
    origin = "given by the user" if scenario.own_shares else "assumed by Sepadan, no official figures"
    return (
        f"Assumed: {scenario.jobs} people are taken on in {scenario.place.name} ({label}).",
        f"Staff ({origin}): {shares}.",
        f"Hiring is spread evenly over {scenario.months} months from {starts or 'the first month ahead'}.",
        f"Jobs that follow elsewhere: {_indirect(scenario)} (multiplier {scenario.indirect:g}).",
        "Intervals do not hold what is uncertain of the assumption itself.",
    )


def _indirect(scenario: Scenario) -> int:
    return round((scenario.indirect - 1) * scenario.jobs)
