"""How many small faults the tests notice: a sample of cosmic-ray's mutants of ``matcher`` and ``taxonomy``.

A mutant is one operator of cosmic-ray at one place of the code: a comparison turned round, a number one more, a ``not``
too many. Places are drawn evenly, without what changes nothing (annotations, options of dataclasses) and what Numba
compiles (a tracer does not see it), then one operator there (``places``). Which tests pass a line is measured once
(``reach``). A mutant is killed when one of the tests that pass its line fails, or is not through in time (``judging``);
one on a line that no test passes lives. Slow tests are asked where the quick ones say nothing; those of the packages
above are not, so the score errs on the low side.

``make mutants MUTANTS=300`` prints the score with its interval. Those that live are in ``build/mutants.jsonl``, each
with its line before and after, to be read: a test is missing, or the two lines do the same.
"""
