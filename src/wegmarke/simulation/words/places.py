"""Places: towns, addresses, and telephone numbers that nobody can have.

Streets and house numbers are put together at random. A telephone number must not ring at anybody's: the numbers that
the Bundesnetzagentur sets aside for films are too few for a hundred thousand customers, so these are built from what
is not given to subscribers, the way a reader knows numbers to look:

- mobile: the ranges 0153, 0154 and 0158, which are assigned to no network, and eight digits;
- landline: the town's real area code, and a subscriber number that begins with 0. No local number begins so, because a
  0 dialled first leaves the local network.

Both are a permutation of a serial number: different serial numbers give different numbers, without a list of those
that are taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.words.picking import Bits, Codes, Weighted, alike, below, derived, happens, ranked, taken
from wegmarke.simulation.words.streets import STREETS
from wegmarke.simulation.words.towns import MORE_POSTAL_CODES, SMALL_TOWNS, TOWNS

STATES = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")
"""The sixteen German states, in the order in which the calendar counts them."""

_SMALL_WEIGHT = 60
_ALL = TOWNS + SMALL_TOWNS

TOWN = Weighted(tuple(row[0] for row in _ALL), (*(row[4] for row in TOWNS), *(_SMALL_WEIGHT for _ in SMALL_TOWNS)))
"""Towns in proportion to their inhabitants; its codes are the `town` of the functions below."""

_POSTAL_CODES = tuple((row[1], *MORE_POSTAL_CODES.get(row[0], "").split()) for row in _ALL)
_POSTAL_CODE_LIST = pa.array([code for codes in _POSTAL_CODES for code in codes], pa.string())
_POSTAL_CODE_COUNT: NDArray[np.uint64] = np.array([len(codes) for codes in _POSTAL_CODES], np.uint64)
_POSTAL_CODE_FIRST: NDArray[np.int64] = np.cumsum([0, *(len(codes) for codes in _POSTAL_CODES)])[:-1].astype(np.int64)
AREA_CODES = pa.array([row[3] for row in _ALL], pa.string())
STATE_OF_TOWN: NDArray[np.int64] = np.array([STATES.index(row[2]) for row in _ALL], np.int64)
"""The place in STATES of every town."""

STREET = ranked(STREETS, head=25)

_MOBILE_RANGES = alike(("0153", "0154", "0158"))
_OF_A_RANGE = 9 * 10**7
MOBILE_NUMBERS = 3 * _OF_A_RANGE
"""As many different mobile numbers there are."""

# Without a common divisor with 2, 3 or 5: multiplying by them permutes the numbers below each of the bounds here.
_MOBILE_STEP = np.uint64(61_803_401)
_LANDLINE_STEP = np.uint64(7_389_053)
_OFFSET = np.uint64(27_182_818)  # so that the first serial number is no row of zeros
_LETTERS = Weighted(("", " a", " b", " c", "a", "b"), (180, 6, 4, 1, 8, 5))
_CITY_NUMBERS = 8 * 10**6  # 02 000000 to 09 999999
_TOWN_NUMBERS = 8 * 10**5
_TYPO_PPM = 8_000
_FORMS = 5


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where people live: a street with its house number, a postal code, a town, and the state as a place in STATES."""

    street: pa.StringArray
    postal_code: pa.StringArray
    town: pa.StringArray
    state: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Phones:
    """Telephone numbers, cut behind the area code or mobile prefix; `area` begins with a 0."""

    area: pa.StringArray
    subscriber: pa.StringArray

    def canonical(self) -> pa.StringArray:
        """One text for one number, as E.164 wants it: +491531234567."""
        return pc.binary_join_element_wise("+49", _without_zero(self.area), self.subscriber, "")


def addresses(town: Codes, bits: Bits) -> Addresses:
    """An address in each of these towns (places in TOWN)."""
    street = STREET.texts(STREET.pick(derived(bits, 0)))
    # Small house numbers are frequent: the smaller of two draws.
    first, second = below(derived(bits, 1), 140), below(derived(bits, 2), 140)
    house = pa.array(np.minimum(first, second) + 1).cast(pa.string())
    letter = _LETTERS.texts(_LETTERS.pick(derived(bits, 3)))
    return Addresses(
        street=pc.binary_join_element_wise(street, pc.binary_join_element_wise(house, letter, ""), " "),
        postal_code=_postal_codes(town, derived(bits, 4)),
        town=TOWN.texts(town),
        state=STATE_OF_TOWN[town],
    )


