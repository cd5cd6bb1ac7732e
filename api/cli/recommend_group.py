"""``sepadan recommend``: what is recommended to workers, a command each."""

from __future__ import annotations

import typer

from api.cli.programmes import check
from api.cli.recommend import courses, paths
from api.cli.recommend_postings import postings

recommend = typer.Typer(help="Recommend courses, paths, programmes, or postings to many workers at once.")
recommend.command("courses")(courses)
recommend.command("paths")(paths)
recommend.command("postings")(postings)
recommend.command("programmes")(check)
