"""Simulate a world: blocks of people with their contacts, in order, on all cores, without ever holding all of them."""

from __future__ import annotations

import os
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.simulation.contacts import CONTACT_DTYPE, FATE_DTYPE
from wegmarke.simulation.lives.living import live_all
from wegmarke.simulation.lives.people import CIRCLE, people
from wegmarke.simulation.lives.shapes import LIFE_DTYPE
from wegmarke.simulation.parameters import Parameters, rates
from wegmarke.simulation.world import world_of

BLOCK_PEOPLE = 512 * CIRCLE
"""People simulated at once; whole circles."""

FEWEST_CUSTOMERS, MOST_CUSTOMERS = 100, 5_000_000
CONTACTS_EACH = 80


@dataclass(frozen=True, slots=True)
class Block:
    """Some people, what became of them, and their contacts, which lie person by person and in each in order of time."""

    people: NDArray[np.void]
    fates: NDArray[np.void]
    contacts: NDArray[np.void]


def blocks(parameters: Parameters, customers: int, seed: int, threads: int | None = None) -> Generator[Block]:
    """The people 0 … customers - 1, block by block. `customers` counts people with a need, of whom not all come to buy.

    Errors: `simulation_size` outside 100 to 5 million.
    """
    if not FEWEST_CUSTOMERS <= customers <= MOST_CUSTOMERS:
        raise WegmarkeError("simulation_size", customers=customers, least=FEWEST_CUSTOMERS, most=MOST_CUSTOMERS)
    world, planted = world_of(parameters, seed), rates(parameters)
    firsts = iter(range(0, customers, BLOCK_PEOPLE))
    workers = threads or os.cpu_count() or 1

    def made(first: int) -> Block:
        return _block(world, planted, first, min(BLOCK_PEOPLE, customers - first))

    with ThreadPoolExecutor(workers, thread_name_prefix="simulate") as pool:
        waiting: list[Future[Block]] = [pool.submit(made, first) for first in islice(firsts, workers + 1)]
        while waiting:
            block = waiting.pop(0).result()
            waiting += [pool.submit(made, first) for first in islice(firsts, 1)]
            yield block


def _block(world: NDArray[np.void], planted: NDArray[np.void], first: int, count: int) -> Block:
    some = people(first, count, world, planted)
    life = np.zeros(1, LIFE_DTYPE)
    room = count * CONTACTS_EACH
    while True:
        contacts, fates = np.zeros(room, CONTACT_DTYPE), np.zeros(count, FATE_DTYPE)
        told = live_all(world, planted, some, life, contacts, fates)
        if told <= room:
            break
        room = told
    contacts = contacts[:told]
    contacts = contacts[np.lexsort((contacts["place"], contacts["time"], contacts["person"]))]
    return Block(some, fates, contacts)
