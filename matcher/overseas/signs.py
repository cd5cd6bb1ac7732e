"""Words of ads by which the checks decide: who places, by which permit, with which visa, for what work.

Indonesian ads for migrant workers name a P3MI by its permit SIP3MI (UU 18/2017 article 51-57; Permenaker 10/2019; PP
5/2021 and after it PP 28/2025 issue it through OSS with a number of 13 digits and more); older permits are written
"SIP3MI 124 Tahun 2020", "KEP.321/MEN/2019" or "2/1209/PK.02.02/VII/2023".
"""

from __future__ import annotations

import re

from matcher.overseas.ad import ReadAd, Words, before, find_all

_FLAGS = re.IGNORECASE

PERMIT_NUMBER = re.compile(
    r"\b(?:SIP3MI|SIPPTKIS?|P3MI|SIUP3MI)\b(?:\s?[:.-])?(?:\s(?:nomor|number|no|izin|resmi|[a-z.]{2,12}))?[\s.:#-]{0,4}"
    r"(?P<number>\d{13,21}|(?:nomor |no\.? ?)?\d{1,4}\s?/?\s?tahun\s?20\d\d|"
    r"kep[.\s-]{0,2}\d{1,4}/men(?:/[ivxlc]+|/ln)*/20\d\d|"
    r"(?:\d{1,5}/){1,3}p[kbp]\.\d\d\.\d\d/[ivx]+/20\d\d)",
    _FLAGS,
)
"""A permit with a number of a known form."""

GOVERNMENT = re.compile(
    r"\bg\s?(?:to|2|-to-)\s?g\b|government to government|\btriple win\b|\bij-?epa\b|program "
    r"(?:resmi )?pemerintah(?! setempat)",
    _FLAGS,
)
"""Placement by the state itself (UU 18/2017 article 49 a and 50)."""

GOVERNMENT_COMPANY = re.compile(
    r"^\W*(?:bp2mi|bp3mi|kp2mi|kemenp2mi|kementerian p2mi|kemnaker|bnp2tki|disnaker\w*|"
    r"dinas (?:tenaga kerja|ketenagakerjaan))\b",
    _FLAGS,
)

COMPANY = re.compile(
    r"\b(?:PT|CV|P3MI|Pte\.? ?Ltd|Sdn\.? ?Bhd|GmbH|Co\.,? ?Ltd|Ltd|Inc|LLC|Corp(?:oration)?|K\.?K\.|Kabushiki|Tbk|"
    r"W\.?L\.?L|B\.?V\.|S\.?p\.?A)(?!\w)\.?",
    _FLAGS,
)
"""A legal form: somebody who can be held to the placement."""

SENDING_TRAINER = re.compile(r"\b(?:LPK|BLK)\b.{0,80}\bSO\b|\bsending organi[sz]ation\b", _FLAGS)
TRAINEESHIP = re.compile(r"\b(?:magang|pemagangan|ginou jisshuu|im japan|kenshusei)\b", _FLAGS)
"""Trainees go through a training centre that may send (Permenaker 6/2020 article 3; Permenaker PER.08/MEN/V/2008)."""

JOB_ORDER = re.compile(
    r"\b(?:job[ -]?orders?|demand[ -]?letters?|surat permintaan|job offer letter|SIP2MI|JO)\b(?! tidak)|"
    r"\b(?:ada )?permintaan (?:dari )?(?:majikan|ladang|user|perusahaan|pengguna)|\bjob order\w*",
    _FLAGS,
)

WORK_VISA = re.compile(
    r"\b(?:visa (?:kerja|tokutei|bekerja|z\b|e-?7|magang)|(?:work(?:ing)?|employment) (?:visa|permit|pass)|"
    r"permit kerja|"
    r"izin kerja|e-?pass|s pass|single permit|calling visa|iqamah|bluecard|zezwolenie|iqama|visa employment|"
    r"(?:menanggung|bayar|dibayar)[^.\n]{0,15}permit|(?:perjanjian|kontrak) (?:kerja|ausbildung|dengan|standar|"
    r"magang|\d)|"
    r"kontrak \d|\bkontrak\.|contract (?:with|\d)|(?:employment )?contract\b|arbeitsvertrag|\bPKL\b|visa dan iqamah|"
    r"id visa kerja|employment pass|visa and? flight|kontrak ausbildung)",
    _FLAGS,
)
"""A visa or a contract for work."""

