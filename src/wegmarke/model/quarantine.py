"""What could not be taken in, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UnfitReason = Literal[
    "row_broken",  # the reader could not make columns of it (quotes, too many or too few cells)
    "text_undecodable",
    "customer_missing",
    "time_missing",
    "time_unreadable",
    "time_outside",  # before 1970 or after 2105
    "touchpoint_missing",
    "number_unreadable",
    "end_before_start",
    "row_id_missing",
    "cell_too_long",
    "message_broken",  # a mail without headers, or with more headers or parts than a mail has
    "message_too_large",
    "mail_internal",  # between own people only; nothing of it is kept
    # of events that were sent over HTTP
    "event_unknown",  # its type is none of the tracking API
    "event_too_large",
    "identifier_invalid",
    "key_forbids",  # a browser's key may only append
]


@dataclass(frozen=True, slots=True)
class Unfit:
    """A row that was set aside: its number in the file, the reason, the column and value at fault, and the row as
    read (JSON object).
    """

    row: int
    reason: UnfitReason
    column: str
    value: str
    raw: str
