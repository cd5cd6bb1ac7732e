"""One day of the platform against a real server: ``python examples/siapkerja_day.py --postings 200 --workers 400``.

It starts ``sepadan serve``, asks for credentials, and plays: the morning's bulk push, page views, edits, outcomes,
consents, erasures, a job, webhooks, a new index, a restart and a kill. A ledger outside the server holds what was
acknowledged; at the end everything is looked for again. Exit 1 when anything is lost, doubled or back from the dead.

Read on in ``examples/day/``: ``caller.py`` (how to call), ``morning.py`` and ``acts.py`` (what is called),
``evening.py`` (how the end is checked). docs/siapkerja-day.md shows what it prints.
"""

from __future__ import annotations

import sys

from day.play import main

if __name__ == "__main__":
    sys.exit(main())
