"""Persons: first and last names that fit age and origin, titles, salutations, e-mail addresses.

Everybody is made up. First names follow the decade of birth; families that came to Germany from elsewhere have last
and, mostly, first names from there, so that no table pairs them blindly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.words.first_names import MEN, WOMEN
from wegmarke.simulation.words.last_names import BEGINNINGS, ENDINGS, FREQUENT, ORIGINS, REGIONAL
from wegmarke.simulation.words.phrases import Phrases
from wegmarke.simulation.words.picking import Bits, Codes, Weighted, below, derived, happens, ranked, taken, weighted
from wegmarke.simulation.words.places import TOWN
from wegmarke.simulation.words.spelling import plain

_FIRST_DECADE = 1940
_TITLES = Weighted(("", "Dr.", "Prof. Dr."), (965, 32, 3))
_YOUNGEST_WITH_TITLE = 28
_DOUBLE_PPM = (12_000, 70_000)  # of men, of women
_FREQUENT_HEAD = 14


def _listed(names: str) -> tuple[str, ...]:
    return tuple(names.split(", "))


def _german_last_names() -> Weighted:
    """A good third bear a frequent name, the others one of the many that are rare."""
    frequent = ranked(_listed(FREQUENT), _FREQUENT_HEAD)
    regional = _listed(REGIONAL)
    taken_already = {*frequent.values, *regional}
    composed = tuple(
        name
        for beginning in _listed(BEGINNINGS)
        for ending in _listed(ENDINGS)
        for name in [beginning + ending]
        if name not in taken_already and beginning.lower() not in ending
    )
    total = sum(frequent.weights)
    middling, rare = total * 4 // 5 // len(regional), total * 3 // 5 // len(composed)
    return Weighted(
        frequent.values + regional + composed,
        frequent.weights + (middling,) * len(regional) + (rare,) * len(composed),
    )


GERMAN_LAST = _german_last_names()
GERMAN_FIRST = tuple(tuple(ranked(_listed(names), head=8) for names in sex.values()) for sex in (MEN, WOMEN))
"""First names by sex (men, women) and decade of birth (1940s to 2000s)."""

_ORIGIN = Weighted(
    ("german", *(origin.key for origin in ORIGINS)),
    (1000 - sum(origin.per_mille for origin in ORIGINS), *(origin.per_mille for origin in ORIGINS)),
)
_FOREIGN_LAST = tuple(
    (ranked(_listed(origin.last), head=10), ranked(_listed(origin.last_of_women or origin.last), head=10))
    for origin in ORIGINS
)
FOREIGN_LAST = weighted((name, origin.per_mille) for origin in ORIGINS for name in _listed(origin.last))
_FOREIGN_FIRST = tuple(
    (ranked(_listed(origin.men), head=10), ranked(_listed(origin.women), head=10)) for origin in ORIGINS
)

_LOCAL_PARTS = Phrases.of(
    (
        "{first}.{last}",
        "{f}.{last}",
        "{first}.{last}{yy}",
        "{f}.{last}{yy}",
        "{first}{last}{yy}",
        "{last}{yyyy}",
        "{last}.{first}",
        "{first}.{last}{nnn}",
        "{first}{nnnn}",
        "{last}{nnnn}",
        "{first}-{last}{nn}",
        "{first}_{last}{nn}",
        "{f}{last}{nnn}",
        "{last}.{f}{nnn}",
        "{first}.{l}{nnnn}",
        "{first}{last}{nnn}",
        "familie.{last}{nnn}",
    ),
    (12, 3, 16, 6, 8, 3, 3, 14, 5, 5, 6, 6, 7, 5, 7, 8, 3),
)
_PROVIDERS = Weighted(
    (
        "post.example",
        "webpost.example",
        "freipost.example",
        "mailhaus.example",
        "postfach24.example",
        "meine-post.example",
        "schnellbrief.example",
        "funkpost.example",
        "briefkasten.example",
        "mail.example",
        "onlinepost.example",
        "privatpost.example",
    ),
    (190, 175, 120, 90, 80, 60, 50, 45, 40, 35, 30, 25),
)
_REGIONAL_PPM = 280_000
_REGIONAL = Phrases.of(("{town}-online.example", "{town}net.example", "post-{town}.example", "dsl-{town}.example"))

# "Frankfurt am Main" is "frankfurt" to its providers, "Halle (Saale)" is "halle".
_TOWN_HOSTS = plain(pc.replace_substring_regex(TOWN.words, r"(?: \(|/| am | an | im | vor ).*$", ""), "-")

# How old a customer is: 18 to 84, in steps of one year, most between 35 and 65.
_AGES = Weighted(
    tuple(str(age) for age in range(18, 85)),
    tuple(20 + 8 * min(age - 18, 17) - max(0, 5 * (age - 62)) for age in range(18, 85)),
)


@dataclass(frozen=True, slots=True)
class Persons:
    """Persons; `title` is empty for most."""

    female: NDArray[np.bool_]
    title: pa.StringArray
    first: pa.StringArray
    last: pa.StringArray
    birth_year: NDArray[np.int64]

    def salutation(self) -> pa.StringArray:
        """Frau or Herr."""
        return pc.if_else(pa.array(self.female), "Frau", "Herr")

    def full_name(self) -> pa.StringArray:
        """First and last name."""
        return pc.binary_join_element_wise(self.first, self.last, " ")

    def formal_name(self) -> pa.StringArray:
        """As one speaks of somebody: Frau Dr. Becker."""
        titled = pc.binary_join_element_wise(self.title, self.last, " ")
        named = pc.if_else(pc.equal(self.title, ""), self.last, titled)
        return pc.binary_join_element_wise(self.salutation(), named, " ")

    def letter_opening(self) -> pa.StringArray:
        """How a letter begins: Sehr geehrte Frau Dr. Becker."""
        dear = pc.if_else(pa.array(self.female), "Sehr geehrte", "Sehr geehrter")
        return pc.binary_join_element_wise(dear, self.formal_name(), " ")


def birth_years(bits: Bits, year: int) -> NDArray[np.int64]:
    """When adult customers of the year given were born."""
    return year - 18 - _AGES.pick(bits)


def persons(bits: Bits, birth_year: NDArray[np.int64], year: int = 2025) -> Persons:
    """A person for every row, born in that year; half of them women. Titles are earned by the `year` given."""
    female = below(derived(bits, 0), 2).astype(np.bool_)
    origin = _ORIGIN.pick(derived(bits, 1))
    first_bits, last_bits, native_bits = (derived(bits, purpose) for purpose in (2, 3, 4))
    decade = np.clip((birth_year - _FIRST_DECADE) // 10, 0, len(MEN) - 1)
    first, last = np.empty(len(bits), np.int64), np.empty(len(bits), np.int64)
    first_tables: list[Weighted] = []
    last_tables: list[Weighted] = []

    def draw(table: Weighted, where: NDArray[np.bool_], column: Codes, tables: list[Weighted], random: Bits) -> None:
        """Put the picks of one table into the rows it is for; codes count on over all tables."""
        column[where] = table.pick(random[where]) + sum(len(earlier) for earlier in tables)
        tables.append(table)

    for sex, of_sex in enumerate((~female, female)):
        native = of_sex & (origin == 0)
        draw(GERMAN_LAST, native, last, last_tables, last_bits)
        for place, family in enumerate(ORIGINS):
            from_there = of_sex & (origin == place + 1)
            draw(_FOREIGN_LAST[place][sex], from_there, last, last_tables, last_bits)
            adapted = from_there & happens(native_bits, family.german_first_per_mille * 1000)
            draw(_FOREIGN_FIRST[place][sex], from_there & ~adapted, first, first_tables, first_bits)
            native = native | adapted
        for place, table in enumerate(GERMAN_FIRST[sex]):
            draw(table, native & (decade == place), first, first_tables, first_bits)
    titles = _TITLES.pick(derived(bits, 5))
    titles = np.where(year - birth_year < _YOUNGEST_WITH_TITLE, 0, titles)
    return Persons(
        female=female,
        title=_TITLES.texts(titles),
        first=_chained(first_tables, first),
        last=_with_double_names(_chained(last_tables, last), female & (origin == 0), origin == 0, bits),
        birth_year=birth_year,
    )


def emails(people: Persons, bits: Bits, town: Codes | None = None) -> pa.StringArray:
    """An e-mail address for every person, at a provider that cannot exist; with towns some are at one of the region.

    Two in a hundred thousand persons may share an address by chance: of 100,000 addresses fewer than 0.2 % exist
    already, of a million fewer than 1 %. Who needs them all different puts a number behind those that are not.
    """
    first, last = plain(people.first), plain(people.last)
    years = pa.array(people.birth_year).cast(pa.string())
    given = {
        "first": first,
        "last": last,
        "f": pc.utf8_slice_codeunits(first, 0, 1),
        "l": pc.utf8_slice_codeunits(last, 0, 1),
        "yyyy": years,
        "yy": pc.utf8_slice_codeunits(years, 2, 4),
        "nn": pa.array(below(derived(bits, 1), 90) + 10).cast(pa.string()),
        "nnn": pa.array(below(derived(bits, 2), 900) + 100).cast(pa.string()),
        "nnnn": pa.array(below(derived(bits, 3), 9000) + 1000).cast(pa.string()),
    }
    local = _LOCAL_PARTS.filled(_LOCAL_PARTS.table.pick(derived(bits, 0)), given)
    host = _PROVIDERS.texts(_PROVIDERS.pick(derived(bits, 4)))
    if town is not None:
        near = {"town": taken(_TOWN_HOSTS, town)}
        regional = _REGIONAL.filled(_REGIONAL.table.pick(derived(bits, 5)), near)
        host = pc.if_else(pa.array(happens(derived(bits, 6), _REGIONAL_PPM)), regional, host)
    return pc.binary_join_element_wise(local, host, "@")


def _chained(tables: list[Weighted], codes: Codes) -> pa.StringArray:
    return taken(pa.concat_arrays([table.words for table in tables]), codes)


def _with_double_names(
    last: pa.StringArray, women: NDArray[np.bool_], native: NDArray[np.bool_], bits: Bits
) -> pa.StringArray:
    """Some who married put a second name behind the first."""
    second = GERMAN_LAST.texts(GERMAN_LAST.pick(derived(bits, 6)))
    of_men, of_women = (happens(derived(bits, 7), share) for share in _DOUBLE_PPM)
    double = native & np.where(women, of_women, of_men) & pc.not_equal(last, second).to_numpy(zero_copy_only=False)
    return pc.if_else(pa.array(double), pc.binary_join_element_wise(last, second, "-"), last)
