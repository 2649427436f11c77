"""Accounts (companies) over HTTP: the level that every link keeps, the list, an account's page, joining and parting."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.firms import FIRMS, firms_workspace
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_sign_in import invite
from wegmarke.cli.running import run
from wegmarke.workspace import Workspace

LEVELLED = ("/journeys/", "/touchpoints/", "/moments/", "/promises/", "/friction/", "/findings/")
"""Below these addresses, and on the list of journeys, a page speaks of one level."""
AT_LEVEL = (
    "/journeys/?level=account",
    "/journeys/paths/?level=account",
    "/journeys/entries/?level=account",
    "/journeys/funnel/?level=account",
    "/journeys/compare/?level=account&a=outcome+%3D+won&b=outcome+%3D+lost",
    "/journeys/table/?level=account&where=visited%28angebot%29",
    "/touchpoints/?level=account",
    "/touchpoints/angebot/?level=account",
    "/journeys/attribution/?level=account",
    "/moments/?level=account",
    "/customers/?level=account",
    "/customers/value/?level=account",
    "/promises/?level=account",
    "/friction/?level=account",
)


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on business customers."""
    with running_desk(firms_workspace(tmp_path_factory)) as running:
        yield running


@pytest.fixture(scope="module")
def manager(firms: RunningDesk) -> Visitor:
    return signed_in_owner(firms)


def links(page: str) -> list[str]:
    """Where the page leads, besides its frame and forms; what charts fetch included."""
    main = page[page.index('<main class="desk-main"') : page.index("</main>")]
    found = re.findall(r'(?:href|data-url|data-dots)="(/[^"]*)"', main)
    switch = re.search(r'<span class="switch" role="group".*?</span>', main)
    assert switch is not None, "no switch"
    away = re.findall(r'href="([^"]*)"', switch[0])
    return [html.unescape(one) for one in found if one not in away]


def rows_of(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.lstrip("\ufeff"))))


@pytest.mark.parametrize("path", AT_LEVEL)
def test_every_link_of_a_page_keeps_the_level(manager: Visitor, path: str) -> None:
    answer = manager.get(path)
    assert answer.status == 200
    led = [one for one in links(answer.text) if one.startswith(LEVELLED) and not one.startswith("/findings/filter/")]
    assert len(led) >= 3
    assert [one for one in led if parse_qs(urlsplit(one).query).get("level") != ["account"]] == []
    lists = [one for one in links(answer.text) if urlsplit(one).path == "/customers/"]
    assert [one for one in lists if "level=account" not in one] == []


def test_forms_of_the_filter_keep_the_level(manager: Visitor) -> None:
    page = manager.get("/journeys/paths/?level=account").text
    assert '<input type="hidden" name="page.level" value="account">' in page
    added = manager.get("/findings/filter/add/?back=/journeys/paths/&page.level=account&outcome=lost", follow=False)
    assert added.headers["location"] == "/journeys/paths/?level=account&where=outcome+%3D+lost"


def test_numbers_are_the_same_on_page_list_export_and_interface(firms: RunningDesk, manager: Visitor) -> None:
    where = "where=visited(angebot)+and+outcome+%3D+lost&level=account"
    found = json.loads(manager.get(f"/api/v1/ask/customers?{where}").text)
    page = manager.get(f"/customers/?{where}").text
    counted = re.search(r'data-customers="(\d+)" data-journeys="(\d+)"', page)
    assert counted is not None
    assert re.search(rf"{counted[1]}\saccounts? with {counted[2]}\sjourney", page)
    assert (int(counted[1]), int(counted[2])) == (found["basis"]["customers"], found["basis"]["journeys"])
    assert found["basis"]["level"] == "account"
    exported = rows_of(manager.get(f"/findings/customers.csv?{where}").text)
    assert len(exported) == int(counted[2]) > 0
    accounts = Workspace.open(firms.workspace).accounts()
    first = accounts.account(int(exported[0]["Account number"]))
    assert first is not None
    assert f'href="/customers/accounts/{first.number}/?where=' in page
    assert html.escape(first.name) in page
    people = manager.get(f"/customers/?{where.replace('&level=account', '')}").text
    assert "/customers/accounts/" not in people.replace('href="/customers/accounts/?', "")


def test_a_level_that_is_none_is_refused_in_a_sentence(manager: Visitor) -> None:
    assert manager.get("/journeys/?level=firma").status == 422
    assert manager.get("/api/v1/ask/map?level=firma").status == 422


def test_no_switch_where_no_source_names_accounts(clinic_owner: Visitor) -> None:
    page = clinic_owner.get("/journeys/").text
    assert 'role="group"' not in page
    assert 'href="/customers/accounts/' not in clinic_owner.get("/customers/").text
    asked = clinic_owner.get("/journeys/?level=account")
    assert asked.status == 422
    assert "No row names an account" in asked.text
    empty = clinic_owner.get("/customers/accounts/")
    assert empty.status == 200
    assert "No source names an account yet" in empty.text


