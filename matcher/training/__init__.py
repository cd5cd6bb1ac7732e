"""Training for a person: which course, or path of courses, opens most postings, and what else might."""
