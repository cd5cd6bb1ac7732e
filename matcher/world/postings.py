"""Make the postings of the sample world: a vacancy, put in words."""

from __future__ import annotations

from random import Random
from typing import Any

from matcher.world import layouts, wording
from matcher.world.dates import FETCHED_AT, posting_dates
from matcher.world.english import english_text
from matcher.world.plan import Slot
from matcher.world.trades import Title, Trade, overlap
from matcher.world.vacancy import Kind, Vacancy, make_vacancy

_CLOSINGS = (
    "Lamaran dikirim lewat aplikasi ini, lengkapi profil terlebih dahulu.",
    "Hanya kandidat yang sesuai kualifikasi yang akan dihubungi.",
    "Proses seleksi tidak dipungut biaya apa pun.",
    "Kirim CV terbaru melalui SIAPKerja.",
    "Wawancara dijadwalkan setelah berkas diperiksa.",
    "Berkas lamaran diseleksi setiap pekan.",
    "Tes keterampilan dilakukan pada hari wawancara.",
)


def make_posting(number: int, slot: Slot, rng: Random) -> dict[str, Any]:
    """One posting in our own template.

    Args:
        number: Its number, from 1.
        slot: Its unit group and place.
        rng: Source of chance.
    """
    vacancy = make_vacancy(slot, rng)
    kind = vacancy.kind
    layout = layouts.pick_layout(is_office=slot.trade.code[0] in "124" or slot.trade.code[:2] == "33", rng=rng)
    text = _text(vacancy, layout, rng)
    row: dict[str, Any] = {
        "id": f"contoh:posting-{number:04d}",
        "source": "contoh",
        "fetched_at": FETCHED_AT,
        "title": _headline(vacancy.title.text, vacancy.spoken_place, kind, layout, rng),
        "description": text,
        "employer": vacancy.employer,
        "places": ["Remote", vacancy.place] if kind.is_remote else [vacancy.place],
        "employment_type": _employment(kind, rng),
        "openings": _openings(slot.trade, rng),
    }
    return row | _stated(vacancy, rng) | posting_dates(rng)


def _text(vacancy: Vacancy, layout: str, rng: Random) -> str:
    """The body of the ad."""
    trade, kind = vacancy.slot.trade, vacancy.kind
    with_pay = 0.4 <= vacancy.pay_shown < 0.75
    offers = _offers(trade, kind, vacancy.pay, rng, with_pay=with_pay, chat=layout == "chat")
    parts = layouts.Parts(
        title=vacancy.title.text,
        employer=vacancy.employer,
        place="rumah (remote)" if kind.is_remote else vacancy.spoken_place,
        tasks=_tasks(trade, vacancy.title, rng),
        needs=vacancy.needs,
        offers=offers,
        closing=rng.choice(_CLOSINGS),
    )
    if kind.is_english:
        return english_text(parts, trade, vacancy.level, vacancy.months, rng)
    return layouts.LAYOUTS[layout][0](parts, rng)


def _stated(vacancy: Vacancy, rng: Random) -> dict[str, Any]:
    """What this employer fills in besides the text; most leave some of it out."""
    trade, level, row = vacancy.slot.trade, vacancy.level, dict[str, Any]()
    if rng.random() < 0.45:
        row["hint"] = trade.sector.category
    if rng.random() < 0.75:
        row["education"] = ["SMA", "SMK"] if level == "SMA" else [wording.education_name(level)]
        if vacancy.majors and rng.random() < 0.5:
            row["study_programmes"] = vacancy.majors[:3]
    if rng.random() < 0.35:
        row["skills"] = [skill.label for skill in wording.some_skills(trade, rng, 5)]
    if rng.random() < 0.7:
        row["experience_months_min"] = vacancy.months
    if vacancy.pay_shown < 0.55:
        low, high, period = vacancy.pay
        row |= {"pay_low": low, "pay_high": high, "pay_period": period}
    return row


def _tasks(trade: Trade, title: Title, rng: Random) -> list[str]:
    ranked = sorted(trade.tasks, key=lambda line: rng.random() - overlap(title.text, [line]))
    return ranked[: rng.randint(3, 5 if title.is_plain else 4)]


def _offers(
    trade: Trade, kind: Kind, pay: tuple[float, float, str], rng: Random, *, with_pay: bool, chat: bool
) -> list[str]:
    lines: list[str] = []
    if with_pay and not kind.is_english:
        word = "Uang saku" if kind.is_internship else ""
        line = wording.pay_line(*pay, rng, chat=chat)
        lines.append(f"{word} {wording.rupiah(pay[0])} per bulan" if word else line)
    elif rng.random() < 0.12 and not kind.is_internship:
        lines.append(rng.choice(("Gaji sesuai UMK", "Gaji UMR", "Gaji kompetitif, bisa dibicarakan")))
    if kind.is_internship:
        return [*lines, "sertifikat magang", *(["uang makan dan transport"] if rng.random() < 0.4 else [])]
    if rng.random() < 0.6:
        lines += wording.benefits(trade, rng)[: 1 if kind.is_daily else 3]
    return lines


def _headline(title: str, place: str, kind: Kind, layout: str, rng: Random) -> str:
    if kind.is_internship:
        return rng.choice((f"Magang {title}", f"{title} (Magang)", f"Internship {title}"))
    if kind.is_remote:
        return rng.choice((f"{title} (Remote)", f"{title} WFH", title))
    loud, plain = title.upper(), (title,) * 4
    if layout == "chat":
        return rng.choice((loud, f"Dibutuhkan {title}!!", f"DICARI {loud} SEGERA", f"Loker {title}", title))
    return rng.choice((*plain, f"{title} - {place}", f"{title} (Penempatan {place})", loud))


def _employment(kind: Kind, rng: Random) -> str:
    if kind.is_internship:
        return "internship"
    if kind.is_daily:
        return "daily"
    if kind.is_remote and rng.random() < 0.3:
        return "freelance"
    return rng.choices(("full_time", "contract", "part_time", ""), (70, 20, 4, 6))[0]


def _openings(trade: Trade, rng: Random) -> int:
    many = trade.code[0] in "89" or trade.code in {"5223", "3322", "5131"}
    return rng.choice((2, 3, 5, 5, 10, 20)) if many else rng.choice((1, 1, 1, 2, 2, 3))
