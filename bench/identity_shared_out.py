"""What a cluster takes off the machine that builds, of finding out who is who among a million identifiers.

    .venv/bin/python -m bench.identity_shared_out

Measured are processor seconds of one process, and nothing of Spark: reading what rows say, and resolving, done at
once; and the same in parts and shares, what workers would do apart from what is left to the machine that builds. Both
must give the same. The rows are those of `bench.identity`, and visits: eight of each cookie.
"""

from __future__ import annotations

import argparse
import pickle
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pyarrow as pa

from bench.identity import BATCH, KINDS_A_PERSON, batches
from wegmarke.identity.clusters import Known
from wegmarke.identity.customers import Customers
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.identity.resolution import resolved
from wegmarke.identity.rules import DEFAULT_RULES
from wegmarke.identity.shares import Sharing, found
from wegmarke.identity.sightings import Gathered, Sightings, look, look_alone
from wegmarke.identity.spark.shares import IDENTIFIERS_A_SHARE
from wegmarke.model.columns import IDENTITY_COLUMNS, completed

PARTS = 5
VISITS_A_COOKIE = 8
T = TypeVar("T")
Rows = list[tuple[str, pa.RecordBatch]]


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--identifiers", type=int, default=1_000_000)
    people = asked.parse_args().identifiers // KINDS_A_PERSON
    known = list(batches(people))
    look(known[:1], CustomerNumbers(), DEFAULT_RULES)  # what is compiled is compiled
    numbers, seen = reading("rows that each name somebody", known)
    reading("visits", visits(people))
    customers = Customers(numbers, seen, LinkLedger())
    resolving(customers.known(), numbers.ages())


def visits(people: int) -> Rows:
    """Visits, in an order that says nothing."""
    who = np.random.default_rng(1).permutation(np.repeat(np.arange(people // 4), VISITS_A_COOKIE))
    return [("web", _batch(who[first : first + BATCH])) for first in range(0, len(who), BATCH)]


def _batch(who: np.ndarray) -> pa.RecordBatch:
    columns = {
        "file": pa.array(np.ones(len(who), np.int32)),
        "customer_kind": pa.array(["cookie"] * len(who)).dictionary_encode(),
        "customer": pa.array([f"{one:08x}-cccc" for one in who]),
        "time": pa.array(np.arange(len(who)) * 1_000_000, pa.timestamp("us", tz="UTC")),
    }
    return completed(pa.RecordBatch.from_pydict(columns), IDENTITY_COLUMNS)


def reading(what: str, rows: Rows) -> tuple[CustomerNumbers, Sightings]:
    """Reading at once and in parts."""
    count = sum(len(batch) for _, batch in rows) / 1e6
    numbers, others = CustomerNumbers(), CustomerNumbers()
    at_once, whole = timed(lambda: look(rows, numbers, DEFAULT_RULES))
    cuts = np.linspace(0, len(rows), PARTS + 1).astype(int)
    parts = [rows[begin:end] for begin, end in pairwise(cuts)]
    apart, said = timed(lambda: [pickle.dumps(look_alone(part, DEFAULT_RULES)) for part in parts])

    def together() -> Sightings:
        gathered = Gathered()
        for one in said:
            gathered.take(pickle.loads(one).numbered(others))  # noqa: S301 - of a moment ago
        return gathered.folded()

    left, sightings = timed(together)
    if not (sightings.seen.equals(whole.seen) and sightings.pairs.equals(whole.pairs)):
        raise SystemExit("sightings differ")
    travel = sum(map(len, said)) / count / 1e6
    print(f"{what}, a million rows: {at_once / count:.2f} s at once; workers {apart / count:.2f} s, left"
          f" {left / count:.2f} s, {travel:.0f} MB travel")  # fmt: skip
    return numbers, whole


def resolving(known: Known, ages: np.ndarray) -> None:
    """Resolving at once and in shares."""
    count = len(ages) / 1e6
    resolved(known, ages)
    at_once, whole = timed(lambda: resolved(known, ages))
    before, sent = timed(lambda: shared(known, ages))
    sharing, shares = sent
    apart, answers = timed(lambda: [pickle.dumps(found(pickle.loads(one))) for one in shares])  # noqa: S301
    after, again = timed(lambda: sharing.put_together(pickle.loads(one) for one in answers))  # noqa: S301
    if again.customer.tobytes() != whole.customer.tobytes() or again.agreed.tobytes() != whole.agreed.tobytes():
        raise SystemExit("customers differ")
    memory = peak(lambda: resolved(known, ages)), peak(lambda: Sharing(known, ages, IDENTIFIERS_A_SHARE))
    print(f"resolving a million identifiers: {at_once / count:.2f} s at once, {memory[0] / count:.0f} MB;"
          f" workers {apart / count:.2f} s, left {(before + after) / count:.2f} s, {memory[1] / count:.0f} MB,"
          f" {sum(map(len, shares)) / 1e6 / count:.0f} MB travel")  # fmt: skip


def shared(known: Known, ages: np.ndarray) -> tuple[Sharing, list[bytes]]:
    """The shares as they travel."""
    sharing = Sharing(known, ages, IDENTIFIERS_A_SHARE)
    return sharing, [pickle.dumps(sharing.share(number)) for number in range(sharing.count)]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Processor seconds, and what came out."""
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def peak(work: Callable[[], object]) -> float:
    """The most memory that it held, in MB."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


if __name__ == "__main__":
    main()
