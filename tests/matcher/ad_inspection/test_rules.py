"""The registry: every kind has rules with a law, patterns are bounded, faulty tables are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]  # the standard library's own parser of patterns
from typing import Any

import pytest

from matcher.ad_inspection import rules as module
from matcher.ad_inspection.rules import EXEMPT, KINDS, checked_kind, compiled, load_rules
from taxonomy.errors import InputError

TABLES = {
    "words.tsv": "name\tpattern\npart\tabc\nopen_to_all\tx\n",
    "sources.tsv": "source\tcitation\tsays_id\tsays_en\nlaw\tUU 1\tA\tB\n",
    "rules.tsv": "\t".join(
        "rule kind sources name_id name_en why_id why_en instead_id instead_en put_id put_en exempt exempt_kind".split()
    )
    + "\none\tage\tlaw\ta\tb\tc\td\te\tf\t\t\t\t\n",
    "patterns.tsv": "rule\tin\thints\tbefore\tpattern\tnot_before\tnot_after\none\tany\tabc\t\t{part}\t\t\n",
}


def test_every_kind_but_the_exempt_one_has_a_rule_and_every_rule_a_law_a_reason_and_other_words() -> None:
    rules = load_rules()
    assert {rule.kind for rule in rules.by_id.values()} == set(KINDS) - {EXEMPT}
    for rule in rules.by_id.values():
        assert rule.sources
        assert all(source.citation in rule.source and all(source.says.values()) for source in rule.sources)
        for texts in (rule.name, rule.why, rule.instead):
            assert set(texts) == {"id", "en"}
            assert all(texts.values())
        assert bool(rule.put["id"]) == bool(rule.put["en"])


def test_every_rule_but_those_of_the_whole_ad_has_a_pattern() -> None:
    rules = load_rules()
    without = set(rules.by_id) - {pattern.rule for pattern in rules.patterns}
    assert without == {"contact-personal", "pay-too-good"}


def unbounded(tree: Any) -> Iterator[Any]:
    for operator, value in tree:
        if operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            if value[1] == _constants.MAXREPEAT:
                yield value
            yield from unbounded(value[2])
        elif operator is _constants.SUBPATTERN:
            yield from unbounded(value[3])
        elif operator is _constants.BRANCH:
            for branch in value[1]:
                yield from unbounded(branch)
        elif operator in (_constants.ASSERT, _constants.ASSERT_NOT):
            yield from unbounded(value[1])


def test_no_pattern_repeats_without_bound() -> None:
    for pattern in load_rules().patterns:
        for part in (pattern.before, pattern.words, pattern.not_before, pattern.not_after):
            assert part is None or not list(unbounded(_parser.parse(part.pattern)))


def test_hints_are_in_lower_case_and_without_spaces() -> None:
    for pattern in load_rules().patterns:
        assert pattern.hints
        assert all(hint == hint.casefold().strip() for hint in pattern.hints)


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Any]:
    """A folder of small tables in place of the bundled ones."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(module.resources, "files", lambda package: tmp_path)
    load_rules.cache_clear()
    yield folder
    load_rules.cache_clear()


def test_small_tables_are_read(tables: Any) -> None:
    rules = load_rules()
    assert list(rules.by_id) == ["one"]
    assert rules.patterns[0].words.search("xABCx")


@pytest.mark.parametrize(
    ("name", "before", "after", "wanted"),
    [
        ("rules.tsv", "\tage\t", "\tumur\t", r"rules\.tsv line 2: wanted a kind of age"),
        ("rules.tsv", "\tlaw\t", "\tlawless\t", r"rules\.tsv line 2: wanted sources of sources\.tsv, found .*lawless"),
        ("rules.tsv", "\tlaw\t", "\t\t", r"rules\.tsv line 2: wanted sources of sources\.tsv, found none"),
        ("rules.tsv", "\tf\t\t\t\t\n", "\tf\t\t\t\tx\n", r"rules\.tsv line 2: wanted a kind of age"),
        ("patterns.tsv", "\none\t", "\ntwo\t", r"patterns\.tsv line 2: wanted a rule of rules\.tsv"),
        ("patterns.tsv", "\tany\t", "\tbody\t", r"patterns\.tsv line 2: wanted a rule of rules\.tsv, in any or title"),
        ("patterns.tsv", "\tabc\t", "\t\t", r"patterns\.tsv line 2: wanted one hint or more"),
        ("patterns.tsv", "{part}", "{gone}", r"patterns\.tsv line 2: wanted parts of words\.tsv .*, found gone"),
        ("patterns.tsv", "{part}", "(", r"patterns\.tsv line 2: wanted a regular expression"),
        ("words.tsv", "\tabc\n", "\t{part}\n", r"wanted a regular expression, found parts that name each other"),
        ("words.tsv", "name\t", "nama\t", r"words\.tsv line 1: wanted columns name, pattern"),
    ],
)
def test_a_faulty_line_is_refused_by_file_and_line(
    tables: Any, name: str, before: str, after: str, wanted: str
) -> None:
    path = tables / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError, match=wanted):
        load_rules()


def test_a_kind_that_is_none_is_refused_and_none_is_all() -> None:
    assert (checked_kind("age", "x"), checked_kind("", "x")) == ("age", "")
    with pytest.raises(InputError, match=r"--kind: wanted a kind of age, .*, found umur"):
        checked_kind("umur", "--kind")


def test_patterns_heed_no_case() -> None:
    assert compiled("{a}c", {"a": "b"}, "here").flags & re.IGNORECASE


def test_laws_are_cited_with_their_articles_and_the_day_from_which_they_hold() -> None:
    rules = load_rules().by_id
    assert "PP 36/2021 pasal 23-24" in rules["pay-below-minimum"].source
    assert "UU 1/2023 (KUHP) pasal 492, berlaku sejak 2 Januari 2026" in rules["lure-income"].source
