"""Rewrite text in the register people use: short forms, slips of the finger, doubled marks; or back to plain Bahasa."""

from __future__ import annotations

import re
from random import Random

_SHORT = {
    "yang": ("yg",),
    "dengan": ("dgn", "dg"),
    "untuk": ("utk", "buat"),
    "bisa": ("bs",),
    "tahun": ("thn", "th"),
    "jadi": ("jd",),
    "tidak": ("tdk", "gak"),
    "sudah": ("udah", "sdh"),
    "saya": ("sy",),
    "juga": ("jg",),
    "lagi": ("lg",),
    "karena": ("krn",),
    "dalam": ("dlm",),
    "belum": ("blm",),
    "orang": ("org",),
    "bulan": ("bln",),
    "sampai": ("sampe",),
    "sekarang": ("skrg",),
    "kalau": ("klo",),
    "banyak": ("byk",),
    "minimal": ("min",),
    "langsung": ("lgsg",),
    "atau": ("/", "ato"),
    "punya": ("pny",),
    "memiliki": ("punya",),
    "bersedia": ("siap",),
    "cepat": ("cpt",),
    "tetapi": ("tp",),
    "pengalaman": ("pglman", "pengalaman"),
}
"""Standard word to the short forms that people type for it."""

_LONG = {
    "yg": "yang",
    "dgn": "dengan",
    "utk": "untuk",
    "bs": "bisa",
    "thn": "tahun",
    "taun": "tahun",
    "jd": "menjadi",
    "sm": "dan",
    "jg": "juga",
    "lg": "lagi",
    "krn": "karena",
    "blm": "belum",
    "org": "orang",
    "bln": "bulan",
    "skrg": "sekarang",
    "udah": "sudah",
    "udh": "sudah",
    "tp": "tetapi",
    "trus": "kemudian",
    "pny": "punya",
    "pake": "menggunakan",
    "bikin": "membuat",
    "ngerti": "memahami",
    "gak": "tidak",
    "ga": "tidak",
    "sblm": "sebelum",
    "sndiri": "sendiri",
    "sndirian": "sendirian",
    "pengen": "ingin",
    "tau": "mengetahui",
    "ngecek": "memeriksa",
    "ngurus": "mengurus",
    "ngatur": "mengatur",
    "nyusun": "menyusun",
    "bgt": "sekali",
    "klo": "kalau",
    "biar": "agar",
    "malem": "malam",
    "pegang": "menangani",
    "benerin": "memperbaiki",
    "ngajar": "mengajar",
    "krj": "kerja",
    "nyampe": "tercapai",
}
"""Short or spoken form to the written one."""

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")


def shorten(text: str, rng: Random, share: float) -> str:
    """Put short forms in place of standard words, each with probability ``share``."""

    def swap(match: re.Match[str]) -> str:
        forms = _SHORT.get(match[0].lower())
        return rng.choice(forms) if forms and rng.random() < share else match[0]

    return _WORD.sub(swap, text)


def misspell(text: str, rng: Random, share: float) -> str:
    """Swap, drop or double a letter inside lower-case words of six letters and more, each with chance ``share``."""

    def slip(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < 6 or not word.islower() or rng.random() >= share:
            return word
        at = rng.randrange(1, len(word) - 2)
        kind = rng.choice(("swap", "drop", "double"))
        if kind == "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + word[at + 1 :] if kind == "drop" else word[:at] + word[at] + word[at:]

    return _WORD.sub(slip, text)


def spell_out(text: str) -> str:
    """Written Bahasa for spoken short forms; capital at the start of each sentence."""
    plain = _WORD.sub(lambda match: _LONG.get(match[0], match[0]), text)
    return capitalise(plain)


def capitalise(text: str) -> str:
    """A capital at the start of the text and after a full stop or line break."""
    return re.sub(r"(^|[.!?]\s+|\n[-•* ]*)([a-z])", lambda m: m[1] + m[2].upper(), text)


def lower_start(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation (``SIM``) or one letter."""
    head = text.split(" ", 1)[0]
    return text if len(head) < 2 or not head[1:].islower() else text[0].lower() + text[1:]


def listed(parts: list[str], last: str = "dan") -> str:
    """``a, b dan c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def lower_words(text: str) -> str:
    """Small first letters of all words but abbreviations and names with capitals inside (``Tukang Las GTAW``)."""
    return " ".join(map(lower_start, text.split(" ")))
