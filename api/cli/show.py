"""What people read: JSON documents, notes on stderr, and tables with reasons (in Bahasa Indonesia)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import typer
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from api.relax_words import loosened
from matcher.reason_words import Language, opening_words, step_words
from taxonomy.json_values import is_list

if TYPE_CHECKING:
    from matcher.answers import Ranking
    from matcher.explain import Explained

_CONDITIONS = {
    "closed": "sudah ditutup",
    "education": "pendidikan",
    "licence": "izin atau lisensi wajib",
    "source": "sumber lain",
    "province": "provinsi lain",
    "employment_type": "jenis kerja lain",
    "kbji": "jabatan lain",
    "abroad": "di dalam atau luar negeri",
    "pay": "upah",
    "education_level": "jenjang pendidikan",
    "shift": "kerja shift",
    "night": "kerja malam",
    "duplicate": "salinan lowongan yang sama",
    "remote": "tidak bisa jarak jauh",
    "access": "tidak menyebut terbuka bagi difabel",
    "distance": "terlalu jauh",
    "teaches_nothing_missing": "tidak mengajarkan yang kurang",
    "off_field": "untuk pekerjaan lain",
    "mostly_known": "sudah dikuasai",
    "helps_too_little": "hampir tidak menambah apa-apa",
    "full": "penuh",
    "not_training": "hanya uji sertifikasi",
    "mode": "cara belajar lain",
    "dates": "di luar tanggal",
    "too_long": "terlalu lama",
    "too_dear": "terlalu mahal",
    "experience": "pengalaman",
    "entry": "bekal yang diminta belum ada",
}
_SKILLS_SHOWN = 5


def print_json(document: Mapping[str, Any]) -> None:
    """One JSON document on stdout."""
    typer.echo(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE), nl=False)


def show(*parts: RenderableType) -> None:
    """Rich output on stdout."""
    console = Console()
    for part in parts:
        console.print(part)


def complain(word: str, message: str) -> None:
    """A note on stderr; the message is taken as it is, square brackets and all."""
    style = {"error": "bold red", "warning": "yellow"}.get(word, "dim")
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"[{style}]{word}:[/] {escape(message)}")


def facts_table(facts: Mapping[str, object], title: str = "") -> Table:
    """Names and values, a pair a row."""
    table = Table(title=title or None, show_header=False, title_justify="left")
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in facts.items():
        table.add_row(name, Text(str(value)))
    return table


def tell_facts(document: Mapping[str, Any], *, as_json: bool) -> None:
    """A document as JSON, or as names and values; the parts of a list with commas between."""
    if as_json:
        print_json(document)
    else:
        show(facts_table({name: ", ".join(value) if is_list(value) else value for name, value in document.items()}))


def ranking_table(ranking: Ranking, title: str, language: Language) -> Table:
    """Ranked matches with their reasons; the steps and openings in a language."""
    caption = left_out(ranking.removed_by_filter, ranking.matches, "Tidak ada yang cocok")
    if ranking.relax:
        wider = "; ".join(f"{loosened(one)}: {one.would_remain}" for one in ranking.relax)
        caption.append(f"\nAgar lebih banyak: {wider}")
    for opening in ranking.would_open:
        caption.append(f"\n{opening_words(opening, language)}")
    table = Table(title=Text(title), title_justify="left", show_lines=True, caption=caption)
    for name in ("#", "Skor", "Nama", "Cocok", "Kurang", "Akan membantu"):
        table.add_column(name, justify="right" if name in {"#", "Skor"} else "left", overflow="fold")
    for place, match in enumerate(ranking.matches, 1):
        others = [copy.id for copy in ranking.also_at.get(match.key, ())]
        also = f"\njuga di: {', '.join(others)}" if others else ""
        named = Text.assemble(shortened(match.title), "\n", (match.key + also, "dim"))
        table.add_row(str(place), f"{match.score:.2f}", named, *_reasons(match, language))
    return table


def _reasons(match: Explained, language: Language) -> tuple[Text, Text, Text]:
    near = [f"{item['label']} (dekat: {item['held']['label']})" for item in match.adjacent]
    helps = [f"{step_words(step, language)} +{step['gain']:.2f}" for step in match.would_help]
    return (
        listed([item["label"] for item in match.matched] + near),
        listed(item["label"] for item in match.missing),
        listed(helps),
    )


def listed(labels: Iterable[str]) -> Text:
    """The first few of some labels, and how many more there are."""
    found = list(labels)
    more = f" (+{len(found) - _SKILLS_SHOWN})" if len(found) > _SKILLS_SHOWN else ""
    return Text(", ".join(found[:_SKILLS_SHOWN]) + more if found else "-")


def shortened(title: str) -> str:
    """A title of at most 70 characters."""
    return title if len(title) <= 70 else title[:67] + "..."


def left_out(removed: Mapping[str, int], found: Sequence[object], nothing: str) -> Text:
    """What each condition left out; before it what is told where nothing was found."""
    counts = [f"{_CONDITIONS.get(name, name)} {count}" for name, count in removed.items() if count]
    left_out = f"Tidak diikutkan: {', '.join(counts)}" if counts else "Semua diikutkan"
    return Text(left_out if found else f"{nothing}. {left_out}")
