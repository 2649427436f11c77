"""The overview's stages and promises due: every number is the list behind it, for whom may see customers."""

from __future__ import annotations

import html
import re
import urllib.parse
from dataclasses import replace

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_findings import asked
from tests.functional.desk.test_sign_in import invite
from wegmarke.workspace import Workspace

PART = "/journeys/overview/stages/"


def test_every_number_opens_to_as_many_customers(host: Visitor) -> None:
    page = html.unescape(host.get(PART, HX_Request="true").text)
    stages = re.findall(r'<th scope="row">([^<]+)<span', page)
    assert stages[0] == "Aufmerksamkeit"
    assert stages.index("Abwägung") < stages.index("Kauf") < stages.index("Lieferung") < stages.index("Bindung")
    table = page[page.index('class="desk-table stages"') :]
    table = table[: table.index("</table>")]
    figures = re.findall(r'<a class="figure" href="([^"]+)" data-drawer>([\d,]+)</a>', table)
    assert len(figures) > 10
    lost = 0
    for url, number in figures:
        where = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["where"][0]
        assert asked(host, "customers", where=where)["basis"]["customers"] == int(number.replace(",", "")), where
        lost += int(number.replace(",", "")) * where.startswith("outcome in (lost, churned)")
    assert lost > 50
    shares = [float(one) for one in re.findall(r'<span class="interval">([\d.]+)%</span>', table)]
    assert abs(sum(shares) - 100) < 0.5, "of all who were lost"


def test_promises_due_are_those_of_the_page_of_promises(host: Visitor) -> None:
    page = html.unescape(host.get(PART, HX_Request="true").text)
    page = page[page.index('aria-labelledby="due-heading"') :]
    told = next(one for one in asked(host, "promises")["tables"] if one["key"] == "promises_by_giver")
    columns = {one["key"]: one["values"] for one in told["columns"]}
    rows = re.findall(
        r'<th scope="row">([^<]+)</th>\s*<td class="number">(.*?)</td>\s*<td class="number">(.*?)</td>', page
    )
    shown = {name: tuple(int(re.sub(r"<[^>]+>|,", "", one)) for one in numbers) for name, *numbers in rows}
    lines = zip(*(columns[key] for key in ("giver", "broken", "open")), strict=True)
    assert shown == {giver or "not known": (broken, still) for giver, broken, still in lines if broken or still}


def test_contracts_that_end_are_shown_where_there_are_contracts_and_open_as_many(
    company: RunningDesk, host: Visitor
) -> None:
    assert "Contracts whose term ends next" not in host.get(PART, HX_Request="true").text
    workspace = Workspace.open(company.workspace)
    before = workspace.settings
    workspace.save_settings(replace(before, contract_days=91))
    try:
        page = html.unescape(host.get(PART, HX_Request="true").text)
        page = page[page.index('aria-labelledby="ending-heading"') :]
        figures = re.findall(r'<a class="figure" href="([^"]+)">([\d,]+)</a>', page)
        numbers = [int(number.replace(",", "")) for _url, number in figures]
        assert len(numbers) == 4, "within 30 and 90 days, all and those with an open critical event"
        assert numbers[1] < numbers[0] < numbers[2]
        assert numbers[1] <= numbers[3] < numbers[2]
        for (url, _number), number in zip(figures, numbers, strict=True):
            shown = html.unescape(host.get(url.partition("#")[0]).text)
            assert f'data-total="{number}"' in shown, url
            assert "Only contracts whose term ends within" in shown
            assert "Contract term ends" in shown
        where = urllib.parse.parse_qs(urllib.parse.urlsplit(figures[1][0]).query)["where"][0]
        assert where == "incident_open(promise_broken) or incident_open(long_wait) or incident_open(complaint)"
        assert 'aria-current="true">a quarter</a>' in host.get("/customers/value/").text, "as the settings say"
        assert (
            "contract"
            not in host.get("/customers/value/?contract_days=0&order=decision").text.split("answer-first")[1][:300]
        )
    finally:
        workspace.save_settings(before)
    assert "Contracts whose term ends next" not in host.get(PART, HX_Request="true").text


def test_a_reader_sees_no_list_and_no_small_number(company: RunningDesk, host: Visitor) -> None:
    reader = Visitor(company)
    assert reader.post(invite(host, "reads_stages", "reader")).status == 200
    page = reader.get(PART, HX_Request="true").text
    assert 'class="figure"' not in page
    assert "Aufmerksamkeit" in page
    numbers = [int(one.replace(",", "")) for one in re.findall(r'<td class="number">([\d,]+)</td>', page)]
    assert not [one for one in numbers if 0 < one < 10]


def test_without_stages_it_says_what_to_do(clinic_owner: Visitor) -> None:
    page = clinic_owner.get(PART, HX_Request="true").text
    assert "Touchpoints belong to no stages yet." in page
    assert 'href="/settings/touchpoints/"' in page
    assert PART in clinic_owner.get("/").text
