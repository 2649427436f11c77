"""What was changed after the fact, over HTTP: by department, each change with both rows, and at the contact itself."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.unit.workspace.test_changes import JUNE, MARCH, told

PAGE = "/reasons/late-changes/"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on two exports of the same rows, four of which the second tells otherwise."""
    with running_desk(told(tmp_path_factory.mktemp("changes"), MARCH, JUNE).folder) as running:
        yield running


@pytest.fixture(scope="module")
def owner(shop: RunningDesk) -> Visitor:
    return signed_in_owner(shop)


def page(visitor: Visitor, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status == 200, answer.text
    return html.unescape(answer.text).replace("\u00a0", " ")


def test_a_late_change_leads_to_both_rows_and_stands_at_the_contact(owner: Visitor) -> None:
    told_all = page(owner, PAGE)
    assert "3 changes were made after the fact" in told_all
    assert "1 more may have been" in told_all
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", told_all[told_all.index('id="changes"') :], re.DOTALL)[1:]
    assert len(lines) == 4
    rewritten = next(line for line in lines if "Delivery late" in line)
    earlier, later = re.findall(r'href="(/customers/\d+/rows/\d+/\d+/)"', rewritten)
    assert "Delivery late" in page(owner, earlier)
    assert "A newer row counts instead of this one." in page(owner, earlier)
    assert "A newer row counts" not in page(owner, later)
    customer = re.search(r'href="(/customers/\d+/)"', rewritten)
    assert customer is not None
    assert "Stated reason: first “Delivery late”, then “Price”" in page(owner, customer[1])
    assert f'href="{earlier}"' in page(owner, customer[1])
    elsewhere = page(owner, customer[1]).count("/rows/")
    assert elsewhere
    other = "/customers/" + ("2" if customer[1] != "/customers/2/" else "1") + "/"
    assert owner.get(other + earlier.split("/", 3)[3]).status == 404, "a row of one customer opens at no other"


def test_a_number_lists_its_changes(owner: Visitor) -> None:
    narrowed = page(owner, f"{PAGE}?departments=Service&changed=stated_reason")
    assert narrowed.count('data-drawer title="The row that told it first"') == 1
    assert page(owner, f"{PAGE}?departments=&changed=nothing").count('title="The row that told it first"') == 4
