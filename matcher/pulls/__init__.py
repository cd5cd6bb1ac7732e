"""Pulls: postings fetched from upstreams on a schedule, with a report of every run."""
