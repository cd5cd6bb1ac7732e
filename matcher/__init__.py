"""Records, readers of real formats, and the match: filter, retrieve, score, explain, recommend."""
