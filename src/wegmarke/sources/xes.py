"""XES event logs (.xes, .xes.gz), streamed: one row an event, numbered from 1.

An event's attributes are columns under their keys; those of its trace stand before them as `case:…`
(`case:concept:name` is the case). An attribute within an attribute is named by both keys with a point between.
Attributes of the log, globals and classifiers are left out. All cells are text. A log with a document type or entities
is refused (`xml_forbidden`): entities can make a small file huge, or read other files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.sources.batch import RawBatch, rows_after
from wegmarke.sources.limits import MAX_COLUMNS, MAX_XML_DEPTH, ROWS_A_BATCH, SAMPLE_ROWS
from wegmarke.sources.stream import ByteStream

CASE_PREFIX = "case:"
_PIECE = 1 << 16


class XesReader:
    """An open log. `columns` are those of its first events; later ones may bring more.

    Errors: `file_missing`, `file_empty`, `file_truncated`, `xml_forbidden`, `xml_broken`, `too_many_columns`.
    """

    columns_complete = False

    def __init__(self, path: Path, *, batch_rows: int = ROWS_A_BATCH) -> None:
        self._path = path
        self._batch_rows = batch_rows
        names: dict[str, None] = {}
        events = 0
        for batch in self._read(SAMPLE_ROWS, None, tolerant=True):
            names |= dict.fromkeys(batch.columns.schema.names)
            events += batch.rows
            if events >= SAMPLE_ROWS:
                break
        if not names:
            raise WegmarkeError("file_empty", file=path.name)
        cases = [name for name in names if name.startswith(CASE_PREFIX)]
        self.columns = (*cases, *(name for name in names if not name.startswith(CASE_PREFIX)))

    def batches(self, after_row: int = 0, columns: Collection[str] | None = None) -> Iterator[RawBatch]:
        """Yield the events behind `after_row`, whole traces together.

        Where the file breaks off, an error tells it then.
        """
        for batch in self._read(self._batch_rows, columns, tolerant=False):
            wanted = rows_after(batch, after_row)
            if wanted.rows:
                yield wanted

    def _read(self, rows: int, columns: Collection[str] | None, *, tolerant: bool) -> Iterator[RawBatch]:
        """Yield batches of whole traces; `tolerant` leaves it to a later reading to tell where the file is broken."""
        log = _Log(self._path.name, columns)
        trouble: WegmarkeError | None = None
        with ByteStream(self._path) as stream:
            piece = b"start"
            while piece and trouble is None:
                piece = stream.read(_PIECE)
                if piece or not stream.truncated:
                    trouble = self._parse(log, piece)
                if log.whole >= rows:
                    yield log.batch(stream.share)
            if log.whole:
                yield log.batch(stream.share)
            if trouble is not None and not (tolerant and log.last_whole):
                raise trouble
            if not tolerant or not log.last_whole:
                stream.check_complete(log.last_whole)

    def _parse(self, log: _Log, piece: bytes) -> WegmarkeError | None:
        try:
            log.parser.Parse(piece, not piece)
        except expat.ExpatError as error:
            if not piece:  # the end came before the log's own end
                return WegmarkeError("file_truncated", file=self._path.name, row=log.last_whole)
            where = {"line": error.lineno, "row": log.last_whole}
            return WegmarkeError("xml_broken", file=self._path.name, reason=expat.ErrorString(error.code), **where)
        return None

    def close(self) -> None:
        """Nothing stays open between batches."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Log:
    """What the parser tells, gathered column by column.

    A trace's attributes are noted once and spread over its events.
    """

    def __init__(self, file: str, wanted: Collection[str] | None) -> None:
        self._file = file
        self._wanted = wanted
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._forbidden
        self.parser.EntityDeclHandler = self._forbidden
        self._root_seen = self._in_trace = self._in_event = False
        self._keys: list[str] = []  # of the attributes that are open, one within the other
        self._of_events = _Attributes()
        self._of_traces = _Attributes()
        self._trace_of: list[int] = []  # for each event in hand, which of the traces in hand; -1: none
        self._traces = 0
        self.whole = 0  # events in hand whose trace is complete
        self._given = 0  # events given away before those in hand

    @property
    def last_whole(self) -> int:
        """Ordinal of the last event whose trace is complete."""
        return self._given + self.whole

    def _forbidden(self, *_: object) -> None:
        raise WegmarkeError("xml_forbidden", file=self._file)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if not self._root_seen:
            self._root_seen = True
            if name != "log":
                raise WegmarkeError("format_unsupported", file=self._file, format="XML")
        elif name == "event":
            self._in_event = True
            self._trace_of.append(self._traces - 1 if self._in_trace else -1)
        elif name == "trace":
            self._in_trace = True
            self._traces += 1
        elif self._in_event or self._in_trace:
            self._attribute(attributes)

    def _attribute(self, attributes: dict[str, str]) -> None:
        key = attributes.get("key", "")
        if self._keys:
            key = f"{self._keys[-1]}.{key}" if key else self._keys[-1]
            if len(self._keys) > MAX_XML_DEPTH:
                raise WegmarkeError("xml_broken", file=self._file, row=self.last_whole, reason="depth")
        self._keys.append(key)
        value = attributes.get("value")
        if value is None:  # a list, or a container
            return
        if self._in_event:
            if self._wanted is None or key in self._wanted:
                self._of_events.note(key, len(self._trace_of) - 1, value)
        elif self._wanted is None or CASE_PREFIX + key in self._wanted:
            self._of_traces.note(CASE_PREFIX + key, self._traces - 1, value)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "event":
            self._in_event = False
            if not self._in_trace:
                self.whole = len(self._trace_of)
        elif name == "trace":
            self._in_trace = False
            self.whole = len(self._trace_of)
        elif self._keys:
            self._keys.pop()

    def batch(self, done: float | None) -> RawBatch:
        """Give away the events of complete traces."""
        count = self.whole
        traces = self._traces - 1 if self._in_trace else self._traces
        self._check_columns()
        of_trace = np.asarray(self._trace_of[:count], np.int64)
        place = pa.array(of_trace, mask=of_trace < 0)
        arrays: dict[str, pa.Array] = {}
        for name, cells in self._of_traces.give(traces).items():
            arrays[name] = cells.take(place)
        arrays |= self._of_events.give(count)
        if not arrays:  # a batch without columns would have no rows
            arrays["column_1"] = pa.nulls(count, pa.string())
        numbers = np.arange(self._given + 1, self._given + count + 1, dtype=np.int64)
        self._trace_of = [trace - traces for trace in self._trace_of[count:]]
        self._traces -= traces
        self._given += count
        self.whole = 0
        columns = pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
        return RawBatch(columns, numbers, (), done)

    def _check_columns(self) -> None:
        found = len(self._of_traces) + len(self._of_events)
        if found > MAX_COLUMNS:
            raise WegmarkeError("too_many_columns", file=self._file, columns=found, limit=MAX_COLUMNS)


