"""Samples of a world: each seed draws other people into the same world (same moods, same load, same calendar)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from trials.trial import Sample
from wegmarke.library.log import Log
from wegmarke.library.reading import read
from wegmarke.simulation.contacts import CATALOGUE, Place
from wegmarke.simulation.interactions import interactions
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.running import Block, blocks
from wegmarke.simulation.scenarios import scenario

WORLD_SEED = 2026
POPULATION_SEED = 1_000_003
"""No sample has this seed."""

OUTCOMES = {"won": Place.PAYMENT, "lost": Place.OFFER_DECLINED, "churned": Place.CANCELLATION}


def world(key: str) -> Parameters:
    """A scenario whose company fares alike whoever its customers are."""
    return replace(scenario(key), world_seed=WORLD_SEED)


def sample(parameters: Parameters, people: int, seed: int) -> Sample:
    """People of that world."""
    made = list(blocks(parameters, people, seed))
    return Sample(
        parameters,
        seed,
        np.concatenate([block.people for block in made]),
        np.concatenate([block.fates for block in made]),
        np.concatenate([block.contacts for block in made]),
    )


def whole_log(some: Sample) -> Log:
    """All journeys, cut after every payment, declined offer and cancellation: the more journeys a customer has, the
    harder it is for an interval to keep its word.
    """
    return read(
        pa.table(interactions(Block(some.people, some.fates, some.contacts))),
        customer="person",
        time="time",
        touchpoint="touchpoint",
        channel="channel",
        department="department",
        outcomes={name: [CATALOGUE[place].label] for name, place in OUTCOMES.items()},
        silence_days=120,
        cut_at_outcome=True,
        time_zone="Europe/Berlin",
    )


def designed_log(person: list[int], exposed: list[bool], lost: list[bool], exposure: str) -> Log:
    """One journey each: a first contact, then `exposure` or its absence, then won or lost.

    Whom a defect met is known from the simulation here; what is on trial is what a question makes of it.
    """
    n = len(person)
    rows = pa.table(
        {
            "person": [str(one) for one in person] * 3,
            "time": [0] * n + [1] * n + [2] * n,
            "touchpoint": ["begin"] * n + [exposure if one else f"no_{exposure}" for one in exposed] + ["end"] * n,
            "outcome": ["lost" if one else "won" for one in lost] * 3,
        }
    )
    rows = rows.set_column(
        1, "time", pa.array(rows["time"].to_numpy() + 1_700_000_000).cast(pa.timestamp("s", tz="UTC"))
    )
    return read(rows, customer="person", time="time", touchpoint="touchpoint", outcome="outcome")
