"""Whether an ad asks money of the worker for being placed, or says that it asks none.

UU 18/2017 article 30: a migrant worker may not be charged the cost of placement. Peraturan BP2MI 9/2020 (as amended by
1/2021) names 10 kinds of jobs for which every item is free: ticket, visa, legalised contract, service fee, passport,
police certificate, insurance, medical check, local transport, lodging; training comes from the region (article 3-5).
Money that the worker gets, such as pay, pocket money or a sign-on gift, is no charge.
"""

from __future__ import annotations

import re

from matcher.overseas.ad import Readable, Words

_PAYER = (
    r"(?:majikan|pemberi kerja|perusahaan|user|employer|ladang|pemilik kapal|agensi|agency|pemerintah|yayasan|sponsor|"
    r"company|pihak \w+|negara)"
)
_COST = (
    r"(?:biaya|ongkos|dana|fee|kelas|kursus|paket|jasa|cost|charge|setoran|pungutan|modal|uang (?!saku|makan|"
    r"lembur|transport|fee)\w+|"
    r"dp|pendaftaran|registrasi|administrasi|total|"
    r"deposit|"
    r"jaminan|bayar\w*|pembayaran|pelunasan|pelicin|mahar|transfer)"
)
_SUM = (
    r"(?:(?:(?:rp|idr|usd|mop|hkd|ntd|rm)\.?\s?)?\d[\d.,]*\s?(?:jt\w*|juta|rb|ribu|k\b|euro|eur|usd|dol+ar|000\b)|"
    r"\d{1,3}\s?%|(?:rp|idr|rm|hkd|ntd|usd|sgd|\$|€)\.?\s?\d[\d.,]*|"
    r"\d[\d.,]*\s?(?:ringgit|riyal|real|yen|won|dirham|perak)\b)"
)
_NONE = r"(?:tanpa|tidak|tdk|tak|ga+k?|ngga+k?|nda+k?|bebas|gratis|nol|zero|free|no|without|non)"
_FREE = re.compile(
    rf"\b(?:{_NONE}\s(?:(?:ada|di?pungut|dikenakan|dikenai|mengeluarkan|bayar|membayar|perlu|of|from|dari|ada lagi)\s)"
    rf"{{0,2}}(?:pe?mungutan|pungutan|potongan?|potong|biaya|bayar|cost|charges?|fee|uang|(?:recruitment|placement|"
    rf"agency|agent|service|processing|salary) (?:fee|cost|deduction)s?)(?!\w)(?! (?:di luar|tambahan|hidup|"
    rf"pelatihan bahasa saja))[^.;,\n]{{0,40}}|"
    rf"(?:seluruh|semua|semuanya|segala)?\s?(?:biaya|ongkos|"
    rf"proses)\s?(?:\([^)]{{0,60}}\))?[^.;,\n]{{0,30}}?\b(?:nol(?: rupiah)?|gratis|"
    rf"rp\.? ?0|"
    rf"free|0 rupiah|tidak ada|(?:(?:di)?(?:tanggung|bayar(?:kan)?|bebankan)|oleh|dari|"
    rf"pada)[^.;\n]{{0,20}}?\b{_PAYER})|"
    rf"(?:seluruh|semua|semuanya)[^.;\n]{{0,20}}?(?:di)?tanggung[^.;\n]{{0,15}}?\b{_PAYER}|"
    rf"{_PAYER}(?: (?:yang|akan))? (?:me)?(?:nanggung|bayar|pays?|bears?|paying)\b[^.;\n]{{0,60}}|"
    rf"(?:di)?tanggung {_PAYER}[^.;\n]{{0,40}}\b(?:visa|tiket)|"
    r"(?:fees?|biaya) ?: ?(?:none|nil|0\b|free|gratis)|potong(?:an)? 0 ?%?|(?<![^.!\n:] )(?<![^\s.!:])gratis ?(?=[.!])|"
    r"zero[ -]cost|nol biaya|biaya nol|gratis (?:semua|sampai|total|biaya|kursus)|free semua|all (?:costs?|"
    r"expenses?) (?:is |"
    r"are )?(?:borne|paid)"
    r"|(?:tidak|tak) mengeluarkan uang|tidak bayar(?! pajak)|(?:tidak|tanpa) dipungut)",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"\s?(?:cash|(?:buat|untuk) (?:keluarga|calon|pmi|tkw))\b", re.IGNORECASE)
