"""`read`: from any dataframe or file to a log that can be asked."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Collection, Generator, Iterable
from collections.abc import Mapping as Keyed
from contextlib import closing
from os import PathLike
from pathlib import Path

import pyarrow as pa

from wegmarke.clock import DEFAULT_ZONE
from wegmarke.errors import WegmarkeError
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.build import index_in_memory
from wegmarke.index.runner import LocalRunner
from wegmarke.library.log import Log
from wegmarke.library.meaning import Columns, as_xes, mapping_of, settings_of
from wegmarke.library.rows import interactions_of
from wegmarke.library.set_aside import SetAside
from wegmarke.library.tables import Piece, file_pieces, frame_pieces
from wegmarke.library.watching import watcher_of
from wegmarke.model.ahead import abreast, ahead
from wegmarke.model.columns import INDEX_COLUMNS
from wegmarke.model.mapping import Mapping
from wegmarke.model.progress import Progress, Watcher
from wegmarke.questions import Asked
from wegmarke.sources.interactions import MappedBatch
from wegmarke.sources.mapping import load_mapping
from wegmarke.sources.reading import find_format


def read(  # noqa: PLR0913 - the keywords are the columns of a table
    data: object,
    *,
    customer: str | None = None,
    time: str | None = None,
    touchpoint: str | None = None,
    outcome: str | None = None,
    journey: str | None = None,
    channel: str | None = None,
    department: str | None = None,
    lifecycle: str | None = None,
    value: str | None = None,
    sequence: str | None = None,
    matter: str | None = None,
    stated_reason: str | None = None,
    promised: str | None = None,
    kept: str | None = None,
    scores: Keyed[str, str] | None = None,
    attributes: Keyed[str, str] | None = None,
    keep_lifecycle: str | Collection[str] | None = None,
    outcomes: Keyed[str, str | Collection[str]] | None = None,
    silence_days: float | None = None,
    cut_at_outcome: bool = True,
    time_zone: str = DEFAULT_ZONE,
    currency: str = "EUR",
    mapping: Mapping | str | PathLike[str] | None = None,
    threads: int | None = None,
    progress: Watcher | Callable[[Progress], None] | None = None,
) -> Log:
    """Read interactions from a dataframe or a file, one row each, and make journeys of them.

    Args:
        data: a dataframe of any kind that narwhals knows (pandas, Polars, PyArrow, DuckDB, Modin, …; eager or lazy), or
            the path of a CSV, Excel, Parquet, JSON lines, XES or mail file, or a visit report.
        customer: the column that says who. For XES files the standard's own columns are taken where none are named.
        time: the column that says when; times without a zone are of `time_zone`.
        touchpoint: the column that says where.
        outcome: a column that says how the journey ended (won, lost, churned, returned, open, or words of `outcomes`).
        journey: a column that numbers journeys or cases; they are then never cut.
        channel: a column with the channel.
        department: a column with the department.
        lifecycle: a column with the state of the interaction (start, complete, …).
        value: a column with an amount in major units of `currency`.
        sequence: a column of whole numbers that orders interactions of the same time.
        matter: a column with the number of what the contact was about (an order, a ticket).
        stated_reason: a column with the reason that was stated (why an offer was lost, why a customer leaves).
        promised: a column with the time for which something was promised.
        kept: a column with the time when the promise was kept; empty as long as it was not.
        scores: scales and their columns: `{"nps": "recommend", "ces": "effort"}`.
        attributes: customer attributes and their columns: `{"region": "federal_state"}`; few different words each.
        keep_lifecycle: only interactions in these states count; those without a state always do.
        outcomes: what counts as an outcome: `{"won": ["order"], "lost": ["cancelled", "refused"]}`. A word is a
            touchpoint that means it, or a value of the outcome column that does.
        silence_days: a pause longer than this begins a new journey; None never cuts.
        cut_at_outcome: whether a touchpoint that is an outcome ends its journey.
        time_zone: of times without one, and of days and quarters in filters; an IANA name.
        currency: ISO code in which `value` is given.
        mapping: what the columns mean, in full (a `Mapping`, or the path of its TOML file), instead of naming columns.
        threads: how many threads to use; None: all processors.
        progress: whom to tell of progress: a function that takes a `Progress`, or a `Watcher` that may also stop.

    Returns:
        A `Log`. Rows that cannot be taken in are in `log.unfit`, with their reasons, and a warning names how many.

    Raises:
        WegmarkeError: `file_missing` and others of reading, `format_unsupported` for what is neither a dataframe nor a
            file, `mapping_incomplete`, `mapping_column_missing`, `workspace_setting` for a setting that cannot be,
            `too_many_codes` when a column of numbers was taken for touchpoints, `import_stopped`.

    """
    named = customer, time, touchpoint, outcome, journey, channel, department, lifecycle, value, sequence
    columns = Columns(*named, matter, stated_reason, promised, kept)
    settings = settings_of(
        outcomes=outcomes,
        silence_days=silence_days,
        cut_at_outcome=cut_at_outcome,
        lifecycle=keep_lifecycle,
        time_zone=time_zone,
        currency=currency,
    )
    path = Path(data) if isinstance(data, (str, PathLike)) else None
    meaning = _meaning(columns, scores, attributes, mapping, path, currency)
    watcher = watcher_of(progress)
    unfit = SetAside()
    used = threads or os.cpu_count() or 1
    with closing(file_pieces(path, meaning) if path is not None else frame_pieces(data, meaning)) as pieces:
        batches = _mapped(pieces, meaning, time_zone, unfit, watcher, used)
        with closing(batches):
            index = index_in_memory(batches, settings, CustomerNumbers(), watcher, used)
    if len(unfit):
        warnings.warn(unfit.explain(), UserWarning, stacklevel=2)
    return Log(Asked(index, LocalRunner(threads)), unfit)


def _meaning(
    columns: Columns,
    scores: Keyed[str, str] | None,
    attributes: Keyed[str, str] | None,
    mapping: Mapping | str | PathLike[str] | None,
    path: Path | None,
    currency: str,
) -> Mapping:
    if mapping is not None:
        named = [*columns.named, *(scores or ()), *(attributes or ())]
        if named:
            raise WegmarkeError("mapping_broken", reason=f"mapping and {', '.join(named)}")
        return mapping if isinstance(mapping, Mapping) else load_mapping(Path(mapping))
    incomplete = None in (columns.customer, columns.time, columns.touchpoint)
    if incomplete and path is not None and find_format(path) == "xes":
        columns = as_xes(columns)
    return mapping_of(columns, currency, scores, attributes)


def _mapped(
    pieces: Iterable[Piece], mapping: Mapping, time_zone: str, unfit: SetAside, watcher: Watcher, threads: int
) -> Generator[pa.RecordBatch]:
    """Interactions batch by batch, in the order of the table; several are read and mapped at once."""

    def mapped(piece: Piece) -> tuple[MappedBatch, float | None]:
        batch = piece()
        return interactions_of(mapping, batch, time_zone), batch.done

    wanted = (*INDEX_COLUMNS, "attributes") if mapping.attributes else INDEX_COLUMNS
    for batch, done in abreast(mapped, ahead(pieces), threads):
        unfit.add(batch.rows, batch.unfit)
        watcher.report(Progress("read", done, unfit.rows_read))
        there = batch.interactions.schema.names
        yield batch.interactions.select([name for name in wanted if name in there])
