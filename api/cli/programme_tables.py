"""Programmes as people read them on a terminal, in Bahasa Indonesia: every rule with its source, what to ask next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from taxonomy.rupiah import rupiah

VERDICTS = {
    "eligible": "memenuhi syarat",
    "need_to_know": "perlu ditanya",
    "not_eligible": "tidak memenuhi",
    "not_running": "tidak berjalan",
}
PHASES = {
    "running": "berjalan",
    "not_yet": "belum mulai",
    "announced": "baru diumumkan",
    "paused": "dihentikan sementara",
    "over": "sudah berakhir",
}
_MARKS = {"met": "✓", "not_met": "✗", "unknown": "?"}
_BY_QUOTA = " (per kuota)"
_QUESTIONS_SHOWN = 10


def programmes_table(entries: Sequence[Mapping[str, Any]], day: date) -> Table:
    """All programmes, a row each."""
    table = Table(
        title=Text(f"Program per {day}"),
        title_justify="left",
        caption=Text(f"{len(entries)} program. 'Diketahui sampai': hari terakhir yang kami ketahui, bukan hari ini."),
    )
    for name in ("Kode", "Program", "Penyelenggara", "Keadaan", "Diketahui sampai"):
        table.add_column(name, overflow="fold")
    for entry in entries:
        known = f"{entry['held']['as_of']}{_unverified(entry['held'])}"
        table.add_row(entry["id"], Text(entry["name_id"]), Text(entry["owner"]), _phase(entry), known)
    return table


def programme_view(document: Mapping[str, Any]) -> Iterator[RenderableType]:
    """One programme with all its rules and benefits."""
    facts = Table(title=Text(document["name_id"]), show_header=False, title_justify="left")
    facts.add_column(style="bold")
    facts.add_column(overflow="fold")
    for name, words in (
        ("Kode", document["id"]),
        ("Penyelenggara", document["owner"]),
        ("Keadaan", _phase(document)),
        ("Untuk apa", document["says_id"]),
        ("Cara mendaftar", document["apply_id"]),
        ("Yang juga diminta", document["also_id"] or "-"),
        ("Sumber", _source(document["held"])),
    ):
        facts.add_row(name, Text(str(words)))
    yield facts
    yield _listed("Syarat", [(_alternative(rule) + rule["reason_id"], rule["held"]) for rule in document["rules"]])
    yield _listed("Manfaat", [(_gives(benefit), benefit["held"]) for benefit in document["benefits"]])


def findings_view(found: Mapping[str, Any]) -> Iterator[RenderableType]:
    """The programmes for a person, rule by rule, and the questions that are left."""
    counts = ", ".join(f"{VERDICTS[verdict]} {count}" for verdict, count in found["counts"].items())
    table = Table(
        title=Text(f"Program yang mungkin untukmu per {found['as_of']}"),
        title_justify="left",
        show_lines=True,
        caption=Text(f"Dari semua program: {counts}. {found['note_id']}"),
    )
    for name in ("Program", "Hasil", "Syarat (✓ terpenuhi, ✗ tidak, ? belum diketahui)", "Manfaat dan sumber"):
        table.add_column(name, overflow="fold")
    for one in found["programmes"]:
        named = Text.assemble(one["name_id"], "\n", (f"{one['id']}, {one['owner']}", "dim"))
        rules = [f"{_MARKS[rule['state']]} {rule['reason_id']}{_unverified(rule['held'])}" for rule in one["rules"]]
        gives = [_gives(benefit) + _unverified(benefit["held"]) for benefit in one["benefits"]]
        given = Text.assemble("\n".join(gives), "\n", (_source(one["held"]), "dim"))
        table.add_row(named, _verdict(one), Text("\n".join(rules)), given)
    yield table
    if found["questions"]:
        yield _questions(found["questions"])


def _questions(questions: Sequence[Mapping[str, Any]]) -> Table:
    left = len(questions) - _QUESTIONS_SHOWN
    table = Table(
        title=Text("Yang perlu ditanyakan"),
        title_justify="left",
        caption=Text(f"dan {left} pertanyaan lain (--json)") if left > 0 else None,
    )
    for name in ("Jawab dengan", "Pertanyaan", "Menentukan"):
        table.add_column(name, overflow="fold", justify="right" if name == "Menentukan" else "left")
    for question in questions[:_QUESTIONS_SHOWN]:
        choices = "|".join(question["choices"])
        answer = choices or {"yes_no": "ya|tidak", "number": "angka"}.get(question["kind"], "kata")
        table.add_row(f"{question['field']}={answer}", Text(question["asks_id"]), f"{question['programmes']} program")
    return table


def _verdict(one: Mapping[str, Any]) -> str:
    words = VERDICTS[one["verdict"]] if one["verdict"] != "not_running" else PHASES[one["phase"]]
    return f"{words} (menurut data {one['held']['as_of']})" if one["stale"] else words


def _phase(entry: Mapping[str, Any]) -> str:
    is_quota = entry["phase"] == "running" and entry["status"] == "by_quota"
    return PHASES[entry["phase"]] + (_BY_QUOTA if is_quota else "")


def _gives(benefit: Mapping[str, Any]) -> str:
    if benefit["low"] is None or benefit["per"] == "percent":
        return str(benefit["words_id"])
    amounts = " sampai ".join(rupiah(amount) for amount in (benefit["low"], benefit["high"]) if amount is not None)
    return f"{benefit['words_id']}: {amounts}"


def _source(held: Mapping[str, Any]) -> str:
    return f"{held['source']}; diketahui sampai {held['as_of']}{_unverified(held)}"


def _unverified(held: Mapping[str, Any]) -> str:
    return "" if held["verified"] else " (belum diverifikasi)"


def _alternative(rule: Mapping[str, Any]) -> str:
    return "salah satu: " if rule["one_of"] else ""


def _listed(title: str, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> Table:
    table = Table(title=Text(title), title_justify="left")
    for name in (title, "Berlaku", "Sumber"):
        table.add_column(name, overflow="fold")
    for words, held in rows:
        days = f"{held['valid_from'] or '...'} s.d. {held['valid_until'] or '...'}"
        table.add_row(Text(words), days if held["valid_from"] or held["valid_until"] else "-", Text(_source(held)))
    return table
