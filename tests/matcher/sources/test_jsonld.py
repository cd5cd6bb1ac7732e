from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ingest import read_record
from matcher.records import Pay, Posting
from matcher.sources import jsonld
from matcher.sources.files import RawRow
from matcher.sources.jsonld import JSONLD
from taxonomy.errors import InputError

POSTING: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "identifier": {"@type": "PropertyValue", "name": "CV Contoh", "value": "J-17"},
    "title": "Juru Las &amp; Fabrikasi",
    "description": "<p>Mengelas rangka.</p><ul><li>SMAW</li></ul>",
    "qualifications": "Sertifikat 3G",
    "occupationalCategory": "Manufaktur",
    "hiringOrganization": {"@type": "Organization", "name": "CV Contoh Karya"},
    "jobLocation": [
        {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Jalan Contoh 1",
                "addressLocality": "Kota Batam",
                "addressRegion": "Kepulauan Riau",
                "addressCountry": {"@type": "Country", "name": "ID"},
            },
        },
        {"@type": "Place", "address": "Kabupaten Bintan"},
        {"@type": "Place", "address": {}},
    ],
    "skills": "SMAW, membaca gambar teknik,",
    "educationRequirements": [{"@type": "EducationalOccupationalCredential", "credentialCategory": "SMK"}, "", "D3"],
    "experienceRequirements": {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 24},
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "IDR",
        "value": {"@type": "QuantitativeValue", "minValue": 4_500_000, "maxValue": 6_000_000, "unitText": "MONTH"},
    },
    "employmentType": ["OTHER", "FULL_TIME"],
    "totalJobOpenings": 3,
    "datePosted": "2025-03-09T08:00:00+07:00",
    "validThrough": "2025-04-09",
    "url": "https://contoh.id/lowongan/17",
}


