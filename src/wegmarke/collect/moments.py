"""The four times of an event: when it was made, sent and received, and when it therefore happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnreadableTimeError(ValueError):
    """A time that is there and says nothing."""


@dataclass(frozen=True, slots=True)
class Moments:
    """original: by the clock of the device. sent: by the same clock. received: by ours. happened: corrected."""

    original: datetime
    sent: datetime | None
    received: datetime
    happened: datetime


def read_moment(value: object) -> datetime | None:
    """A time as senders write it: ISO 8601 (without a zone: UTC), or milliseconds since 1970. None where there is none.

    `UnreadableTimeError` for anything else.
    """
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _EPOCH + timedelta(milliseconds=value)
    except (ValueError, OverflowError) as error:
        raise UnreadableTimeError(str(value)[:100]) from error
    raise UnreadableTimeError(str(value)[:100])


def moments_of(original: datetime | None, sent: datetime | None, received: datetime) -> Moments:
    """Correct the clock of the device: happened = received − (sent − original), and never after received.

    Both times come from one clock, so its error drops out. Without a time of sending the device's word is taken.
    """
    made = original or sent or received
    if sent is None:
        return Moments(made, sent, received, min(made, received))
    try:
        happened = received - (sent - made)
    except OverflowError:
        happened = made
    return Moments(made, sent, received, min(happened, received))


def written(moment: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
