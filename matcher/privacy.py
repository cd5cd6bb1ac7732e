"""Personal traits and identity out of free text, before it reaches the encoder, an index or a score.

People write their age, sex, religion and phone number into summaries, and ads ask for them. Swapping such a word must
change no vector and no score (UU 13/2003 art. 5-6; SE Menaker M/6/HK.04/V/2025; UU 27/2022), so the words go before
anything is worked out from the text. The record itself keeps its words; only what is computed does without them.
"""

from __future__ import annotations

import re

_SEX = (
    r"laki[ -]?laki|pria|cowok|cowo|lelaki|perempuan|wanita|cewek|cewe|gadis|male|female|m[ae]n only|wom[ae]n|"
    r"ibu rumah tangga|bapak rumah tangga|ibu-ibu|bapak-bapak|emak-emak|p\s*/\s*w|l\s*/\s*p|"
    r"seorang (?:ibu|bapak|ayah|istri|suami)|jenis kelamin"
)
_AGE = (
    r"(?:usia|umur|age|berusia|berumur)\s*(?:min(?:imal|imum)?|max|maks(?:imal|imum)?|antara|between|di ?bawah|:|\.|\s)*"
    r"\d{1,2}(?:\s*(?:-|–|s\.?/?d\.?|sampai|hingga|to)\s*\d{1,2})?\s*(?:tahun|thn|th|years?(?: old)?)?|"
    r"\b\d{2}\s*(?:tahun|thn|years old)\b(?=\s*(?:,|\.|$|single|lajang|menikah|belum menikah))"
)
_RELIGION = (
    r"(?:ber)?agama\s+\w+|muslim(?:ah)?|islam|kristen|katolik|protestan|hindu|buddha|budha|konghucu|non[ -]?muslim|"
    r"ber(?:hijab|jilbab|kerudung)|hijab(?:er)?|jilbab"
)
_MARITAL = r"(?:belum|sudah|telah)?\s*(?:menikah|kawin|nikah)|lajang|single|janda|duda|married|bercerai|cerai"
_ETHNIC = r"(?:suku|etnis|keturunan)\s+\w+|chinese|tionghoa|pribumi"
_LOOKS = r"(?:berpenampilan|penampilan)\s+(?:menarik|cantik|ganteng)|good looking|tinggi badan\D{0,12}\d{2,3}\s*(?:cm)?"
_TRAITS = re.compile(rf"(?<!\w)(?:{_SEX}|{_AGE}|{_RELIGION}|{_MARITAL}|{_ETHNIC}|{_LOOKS})(?!\w)", re.IGNORECASE)
_IDENTITY = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+|(?<!\d)\d{16}(?!\d)|(?<!\d)(?:\+?62|0)[\s.-]?\d(?:[\s.-]?\d){7,12}(?!\d)"
)


def without_personal(text: str) -> str:
    """The text without personal traits, contact details and NIK numbers; offsets are not kept."""
    return " ".join(_TRAITS.sub(" ", _IDENTITY.sub(" ", text)).split(" "))