def mobile_phones(serial: Bits) -> Phones:
    """A mobile number for every serial number; all differ as long as the serial numbers do, modulo MOBILE_NUMBERS."""
    place = (serial % np.uint64(MOBILE_NUMBERS) * _MOBILE_STEP + _OFFSET) % np.uint64(MOBILE_NUMBERS)
    ranges = (place // np.uint64(_OF_A_RANGE)).astype(np.int64)
    return Phones(_MOBILE_RANGES.texts(ranges), _digits(place % np.uint64(_OF_A_RANGE) + np.uint64(10**7), 8))


def landline_phones(town: Codes, serial: Bits) -> Phones:
    """A landline number in each of these towns (places in TOWN) for every serial number.

    In a city with a short area code all differ as long as the serial numbers do modulo eight million, in other
    towns modulo eight hundred thousand.
    """
    area = taken(AREA_CODES, town)
    city = pc.utf8_length(area).to_numpy() <= 4
    size: NDArray[np.uint64] = np.where(city, _CITY_NUMBERS, _TOWN_NUMBERS).astype(np.uint64)
    place = (serial % size * _LANDLINE_STEP + _OFFSET) % size + np.right_shift(size, np.uint64(2))
    subscriber = pc.if_else(pa.array(city), _digits(place, 8), _digits(place, 7))
    return Phones(area, subscriber)


def notations(phones: Phones, bits: Bits, typo_ppm: int = _TYPO_PPM) -> pa.StringArray:
    """The same numbers as people write them down, each in one of five notations.

    +49 171 2345678, 00491712345678, 0171/2345678, (0171) 2345678, 0171 - 23 45 678. In typo_ppm of a million cases two
    neighbouring digits of the subscriber's number have changed places, never its first: a typo must not ring anywhere
    either.
    """
    subscriber = _with_typos(phones.subscriber, derived(bits, 1), happens(derived(bits, 2), typo_ppm))
    bare = _without_zero(phones.area)
    # 12 34 56 78, and 12 34 567 where there are seven digits.
    grouped = pc.replace_substring_regex(subscriber, r"^(\d\d)(\d\d)(\d\d)(\d\d)$", r"\1 \2 \3 \4")
    grouped = pc.replace_substring_regex(grouped, r"^(\d\d)(\d\d)(\d{3})$", r"\1 \2 \3")
    join = pc.binary_join_element_wise
    return pc.choose(
        pa.array(below(derived(bits, 0), _FORMS)),
        join("+49", bare, subscriber, " "),
        join("0049", bare, subscriber, ""),
        join(phones.area, subscriber, "/"),
        join("(", phones.area, ") ", subscriber, ""),
        join(phones.area, grouped, " - "),
    )


def _postal_codes(town: Codes, bits: Bits) -> pa.StringArray:
    """One of the town's postal codes; most towns have one here."""
    place = ((bits >> np.uint64(32)) * _POSTAL_CODE_COUNT[town]) >> np.uint64(32)
    return taken(_POSTAL_CODE_LIST, _POSTAL_CODE_FIRST[town] + place.astype(np.int64))


def _without_zero(area: pa.StringArray) -> pa.StringArray:
    return pc.utf8_slice_codeunits(area, 1)


def _digits(numbers: NDArray[np.uint64], width: int) -> pa.StringArray:
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, padding="0")


def _with_typos(subscriber: pa.StringArray, bits: Bits, where: NDArray[np.bool_]) -> pa.StringArray:
    rows = np.flatnonzero(where)
    if not len(rows):
        return subscriber
    texts = subscriber.take(pa.array(rows)).to_pylist()
    for place, (text, draw) in enumerate(zip(texts, below(bits[rows], 1 << 20).tolist(), strict=True)):
        at = 1 + draw % (len(text) - 2)
        texts[place] = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return pc.replace_with_mask(subscriber, pa.array(where), pa.array(texts, pa.string()))
