import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.unit.simulation.silos.written import CUSTOMERS, WORLDS, Written, bytes_of, labels, to_minutes, written
from wegmarke.simulation.contacts import Place, Reason
from wegmarke.simulation.silos.pipeline import Pipeline


@pytest.fixture(scope="module", params=WORLDS)
def deals(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(Pipeline, request.param, tmp_path_factory.mktemp(request.param))


def lines(deals: Written) -> list[dict[str, str]]:
    with deals.path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_contacts_are_read_with_time(deals: Written) -> None:
    told = deals.told()
    report = deals.report
    assert (report.read, report.accepted, report.quarantined) == (deals.silo.dirt.lines, deals.silo.dirt.lines, 0)
    assert deals.read("touchpoint", "time") == Counter(
        zip(labels(told["place"]), to_minutes(told["time"]), strict=True)
    )


def test_the_noted_reasons_are_those_of_the_reps(deals: Written) -> None:
    told = deals.told()
    declined = told[told["place"] == Place.OFFER_DECLINED]
    lost = [line for line in lines(deals) if line["Status"] == "verloren"]
    noted = [line["Verlustgrund"] for line in lost if line["Verlustgrund"]]
    assert len(lost) == len(declined)
    assert len(noted) == len(lost) - deals.silo.dirt.unnoted
    assert 0 < deals.silo.dirt.unnoted < 0.2 * len(lost)
    dear = sum(any(word in text.lower() for word in ("preis", "teuer", "budget", "geld", "rabatt")) for text in noted)
    assert dear / len(noted) == pytest.approx((declined["detail"] == Reason.PRICE).mean(), abs=0.12)


def test_won_deals_have_an_order_and_some_were_never_closed(deals: Written) -> None:
    scene = deals.scene
    contacts = scene.block.contacts
    asked, ordered = (set(contacts["person"][contacts["place"] == at].tolist()) for at in (Place.ENQUIRY, Place.ORDER))
    won = [line for line in lines(deals) if line["Status"] == "gewonnen"]
    assert len(won) + deals.silo.dirt.unentered == len(asked & ordered)
    assert deals.silo.dirt.unentered > 0
    assert all(line["gewonnen am"] and not line["verloren am"] for line in won)


def test_reps_stay_and_are_not_kept(deals: Written) -> None:
    by_customer = {(line["Kundennummer"], line["Außendienst-Mitarbeiter"]) for line in lines(deals)}
    assert len(by_customer) == len({number for number, _ in by_customer})
    assert not any("Außendienst-Mitarbeiter" in (rest or "") for rest in deals.interactions["rest"].to_pylist())


def test_equal_bytes_and_the_same_lines_however_the_people_are_cut(tmp_path: Path) -> None:
    once, again = (bytes_of(Pipeline, "process", tmp_path / name) for name in ("once", "again"))
    assert once == again
    parts = bytes_of(Pipeline, "process", tmp_path / "parts", people=CUSTOMERS // 5)
    assert sorted(parts.splitlines()) == sorted(once.splitlines())
