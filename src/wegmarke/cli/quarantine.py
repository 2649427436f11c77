"""`wegmarke quarantine`: rows that could not be taken in."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from wegmarke.cli.session import HERE, SESSION, WorkspaceOption, as_option, console, field_word, opened, say, watched
from wegmarke.errors import WegmarkeError

if TYPE_CHECKING:
    from wegmarke.model.quarantine import UnfitReason
    from wegmarke.record import QuarantinedRow, Record

PAGE = 1000
SourceOption = Annotated[str | None, typer.Option("--source", help="{help.source}", show_default=False)]
FileOption = Annotated[int | None, typer.Option("--file", help="{help.file}", show_default=False)]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="{help.reason}", show_default=False)]


def list_rows(
    workspace: WorkspaceOption = HERE,
    source: SourceOption = None,
    file: FileOption = None,
    reason: ReasonOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="{help.limit}")] = 20,
) -> None:
    """Show how many rows there are for each reason, and the first of them."""
    from rich.table import Table
    from rich.text import Text

    from wegmarke.text import number, unfit

    record = opened(workspace).record
    page = record.quarantine(source, file, _reason(reason), limit=limit)
    if not page.total:
        say("quarantine.empty")
        return
    for count in record.quarantine_reasons(source, file):
        n = number(count.rows, "count", SESSION.language)
        print(f"{n} × {unfit(count.reason, SESSION.language)} [{count.reason}]")
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for name in ("file", "source", "row", "reason", "column", "value", "raw"):
        table.add_column(field_word(name), overflow="fold", max_width=60)
    for row in page.rows:
        where = f"{row.file} {row.name}"
        cells = (where, row.source, str(row.row), row.reason, row.column, row.value, _short(row.raw))
        table.add_row(*[Text(cell) for cell in cells])
    console().print(table)
    say("quarantine.shown", shown=len(page.rows), total=page.total)


def export_rows(
    out: Annotated[Path, typer.Argument(metavar="FILE.csv", help="{help.ask.out}")],
    workspace: WorkspaceOption = HERE,
    source: SourceOption = None,
    file: FileOption = None,
    reason: ReasonOption = None,
) -> None:
    """Write all rows in quarantine as CSV: where they are from, why, and their columns as read."""
    from wegmarke.report.cells import harmless

    rows = _all(opened(workspace).record, source, file, _reason(reason))
    raws = [_cells(row.raw) for row in rows]
    columns = list(dict.fromkeys(name for raw in raws for name in raw))
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";" if SESSION.language == "de" else ",")
        writer.writerow(["file", "name", "source", "row", "reason", "column", "value", *map(harmless, columns)])
        for row, raw in zip(rows, raws, strict=True):
            about = [row.name, row.source, row.row, row.reason, row.column, row.value]
            cells = [*about, *(raw.get(name, "") for name in columns)]
            writer.writerow([row.file, *(harmless(str(cell)) for cell in cells)])
    say("written", file=out)


def correct_rows(
    file: Annotated[int, typer.Argument(help="{help.file}")],
    row: Annotated[int, typer.Argument(help="{help.row}")],
    changes: Annotated[list[str], typer.Argument(metavar="COLUMN=VALUE...")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Note what is to be read in a row."""
    pairs = [change.partition("=") for change in changes]
    wrong = next((change for change, (_, sign, _) in zip(changes, pairs, strict=True) if not sign), None)
    if wrong is not None:
        raise typer.BadParameter(f"{wrong!r}: COLUMN=VALUE")
    opened(workspace).correct(file, {row: {column: value for column, _, value in pairs}})
    say("quarantine.noted", workspace=as_option(workspace))


def replay_rows(workspace: WorkspaceOption = HERE, source: SourceOption = None, file: FileOption = None) -> None:
    """Read the rows in quarantine again."""
    place = opened(workspace)
    with watched() as watcher:
        counts = place.replay(source, file, watcher)
    say("quarantine.replayed", accepted=counts.accepted, quarantined=counts.quarantined)
    if counts.accepted:
        say("import.next", workspace=as_option(workspace))


def _all(record: Record, source: str | None, file: int | None, reason: UnfitReason | None) -> list[QuarantinedRow]:
    rows: list[QuarantinedRow] = []
    while True:
        page = record.quarantine(source, file, reason, offset=len(rows), limit=PAGE)
        rows += page.rows
        if not page.rows or len(rows) >= page.total:
            return rows


def _reason(reason: str | None) -> UnfitReason | None:
    """One of the closed list of reasons; wrong use for any other word."""
    from typing import get_args

    from wegmarke.model.quarantine import UnfitReason as Reasons

    known = get_args(Reasons)
    if reason is not None and reason not in known:
        raise typer.BadParameter(f"{reason!r}: {', '.join(known)}")
    return cast("UnfitReason | None", reason)


def _cells(raw: str) -> dict[str, str]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {"": raw}
    if not isinstance(found, dict):
        raise WegmarkeError("record_broken", what="quarantine")
    return {str(name): str(value) for name, value in found.items()}


def _short(text: str, longest: int = 300) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
