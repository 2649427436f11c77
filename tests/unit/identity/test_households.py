"""Who likely lives together: found by address, name and what is shared; never merged for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.identity.customers import Customers
from wegmarke.identity.households import Household, Households
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.identity.rules import DEFAULT_RULES, HouseholdRules, IdentityRules, read_rules, rules_text
from wegmarke.identity.sightings import look
from wegmarke.model.columns import IDENTITY_COLUMNS, completed

HOME = {"Straße": "Lindenstr. 4", "PLZ": "89073", "Ort": "Ulm"}
Row = tuple[str, int, dict[str, str]]


def person(number: str, last_name: str = "Kunz", day: int = 1, **more: str) -> Row:
    return number, day, {**HOME, "Nachname": last_name, **more}


def households(rows: Sequence[Row], rules: IdentityRules = DEFAULT_RULES) -> tuple[Households, list[set[str]]]:
    """The households, and each as the customer numbers in it."""
    batch = pa.RecordBatch.from_pydict(
        {
            "file": pa.array([1] * len(rows), pa.int32()),
            "row": pa.array(range(len(rows)), pa.int64()),
            "customer_kind": pa.array(["customer_number"] * len(rows)).dictionary_encode(),
            "customer": pa.array([number for number, _, _ in rows]),
            "identifiers": pa.array([list(told.items()) for _, _, told in rows], pa.map_(pa.string(), pa.string())),
            "time": pa.array([datetime(2026, 1, day, tzinfo=UTC) for _, day, _ in rows], pa.timestamp("us", tz="UTC")),
        }
    )
    numbers = CustomerNumbers()
    seen = look([("crm", completed(batch, IDENTITY_COLUMNS))], numbers, rules)
    found = Households(Customers(numbers, seen, LinkLedger(), rules))
    for one in found.all():
        assert all(found.of(member.number) == one for member in one.members), "asked for one or for all, the same"
    return found, [shown(found, one) for one in found.all()]


def shown(found: Households, one: Household) -> set[str]:
    return {(found.customers.shown_identifier(member.number) or ("", ""))[1] for member in one.members}


def test_one_name_at_one_address() -> None:
    rows = [
        person("1"),
        person("2", day=3, Straße="Lindenstraße", house_number="4"),
        person("2", day=5),
        person("3", "Petersen"),
        person("4", Straße="Lindenstr. 6"),
    ]
    found, groups = households(rows)
    assert groups == [{"1", "2"}]
    assert len(found.customers) == 4, "nobody was merged"
    (home,) = found.all()
    two = next(one for one in home.members if found.customers.shown_identifier(one.number) == ("customer_number", "2"))
    assert [(tie.reason, tie.value, tie.rows, tie.sources) for tie in two.ties] == [
        ("family_name", "kunz", 2, ("crm",))
    ]
    assert (two.first.day, two.last.day) == (3, 5)
    assert households(rows[::-1])[1] == groups


def test_what_several_at_one_address_share_ties_them_whatever_they_are_called() -> None:
    shared = {"Telefon": "0731/4711"}
    found, groups = households([person("1", **shared), person("2", "Petersen", **shared), person("3", "Otto")])
    assert groups == [{"1", "2"}]
    (home,) = found.all()
    assert {(tie.reason, tie.kind, tie.value) for one in home.members for tie in one.ties} == {
        ("shared", "phone", "+497314711")
    }
    elsewhere = person("2", "Petersen", **shared, PLZ="89075")
    assert households([person("1", **shared), elsewhere])[1] == [], "sharing alone is not living together"


def test_a_hall_is_no_household() -> None:
    most = HouseholdRules().most_customers
    assert len(households([person(str(i)) for i in range(1, most + 1)])[1]) == 1
    assert households([person(str(i)) for i in range(1, most + 2)])[1] == []
    assert (
        households(
            [person("1"), person("2"), person("3", "Otto")], IdentityRules(household=HouseholdRules(most_customers=2))
        )[1]
        == []
    )


def test_who_has_moved_out_is_none_of_them_any_more() -> None:
    new = {"Straße": "Ulmenweg 1"}
    assert households([person("1"), person("2"), person("2", day=9, **new)])[1] == []
    assert households([person("1"), person("2"), person("2", day=9, **new), person("1", day=10, **new)])[1] == [
        {"1", "2"}
    ]


@pytest.mark.parametrize("missing", ["Straße", "PLZ"])
def test_half_an_address_is_none(missing: str) -> None:
    rows = [person("1"), person("2")]
    for _, _, told in rows:
        del told[missing]
    assert households(rows)[1] == []
    assert households([person("1", Straße="Postfach"), person("2", Straße="Postfach")])[1] == []


def test_colleagues_of_one_name_at_their_companys_address_are_no_household() -> None:
    assert households([person("1", Firma="Nord GmbH"), person("2", Firma="Nord GmbH")])[1] == []


def test_rules_say_what_counts() -> None:
    rows = [person("1", **{"E-Mail": "a@post.example"}), person("2", **{"E-Mail": "a@post.example"})]
    assert households(rows, IdentityRules(household=HouseholdRules(family_name=False, shared=())))[1] == []
    assert households(rows, IdentityRules(household=HouseholdRules(family_name=False)))[1] == [{"1", "2"}]
    rules = IdentityRules(household=HouseholdRules(most_customers=5, family_name=False, shared=("phone",)))
    assert read_rules(rules_text(rules)) == rules
    assert read_rules("[household]").household == HouseholdRules()
    for wrong in ("most_customers = 1", "family_name = 3", "shared = 3", "most = 3"):
        with pytest.raises(WegmarkeError, match="household"):
            read_rules(f"[household]\n{wrong}")