def script(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


def rows_of(tmp_path: Path, text: str | bytes, name: str = "iklan.html") -> list[RawRow]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(JSONLD.rows(path, None))


def read(tmp_path: Path, **changes: Any) -> Posting:
    (row,) = rows_of(tmp_path, json.dumps({**POSTING, **changes}), "iklan.json")
    record = read_record(JSONLD, row, tmp_path / "iklan.json")
    assert isinstance(record, Posting)
    return record


def test_a_posting_is_read_in_full(tmp_path: Path) -> None:
    ad = read(tmp_path)
    assert ad.key == "jsonld:CV Contoh Karya~J-17"
    assert ad.title == "Juru Las & Fabrikasi"
    assert ad.description == "Mengelas rangka.\nSMAW\nSertifikat 3G"
    assert (ad.hint, ad.employer) == ("Manufaktur", "CV Contoh Karya")
    assert ad.places == ("Kota Batam, Kepulauan Riau, ID", "Kabupaten Bintan")
    assert ad.skills == ("SMAW", "membaca gambar teknik")
    assert ad.education == ("SMK", "D3")
    assert ad.experience_months_min == 24
    assert ad.pay == Pay(low=4_500_000, high=6_000_000, currency="IDR", period="month")
    assert (ad.employment_type, ad.openings) == ("full_time", 3)
    assert (ad.posted_on, ad.closes_on) == (date(2025, 3, 9), date(2025, 4, 9))
    assert ad.url == "https://contoh.id/lowongan/17"


def test_a_posting_of_a_title_alone_is_read_and_its_id_hangs_on_its_content(tmp_path: Path) -> None:
    first, again, other = (
        rows_of(tmp_path, json.dumps({"@type": "JobPosting", "title": title}), "iklan.json")
        for title in ("Kasir", "Kasir", "Sopir")
    )
    ids = [read_record(JSONLD, rows[0], tmp_path).key for rows in (first, again, other)]
    assert ids[0] == ids[1] != ids[2]


def test_the_name_stands_in_for_a_missing_title(tmp_path: Path) -> None:
    assert read(tmp_path, title=None, name="Pemandu Wisata").title == "Pemandu Wisata"


@pytest.mark.parametrize("salary", [{"currency": "SGD", "value": 1800}, {"value": {"value": 1800}, "currency": "SGD"}])
def test_a_single_amount_is_both_bounds(tmp_path: Path, salary: dict[str, Any]) -> None:
    assert read(tmp_path, baseSalary=salary).pay == Pay(low=1800, high=1800, currency="SGD")


def test_the_older_salary_currency_is_taken_where_the_amount_has_none(tmp_path: Path) -> None:
    ad = read(tmp_path, baseSalary={"value": {"minValue": 20, "unitText": "HOUR"}}, salaryCurrency="USD")
    assert ad.pay == Pay(low=20, currency="USD", period="hour")


def test_several_employers_or_industries_are_named_together(tmp_path: Path) -> None:
    ad = read(tmp_path, hiringOrganization=[{"name": "CV A"}, "CV B", {}], occupationalCategory=None, industry=["Baja"])
    assert (ad.employer, ad.hint) == ("CV A, CV B", "Baja")


def test_remote_work_is_a_place(tmp_path: Path) -> None:
    assert read(tmp_path, jobLocation=None, jobLocationType="TELECOMMUTE").places == ("Remote",)
    assert read(tmp_path, jobLocation="Kota Solo").places == ("Kota Solo",)


@pytest.mark.parametrize(
    ("identifier", "is_kept"), [("A 1", True), (42, True), ("https://contoh.id/1", False), ("x" * 201, False)]
)
def test_an_identifier_that_is_no_plain_id_is_hashed(tmp_path: Path, identifier: object, is_kept: bool) -> None:
    ad = read(tmp_path, identifier=identifier, hiringOrganization=None)
    assert (ad.provenance.source_id == str(identifier)) == is_kept
    assert len(ad.provenance.source_id) == (len(str(identifier)) if is_kept else 24)


def test_a_node_id_or_address_stands_in_for_the_identifier(tmp_path: Path) -> None:
    by_node = read(tmp_path, identifier=None, **{"@id": "lowongan-9"})
    assert by_node.provenance.source_id == "lowongan-9"
    assert len(read(tmp_path, identifier={}).provenance.source_id) == 24


_NOBODY: list[Any] = [None, {}, [], ""]


@pytest.mark.parametrize("employer", _NOBODY)
def test_an_identifier_without_an_employer_is_the_id_itself(tmp_path: Path, employer: object) -> None:
    assert read(tmp_path, identifier="1", hiringOrganization=employer).provenance.source_id == "1"


def test_two_employers_may_have_the_same_number(tmp_path: Path) -> None:
    employers: list[Any] = [
        *(None, "CV A", {"name": "CV B &amp; Rekan"}, [{"name": "CV A"}, "CV B"], {"name": "A~1"}, {"name": "A:1"}),
        *({"sameAs": "https://a.example"}, {"sameAs": "https://b.example"}, {"name": "x" * 300}, {"name": "y" * 300}),
    ]
    ids = [read(tmp_path, identifier=1, hiringOrganization=who).provenance.source_id for who in employers]
    assert ids[:4] == ["1", "CV A~1", "CV B & Rekan~1", "CV A, CV B~1"]
    assert {len(found) for found in ids[4:]} == {24}
    assert len(set(ids)) == len(ids)


@given(st.tuples(st.text("a~:", max_size=3), st.text("a~:", min_size=1, max_size=3)), st.text("a~:", min_size=1))
def test_no_employer_and_number_read_as_other_ones(pair: tuple[str, str], number: str) -> None:
    def key(employer: str, value: str) -> object:
        return JSONLD.to_fields({"identifier": value, "hiringOrganization": employer})["id"]

    assert (key(*pair) == key("", number)) == (pair == ("", number))
    assert (key(*pair) == key(pair[1], pair[0] or "b")) == (pair == (pair[1], pair[0] or "b"))


def test_the_first_of_several_identifiers_counts_and_never_its_name(tmp_path: Path) -> None:
    several = [{"@type": "PropertyValue", "name": "CV Contoh", "value": "J-1"}, "J-2"]
    assert read(tmp_path, identifier=several).provenance.source_id == "CV Contoh Karya~J-1"


@pytest.mark.parametrize("node", ["#lowongan", "_:b0"])
def test_a_name_inside_a_page_is_no_id(tmp_path: Path, node: str) -> None:
    first = read(tmp_path, identifier=None, **{"@id": node})
    assert first.provenance.source_id == read(tmp_path, identifier=None).provenance.source_id


def test_a_page_of_json_with_half_an_emoji_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, title="Kasir \ud83d").title == "Kasir \ufffd"


