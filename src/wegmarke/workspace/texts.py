"""Which sources' texts are to be coded by hand, and the texts themselves where they can tell why somebody left or came.

```
coding/sources.json    by scheme the sources whose texts people chose to code
```

Texts stay in the record. Read are those of contacts so near to leaving, or to the first purchase, that a reason noted
there would count; they are kept in memory while index, record and choice stay what they are.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.layout import ORIGIN_PART_BITS, ORIGIN_ROW_BITS
from wegmarke.index.leaving import leaving_in, moments_of_coming, moments_of_leaving, touchpoints_deciding
from wegmarke.index.runner import Runner
from wegmarke.index.selection import EVERYTHING
from wegmarke.index.summaries.texts_around import ContactsAround, TakeContactsAround
from wegmarke.model.coding_schemes import SCHEME_NAMES, SchemeName
from wegmarke.model.mapping import Mapping as SourceMapping
from wegmarke.model.noted_texts import NotedText
from wegmarke.model.settings import Level
from wegmarke.model.stated_reasons import text_key
from wegmarke.questions.first_purchases import REFUSING
from wegmarke.record import Record
from wegmarke.record.durable import room_or_error, write_text
from wegmarke.record.reading import live_batches

TEXT_SOURCES: Final = "coding/sources.json"
Choice = dict[SchemeName, tuple[str, ...]]


def holds_texts(mapping: SourceMapping) -> bool:
    """Whether a column of this source keeps what was said or written."""
    return any(part.text is not None for part in mapping.interactions)


def load_text_sources(folder: Path) -> Choice:
    """The sources whose texts are coded, by scheme; none without a file. Errors: `settings_broken`."""
    try:
        found = json.loads((folder / TEXT_SOURCES).read_text(encoding="utf-8"))
        return {scheme: tuple(str(one) for one in found.get(scheme, ())) for scheme in SCHEME_NAMES}
    except FileNotFoundError:
        return dict.fromkeys(SCHEME_NAMES, ())
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise WegmarkeError("settings_broken", file=TEXT_SOURCES, reason=str(error)) from error


def save_text_sources(folder: Path, scheme: SchemeName, sources: Collection[str]) -> None:
    """Choose whose texts are coded to a scheme. The caller holds the writer's lock."""
    chosen = load_text_sources(folder) | {scheme: tuple(sorted(set(sources)))}
    with room_or_error(folder):
        (folder / TEXT_SOURCES).parent.mkdir(exist_ok=True)
    write_text(folder / TEXT_SOURCES, json.dumps(chosen, ensure_ascii=False, indent=1) + "\n")


class KeptTexts:
    """The texts to code of one workspace, read once for each state of index, record and choice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[tuple[Level, SchemeName], tuple[tuple[object, ...], tuple[NotedText, ...]]] = {}

    def of(
        self, record: Record, index: Index, runner: Runner, scheme: SchemeName, sources: Collection[str]
    ) -> tuple[NotedText, ...]:
        """The texts of these sources, of contacts around leaving, or around the first purchase."""
        place = (index.level, scheme)
        if not sources:
            self._kept.pop(place, None)
            return ()
        # With texts placed in it an index is another, but of the same files, which never change under their name.
        names = index.names
        state = (names, record.position, tuple(sources), index.incident_rules)
        with self._lock:
            kept = self._kept.get(place)
            if kept is None or kept[0] != state:
                found = sorted(
                    _read(record, index, runner, scheme, sources), key=lambda one: (one.file, one.row, one.part)
                )
                kept = self._kept[place] = (state, tuple(found))
            return kept[1]


def _read(
    record: Record, index: Index, runner: Runner, scheme: SchemeName, sources: Collection[str]
) -> Iterator[NotedText]:
    files = {entry.number: entry.source for entry in record.files if entry.live and entry.source in sources}
    around = _around(index, runner, scheme, tuple(files))
    if around is None or not len(around):
        return
    for part in record.parts():
        source = files.get(part.entry.file)
        if source is None:
            continue
        for batch in live_batches((part,), ("file", "row", "part", "text")):
            yield from _told(batch, source, around)


def _around(index: Index, runner: Runner, scheme: SchemeName, files: tuple[int, ...]) -> ContactsAround | None:
    """Which contacts of these files may tell why; None where nobody ever left."""
    if scheme == "leaving":
        leaving = leaving_in(index)
        if leaving is None:
            return None
        moments = moments_of_leaving(leaving)
    else:
        moments = moments_of_coming(index)
    refusing = touchpoints_deciding(index, REFUSING)
    taking = TakeContactsAround(EVERYTHING, incident_marks(index), moments, refusing, scheme, files)
    return runner.map_merge(taking, index.partitions)


def _told(batch: pa.RecordBatch, source: str, around: ContactsAround) -> Iterator[NotedText]:
    """The texts of a batch that stand at one of these contacts."""
    file, row, part = (batch.column(at).to_numpy().astype(np.uint64) for at in range(3))
    origin = file << np.uint64(ORIGIN_PART_BITS + ORIGIN_ROW_BITS) | row << np.uint64(ORIGIN_PART_BITS) | part
    place = np.minimum(np.searchsorted(around.origin, origin), len(around) - 1)
    here = np.flatnonzero(around.origin[place] == origin)
    texts = batch.column(3).take(pa.array(here)).to_pylist()
    for at, text in zip(here.tolist(), texts, strict=True):
        if text is not None and text.strip(" \t\n-–—./"):
            customer = int(around.customer[place[at]])
            yield NotedText(customer, source, int(file[at]), int(row[at]), int(part[at]), text_key(text), text)
