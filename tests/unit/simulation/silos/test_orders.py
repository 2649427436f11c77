from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.unit.simulation.silos.written import CUSTOMERS, WORLDS, Written, bytes_of, labels, written
from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.orders import TEST_NUMBER, Orders


@pytest.fixture(scope="module", params=WORLDS)
def orders(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(Orders, request.param, tmp_path_factory.mktemp(request.param))


def real(orders: Written) -> pa.Table:
    return orders.interactions.filter(pc.not_equal(orders.interactions["customer"], TEST_NUMBER))


def test_every_row_is_taken_in(orders: Written) -> None:
    ordered = int((orders.told()["place"] == Place.ORDER).sum())
    report = orders.report
    assert (report.read, report.accepted, report.quarantined) == (report.read, report.read, 0)
    assert report.read == ordered + orders.silo.dirt.tests


def test_contacts_are_read_with_customer_and_time_to_the_second(orders: Written) -> None:
    faces, told = orders.scene.faces, orders.told()
    begin, berlin = orders.scene.parameters.begin, ZoneInfo("Europe/Berlin")
    ordered = {
        (one["person"], one["matter"]): datetime.fromtimestamp(one["time"], UTC).astimezone(berlin).date()
        for one in told[told["place"] == Place.ORDER]
    }
    numbers, seconds = faces.number.to_pylist(), faces.second.to_pylist()
    expected: Counter[tuple[str, str, int]] = Counter()
    for one, label in zip(told, labels(told["place"]), strict=True):
        person = int(one["person"])
        later = (ordered[one["person"], one["matter"]] - begin).days >= faces.second_day[person]
        number = seconds[person] if later and seconds[person] else numbers[person]
        expected[number, label, int(one["time"])] += 1
    found = orders.read("customer", "touchpoint", "time")
    assert Counter({key: count for key, count in found.items() if key[0] != TEST_NUMBER}) == expected
    assert any(number in seconds for number, _, _ in expected)


def test_promises_are_those_that_were_made(orders: Written) -> None:
    told = orders.told()
    confirmed = told[told["place"] == Place.CONFIRMATION]
    expected = Counter((int(one["time"]), int(one["due"]), int(one["done"]) or None) for one in confirmed)
    table = real(orders)
    table = table.filter(pc.equal(table["touchpoint"].cast(pa.string()), "Auftragsbestätigung"))
    columns = (table[name].cast(pa.int64()).to_pylist() for name in ("time", "promise_due", "promise_kept"))
    found = Counter(
        tuple(None if one is None else one // 1_000_000 for one in row) for row in zip(*columns, strict=True)
    )
    assert found == expected


def test_moved_promises_look_punctual_and_were_late(orders: Written) -> None:
    table = pq.read_table(orders.path)
    moved = table.filter(pc.not_equal(table["zugesagt_für"], table["zugesagt_ursprünglich"]))
    assert moved.num_rows == orders.silo.dirt.moved > 100
    assert pc.all(pc.greater(moved["geliefert_am"], moved["zugesagt_ursprünglich"])).as_py()
    assert pc.all(pc.less_equal(moved["geliefert_am"], moved["zugesagt_für"])).as_py()
    late = pc.greater(table["geliefert_am"], table["zugesagt_ursprünglich"])
    assert 0.25 < moved.num_rows / pc.sum(late).as_py() < 0.45


def test_amounts_are_those_ordered_and_numbers_are_different(orders: Written) -> None:
    table = pq.read_table(orders.path)
    table = table.filter(pc.not_equal(table["Kundennummer"], TEST_NUMBER))
    told = orders.told()
    cents = sorted(told["detail"][told["place"] == Place.ORDER].tolist())
    assert sorted(int(amount * 100) for amount in table["Betrag"].to_pylist()) == cents
    assert len(set(table["Auftragsnr"].to_pylist())) == table.num_rows


def test_test_orders_stand_under_a_number_of_their_own(orders: Written) -> None:
    ours = orders.interactions.filter(pc.equal(orders.interactions["customer"], TEST_NUMBER))
    assert ours.num_rows == 2 * orders.silo.dirt.tests
    assert orders.silo.dirt.tests > 0


def test_equal_bytes_and_the_same_lines_however_the_people_are_cut(tmp_path: Path) -> None:
    once, again = (bytes_of(Orders, "process", tmp_path / name) for name in ("once", "again"))
    assert once == again
    bytes_of(Orders, "process", tmp_path / "parts", people=CUSTOMERS // 5)
    whole, parts = (pq.read_table(tmp_path / name / "auftraege.parquet") for name in ("once", "parts"))
    by_number = [("Auftragsnr", "ascending")]
    assert parts.sort_by(by_number).equals(whole.sort_by(by_number))
    assert np.all(np.diff(whole["bestellt_am"].cast(pa.int64()).to_numpy()) >= 0)
