"""Samples of a world: each seed draws other people into the same world (same moods, same load, same calendar)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from trials.trial import Sample
from wegmarke.library.log import Log
from wegmarke.library.reading import read
from wegmarke.simulation.company import JOURNEYS
from wegmarke.simulation.interactions import interactions
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.running import Block, blocks
from wegmarke.simulation.scenarios import scenario

WORLD_SEED = 2026
POPULATION_SEED = 1_000_003
"""No sample has this seed."""


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
    """All journeys, cut and told as Musterhaus does."""
    batch = interactions(Block(some.people, some.fates, some.contacts))
    return read(
        pa.table(batch),
        customer="person",
        time="time",
        touchpoint="touchpoint",
        channel="channel",
        department="department",
        outcomes={rule.outcome: list(rule.touchpoints) for rule in JOURNEYS.outcomes},
        silence_days=JOURNEYS.silence_days,
        cut_at_outcome=JOURNEYS.cut_at_outcome,
        time_zone=JOURNEYS.time_zone,
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
