"""The simulated lives: the same on every machine, whatever the blocks and threads, and changed only by what changes."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.simulation import running
from wegmarke.simulation.contacts import CATALOGUE, Cause, Defect, Place
from wegmarke.simulation.lives.people import CIRCLE
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.running import blocks
from wegmarke.simulation.scenarios import SCENARIOS, scenario

PEOPLE = 3000
SEED = 7


@cache
def simulated(key: str) -> tuple[NDArray[np.void], NDArray[np.void], NDArray[np.void]]:
    """People, fates and contacts of a scenario."""
    return together(SCENARIOS[key])


def together(
    parameters: Parameters, people: int = PEOPLE, seed: int = SEED, threads: int | None = None
) -> tuple[NDArray[np.void], NDArray[np.void], NDArray[np.void]]:
    made = list(blocks(parameters, people, seed, threads))
    return (
        np.concatenate([block.people for block in made]),
        np.concatenate([block.fates for block in made]),
        np.concatenate([block.contacts for block in made]),
    )


def digest(array: NDArray[np.void]) -> str:
    """Of the values, field by field, whatever the bytes between fields are."""
    assert array.dtype.names is not None
    parts = [np.ascontiguousarray(array[name]).tobytes() for name in array.dtype.names]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def test_the_catalogue_stands_in_the_order_of_its_codes() -> None:
    assert [one.place for one in CATALOGUE] == list(Place)
    assert len({one.label for one in CATALOGUE}) == len({one.english for one in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("key", sorted(SCENARIOS))
def test_the_same_seed_gives_the_same_values_on_every_python(key: str) -> None:
    """Digests of all values, made on CPython 3.11, NumPy 2.4, Numba 0.68, x86-64."""
    people, fates, contacts = simulated(key)
    assert (digest(people), digest(fates), digest(contacts)) == PINNED[key]


def test_another_seed_gives_other_people() -> None:
    people, _, contacts = together(SCENARIOS["process"], 200, SEED + 1)
    first_people, _, first_contacts = simulated("process")
    assert not np.array_equal(people["patience"], first_people["patience"][:200])
    assert digest(contacts) != digest(first_contacts[first_contacts["person"] < 200])


def test_blocks_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = simulated("process")
    monkeypatch.setattr(running, "BLOCK_PEOPLE", 5 * CIRCLE)
    monkeypatch.setattr(running, "CONTACTS_EACH", 1)  # too little room: every block is made twice
    for found, there in zip(together(SCENARIOS["process"], threads=3), expected, strict=True):
        assert digest(found) == digest(there)


def test_fewer_people_are_the_first_of_more() -> None:
    people, fates, contacts = together(SCENARIOS["wave"], 800)
    more_people, more_fates, more_contacts = simulated("wave")
    assert digest(people) == digest(more_people[:800])
    assert digest(fates) == digest(more_fates[:800])
    assert digest(contacts) == digest(more_contacts[more_contacts["person"] < 800])


@pytest.mark.parametrize("key", sorted(SCENARIOS))
def test_contacts_lie_in_order_and_within_the_time_simulated(key: str) -> None:
    _, fates, contacts = simulated(key)
    later = np.diff(contacts["person"].astype(np.int64)) * 10**12 + np.diff(contacts["time"])
    assert (later >= 0).all()
    parameters = SCENARIOS[key]
    first, last = contacts["time"].min(), contacts["time"].max()
    begin = np.datetime64(parameters.begin).astype("datetime64[s]").astype(np.int64)
    assert begin - 7200 <= first
    assert last < begin + (parameters.days + 1) * 86_400
    gone = fates[fates["left_day"] >= 0]
    assert len(gone) == (contacts["place"] == Place.CANCELLATION).sum()
    assert set(np.unique(gone["cause"])) <= {int(cause) for cause in Cause if cause != Cause.STAYED}
    assert (fates["kept"] <= fates["promises"]).all()


def test_who_meets_no_defect_lives_the_same_life_without_it() -> None:
    """Without word of mouth one person's life does not reach another's."""
    alone = replace(SCENARIOS["process"], recommends=0.0, deters=0.0)
    _, fates, contacts = together(alone)
    for defect in alone.defects:
        _, without, others = together(alone.without(defect))
        assert not without["defects"][:, defect].any()
        spared = np.flatnonzero(fates["defects"][:, defect] == 0)
        assert 100 < len(spared) < PEOPLE
        assert digest(fates[spared]) == digest(without[spared])
        # What was begun in the last weeks may have gone wrong beyond the end, where nothing is counted any more.
        settled = contacts["time"].max() - 45 * 86_400
        same = [some[np.isin(some["person"], spared) & (some["time"] < settled)] for some in (contacts, others)]
        assert digest(same[0]) == digest(same[1])


def test_leavers_would_have_stayed_without_their_cause() -> None:
    """The cause told is a fact of another world: those driven away by a defect do not leave then where none happens."""
    alone = replace(SCENARIOS["process"], recommends=0.0, deters=0.0, orders_shy=0.0)
    _, fates, _ = together(alone)
    _, without, _ = together(alone.without_defects())
    driven = fates["cause"] == Cause.DEFECT
    assert driven.sum() > 50
    later = (without["left_day"] < 0) | (without["left_day"] > fates["left_day"])
    assert later[driven].all()


def test_in_the_null_world_nothing_matters() -> None:
    _, fates, _ = simulated("null")
    assert (fates["defects"].sum(axis=0)[1:] > 20).all()
    assert set(np.unique(fates["cause"])) == {int(Cause.STAYED), int(Cause.OTHER)}
    _, without, _ = together(SCENARIOS["null"].without_defects().at_old_prices())
    assert np.array_equal(fates["left_day"], without["left_day"])
    assert np.array_equal(fates["offer"], without["offer"])


def test_the_decoys_do_nothing_and_look_as_if_they_did() -> None:
    people, fates, contacts = simulated("process")
    gone = fates["left_day"] >= 0
    customers = fates["customer_since"] >= 0
    for place, field, sign in ((Place.HELP_PAGE, "help_visits", 1), (Place.CLUB, "club_invites", -1)):
        visited = np.isin(people["person"], contacts["person"][contacts["place"] == place])
        apart = gone[customers & visited].mean() - gone[customers & ~visited].mean()
        assert sign * apart > 0.05
        changed = replace(SCENARIOS["process"], **{field: 0.0})
        _, without, others = together(changed)
        assert not (others["place"] == place).any()
        assert np.array_equal(fates["left_day"], without["left_day"])


def test_the_wave_begins_with_its_origin() -> None:
    _, _, contacts = simulated("wave")
    mentions = contacts[contacts["place"] == Place.MENTION]
    assert mentions["person"][mentions["time"].argmin()] == 5
    assert not (simulated("process")[2]["place"] == Place.MENTION).any()


def test_promises_have_a_due_day_and_deliveries_say_whether_it_was_kept() -> None:
    _, _, contacts = simulated("process")
    confirmations = contacts[contacts["place"] == Place.CONFIRMATION]
    assert (confirmations["due"] > confirmations["time"]).all()
    deliveries = contacts[contacts["place"] == Place.DELIVERY]
    late = deliveries["done"] > deliveries["due"]
    assert np.array_equal(deliveries["time"], deliveries["done"])
    failed = contacts[contacts["place"] == Place.FAILED_DELIVERY]
    after_failure = np.isin(
        deliveries["person"].astype(np.int64) << 32 | deliveries["matter"],
        failed["person"].astype(np.int64) << 32 | failed["matter"],
    )
    assert np.array_equal(late[~after_failure], (deliveries["defect"] == Defect.LATE_DELIVERY)[~after_failure])


@pytest.mark.parametrize("key", sorted(SCENARIOS))
def test_an_order_goes_its_way_in_order(key: str) -> None:
    _, _, contacts = simulated(key)
    matter = contacts["person"].astype(np.int64) << 32 | contacts["matter"]
    way = (Place.ORDER, Place.CONFIRMATION, Place.DELIVERY_NOTICE, Place.DELIVERY, Place.INVOICE, Place.PAYMENT)
    when = {}
    for place in way:
        there = contacts["place"] == place
        when[place] = dict(zip(matter[there].tolist(), contacts["time"][there].tolist(), strict=True))
        assert len(when[place]) == there.sum()  # once an order
    for earlier, later in itertools.combinations(way, 2):
        both = when[earlier].keys() & when[later].keys()
        assert len(both) > 500
        assert all(when[earlier][one] < when[later][one] for one in both), (earlier, later)


@pytest.mark.parametrize("people", [99, 5_000_001])
def test_sizes_outside_are_refused(people: int) -> None:
    with pytest.raises(WegmarkeError) as caught:
        list(blocks(SCENARIOS["process"], people, 1))
    assert caught.value.code == "simulation_size"


def test_an_unknown_scenario_names_those_there_are() -> None:
    with pytest.raises(WegmarkeError) as caught:
        scenario("Process ")
    assert caught.value.code == "scenario_unknown"
    assert "process" in str(caught.value)


PINNED: dict[str, tuple[str, str, str]] = {
    "hidden": ("d8017c3844d86137", "c4e743b0028d5fd9", "c6d8e738f85b06d7"),
    "null": ("d8017c3844d86137", "4899e870b06e194f", "90d2cc85cacec001"),
    "price": ("d8017c3844d86137", "33d818b483f6724e", "ace05b2fc2fd3b98"),
    "process": ("d8017c3844d86137", "f569baa2e6825843", "5c2302a8e8991faa"),
    "segment": ("d8017c3844d86137", "6394e4a9d32c36a5", "b9e877ad5b030cff"),
    "wave": ("d8017c3844d86137", "07a6c35b3e1882a6", "87c3fbd0fffe1a72"),
}
