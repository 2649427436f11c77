"""The list of customers: who is in it, what is said of the whole history, in which order, a page at a time."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pytest

import wegmarke as wm
from tests.contacts import WHOLE, index_of, random_log
from wegmarke.errors import WegmarkeError
from wegmarke.index.runner import LocalRunner
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask
from wegmarke.questions.audience import AUDIENCE_ORDERS, COLUMNS, Audience, Member

FILTERS = ("", "outcome = lost or visited(order)", "length > 3")


@pytest.fixture(scope="module", params=[1, 8])
def asked(request: pytest.FixtureRequest) -> Asked:
    log = random_log(np.random.default_rng(7), 3000, 250, 12)
    settings = JourneySettings(silence_days=7, cut_at_outcome=True, outcomes=WHOLE.outcomes)
    return Asked(index_of(log, settings, in_partitions=request.param), LocalRunner(2))


def audience(asked: Asked, where: str = "", **arguments: object) -> Audience:
    return ask("audience", asked.where(where) if where else asked, arguments).result


def one_by_one(asked: Asked, where: str) -> dict[str, Member]:
    """The same from the histories of the customers, walked through in Python."""
    lines = ask("customers", asked.where(where) if where else asked, {"limit": 100_000}).result.lines
    found = {}
    for number, identifier in {(line.customer, line.identifier) for line in lines}:
        history = ask("timeline", asked, {"customer": number}).result
        stage = "prospect"
        for journey in history.journeys:
            stage = {"won": "customer", "churned": "former"}.get(journey.outcome, stage)
        found[identifier] = Member(
            customer=number,
            kind=history.kind,
            identifier=identifier,
            relation=stage,  # type: ignore[arg-type]
            value=sum(journey.value or 0 for journey in history.journeys),
            contacts=len(history.moments),
            journeys=len(history.journeys),
            won=sum(journey.outcome == "won" for journey in history.journeys),
            first=history.moments[0].seconds,
            last=history.moments[-1].seconds,
        )
    return found


@pytest.mark.parametrize("where", FILTERS)
def test_members_and_figures_are_those_of_their_histories(asked: Asked, where: str) -> None:
    result = audience(asked, where, limit=100_000)
    assert {one.identifier: one for one in result.members} == one_by_one(asked, where)
    assert len(result.members) == result.customers
    assert result.value == sum(one.value or 0 for one in result.members)
    end = max(int(partition.seconds.max()) for partition in asked.index.partitions)
    assert result.silent == sum(end - one.last >= 90 * 86_400 for one in result.members)


@pytest.mark.parametrize("order", AUDIENCE_ORDERS)
def test_pages_put_together_are_the_list_in_order(asked: Asked, order: str) -> None:
    whole = audience(asked, order=order, limit=100_000).members
    keys = {
        "value": lambda one: (-(one.value or 0), one.identifier),
        "latest": lambda one: (-one.last, one.identifier),
        "contacts": lambda one: (-one.contacts, one.identifier),
        "earliest": lambda one: (one.first, one.identifier),
        "identifier": lambda one: one.identifier,
    }
    assert list(whole) == sorted(whole, key=keys[order])
    pages = [audience(asked, order=order, offset=offset, limit=9).members for offset in range(0, len(whole), 9)]
    assert tuple(one for page in pages for one in page) == whole


def test_stages_are_all_met(asked: Asked) -> None:
    counts: dict[str, int] = defaultdict(int)
    for one in audience(asked, limit=100_000).members:
        counts[one.relation] += 1
    assert counts["prospect"]
    assert counts["customer"]


def test_only_the_columns_asked_for(asked: Asked) -> None:
    (table,) = audience(asked, columns="journeys, value").tables()
    assert [column.key for column in table.columns] == ["customer", "kind", "customer_number", "value", "journeys"]
    (every,) = audience(asked).tables()
    assert [column.key for column in every.columns][3:] == list(COLUMNS)


@pytest.mark.parametrize(
    "wrong",
    [{"limit": 0}, {"limit": 100_001}, {"offset": -1}, {"order": "best"}, {"columns": "value, wealth"}],
)
def test_what_it_does_not_take(asked: Asked, wrong: dict[str, object]) -> None:
    with pytest.raises(WegmarkeError) as raised:
        audience(asked, **wrong)
    assert raised.value.code == "question_argument"


def test_nobody_is_no_list(asked: Asked) -> None:
    finding = ask("audience", asked.where("length > 100000"), {})
    assert finding.headline[0].code == "customers.nobody"


@pytest.fixture(scope="module")
def grouped() -> wm.Log:
    """Who buys tells a group, and later another one; who looks tells none."""
    told = pa.table(
        {
            "who": ["ada", "ada", "bob", "cleo"],
            "at": ["2026-01-01", "2026-02-01", "2026-01-03", "2026-01-04"],
            "what": ["order"] * 4,
            "group": ["home", "firm", "home", None],
        }
    )
    return wm.read(told, customer="who", time="at", touchpoint="what", attributes={"Group": "group"})


def test_the_word_told_last_of_an_attribute_is_a_column(grouped: wm.Log) -> None:
    answer = grouped.audience(order="identifier", columns=["won", "attribute:group"])
    (table,) = answer.tables
    assert [column.key for column in table.columns[3:]] == ["attribute:Group", "won"]
    assert table.column("attribute:Group").values == ["firm", "home", None]
    assert answer.presentation().header(table.column("attribute:Group")) == "Group"
    assert answer.to_pandas()["attribute:Group"].to_list()[:2] == ["firm", "home"]


def test_an_attribute_that_nobody_tells_is_refused(grouped: wm.Log) -> None:
    with pytest.raises(WegmarkeError) as raised:
        grouped.audience(columns=["attribute:region"])
    assert raised.value.code == "attribute_unknown"
