"""Rising skills in made ads, and phrases that no skill names."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from indexes.store import Store
from matcher.coded import Coded
from matcher.engine import Engine
from matcher.market.filed import FiledPosting, filed
from matcher.market.new_phrases import ad_texts, candidates, known_words, sampled, terms_of
from matcher.market.rising import LEAST_WINDOW, DatedAds, Trends, dated_ads, skill_trends
from matcher.market.rows import Axes, MarketRows, posting_rows
from taxonomy.skill_mentions import SkillMention
from tests.builders import catalogue, coded_posting, posting, small_skills, vocabulary

AXES = Axes(vocabulary())
FIRST = date(2026, 1, 1)


def ads(count: int, source: str = "uji", days: int = 60, **facts: object) -> tuple[list[Coded], list[FiledPosting]]:
    """Ads spread over days; the second half asks for welding much more often."""
    coded, said = [], []
    for at in range(count):
        late = at >= count // 2
        wants = ["ketelitian"] + (["las-busur"] if late and at % 2 else [])
        key = f"{source}:{at:04d}"
        coded.append(coded_posting(key, required=wants, occupations=(("7212", 0.9),), **facts))
        day = FIRST + timedelta(days=at * days // count)
        said.append(FiledPosting(key=key, posted_on=day, employer=f"PT {source} {at}"))
    return coded, said


def rows_of(*parts: tuple[list[Coded], list[FiledPosting]]) -> MarketRows:
    coded = [one for own, _ in parts for one in own]
    return posting_rows(catalogue(coded), AXES, None, None, filed(one for _, own in parts for one in own))


def trends_of(rows: MarketRows, since: date | None = None) -> Trends:
    return skill_trends(dated_ads(rows, AXES, since), AXES.skills)


def test_a_skill_that_half_of_the_later_ads_ask_for_rises_and_one_of_all_ads_does_not() -> None:
    found = trends_of(rows_of(ads(240)))
    assert [(one.name, one.trend) for one in found.trends if one.trend != "steady"] == [("las-busur", "rising")]
    (rise,) = [one for one in found.trends if one.trend == "rising"]
    assert (rise.early_ads, rise.late_ads, rise.early_share, rise.late_share) == (0, 60, 0, 0.5)
    assert rise.interval95[0] > 1
    assert (found.early_ads, found.late_ads, found.left_out) == (120, 120, 0)
    assert found.splits == {"uji": FIRST + timedelta(days=30)}


def test_the_first_day_of_the_later_window_can_be_chosen() -> None:
    since = FIRST + timedelta(days=20)
    found = trends_of(rows_of(ads(240)), since)
    assert found.splits == {"uji": since}
    assert (found.early_ads, found.late_ads) == (80, 160)


def test_ads_without_a_day_and_sources_without_two_windows_are_left_out_and_counted() -> None:
    undated = ([coded_posting("tanpa:1")], [FiledPosting(key="tanpa:1")])
    one_day = ads(2 * LEAST_WINDOW + 10, "sehari", days=1)
    found = trends_of(rows_of(ads(240), undated, one_day))
    assert set(found.splits) == {"uji"}
    assert found.left_out == 1 + len(one_day[0])


def test_no_ads_have_no_trends() -> None:
    found = trends_of(rows_of(([], [])))
    assert (found.trends, found.tested, found.early_ads, found.late_ads) == ((), 0, 0, 0)


class Reader:
    """Finds "cetak tiga dimensi" in texts, without a concept, and "las" with a sure one."""

    def read_many(self, texts: list[str]) -> list[tuple[SkillMention, ...]]:
        return [tuple(self._mentions(text)) for text in texts]

    def _mentions(self, text: str) -> list[SkillMention]:
        blank = {"label": "", "type": "hard", "required": True, "negated": False, "level": ""}
        found = []
        for words, skill, similarity in (("Cetak Tiga Dimensi", "", 0.0), ("las", "las-busur", 1.0)):
            start = text.find(words)
            if start >= 0:
                end = start + len(words)
                place = {"surface": words, "start": start, "end": end}
                found.append(SkillMention(skill_id=skill, similarity=similarity, **blank, **place))  # type: ignore[arg-type]
        return found


def test_phrases_without_a_concept_that_many_employers_write_are_candidates() -> None:
    rows = rows_of(ads(240))
    texts = {
        key: "las dan Cetak Tiga Dimensi" if at >= 120 and at % 3 == 0 else "las" for at, key in enumerate(rows.keys())
    }
    told: list[tuple[str, int, int]] = []
    found = candidates(dated_ads(rows, AXES), rows, texts, Reader(), frozenset(), lambda *said: told.append(said))  # type: ignore[arg-type]
    assert found.ads["cetak tiga dimensi"] == 40
    assert "las" not in found.ads
    assert {one.trend for one in found.trends.trends} == {"rising"}
    assert told[-1] == ("read ads", 240, 240)


def test_a_term_of_one_employer_or_of_few_ads_is_no_candidate() -> None:
    coded, said = ads(240)
    own = [FiledPosting(key=one.key, posted_on=one.posted_on, employer="PT Satu") for one in said]
    rows = rows_of((coded, own))
    texts = dict.fromkeys(rows.keys(), "Cetak Tiga Dimensi")
    assert not candidates(dated_ads(rows, AXES), rows, texts, Reader(), frozenset()).ads  # type: ignore[arg-type]
    rows = rows_of(ads(240))
    few = dict.fromkeys(rows.keys()[:4], "Cetak Tiga Dimensi")
    assert not candidates(dated_ads(rows, AXES), rows, few, Reader(), frozenset()).ads  # type: ignore[arg-type]


def test_a_term_that_ads_have_everywhere_is_no_candidate() -> None:
    rows = rows_of(ads(240))
    texts = {
        key: "Cetak Tiga Dimensi, mampu" if at < 20 else "cetak brosur, tiga dimensi"
        for at, key in enumerate(rows.keys())
    }
    found = candidates(dated_ads(rows, AXES), rows, texts, Reader(), frozenset())  # type: ignore[arg-type]
    assert set(found.ads) == {"cetak tiga", "cetak tiga dimensi"}


@pytest.mark.parametrize(
    ("phrase", "terms"),
    [
        ("Cetak 3D", {"cetak"}),
        ("hubungi a@b", {"hubungi"}),
        ("", set()),
        ("IT", set()),
        ("las robotik", {"robotik"}),
        ("robotik las kobot", {"robotik", "kobot", "robotik las kobot"}),
        ("las", set()),
        ("🙂 <b>'; --", set()),
    ],
)
def test_a_term_begins_and_ends_with_a_word_of_no_skills_name(phrase: str, terms: set[str]) -> None:
    assert terms_of(phrase, frozenset({"las"})) == terms


def test_known_words_are_those_of_all_names() -> None:
    assert {"las", "busur", "arc", "welding"} <= known_words(small_skills())


def test_a_sample_is_spread_over_all_ads() -> None:
    whole = dated_ads(rows_of(ads(240)), AXES)
    part: DatedAds = sampled(whole, 60)
    assert len(part.rows) == len(part.items.later) == part.items.has.shape[0] == 60
    assert part.left_out == 180
    assert 25 <= int(np.count_nonzero(part.items.later)) <= 35
    assert len(sampled(whole, 10_000).rows) == 240


def test_texts_are_read_without_personal_traits(engine: Engine) -> None:
    engine.upsert([posting("p1", description="Mengelas. Hubungi 0812-3456-7890."), posting("p2")])
    store: Store = engine.store
    found = ad_texts(store, ["uji:p1", "uji:tidak-ada"])
    assert list(found) == ["uji:p1"]
    assert "Mengelas" in found["uji:p1"]
    assert "7890" not in found["uji:p1"]
