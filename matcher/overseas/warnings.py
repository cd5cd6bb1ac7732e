"""Signs of unofficial recruitment, fraud and trafficking in an ad for work abroad.

The signs are those that BP2MI and KemenP2MI warn of in their own campaigns and the ILO's 11 indicators of forced labour
(2012): debt, kept papers, deception. They are warnings to whoever reads the ad, not findings of an offence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matcher.overseas.ad import ReadAd, Words, find
from matcher.overseas.money import borrowed, charge
from matcher.overseas.rules import rule_of_warning
from matcher.overseas.signs import HELD_DOCUMENT, NO_AGENCY, VISIT_VISA, said_outright

_FLAGS = re.IGNORECASE
_NO = (
    r"(?:tanpa|tidak (?:ada|perlu|pakai)|tak perlu|ga+k? (?:perlu|pakai|pake|usah)|ngga+k? perlu|nda perlu|no|"
    r"without|bebas)"
)
_DAYS = r"(?:besok|lusa|hari ini|minggu ini(?: juga)?|minggu depan|\d+ hari|(?:1|2|satu|dua) minggu)"

_RUSHED = re.compile(
    r"\b(?:berangkat|terbang|proses|jalan) (?:super |sangat )?(?:cepat|kilat)|"
    rf"\blangsung (?:berangkat|terbang|kerja(?! sama)|join ship)\b|\b(?:proses|berangkat|terbang)\s{_DAYS}|\b{_DAYS} "
    r"(?:langsung )?(?:terbang|berangkat)|langsung proses|ga+k? (?:pake|pakai) lama|(?:tanpa|ga pake|gak pakai|"
    r"tidak pakai) proses (?:lama|panjang|ribet)",
    _FLAGS,
)
_NO_PREPARATION = re.compile(
    rf"\b{_NO} (?:perlu |ada )?(?:pelatihan|training|tes\b|test\b|ujian|seleksi|interview|wawancara|medical|"
    rf"cek kesehatan|"
    r"bahasa\b|ielts|skill|sertifikat|ijazah|keahlian)",
    _FLAGS,
)
_NO_PAPERS = re.compile(
    r"\b(?:tanpa (?:dokumen|paspor|visa|surat)|(?:ga|gak|tidak|nggak) perlu (?:paspor|dokumen|visa|surat)|"
    r"(?:ktp|kk) saja cukup|cukup (?:ktp|kk)\b|dokumen menyusul|(?:umur|data|"
    r"identitas)[^.\n]{0,12} (?:dipalsu\w*|diubah))",
    _FLAGS,
)
_SCAM = re.compile(
    r"\b(?:judi online|judol|slot\b|kasino|casino|love scam|scam\w*|pogo|aplikasi kencan|investasi (?:kripto|bodong)|"
    r"(?:perusahaan|trading) (?:crypto|kripto)|crypto\b|kripto\b|penipuan|binary option)",
    _FLAGS,
)
_SCAM_PLACES = frozenset({"KH", "MM", "LA", "PH", "TH", "VN"})
_ONLINE_WORK = re.compile(
    r"\b(?:admin (?:\w+ )?online|marketing online|operator (?:chat|komputer)|customer service|telemarketing|cs bahasa|"
    r"chat customer|data entry)\b",
    _FLAGS,
)
_DEPOSIT = re.compile(
    r"\b(?:dp\b(?!t)|uang muka|deposit|uang jaminan|jaminan \d|(?:transfer|kirim)[^.\n]{0,20}(?:rekening|dulu|"
    r"formulir|\d)|"
    r"di muka|bayar (?:dulu|di depan)|booking (?:kuota|seat)|biaya (?:formulir|pendaftaran))",
    _FLAGS,
)
_HIDDEN = re.compile(
    r"\b(?:jalan tikus|jalur tikus|(?:menye|nye)brang dari|(?:masuk|berangkat|proses|transit|"
    r"lewat)\s(?:\w+ ){0,2}?(?:lewat|dari|via) "
    r"(?:batam|dumai|tanjung balai|nunukan|entikong|thailand|vietnam|malaysia|yordania|singapura)|"
    r"visa (?:\w+ )?(?:turis|schengen|kunjungan)[^.\n]{0,15} via \w+|(?:, |dan )?lewat (?:batam|dumai|"
    r"tanjung balai|nunukan|entikong|yordania)|[^.\n]{0,10}dulu lewat (?:dumai|"
    r"batam))",
    _FLAGS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One sign in an ad.

    Attributes:
        kind: Its name in ``tables/warnings.tsv``.
        words: The words that show it.
        rule: Law behind it.
        explains_id: In Indonesian.
        explains_en: In English.
    """

    kind: str
    words: Words
    rule: str
    explains_id: str
    explains_en: str


def _stands(pattern: re.Pattern[str]) -> Callable[[ReadAd, tuple[str, ...]], Words | None]:
    """Finds a pattern in title or text, where nothing denies it."""

    def found(ad: ReadAd, _: tuple[str, ...]) -> Words | None:
        return said_outright(ad, pattern)

    return found


def _scam(ad: ReadAd, countries: tuple[str, ...]) -> Words | None:
    """Gambling and scams anywhere; plain "admin online" only where the scam centres are."""
    shown = find(ad.said, _SCAM)
    if shown is None and {"KH", "MM", "LA"} & set(countries):
        return find(ad.said, _ONLINE_WORK)
    is_there = not countries or bool(_SCAM_PLACES & set(countries))
    return shown if is_there or (shown and find(ad.said, _ONLINE_WORK)) else None


def _deposit(ad: ReadAd, countries: tuple[str, ...]) -> Words | None:
    """A payment in advance, where money is asked at all."""
    return _stands(_DEPOSIT)(ad, countries) if charge(ad.said) else None


_FINDERS: Mapping[str, Callable[[ReadAd, tuple[str, ...]], Words | None]] = {
    "scam_work": _scam,
    "no_agency": _stands(NO_AGENCY),
    "visit_visa": _stands(VISIT_VISA),
    "no_papers": _stands(_NO_PAPERS),
    "hidden_route": _stands(_HIDDEN),
    "document_held": _stands(HELD_DOCUMENT),
    "deposit": _deposit,
    "debt": lambda ad, _: borrowed(ad.said),
    "no_preparation": _stands(_NO_PREPARATION),
    "rushed": _stands(_RUSHED),
}

KINDS = tuple(_FINDERS)
"""Kinds of warnings, the gravest first."""


def warnings_of(ad: ReadAd, countries: tuple[str, ...]) -> tuple[Sign, ...]:
    """The warnings of an ad for work in these countries, the gravest first; each kind once."""
    found: list[Sign] = []
    for kind, finder in _FINDERS.items():
        words = finder(ad, countries)
        if words is not None:
            rule = rule_of_warning(kind)
            found.append(
                Sign(
                    kind=kind,
                    words=words,
                    rule=rule.rule,
                    explains_id=rule.explains_id,
                    explains_en=rule.explains_en,
                )
            )
    return tuple(found)
