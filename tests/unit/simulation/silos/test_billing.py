import json
from collections import Counter
from pathlib import Path

import pytest

from tests.unit.simulation.silos.written import CUSTOMERS, WORLDS, Written, bytes_of, labels, to_minutes, written
from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.billing import TOTAL, Billing
from wegmarke.simulation.silos.orders import Orders


@pytest.fixture(scope="module", params=WORLDS)
def bills(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(Billing, request.param, tmp_path_factory.mktemp(request.param))


def test_all_invoices_are_taken_in_and_the_total_is_set_aside(bills: Written) -> None:
    invoices = int((bills.told()["place"] == Place.INVOICE).sum())
    assert bills.silo.dirt.invoices == invoices
    assert (bills.report.read, bills.report.accepted, bills.report.quarantined) == (invoices + 1, invoices, 1)
    (row,) = bills.workspace.record.quarantine().rows
    assert json.loads(row.raw)["Rechnungsnr"] == TOTAL


def test_contacts_are_read_with_time_and_value(bills: Written) -> None:
    told = bills.told()
    paid = [
        int(one["detail"]) if one["place"] == Place.PAYMENT else None for one in told
    ]  # money counts where it is paid, and nowhere else
    expected = Counter(zip(labels(told["place"]), to_minutes(told["time"]), paid, strict=True))
    assert bills.read("touchpoint", "time", "value_minor") == expected


def test_invoices_name_orders_and_customers_as_the_merchandise_system_does(bills: Written, tmp_path: Path) -> None:
    world = bills.scene.parameters.key
    ordered = written(Orders, world, tmp_path).read("matter", "customer")
    assert set(bills.read("matter", "customer")) <= set(ordered)


def test_clerks_are_not_kept(bills: Written) -> None:
    assert "Sachbearbeiter" in bills.path.read_text("utf-8-sig")
    assert not any("Lindner" in (rest or "") for rest in bills.interactions["rest"].to_pylist())


def test_equal_bytes_and_the_same_lines_however_the_people_are_cut(tmp_path: Path) -> None:
    once, again = (bytes_of(Billing, "process", tmp_path / name) for name in ("once", "again"))
    assert once == again
    assert once.startswith("\ufeffRechnungsnr;".encode())
    parts = bytes_of(Billing, "process", tmp_path / "parts", people=CUSTOMERS // 5)
    assert sorted(parts.splitlines()) == sorted(once.splitlines())
    assert parts.splitlines()[-1] == once.splitlines()[-1]
