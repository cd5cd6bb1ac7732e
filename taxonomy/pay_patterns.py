"""How pay is written: amounts, currencies, periods, bounds, and the words around what is pay and what is not."""

from __future__ import annotations

import re
from collections.abc import Mapping

_AMOUNT = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2}(?!\d))?|\d+(?:[.,]\d{1,2})?"
_SCALE = (
    r"(?:jut+a(?:'?an|k)?|jta(?:[ -]?an)?|jeti|tiao|jt(?:[ -]?an)?|mio|million|ribu(?:an)?|rebu|rbu|thousand|"
    r"rb(?:[ -]?an)?|k|m)(?:(?![^\W\d_])|(?=per|se[jhmbt]))"
)

CURRENCIES: Mapping[str, str] = {
    **dict.fromkeys(("rp", "idr", "rupiah"), "IDR"),
    **dict.fromkeys(("us$", "usd", "$", "dolar as", "dolar amerika", "dolar us", "dolar", "us dolar"), "USD"),
    **dict.fromkeys(("sgd", "s$", "sg$", "dolar singapura", "dolar sg", "dolar sing"), "SGD"),
    **dict.fromkeys(("myr", "rm", "ringgit", "ringgit malaysia"), "MYR"),
    **dict.fromkeys(("jpy", "yen", "¥"), "JPY"),
    **dict.fromkeys(("krw", "won", "₩"), "KRW"),
    **dict.fromkeys(("ntd", "nt$", "nt", "twd", "dolar taiwan"), "TWD"),
    **dict.fromkeys(("hkd", "hk$", "dolar hong kong", "dolar hongkong", "dolar hk"), "HKD"),
    **dict.fromkeys(("sar", "riyal", "riyal saudi", "real", "real saudi"), "SAR"),
    **dict.fromkeys(("aed", "dirham"), "AED"),
    **dict.fromkeys(("eur", "€", "euro"), "EUR"),
    **dict.fromkeys(("aud", "a$", "au$", "dolar australia"), "AUD"),
}
"""Words and signs, folded, to ISO 4217 codes."""

_BY_LENGTH = sorted(CURRENCIES, key=lambda name: -len(name))
_BEFORE = "|".join(
    re.escape(name) for name in _BY_LENGTH if " " not in name and name not in {"dolar", "real", "won", "nt"}
)
_AFTER = "|".join(
    re.escape(name).replace(r"\ ", r"\s").replace("dolar", "dol+ar")
    for name in _BY_LENGTH
    if name not in {"rp", "nt", "$"}
)
_GAP = r"\s{0,4}"
"""Bounded, so that a field of spaces costs no more than its length."""
_TO = r"(?:-|–|—|s\.?/?d\.?|sampai(?: dengan)?|hingga|to|~|ke|atau|or)"
MONEY = re.compile(
    rf"(?<![\d./-])(?:(?<![^\W_])(?P<currency>{_BEFORE}){_GAP}[.:]?{_GAP})?(?P<low>{_AMOUNT})"
    rf"(?:{_GAP}(?P<scale_low>{_SCALE}))?(?:[.,]-+)?"
    rf"(?:(?:{_GAP}{_TO}|(?<=\w)\s(?:dan|and)(?=\s)){_GAP}"
    rf"(?:(?:{_BEFORE}){_GAP}\.?{_GAP})?(?P<high>{_AMOUNT})"
    rf"(?:{_GAP}(?P<scale>{_SCALE}))?(?:[.,]-+)?)?"
    rf"(?:{_GAP}(?P<currency_after>{_AFTER})(?![^\W_]))?",
    re.IGNORECASE | re.ASCII,
)

_UNIT = (
    r"jam|hari|shift|minggu|mggu|pekan|bulan|blan|bln|tahun|thn|hour|day|week|month|year|annum|proyek|project|"
    r"kunjungan|sesi|artikel|video|(?:bl|th|hr|mo)(?![^\W\d_])"
)
PERIOD = re.compile(
    r"^(?:[\s,.\-/(]|\b(?:gross|nett?|bersih|kotor|nego)\b)*(?:/|\bper|\bse(?:tiap\s)?|\btiap|\ba|\bin a)\s*"
    rf"(?P<period>{_UNIT})|^\s*(?P<adverb>harian|bulanan|monthly|weekly|daily|hourly|yearly|p\.?[am]\b)",
    re.IGNORECASE | re.ASCII,
)
PERIOD_BEFORE = re.compile(
    r"(?:\b(?:per|se|tiap|1|satu)\s*|/\s*)(?P<period>jam|hari|shift|minggu|bulan|tahun|proyek)(?:nya)?\b|"
    r"\b(?P<adverb>harian|mingguan|bulanan|tahunan|hourly|daily|weekly|monthly)\b",
    re.IGNORECASE | re.ASCII,
)
PERIOD_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("jam", "hour", "hr", "perjam", "hourly"), "hour"),
    **dict.fromkeys(("hari", "shift", "day", "perhari", "sehari", "harian", "daily"), "day"),
    **dict.fromkeys(("minggu", "mggu", "pekan", "week", "mingguan", "weekly"), "week"),
    **dict.fromkeys(("tahun", "thn", "th", "year", "annum", "pa", "p.a", "tahunan", "yearly"), "year"),
    **dict.fromkeys(("proyek", "project", "kunjungan", "sesi", "artikel", "video"), "project"),
}
"""Words for a period that is not a month."""

PIECE = re.compile(
    r"^\s*(?:/|per)\s*(?:unit|pcs|potong|closing|transaksi|botol|kg|meter|m2|orang|item|paket)\b",
    re.IGNORECASE | re.ASCII,
)
"""What is paid by the piece says nothing of a month."""

