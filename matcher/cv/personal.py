"""Personal data in a CV: recognised, counted by kind, and left out (UU 27/2022 on personal data, article 4).

None of it ever leaves the reading: not into the record, a log line or an error. What is counted is told to the person,
so that they know what was seen and not kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from matcher.cv.headings import heading_of
from matcher.cv.labels import labelled
from matcher.cv.lines import Line
from matcher.cv.months import has_full_day
from matcher.cv.naming import employer_likeness, title_likeness
from matcher.identity import is_identity
from matcher.privacy import without_contacts, without_personal
from taxonomy.text import fold

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "name": ("nama", "name"),
        "nik": ("NIK", "NIK"),
        "phone": ("nomor HP", "phone number"),
        "email": ("email", "e-mail address"),
        "address": ("alamat", "address"),
        "birth": ("tempat dan tanggal lahir", "date and place of birth"),
        "age": ("umur", "age"),
        "sex": ("jenis kelamin", "sex"),
        "religion": ("agama", "religion"),
        "marital": ("status perkawinan", "marital status"),
        "nationality": ("kewarganegaraan dan suku", "nationality and ethnicity"),
        "body": ("tinggi, berat dan kesehatan", "height, weight and health"),
        "link": ("tautan dan akun media sosial", "links and accounts"),
        "family": ("data keluarga", "family"),
        "reference": ("pemberi referensi", "referees"),
        "photo": ("foto", "photo"),
    }
)
"""Kind to its name in Bahasa Indonesia and English."""

_BY_LABEL = (
    ("nik", r"\b(?:nik|ktp|kk|npwp|passport|paspor|bpjs|no\.? identitas|identity number|id number)\b"),
    ("email", r"e-?mail|surel"),
    ("phone", r"\b(?:hp|handphone|telp|telepon|telephone|phone|mobile|whats ?app|wa|no kontak|kontak|contact|tlp)\b"),
    ("family", r"\b(?:ayah|ibu|orang tua|suami|istri|anak ke|saudara|father|mother|spouse|parents?)\b"),
    ("birth", r"lahir|birth|\bttl\b|\bdob\b"),
    ("age", r"\b(?:umur|usia|age)\b"),
    ("sex", r"kelamin|gender|\bsex\b|\bjk\b"),
    ("religion", r"agama|religion|\bfaith\b"),
    ("marital", r"perkawinan|pernikahan|kawin|marital|\bstatus\b"),
    ("nationality", r"kewarganegaraan|nationality|citizenship|warga ?negara|suku|etnis|ethnicity|kebangsaan"),
    ("body", r"tinggi|berat|height|weight|golongan darah|gol\.? ?darah|blood|kesehatan|health|disabilitas|disability"),
    (
        "link",
        r"instagram|facebook|linkedin|twitter|tiktok|github|website|situs|media sosial|social media|\b(?:ig|fb)\b",
    ),
    ("address", r"alamat|address|tempat tinggal"),
    (
        "name",
        r"^(?:nama|name|full ?name|nama (?:lengkap|panggilan|depan|belakang)(?: saya)?|first name.*|surname.*)\b",
    ),
    ("photo", r"foto|photo"),
)
_KIND_OF_LABEL = tuple((kind, re.compile(pattern)) for kind, pattern in _BY_LABEL)
_NOT_PERSONAL = re.compile(
    r"perusahaan|sekolah|instansi|universitas|company|school|employer|program|posisi|jabatan|bidang"
)
_IN_TEXT = (
    ("email", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,80}")),
    (
        "link",
        re.compile(
            r"(?:https?://|www\.|linkedin\.com|instagram\.com|github\.com|wa\.me/|t\.me/)\S*|(?<![\w@])@\w{3,30}",
            re.IGNORECASE,
        ),
    ),
    ("nik", re.compile(r"(?<!\d)(?:\d{16}|\d{6}[ .-]\d{6}[ .-]\d{4})(?!\d)")),
    ("phone", re.compile(r"(?<![\d/])(?:\(?\+\d{1,3}\)?|\(?0)[ .()-]{0,2}\d(?:[ .()-]{0,2}\d){6,13}(?![\d/])")),
    ("birth", re.compile(r"\b(?:lahir|born|ttl)\b", re.IGNORECASE)),
    ("religion", re.compile(r"\b(?:agama|beragama|religion)\b", re.IGNORECASE)),
    ("marital", re.compile(r"\b(?:(?:belum |sudah )?(?:menikah|kawin)|lajang|single|married)\b", re.IGNORECASE)),
    ("sex", re.compile(r"\b(?:laki-laki|perempuan|pria|wanita|male|female)\b", re.IGNORECASE)),
    ("address", re.compile(r"\b(?:jl|jln|jalan|gg|gang|perum|komplek|dusun|rt)\b\.?\s*[\w/.]", re.IGNORECASE)),
)
_NOT_WORD = re.compile(r"[\W_]+")
_PHONE_DIGITS = 9
_STREET = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|perum(?:ahan)?|komplek|blok|dusun|kp|rt|rw)\b\.?\s*[\w/.]+.*", re.IGNORECASE
)
_SIGNED = re.compile(
    r"^(?:hormat saya|yang membuat|sincerely|yours|demikian(?:lah)?\b|pemohon|tertanda|ttd|i hereby|regards|"
    r"best regards|atas perhatian|thank you|terima kasih)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"[A-Z][^\d,:|]{2,30},\s*\d{1,2}[\s./-]\w{1,10}[\s./-](?:19|20)\d\d\.?")
_NAME = re.compile(
    r"(?:[A-Z][\w'’.-]*|[A-Z]{1,2}\.)(?: (?:[A-Z][\w'’.-]*|bin|binti|"
    r"[A-Z]{1,2}\.)){0,4}(?:,? (?:[A-Z]\.?\w{1,4}\.?){1,3})*"
)
_CALLED = re.compile(
    r"\b(?i:nama(?: (?:saya|aku|gue|gw|lengkap))?(?: adalah)?|my name is|i am called|dipanggil|"
    r"panggil(?: saja)?|perkenalkan,? saya)\s*:?\s*"
    r"(?P<name>[A-Z][\w'’]*(?: [A-Z][\w'’]*){0,4})"
)


def kind_of_label(label: str) -> str:
    """The kind of personal data that stands behind a label; empty when none does."""
    folded = fold(label)
    if _NOT_PERSONAL.search(folded):
        return ""
    return next(
        (kind for kind, pattern in _KIND_OF_LABEL if pattern.search(folded)), "" if not is_identity(label) else "name"
    )


class PersonalData:
    """Counts what was left out of one CV, and knows the person's name while it is read."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._seen: dict[str, set[str]] = defaultdict(set)
        self._names: list[re.Pattern[str]] = []
        self._known: set[str] = set()
        self._words: re.Pattern[str] | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Kind to pieces seen, in the order of ``KINDS``."""
        return {kind: len(self._seen[kind]) for kind in KINDS if self._seen[kind]}

    def saw(self, kind: str, piece: str = "") -> None:
        """Count a piece; the same one counts once."""
        self._seen[kind].add(_NOT_WORD.sub("", fold(piece)))

    def learn_name(self, lines: Iterable[Line]) -> None:
        """Find the person's name: behind a label, in "nama saya", else in the first line that can be one."""
        first = list(lines)
        for line in first:
            found = labelled(line.text)
            if found and found.value and kind_of_label(found.label) == "name":
                self._is_called(found.value)
            for said in _CALLED.finditer(line.text):
                self._is_called(said["name"])
        if not self._words:
            said_first = next((line.text for line in first[:6] if self._may_be_name(line.text)), "")
            if said_first:
                self._is_called(said_first)

    def is_name(self, text: str) -> bool:
        """Whether a text is the person's name and nothing else."""
        return bool(self._words) and bool(text.strip()) and not re.search(r"\w", self._unnamed(text))

    def cleaned(self, text: str) -> str:
        """Own words without personal data; what was taken out is counted."""
        self.count_in(text)
        return _tidy(without_personal(_BIRTH.sub(" ", self._unnamed(text))))

    def cleaned_name(self, text: str) -> str:
        """The name of a job, employer or school without contacts, street and the person's name as a whole."""
        self.count_in(text, only=("email", "link", "nik", "phone"))
        shown = without_contacts(text)
        for name in self._names:
            shown = name.sub(" ", shown)
        return _tidy(_STREET.sub("", shown))

    def tells_of(self, text: str) -> bool:
        """Whether a sentence tells who the person is or how to reach them; such a sentence is not kept at all."""
        if (self._words and self._words.search(text)) or has_full_day(text):
            return True
        return any(
            pattern.search(text)
            for kind, pattern in _IN_TEXT
            if kind in {"email", "link", "nik", "phone", "birth", "address"}
        )

    def count_in(self, text: str, only: Iterable[str] = ()) -> bool:
        """Count the personal data of a text; gives whether there was any."""
        kinds, found, rest = frozenset(only), False, text
        for kind, pattern in _IN_TEXT:
            if kinds and kind not in kinds:
                continue
            matches = list(pattern.finditer(rest))
            if kind == "phone":
                matches = [one for one in matches if sum(letter.isdigit() for letter in one[0]) >= _PHONE_DIGITS]
            if kind in {"email", "link", "nik", "phone"}:
                for one in reversed(matches):
                    rest = rest[: one.start()] + " " + rest[one.end() :]
            for one in matches:
                self.saw(kind, one[0])
            found = found or bool(matches)
        return found

    def drop_line(self, text: str) -> None:
        """Count what a line of the personal part says; the line itself goes."""
        found = labelled(text)
        kind = kind_of_label(found.label) if found else ""
        if kind:
            self.saw(kind, found.value if found else text)
        elif not self.count_in(text) and has_full_day(text):
            self.saw("birth", text)

    def _may_be_name(self, text: str) -> bool:
        words = text.split()
        if not 1 < len(words) <= 6 or heading_of(text) or any(letter.isdigit() for letter in text):
            return False
        return bool(_NAME.fullmatch(text.strip())) and title_likeness(text) < 1.5 and employer_likeness(text) < 2

    def _is_called(self, name: str) -> None:
        if len(self._known) >= _MOST_NAMES:
            return
        words = [word for word in re.findall(r"[^\W\d_][\w'’]*", name.split(",")[0]) if len(word) > 2][:5]
        if not words:
            return
        self._seen["name"] = {""}
        if len(words) > 1:
            whole = r"\W+".join(map(re.escape, words))
            self._names.append(re.compile(rf"(?<!\w){whole}(?!\w)", re.IGNORECASE))
        self._known |= {fold(word) for word in words} - _NO_NAMES
        if self._known:
            pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(self._known)))})(?!\w)"
            self._words = re.compile(pattern, re.IGNORECASE)

    def _unnamed(self, text: str) -> str:
        return self._words.sub(" ", text) if self._words else text


_BIRTH = re.compile(r"\b(?:born|lahir)\b[^.;\n]{0,60}?(?:19|20)\d\d", re.IGNORECASE)
_MOST_NAMES = 12
"""Words of names that are learnt; a text that says more of them is no CV of one person."""

_NO_NAMES = frozenset("dan the bin binti lengkap panggilan saya indonesia jawa".split())


def is_signature(text: str) -> bool:
    """Whether a CV ends here: a declaration or a signature."""
    return _SIGNED.match(text) is not None


def is_dated(text: str) -> bool:
    """Whether a line is a place and a day, as above a signature."""
    return _DATED.fullmatch(text.strip()) is not None


def _tidy(text: str) -> str:
    found = re.sub(r"\s+([,.;:])", r"\1", re.sub(r"\(\s*\)|\[\s*\]", " ", text))
    return re.sub(r"[^\S\t]+", " ", found).strip(" \t,;|-–—:•·/(")
