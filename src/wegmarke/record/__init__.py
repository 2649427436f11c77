"""The record: every interaction ever taken in, append-only Parquet under one ledger, with what was unfit beside it."""

from wegmarke.record.counts import RowCounts
from wegmarke.record.evidence import SourceRow
from wegmarke.record.importing import Import
from wegmarke.record.ledger import FileEntry, GenerationEntry
from wegmarke.record.lock import WriterLock
from wegmarke.record.quarantine import QuarantineBatch, QuarantinedRow, QuarantinePage, ReasonCount
from wegmarke.record.record import Record
from wegmarke.record.replaying import ReadAgain
from wegmarke.record.store import LivePart

__all__ = [
    "FileEntry",
    "GenerationEntry",
    "Import",
    "LivePart",
    "QuarantineBatch",
    "QuarantinePage",
    "QuarantinedRow",
    "ReadAgain",
    "ReasonCount",
    "Record",
    "RowCounts",
    "SourceRow",
    "WriterLock",
]
