"""Mappings as TOML: read strictly, written so that reading gives the same, and mistakes named."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import (
    AttributeColumn,
    Cell,
    Condition,
    Identifier,
    InteractionMapping,
    Mapping,
    Master,
    Money,
    Promise,
    ReadOptions,
    Rule,
    Score,
)
from wegmarke.sources.mapping import check_columns, load_mapping, mapping_from_toml, mapping_to_toml, save_mapping
from wegmarke.text import error_sentence

WRITTEN = """
version = 1
source = "erp"
customer = "Kunde"
customer_kind = "crm_number"
format = "csv"
row_id = ["Auftrag", "Position"]
drop = ["Sachbearbeiter"]

[[identifier]]
column = "E-Mail"
kind = "email"

[[identifier]]
column = "Gerät"
kind = "cookie"

[read]
encoding = "cp1252"
delimiter = ";"
decimal = ","
date_order = "dmy"
time_zone = "Europe/Berlin"
header_row = 3

[[interaction]]
time = "bestellt"
touchpoint = { constant = "order" }
channel = "Weg"
department = { column = "Team", constant = "Vertrieb" }
outcome = "Status"
outcome_of = "interaction"
value = { column = "Betrag", currency = "EUR" }
scores = { nps = "Note", "own scale" = "Eigene" }
promise = { due = "zugesagt", kept = "geliefert" }

[[interaction]]
time = "geliefert"
optional = true
value = { column = "Kosten", currency = { column = "Währung" } }

[interaction.touchpoint]
constant = "delivery"

