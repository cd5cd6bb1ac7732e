"""Shift work and night work: what an ad asks for, and what a seeker says is not possible.

Night is what an ad calls so (*malam*), three shifts a day, or hours that reach past 23.00: Indonesian law speaks of
night work between 23.00 and 07.00 (UU 13/2003 article 76). Overtime until late, being on call and a shop that closes at
9 in the evening are no night work; drawing up other people's shifts and handing over to the next one ask for no shift
work. What is asked for "if needed" counts: who cannot, cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursReading:
    """What was read.

    Attributes:
        shift: The words that speak of shift work, unchanged; empty when none do.
        night: The words that speak of night work, likewise.
    """

    shift: str = ""
    night: str = ""


_MAX_TEXT = 20_000
_REACH = 48

_SHIFT_WORD = r"(?:shif(?:t(?:ing|s|an)?)?|sift(?:ing)?)"
_SHIFT = re.compile(
    # Portals lose line breaks: "KERJA SHIFTPersyaratan".
    rf"(?<![A-Za-z]){_SHIFT_WORD}(?:(?![A-Za-z])|(?-i:(?<=SHIFT)(?=[A-Z][a-z])))|"
    r"\b(?:dinas|jadwal|tugas|jam|kerja|jaga)\b[^.;\n]{0,60}\bbergilir(?:an)?\b",
    re.IGNORECASE,
)
_NIGHT_WORD = r"(?:malam|malem|nights?|overnight)"
_NIGHT = re.compile(
    rf"(?:{_SHIFT_WORD} )?(?<![A-Za-z\d]){_NIGHT_WORD}(?![A-Za-z])|(?<!\d)(?:3|tiga|three)[ -]?{_SHIFT_WORD}\b",
    re.IGNORECASE,
)
_FROM_TO = r"\s{0,2}(?:wib\s{0,2})?(?:-|–|s\.?/?d\.?|sampai(?: dengan)?|hingga|to)\s{0,2}(?:jam\s|pukul\s)?"
_HOURS = re.compile(
    rf"(?<!\d)(?P<start>\d{{1,2}})[.:]\d\d{_FROM_TO}(?P<end>\d{{1,2}})[.:](?P<minute>\d\d)(?!\d)|"
    rf"(?<!\d)\d{{1,2}}\s?(?:sore|malam){_FROM_TO}(?P<late>12\s?malam|[1-5]\s?(?:pagi|dini|subuh))",
    re.IGNORECASE,
)
_NOON, _LAST_HOUR = 12, 23

_NOT = r"(?:non|tanpa|tidak|tdk|ga|gak|nggak|bukan|no|not|without|tak)"
_NEGATED = re.compile(
    rf"\b{_NOT}[ -]{{1,2}}(?:(?:ada|perlu|harus|wajib|termasuk|sistem|system|kerja|pekerjaan|jam|jadwal|dalam|in|an?|"
    rf"any|{_SHIFT_WORD}|{_NIGHT_WORD})[ -]){{0,3}}$",
    re.IGNORECASE,
)
_HANDLED = re.compile(
    r"\b(?:(?:meng|ng|peng)?atur(?:an)?|(?:me|pe)?nyusun(?:an)?|membuat|mengelola|memimpin|scheduling|managing|manage)\s"
    r"(?:(?:jadwal|kerja|karyawan|tim|the)\s){0,2}$|"
    r"\b(?:(?:per)?ganti(?:an)?|pertukaran|akhir|awal|setiap|tiap|each|every|per|their|mulai|selesai|sesudah|sebelum|"
    r"saat|manual|cuti,? dan)\s(?:of\s)?$|\btugas ?/ ?$",
    re.IGNORECASE,
)
"""Somebody else's shifts, or a moment of the day named by them."""
_HANDLED_AFTER = re.compile(r"^\s?(?:berikutnya|sebelumnya|selanjutnya|and growing|nya\b|to\b|from\b)", re.IGNORECASE)
_NOT_WORK = re.compile(
    r"(?:\b(?:makan|santap|hiburan|kuliner|pasar|pulang|selamat|lilin|menu|lembur(?:an)?(?: (?:sampai|hingga))?)\s|"
    r"\d\s{0,2}(?:wib\s)?)$",
    re.IGNORECASE,
)
_NOT_WORK_AFTER = re.compile(r"^\s(?:lilin|market|audit\w*|batik|minggu)\b", re.IGNORECASE)


