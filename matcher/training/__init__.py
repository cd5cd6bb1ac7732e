"""Training: which course or path of courses opens most for a person, what else might, and the centres that teach."""