_MONTHLY = r"potongan ?:? ?(?:gaji ?)?\d+ ?(?:x|bln|bulan|kali)"
_DEDUCTED = (
    r"(?:di ?)?potong(?:an)?(?: (?:dari|lewat|melalui))? ?(?:\d+ ?x )?(?:gaji|upah|salary|hasil (?:panen|kerja))"
)
_CHARGED = re.compile(
    rf"\b(?:{_DEDUCTED}[^.;\n]{{0,20}}|{_MONTHLY}[^.;\n]{{0,20}}|{_COST}\b[^.;\n]{{0,60}}?{_SUM}|"
    rf"(?:{_SUM})[^.;\n]{{0,20}}?\b(?:dp|all in|"
    rf"terima beres)|"
    rf"bayar\w*\s(?:{_SUM}|sendiri|belakangan|di (?:muka|depan|awal|bandara)|setelah|dulu|nanti|kalau|"
    rf"lunas)[^.;\n]{{0,30}}|"
    r"(?:dana |uang )?talangan[^.;\n]{0,20}|hutang[^.;\n]{0,20}|(?:ditanggung|atas|biaya) (?:calon|pelamar|"
    r"peserta|sendiri)\b|"
    r"sertifikat (?:tanah|rumah) (?:jadi|sebagai) jaminan|(?:dicicil|cicilan)[^.;\n]{0,15}|"
    r"(?:di ?kenakan|dikenai|wajib (?:mem)?bayar|membayar|siapkan) (?:biaya|uang|dana)\b[^.;\n]{0,20}|"
    r"dipinjami[^.;\n]{0,10})",
    re.IGNORECASE,
)
_TO_WORKER = re.compile(
    r"\b(?:uang saku|fee (?:masuk|cashback|untuk calon)|cashback|uang fee|bonus|hadiah|gaji|upah|tunjangan|allowance|"
    r"untuk calon pmi|dibayar perusahaan|bayaran)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(rf"{_DEDUCTED}|{_MONTHLY}|hutang|bayar belakangan|.*dipotong", re.IGNORECASE | re.DOTALL)
_NOT_ASKED = re.compile(rf"\b{_NONE}(?: (?:ada|di|perlu|usah))?\s{{0,2}}$", re.IGNORECASE)
_BORROWED = re.compile(
    rf"\b(?:{_DEDUCTED}|{_MONTHLY}|(?:dana )?talangan|(?:pin)?jaman|dipinjami|kur\b|kta\b|hutang|utang|"
    rf"(?:di)?cicil\w*[^.;,\n]{{0,15}}(?:gaji|upah)|"
    r"dipotong(?: \d+x)?(?: gaji| upah)?|dipotong [^.;\n]{0,20}gaji)[^.;\n]{0,25}",
    re.IGNORECASE,
)


def charge(parts: tuple[Readable, ...]) -> Words | None:
    """The first words that ask money of the worker; None when none do."""
    for part in parts:
        left = _FREE.sub(lambda match: " " * len(match[0]), part.plain)
        for match in _CHARGED.finditer(left):
            if _is_asked(left, match):
                return part.words(*_trimmed(match))
    return None


def free_of_charge(parts: tuple[Readable, ...]) -> Words | None:
    """The first words that say that the worker pays nothing; None when none do."""
    found = (part.words(*_trimmed(match)) for part in parts for match in _FREE.finditer(part.plain))
    return next(found, None)


def borrowed(parts: tuple[Readable, ...]) -> Words | None:
    """The first words by which the charge becomes a debt, paid off from the pay; None when none do."""
    for part in parts:
        left = _FREE.sub(lambda match: " " * len(match[0]), part.plain)
        for match in _BORROWED.finditer(left):
            if not _NOT_ASKED.search(left[: match.start()]):
                return part.words(*_trimmed(match))
    return None


def _is_asked(text: str, match: re.Match[str]) -> bool:
    if _NOT_ASKED.search(text[max(0, match.start() - 20) : match.start()]):
        return False
    is_gift = _TO_WORKER.search(match[0]) or _GIVEN.match(text[match.end() : match.end() + 25])
    return bool(_TAKEN.match(match[0])) or not is_gift


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The span without the spaces around it."""
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return start, start + len(match[0].strip())
