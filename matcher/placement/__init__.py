"""The placement officer's work: a person beside a posting, who waits, judgements of one's own, batches, letters."""
