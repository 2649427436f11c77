"""Who people are to the silos: name, address, customer number, e-mail, telephone, cookies, and the mix-ups among them.

Nothing here says what somebody does; that is simulated. Every value is a function of (seed, person).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.randomness import fill_bits
from wegmarke.simulation.words import companies, persons, places
from wegmarke.simulation.words.picking import derived, happens

_NUMBERS = 8_999_993  # a prime below nine million: multiplying permutes 0 … _NUMBERS - 1
_STEP = 5_915_587
TWICE_PPM = 20_000
"""Share of people who stand twice in the CRM: a second customer number takes over at some day."""
MERGED_PPM = 3_000
"""Share of pairs of neighbours in a circle whom somebody at Musterhaus has wrongly made one."""
SHARED_PPM = 60_000
"""Share of pairs of neighbours in a circle who use one device, and so one cookie."""


def bits_for(seed: int, first: int, count: int, purpose: int) -> NDArray[np.uint64]:
    """64 bits for this purpose for each of the people first … first + count - 1."""
    out = np.empty(count, np.uint64)
    fill_bits(np.uint64(seed), first, purpose, out)
    return out


@dataclass(frozen=True, slots=True)
class Faces:
    """The people of a block as the silos know them; every column has a place a person.

    first: the number of the first person. number: customer number, eight digits. second: a second one, null for most;
    second_day: from which day of the simulation on silos use it. in_crm: the number the CRM has, which is somebody
    else's where two were wrongly merged. company: null for private customers. phone: without notation. cookie: the
    anonymous id of the usual device (a neighbour's where a device is shared); phone_cookie: of the telephone.
    """

    first: int
    number: pa.StringArray
    second: pa.StringArray
    second_day: NDArray[np.int64]
    in_crm: pa.StringArray
    person: persons.Persons
    company: pa.StringArray
    address: places.Addresses
    email: pa.StringArray
    phone: places.Phones
    cookie: pa.StringArray
    phone_cookie: pa.StringArray


def faces_of(seed: int, people: NDArray[np.void], days: int) -> Faces:
    """The faces of a block of people (consecutive, whole circles); `days` is how many are simulated."""
    count, first = len(people), int(people["person"][0])

    def bits(purpose: int) -> NDArray[np.uint64]:
        return bits_for(seed, first, count, p.WORDS + purpose)

    who = np.arange(first, first + count, dtype=np.int64)
    town = people["town"].astype(np.int64)
    person = persons.persons(bits(0), persons.birth_years(bits(1), 2025))
    business = pa.array(people["business"].astype(np.bool_))
    firm = companies.companies(town, bits(2))
    private = persons.emails(person, bits(3), town)
    number = _numbers(who)
    neighbour = np.where(who % 2 == 0, who, who - 1)
    pair_bits = bits(4)[neighbour - first]
    odd = who % 2 == 1
    merged = odd & happens(pair_bits, MERGED_PPM)
    shared = odd & happens(derived(pair_bits, 1), SHARED_PPM)
    twice = happens(bits(5), TWICE_PPM)
    return Faces(
        first=first,
        number=number,
        second=pc.if_else(pa.array(twice), _numbers(who + 5_000_000), pa.scalar(None, pa.string())),
        second_day=(bits(6) % np.uint64(max(days, 1))).astype(np.int64),
        in_crm=pc.if_else(pa.array(merged), _numbers(neighbour), number),
        person=person,
        company=pc.if_else(business, firm.name, pa.scalar(None, pa.string())),
        address=places.addresses(town, bits(7)),
        email=pc.if_else(business, companies.contact_emails(person.first, person.last, firm.host, bits(8)), private),
        phone=places.mobile_phones(who.astype(np.uint64)),
        cookie=_ids(np.where(shared, bits(9)[neighbour - first], bits(9))),
        phone_cookie=_ids(bits(10)),
    )


def _numbers(who: NDArray[np.int64]) -> pa.StringArray:
    """Customer numbers: eight digits, different for different people, in no order that tells anything.

    Numbers of the first five million are first numbers; beyond them lie second ones, with another first digit.
    """
    low, second = who % 5_000_000, who // 5_000_000
    mixed = low * _STEP % _NUMBERS
    return pa.array(10_000_000 * (1 + 3 * second) + 100_000 + mixed).cast(pa.string())


def _ids(bits: NDArray[np.uint64]) -> pa.StringArray:
    """Ids as browsers hand them out: UUIDs of version 4, of which 64 bits are the random ones given, spread twice."""
    low = bits * np.uint64(0x9E3779B97F4A7C15)
    texts = [f"{high:016x}{rest:016x}" for high, rest in zip(bits.tolist(), low.tolist(), strict=True)]
    return pa.array([f"{t[:8]}-{t[8:12]}-4{t[13:16]}-a{t[17:20]}-{t[20:]}" for t in texts], pa.string())
