"""Who the customers are: needs, patience, expectations, price sensitivity, and how they are connected."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.compiled import F64, I64, VOID, compiled
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.randomness import uniform
from wegmarke.simulation.lives.shapes import NESTED, PERSON_DTYPE, PERSONS, RATES_ROWS, WORLDS

CIRCLE = 8
"""People know each other in circles of so many; word of mouth stays within. A circle is simulated as a whole."""

WEB, FIELD, PARTNER = 0, 1, 2


@compiled(I64(NESTED, I64, F64))
def place_in(cumulative, count, u):
    """The first of `count` places whose cumulative share exceeds u."""
    low, high = 0, count - 1
    while low < high:
        middle = (low + high) // 2
        if u < cumulative[middle]:
            high = middle
        else:
            low = middle + 1
    return low


@compiled(VOID(I64, WORLDS, RATES_ROWS, PERSONS))
def make_people(first, worlds, planted, out):
    """Fill in the people from `first` on."""
    world, rates = worlds[0], planted[0]
    seed = world.seed
    for i in range(len(out)):
        n = first + i
        one = out[i]
        one.person = n
        one.patience = uniform(seed, n, p.PATIENCE, 0)
        one.expectation = 0.5 + (uniform(seed, n, p.EXPECTATION, 0) + uniform(seed, n, p.EXPECTATION, 1)) * 0.5
        one.price_sensitivity = uniform(seed, n, p.PRICE_SENSITIVITY, 0)
        u = uniform(seed, n, p.REACH, 0)
        one.reach = u * u * u
        one.hidden = uniform(seed, n, p.HIDDEN, 0)
        one.town = place_in(world.towns, len(world.towns), uniform(seed, n, p.TOWN, 0))
        one.state = world.state_of_town[one.town]
        one.business = uniform(seed, n, p.SEGMENT, 0) < rates.business_share
        channel = uniform(seed, n, p.SALES_CHANNEL, 0)
        if one.business:
            one.sales_channel = FIELD if channel < 0.6 else (PARTNER if channel < 0.8 else WEB)
        else:
            one.sales_channel = WEB if channel < 0.66 else (PARTNER if channel < 0.88 else FIELD)
        one.need = (0.10 + 0.22 * uniform(seed, n, p.NEED, 0)) * (1.6 if one.business else 1.0)
        one.answers = 0.10 + 0.45 * uniform(seed, n, p.ANSWERS, 0)
        one.english = uniform(seed, n, p.LANGUAGE, 0) < 0.07
        one.consent = uniform(seed, n, p.CONSENT, 0) < 0.62
        one.pays_late = uniform(seed, n, p.PAYS_LATE, 0) < 0.12
        one.arrival = -1
        if uniform(seed, n, p.EXISTING, 0) >= rates.existing_share:
            one.arrival = place_in(world.arrivals, world.days, uniform(seed, n, p.ARRIVAL, 0))


def people(first: int, count: int, world: NDArray[np.void], planted: NDArray[np.void]) -> NDArray[np.void]:
    """`count` people from number `first` on."""
    out = np.zeros(count, PERSON_DTYPE)
    make_people(first, world, planted, out)
    return out
