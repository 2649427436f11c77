"""Which rows of the record are master data, told by the mapping they were read under."""

from __future__ import annotations

from functools import lru_cache

from wegmarke.errors import WegmarkeError
from wegmarke.record import LivePart, Record
from wegmarke.sources.mapping import mapping_from_toml


@lru_cache(maxsize=256)
def _says_who(mapping: str) -> bool:
    try:
        return mapping_from_toml(mapping).master is not None
    except WegmarkeError:
        return False


def is_master(record: Record, part: LivePart) -> bool:
    """Whether the rows of a part are master data: they say who somebody is, and are no interactions."""
    return _says_who(record.mapping_text(part.file.source, part.file.generation))


def interactions_of(record: Record) -> int:
    """How many interactions count; rows of master data are none."""
    return sum(part.live_rows for part in record.parts() if not is_master(record, part))
