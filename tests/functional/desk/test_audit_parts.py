"""The parts of the access log that need no server: its rows and their age, packing, hidden words, addresses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("loaded_desk")


@given(st.lists(st.integers(0, 2**62), max_size=60))
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    from wegmarke.desk.audit.packing import holds_any, packed, unpacked

    stored = packed(numbers)
    assert unpacked(stored) == tuple(sorted(set(numbers)))
    for number in (*numbers[:3], 17):
        assert (stored is not None and holds_any(stored, frozenset({number}))) == (number in numbers)


def test_a_page_of_customers_takes_little() -> None:
    from wegmarke.desk.audit.packing import packed

    assert len(packed(range(1_000_000, 1_025_000, 1_000)) or b"") < 120
    assert len(packed(range(0, 1_000_000, 10)) or b"") < 10_000


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ('customer = "anna@kundin.example"', 'customer = "…"'),
        ("customer in (anna, berta) and outcome = won", 'customer in ("…") and outcome = won'),
        ('not (channel = "Anna" or visited(hotline))', 'not (channel = "…" or visited(hotline))'),
        ('journey = "4711" and length > 3', 'journey = "…" and length > 3'),
        ("started between 2025-01 and 2025-03", "started between 2025-01 and 2025-03"),
        ('customer = "anna', "…"),
        ("", ""),
    ],
)  # fmt: skip
def test_typed_words_are_hidden(where: str, kept: str) -> None:
    from wegmarke.desk.audit.filters import without_words

    assert without_words(where) == kept


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("fe80::1%eth0", "fe80::"),
        ("a name", ""),
        ("", ""),
    ],
)
def test_addresses_are_shortened(address: str, kept: str) -> None:
    from wegmarke.desk.audit.service import shortened

    assert shortened(address) == kept


def test_every_action_is_of_one_kind() -> None:
    from wegmarke.desk.audit.actions import ACTIONS_OF, Action
    from wegmarke.desk.audit.models import AuditEntry

    assert sorted(action for found in ACTIONS_OF.values() for action in found) == sorted(Action)
    longest = AuditEntry._meta.get_field("action").max_length
    assert max(len(action) for action in Action) <= longest


def test_who_looked_at_one_customer_is_told_without_the_colleague() -> None:
    from wegmarke.clock import now
    from wegmarke.desk.audit.actions import Action
    from wegmarke.desk.audit.models import AuditEntry
    from wegmarke.desk.audit.packing import packed
    from wegmarke.desk.audit.service import entries_of, lookups_of

    def add(action: Action, **fields: object) -> None:
        AuditEntry.objects.create(
            at=now(), account=77, account_name="colleague", role="manager", action=action, **fields
        )

    add(Action.CUSTOMER_OPENED, customer=9001)
    add(Action.CUSTOMER_OPENED, customer=9002)
    add(Action.EXPORTED, customers=packed([9001, 9003]), form="csv")
    add(Action.CUSTOMERS_LISTED, customers=packed([9002, 9003]))
    assert [found.action for found in lookups_of(9001)] == [Action.EXPORTED, Action.CUSTOMER_OPENED]
    # After a merge, what was done under the younger number counts too.
    assert len(lookups_of(9001, 9002)) == 4
    assert lookups_of(9004) == ()
    told = lookups_of(9001)[0]
    assert (told.role, told.form) == ("manager", "csv")
    assert "colleague" not in repr(told)
    assert len(entries_of(77)) == 4


def test_rows_are_added_and_go_by_age_alone() -> None:
    from django.db import DatabaseError, transaction

    from wegmarke.clock import now
    from wegmarke.desk.audit.actions import Action
    from wegmarke.desk.audit.models import AppendOnlyError, AuditEntry
    from wegmarke.desk.audit.service import forget_old

    for days in (1, 20, 40, 400):
        entry = AuditEntry.objects.create(at=now() - timedelta(days=days), action=Action.REFUSED, about=f"day {days}")
        with pytest.raises(AppendOnlyError):
            entry.save()
        with pytest.raises(AppendOnlyError):
            entry.delete()
    mine = AuditEntry.objects.filter(about__startswith="day ")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        mine.update(about="another")
    with pytest.raises(DatabaseError, match=r"append-only|too young"), transaction.atomic():
        mine.delete()
    assert mine.count() == 4
    assert forget_old() == 1, "kept for a year where nothing else is set"
    assert forget_old(days=0) == 1, "never less than thirty days"
    assert sorted(mine.values_list("about", flat=True)) == ["day 1", "day 20"]
