"""Reading what counts: live interactions in order of import, and the customers that changed since a position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wegmarke.errors import WegmarkeError
from wegmarke.model.columns import completed
from wegmarke.record.engine import engine
from wegmarke.record.object_storage import StorageFolder
from wegmarke.record.parts import opened
from wegmarke.record.store import SCRATCH, LivePart, Store

BATCH_ROWS = 256 * 1024
CUSTOMER_SCHEMA = pa.schema(
    [
        pa.field("customer_kind", pa.string(), nullable=False),
        pa.field("customer", pa.string(), nullable=False),
    ]
)


def live_batches(parts: Sequence[LivePart], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """The live interactions of these parts; the columns in the order asked for, typed as in `INTERACTION_SCHEMA`.
    `record_broken` with the part that cannot be read.
    """
    for part in parts:
        with _where_it_lies(part) as file:
            begin = 0
            for batch in file.iter_batches(BATCH_ROWS, columns=list(columns)):
                end = begin + batch.num_rows
                low, high = np.searchsorted(part.masked.at, (begin, end))
                if low < high:
                    live = np.ones(batch.num_rows, np.bool_)
                    live[part.masked.at[low:high].astype(np.int64) - begin] = False
                    batch = batch.filter(pa.array(live))  # noqa: PLW2901 - the batch, less what is masked
                begin = end
                if batch.num_rows:
                    yield completed(batch, columns)


def holds(part: LivePart, column: str) -> bool:
    """Whether a part holds anything in a column of maps, by its metadata alone: most hold nothing. `record_broken`
    where it cannot be read.
    """
    leaf = f"{column}.key_value.key"
    with _where_it_lies(part) as file:
        names = [file.schema.column(place).path for place in range(len(file.schema))]
        if leaf not in names:
            return False
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
        found = [group.column(names.index(leaf)).statistics for group in groups]
    return any(one is None or one.null_count is None or one.num_values > 0 for one in found)


@contextmanager
def _where_it_lies(part: LivePart) -> Iterator[pq.ParquetFile]:
    """A part in the record, or as it was lent on a storage, of which only what is asked for is fetched."""
    if not part.url:
        with opened(part.path.parent.parent, part.entry) as file:
            yield file
        return
    name = part.entry.name
    with StorageFolder(part.url.removesuffix(f"/{name}")).opened(name) as handle:
        try:
            with pq.ParquetFile(handle, pre_buffer=True) as file:
                if file.metadata.num_rows != part.entry.rows:
                    raise WegmarkeError("record_broken", what=name)
                yield file
        except (pa.ArrowInvalid, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # of the storage; what Arrow cannot read has no number
            raise WegmarkeError("record_broken", what=name) from error


def changed_customers(store: Store, since: int) -> pa.Table | None:
    """The distinct identifiers whose live interactions have changed after that position: appended, or superseded.

    Two text columns, customer_kind and customer. None means that anything may have changed (a source was read again
    under another mapping, or an unfinished import was taken back): whoever keeps a copy builds it anew. `record_broken`
    with the part that cannot be read.
    """
    if since < store.ledger.reset:
        return None
    everything = store.live_parts()
    appended = {part.entry.name for part in store.live_parts(since=since)}
    whole = [part.entry for part in everything if part.entry.name in appended]
    touched = [part for part in everything if part.entry.name not in appended and (part.masked.position > since).any()]
    if not whole and not touched:
        return CUSTOMER_SCHEMA.empty_table()
    paths = {
        part.name: str((store.folder / part.name).resolve()) for part in (*whole, *(part.entry for part in touched))
    }
    queries: list[str] = []
    params: dict[str, list[str]] = {}
    with engine(store.folder, store.folder / SCRATCH, (*whole, *(part.entry for part in touched))) as connection:
        if whole:
            queries.append(_WHOLE)
            params["whole"] = [paths[part.name] for part in whole]
        if touched:
            queries.append(_TOUCHED)
            params["touched"] = [paths[part.entry.name] for part in touched]
            connection.register("places", _places(touched, since))
        query = f"select distinct * from ({' union all '.join(queries)})"  # noqa: S608 - both are constants of this file
        return connection.sql(query, params=params).to_arrow_table().cast(CUSTOMER_SCHEMA)


def only_added(store: Store, since: int) -> bool:
    """Whether nothing that counted then has ceased to count, so that `live_parts(since=…)` is all that is new."""
    if since < store.ledger.reset:
        return False
    appended = {part.entry.name for part in store.live_parts(since=since)}
    return not any(
        (part.masked.position > since).any() for part in store.live_parts() if part.entry.name not in appended
    )


_WHOLE = "select customer_kind::varchar as customer_kind, customer from read_parquet($whole)"
_TOUCHED = """
    select customer_kind::varchar as customer_kind, customer
    from read_parquet($touched, filename = true, file_row_number = true) r
    join places on places.name = parse_filename(r.filename) and places.place = r.file_row_number
"""


def _places(touched: Sequence[LivePart], since: int) -> pa.Table:
    at = [part.masked.at[part.masked.position > since].astype(np.int64) for part in touched]
    names = pa.DictionaryArray.from_arrays(
        pa.array(np.repeat(np.arange(len(touched), dtype=np.int32), [len(found) for found in at])),
        pa.array([Path(part.entry.name).name for part in touched]),
    )
    return pa.table({"name": names, "place": pa.array(np.concatenate(at))})
