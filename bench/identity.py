"""How long it takes to find out who is who among a million identifiers.

    .venv/bin/python -m bench.identity            a million identifiers, medians of three rounds

Measured is all that a first build does for it: normalising, numbering, adding up what was seen together, the guards,
the customers; and then the same after a thousand more rows (each a new cookie beside a known address), once with all
customers found anew, once with those only whom the rows concern. Both must give the same. The rows are made up here:
people with a customer number, an e-mail address, a telephone number and two cookies, written as sources write them;
every fiftieth shares the address and telephone with the next.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wegmarke.identity.customers import Customers
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.identity.rules import DEFAULT_RULES
from wegmarke.identity.sightings import look
from wegmarke.model.columns import IDENTITY_COLUMNS, completed

BATCH = 100_000
KINDS_A_PERSON = 5
MORE = 1_000


def batches(people: int) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Two rows a person: one of the CRM with address, telephone and name, one of the shop with a cookie; and a second
    cookie for each of them that was seen with the e-mail address.
    """
    for first in range(0, people, BATCH):
        who = np.arange(first, min(first + BATCH, people))
        shares = np.where(who % 50 == 1, who - 1, who)
        mails = [f"Person.{i}@Mail{i % 97}.example" for i in shares]
        phones = [f"0153/{i:08d}" if i % 2 else f"+49 (153) {i:08d}" for i in shares]
        yield (
            "crm",
            _batch(
                "customer_number",
                [str(10_000_000 + i) for i in who],
                [
                    [
                        ("email", mail),
                        ("phone", phone),
                        ("first_name", f"Vor{i % 800}"),
                        ("last_name", f"Nach{i % 9000}"),
                    ]
                    for i, mail, phone in zip(who, mails, phones, strict=True)
                ],
            ),
        )
        yield (
            "shop",
            _batch("customer_number", [str(10_000_000 + i) for i in who], [[("cookie", f"{i:08x}-aaaa")] for i in who]),
        )
        yield "web", _batch("email", mails, [[("cookie", f"{i:08x}-bbbb")] for i in who])


def _batch(kind: str, customers: list[str], further: list[list[tuple[str, str]]]) -> pa.RecordBatch:
    count = len(customers)
    columns = {
        "file": pa.array(np.ones(count, np.int32)),
        "customer_kind": pa.array([kind] * count).dictionary_encode(),
        "customer": pa.array(customers),
        "identifiers": pa.array(further, pa.map_(pa.string(), pa.string())),
        "time": pa.array(np.arange(count) * 1_000_000, pa.timestamp("us", tz="UTC")),
    }
    return completed(pa.RecordBatch.from_pydict(columns), IDENTITY_COLUMNS)


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds: for all; for more rows and their adding up, with all found anew, and with only what they concern.

    anew, concerned: of these the seconds for the customers alone.
    """

    all: float
    more_anew: float
    more_concerned: float
    anew: float
    concerned: float


def more(people: int) -> tuple[str, pa.RecordBatch]:
    """A thousand contacts of known people on new devices."""
    who = np.linspace(0, people - 1, MORE, dtype=np.int64)
    who -= who % 50 == 1
    return "web", _batch(
        "email", [f"Person.{i}@Mail{i % 97}.example" for i in who], [[("cookie", f"{i:08x}-new")] for i in who]
    )


def measure(rows: list[tuple[str, pa.RecordBatch]], new: tuple[str, pa.RecordBatch]) -> tuple[Measured, Customers]:
    """How long it took, and what came out."""
    numbers, ledger, clock = CustomerNumbers(), LinkLedger(), time.perf_counter
    began = clock()
    seen = look(rows, numbers, DEFAULT_RULES)
    first = Customers(numbers, seen, ledger)
    whole = clock() - began
    earlier = first.as_earlier()
    began = clock()
    told = look([new], numbers, DEFAULT_RULES)
    added = seen.with_more(told)
    adding = clock() - began
    began = clock()
    found = Customers(numbers, added, ledger, DEFAULT_RULES, earlier, told.told())
    concerned = clock() - began
    began = clock()
    anew = Customers(numbers, added, ledger)
    seconds = clock() - began
    for name in ("customer", "shown", "agreed", "crowd"):
        if getattr(found.resolution, name).tobytes() != getattr(anew.resolution, name).tobytes():
            raise SystemExit(f"{name} differs")
    return Measured(whole, adding + seconds, adding + concerned, seconds, concerned), anew


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--identifiers", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    people = given.identifiers // KINDS_A_PERSON
    rows, new = list(batches(people)), more(people)
    rounds = [measure(rows, new) for _ in range(given.rounds)]
    customers = rounds[-1][1]
    contacts = sum(len(batch) for _, batch in rows)
    print(f"{len(customers.places):,} identifiers in {contacts:,} rows: {len(customers):,} customers")
    for name, what in (
        ("all", "all"),
        ("more_anew", f"{MORE:,} rows more, all customers anew"),
        ("more_concerned", f"{MORE:,} rows more, those concerned"),
        ("anew", "  of it the customers, all anew"),
        ("concerned", "  of it the customers, those concerned"),
    ):
        seconds = [getattr(one, name) for one, _ in rounds]
        shown = f"{statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"
        print(f"{what}: {shown}, median of {given.rounds} rounds")


if __name__ == "__main__":
    main()
