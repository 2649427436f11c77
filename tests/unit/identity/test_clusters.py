"""Who is one person: decided by all that is known, and by nothing about the order in which it came."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegmarke.identity.agreement import Described, agree, alike
from wegmarke.identity.clusters import NO_PAIRS, Known, clusters
from wegmarke.identity.kinds import kind_of
from wegmarke.identity.sightings import DESCRIBED

KINDS = ("customer_number", "email", "phone", "cookie")


def known(
    identifiers: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    described: Sequence[tuple[str, str, str]] = (),
    *,
    same: Sequence[tuple[str, str]] = (),
    apart: Sequence[tuple[str, str]] = (),
    model: Sequence[tuple[str, str]] = (),
) -> Known:
    """What is known of identifiers such as `customer_number:1`."""
    place = {name: at for at, name in enumerate(identifiers)}

    def placed(some: Sequence[tuple[str, str]]) -> np.ndarray:
        return np.array([(place[a], place[b]) for a, b in some], np.int64) if some else NO_PAIRS

    lines = [{"number": place[who], "kind": kind, "value": value} for who, kind, value in described]
    table = pa.Table.from_pylist(lines, DESCRIBED)
    return Known(
        kinds=[kind_of(kind) for kind in KINDS],
        kind=np.array([KINDS.index(name.partition(":")[0]) for name in identifiers], np.uint16),
        pairs=np.unique(np.sort(placed(pairs), axis=1), axis=0),
        described=table,
        described_at=table["number"].to_numpy(),
        same=placed(same),
        apart=placed(apart),
        model=placed(model),
    )


def people(identifiers: Sequence[str], *given_: object, **more: object) -> set[frozenset[str]]:
    """The customers, each as the identifiers it has."""
    found = clusters(known(identifiers, *given_, **more)).customer  # type: ignore[arg-type]
    groups: dict[int, set[str]] = {}
    for name, customer in zip(identifiers, found.tolist(), strict=True):
        groups.setdefault(customer, set()).add(name)
    return {frozenset(group) for group in groups.values()}


def groups(*some: str) -> set[frozenset[str]]:
    return {frozenset(one.split()) for one in some}


def test_what_stands_in_one_row_is_one_person() -> None:
    names = ["customer_number:1", "email:a", "phone:7", "cookie:x", "customer_number:2"]
    rows = [("customer_number:1", "email:a"), ("customer_number:1", "phone:7"), ("cookie:x", "email:a")]
    assert people(names, rows) == groups("customer_number:1 email:a phone:7 cookie:x", "customer_number:2")


TWO = ["customer_number:1", "customer_number:2", "email:a", "phone:7"]
SHARED = [
    *(("customer_number:1", "email:a"), ("customer_number:2", "email:a")),
    *(("customer_number:1", "phone:7"), ("customer_number:2", "phone:7")),
]


def named(first: str, last: str, other_first: str, other_last: str) -> list[tuple[str, str, str]]:
    one, two = TWO[:2]
    return [
        *((one, "first_name", first), (one, "last_name", last)),
        *((two, "first_name", other_first), (two, "last_name", other_last)),
    ]


def test_twins_at_one_address_stay_two() -> None:
    described = [
        *named("lena", "kunz", "jana", "kunz"),
        *((who, "birth_date", "2001-05-03") for who in TWO[:2]),
        *((who, "street", "lindenweg 4") for who in TWO[:2]),
    ]
    assert people(TWO, SHARED, described) == groups("customer_number:1", "customer_number:2", "email:a", "phone:7")


def test_one_who_stands_twice_is_one() -> None:
    assert people(TWO, SHARED, named("lena", "kunz", "lena", "kunz")) == groups(" ".join(TWO))


def test_a_slip_in_the_last_name_does_not_make_two_people() -> None:
    assert people(TWO, SHARED, named("lena", "richter", "lena", "rihcter")) == groups(" ".join(TWO))


def test_father_and_son_of_one_name_stay_two() -> None:
    described = [
        *named("karl", "otto", "karl", "otto"),
        *((TWO[0], "birth_date", "1950-01-02"), (TWO[1], "birth_date", "1982-07-09")),
    ]
    assert len(people(TWO, SHARED, described)) == 4


def test_those_of_whom_nothing_is_known_stay_apart() -> None:
    assert people(TWO, SHARED) == groups("customer_number:1", "customer_number:2", "email:a", "phone:7")


def test_a_familys_device_joins_nobody_and_stands_for_itself() -> None:
    names = ["customer_number:1", "customer_number:2", "cookie:x"]
    rows = [("customer_number:1", "cookie:x"), ("customer_number:2", "cookie:x")]
    described = named("lena", "kunz", "lena", "kunz")
    assert people(names, rows, described) == groups("customer_number:1", "customer_number:2", "cookie:x"), (
        "a device proves less than an address: not even the same name makes one of two accounts"
    )


def test_a_device_of_one_who_stands_twice_is_hers() -> None:
    names = [*TWO, "cookie:x"]
    rows = [*SHARED, ("customer_number:1", "cookie:x"), ("customer_number:2", "cookie:x")]
    assert people(names, rows, named("lena", "kunz", "lena", "kunz")) == groups(" ".join(names))


def test_an_identifier_of_very_many_links_nothing_even_where_names_agree() -> None:
    numbers = [f"customer_number:{i}" for i in range(5)]
    described = [(who, kind, value) for who in numbers for kind, value in (("name", "lena kunz"),)]
    assert len(people([*numbers, "email:a"], [(who, "email:a") for who in numbers], described)) == 6


def test_what_a_person_says_is_done() -> None:
    names = ["customer_number:1", "customer_number:2", "email:a"]
    rows = [("customer_number:1", "email:a")]
    assert people(names, rows, same=[("customer_number:1", "customer_number:2")]) == groups(" ".join(names))
    assert people(names, rows, apart=[("customer_number:1", "email:a")]) == groups(*names)


def test_keeping_two_apart_cuts_the_weakest_links_between_them() -> None:
    names = ["customer_number:1", "email:a", "phone:7", "cookie:x"]
    rows = [("customer_number:1", "email:a"), ("cookie:x", "email:a"), ("phone:7", "customer_number:1")]
    found = people(names, rows, apart=[("customer_number:1", "cookie:x")])
    assert found == groups("customer_number:1 email:a phone:7", "cookie:x")


def test_a_model_is_believed_least() -> None:
    rows = [("customer_number:1", "email:a")]
    names = ["customer_number:1", "email:a", "customer_number:2"]
    pair = [("customer_number:1", "customer_number:2")]
    assert people(names, rows, model=pair) == groups(" ".join(names))
    assert people(names, rows, model=pair, apart=[("email:a", "customer_number:2")]) == groups(
        "customer_number:1 email:a", "customer_number:2"
    )


def test_more_identifiers_than_one_person_can_have_lose_the_weakest_links() -> None:
    most = kind_of("email").most_per_customer
    mails = [f"email:{i}" for i in range(most + 1)]
    names = ["customer_number:1", *mails, "phone:7"]
    rows = [*(("customer_number:1", mail) for mail in mails), ("customer_number:1", "phone:7")]
    assert len(people(names, rows)) == len(names), "first the telephone goes, as the weakest, then the addresses"


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("meier", "meier", True),
        ("meier", "meir", True),
        ("meier", "meiier", True),
        ("meier", "emier", True),
        ("meier", "maier", True),
        ("meier", "mayer", False),
        ("may", "mai", False),
        ("", "a", False),
        ("abcd", "abdce", False),
    ],
)
def test_names_that_are_a_slip_apart(one: str, other: str, *, are: bool) -> None:
    assert alike(one, other) is are
    assert alike(other, one) is are


def test_whoever_has_no_name_agrees_with_nobody() -> None:
    assert not agree(Described(), Described(names={"lena kunz"}))
    assert agree(Described(names={"lena kunz"}), Described(names={"lena kunz", "l kunz"}))


IDENTIFIERS = [f"{kind}:{i}" for kind in KINDS for i in range(4)]
some_pairs = st.lists(
    st.tuples(st.sampled_from(IDENTIFIERS), st.sampled_from(IDENTIFIERS)).filter(lambda pair: pair[0] != pair[1]),
    max_size=14,
)


@settings(max_examples=150)
@given(
    pairs=some_pairs,
    same=some_pairs.map(lambda some: some[:2]),
    apart=some_pairs.map(lambda some: some[:2]),
    model=some_pairs.map(lambda some: some[:2]),
    named_=st.lists(st.tuples(st.sampled_from(IDENTIFIERS), st.sampled_from(["lena kunz", "jan kunz"])), max_size=8),
    order=st.permutations(IDENTIFIERS),
    shuffled=st.randoms(use_true_random=False),
)
def test_the_order_of_arrival_does_not_matter(
    pairs: list[tuple[str, str]],
    same: list[tuple[str, str]],
    apart: list[tuple[str, str]],
    model: list[tuple[str, str]],
    named_: list[tuple[str, str]],
    order: list[str],
    shuffled: object,
) -> None:
    described = [(who, "name", name) for who, name in named_]
    found = people(IDENTIFIERS, pairs, described, same=same, apart=apart, model=model)
    shuffled.shuffle(pairs)  # type: ignore[attr-defined]
    shuffled.shuffle(described)  # type: ignore[attr-defined]
    turned = [(b, a) for a, b in pairs]
    assert people(order, turned, described, same=same[::-1], apart=apart, model=model[::-1]) == found
