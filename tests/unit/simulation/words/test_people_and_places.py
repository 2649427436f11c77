"""Persons, addresses, e-mail addresses and telephone numbers are believable, distinct, and nobody's."""

import re

import numpy as np
import pyarrow.compute as pc
import pytest

from tests.unit.simulation.words.drawn import bits
from wegmarke.simulation.words.first_names import MEN, WOMEN
from wegmarke.simulation.words.last_names import FREQUENT, ORIGINS, REGIONAL
from wegmarke.simulation.words.persons import Persons, birth_years, emails, persons
from wegmarke.simulation.words.picking import Codes
from wegmarke.simulation.words.places import (
    AREA_CODES,
    MOBILE_NUMBERS,
    STATE_OF_TOWN,
    STATES,
    TOWN,
    addresses,
    landline_phones,
    mobile_phones,
    notations,
)
from wegmarke.simulation.words.streets import STREETS
from wegmarke.simulation.words.towns import MORE_POSTAL_CODES, SMALL_TOWNS, TOWNS

_MANY = 100_000
# The first two digits of a postal code say where it is; of Germany's 99 regions these are those of each state.
_REGIONS = {
    "BW": "68 69 70 71 72 73 74 75 76 77 78 79 88 89",
    "BY": "63 80 81 82 83 84 85 86 87 89 90 91 92 93 94 95 96 97",
    "BE": "10 12 13 14",
    "BB": "03 14 15 16",
    "HB": "27 28",
    "HH": "20 21 22",
    "HE": "34 35 36 60 61 63 64 65",
    "MV": "17 18 19 23",
    "NI": "21 26 27 29 30 31 37 38 49",
    "NW": "32 33 40 41 42 44 45 46 47 48 50 51 52 53 57 58 59",
    "RP": "54 55 56 67",
    "SL": "66",
    "SN": "01 02 04 08 09",
    "ST": "06 38 39",
    "SH": "22 23 24 25",
    "TH": "07 98 99",
}


def everybody(n: int = _MANY) -> tuple[Persons, Codes]:
    return persons(bits(n, 1), birth_years(bits(n, 2), 2025)), TOWN.pick(bits(n, 3))


def test_there_are_enough_names() -> None:
    assert len({name for names in WOMEN.values() for name in names.split(", ")}) >= 120
    assert len({name for names in MEN.values() for name in names.split(", ")}) >= 120
    last = [
        *FREQUENT.split(", "),
        *REGIONAL.split(", "),
        *(name for family in ORIGINS for name in family.last.split(", ")),
    ]
    assert len(set(last)) >= 400
    assert len(set(STREETS)) >= 150
    assert len(STREETS) == len(set(STREETS))
    assert len(TOWNS) >= 150


def test_forms_for_women_match_one_to_one() -> None:
    for family in ORIGINS:
        if family.last_of_women:
            assert len(family.last_of_women.split(", ")) == len(family.last.split(", ")), family.key


def test_every_name_fits_into_old_systems_and_begins_with_a_capital() -> None:
    people, _ = everybody()
    names = {*people.first.unique().to_pylist(), *people.last.unique().to_pylist()}
    assert [name for name in names if not re.fullmatch(r"[A-ZÄÖÜ][\w.' -]*", name)] == []
    for name in names:
        name.encode("cp1252")


def test_names_fit_the_decade_of_birth() -> None:
    born = np.repeat(np.array([1944, 1999]), 20_000)
    people = persons(bits(40_000), born)
    first = np.array(people.first.to_pylist())
    assert (first[:20_000] == "Ursula").sum() > 100 > (first[20_000:] == "Ursula").sum() * 20
    assert (first[:20_000] == "Lisa").sum() == 0 < (first[20_000:] == "Lisa").sum()


def test_half_are_women_and_a_few_have_titles() -> None:
    people, _ = everybody()
    assert people.female.mean() == pytest.approx(0.5, abs=0.01)
    titled = pc.not_equal(people.title, "").to_numpy(zero_copy_only=False)
    assert 0.02 < titled.mean() < 0.05
    assert people.birth_year[titled].max() <= 2025 - 28
    assert 2025 - people.birth_year.max() == 18
    assert set(people.salutation().unique().to_pylist()) == {"Frau", "Herr"}


def test_people_are_pinned() -> None:
    people, town = everybody(3)
    where = addresses(town, bits(3, 4))
    assert people.letter_opening().to_pylist() == PINNED_OPENINGS
    assert emails(people, bits(3, 5), town).to_pylist() == PINNED_EMAILS
    assert where.street.to_pylist() == PINNED_STREETS
    assert [
        f"{code} {name}" for code, name in zip(where.postal_code.to_pylist(), where.town.to_pylist(), strict=True)
    ] == (PINNED_TOWNS)


