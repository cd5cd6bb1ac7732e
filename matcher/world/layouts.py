"""Lay an advertisement out: formal, bullets, paragraphs, a chat message, HTML left over from a web form, English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from matcher.world.register import capitalise, listed, lower_start, misspell, shorten


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an ad has to say.

    Attributes:
        title: Job title.
        employer: Invented employer.
        place: Where, as written.
        tasks: What is done.
        needs: What is wanted.
        offers: Pay and benefits; may be empty.
        closing: How to apply.
    """

    title: str
    employer: str
    place: str
    tasks: list[str]
    needs: list[str]
    offers: list[str]
    closing: str


def formal(parts: Parts, rng: Random) -> str:
    """An introduction, headed lists, a closing sentence."""
    intro = rng.choice(
        (
            f"{parts.employer} membuka lowongan {parts.title} untuk penempatan {parts.place}.",
            f"Kami dari {parts.employer} mencari {parts.title} yang akan ditempatkan di {parts.place}.",
            f"{parts.employer} sedang berkembang dan membutuhkan {parts.title} di {parts.place}.",
            f"Dibutuhkan {parts.title} untuk {parts.employer}, lokasi kerja {parts.place}.",
            f"Bergabunglah dengan {parts.employer} di {parts.place} sebagai {parts.title}.",
        )
    )
    mark = rng.choice(("- ", "• ", "* "))
    tasks = rng.choice(("Tugas dan tanggung jawab:", "Deskripsi pekerjaan:", "Uraian tugas:", "Jobdesc:"))
    needs = rng.choice(("Kualifikasi:", "Persyaratan:", "Syarat:", "Requirement:"))
    blocks = [(tasks, parts.tasks), (needs, parts.needs)]
    if rng.random() < 0.25:
        blocks.reverse()
    if parts.offers:
        blocks.append((rng.choice(("Fasilitas:", "Benefit:", "Yang kami tawarkan:")), parts.offers))
    body = [head + "\n" + "\n".join(mark + capitalise(line) for line in lines) for head, lines in blocks]
    return "\n\n".join([intro, *body, parts.closing])


def bullets(parts: Parts, rng: Random) -> str:
    """Bare lists without an introduction, numbered at times."""
    lines = [*parts.needs]
    rng.shuffle(lines)
    if rng.random() < 0.5:
        wanted = "\n".join(f"{n}. {capitalise(line)}" for n, line in enumerate(lines, 1))
    else:
        wanted = "\n".join("- " + capitalise(line) for line in lines)
    head = rng.choice(("KUALIFIKASI", "Syarat", "Kriteria", "PERSYARATAN UMUM"))
    job = rng.choice(("JOBDESK", "Tugas", "Pekerjaan", "TANGGUNG JAWAB"))
    text = f"{head}:\n{wanted}\n\n{job}:\n" + "\n".join("- " + line for line in parts.tasks)
    if parts.offers:
        text += "\n\n" + rng.choice(("BENEFIT", "Kami beri", "Fasilitas")) + ": " + ", ".join(parts.offers)
    return text + rng.choice((f"\n\nPenempatan {parts.place}", f"\n\nLokasi: {parts.place}", ""))


def paragraph(parts: Parts, rng: Random) -> str:
    """Running sentences."""
    tasks = listed([lower_start(task) for task in parts.tasks], rng.choice(("serta", "dan juga")))
    opening = rng.choice(
        (
            f"{parts.employer} di {parts.place} mencari {parts.title}.",
            f"Lowongan {parts.title} di {parts.employer}, {parts.place}.",
            f"Kami membutuhkan {parts.title} untuk {parts.place}.",
        )
    )
    work = rng.choice((f"Pekerjaannya {tasks}.", f"Sehari-hari akan {tasks}.", f"Tugasnya meliputi: {tasks}."))
    wanted = "Syarat: " + "; ".join(map(lower_start, parts.needs)) + "."
    offers = f" Fasilitas: {', '.join(map(lower_start, parts.offers))}." if parts.offers else ""
    return f"{opening} {work}\n\n{wanted}{offers} {parts.closing}"


