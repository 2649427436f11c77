import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.unit.simulation.silos.reading_back import (
    LABELS,
    SCENARIOS,
    assert_written_alike,
    scene,
    taken_in,
    written,
)
from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.draws import bits_each, customer_numbers
from wegmarke.simulation.silos.web import SIGN_IN, Web, WebEvents, web_events


def labels(events: WebEvents, key: str) -> np.ndarray:
    places = scene(key).block.contacts["place"][events.contact]
    return np.where(events.contact >= 0, LABELS[places], SIGN_IN)


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_mapping_reads_every_event_as_what_it_was(tmp_path: Path, key: str) -> None:
    here = scene(key)
    events = web_events(here)
    (path,) = written(Web, [here], tmp_path)
    found = taken_in(path, "web", tmp_path)
    kept = ~events.cut
    expected = Counter(labels(events, key)[kept].tolist())
    assert found.touchpoints() == expected
    assert min(expected.values()) > 100

    who = np.where(events.signed, customer_numbers(here, events.who, events.seconds), None)
    cookie = np.where(
        events.on_phone,
        here.faces.phone_cookie.to_numpy(zero_copy_only=False)[events.who],
        here.faces.cookie.to_numpy(zero_copy_only=False)[events.who],
    )
    customer = np.where(events.signed, who, cookie)[kept].tolist()
    kinds = np.where(events.signed, "kundennummer", "cookie")[kept].tolist()
    times = (events.seconds + events.skew)[kept].tolist()
    told = zip(found.column("customer_kind"), found.column("customer"), found.seconds(), strict=True)
    assert Counter(told) == Counter(zip(kinds, customer, times, strict=True))


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_planned_dirt_is_exactly_what_the_importer_finds(tmp_path: Path, key: str) -> None:
    here = scene(key)
    events = web_events(here)
    (path,) = written(Web, [here], tmp_path)
    found = taken_in(path, "web", tmp_path)
    assert found.report.duplicate == events.twice.sum() > 10
    assert len(found.unfit) == found.report.quarantined == events.cut.sum() > 0
    assert set(found.unfit.values()) == {"row_broken"}
    assert found.report.read == len(events.who) + events.twice.sum()
    broken = [n for n, line in enumerate(path.read_text("utf-8").split("\n")[:-1], 1) if not line.endswith("}}}}")]
    assert set(broken) == set(found.unfit)
    assert 0.005 < (events.skew != 0).mean() < 0.06
    assert np.abs(events.skew).max() <= 3600


def test_without_consent_only_what_the_shop_needs_is_noted() -> None:
    here = scene("process")
    events = web_events(here)
    real = events.contact >= 0
    rows = here.rows("web")
    assert sorted([*events.contact[real], *events.refused]) == rows.tolist()
    refuses = here.block.people["consent"] == 0
    places = here.block.contacts["place"][events.contact]
    assert set(places[real & refuses[events.who]]) == {Place.BASKET, Place.REGISTRATION}
    assert not refuses[events.who[~real]].any()


def test_nobody_is_known_before_the_first_order_or_sign_in() -> None:
    here = scene("process")
    events = web_events(here)
    contacts = here.block.contacts
    buys = np.isin(contacts["place"], (Place.ORDER, Place.REGISTRATION, Place.CANCELLATION_PAGE))
    begins = np.full(len(here.block.people), np.int64(1 << 60))
    np.minimum.at(begins, here.who[buys], contacts["time"][buys] - 45)
    new = here.block.people["arrival"][events.who] >= 0
    early = new & (events.seconds < begins[events.who])
    assert early.sum() > 1000
    assert not (early & events.signed).any()
    assert (~early & events.signed).sum() > 1000
    device = Counter(zip(events.who.tolist(), events.on_phone.tolist(), (events.contact < 0).tolist(), strict=True))
    assert all(times == 1 for (_, _, sign_in), times in device.items() if sign_in)


def test_telephones_have_a_cookie_of_their_own_and_neighbours_may_share_one(tmp_path: Path) -> None:
    here = scene("process")
    (path,) = written(Web, [here], tmp_path)
    users: dict[str, set[str]] = {}
    cookies: dict[str, set[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.endswith("}}}}"):
            continue
        event = json.loads(line)
        if event["userId"]:
            users.setdefault(event["anonymousId"], set()).add(event["userId"])
            cookies.setdefault(event["userId"], set()).add(event["anonymousId"])
    assert 5 < sum(len(one) > 1 for one in users.values()) < len(users) / 5
    assert sum(len(one) > 1 for one in cookies.values()) > 50


def test_two_runs_and_other_blocks_write_the_same(tmp_path: Path) -> None:
    assert_written_alike(Web, scene("process"), tmp_path)


def test_bits_over_columns_are_those_of_the_lives() -> None:
    from wegmarke.simulation.lives.randomness import bits

    person, occasion = np.array([0, 5, 4_999_999], np.uint32), np.array([0, 5_000_041, -3], np.int64)
    found = bits_each(7, person, 94, occasion)
    expected = [bits(np.uint64(7), int(n), 94, int(k)) for n, k in zip(person, occasion, strict=True)]
    assert [int(one) for one in found] == [int(one) & 0xFFFFFFFFFFFFFFFF for one in expected]


def test_the_second_customer_number_takes_over_on_its_day() -> None:
    here = scene("process")
    who = np.flatnonzero(here.faces.second.is_valid().to_numpy(zero_copy_only=False))
    midnight = np.datetime64(here.parameters.begin, "s").astype(np.int64) - 7_200  # 1 May, summer time
    day = here.faces.second_day[who]
    summer = day < 150
    who, day = who[summer], day[summer]
    assert len(who) > 3
    begins = midnight + day * 86_400
    assert customer_numbers(here, who, begins - 1).to_pylist() == here.faces.number.take(who).to_pylist()
    assert customer_numbers(here, who, begins).to_pylist() == here.faces.second.take(who).to_pylist()
