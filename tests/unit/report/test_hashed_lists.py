"""Hashed customer lists: the forms that the networks document, and who is left out."""

from __future__ import annotations

import csv
import io

import pytest

from wegmarke.report.hashed_lists import Network, hashed_list, sha256
from wegmarke.workspace.reaching import Reachable

# `printf '%s' VALUE | sha256sum` (GNU coreutils 9.1)
OF_AB = "fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603"  # ab


def rows(people: list[Reachable], network: Network, country: str = "DE") -> list[list[str]]:
    return list(csv.reader(io.StringIO(hashed_list(people, network, len(people), country).content.decode())))


def test_a_hash_is_that_of_the_bytes() -> None:
    assert sha256("ab") == OF_AB
    assert sha256("") == ""


def test_several_addresses_stand_in_columns_of_the_same_name() -> None:
    people = [
        Reachable(1, emails=("a@x.example", "b@x.example"), phones=("+4930123",)),
        Reachable(2, emails=("c@x.example",)),
    ]
    found = rows(people, "google")
    assert found[0] == ["Email", "Email", "Phone", "First Name", "Last Name", "Country", "Zip"]
    assert found[1][:3] == [sha256("a@x.example"), sha256("b@x.example"), sha256("+4930123")]
    assert found[2][:3] == [sha256("c@x.example"), "", ""]


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        ("google", [sha256("zoë"), sha256("o'brien smith"), "at", "1010"]),
        ("meta", [sha256("zoë"), sha256("obrien smith"), sha256("1010"), sha256("at")]),
    ],
)
def test_names_and_places(network: Network, expected: list[str]) -> None:
    person = Reachable(1, first_name=" Zoë ", last_name="O'Brien  SMITH", postcode="1010", country="Österreich")
    assert rows([person], network)[1][2:] == expected


def test_decomposed_letters_are_the_same_letters() -> None:
    one, other = (Reachable(1, first_name=name, last_name="x", postcode="1") for name in ("Zoë", "Zoe\u0308"))
    assert rows([one], "google") == rows([other], "google")


@pytest.mark.parametrize(
    "person",
    [
        Reachable(1),
        Reachable(1, first_name="Ada", last_name="Lo"),
        Reachable(1, first_name="Ada", postcode="10115"),
        Reachable(1, first_name="Ada", last_name="Lo", postcode="10115", country="Middle-earth"),
    ],
)
def test_who_cannot_be_recognised_is_left_out_and_counted(person: Reachable) -> None:
    made = hashed_list([person], "meta", 3, "DE")
    assert (made.customers, made.left_out) == (0, 3)
    assert made.content.decode().splitlines() == ["email,phone,fn,ln,zip,country"]


def test_where_no_country_is_known_that_of_the_house_holds() -> None:
    person = Reachable(1, first_name="Ada", last_name="Lo", postcode="10115")
    assert rows([person], "google", "CH")[1][4] == "ch"
    assert hashed_list([person], "google", 1).customers == 0
