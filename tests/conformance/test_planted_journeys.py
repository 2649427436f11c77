"""Entries, exits, map and funnel of every scenario say what its contacts are: counted once more in plain Python.

The journeys are cut as Musterhaus cuts them, those of business customers by account. `tests.naive` counts by the
definitions alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from tests import naive
from tests.contacts import START_OF_LOG, Contact
from wegmarke.library.reading import read
from wegmarke.model.finding import CannotSay
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions import Asked, ask
from wegmarke.simulation.accounts.catalogue import ACCOUNT_CATALOGUE
from wegmarke.simulation.accounts.contacts import contacts_of
from wegmarke.simulation.accounts.parameters import B2B
from wegmarke.simulation.accounts.running import life_of, world_of
from wegmarke.simulation.accounts.told import Told
from wegmarke.simulation.accounts.writing import ACCOUNT_JOURNEYS
from wegmarke.simulation.company import JOURNEYS
from wegmarke.simulation.contacts import CATALOGUE, Place
from wegmarke.simulation.interactions import interactions
from wegmarke.simulation.running import blocks
from wegmarke.simulation.scenarios import SCENARIOS

PEOPLE, ACCOUNTS, SEED = 320, 80, 11
WORLDS = (*sorted(SCENARIOS), B2B.key)
FUNNEL = {
    B2B.key: ("Anfrage", "Angebot", "Auftrag erteilt"),
    **dict.fromkeys(
        SCENARIOS,
        tuple(CATALOGUE[place].label for place in (Place.ORDER, Place.CONFIRMATION, Place.DELIVERY, Place.PAYMENT)),
    ),
}
WITHIN_DAYS = 45  # in b2b a year would be more to the point; the counts must agree all the same


def contacts_of_people(key: str) -> list[Contact]:
    told = np.concatenate([block.contacts for block in blocks(SCENARIOS[key], PEOPLE, SEED)])
    return [
        Contact(str(person), float(time - START_OF_LOG), CATALOGUE[place].label)
        for person, time, place in zip(
            told["person"].tolist(), told["time"].tolist(), told["place"].tolist(), strict=True
        )
    ]


def contacts_of_accounts() -> list[Contact]:
    """Journeys by account: everything that happened with a company, whoever of its people it was with."""
    world = world_of(B2B, ACCOUNTS, SEED)
    told = Told.of(world, [life_of(world, B2B, account) for account in range(ACCOUNTS)])
    return [
        Contact(life.firm.number, float(one.time - START_OF_LOG), ACCOUNT_CATALOGUE[one.place].label)
        for life in told.lives
        for one in contacts_of(told, life)
    ]


@cache
def world(key: str) -> tuple[Asked, list[naive.Journey]]:
    """The journeys of a scenario, from the index and from the definitions."""
    contacts = contacts_of_accounts() if key == B2B.key else contacts_of_people(key)
    journeys = ACCOUNT_JOURNEYS if key == B2B.key else JOURNEYS
    log = read(
        pa.table(
            {
                "who": [one.customer for one in contacts],
                "time": pa.array([one.microseconds for one in contacts]).cast(pa.timestamp("us", tz="UTC")),
                "touchpoint": [one.touchpoint for one in contacts],
            }
        ),
        customer="who",
        time="time",
        touchpoint="touchpoint",
        outcomes={rule.outcome: list(rule.touchpoints) for rule in journeys.outcomes},
        silence_days=journeys.silence_days,
        cut_at_outcome=journeys.cut_at_outcome,
        time_zone=journeys.time_zone,
    )
    return log._of, naive.journeys_of(contacts, journeys)


def test_the_table_of_all_contacts_gives_the_same_journeys() -> None:
    made = [interactions(block) for block in blocks(SCENARIOS["process"], PEOPLE, SEED)]
    log = read(pa.Table.from_batches(made), customer="person", time="time", touchpoint="touchpoint")
    asked, _ = world("process")
    assert len(log) == asked.totals().interactions
    assert {one.label for one in log.touchpoints} == {one.label for one in asked.index.touchpoints}


@pytest.mark.parametrize("key", WORLDS)
def test_the_map(key: str) -> None:
    asked, journeys = world(key)
    result = ask("map", asked, {"quantiles": (0.5, 0.9)}).result
    labels = [touchpoint.label for touchpoint in result.touchpoints]
    steps = [(labels[a], labels[b]) for a, b in zip(result.source, result.target, strict=True)]
    assert dict(zip(steps, result.steps.tolist(), strict=True)) == naive.step_counts(journeys)
    visits = Counter(name for one in journeys for name in one.path)
    assert dict(zip(labels, result.interactions.tolist(), strict=True)) == visits
    for place in np.argsort(-result.steps)[:40]:
        times = [seconds for one in journeys for seconds in one.elapsed(steps[place])]
        assert result.mean_seconds[place] == pytest.approx(np.mean(times))
        np.testing.assert_allclose(result.quantile_seconds[:, place], np.quantile(times, (0.5, 0.9)))


@pytest.mark.parametrize("key", WORLDS)
def test_entries_and_exits(key: str) -> None:
    asked, journeys = world(key)
    result = ask("entries", asked, {}).result
    labels = [touchpoint.label for touchpoint in asked.index.touchpoints]
    for at, place in (
        (result.entry, lambda one: one.path[0]),
        (result.exit, lambda one: one.path[-1]),
        (result.before, lambda one: one.before),
    ):
        told: dict[str, list[int]] = defaultdict(lambda: [0] * len(OUTCOME_NAMES))
        for one in journeys:
            if place(one) is not None:
                told[place(one)][OUTCOME_NAMES.index(one.outcome)] += 1
        assert {labels[code]: line.tolist() for code, line in zip(at.touchpoint, at.counts, strict=True)} == told
    outcomes = Counter(one.outcome for one in journeys)
    assert result.outcomes.tolist() == [outcomes[name] for name in OUTCOME_NAMES]
    assert min(outcomes["won"], outcomes["lost"]) >= 5
    assert outcomes["churned"] >= (3 if key == B2B.key else 20)


@pytest.mark.parametrize("key", WORLDS)
def test_the_funnel(key: str) -> None:
    asked, journeys = world(key)
    result = ask("funnel", asked, {"stages": FUNNEL[key], "within": f"{WITHIN_DAYS} days"}).result
    stages, window = [(name,) for name in FUNNEL[key]], WITHIN_DAYS * 86_400
    reached = Counter(naive.reached(one, stages, window) for one in journeys)
    assert [stage.journeys for stage in result.stages] == [
        sum(n for stage, n in reached.items() if stage > place) for place in range(len(FUNNEL[key]))
    ]
    waited: dict[int, list[int]] = defaultdict(list)
    for one in journeys:
        for stage, seconds in naive.waits(one, stages, window).items():
            waited[stage].append(seconds)
    for place, stage in enumerate(result.stages[1:], 1):
        if isinstance(stage.elapsed_median, CannotSay):  # in b2b few get far within the window, and that is an answer
            assert len(waited[place]) == stage.elapsed_median.n
            continue
        assert stage.elapsed_median.value == pytest.approx(np.median(waited[place]))


@pytest.mark.parametrize("key", sorted(SCENARIOS))
def test_the_list_behind_a_number_holds_as_many(key: str) -> None:
    asked, journeys = world(key)
    late = asked.where("visited(lieferverzug_gemeldet) and outcome = churned")
    label = CATALOGUE[Place.LATE_NOTICE].label
    expected = [one for one in journeys if label in one.path and one.outcome == "churned"]
    assert late.totals().journeys == len(expected)
    assert late.totals().customers == naive.customers_of(expected)
