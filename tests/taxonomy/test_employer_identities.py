from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from taxonomy.employer_identities import _agree, resolve_employers
from taxonomy.employer_names import EmployerName, employer_name


def test_a_form_that_is_left_out_is_the_only_one_that_is_named() -> None:
    found = resolve_employers(["Cargill Indonesia", "PT Cargill Indonesia", "PT Cargill Indonesia"])

    assert found.of("Cargill Indonesia") == found.of("PT. CARGILL INDONESIA, Tbk") == "cargill indonesia, pt"


def test_a_name_without_form_joins_none_of_two_forms() -> None:
    found = resolve_employers(["Maju Jaya", "PT Maju Jaya", "CV Maju Jaya"])

    assert len({found.of(name) for name in ("Maju Jaya", "PT Maju Jaya", "CV Maju Jaya")}) == 3


def test_spaces_do_not_tell_long_names_apart() -> None:
    found = resolve_employers(["PT Sinarmas Distribusi", "PT Sinar Mas Distribusi", "CV Abc", "CV A B C"])

    assert found.of("PT Sinar Mas Distribusi") == found.of("PT Sinarmas Distribusi")
    assert found.of("CV Abc") != found.of("CV A B C")


def test_a_slip_of_the_pen_joins_the_more_frequent_spelling() -> None:
    found = resolve_employers(["PT Prawathiya Karsa", "PT Prawathiya Karsa", "PT Prawatiya Karsa"])

    assert found.of("PT Prawatiya Karsa") == "prawathiya karsa, pt"


def test_two_words_that_names_use_are_no_slip() -> None:
    both = [f"PT {word} {rest}" for word in ("Sentosa", "Sentoso") for rest in ("Abadi", "Makmur", "Lestari")]
    found = resolve_employers(both)

    assert found.of("PT Sentosa Abadi") != found.of("PT Sentoso Abadi")


def test_two_places_and_two_numbers_are_no_slip() -> None:
    pairs = [("RSUD Purwakarta", "RSUD Purwokerto"), ("Gudang Sentral1", "Gudang Sentral2")]
    found = resolve_employers([name for pair in pairs for name in pair])

    assert all(found.of(one) != found.of(other) for one, other in pairs)


def test_one_word_more_is_another_employer() -> None:
    found = resolve_employers(["PT Sinar Jaya", "PT Sinar Jaya Abadi", "PT Sinar Jaya Abadi"])

    assert found.of("PT Sinar Jaya") != found.of("PT Sinar Jaya Abadi")


def test_small_differences_do_not_add_up() -> None:
    found = resolve_employers(["PT Bintangor"] * 3 + ["PT Bintangar"] * 2 + ["PT Bintanxar"])

    assert found.of("PT Bintangar") == found.of("PT Bintangor")
    assert found.of("PT Bintanxar") == "bintanxar, pt"


def test_who_hides_is_nobody_and_who_is_new_is_itself() -> None:
    found = resolve_employers(["Pengiklan Anonim", ""])

    assert found.of("Confidential") == ""
    assert not found.of_key
    assert found.of("CV Baru") == "baru, cv"


_WORDS = st.sampled_from(
    ["bintangor", "bintangar", "bintangr", "sinar", "sinarmas", "mas", "jaya", "gemilang", "gemilangg"]
)
_NAMES = st.builds(
    lambda form, words: " ".join([form, *words]).strip(),
    st.sampled_from(["", "PT", "CV"]),
    st.lists(_WORDS, min_size=1, max_size=3),
)


@given(st.lists(_NAMES, max_size=12))
def test_blocks_lose_nothing_that_comparing_all_would_find(names: list[str]) -> None:
    found = resolve_employers(names)

    assert found.of_key == _compared_all_with_all(names)
    assert all(found.of_key[head] == head for head in found.of_key.values())


def _compared_all_with_all(names: list[str]) -> dict[str, str]:
    """The slow and obvious way: every name with every head before it."""
    parsed = [employer_name(text) for text in names]
    counts = Counter(name.key for name in parsed)
    ordered = sorted({name.key: name for name in parsed}.values(), key=lambda name: (-counts[name.key], name.key))
    forms: dict[str, set[str]] = {}
    for name in ordered:
        if name.form:
            forms.setdefault(name.compact, set()).add(name.form)
    common = Counter(word for core in {name.core for name in ordered} for word in set(core.split()))
    heads, found = list[EmployerName](), dict[str, str]()
    for name in ordered:
        head = next((head for head in heads if _agree(name, head, forms, common)), None)
        found[name.key] = head.key if head else name.key
        if head is None:
            heads.append(name)
    return found


@given(st.lists(_NAMES, max_size=8))
def test_the_order_in_which_names_come_does_not_matter(names: list[str]) -> None:
    assert resolve_employers(names) == resolve_employers(names[::-1])