def read_hours(text: str) -> HoursReading:
    """Shift work and night work that an ad speaks of; the first words that say so."""
    read = text[:_MAX_TEXT]
    nights = [*_nights(read), *_late_hours(read)]
    return HoursReading(
        shift=next((read[start:end] for start, end in _shifts(read)), ""),
        night=next((read[start:end] for start, end in sorted(nights)), ""),
    )


def _shifts(text: str) -> Iterator[tuple[int, int]]:
    for match in _SHIFT.finditer(text):
        before, after = _around(text, match)
        if not (_NEGATED.search(before) or _HANDLED.search(before) or _HANDLED_AFTER.search(after)):
            yield match.span()


def _nights(text: str) -> Iterator[tuple[int, int]]:
    for match in _NIGHT.finditer(text):
        before, after = _around(text, match)
        if not (_NEGATED.search(before) or _NOT_WORK.search(before) or _NOT_WORK_AFTER.search(after)):
            yield match.span()


def _late_hours(text: str) -> Iterator[tuple[int, int]]:
    """Hours from the afternoon or evening to past 23.00."""
    for match in _HOURS.finditer(text):
        if match["late"]:
            yield match.span()
            continue
        start, end = int(match["start"]), int(match["end"])
        past = end > _LAST_HOUR or (end == _LAST_HOUR and int(match["minute"]) > 0)
        if start >= _NOON and (past or end < min(start, _NOON)):
            yield match.span()


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    return text[max(0, match.start() - _REACH) : match.start()], text[match.end() : match.end() + _REACH]


_NO = r"(?:tidak|tdk|tak|ga|gak|gk|nggak|ngga|enggak|belum|blm|cannot|can't|can not|no|not|jangan|jgn|bukan)"
_CAN = r"(?:bisa|bs|mau|sanggup|dapat|bersedia|siap|mampu|boleh)"
_DO = (
    r"(?:bekerja|kerja|work(?:ing)?|do|ambil|ikut|masuk|dapat|jadwal|sistem|jam|pekerjaan|yang|kalau|kalo|di|pada|waktu|"
    r"in|dengan|harus)"
)
_REFUSES = (
    rf"(?:(?:{_NO}|tidakbisa|gabisa|gakbisa|gamau)\s(?:{_CAN}\s)?|\b(?:tanpa|selain|kecuali)\s|\bnon[ -]|"
    rf"(?<!tidak )(?<!tdk )(?<!ga )(?<!gak )(?<!nggak )\bkeberatan\s)(?:{_DO}\s){{0,3}}"
)
_REFUSED = re.compile(
    rf"(?<![\w])(?:{_REFUSES}(?P<before>(?:{_SHIFT_WORD} )?{_NIGHT_WORD}|{_SHIFT_WORD})(?:[ -]?{_SHIFT_WORD})?\b|"
    rf"(?P<after>{_NIGHT_WORD}|{_SHIFT_WORD})(?: hari)?\s(?:saya |aku |yang )?{_NO}\s{_CAN}\b"
    rf"(?!\s(?:{_DO}\s){{0,2}}\w*(?:lembur|libur)))",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(rf"(?P<no>\b{_NO}\s)?\b(?:siap|bersedia)\s(?:{_DO}\s){{0,3}}{_SHIFT_WORD}\b", re.IGNORECASE)


def read_refused_hours(text: str) -> HoursReading:
    """Shift work and night work that a seeker says are not possible, in the seeker's own words.

    "Tidak bisa shift malam" refuses nights alone; "tidak bisa shift" refuses shifts alone: whoever refuses both says
    both. Where the text also says that shifts are fine, "tanpa shift" is about the past.
    """
    read = text[:_MAX_TEXT]
    shift = night = ""
    for match in _REFUSED.finditer(read):
        if re.search(_NIGHT_WORD, match["before"] or match["after"], re.IGNORECASE):
            night = night or match[0]
        else:
            shift = shift or match[0]
    if any(match["no"] is None for match in _ACCEPTED.finditer(read)):
        shift = ""
    return HoursReading(shift=shift, night=night)