PINNED_OPENINGS: list[str] = [
    "Sehr geehrter Herr Krause",
    "Sehr geehrter Herr Knapp",
    "Sehr geehrter Herr Dr. Kozlowski",
]
PINNED_EMAILS: list[str] = [
    "anton.krause@dsl-bad-toelz.example",
    "familie.knapp872@mailhaus.example",
    "mariusz7355@webpost.example",
]
PINNED_STREETS: list[str] = [
    "Finkenweg 93",
    "Ahornweg 65",
    "Oststraße 17 b",
]
PINNED_TOWNS: list[str] = [
    "83646 Bad Tölz",
    "44789 Bochum",
    "45657 Recklinghausen",
]


def test_email_addresses_are_nobodys_and_nearly_all_differ() -> None:
    people, town = everybody()
    found = emails(people, bits(_MANY, 5), town)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]*@[a-z0-9-]+\.example", address) for address in found.to_pylist())
    assert 1 - len(found.unique()) / _MANY < 0.002
    assert emails(people, bits(_MANY, 5)).to_pylist() != found.to_pylist()


def test_postal_codes_lie_in_their_states() -> None:
    for name, code, state, area, _ in TOWNS + SMALL_TOWNS:
        assert re.fullmatch(r"\d{5}", code), name
        assert re.fullmatch(r"0[2-9]\d{1,3}", area) or area == "030", name
        for further in (code, *MORE_POSTAL_CODES.get(name, "").split()):
            assert further[:2] in _REGIONS[state].split(), (name, further)
    names = [row[0] for row in TOWNS + SMALL_TOWNS]
    assert len(set(names)) == len(names)
    assert set(MORE_POSTAL_CODES) <= set(names)
    assert set(STATE_OF_TOWN.tolist()) == set(range(16))
    assert STATES[STATE_OF_TOWN[names.index("Köln")]] == "NW"


def test_mobile_numbers_are_in_ranges_without_a_network_and_all_differ() -> None:
    phones = mobile_phones(np.arange(_MANY, dtype=np.uint64))
    numbers = phones.canonical()
    assert len(numbers.unique()) == _MANY
    assert all(re.fullmatch(r"\+4915[348][1-9]\d{7}", number) for number in numbers.to_pylist())
    far = mobile_phones(np.array([0, MOBILE_NUMBERS - 1, MOBILE_NUMBERS], np.uint64)).canonical().to_pylist()
    assert far[0] == far[2] != far[1]


def test_landline_numbers_begin_with_a_zero_and_all_differ_in_a_town() -> None:
    town = np.full(_MANY, 3)
    phones = landline_phones(town, np.arange(_MANY, dtype=np.uint64))
    assert phones.area.unique().to_pylist() == ["0221"]
    assert len(phones.subscriber.unique()) == _MANY
    assert all(re.fullmatch(r"0[2-9]\d{6}", number) for number in phones.subscriber.to_pylist())
    small = np.full(1000, len(TOWNS))
    phones = landline_phones(small, np.arange(1000, dtype=np.uint64))
    assert all(re.fullmatch(r"0[2-9]\d{5}", number) for number in phones.subscriber.to_pylist())
    assert phones.area[0].as_py() == AREA_CODES[len(TOWNS)].as_py()


def test_five_notations_are_one_number() -> None:
    serial = np.full(2000, 7, np.uint64)
    phones = mobile_phones(serial)
    written = notations(phones, bits(2000), typo_ppm=0).to_pylist()
    assert sorted(set(written)) == PINNED_NOTATIONS
    digits = {re.sub(r"^(?:\+49|0049)", "0", text).replace(" ", "") for text in written}
    assert {re.sub(r"\D", "", text) for text in digits} == {"0" + phones.canonical()[0].as_py()[3:]}


PINNED_NOTATIONS: list[str] = [
    "(0158) 19806625",
    "+49 158 19806625",
    "004915819806625",
    "0158 - 19 80 66 25",
    "0158/19806625",
]


def test_typos_are_rare_and_ring_nowhere_either() -> None:
    serial = np.arange(50_000, dtype=np.uint64)
    town = TOWN.pick(bits(50_000))
    for phones in (mobile_phones(serial), landline_phones(town, serial)):
        right, wrong = (notations(phones, bits(50_000), typo_ppm=share) for share in (0, 1_000_000))
        usual = notations(phones, bits(50_000))
        changed = pc.not_equal(right, usual).to_numpy(zero_copy_only=False).mean()
        assert 0.003 < changed < 0.01
        for text, number in zip(wrong.to_pylist(), phones.canonical().to_pylist(), strict=True):
            typed = re.sub(r"\D", "", re.sub(r"^(?:\+49|0049)\s?", "0", text))
            assert sorted(typed[1:]) == sorted(number[3:])
            assert typed[1:5] == number[3:7] or typed[1:4] == number[3:6]
