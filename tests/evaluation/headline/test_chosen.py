"""Headlines out of rows: one row, several of a kind, and the best of the baselines."""

from __future__ import annotations

from evaluation.headline.chosen import Chosen, Headline, headlines, system_of
from evaluation.headline.documents import Circumstances, Document
from evaluation.rows import row

MEASURED = Circumstances(commit="a" * 40, date="2026-11-29", cores=2, load=0.1, seconds=3.0)
ROWS = (
    row("Sepadan: right", 0.9, n=40, at_least=0.8),
    row("Sepadan, bare: right", 0.99, n=40),
    row("words: right", 0.4, n=40),
    row("cosine: right", 0.5, n=40),
    row("kill: lost", 0, n=9, at_most=0),
    row("flip: lost", 2, n=9, at_most=0),
    row("power: lost", 0, n=0, at_most=0),
    row("Sepadan above the best baseline (cosine): right", 0.4, n=40, at_least=0.1),
    row("ms", 3.0, n=9, at_most=5.0),
    row("theirs ms", 9.0, n=9),
    row("other ms", 7.0, n=9),
)


def found(wanted: str, baseline: str = "") -> Headline:
    chosen = Chosen(run="toy", row=wanted, says="a thing", baseline=baseline)
    (one,) = headlines([chosen], {"toy": Document(run="toy", measured=MEASURED, rows=ROWS)})
    return one


def test_a_row_stands_beside_the_best_of_the_others() -> None:
    one = found("Sepadan: right", "*: right")
    assert one.row is ROWS[0]
    assert one.baseline == ".500 cosine"
    assert found("Sepadan: right", "words: right").baseline == ".400 words"
    assert found("Sepadan: right").baseline == ""


def test_where_less_is_better_the_best_baseline_is_the_least() -> None:
    assert found("ms", "theirs ms|other ms").baseline == "7 other ms"


def test_a_star_stands_for_what_changes_from_run_to_run() -> None:
    one = found("Sepadan above the best baseline (*): right")
    assert one.row is not None
    assert one.row.value == 0.4


def test_of_several_rows_it_is_told_how_many_hold_and_what_rests_on_nothing_is_left_out() -> None:
    several = found("*: lost")
    assert several.row is not None
    assert (several.row.value, several.row.target, several.row.holds, several.of) == (1, 2, False, 2)
    assert several.value_and_target() == ("1 of 2", "all")


def test_a_row_without_a_target_or_that_is_not_there_is_no_headline() -> None:
    assert found("words: right").row is None
    assert found("nobody: right").row is None
    assert found("power: lost").row is None
    assert found("power: lost").value_and_target() == ("", "")


def test_a_run_without_rows_has_no_document() -> None:
    chosen = Chosen(run="toy", row="Sepadan: right", says="a thing", baseline="")
    never = Document(run="toy", measured=None, rows=())
    for documents in ({}, {"toy": never}):
        (one,) = headlines([chosen], documents)
        assert (one.row, one.document) == (None, None)


def test_the_system_of_a_row_is_what_stands_before_its_last_colon() -> None:
    assert system_of("exact title: and employer: precision") == "exact title: and employer"
    assert system_of("theirs ms") == "theirs ms"