VISIT_VISA = re.compile(
    r"\b(?:visa|paspor|masuk|pakai|pake|berangkat)\s?(?:\w+ ){0,2}?(?:ziarah|umr[oa]h?|turis|tourist|wisata|"
    r"kunjungan\w*|"
    r"visit|liburan|short stay|pelawat|pelancong|melancong|b1/b2|b1|haji furoda)\b(?! dilarang)|"
    r"\bvisit visa\b|\b(?:masuk )?(?:pelancong|melancong) dulu|\bk-?eta\b|\bvisa on arrival\b|\boverstay\b|"
    r"kabur dari rombongan|visa kunjungan",
    _FLAGS,
)
"""A visa that allows no work (UU 18/2017 article 13: a work visa is one of the documents)."""

NO_WORK_VISA = re.compile(
    r"\b(?:tanpa|(?:ga|gak|tidak|nggak) (?:perlu|pakai|usah)) (?:visa|paspor|permit|izin) kerja", _FLAGS
)
"""That none is needed."""

NEGATED = re.compile(
    r"\b(?:bukan|tidak(?: \w+)?|tdk|jangan|tanpa|hati-hati|waspada|dilarang|no|not|never)\s(?:\w+\s){0,2}$", _FLAGS
)
"""A warning or a denial before such words: "bukan visa turis"."""

NO_AGENCY = re.compile(
    r"\b(?:jalur (?:mandiri|belakang|perorangan|pribadi|cepat|non ?prosedural|tikus)|(?:tanpa|tidak lewat|"
    r"ga(?:k)? lewat|"
    r"tak payah (?:lalu|lewat)|ga usah|gak usah|nggak perlu) (?:lewat )?(?:pt\b(?: pt)?|p3mi|pjtki|agen\b|perusahaan)|"
    r"(?:agen|sponsor|calo)\s?(?:perorangan|pribadi|terpercaya)|non[ -]?prosedural|urus sendiri lewat saya)",
    _FLAGS,
)
"""Nobody who may place workers stands behind it (UU 18/2017 article 69: a natural person may not)."""

HELD_DOCUMENT = re.compile(
    r"\b(?:ijazah|ijasah|paspor|pasport|passport|buku pelaut|sertifikat(?: tanah| rumah)?|bpkb|akta|ktp|kk)\b"
    r"(?: (?:asli|lahir|dan \w+|saya|kamu|anda|yang|sm[akp]|sd|s1|terakhir)){0,3} (?:di ?tahan|"
    r"di ?pegang(?! sendiri)|di ?simpan|di ?titip\w*|"
    r"(?:jadi|sebagai) jaminan|dijamin\w*|pegang|saya yang pegang)(?! sendiri)(?! (?:pekerja|pmi))|"
    r"\b(?:me)?nahan (?:ijazah|paspor|passport)",
    _FLAGS,
)

HOUSEHOLD = re.compile(
    r"\b(?:pembantu|prt|plrt|art|asisten rumah(?: tangga)?|bibi rumah tangga|pekerja rumah tangga|"
    r"penata laksana rumah tangga|"
    r"house ?maids?|"
    r"domestic (?:helper|worker)s?|baby ?sitters?|nanny|pengasuh (?:bayi|anak)|tkw|(?:family|house|private) drivers?|"
    r"sopir (?:keluarga|pribadi|majikan|rumah)|(?:rumah|villa) (?:pribadi|majikan)|untuk keluarga|(?:buat|"
    r"untuk) majikan|"
    r"(?:koki|cook|juru masak) (?:rumah|villa|keluarga)|tukang kebun rumah)\b",
    _FLAGS,
)
"""Work in a private household: "pengguna perseorangan" of Kepmenaker 260/2015."""

NOT_HOUSEHOLD = re.compile(
    r"\b(?:hotel|rumah sakit|hospital|klinik|clinic|bandara|airport|pabrik|factory|restoran|restaurant|resto|cafe|"
    r"perusahaan kesehatan|ambulans|sekolah|proyek)\b",
    _FLAGS,
)


def said_outright(ad: ReadAd, pattern: re.Pattern[str]) -> Words | None:
    """The first words of title or text that match and that nothing right before them denies or warns of."""
    return next(
        (
            part.words(*match.span())
            for part, match in find_all(ad.said, pattern)
            if not NEGATED.search(before(part, match))
        ),
        None,
    )
