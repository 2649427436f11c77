"""Events that came in over HTTP, as the collector keeps them: JSON lines in the form of the Segment spec.

Some things are more than JSON lines. The column `touchpoint` says in one place what the types say in several: the
event of a `track`, category or name of a `page` or `screen`, the type of the others. The column `group.name` is what a
`group` calls its company. And a line may be an event that the collector found unfit; it goes to quarantine with the
reason given then. A file may still grow: reading begins at any line, and ends at a given one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, cast, get_args

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, Identifier, InteractionMapping, Mapping, Money, ReadOptions
from wegmarke.model.quarantine import Unfit, UnfitReason
from wegmarke.sources.batch import REST_OF_LINE, RawBatch, column_names, row_text
from wegmarke.sources.jsonl import ObjectTable, read_object
from wegmarke.sources.limits import MAX_COLUMNS, ROWS_A_BATCH, SAMPLE_ROWS

TOUCHPOINT = "touchpoint"
GROUP_NAME = "group.name"
"""What a `group` event calls the company; in an `identify` event the same trait would be a person's name."""
CELLS_A_BATCH = 5_000_000
"""Events may have keys of their own, and every key is a column: a batch ends before there are too many cells."""

CELLS_AN_UNFIT_EVENT = 300
"""An unfit event with more keys is kept as one text: rows that are read again share their columns."""

_REASONS = frozenset(get_args(UnfitReason))
_FROM_EVENT = {
    "track": ("event",),
    "page": ("category", "properties.category", "name", "properties.name", "properties.path", "context.page.path"),
    "screen": ("category", "properties.category", "name", "properties.name"),
}


def default_mapping(source: str) -> Mapping:
    """What events of web pages and apps mean, until somebody says it better; `docs/how-to/collect-events.md`.

    The customer is whom the userId names, else the browser or device, else an e-mail for which a server vouches.
    """
    return Mapping(
        source=source,
        customer="userId",
        customer_kind="user_id",
        identifiers=(
            Identifier("anonymousId", "cookie"),
            Identifier("identified.email", "email"),
            Identifier("identified.phone", "phone"),
            Identifier("previousId", "user_id"),
            Identifier(GROUP_NAME, "company"),
        ),
        interactions=(
            InteractionMapping(
                time="timestamp",
                touchpoint=Cell(column=TOUCHPOINT),
                channel=Cell(constant="Web"),
                account="groupId",
                value=Money("properties.revenue", Cell(column="properties.currency", constant="EUR")),
            ),
        ),
        format="tracking",
        read=ReadOptions(encoding="utf-8", decimal=".", time_zone="UTC"),
    )


class TrackingReader:
    """An open file of collected events; a row's number is its line, from 1. Blank lines are rows that were erased.

    begin: a line whose number and place in the file are known, so that those before it need not be read: (0, 0) is the
    beginning. until_row: the last line that is there for good; None: all. `place` is where reading stands.
    """

    columns_complete = False

    def __init__(
        self,
        path: Path,
        *,
        batch_rows: int = ROWS_A_BATCH,
        begin: tuple[int, int] = (0, 0),
        until_row: int | None = None,
    ) -> None:
        self._path = path
        self._batch_rows = batch_rows
        self._until_row = until_row
        self._begin = self.place = begin
        names: dict[str, None] = {TOUCHPOINT: None}
        for _, line in islice(self._lines(0, begin), SAMPLE_ROWS):
            row = _row(line)
            if isinstance(row, dict):
                names |= dict.fromkeys(row)
        self.columns = column_names(list(names)[:MAX_COLUMNS], path.name)

    def batches(self, after_row: int = 0, columns: Collection[str] | None = None) -> Iterator[RawBatch]:
        """Yield the rows behind `after_row`, up to the last that is there for good."""
        begin = self._begin if self._begin[0] <= after_row else (0, 0)
        table = ObjectTable(self._path.name, columns)
        for number, line in self._lines(after_row, begin):
            row = _row(line)
            if isinstance(row, Unfit):
                table.unreadable.append(Unfit(number, row.reason, row.column, row.value, row.raw))
            else:
                if table.rows and table.width + len(row) > MAX_COLUMNS:
                    yield table.batch(None)
                    table = ObjectTable(self._path.name, columns)
                table.add(number, row)
            if table.rows >= self._batch_rows or table.rows * table.width >= CELLS_A_BATCH:
                yield table.batch(None)
                table = ObjectTable(self._path.name, columns)
        if table.rows:
            yield table.batch(None)

    def _lines(self, after_row: int, begin: tuple[int, int]) -> Iterator[tuple[int, bytes]]:
        number, offset = begin
        try:
            file = self._path.open("rb")
        except OSError as error:
            raise WegmarkeError("file_missing", file=self._path.name) from error
        with file:
            file.seek(offset)
            while self._until_row is None or number < self._until_row:
                line = file.readline()
                if not line:
                    break
                number, offset = number + 1, offset + len(line)
                self.place = (number, offset)
                if number > after_row and line.strip():
                    yield number, line

    def close(self) -> None:
        """Nothing stays open between batches."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _row(line: bytes) -> dict[str, str | None] | Unfit:
    """One event as a row; or why it is none, its own number still to be given."""
    row = read_object(line)
    if isinstance(row, str):
        text = line.decode("utf-8", "backslashreplace")
        return Unfit(0, row, "", text[:1000], row_text({REST_OF_LINE: text}))
    if row.get("unfit.reason") in _REASONS:
        return _unfit(row)
    if not row.get(TOUCHPOINT):
        kind = row.get("type") or ""
        named = (row.get(name) for name in _FROM_EVENT.get(kind, ()))
        row[TOUCHPOINT] = next((name for name in named if name), kind)
    if row.get("type") == "group" and row.get("traits.name"):
        row[GROUP_NAME] = row["traits.name"]
    return row


def _unfit(row: dict[str, str | None]) -> Unfit:
    """An event set aside by the collector, as it came.

    One that its key forbids is kept as one text: read again it would become what was forbidden.
    """
    reason = cast("UnfitReason", row["unfit.reason"])
    text = row.get("unfit.event") or ""
    cells = read_object(text.encode("utf-8", "backslashreplace"))
    if isinstance(cells, str) or len(cells) > CELLS_AN_UNFIT_EVENT or reason == "key_forbids":
        cells = {REST_OF_LINE: text}
    column, value = row.get("unfit.column") or "", row.get("unfit.value") or ""
    return Unfit(0, reason, column, value, row_text(cells))
