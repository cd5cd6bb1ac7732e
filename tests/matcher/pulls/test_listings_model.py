"""Any listings one after the other, against an oracle: nothing twice, nothing lost, nothing closed in doubt."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.matcher.pulls.conftest import Pulls
from tests.matcher.sources import invented

NUMBERS = itertools.count()
listings = st.lists(
    st.tuples(st.lists(st.integers(0, 5), max_size=8), st.sampled_from(["whole", "half", "nameless"])),
    min_size=1,
    max_size=5,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(listings)
def test_what_is_open_is_what_the_last_listing_that_was_trusted_had(
    pulls: Pulls, tmp_path: Path, given_listings: list[tuple[list[int], str]]
) -> None:
    name, file = f"karir-{next(NUMBERS)}", tmp_path / "listing.json"
    open_ids: set[int] = set()
    stored: set[int] = set()
    listed_before = 0
    for turn, (numbers, state) in enumerate(given_listings):
        rows: list[object] = [invented.karirhub(n) for n in numbers]
        rows += [{"judul_lowongan": "tanpa id"}] if state == "nameless" else []
        text = json.dumps({"giliran": turn, "lowongan": rows})
        file.write_text(text[:-5] if state == "half" else text, encoding="utf-8")
        if turn == 0:
            pulls.add(name, "karirhub", str(file))
        done = pulls.run(name)
        if state == "half":
            assert done["outcome"] == "failed"
            continue
        seen = set(numbers)
        assert (done["new"], done["repeated"]) == (len(seen - stored), len(numbers) - len(seen))
        stored |= seen
        open_ids |= seen
        absent = open_ids - seen
        if state == "nameless" and not numbers:
            assert done["outcome"] == "failed"  # every row was refused
        elif state == "nameless" and absent:
            assert done["outcome"] == "partial"
        elif absent and 2 * len(seen) < listed_before:
            assert (done["outcome"], done["held"]) == ("held", len(absent))
        else:
            assert (done["outcome"], done["closed"]) == ("done", len(absent))
            open_ids, listed_before = seen, len(seen)
        assert pulls.open_ids(name) == sorted(f"KH-{n:05d}" for n in open_ids)
        assert set(pulls.stored(name)) == {f"KH-{n:05d}" for n in stored}
