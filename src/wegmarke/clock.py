"""Time: the present, time zones, and the calendar of a workspace."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT_ZONE = "Europe/Berlin"
EARLIEST_SECOND = 0
LATEST_SECOND = 2**32 - 1
MICROSECONDS = 1_000_000


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


class UnknownZoneError(ValueError):
    """No time zone has that name."""


def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name; `UnknownZoneError` when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(name) from error


def from_seconds(seconds: int, zone_name: str = "UTC") -> datetime:
    """The moment that many whole seconds after 1970, in the given zone."""
    return datetime.fromtimestamp(int(seconds), UTC).astimezone(zone(zone_name))


def to_seconds(moment: datetime, zone_name: str = "UTC") -> int:
    """Whole seconds since 1970; a moment without a zone is taken in `zone_name`."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone(zone_name))
    return int(aware.timestamp() // 1)