AT_MOST = re.compile(
    r"\b(?:up ?to|s\.?/?d\.?|sampai(?: dengan)?|hingga|ma(?:x|ks)(?:imal|imum)?\.?|mencapai|"
    r"paling (?:tinggi|banyak|besar))\s*:?\s*$|[≤<]\s*$",
    re.IGNORECASE | re.ASCII,
)
AT_LEAST = re.compile(
    r"\b(?:(?:di)?mulai(?: dari)?|start(?:ing|s)?(?: from| at)?|min(?:imal|imum)?\.?|paling (?:rendah|sedikit|kecil)|"
    r"from|at least|setidaknya|sekurang-?kurangnya|dari)\s*:?\s*$|[≥>]\s*$",
    re.IGNORECASE | re.ASCII,
)
BELOW_OR_ABOVE = re.compile(
    r"(?P<negated>\b(?:tidak|tak|tdk|ga|gak|ngga|nggak|enggak|jangan|bukan|not|no)\s+)?"
    r"\b(?:(?P<below>(?:di ?)?bawah|kurang|under|below|less)|di ?atas|(?<!kurang )lebih|above|over|more)"
    r"(?:\s+(?:dari|than))?\s*$",
    re.IGNORECASE | re.ASCII,
)
"""Turned round by a negation: "tidak kurang dari 4 juta" is a lower bound."""

AND_UP = re.compile(r"^\s*(?:ke ?atas|\+(?!\s*\w)|up\b|lebih\b|and above|or more|or above)", re.IGNORECASE | re.ASCII)

PAY_WORD = re.compile(
    r"gaji|gapok|sal+ary|upah|pendapatan|penghasilan|income|honor|\bfee\b|\bthp\b|take home|bayaran|"
    r"di ?bayar|\bgji\b|\brate\b|remunerasi|remuneration|kompensasi|compensation|wage|uang saku|borongan|\bpay\b",
    re.IGNORECASE | re.ASCII,
)
NOT_PAY = re.compile(
    r"omset|omzet|turnover|modal|hadiah|target|budget|anggaran|penjualan|aset|investasi|denda|deposit|biaya|bonus|komisi|"
    r"uang makan|transport|tunjangan|insentif|asuransi|plafon|kontrak senilai|pinjaman|kredit|cicilan|voucher|\bthr\b|"
    r"telp|wa\b|hp\b|harga|\bjual|menjual|sewa|\bkos|lembur|overtime|revenue|referral|tabungan|hutang|utang|limit|dana\b|"
    r"\bcommission|allowance|incentive|loan|\bprice|reward|\bid\b|kode|nomor",
    re.IGNORECASE | re.ASCII,
)
JOINED = re.compile(r"(?:\s|[+&,]|\bpokok\b|\bdan\b|\bplus\b)*", re.IGNORECASE | re.ASCII)

MINIMUM = re.compile(
    r"\b(?:(?:gaji|upah|salary)\s+(?:pokok\s+)?)?"
    r"(?:(?:di ?atas|sesuai|se?tara|standa?rt?|minimal|min\.?)\s+)?"
    r"(?:u\.?m\.?s?[rkp]\b|upah minimum(?: (?:regional|provinsi|sektoral))*|"
    r"(?:(?:regional|provincial|city|local) )?minimum wage)",
    re.IGNORECASE | re.ASCII,
)
_OPEN = (
    r"(?:di)?nego\w*|dibicarakan|(?:ke)?sepakat\w*|disepakati|(?:di ?)?diskusi\w*|by agreement|discuss\w*|"
    r"menyesuaikan|fle[kx]s?ib\w*|terserah|tergantung|(?:di)?runding\w*|(?:di)?tawar|berapa ?(?:pun|aja|saja)|"
    r"seikhlas\w*|depend\w*|tb[ad]|"
    r"sesuai (?:kemampuan|pengalaman|skill|kualifikasi|keahlian|kompetensi|kinerja|posisi|interview)"
)
_GOOD = r"kompetitif|kompetitip|competitive|menarik|attractive|bersaing|menjanjikan|memuaskan"
_OF_PAY = r"(?:gaji|salary|upah|honor|remunerasi|remuneration|compensation|kompensasi|thp|\bpay\b|\bfee\b|package)"
_OTHER = r"(?!bonus|komisi|commission|insentif|incentive|tunjangan|allowance|benefit|fasilitas)"
NEGOTIABLE = re.compile(
    rf"\b(?:gaji|gji|salary|upah|honor|fee|thp|remunerasi)(?:nya)?\b(?:\s*(?:&|dan|and)\s+(?:tunjangan|benefits?|fasilitas|allowances?))?"
    rf"(?:{_OTHER}[^.\n]){{0,25}}\b(?:{_OPEN}|{_GOOD})\b|"
    rf"\b(?:bayaran|rate|pendapatan|penghasilan)(?:nya)?\b(?:{_OTHER}[^.\n]){{0,25}}\b(?:{_OPEN})\b|"
    rf"\b(?:nego|negotiable|nego-?in|nego(?:tiable|siasikan)?)\s+(?:\w+\s+)?(?:gaji|salary|upah|honor|fee|rate)\b|"
    rf"\b(?:competitive|attractive|negotiable|kompetitif|high|excellent)\s+(?:{_OTHER}[\w&]+\s+){{0,2}}{_OF_PAY}\b|"
    r"^[^\n]{0,30}\bnego(?:tiable|able)?\b[^\n]{0,20}$",
    re.IGNORECASE | re.ASCII,
)
