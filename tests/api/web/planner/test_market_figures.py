"""Charts of a market whose figures are made by hand: what the findings say of them."""

from __future__ import annotations

from datetime import date

from api.web.planner.market_figures import gap, mismatch_words
from api.web.planner.skill_figures import rising, skills_gap
from api.web.tongue import TONGUES
from matcher.market.mismatch import Index, Mismatch
from matcher.market.rising import SkillTrend, Trend, Trends
from matcher.market.skill_gap import Side, SkillGap, SkillGaps
from matcher.market.tightness import TightnessRow
from taxonomy.skills import load_skills

ID, EN = TONGUES["id"], TONGUES["en"]
SKILLS = load_skills()
NAMES = [skill.id for skill in SKILLS][:14]


def label(at: int) -> str:
    return SKILLS.get(NAMES[at]).label


def trend(at: int, way: Trend, ratio: float) -> SkillTrend:
    return SkillTrend(
        name=NAMES[at],
        trend=way,
        early_ads=10,
        late_ads=20,
        early_share=0.1,
        late_share=0.2,
        ratio=ratio,
        interval80=(ratio * 0.8, ratio * 1.2),
        interval95=(ratio * 0.7, ratio * 1.4),
        p=0.001,
        q=0.01,
    )  # type: ignore[arg-type]


def trends(*found: SkillTrend) -> Trends:
    splits = {"contoh": date(2026, 10, 5)}
    return Trends(trends=found, early_ads=100, late_ads=100, splits=splits, tested=len(found), left_out=0)


def test_rising_and_falling_skills_are_named_and_drawn_before_steady_ones() -> None:
    told = rising(trends(trend(0, "rising", 2.5), trend(1, "falling", 0.4), trend(2, "steady", 1.1)), SKILLS, "s", ID)
    assert told.finding == (f"Dari 3 keterampilan yang diuji, 1 naik dan 1 turun. Naik: {label(0)}. Turun: {label(1)}.")
    assert [row[-1] for row in told.table.rows] == ["naik", "turun", "belum pasti"]
    assert told.spec is not None
    assert len(next(iter(told.spec["datasets"].values()))) == 2
    steady = rising(trends(trend(2, "steady", 1.1)), SKILLS, "s", EN)
    assert steady.finding == "Of 1 skills that were tested, none surely rises or falls."
    assert rising(trends(), SKILLS, "s", ID).spec is None


def skill(at: int, side: Side, ratio: float) -> SkillGap:
    return SkillGap(
        skill_id=NAMES[at],
        postings=12,
        asked_share=0.3,
        seekers=10,
        held_share=0.1,
        ratio=ratio,
        interval80=(ratio / 1.5, ratio * 1.5),
        interval95=(ratio / 2, ratio * 2),
        relative=ratio / 2,
        side=side,
    )  # type: ignore[arg-type]


def test_skills_are_told_against_the_usual_one_and_the_ends_are_drawn() -> None:
    short = [skill(at, "short", 20.0 - at) for at in range(7)]
    plenty = [skill(7 + at, "plenty", 0.9 - at / 10) for at in range(6)]
    found = SkillGaps(
        gaps=(*short, skill(13, "balanced", 2.0), *plenty), postings=40, seekers=40, usual_ratio=2.0, not_told=3
    )
    told = skills_gap(found, SKILLS, "s", ID)
    assert told.finding == (
        "Dari 14 keterampilan, 7 pasti kurang dan 6 pasti berlebih. "
        f"Paling kurang: {label(0)}, {label(1)}, {label(2)}. "
        f"Paling berlebih: {label(12)}, {label(11)}, {label(10)}."
    )
    assert told.table.rows[0][4:7] == (10.0, (20 / 3, 15.0), (5.0, 20.0))
    assert told.spec is not None
    drawn = [row["name"] for row in next(iter(told.spec["datasets"].values()))]
    assert drawn == [*(label(at) for at in range(5)), *(label(at) for at in range(8, 13))]


def row(code: str, ratio: float) -> TightnessRow:
    return TightnessRow(
        province="00",
        kbji=code,
        title="",
        postings=9,
        openings=20,
        seekers=10,
        tightness=ratio,
        interval80=(ratio / 1.2, ratio * 1.2),
        interval95=(ratio / 1.5, ratio * 1.5),
    )  # type: ignore[arg-type]


def test_a_gap_counts_groups_that_surely_lack_people_or_have_too_many() -> None:
    told = gap([row("7", 2.0), row("5", 1.2), row("9", 0.5)], "s", ID)
    assert told.finding.startswith("Paling sulit diisi: Pekerja Pengolahan, Kerajinan, dan YBDI, 2 orang dicari tiap")
    assert [one[-1] for one in told.table.rows] == ["pasti kekurangan orang", "belum pasti", "pasti kelebihan orang"]
    assert told.finding.endswith("Dari 3 golongan, 1 pasti kekurangan orang dan 1 pasti kelebihan (selang 95%).")
    alone = gap([row("7", 2.0)], "s", EN)
    assert (
        alone.finding == "Craft and related trades workers: 2 people wanted for each seeker (80% interval: 1.67–2.40). "
        "That means: people are surely short (95% interval)."
    )


def test_mismatch_is_told_with_what_chance_alone_gives() -> None:
    index = Index(value=0.3, by_chance=0.08, interval80=(0.2, 0.25), interval95=(0.15, 0.3))
    one = Mismatch(
        by="province",
        digits=0,
        groups=38,
        openings=90,
        postings=40,
        seekers=60,
        alpha=0.5,
        dissimilarity=index,
        mismatch=index,
    )
    said = (
        "Menurut provinsi, 30% pencari kerja berada di kelompok lain daripada lowongannya. "
        "Kebetulan saja memberi 8%; tanpa itu selang 80% 20–25%."
    )
    assert mismatch_words([one], ID) == [said]
