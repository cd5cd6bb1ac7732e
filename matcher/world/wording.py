"""Lines of an advertisement: what is asked for and offered, in wording that varies."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from matcher.world.register import listed, lower_start, lower_words
from matcher.world.tables import Facts, cells, rows_in
from matcher.world.trades import Trade
from taxonomy.education import level_rank, read_education
from taxonomy.skills import Skill

_EDUCATION_EN = {
    "SD": "primary school",
    "SMP": "junior high school",
    "SMA": "high school",
    "SMK": "vocational high school",
    "D3": "Diploma (D3)",
    "D4": "Bachelor degree (D4)",
    "S1": "Bachelor degree (S1)",
    "PROFESI": "a professional degree (pendidikan profesi)",
    "S2": "Master degree (S2)",
}


@lru_cache(maxsize=1)
def _majors() -> dict[str, frozenset[str]]:
    return {row["level"]: frozenset(cells(row["majors"])) for _, row in rows_in("majors.tsv", ("level", "majors"))}


@lru_cache(maxsize=10_000)
def levels_said(line: str) -> tuple[str, ...]:
    """Education levels that an authored line names."""
    return read_education(line).levels


def majors_at(facts: Facts, level: str) -> list[str]:
    """The fields of study of a unit group that are taught at a level; empty for general schooling."""
    taught, here = _majors(), [major for major in facts.majors if " sesuai " not in major and major != "PPDS"]
    if level == "SMK":
        return [major for major in here if major in taught["SMK"]]
    if level in {"D1", "D3"}:
        return [major for major in here if major in taught["D3"]]
    if level_rank(level) >= level_rank("D4"):
        if level_rank(facts.education_min) >= level_rank("D4"):
            return [major for major in here if not major.startswith("Profesi ")]
        return [major for major in here if major not in taught["SMK"] or major in taught["D3"]]
    return []


def education_name(level: str) -> str:
    """A level as the field ``education`` gives it, readable by ``taxonomy.education``."""
    return "Pendidikan profesi" if level == "PROFESI" else level


def education_line(level: str, majors: list[str], rng: Random) -> str:
    """What an ad says of schooling."""
    name = education_name(level)
    if level in {"SD", "SMP"}:
        return rng.choice((f"Pendidikan minimal {name}", f"Min. {name} sederajat", f"Ijazah terakhir {name} sederajat"))
    if level == "SMA":
        name = rng.choice(("SMA/SMK sederajat", "SMA/SMK", "SMA sederajat", "SLTA sederajat"))
    field = ""
    if majors:
        some = rng.sample(majors, min(len(majors), rng.choice((1, 2, 2, 3))))
        field = rng.choice((" jurusan ", " ")) + listed(some, "atau")
    return rng.choice((f"Pendidikan minimal {name}{field}", f"Min. {name}{field}", f"Lulusan {name}{field}"))


def education_line_en(level: str) -> str:
    """The same in English."""
    return f"Minimum {_EDUCATION_EN[level]}" + (" in a related field" if level_rank(level) >= level_rank("D3") else "")


_GRADUATES = ("Fresh graduate dipersilakan melamar", "Terbuka untuk fresh graduate", "Lulusan baru boleh melamar")
_LEARNERS = (
    "Tidak wajib pengalaman, akan dilatih",
    "Belum pengalaman boleh melamar, yang penting mau belajar",
    "Pengalaman tidak diutamakan",
)


def experience_line(months: int, title: str, level: str, rng: Random) -> str:
    """What an ad says of experience, for a job of that level of education."""
    if months == 0:
        if level_rank(level) < level_rank("SMA"):
            return rng.choice(_LEARNERS)
        return rng.choice(_GRADUATES if level_rank(level) > level_rank("SMA") else (*_GRADUATES, *_LEARNERS))
    span = f"{months // 12} tahun" if months % 12 == 0 else f"{months} bulan"
    return rng.choice(
        (
            f"Pengalaman minimal {span} di bidang yang sama",
            f"Berpengalaman minimal {span} sebagai {lower_words(title)}",
            f"Pengalaman kerja minimal {span} pada posisi serupa",
            f"Minimal {span} pengalaman di bidangnya",
        )
    )


def licence_line(licence: str, rng: Random) -> str:
    """What an ad says of a licence."""
    forms = [f"Memiliki {licence} yang masih berlaku", f"Wajib punya {licence}", f"{licence} aktif"]
    return rng.choice(forms)


def skill_line(skills: list[Skill], rng: Random) -> str:
    """What an ad says of skills."""
    labels = [skill.label if skill.is_name else lower_start(skill.label) for skill in skills]
    last = "serta" if any(" dan " in label for label in labels) else "dan"
    if all(skill.is_name and skill.role == "ability" for skill in skills):
        return rng.choice(("Menguasai ", "Mampu menggunakan ", "Terbiasa memakai ")) + listed(labels, last)
    if all(skill.role != "general" for skill in skills) and rng.random() < 0.5:
        return rng.choice(("Menguasai ", "Memahami ", "Paham ")) + listed(labels, last)
    return rng.choice(("Keahlian: ", "Keterampilan: ", "Kemampuan: ")) + ", ".join(labels)


def some_skills(trade: Trade, rng: Random, most: int) -> list[Skill]:
    """A few skills of a trade, licences aside, the essential ones more often."""
    able = [skill for skill in trade.skills if skill.role != "licence"]
    count = min(len(able), rng.randint(2, most)) if able else 0
    ranked = sorted(range(len(able)), key=lambda at: at * 0.6 + rng.random() * len(able))
    return [able[at] for at in sorted(ranked[:count])]


def benefits(trade: Trade, rng: Random) -> list[str]:
    """What an employer of that sector offers besides pay."""
    fitting = [text for sectors, text in _benefits() if not sectors or trade.sector.name in sectors]
    special = [text for sectors, text in _benefits() if trade.sector.name in sectors]
    chosen = rng.sample(fitting, min(len(fitting), rng.randint(1, 3)))
    return list(dict.fromkeys((*special[:1], *chosen)))


@lru_cache(maxsize=1)
def _benefits() -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((cells(row["sectors"]), row["text"]) for _, row in rows_in("benefits.tsv", ("sectors", "text")))


def rupiah(amount: float) -> str:
    """``Rp4.500.000``."""
    return f"Rp{amount:,.0f}".replace(",", ".")


def juta(amount: float) -> str:
    """``4,5 jt``."""
    return f"{amount / 1e6:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " jt"


def pay_line(low: float, high: float, period: str, rng: Random, *, chat: bool) -> str:
    """What an ad says of pay."""
    if period == "day":
        return rng.choice((f"Upah {rupiah(low)} per hari", f"Upah harian {rupiah(low)} - {rupiah(high)} per hari"))
    if chat:
        return rng.choice((f"gaji {juta(low)} - {juta(high)}", f"gaji {juta(low)}an nett", f"gaji mulai {juta(low)}"))
    return rng.choice(
        (
            f"Gaji {rupiah(low)} - {rupiah(high)} per bulan",
            f"Gaji pokok {rupiah(low)} per bulan",
            f"Kisaran gaji {juta(low)} sampai {juta(high)} per bulan",
        )
    )
