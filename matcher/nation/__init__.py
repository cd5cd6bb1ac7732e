"""A simulated nation: workers and postings in any number, as coded columns, true to the official margins.

It is for measuring what no real file is large enough for: speed, memory, growth, recovery. It is no source of facts on
Indonesia's labour market and no test of how good a match is (docs/nation.md says what it is true to).
"""