def test_the_list_of_accounts_is_its_export(firms: RunningDesk, manager: Visitor) -> None:
    page = manager.get("/customers/accounts/?order=complaints").text
    exported = rows_of(manager.get("/customers/accounts/csv/?order=complaints").text)
    assert len(exported) == FIRMS
    shown = re.findall(r'<th scope="row"><a href="/customers/accounts/(\d+)/"', page)
    assert shown == [row["Account number"] for row in exported]
    complaints = [int(row["Open complaints"]) for row in exported]
    assert complaints == sorted(complaints, reverse=True)
    assert complaints[0] > 0
    workspace = Workspace.open(firms.workspace)
    worst = manager.get(f"/customers/accounts/{shown[0]}/").text
    assert f"{complaints[0]} complaints are open" in worst
    people = [one for one in workspace.accounts().contacts_of(int(shown[0])) if not one.left]
    assert int(exported[0]["People"]) == len(people)
    assert manager.get("/customers/accounts/excel/").status == 200


def test_a_filter_leaves_the_accounts_that_have_such_a_journey(manager: Visitor) -> None:
    lost = rows_of(manager.get("/customers/accounts/csv/?where=outcome+%3D+lost").text)
    found = json.loads(manager.get("/api/v1/ask/customers?where=outcome+%3D+lost&level=account").text)
    assert 0 < len(lost) == found["basis"]["customers"] < FIRMS
    assert {row["Last outcome"] for row in lost} == {"lost"}


def test_the_page_tells_the_people_and_the_history_of_all_of_them(firms: RunningDesk, manager: Visitor) -> None:
    workspace = Workspace.open(firms.workspace)
    accounts = workspace.accounts()
    number = max(accounts.everyone(), key=lambda one: sum(each.left for each in accounts.contacts_of(one)))
    contacts = accounts.contacts_of(number)
    page = manager.get(f"/customers/accounts/{number}/").text
    assert html.escape(accounts.names()[number]) in page
    for one in contacts:
        assert f'href="/customers/{one.customer}/"' in page
        assert all(role in page for role in one.roles)
    assert any(one.left for one in contacts)
    assert page.count("left on ") + page.count(">until ") == sum(one.left for one in contacts)
    exported = rows_of(manager.get(f"/findings/timeline.csv?customer={number}&level=account").text)
    told = re.search(r"(\d+)\sinteractions in \d+\sjourney", page)
    assert told is not None
    assert int(told[1]) == len(exported)
    assert page.count('class="entry-who"') == len(exported), "with whom every contact was"
    row = re.search(rf"/customers/accounts/{number}/rows/\d+/\d+/", page)
    assert row is not None
    assert "What was understood" in manager.get(row[0]).text
    other = next(one for one in accounts.everyone() if one != number)
    assert manager.get(row[0].replace(f"/{number}/rows", f"/{other}/rows")).status == 404


def test_nobody_is_found_under_a_number_that_is_none(manager: Visitor) -> None:
    assert manager.get("/customers/accounts/999999/").status == 404
    assert manager.get(f"/customers/accounts/{1 << 63}/").status == 404


def test_join_and_take_back_leave_everything_as_it_was(firms: RunningDesk, manager: Visitor) -> None:
    workspace = Workspace.open(firms.workspace)
    one, other = workspace.accounts().everyone()[:2]
    names = workspace.accounts().names()
    before = manager.get("/customers/accounts/csv/").text
    wrong = manager.post(f"/customers/accounts/{one}/join/", {"other": "no such company"})
    assert "There is no account" in wrong.text
    answer = manager.post(f"/customers/accounts/{one}/join/", {"other": names[other].upper(), "reason": "same house"})
    assert "are one company" in answer.text
    assert "same house" in answer.text
    assert manager.get("/customers/accounts/csv/").text == before, "nothing changes before the build"
    assert manager.get(f"/customers/accounts/{other}/", follow=False).status == 200
    workspace.build()
    led = manager.get(f"/customers/accounts/{other}/", follow=False).headers["location"]
    assert led == f"/customers/accounts/{one}/"
    joined = manager.get(f"/customers/accounts/{one}/").text
    assert len(rows_of(manager.get("/customers/accounts/csv/").text)) == FIRMS - 1
    assertion = re.search(r'name="assertion" value="(\d+)"', joined)
    assert assertion is not None
    manager.post(f"/customers/accounts/{one}/take-back/", {"assertion": assertion[1]})
    workspace.build()
    assert manager.get("/customers/accounts/csv/").text == before
    log = manager.get("/settings/access-log/csv/").text
    assert "Decided whether two companies are one" in log


def test_who_may_not_see_customers_sees_counts_of_accounts_and_none_of_them(
    manager: Visitor, firms: RunningDesk
) -> None:
    reader = Visitor(firms)
    assert reader.post(invite(manager, "reads_of_firms", "reader")).status == 200
    page = reader.get("/journeys/?level=account")
    assert page.status == 200
    assert "/customers/" not in "".join(links(page.text))
    number = Workspace.open(firms.workspace).accounts().everyone()[0]
    for path in ("", "csv/", "excel/", f"{number}/"):
        assert reader.get(f"/customers/accounts/{path}").status == 403
    assert reader.get("/api/v1/accounts").status == 403
    assert reader.get(f"/api/v1/accounts/{number}").status == 403
    assert reader.get("/findings/customers.csv?level=account").status == 403


