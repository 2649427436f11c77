"""Times: every way of writing them that is understood, clocks that change, and what is not guessed."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegmarke.sources.times import DateOrder, date_order_of, read_times

BERLIN = "Europe/Berlin"
BETWEEN = (datetime(1971, 1, 1), datetime(2104, 1, 1))  # noqa: DTZ001 - naive on purpose


def one(value: str, zone: str = "UTC", order: DateOrder | None = None) -> datetime | None:
    found: datetime | None = read_times(pa.array([value]), zone, order).values[0].as_py()
    return found


@pytest.mark.parametrize(
    "value",
    [
        "2026-12-31 14:05:00",
        "2026-12-31T14:05",
        "2026-12-31T14:05:00Z",
        "2026-12-31T15:05:00+01:00",
        "2026-12-31 08:05:00.000-0600",
        "2026-12-31T14:05:00.000000000Z",
        "2026/12/31 14:05:00",
        "31.12.2026 14:05",
        "31.12.2026, 14:05 Uhr",
        "31.12.26 14:05",
        "31/12/2026 2:05 PM",
        "12/31/2026 02:05:00 pm",
        "20261231T140500",
        "20261231140500",
        "202612311405",
        "20261231 14:05",
        "1798725900",
        "1798725900000",
        "1798725900000000",
        "1798725900000000000",
        "1798725900.0",
        "31. Dezember 2026 14:05",
        "31-Dec-2026 14:05:00",
        "Dec 31, 2026 2:05 PM",
        "Thu, 31 Dec 2026 14:05:00 +0000",
        " 2026-12-31 14:05 ",
    ],
)
def test_one_moment_in_many_writings(value: str) -> None:
    assert one(value) == datetime(2026, 12, 31, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("46022", datetime(2025, 12, 31, tzinfo=UTC)),
        ("46022.5", datetime(2025, 12, 31, 12, tzinfo=UTC)),
        ("2026-02-28", datetime(2026, 2, 28, tzinfo=UTC)),
        ("20260228", datetime(2026, 2, 28, tzinfo=UTC)),
        ("2024-02-29T24:00:00", datetime(2024, 3, 1, tzinfo=UTC)),
        ("1.2.1999", datetime(1999, 2, 1, tzinfo=UTC)),
        ("01.02.99", datetime(1999, 2, 1, tzinfo=UTC)),
        ("2026-01-01T00:00:00.123456789Z", datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)),
    ],
)
def test_days_and_fractions(value: str, expected: datetime) -> None:
    assert one(value) == expected


@pytest.mark.parametrize(
    "value", ["2026-02-30", "2025-02-29", "2026-13-01", "25:00", "hello", "-5", "12", "9" * 30, "x" * 500]
)
def test_what_is_no_time_is_unreadable(value: str) -> None:
    times = read_times(pa.array([value, "2026-01-01"]))
    assert times.unreadable.tolist() == [True, False]
    assert times.values.is_valid().to_pylist() == [False, True]


@pytest.mark.parametrize("value", ["", "  ", "NA", "null", "NaT", "-"])
def test_nothing_is_nothing(value: str) -> None:
    times = read_times(pa.array([value]))
    assert times.values[0].as_py() is None
    assert not times.unreadable[0]
    assert not times.outside[0]


@pytest.mark.parametrize(
    "value", ["0000-01-01", "0001-01-01 00:00:00", "3000-12-31", "1969-12-31T23:59:59Z", "2106-01-02", "9999-12-31"]
)
def test_times_outside_are_told_from_unreadable_ones(value: str) -> None:
    times = read_times(pa.array([value]), BERLIN)
    assert times.outside.tolist() == [True]
    assert times.unreadable.tolist() == [False]
    assert times.values[0].as_py() is None


def test_a_time_without_zone_is_of_the_given_zone() -> None:
    assert one("2026-07-01 12:00", BERLIN) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert one("2026-07-01 12:00Z", BERLIN) == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_of_an_hour_that_comes_twice_the_first_is_taken() -> None:
    assert one("2026-10-25 02:30", BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_hour_that_is_skipped_is_the_moment_the_clocks_go_forward() -> None:
    assert one("2026-03-29 02:30", BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert one("2026-03-29 03:00", BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_clocks_change_beyond_the_tables_too() -> None:
    assert one("2050-07-01 12:00", BERLIN) == datetime(2050, 7, 1, 10, tzinfo=UTC)
    assert one("2050-03-27 02:30", BERLIN) == datetime(2050, 3, 27, 1, 0, tzinfo=UTC)
    assert one("2050-10-30 02:30", BERLIN) == datetime(2050, 10, 30, 0, 30, tzinfo=UTC)


def test_day_and_month_are_settled_by_the_column() -> None:
    assert read_times(pa.array(["3/4/2026", "13/4/2026"])).values[0].as_py() == datetime(2026, 4, 3, tzinfo=UTC)
    assert read_times(pa.array(["3/4/2026", "4/13/2026"])).values[0].as_py() == datetime(2026, 3, 4, tzinfo=UTC)
    assert date_order_of(pa.array(["3/4/2026", "13/4/2026"])) == "dmy"
    assert date_order_of(pa.array(["2026-04-03", "3.4.2026"])) is None


def test_day_and_month_are_not_guessed() -> None:
    times = read_times(pa.array(["3/4/2026", "4/4/2026"]))
    assert times.ambiguous.tolist() == [True, False]
    assert times.unreadable.tolist() == [True, False]


def test_a_column_that_contradicts_itself_settles_nothing() -> None:
    times = read_times(pa.array(["13/4/2026", "4/13/2026", "3/4/2026"]))
    assert times.ambiguous.tolist() == [False, False, True]
    assert times.values.is_valid().to_pylist() == [True, True, False]


def test_the_given_order_decides() -> None:
    assert one("3/4/2026", order="mdy") == datetime(2026, 3, 4, tzinfo=UTC)
    assert one("3/4/2026", order="dmy") == datetime(2026, 4, 3, tzinfo=UTC)
    assert one("26-04-03", order="ymd") == datetime(2026, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([datetime(2026, 7, 1, 12)], pa.timestamp("ms")),  # noqa: DTZ001 - naive on purpose
        pa.array([datetime(2026, 7, 1, 10, tzinfo=UTC)], pa.timestamp("ns", "America/New_York")),
        pa.array([1782900000], pa.int64()),
        pa.array([1782900000.0], pa.float64()),
        pa.array([1782900000000000000], pa.uint64()),
        pa.array(["2026-07-01T12:00"]).dictionary_encode(),
        pa.array(["2026-07-01T12:00"], pa.large_string()),
    ],
)
def test_typed_columns(column: pa.Array) -> None:
    assert read_times(column, BERLIN).values[0].as_py() == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_dates_begin_at_midnight_of_their_zone() -> None:
    for kind in (pa.date32(), pa.date64()):
        column = pa.array([date(2026, 7, 1), None], kind)
        assert read_times(column, BERLIN).values.to_pylist() == [datetime(2026, 6, 30, 22, tzinfo=UTC), None]


def test_slices_and_empty_columns() -> None:
    column = pa.array(["x", "2026-01-01", None, "2026-01-02"])
    times = read_times(column.slice(1))
    assert times.values.to_pylist() == [datetime(2026, 1, 1, tzinfo=UTC), None, datetime(2026, 1, 2, tzinfo=UTC)]
    assert len(read_times(pa.array([], pa.string())).values) == 0


@given(
    st.lists(st.datetimes(*BETWEEN), min_size=1, max_size=30),
    st.sampled_from([BERLIN, "UTC", "America/New_York"]),
)
def test_times_are_those_that_python_reads(moments: list[datetime], zone: str) -> None:
    """Against datetime and zoneinfo; hours that are skipped have a rule of their own above."""
    place = ZoneInfo(zone)
    writings = ["%Y-%m-%d %H:%M:%S.%f", "%d.%m.%Y %H:%M:%S.%f", "%Y%m%dT%H%M%S.%f"]
    texts = [moment.strftime(writings[at % 3]) for at, moment in enumerate(moments)]
    found = read_times(pa.array(texts), zone).values.to_pylist()
    for moment, value in zip(moments, found, strict=True):
        expected = moment.replace(tzinfo=place).astimezone(UTC)
        if expected.astimezone(place).replace(tzinfo=None) == moment:
            assert value == expected


def test_many_shapes_do_not_slow_down_or_lose(rng: np.random.Generator) -> None:
    texts = [f"{'a' * int(n)} {'b' * int(m)}" for n, m in rng.integers(1, 19, (3000, 2))]
    times = read_times(pa.array([*texts, "2026-01-01", "1. Mai 2026"]))
    assert times.unreadable.sum() == 3000
    assert times.values[-1].as_py() == datetime(2026, 5, 1, tzinfo=UTC)
