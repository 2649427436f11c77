"""Texts beside stated reasons: chosen by source, coded by hand, counted where reasons are, and gone with the person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.workspace.test_changes import SETTINGS
from wegmarke.errors import WegmarkeError
from wegmarke.index.runner import LocalRunner
from wegmarke.model.coded_reasons import Coded
from wegmarke.model.coding_schemes import Code, SchemeName
from wegmarke.model.finding import CannotSay
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping
from wegmarke.model.stated_reasons import text_key
from wegmarke.questions import Asked, ask
from wegmarke.questions.coding import Coding
from wegmarke.questions.coming import Coming
from wegmarke.questions.reasons import Reasons
from wegmarke.questions.texts_to_code import free_texts
from wegmarke.workspace import Workspace
from wegmarke.workspace.coding import DECISIONS
from wegmarke.workspace.rights.correcting import Change
from wegmarke.workspace.rights.person import Person

CRM = Mapping("crm", "customer", (InteractionMapping("at", Cell(column="what"), stated_reason=Cell(column="reason")),))
TICKETS = Mapping("tickets", "customer", (InteractionMapping("at", Cell(column="what"), text="said"),))
HEARD = Mapping("heard", "customer", (InteractionMapping("at", Cell(column="what"), text="said"),))
CRM_ROWS = (
    "customer,at,what,reason",
    "ada,2026-01-05 10:00,Order,",
    "ada,2026-03-01 10:00,Goodbye,",
    "bob,2026-01-05 10:00,Order,",
    "bob,2026-03-02 10:00,Goodbye,Price",
    "cleo,2026-01-07 10:00,Order,",
    "cleo,2026-03-08 10:00,Goodbye,",
    "dan,2026-01-08 10:00,Order,",
)
ADAS = "Nobody called back"
BOBS = "Third time wrong"
TICKET_ROWS = (
    "customer,at,what,said",
    f"ada,2026-02-20 10:00,Call,{ADAS}",
    "ada,2026-01-06 10:00,Call,Where is the manual",  # long before she left
    f"bob,2026-03-20 10:00,Call,{BOBS}",  # when he had gone
    f"dan,2026-02-20 10:00,Call,{ADAS}",  # stayed, and said the same
    "cleo,2026-03-01 10:00,Call,The price is fine",
    "cleo,2026-03-02 10:00,Call,-",
)
HEARD_ROWS = ("customer,at,what,said", "ada,2026-01-10 10:00,Survey,My sister", "bob,2026-01-11 10:00,Survey,No idea")


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "shop", "Shop", SETTINGS)
    for mapping, rows in ((CRM, CRM_ROWS), (TICKETS, TICKET_ROWS), (HEARD, HEARD_ROWS)):
        file = tmp_path / f"{mapping.source}.csv"
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
        workspace.import_file(file, mapping)
    workspace.build()
    return workspace


def asked(workspace: Workspace, where: str = "") -> Asked:
    return Asked(workspace.index(), LocalRunner(1)).where(where)


def code(workspace: Workspace, text: str, *codes: Code, scheme: SchemeName = "leaving", by: str = "12") -> None:
    for one in by:
        workspace.code_reason(Coded(text_key(text), one, codes, 1, scheme=scheme))


def stated(workspace: Workspace) -> dict[str, int]:
    result = ask("reasons", asked(workspace), {}).result
    assert isinstance(result, Reasons)
    return {one.code: one.customers for one in result.stated}


def listed(workspace: Workspace, where: str) -> int:
    """How many customers a filter lists."""
    found = ask("customers", asked(workspace, where), {}).result
    return 0 if isinstance(found, CannotSay) else found.customers


def test_texts_of_a_chosen_source_are_to_be_coded_where_a_reason_would_count(shop: Workspace) -> None:
    assert free_texts(asked(shop)) == ()
    shop.choose_text_sources("leaving", ("tickets",))
    found = {one.text: one for one in free_texts(asked(shop))}
    assert set(found) == {ADAS, BOBS, "The price is fine"}
    row = found[ADAS].noted
    assert [(one.source, one.row) for one in row] == [("tickets", 2)]
    assert found[ADAS].customers == (row[0].customer,), "who stayed and said the same did not leave"
    source = shop.record.source_rows([(row[0].file, row[0].row)])
    assert ADAS in source[0].interactions.column("text").to_pylist(), "the way to the source row"
    assert free_texts(asked(shop), "coming") == (), "chosen for the other scheme"
    assert len(free_texts(asked(shop, "not left_saying(pricing)"))) == 2
    with pytest.raises(WegmarkeError) as refused:
        shop.choose_text_sources("leaving", ("nowhere",))
    assert refused.value.code == "source_unknown"


def test_codes_of_texts_count_beside_stated_reasons_once_two_have_given_them(shop: Workspace) -> None:
    shop.choose_text_sources("leaving", ("tickets",))
    before = stated(shop)
    assert before == {"pricing": 1, "none_stated": 2}
    version = shop.index().version
    code(shop, ADAS, "response", by="1")
    assert (stated(shop), shop.index().coded_texts) == (before, ()), "one alone, and suggestions, count as nothing"
    code(shop, ADAS, "response", by="2")
    code(shop, BOBS, "core_service")
    code(shop, "The price is fine", "none_stated")
    assert stated(shop) == {"pricing": 1, "response": 1, "core_service": 1, "none_stated": 1}
    assert shop.index().version != version
    finding = ask("reasons", asked(shop), {})
    result = finding.result
    assert isinstance(result, Reasons)
    told = {one.code: one.values for one in finding.caveats}
    assert told["caveat.reasons_other_texts"] == {"n": 2, "sources": "tickets"}
    marked = {(one.word, one.codes, one.text_of) for one in result.words if one.text_of}
    assert marked == {("", ("response",), "tickets"), ("", ("core_service",), "tickets")}, "told without what they say"
    rows = next(one for one in result.lines if one.codes == ("pricing", "core_service")).rows
    assert [(source, row) for source, _, row in rows] == [("tickets", 4)]
    assert not any(ADAS in str(column.values) for table in result.tables() for column in table.columns)
    for name, customers in stated(shop).items():
        assert listed(shop, f"left_saying({name})") == customers, name
    coded = ask("coding", asked(shop), {}).result
    assert isinstance(coded, Coding)
    assert (coded.texts, coded.twice) == (3, 3)
    shop.choose_text_sources("leaving", ())
    assert stated(shop) == before, "not chosen any more"


def test_texts_of_coming_count_for_coming_alone_and_outlive_a_build(shop: Workspace) -> None:
    for scheme in ("leaving", "coming"):
        shop.choose_text_sources(scheme, ("heard", "tickets"))
    code(shop, "My sister", "recommendation", scheme="coming")
    code(shop, "No idea", "none_stated", scheme="coming")
    before = stated(shop)
    shop.build(whole=True)
    again = Workspace.open(shop.folder)
    assert stated(again) == before == {"pricing": 1, "none_stated": 2}
    result = ask("coming", asked(again), {}).result
    assert isinstance(result, Coming)
    assert {one.code: one.customers for one in result.stated} == {"recommendation": 1, "none_stated": 3}
    assert [one.text_of for one in result.words] == ["heard"]
    assert listed(again, "came_saying(recommendation)") == 1
    assert listed(again, "came_saying(none_stated)") == 3


def test_an_erased_person_takes_along_texts_and_codes(shop: Workspace) -> None:
    shop.choose_text_sources("leaving", ("tickets",))
    for text in (ADAS, BOBS):
        code(shop, text, "response")
    shop.forget([Person((("customer", "bob"),))])
    assert stated(shop) == {"response": 1, "none_stated": 1}
    assert {one.text for one in free_texts(asked(shop))} == {ADAS, "The price is fine"}
    kept = (shop.folder / DECISIONS).read_text(encoding="utf-8")
    assert text_key(BOBS) not in kept
    assert text_key(ADAS) in kept
    assert ADAS not in kept
    shop.forget([Person((("customer", "ada"),))])
    assert text_key(ADAS) in (shop.folder / DECISIONS).read_text(encoding="utf-8"), "what another said as well"
    shop.forget([Person((("customer", "dan"),))])
    assert text_key(ADAS) not in (shop.folder / DECISIONS).read_text(encoding="utf-8")


def test_a_corrected_text_is_to_be_read_anew(shop: Workspace) -> None:
    shop.choose_text_sources("leaving", ("tickets",))
    code(shop, BOBS, "core_service")
    assert stated(shop)["core_service"] == 1
    shop.correct_person(Person((("customer", "bob"),)), Change("said", BOBS, "Third time right"))
    assert "core_service" not in stated(shop)
    assert text_key(BOBS) not in (shop.folder / DECISIONS).read_text(encoding="utf-8")
    assert "Third time right" in {one.text for one in free_texts(asked(shop))}