def test_numbers_of_accounts_never_stand_in_the_log_as_customers(manager: Visitor, firms: RunningDesk) -> None:
    number = Workspace.open(firms.workspace).accounts().everyone()[0]
    manager.get("/customers/?level=account")
    manager.get("/customers/value/?level=account")
    manager.get(f"/customers/accounts/{number}/")
    manager.get(f"/findings/timeline.csv?customer={number}&level=account")
    log = rows_of(manager.get("/settings/access-log/csv/").text)
    about = [row for row in log if "account" in row["Concerns"]]
    assert {"Opened a company", "Opened a list of companies"} <= {row["What was done"] for row in about}
    assert "value (account)" in {
        row["Concerns"] for row in about if row["What was done"] == "Opened a list of companies"
    }
    assert {row["Customer number"] for row in about} == {""}
    people = {str(one.customer) for one in Workspace.open(firms.workspace).accounts().contacts_of(number)}
    opened = next(
        row for row in about if row["Concerns"] == f"account {number}" and row["What was done"] == "Opened a company"
    )
    assert set(opened["Numbers on the list"].split()) == people, "for the right of access of each of them"
    assert {row["Numbers on the list"] for row in about if row["Concerns"].endswith("(account)")} == {""}


def test_the_interface_says_the_same_as_list_and_page(manager: Visitor) -> None:
    listed = json.loads(manager.get("/api/v1/accounts?order=people&limit=7").text)
    assert (listed["total"], listed["next_offset"], len(listed["accounts"])) == (FIRMS, 7, 7)
    exported = rows_of(manager.get("/customers/accounts/csv/?order=people").text)
    for one, row in zip(listed["accounts"], exported, strict=False):
        assert [one["name"], one["identifier"], str(one["number"])] == [
            row[title] for title in ("Name", "Account", "Account number")
        ]
        assert one["value_minor"] == round(100 * float(row["Value (EUR)"]))
        assert [one[key] for key in ("contacts", "people", "open_complaints")] == [
            int(row[title]) for title in ("Interactions", "People", "Open complaints")
        ]
    first = json.loads(manager.get(f"/api/v1/accounts/{listed['accounts'][0]['number']}").text)
    assert first["figures"] == listed["accounts"][0]
    assert sum(one["until"] is None for one in first["people"]) == first["figures"]["people"]
    assert sum(one["contacts"] for one in first["people"]) <= first["figures"]["contacts"]
    assert manager.get("/api/v1/accounts/999999").status == 404
    assert manager.get("/api/v1/accounts?where=visited(nowhere)").status == 404
    assert rows_of(manager.get("/customers/accounts/csv/?order=-people").text)[-1]["People"] == exported[0]["People"]


def test_search_finds_companies_by_name_and_number_however_they_are_spelt(manager: Visitor, firms: RunningDesk) -> None:
    accounts = Workspace.open(firms.workspace).accounts()
    number, name = max(accounts.names().items(), key=lambda one: len(one[1]))
    account = accounts.account(number)
    assert account is not None
    for written in (account.values[0], name, name.upper()):
        led = manager.get(f"/customers/search/?{urlencode({'q': written})}", follow=False)
        assert led.status == 302, written
        assert led.headers["location"] == f"/customers/accounts/{number}/"
    slip = name[:-1].replace("e", "a", 1)
    found = manager.get(f"/customers/search/?{urlencode({'q': slip})}").text
    assert f'href="/customers/accounts/{number}/"' in found
    assert html.escape(name) in found


def test_a_customer_page_says_to_which_companies_the_customer_belongs(manager: Visitor, firms: RunningDesk) -> None:
    accounts = Workspace.open(firms.workspace).accounts()
    one = next(
        one for number in accounts.everyone() for one in accounts.contacts_of(number) if one.roles and one.rows > 1
    )
    account = accounts.account(one.account)
    assert account is not None
    page = manager.get(f"/customers/{one.customer}/").text
    assert f'<a href="/customers/accounts/{account.number}/">{html.escape(account.label)}</a>' in page
    assert one.roles[0] in page


def test_the_command_line_lists_shows_and_refuses(firms: RunningDesk, capsys: pytest.CaptureFixture[str]) -> None:
    here = ("-w", str(firms.workspace))
    accounts = Workspace.open(firms.workspace).accounts()
    account = accounts.account(accounts.everyone()[0])
    assert account is not None
    assert run(["accounts", "list", *here, "--order", "name", "--rows", "100"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == FIRMS + 1
    assert any(account.name in line and account.values[0] in line for line in listed)
    assert run(["accounts", "show", account.name.upper(), *here]) == 0
    shown = capsys.readouterr().out
    assert shown.count("\n  ") >= len(accounts.contacts_of(account.number))
    assert run(["accounts", "join", account.values[0], account.name, *here]) == 1
    assert "already is that one" in capsys.readouterr().err
    assert run(["accounts", "part", account.values[0], "nobody", *here]) == 1