def chat(parts: Parts, rng: Random) -> str:
    """A message as it goes round in chat groups."""
    opening = rng.choice(
        (
            f"DIBUTUHKAN SEGERA!! {parts.title.upper()} utk {parts.place}",
            f"Lowongan kerja nih!! {parts.employer} butuh {parts.title}, lokasi {parts.place}",
            f"INFO LOKER\n{parts.title} - {parts.employer}\n{parts.place}",
            f"Dicari {parts.title} yg siap kerja, penempatan {parts.place}",
            f"*LOKER {parts.place.upper()}*\n{parts.title} ({parts.employer})",
        )
    )
    lines = [lower_start(line) for line in parts.needs]
    mark = rng.choice(("- ", "> ", "~ ", "✅ "))
    wanted = ", ".join(lines) if rng.random() < 0.4 else "\n".join(mark + line for line in lines)
    work = rng.choice(("kerjanya ", "jobdesk: ", "tugas: ")) + ", ".join(lower_start(task) for task in parts.tasks[:3])
    offers = "\n" + ", ".join(map(lower_start, parts.offers)) if parts.offers else ""
    closing = rng.choice(("minat langsung lamar lewat aplikasi ya", "buruan lamar, kuota terbatas!!", parts.closing))
    body = f"Syarat:\n{wanted}\n{work}{offers}\n{closing}"
    return opening + "\n" + misspell(shorten(body, rng, 0.45), rng, 0.03)


def html(parts: Parts, rng: Random) -> str:
    """Tags and entities that a web form left in the text."""
    bullet = rng.choice(("&bull; {}<br>", "<li>{}</li>", "&#8226;&nbsp;{}<br/>"))
    tasks, needs = ("".join(bullet.format(line) for line in lines) for lines in (parts.tasks, parts.needs))
    offers = f"<p>Benefit: {' &amp; '.join(parts.offers)}</p>" if parts.offers else ""
    intro = f"<p>{parts.employer} mencari <b>{parts.title}</b> ({parts.place})</p>"
    return f"{intro}<p>Tugas:</p>{tasks}<p>Kualifikasi:</p>{needs}{offers}"


LAYOUTS: dict[str, tuple[Callable[[Parts, Random], str], float, float]] = {
    "formal": (formal, 5.0, 2.0),
    "bullets": (bullets, 3.0, 2.0),
    "paragraph": (paragraph, 2.0, 2.0),
    "chat": (chat, 0.4, 4.0),
    "html": (html, 0.7, 0.4),
}
"""Layout with its weight for office work and for hands-on work."""


def pick_layout(*, is_office: bool, rng: Random) -> str:
    """Name of a layout."""
    weights = [office if is_office else hands_on for _, office, hands_on in LAYOUTS.values()]
    return rng.choices(list(LAYOUTS), weights)[0]


def english(parts: Parts, rng: Random) -> str:
    """The whole ad in English; its parts are English already."""
    article = "an" if parts.title[0].upper() in "AEIOU" else "a"
    intro = rng.choice(
        (
            f"{parts.employer} is looking for {article} {parts.title} to join our team in {parts.place}.",
            f"We are hiring {article} {parts.title} based in {parts.place}.",
            f"Join {parts.employer} as our next {parts.title}. Location: {parts.place}.",
        )
    )
    tasks = "\n".join(f"- {line}" for line in parts.tasks)
    needs = "\n".join(f"- {line}" for line in parts.needs)
    heads = rng.choice((("Responsibilities:", "Requirements:"), ("What you will do:", "What we look for:")))
    offers = f"\n\nWe offer {', '.join(parts.offers)}." if parts.offers else ""
    return f"{intro}\n\n{heads[0]}\n{tasks}\n\n{heads[1]}\n{needs}{offers}\n\n{parts.closing}"
