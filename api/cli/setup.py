"""``sepadan setup``: unpack the bundled encoder into the cache; nothing is downloaded."""

from __future__ import annotations

import time

from api.cli.options import JsonOption
from api.cli.progress import progress
from api.cli.show import print_json, show
from matcher.home import cache_folder


def setup(as_json: JsonOption = False) -> None:
    """Prepare the encoder; does nothing when it is there and whole."""
    from indexes import encoder as encoders

    started = time.monotonic()
    with progress() as tell:
        folder = encoders.prepare(cache_folder(), lambda what, step, steps: tell("prepare encoder", step, steps))
    if as_json:
        print_json({"encoder": str(folder), "seconds": round(time.monotonic() - started, 3)})
    else:
        show(f"Encoder is ready: {folder}")
