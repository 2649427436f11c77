"""What German clocks and calendars show, column by column: local times, days of the simulation, dates as people write.

A date or a minute of the day is written once and looked up: formatting every row would take most of the time of
writing an export.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.words.picking import taken

_DAY = 86_400
_MINUTES = pa.array(["", *(f" {minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60))], pa.string())


def local(seconds: NDArray[np.int64]) -> pa.TimestampArray:
    """What the clocks show at these seconds since 1970, without a zone; null where there is none (0)."""
    times = pa.array(seconds, pa.int64(), mask=seconds == 0).cast(pa.timestamp("s", "UTC"))
    return pc.local_timestamp(times.cast(pa.timestamp("s", "Europe/Berlin")))


def local_seconds(seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same as seconds since 1970 by those clocks; 0 where there is none."""
    return np.asarray(pc.fill_null(local(seconds).cast(pa.int64()), 0).to_numpy(zero_copy_only=False), np.int64)


def local_days(seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """The local dates of these seconds since 1970, as days since 1970."""
    return local_seconds(seconds) // _DAY


def days_of(parameters: Parameters, seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """The day of the simulation on which these seconds since 1970 fall."""
    begin = int(np.datetime64(parameters.begin, "D").astype(np.int64))
    return local_days(seconds) - begin


def german_minutes(seconds: NDArray[np.int64]) -> pa.StringArray:
    """31.12.2026 14:05; empty where there is none (0)."""
    clock = local_seconds(seconds)
    minute = np.where(seconds == 0, 0, clock % _DAY // 60 + 1)
    return pc.binary_join_element_wise(_days(clock // _DAY, "%d.%m.%Y"), taken(_MINUTES, minute), "")


def german_days(seconds: NDArray[np.int64]) -> pa.StringArray:
    """31.12.2026; empty where there is none (0)."""
    return _days(local_days(seconds), "%d.%m.%Y")


def dated(seconds: NDArray[np.int64], pattern: str) -> pa.StringArray:
    """The local date as a pattern of `strftime` says; empty where there is none (0)."""
    return _days(local_days(seconds), pattern)


def _days(days: NDArray[np.int64], pattern: str) -> pa.StringArray:
    """Days since 1970, each written once; day 0 counts as none."""
    there = days != 0
    if not there.any():
        return taken(pa.array([""], pa.string()), np.zeros(len(days), np.int64))
    first, last = int(days[there].min()), int(days.max())
    dates = pa.array(np.arange(first, last + 1, dtype=np.int32)).cast(pa.date32())
    written = pa.concat_arrays([pa.array([""], pa.string()), pc.strftime(dates, format=pattern)])
    return taken(written, np.where(there, days - first + 1, 0))
