"""Whether an ad asks money of the worker for being placed, or says that it asks none.

UU 18/2017 article 30: a migrant worker may not be charged the cost of placement. Peraturan BP2MI 9/2020 (as amended by
1/2021) names 10 kinds of jobs for which every item is free: ticket, visa, legalised contract, service fee, passport,
police certificate, insurance, medical check, local transport, lodging; training comes from the region (article 3-5).
Money that the worker gets, such as pay, pocket money or a sign-on gift, is no charge.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from matcher.overseas.ad import Readable, Words

_PAYER = (
    r"(?:majikan|pemberi kerja|perusahaan|user|employer|ladang|pemilik kapal|agensi|agency|pemerintah|yayasan|sponsor|"
    r"company|pihak \w+|negara)"
)
_COST = (
    r"(?:biaya|ongkos|dana|fee|kelas|kursus|paket|jasa|cost|charge|setoran|pungutan|modal|dp|pendaftaran|registrasi|"
    r"administrasi|total|deposit|jaminan|bayar\w*|pembayaran|pelunasan|pelicin|mahar|transfer|"
    r"uang (?!saku|makan|lembur|transport|fee)\w+)"
)
_BEGINS, _NUMBER = r"(?<!\d)(?<!\d[.,])", r"\d[\d.,]{0,15}"
"""Where a number begins, and one of up to 16 signs: else "1.1.1.1" would be read again from each of its digits on."""

_SUM = (
    rf"(?:(?:(?:rp|idr|usd|mop|hkd|ntd|rm)\.?\s?|{_BEGINS}){_NUMBER}\s?(?:jt\w*|juta|rb|ribu|k\b|euro|eur|usd|dol+ar|000\b)|"
    rf"\d{{1,3}}\s?%|(?:rp|idr|rm|hkd|ntd|usd|sgd|\$|€)\.?\s?{_NUMBER}|"
    rf"{_BEGINS}{_NUMBER}\s?(?:ringgit|riyal|real|yen|won|dirham|perak)\b)"
)
_NONE = r"(?:tanpa|tidak|tdk|tak|ga+k?|ngga+k?|nda+k?|bebas|gratis|nol|zero|free|no|without|non)"
_ASKED = r"(?:ada|di?pungut|dikenakan|dikenai|mengeluarkan|bayar|membayar|perlu|of|from|dari|ada lagi)"
_CHARGE = (
    r"(?:pe?mungutan|pungutan|potongan?|potong|biaya|bayar|cost|charges?|fee|uang|"
    r"(?:recruitment|placement|agency|agent|service|processing|salary) (?:fee|cost|deduction)s?)"
)
_BORNE = r"(?:(?:di)?(?:tanggung|bayar(?:kan)?|bebankan)|oleh|dari|pada)"


def _any_of(*forms: str) -> re.Pattern[str]:
    """A pattern of any of several forms, each from the beginning of a word."""
    return re.compile(rf"\b(?:{'|'.join(forms)})", re.IGNORECASE)


_FREE = _any_of(
    # "tanpa biaya", "tidak dipungut biaya apa pun", "no recruitment fee"; "tidak ada biaya di luar ketentuan" promises
    # nothing.
    rf"{_NONE}\s(?:{_ASKED}\s){{0,2}}{_CHARGE}(?!\w)(?! (?:di luar|tambahan|hidup|pelatihan bahasa saja))"
    r"[^.;,\n]{0,40}",
    # "seluruh biaya (paspor, visa) ditanggung perusahaan", "biaya nol"
    r"(?:(?:seluruh|semua|semuanya|segala)\s)?(?:biaya|ongkos|proses)\s?(?:\([^)]{0,60}\))?[^.;,\n]{0,30}?\b"
    rf"(?:nol(?: rupiah)?|gratis|rp\.? ?0|free|0 rupiah|tidak ada|{_BORNE}[^.;\n]{{0,20}}?\b{_PAYER})",
    rf"(?:seluruh|semua|semuanya)[^.;\n]{{0,20}}?(?:di)?tanggung[^.;\n]{{0,15}}?\b{_PAYER}",
    # "majikan menanggung tiket", "employer pays all costs"
    rf"{_PAYER}(?: (?:yang|akan))? (?:me)?(?:nanggung|bayar|pays?|bears?|paying)\b[^.;\n]{{0,60}}",
    rf"(?:di)?tanggung {_PAYER}[^.;\n]{{0,40}}\b(?:visa|tiket)",
    r"all (?:costs?|expenses?) (?:is |are )?(?:borne|paid)",
    # "recruitment fee: none", "potong 0%"
    r"(?:fees?|biaya) ?: ?(?:none|nil|0\b|free|gratis)",
    r"potong(?:an)? 0 ?%?",
    r"zero[ -]cost|nol biaya|biaya nol|gratis (?:semua|sampai|total|biaya|kursus)|free semua",
    # "GRATIS!" as a sentence of its own
    r"(?<![^.!\n:] )(?<![^\s.!:])gratis ?(?=[.!])",
    r"(?:tidak|tak) mengeluarkan uang|tidak bayar(?! pajak)|(?:tidak|tanpa) dipungut",
)
_MONTHLY = r"potongan ?:? ?(?:gaji ?)?\d+ ?(?:x|bln|bulan|kali)"
_DEDUCTED = (
    r"(?:di ?)?potong(?:an)?(?: (?:dari|lewat|melalui))? ?(?:\d+ ?x )?(?:gaji|upah|salary|hasil (?:panen|kerja))"
)
_CHARGED = _any_of(
    rf"{_DEDUCTED}[^.,;\n]{{0,20}}\b",
    rf"{_MONTHLY}[^.,;\n]{{0,20}}\b",
    # "biaya proses 25 juta", "35 juta terima beres"
    rf"{_COST}\b[^.;\n]{{0,60}}?{_SUM}",
    rf"{_SUM}[^.;\n]{{0,20}}?\b(?:dp|all in|terima beres)",
    rf"bayar\w*\s(?:{_SUM}|sendiri|belakangan|di (?:muka|depan|awal|bandara)|setelah|dulu|nanti|kalau|lunas)"
    r"[^.;\n]{0,30}",
    r"(?:di ?kenakan|dikenai|wajib (?:mem)?bayar|membayar|siapkan) (?:biaya|uang|dana)\b[^.;\n]{0,20}",
    r"(?:ditanggung|atas|biaya) (?:calon|pelamar|peserta|sendiri)\b",
    # a loan
    r"(?:dana |uang )?talangan[^.;\n]{0,20}",
    r"hutang[^.;\n]{0,20}",
    r"(?:dicicil|cicilan)[^.;\n]{0,15}",
    r"dipinjami[^.;\n]{0,10}",
    r"sertifikat (?:tanah|rumah) (?:jadi|sebagai) jaminan",
)
_GIVEN = re.compile(r"\s?(?:cash|(?:buat|untuk) (?:keluarga|calon|pmi|tkw))\b", re.IGNORECASE)
"""After a sum that the worker or the family gets."""

_TO_WORKER = re.compile(
    r"\b(?:uang saku|fee (?:masuk|cashback|untuk calon)|cashback|uang fee|bonus|hadiah|gaji|upah|tunjangan|allowance|"
    r"untuk calon pmi|dibayar perusahaan|bayaran)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(rf"{_DEDUCTED}|{_MONTHLY}|hutang|bayar belakangan|.*dipotong", re.IGNORECASE | re.DOTALL)
_NOT_ASKED = re.compile(rf"\b{_NONE}(?: (?:ada|di|perlu|usah))?\s{{0,2}}$", re.IGNORECASE)
_BORROWED = _any_of(
    rf"{_DEDUCTED}[^.,;\n]{{0,25}}\b",
    rf"{_MONTHLY}[^.,;\n]{{0,25}}\b",
    r"dipotong(?: \d+x)?(?: gaji| upah)?[^.;\n]{0,25}",
    r"(?:di)?cicil\w*[^.;,\n]{0,15}(?:gaji|upah)[^.;\n]{0,25}",
    r"(?:(?:dana )?talangan|(?:pin)?jaman|dipinjami|kur\b|kta\b|hutang|utang)[^.;\n]{0,25}",
)


def charge(parts: tuple[Readable, ...]) -> Words | None:
    """The first words that ask money of the worker; None when none do."""
    return _first(parts, _CHARGED, _is_asked)


def free_of_charge(parts: tuple[Readable, ...]) -> Words | None:
    """The first words that say that the worker pays nothing; None when none do."""
    found = (part.words(*_trimmed(match)) for part in parts for match in _FREE.finditer(part.plain))
    return next(found, None)


def borrowed(parts: tuple[Readable, ...]) -> Words | None:
    """The first words by which the charge becomes a debt, paid off from the pay; None when none do."""
    return _first(parts, _BORROWED, lambda match: not _is_denied(match))


def _first(
    parts: tuple[Readable, ...], pattern: re.Pattern[str], is_meant: Callable[[re.Match[str]], bool]
) -> Words | None:
    """The first match that is meant, outside the words that promise that nothing is paid."""
    for part in parts:
        left = _FREE.sub(lambda match: " " * len(match[0]), part.plain)
        match = next(filter(is_meant, pattern.finditer(left)), None)
        if match is not None:
            return part.words(*_trimmed(match))
    return None


def _is_denied(match: re.Match[str]) -> bool:
    return bool(_NOT_ASKED.search(match.string[max(0, match.start() - 20) : match.start()]))


def _is_asked(match: re.Match[str]) -> bool:
    """Whether money goes from the worker, not to the worker."""
    after = match.string[match.end() : match.end() + 25]
    is_gift = _TO_WORKER.search(match[0]) or _GIVEN.match(after)
    return not _is_denied(match) and (bool(_TAKEN.match(match[0])) or not is_gift)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The span without the spaces around it."""
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return start, start + len(match[0].strip())