def test_html_gives_every_posting_in_lists_graphs_and_microdata(tmp_path: Path) -> None:
    page = (
        "<html><body>"
        + script({"@graph": [{"@type": "WebPage"}, {"@type": ["JobPosting", "Thing"], "title": "Kasir"}]})
        + script([{"@type": "ItemList", "itemListElement": [{"item": {"@type": "JobPosting", "title": "Sopir"}}]}])
        + script({"@type": "Organization", "name": "CV Contoh"})
        + '<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Barista</h1></div>'
        + "</body></html>"
    )
    rows = rows_of(tmp_path, page)
    assert [(row.number, row.value["title"]) for row in rows if row.value] == [
        (1, "Kasir"),
        (2, "Sopir"),
        (3, "Barista"),
    ]


def test_a_raw_line_break_inside_a_string_is_read_as_browsers_do(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, script('{"@type": "JobPosting", "title": "Kasir", "description": "satu\ndua"}'))
    assert row.value is not None
    assert row.value["description"] == "satu\ndua"


def test_a_broken_block_is_a_refused_row_and_the_others_are_read(tmp_path: Path) -> None:
    page = "<html>\n" + script('{"@type": "JobPosting", "title": ') + script("[" * 5_000) + script(POSTING)
    deep = script("[" * 100 + "]" * 100)
    broken, endless, good, too_deep = rows_of(tmp_path, page + deep)
    assert broken.fault is not None
    assert broken.fault.wanted == "JSON-LD"
    assert broken.fault.where.endswith("iklan.html line 2")
    assert endless.fault is not None
    assert good.value == POSTING
    assert too_deep.fault is not None
    assert too_deep.fault.found == "more"


def test_numbers_and_letters_that_plain_json_does_not_have_do_not_stop_a_page(tmp_path: Path) -> None:
    text = (
        '{"@type": "JobPosting", "title": "Kasir", "baseSalary": {"value": NaN}, '
        '"n": 123456789012345678901, "s": "\\ud800"}'
    )
    (row,) = rows_of(tmp_path, script(text))
    record = read_record(JSONLD, row, tmp_path)
    assert isinstance(record, Posting)
    assert record.pay == Pay()


@pytest.mark.parametrize("page", ["<html><p>Tidak ada lowongan</p></html>", "   ", bytes(range(256))])
def test_a_page_without_a_posting_is_refused(tmp_path: Path, page: str | bytes) -> None:
    with pytest.raises(InputError, match=r"wanted a schema\.org JobPosting, found none"):
        rows_of(tmp_path, page)


def test_each_line_of_a_jsonl_file_is_read_and_one_without_a_posting_is_refused(tmp_path: Path) -> None:
    text = json.dumps({"@graph": [POSTING, POSTING]}) + '\n{"@type": "Thing"}\n{rusak\n'
    rows = rows_of(tmp_path, text, "iklan.jsonl")
    assert [row.number for row in rows] == [1, 1, 2, 3]
    assert [row.fault.wanted if row.fault else None for row in rows] == [
        None,
        None,
        "a schema.org JobPosting",
        "one JSON object",
    ]


def test_a_json_file_that_is_broken_or_too_deep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted JSON, found"):
        rows_of(tmp_path, '{"@type":', "iklan.json")
    with pytest.raises(InputError, match="wanted JSON of at most 64 levels"):
        rows_of(tmp_path, "[" * 100 + "]" * 100, "iklan.json")


def test_a_page_that_is_too_large_or_no_gzip_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows_of(tmp_path, gzip.compress(script(POSTING).encode()), "iklan.html.gz")[0].value == POSTING
    with pytest.raises(InputError, match="wanted a whole file"):
        rows_of(tmp_path, "<html>", "iklan.html.gz")
    monkeypatch.setattr(jsonld, "MAX_PAGE_BYTES", 100)
    with pytest.raises(InputError, match="wanted a page of at most 100 bytes"):
        rows_of(tmp_path, script(POSTING))
