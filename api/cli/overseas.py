"""``sepadan overseas check``: ads for work abroad against the law on migrant workers, line by line."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.line import Line, Short, read_line
from api.cli.lines import Answer, run_lines, shown_name
from api.cli.opening import open_coder
from api.cli.options import JsonOption, OutputOption, settings_of
from matcher.answer_lines import fault_line
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.coding import RecordCoder
    from matcher.overseas.ad import Ad
    from matcher.sources.files import RawRow

overseas = typer.Typer(help="Work abroad: check ads against the law on migrant workers.")

_UNREAD: dict[str, Any] = {
    "overseas": None,
    "destination": None,
    "clean": None,
    **{name: [] for name in ("checks", "warnings", "requirements", "isco08", "esco")},
}


class AdLine(Line):
    """One ad to be checked; further fields are passed over.

    Attributes:
        title: As advertised.
        company: Who advertises; may be missing.
        place: Place text; may be missing.
        text: Body of the ad, as long as a line may be, read unchanged, so that offsets hold; may be missing.
    """

    title: Short
    company: Short | None = None
    place: Short | None = None
    text: str | None = None

    def to_ad(self) -> Ad:
        """The ad."""
        from matcher.overseas.ad import Ad

        places = (self.place,) if self.place else ()
        return Ad(title=self.title, company=self.company or "", places=places, text=self.text or "")


@overseas.callback()
def _group() -> None:
    """Work abroad."""


@overseas.command("check")
def check(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Option("--input", metavar="ADS.jsonl", help="Lines with id, title, company, place, text; - is stdin."),
    ],
    output: OutputOption = "-",
    as_json: JsonOption = False,
) -> None:
    """Say of each ad whether and where it is abroad, what the law says of it, and what to beware of."""
    settings = settings_of(context, None)
    run_lines(source, output, lambda: _open_answer(settings, shown_name(source)), "check", as_json=as_json)


@contextmanager
def _open_answer(settings: Settings, file: str) -> Generator[Answer]:
    coder = open_coder(settings)
    yield lambda rows: checked(coder, rows, file)


def checked(coder: RecordCoder, rows: Sequence[RawRow], file: str) -> Iterator[dict[str, Any]]:
    """A line for each row, same order; faulty ones with ``error``."""
    from matcher.overseas.lines import checked_ad, unit_groups
    from taxonomy.title_item import TitleItem

    read = [read_line(AdLine, row, file) for row in rows]
    good = [line for line in read if not isinstance(line, InputError)]
    codings = iter(coder.titles.code([TitleItem(title=line.title, text=line.text or "") for line in good]))
    for row, line in zip(rows, read, strict=True):
        if isinstance(line, InputError):
            yield fault_line(row, line, _UNREAD)
        else:
            yield {"id": line.id, **checked_ad(line.to_ad(), unit_groups(next(codings)), coder.gazetteer)}