[[interaction.touchpoint.rule]]
value = "pickup"
when = [
  { column = "Versandart", is = "Abholung" },
  { column = "Ort", filled = true },
]
"""


def test_a_written_mapping_is_read() -> None:
    mapping = mapping_from_toml(WRITTEN)
    first, second = mapping.interactions
    assert (mapping.source, mapping.customer, mapping.customer_kind) == ("erp", "Kunde", "crm_number")
    assert mapping.identifiers == (Identifier("E-Mail", "email"), Identifier("Gerät", "cookie"))
    assert mapping.all_identifiers == (Identifier("Kunde", "crm_number"), *mapping.identifiers)
    assert (mapping.row_id, mapping.drop, mapping.format) == (("Auftrag", "Position"), ("Sachbearbeiter",), "csv")
    assert mapping.read == ReadOptions("cp1252", ";", ",", "dmy", "Europe/Berlin", None, 3)
    assert first.touchpoint == Cell(constant="order")
    assert (first.channel, first.department) == (Cell("Weg"), Cell("Team", "Vertrieb"))
    assert (first.outcome_of, first.value) == ("interaction", Money("Betrag", Cell(constant="EUR")))
    assert first.scores == (Score("Note", "nps"), Score("Eigene", "own scale"))
    assert first.promise == Promise("zugesagt", "geliefert")
    rule = Rule((Condition("Versandart", "is", "Abholung"), Condition("Ort", "filled")), "pickup")
    assert second.touchpoint == Cell(constant="delivery", rules=(rule,))
    assert second.value == Money("Kosten", Cell("Währung"))
    assert second.optional


def test_it_is_saved_and_loaded(tmp_path: Path) -> None:
    mapping = mapping_from_toml(WRITTEN)
    save_mapping(mapping, tmp_path / "erp.toml")
    assert load_mapping(tmp_path / "erp.toml") == mapping
    with pytest.raises(WegmarkeError) as raised:
        load_mapping(tmp_path / "none.toml")
    assert raised.value.code == "file_missing"


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
MAYBE = st.none() | NAMES
CONDITIONS = st.builds(
    Condition, NAMES, st.sampled_from(["is", "is_not", "contains", "starts", "ends"]), NAMES
) | st.builds(Condition, NAMES, st.sampled_from(["empty", "filled"]))
RULES = st.lists(st.builds(Rule, st.lists(CONDITIONS, min_size=1, max_size=2).map(tuple), NAMES), max_size=2).map(tuple)
CELLS = st.builds(Cell, MAYBE, MAYBE, RULES).filter(lambda cell: cell != Cell())
SCORES = st.lists(st.builds(Score, NAMES, NAMES), max_size=3, unique_by=lambda score: score.scale).map(tuple)
PARTS = st.builds(
    InteractionMapping,
    time=NAMES,
    touchpoint=CELLS,
    end=MAYBE,
    channel=st.none() | CELLS,
    outcome=st.none() | CELLS,
    value=st.none() | st.builds(Money, NAMES, CELLS),
    scores=SCORES,
    text=MAYBE,
    promise=st.none() | st.builds(Promise, NAMES, MAYBE),
    optional=st.booleans(),
)
MAPPINGS = st.builds(
    Mapping,
    source=st.from_regex(r"[A-Za-z0-9_]+", fullmatch=True),
    customer=NAMES,
    interactions=st.lists(PARTS, min_size=1, max_size=3).map(tuple),
    customer_kind=NAMES,
    identifiers=st.lists(st.builds(Identifier, NAMES, NAMES), max_size=3).map(tuple),
    format=st.sampled_from([None, "csv", "xes"]),
    read=st.builds(
        ReadOptions, encoding=MAYBE, decimal=st.sampled_from([None, ",", "."]), header_row=st.none() | st.integers(1, 9)
    ),
    row_id=st.lists(NAMES, max_size=2).map(tuple),
    drop=st.lists(NAMES, max_size=2).map(tuple),
    attributes=st.lists(
        st.builds(AttributeColumn, st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,9}", fullmatch=True), NAMES),
        max_size=2,
        unique_by=lambda one: one.name,
    ).map(tuple),
)


MASTERS = st.builds(Master, MAYBE, MAYBE, MAYBE, st.lists(CONDITIONS, max_size=2).map(tuple))


@given(MAPPINGS | st.builds(lambda one, master: replace(one, interactions=(), master=master), MAPPINGS, MASTERS))
def test_what_is_written_is_read(mapping: Mapping) -> None:
    assert mapping_from_toml(mapping_to_toml(mapping)) == mapping


@pytest.mark.parametrize(
    ("change", "code", "key"),
    [
        (("customer =", "custommer ="), "mapping_unknown_key", "custommer"),
        (("decimal", "decimals"), "mapping_unknown_key", "read.decimals"),
        (("channel =", "chanel ="), "mapping_unknown_key", "interaction[1].chanel"),
        (("is = ", "equals = "), "mapping_unknown_key", "interaction[2].touchpoint.rule[1].when[1].equals"),
        (('customer = "Kunde"', ""), "mapping_incomplete", "customer"),
        (('time = "bestellt"', ""), "mapping_incomplete", "interaction[1].time"),
        (('touchpoint = { constant = "order" }', ""), "mapping_incomplete", "interaction[1].touchpoint"),
        (('{ constant = "order" }', "{}"), "mapping_incomplete", "interaction[1].touchpoint.column"),
        (('constant = "order"', "constant = 5"), "mapping_broken", "interaction[1].touchpoint.constant"),
        (('decimal = ","', 'decimal = ";"'), "mapping_broken", "read.decimal"),
        (('"dmy"', '"dym"'), "mapping_broken", "read.date_order"),
        (('"csv"', '"cvs"'), "mapping_broken", "format"),
        (("header_row = 3", "header_row = 0"), "mapping_broken", "read.header_row"),
        (("optional = true", 'optional = "yes"'), "mapping_broken", "interaction[2].optional"),
        (("version = 1", "version = 2"), "mapping_broken", "version"),
        (('source = "erp"', 'source = "e r p"'), "mapping_broken", "source"),
        (("filled = true", "filled = false"), "mapping_broken", "interaction[2].touchpoint.rule[1].when[2].filled"),
        (('drop = ["Sachbearbeiter"]', "drop = [1]"), "mapping_broken", "drop"),
        (("[read]", "[reading]"), "mapping_unknown_key", "reading"),
        (("[[identifier]]", "[[identifiers]]"), "mapping_unknown_key", "identifiers"),
        (('kind = "email"', 'kinds = "email"'), "mapping_unknown_key", "identifier[1].kinds"),
        (('column = "Gerät"', ""), "mapping_incomplete", "identifier[2].column"),
        (('kind = "cookie"', ""), "mapping_incomplete", "identifier[2].kind"),
        (('kind = "cookie"', "kind = 1"), "mapping_broken", "identifier[2].kind"),
    ],
)
def test_mistakes_are_named(change: tuple[str, str], code: str, key: str) -> None:
    assert change[0] in WRITTEN
    with pytest.raises(WegmarkeError) as raised:
        mapping_from_toml(WRITTEN.replace(*change, 1), "erp.toml")
    assert (raised.value.code, raised.value.details["key"]) == (code, key)
    for language in ("en", "de"):
        assert key in error_sentence(raised.value, language)


def test_rows_are_master_data_or_interactions_and_not_both() -> None:
    with pytest.raises(WegmarkeError) as raised:
        mapping_from_toml(WRITTEN + '\n[master]\naccount = "Firma"\n', "erp.toml")
    assert (raised.value.code, raised.value.details["key"]) == ("mapping_broken", "master")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("customer =", "custommer ="), ("[[identifier]]", "[[identifiers]]"), ("kind = ", "kinds = ")],
)
def test_a_near_word_is_suggested(right: str, wrong: str) -> None:
    with pytest.raises(WegmarkeError) as raised:
        mapping_from_toml(WRITTEN.replace(right, wrong))
    assert right.strip("[]= ") in str(raised.value.details["suggestions"])


def test_what_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(WegmarkeError) as raised:
        mapping_from_toml("version = 1\nsource = erp\n")
    assert (raised.value.code, raised.value.details["line"]) == ("mapping_broken", 2)
    with pytest.raises(WegmarkeError) as raised:
        mapping_from_toml('source = "a"\ncustomer = "b"\n')
    assert (raised.value.code, raised.value.details["key"]) == ("mapping_incomplete", "interaction")
    with pytest.raises(WegmarkeError) as raised:
        mapping_from_toml(
            'source = "a"\ncustomer = "b"\nidentifier = "c"\n[[interaction]]\ntime = "d"\ntouchpoint = "e"\n'
        )
    assert (raised.value.code, raised.value.details["key"]) == ("mapping_broken", "identifier")


def test_columns_that_the_file_does_not_have() -> None:
    mapping = mapping_from_toml(WRITTEN)
    columns = [
        "Kunde",
        "Auftrag",
        "Position",
        "bestellt",
        "Weg",
        "Team",
        "Status",
        "Betrag",
        "Note",
        "Eigene",
        "zugesagt",
        "geliefert",
        "Kosten",
        "Versandart",
        "Ort",
    ]
    with pytest.raises(WegmarkeError) as raised:
        check_columns(mapping, [*columns, "Waehrung"])
    assert (raised.value.code, raised.value.details["column"]) == ("mapping_column_missing", "Währung")
    assert raised.value.details["suggestions"] == ["Waehrung"]
    check_columns(mapping, [*columns, "Währung"])
    check_columns(mapping, ["Kunde", "Auftrag", "Position", "bestellt"], complete=False)
    with pytest.raises(WegmarkeError):
        check_columns(mapping, ["Kunde", "Auftrag", "Position"], complete=False)


@pytest.mark.parametrize("complete", [True, False])
def test_of_the_identifiers_one_is_enough(*, complete: bool) -> None:
    mapping = Mapping(
        "web", "userId", (InteractionMapping("zeit", Cell("was")),), identifiers=(Identifier("anonymousId", "cookie"),)
    )
    for there in (["userId"], ["anonymousId"], ["userId", "anonymousId"]):
        check_columns(mapping, ["zeit", "was", *there], complete=complete)
    with pytest.raises(WegmarkeError) as raised:
        check_columns(mapping, ["zeit", "was", "user_id", "anonymous_id"], complete=complete)
    assert (raised.value.code, raised.value.details["column"]) == ("mapping_column_missing", "userId")
    assert raised.value.details["suggestions"] == ["user_id", "anonymous_id"]
    with pytest.raises(WegmarkeError) as raised:
        check_columns(replace(mapping, row_id=("anonymousId",)), ["zeit", "was", "userId"], complete=complete)
    assert raised.value.details["column"] == "anonymousId"
