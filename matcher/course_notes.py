"""What is worth a look among courses that were read: those that are over, and those that name no skills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from matcher.day import day_in_wib
from matcher.records import Course, Record


class CourseNotes:
    """Counts courses as they are read; they are taken all the same."""

    def __init__(self) -> None:
        self._counts = Counter[str]()

    def note(self, record: Record) -> None:
        """Look at one record; postings and workers are passed over."""
        if not isinstance(record, Course):
            return
        day = record.register_until or record.starts_on or record.ends_on
        if day is not None and day < day_in_wib(record.provenance.fetched_at):
            self._counts["courses_over"] += 1
        if not record.skills and not any(module.skills for module in record.modules) and not record.units:
            self._counts["courses_without_skills"] += 1

    def counts(self) -> Mapping[str, int]:
        """What was seen, by name; what was not is not named.

        Returns:
            ``courses_over``: one can no longer join, and nobody is sent there. ``courses_without_skills``: what they
            teach is read in their names and texts.
        """
        return dict(sorted(self._counts.items()))
