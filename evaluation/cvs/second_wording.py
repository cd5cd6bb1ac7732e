"""How the second twelve people say things: headings, labels and spans of months.

Written before the reader was looked at. The halves share no heading and no label; common manners of months are shared,
rarer ones belong to one half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from evaluation.cvs.second_headings import SECOND_HEADINGS
from evaluation.cvs.second_labels import LABELS
from evaluation.cvs.wording import BULLETS, DateManner, Habits
from matcher.cv.record import Month

_ID = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
_ID_SHORT = "Jan Feb Mar Apr Mei Jun Jul Agt Sept Okt Nov Des".split()
_EN = "January February March April May June July August September October November December".split()
_EN_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_EN_SEPT = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split()
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class SecondManner:
    """A manner of spans with what the first manners lack.

    Attributes:
        plain: Months, form, joint and word for now.
        since: Before the start of what goes on, in place of joint and now; empty where both ends are said.
        elides: The year of the start is left out where it is that of the end.
        lasts: Words for years and months of the length that is told behind, or none.
        has_days: Whether the first and the last day stand before the month.
    """

    plain: DateManner
    since: str = ""
    elides: bool = False
    lasts: tuple[str, str] | tuple[()] = ()
    has_days: bool = False

    @property
    def now(self) -> str:
        """Word for what goes on."""
        return self.plain.now

    def point(self, month: Month, *, is_end: bool = False) -> str:
        """A month as written."""
        day = f"{_LAST_DAYS[month.month - 1] if is_end else 1} " if self.has_days else ""
        return day + self.plain.point(month)

    def span(self, starts: Month, ends: Month | None) -> str:
        """A span as written."""
        if ends is None and self.since:
            return f"{self.since} {self.point(starts)}"
        first = self.point(starts)
        if self.elides and ends and ends.year == starts.year:
            first = first.replace(str(starts.year), "").strip(" -./")
        found = f"{first}{self.plain.to}{self.point(ends, is_end=True) if ends else self.now}"
        if self.lasts and ends:
            months = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
            told = zip(divmod(months, 12), self.lasts, strict=True)
            found += " (" + " ".join(f"{number} {word}" for number, word in told if number) + ")"
        return found

    def kept(self, month: Month | None) -> Month | None:
        """What of a month the CV says."""
        return self.plain.kept(month)


_SHARED = {
    "id": (
        SecondManner(DateManner(_ID, "{name} {year}", " - ", "Sekarang")),
        SecondManner(DateManner(_ID_SHORT, "{name} {year}", " - ", "Sekarang")),
        SecondManner(DateManner((), "{number:02}/{year}", " - ", "sekarang")),
        SecondManner(DateManner((), "{year}", "–", "sekarang", has_months=False)),
    ),
    "en": (
        SecondManner(DateManner(_EN_SHORT, "{name} {year}", " - ", "Present")),
        SecondManner(DateManner(_EN, "{name} {year}", " – ", "Present")),
        SecondManner(DateManner((), "{number:02}/{year}", " – ", "Present")),
        SecondManner(DateManner((), "{year}", " - ", "Present", has_months=False)),
    ),
}
_OWN = {
    "id": {
        "dev2": (
            SecondManner(DateManner(_ID_SHORT, "{name} {year}", " s/d ", "skrg"), lasts=("thn", "bln")),
            SecondManner(DateManner(_ID, "{name} {year}", " s.d. ", "sekarang"), elides=True),
        ),
        "held2": (
            SecondManner(DateManner((), "th. {year}", " sampai dengan ", "sekarang", has_months=False)),
            SecondManner(DateManner(_ID, "{name} {year}", " – ", "saat ini"), since="Sejak", has_days=True),
        ),
    },
    "en": {
        "dev2": (
            SecondManner(DateManner(_EN_SHORT, "{name} {year}", " – ", "Present"), lasts=("yrs", "mos")),
            SecondManner(DateManner(_EN, "{name} {year}", " - ", "Now"), since="Since", elides=True),
        ),
        "held2": (
            SecondManner(DateManner((), "{year}/{number:02}", " – ", "Present")),
            SecondManner(DateManner(_EN_SEPT, "{name} {year}", " to ", "date"), has_days=False, elides=True),
        ),
    },
}


@dataclass(frozen=True, slots=True)
class SecondWording(Habits):
    """What the author of one of the second CVs is used to.

    Attributes:
        dates: Manner of spans.
        half: Of the person.
    """

    dates: SecondManner
    half: str

    def labels(self, layout: str) -> Sequence[str]:
        """Names of fields and columns of a layout."""
        return LABELS[self.language][self.half][layout]


def second_wording_of(random: Random, language: str, half: str) -> SecondWording:
    """Draw how an author writes."""
    headings: Mapping[str, str] = {
        name: random.choice(words) for name, words in SECOND_HEADINGS[language][half].items()
    }
    manners = (*_SHARED[language], *_OWN[language][half])
    made = SecondWording(
        language=language,
        headings=headings,
        dates=random.choice(manners),
        bullet=random.choice(BULLETS),
        arrangement=random.randrange(4),
        half=half,
    )
    shouts = random.random() < 0.4
    return replace(made, headings={name: words.upper() for name, words in headings.items()}) if shouts else made
