"""Figures of skills on the market page: what is short between offer and demand, and what rises and falls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.web import words
from api.web.planner.market_figures import MOST, NARROWEST, ratio_spec
from api.web.planner.tables import Column, Figure, Table, interval_columns
from api.web.tongue import Tongue
from matcher.market.rising import SkillTrend, Trends
from matcher.market.skill_gap import SkillGap, SkillGaps
from taxonomy.skills import Skills


def skills_gap(gaps: SkillGaps | None, known: Skills, source: str, tongue: Tongue) -> Figure:
    """Skills asked for against held, relative to the usual skill: the shortest and the most plentiful."""
    _ = tongue.gettext
    title = _("Keterampilan yang kurang dan yang berlebih")
    told = [_gap_row(one, gaps, known, tongue) for one in gaps.gaps] if gaps else []
    apart = [row for row, one in zip(told, gaps.gaps if gaps else (), strict=True) if one.side != "balanced"]
    drawn = apart if len(apart) <= MOST else [*apart[: MOST // 2], *apart[-MOST // 2 :]]
    columns = (
        Column(title=_("Keterampilan")),
        Column(title=_("Diminta lowongan"), kind="whole"),
        Column(title=_("Bagian lowongan"), kind="percent"),
        Column(title=_("Bagian pencari"), kind="percent"),
        Column(title=_("Dibanding biasanya"), kind="decimal"),
        *interval_columns(tongue),
        Column(title=_("Arti")),
    )
    measured = [(str(row[0]), row[4], row[5], row[6]) for row in drawn]
    return Figure(
        name="keterampilan",
        title=title,
        finding=_skill_words(gaps, known, tongue),
        how=_("Nilai 1 berarti diminta sesering keterampilan lain. Garis: selang 80% dan 95%."),
        spec=ratio_spec(measured, _("dibanding keterampilan biasa")) if drawn else None,
        table=Table(name="keterampilan", caption=title, columns=columns, rows=told, source=source),
    )


def _gap_row(one: SkillGap, gaps: SkillGaps, known: Skills, tongue: Tongue) -> tuple[Any, ...]:
    usual = max(gaps.usual_ratio, NARROWEST)
    sides = {
        "short": tongue.gettext("kurang"),
        "plenty": tongue.gettext("berlebih"),
        "balanced": tongue.gettext("seimbang"),
    }
    return (
        skill_name(one.skill_id, known, tongue),
        one.postings,
        one.asked_share,
        one.held_share,
        one.relative,
        (one.interval80[0] / usual, one.interval80[1] / usual),
        (one.interval95[0] / usual, one.interval95[1] / usual),
        sides[one.side],
    )


def _skill_words(gaps: SkillGaps | None, known: Skills, tongue: Tongue) -> str:
    _ = tongue.gettext
    if gaps is None or not gaps.gaps:
        return _("Lowongan atau pencari di sini terlalu sedikit untuk membandingkan keterampilan.")
    short = [one for one in gaps.gaps if one.side == "short"]
    plenty = [one for one in gaps.gaps if one.side == "plenty"]
    n = tongue.number(len(gaps.gaps))
    if not short and not plenty:
        return _("Dari %(n)s keterampilan, tidak ada yang pasti kurang atau berlebih.", n=n)
    said = [
        _(
            "Dari %(n)s keterampilan, %(short)s pasti kurang dan %(plenty)s pasti berlebih.",
            n=n,
            short=tongue.number(len(short)),
            plenty=tongue.number(len(plenty)),
        )
    ]
    if short:
        names = ", ".join(skill_name(one.skill_id, known, tongue) for one in short[:3])
        said.append(_("Paling kurang: %(names)s.", names=names))
    if plenty:
        names = ", ".join(skill_name(one.skill_id, known, tongue) for one in reversed(plenty[-3:]))
        said.append(_("Paling berlebih: %(names)s.", names=names))
    return " ".join(said)


def rising(trends: Trends, known: Skills, source: str, tongue: Tongue) -> Figure:
    """Skills that more or fewer ads ask for than before; the surest first."""
    _ = tongue.gettext
    title = _("Keterampilan yang makin diminta dan makin jarang")
    moving = [one for one in trends.trends if one.trend != "steady"]
    drawn = (moving or list(trends.trends))[:MOST]
    columns = (
        Column(title=_("Keterampilan")),
        Column(title=_("Bagian iklan dulu"), kind="percent"),
        Column(title=_("Bagian iklan kini"), kind="percent"),
        Column(title=_("Kini dibanding dulu"), kind="decimal"),
        *interval_columns(tongue),
        Column(title=_("Arah")),
    )
    rows = [_trend_row(one, known, tongue) for one in trends.trends]
    measured = [
        (skill_name(one.name, known, tongue), one.ratio, one.interval80, one.interval95)
        for one in drawn
        if one.ratio > 0 and one.interval95[0] > 0
    ]
    return Figure(
        name="naik",
        title=title,
        finding=_trend_words(trends, moving, known, tongue),
        how=_("Nilai 1 berarti tetap. Garis: selang 80% dan 95%. Dihitung dari semua lowongan yang bertanggal."),
        spec=ratio_spec(measured, _("kini dibanding dulu")) if measured else None,
        table=Table(name="naik", caption=title, columns=columns, rows=rows, source=source),
    )


def _trend_row(one: SkillTrend, known: Skills, tongue: Tongue) -> tuple[Any, ...]:
    ways = {
        "rising": tongue.gettext("naik"),
        "falling": tongue.gettext("turun"),
        "steady": tongue.gettext("belum pasti"),
    }
    name = skill_name(one.name, known, tongue)
    return name, one.early_share, one.late_share, one.ratio, one.interval80, one.interval95, ways[one.trend]


def _trend_words(trends: Trends, moving: Sequence[SkillTrend], known: Skills, tongue: Tongue) -> str:
    _ = tongue.gettext
    if not trends.trends:
        return _("Lowongan yang bertanggal terlalu sedikit untuk melihat perubahan.")
    n = tongue.number(trends.tested)
    if not moving:
        return _("Dari %(n)s keterampilan yang diuji, tidak ada yang pasti naik atau turun.", n=n)
    up = [skill_name(one.name, known, tongue) for one in moving if one.trend == "rising"]
    down = [skill_name(one.name, known, tongue) for one in moving if one.trend == "falling"]
    said = [
        _(
            "Dari %(n)s keterampilan yang diuji, %(up)s naik dan %(down)s turun.",
            n=n,
            up=tongue.number(len(up)),
            down=tongue.number(len(down)),
        )
    ]
    if up:
        said.append(_("Naik: %(names)s.", names=", ".join(up[:3])))
    if down:
        said.append(_("Turun: %(names)s.", names=", ".join(down[:3])))
    return " ".join(said)


def skill_name(skill_id: str, known: Skills, tongue: Tongue) -> str:
    """Label of a skill in the page's language."""
    return words.label(tongue, known.get(skill_id))
