"""Subjects of a moment ago: made once, for some minutes, a few of them, forgotten with other texts."""

from __future__ import annotations

from matcher.answers import Subject
from matcher.coded import Coded
from matcher.erasure.text_caches import empty_text_caches
from matcher.recent_subjects import KEPT_S, MOST, RECENT, RecentSubjects


def subject(name: str) -> Subject:
    return Subject(coded=Coded(key=name, kind="worker", title=name), vector=None, text=name)  # type: ignore[arg-type]


class Made:
    def __init__(self) -> None:
        self.names: list[str] = []
        self.now = 0.0
        self.recent = RecentSubjects(lambda: self.now)

    def get(self, name: str) -> Subject:
        def make() -> Subject:
            self.names.append(name)
            return subject(name)

        return self.recent.get(name, make)


def test_a_subject_is_made_once_within_the_time() -> None:
    made = Made()
    first = made.get("a")
    made.now = KEPT_S - 1
    assert made.get("a") is first
    made.now = KEPT_S + 1
    assert made.get("a") is not first
    assert made.names == ["a", "a"]


def test_the_oldest_go_when_there_are_too_many() -> None:
    made = Made()
    for number in range(MOST + 1):
        made.get(str(number))
    made.get("1")
    made.get("0")
    assert made.names.count("1") == 1
    assert made.names.count("0") == 2


def test_all_are_forgotten_when_somebody_is_erased() -> None:
    first = RECENT.get("x", lambda: subject("x"))
    empty_text_caches()
    assert RECENT.get("x", lambda: subject("y")) is not first
    RECENT.forget()
