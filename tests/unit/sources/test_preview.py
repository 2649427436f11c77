"""What the first rows will mean, and how doubts are settled before a file is taken in."""

from pathlib import Path

import numpy as np
import pytest

from tests.unit.sources.files import plain_mapping, record_batch, written
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Money, ReadOptions, Score
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.preview import preview
from wegmarke.sources.settling import settle

MONEY = Mapping(
    "test", "kunde", (InteractionMapping("zeit", Cell("was"), value=Money("betrag"), scores=(Score("note", "nps"),)),)
)
LINES = [
    "kunde;zeit;was;betrag;note",
    "1;03/04/2026 10:00;a;19,90;9",
    ";03/04/2026;a;1;",
    "3;ragged",
    "4;13/04/2026;b;1.234;x",
    *("5;13/04/2026;b;1;8" for _ in range(100)),
]


def batch(**columns: list[object]) -> RawBatch:
    found = record_batch(**columns)
    return RawBatch(found, np.arange(1, found.num_rows + 1, dtype=np.int64))


def test_the_first_rows_and_their_meaning(tmp_path: Path) -> None:
    found = preview(written(tmp_path, "a.csv", "\n".join(LINES)), MONEY, rows=5, time_zone="Europe/Berlin")
    assert [row.row for row in found.rows] == [2, 3, 4, 5, 6]
    first = found.rows[0]
    assert first.cells == ("1", "03/04/2026 10:00", "a", "19,90", "9")
    meaning = first.meanings[0]
    assert (meaning.customer, meaning.touchpoint, meaning.value, meaning.currency) == ("1", "a", 19.9, "EUR")
    assert meaning.scores == (("nps", 9.0),)
    assert (meaning.time.day, meaning.time.month, meaning.time.hour) == (3, 4, 8)
    reasons = [row.unfit.reason if row.unfit else None for row in found.rows]
    assert reasons == [None, "customer_missing", "row_broken", "number_unreadable", None]
    assert (found.mapping.read.date_order, found.mapping.read.decimal) == ("dmy", ",")


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError) as raised:
        preview(written(tmp_path, "a.csv", "kunde;zeit;wass\n1;2026-01-01;x\n"), plain_mapping())
    assert (raised.value.code, raised.value.details["suggestions"]) == ("mapping_column_missing", ["wass"])


def test_a_file_without_rows(tmp_path: Path) -> None:
    assert preview(written(tmp_path, "a.csv", "kunde;zeit;was\n"), plain_mapping()).rows == ()


def test_a_log(shared_data: Path) -> None:
    mapping = Mapping("log", "case:concept:name", (InteractionMapping("time:timestamp", Cell("concept:name")),))
    found = preview(shared_data / "logs" / "helpdesk.xes.gz", mapping, rows=4)
    assert [row.meanings[0].touchpoint for row in found.rows] == [
        "Assign seriousness",
        "Take in charge ticket",
        "Take in charge ticket",
        "Resolve ticket",
    ]


def test_settled_is_what_the_rows_settle() -> None:
    rows = batch(kunde=["1", "2"], zeit=["1/2/2026", "2/13/2026"], was=["a", "b"])
    assert settle(plain_mapping(), rows).read.date_order == "mdy"
    plain = batch(kunde=["1"], zeit=["2026-01-02"], was=["a"])
    assert settle(plain_mapping(), plain) == plain_mapping()


def test_what_is_given_is_not_touched() -> None:
    rows = batch(kunde=["1", "2"], zeit=["1/2/2026", "2/13/2026"], was=["a", "b"])
    given = plain_mapping(read=ReadOptions(date_order="dmy"))
    assert settle(given, rows) == given


def test_what_nothing_settles_is_asked_for() -> None:
    dates = batch(kunde=["1"], zeit=["1/2/2026"], was=["a"])
    with pytest.raises(WegmarkeError) as raised:
        settle(plain_mapping(), dates)
    assert (raised.value.code, raised.value.details) == ("time_unreadable", {"column": "zeit", "value": "1/2/2026"})
    thousands = batch(kunde=["1"], zeit=["2026-01-01"], was=["a"], betrag=["1.234"], note=["9"])
    with pytest.raises(WegmarkeError) as raised:
        settle(MONEY, thousands)
    assert (raised.value.code, raised.value.details["key"]) == ("mapping_incomplete", "read.decimal")
