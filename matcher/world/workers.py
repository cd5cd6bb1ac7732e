"""Make the workers of the sample world: invented people in people's own words, without a name, age, sex or contact."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from matcher.privacy import without_personal
from matcher.world import wording
from matcher.world.dates import FETCHED_AT
from matcher.world.lives import Life, make_life
from matcher.world.places import local_wage_idr, spell
from matcher.world.plan import Slot
from matcher.world.register import capitalise, lower_start, lower_words, misspell, shorten, spell_out
from matcher.world.trades import overlap, pick_title
from taxonomy.skills import load_skills

_BEGINNER = re.compile(r"\b(?:lulusan|fresh|kuliah|magang|pkl|praktek|praktik|mahasiswa|skripsi|baru lulus|sekolah)\b")
_WISH_OF_THE_EXPERIENCED = re.compile(
    r"\b(?:lg|lagi|naik|pindah|balik|pengalaman|udah|sudah|pernah|tetep|aktif|lanjut|terusin|manager|kepala|spv)\b"
)
_SHIFT = (
    "siap kerja shift dan lembur",
    "siap kerja kapan saja",
    "bisa masuk akhir pekan",
    "bisa langsung kerja",
    "siap tes dulu",
    "siap ditempatkan dimana saja di {place}",
    "lokasi sekitar {place} lebih baik",
    "bisa kerja tim",
)
_LEFT = (
    "kontrak habis jadi cari yang baru",
    "tempat kerja lama tutup",
    "kena pengurangan karyawan",
    "pindah domisili ke {place}",
    "sekarang masih kerja tapi ingin yang lebih dekat",
    "cari gaji yang lebih jelas",
    "kontrak kerja sudah selesai",
    "lagi nganggur dua bulan",
)
_LEFT_OFFICE = (
    "saat ini masih bekerja, bisa bergabung satu bulan setelah pemberitahuan",
    "kontrak terakhir selesai bulan lalu",
    "ingin lingkungan kerja dengan jenjang karier jelas",
    "kantor lama pindah kota jadi mencari yang di {place}",
    "terbuka untuk kontrak maupun tetap",
)
_SCHOOL_TASK = (
    "Pernah PKL {n} bulan {where}",
    "PKL {n} bulan {where}, dapat sertifikat",
    "Magang {n} bulan {where}",
    "Ada pengalaman praktek {n} bulan {where}",
)


def make_worker(number: int, slot: Slot, rng: Random) -> dict[str, Any]:
    """One worker in our own template; about a third as sparse as a chat message.

    Args:
        number: Its number, from 1.
        slot: Its unit group and place.
        rng: Source of chance.
    """
    life = make_life(slot, rng)
    is_sparse = rng.random() < 0.34
    chat = is_sparse or rng.random() < 0.5
    place = spell(slot.region, rng, chat=chat)
    row: dict[str, Any] = {
        "id": f"contoh:worker-{number:04d}",
        "source": "contoh",
        "fetched_at": FETCHED_AT,
        "summary": _summary(life, place, rng, chat=chat, short=is_sparse),
        "wish": _wish(life, rng),
        "education": wording.education_name(life.level),
        "place": place,
    }
    if rng.random() < (0.5 if is_sparse else 0.8):
        row["salary_idr_month"] = _salary(slot, life, rng)
    return row if is_sparse else row | _details(life, rng)


def _details(life: Life, rng: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if life.years and rng.random() < 0.85:
        found["jobs"] = _jobs(life, rng)
        if rng.random() < 0.4:
            found["experience_months"] = sum(job["months"] for job in found["jobs"])
    if rng.random() < 0.6:
        found["skills"] = _skills(life, rng)
    if life.licences and rng.random() < 0.85:
        found["licences"] = life.licences
    if life.major and rng.random() < 0.85:
        found["study_programme"] = life.major
    if rng.random() < 0.4:
        found["will_relocate"] = rng.random() < 0.5
    if rng.random() < 0.2:
        found["employment_types"] = rng.choice((["full_time"], ["full_time", "contract"], ["part_time"], ["freelance"]))
    return found


def _lived(life: Life, count: int, rng: Random) -> list[str]:
    """Lines on what was done, the one that tells the years first."""
    lines = [line for line in life.trade.lived if _suits(line, life)]
    if not lines and life.stage != "fresh":
        lines = list(life.trade.lived)
    rng.shuffle(lines)
    lines.sort(key=lambda line: ("{tahun}" not in line) - 0.1 * overlap(life.title.text, [line]))
    if life.years and rng.random() < 0.2:
        lines = [line for line in lines if "{tahun}" not in line] or lines
    timed = [line for line in lines if "{tahun}" in line][:1]
    chosen = (timed + [line for line in lines if "{tahun}" not in line])[:count]
    return [line.format(tahun=life.years) for line in chosen]


def _suits(line: str, life: Life) -> bool:
    levels = wording.levels_said(line)
    if levels and ("SMA" if life.level == "SMK" else life.level) not in levels:
        return False
    if life.stage == "fresh":
        if "lulusan" in line.casefold() and not overlap(life.major, [line]):
            return False
        return bool(_BEGINNER.search(line.casefold())) and "{tahun}" not in line
    return not _BEGINNER.search(line.casefold())


def _summary(life: Life, place: str, rng: Random, *, chat: bool, short: bool) -> str:
    """Own words; the same draw again where a turn of phrase would read as a personal trait."""
    text = ""
    for _ in range(20):
        text = _words(life, place, rng, chat=chat, short=short)
        if without_personal(text) == " ".join(text.split(" ")):
            break
    return text


def _words(life: Life, place: str, rng: Random, *, chat: bool, short: bool) -> str:
    lines = _lived(life, rng.choice((1, 2)) if short else rng.choice((2, 2, 3)), rng)
    office = life.trade.code[0] in "12"
    before: list[str] = []
    after: list[str] = []
    school = f"{life.level} {life.major}".strip()
    schooling = "sudah lulus pendidikan profesi" if life.level == "PROFESI" else f"lulusan {school}"
    if life.stage == "fresh":
        before.append(rng.choice((f"Fresh graduate {school}", f"Baru lulus {school}")))
        where = f"di bagian {lower_words(life.title.text)}"
        if not lines:
            lines = [rng.choice(_SCHOOL_TASK).format(n=rng.choice((2, 3, 4, 6)), where=where), _learnt(life, rng)]
    elif rng.random() < (0.15 if short else 0.4) and not any(wording.levels_said(line) for line in lines):
        (before if rng.random() < 0.5 else after).append(schooling)
    if life.years and not any(re.search(r"\d+ (?:thn|tahun|taun|th)\b", line) for line in lines):
        before.append(
            rng.choice(
                (
                    f"pengalaman {life.years} tahun sebagai {lower_words(life.title.text)}",
                    f"{life.years} tahun kerja jadi {lower_words(life.title.text)}",
                    f"{lower_words(life.title.text)} {life.years} tahun lebih",
                )
            )
        )
    if life.licences and not short and rng.random() < 0.6:
        after.append(rng.choice(("{} aktif", "punya {}", "ada {}")).format(life.licences[0]))
    if not short and rng.random() < 0.3 and life.stage != "fresh":
        after.append(_learnt(life, rng))
    if life.stage == "changer":
        after.append(_turn(life, rng))
    elif life.stage == "experienced" and rng.random() < (0.25 if short else 0.45):
        after.append(rng.choice(_LEFT_OFFICE if office else _LEFT).format(place=place))
    if rng.random() < (0.15 if office else 0.35):
        after.append(rng.choice(_SHIFT).format(place=place))
    return _joined([*before, *lines, *after], rng, chat=chat)


def _learnt(life: Life, rng: Random) -> str:
    skills = [skill.label for skill in wording.some_skills(life.trade, rng, 3)] or ["banyak hal"]
    heads = ("bisa", "paham dasar", "pernah praktek") if life.stage == "fresh" else ("bisa", "menguasai", "paham")
    head = rng.choice(heads)
    return f"{head} {', '.join(map(lower_words, skills))}"


def _turn(life: Life, rng: Random) -> str:
    goal = lower_words(life.goal_title.text)
    return rng.choice(
        (
            f"ingin ganti jalur jadi {goal}",
            f"mau belajar dari nol jadi {goal}",
            f"pengen pindah bidang ke {goal}, siap dilatih",
            f"sekarang cari kerja {goal} karena ingin suasana baru",
            f"sudah belajar sendiri soal pekerjaan {goal}",
        )
    )


def _joined(lines: list[str], rng: Random, *, chat: bool) -> str:
    if chat:
        glue = rng.choice((", ", ". ", ", ", "\n"))
        rest = map(lower_start, lines[1:]) if glue == ", " else lines[1:]
        text = misspell(shorten(glue.join((lines[0], *rest)), rng, 0.35), rng, 0.025)
        text = text if rng.random() < 0.6 else capitalise(text)
        return text + rng.choice(("", "", "", " !!", ", makasih", ", mohon infonya"))
    return ". ".join(capitalise(line if rng.random() < 0.3 else spell_out(line)) for line in lines) + "."


def _wish(life: Life, rng: Random) -> str:
    wishes = list(life.goal.wishes)
    if life.stage != "experienced":
        wishes = [wish for wish in wishes if not _WISH_OF_THE_EXPERIENCED.search(wish)]
    if wishes and rng.random() < 0.5:
        return rng.choice(wishes)
    first = life.goal_title.text
    second = pick_title(life.goal, rng, ("formal", "ad"), english=0.1).text
    if life.stage == "experienced" and rng.random() < 0.6:
        first = life.title.text
    if first != second and rng.random() < 0.3:
        return f"{lower_words(first)} / {lower_words(second)}"
    return lower_words(first) if rng.random() < 0.7 else first


def _jobs(life: Life, rng: Random) -> list[dict[str, Any]]:
    """Jobs held, the latest first; their months agree with the years that are told."""
    months = life.years * 12 + rng.randint(0, 5)
    titles = [life.title.text]
    if life.years >= 3 and rng.random() < 0.5:
        other = pick_title(life.trade, rng, ("formal", "ad"), english=0.1).text
        titles += [other] if other != life.title.text else []
    first = months if len(titles) == 1 else round(months * rng.uniform(0.4, 0.75))
    spans = [first] if len(titles) == 1 else [first, months - first]
    jobs: list[dict[str, Any]] = [{"title": t, "months": m} for t, m in zip(titles, spans, strict=True)]
    if rng.random() < 0.5:
        tasks = sorted(life.trade.tasks, key=lambda line: rng.random() - overlap(titles[0], [line]))
        jobs[0]["description"] = ". ".join(tasks[: rng.choice((1, 2, 2))])
    return jobs


def _skills(life: Life, rng: Random) -> list[str]:
    known = load_skills()
    names: list[str] = []
    for skill in wording.some_skills(life.trade, rng, 6):
        others = [alias for alias in skill.aliases if known.find(alias) == skill and len(alias) < 30]
        names.append(rng.choice(others) if others and rng.random() < 0.3 else skill.label)
    return names


def _salary(slot: Slot, life: Life, rng: Random) -> int:
    facts = life.goal.facts
    span = facts.pay_high - facts.pay_low
    seniority = 0.0 if life.stage != "experienced" else min(1.0, life.years / 10)
    amount = local_wage_idr(slot.region) * (facts.pay_low + span * (0.45 * seniority + rng.uniform(0.02, 0.2)))
    return max(700_000, int(round(amount, -5)))