class _Attributes:
    """Values by key, each with the place of the event or trace that carries it."""

    def __init__(self) -> None:
        self._values: dict[str, list[str]] = {}
        self._places: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self._values)

    def note(self, key: str, place: int, value: str) -> None:
        """Note a value; of two under one key the later counts."""
        places = self._places.get(key)
        if places is None:
            self._places[key], self._values[key] = [place], [value]
        elif places[-1] == place:
            self._values[key][-1] = value
        else:
            places.append(place)
            self._values[key].append(value)

    def give(self, count: int) -> dict[str, pa.Array]:
        """Give the first `count` places as columns, null where a key is missing.

        Keep the others, counted from 0 again.
        """
        found: dict[str, pa.Array] = {}
        for key, places in self._places.items():
            cut = bisect_left(places, count)
            if cut == 0:
                self._places[key] = [place - count for place in places]
                continue
            values = pa.array(self._values[key][:cut], pa.string())
            if cut < count:
                where = np.full(count, -1, np.int64)
                where[places[:cut]] = np.arange(cut)
                values = values.take(pa.array(where, mask=where < 0))
            found[key] = values
            self._values[key] = self._values[key][cut:]
            self._places[key] = [place - count for place in places[cut:]]
        self._places = {key: places for key, places in self._places.items() if places}
        self._values = {key: self._values[key] for key in self._places}
        return found
