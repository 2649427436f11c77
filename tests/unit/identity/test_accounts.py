"""Who belongs to which company: spans, changes of company, mail domains, companies that stand twice."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from wegmarke.identity.alike import alike_accounts
from wegmarke.identity.domains import accounts_of_domains, domain_of
from wegmarke.identity.memberships import MEMBERS, TOLD
from wegmarke.identity.spans import NO_ACCOUNT, Spans, spans_of

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)


def row(
    customer: int,
    account: int,
    first: int,
    last: int | None = None,
    *,
    master: bool = False,
    until: int | None = None,
) -> dict[str, object]:
    """A line of members; times are days after the first of January."""
    return {
        "contact": customer,
        "account": account,
        "source": "crm",
        "master": master,
        "role": None,
        "title": None,
        "until": None if until is None else START + until * DAY,
        "rows": 1,
        "first": START + first * DAY,
        "last": START + (first if last is None else last) * DAY,
    }


def spans(*rows: dict[str, object]) -> Spans:
    return spans_of(pa.Table.from_pylist(list(rows), MEMBERS))


def at(found: Spans, customer: int, *days: int) -> list[int]:
    times = np.array([int((START + day * DAY).timestamp()) * 1_000_000 for day in days], np.int64)
    return found.accounts_at(np.full(len(days), customer, np.int64), times).tolist()


def test_a_customer_belongs_to_an_account_before_and_after_its_rows() -> None:
    assert at(spans(row(1, 7, 10, 20)), 1, 0, 15, 400) == [7, 7, 7]


def test_whoever_changes_company_takes_the_earlier_contacts_not_along() -> None:
    found = spans(row(1, 7, 10, 50), row(1, 8, 100))
    assert at(found, 1, 0, 60, 99, 100, 300) == [7, 7, 7, 8, 8]
    assert found.accounts_of(1) == (7, 8)


def test_who_left_by_master_data_belongs_to_nobody_until_a_row_says_where() -> None:
    left = spans(row(1, 7, 10, 50), row(1, 7, 90, master=True, until=60))
    assert at(left, 1, 20, 59, 60, 300) == [7, 7, NO_ACCOUNT, NO_ACCOUNT]
    moved = spans(row(1, 7, 10, 50), row(1, 7, 90, master=True, until=60), row(1, 8, 100))
    assert at(moved, 1, 59, 60, 100) == [7, 8, 8]


def test_a_later_row_contradicts_the_end_in_master_data() -> None:
    assert at(spans(row(1, 7, 10, 80), row(1, 7, 90, master=True, until=60)), 1, 70, 200) == [7, 7]


def test_master_data_alone_are_enough() -> None:
    found = spans(row(1, 7, 90, master=True, until=60), row(1, 8, 90, master=True))
    assert at(found, 1, 0, 59, 60) == [7, 7, 8]
    assert at(found, 2, 0) == [NO_ACCOUNT]


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [row(1, 7, 10, 50), row(1, 8, 100), row(1, 9, 30, 40), row(1, 7, 5, master=True, until=70), row(2, 7, 3)]
    wanted = at(spans(*rows), 1, *range(0, 120, 5))
    for order in itertools.permutations(rows):
        assert at(spans(*order), 1, *range(0, 120, 5)) == wanted


@pytest.mark.parametrize(
    ("domains", "expected"),
    [
        (("firma.de", "firma.de", "firma.de"), {"firma.de": 7}),
        (("gmx.de", "gmx.de", "gmx.de"), {}),
        (("firma.de", "other.de", "firma.de"), {}),  # one contact may write from anywhere
    ],
)
def test_a_domain_is_a_companys_when_two_of_it_and_nobody_else_write_from_there(
    domains: tuple[str, ...], expected: dict[str, int]
) -> None:
    found = spans(row(1, 7, 10), row(2, 7, 10))
    assert accounts_of_domains(np.array([1, 2, 3]), domains, found) == expected


def test_a_domain_of_two_companies_is_nobodys() -> None:
    found = spans(row(1, 7, 10), row(2, 7, 10), row(3, 8, 10))
    assert accounts_of_domains(np.array([1, 2, 3]), ["group.de"] * 3, found) == {}


def test_who_is_guessed_by_domain_is_so_for_ever_and_says_so() -> None:
    found = spans(row(1, 7, 10)).and_guessed({3: 7, 1: 9})
    assert at(found, 3, 0, 500) == [7, 7]
    assert at(found, 1, 0) == [7], "what rows say is never guessed over"
    assert found.guessed == ((3, 7),)


def told(*lines: tuple[int, str, str]) -> pa.Table:
    return pa.Table.from_pylist([{"account": a, "kind": k, "value": v, "last": START} for a, k, v in lines], TOLD)


def company(number: int, name: str, street: str = "Ringstr. 8", postcode: str = "51063") -> list[tuple[int, str, str]]:
    return [(number, "company", name), (number, "street", street), (number, "postcode", postcode)]


def test_companies_with_one_name_and_address_are_one() -> None:
    lines = [*company(1, "MVZ Köln Süd gGmbH"), *company(2, "MVZ Koeln Süd", "Ringstraße 8")]
    assert alike_accounts(told(*lines)) == ((1, 2),)


@pytest.mark.parametrize(
    "other",
    [
        company(2, "MVZ Köln Süd", street="Ringstr. 9"),
        company(2, "MVZ Köln Süd", postcode="51065"),
        company(2, "MVZ Köln Nord"),
        [(2, "company", "MVZ Köln Süd")],
    ],
)
def test_branches_and_those_without_an_address_stay_apart(other: list[tuple[int, str, str]]) -> None:
    assert alike_accounts(told(*company(1, "MVZ Köln Süd"), *other)) == ()


def test_the_domain_of_an_address() -> None:
    assert domain_of("email\x1fa@B.de") == "b.de"
