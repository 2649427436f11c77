"""Guessing a mapping: German and English names, value shapes, wide files, employees, real files."""

from pathlib import Path

import pytest

from tests.unit.sources.files import written
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, Identifier, Money, Promise, Score
from wegmarke.sources.guess import Guess, guess_mapping, source_name
from wegmarke.sources.interactions import apply_mapping
from wegmarke.sources.mapping import mapping_from_toml, mapping_to_toml
from wegmarke.sources.reading import open_source


def guess(tmp_path: Path, header: str, *rows: str) -> Guess:
    return guess_mapping(written(tmp_path, "a.csv", "\n".join([header, *rows]) + "\n"))


def columns(found: Guess) -> dict[str, str]:
    return {field.field: field.column for field in found.fields if field.column is not None}


GERMAN = [
    f"{10_000 + i};0{i % 3 + 1}.02.2026 1{i}:05;{what};Telefon;Service;12,50 €;Frau Muster;{i}"
    for i, what in enumerate(["Anruf", "Besuch"] * 3)
]
ENGLISH = [f"2026-01-0{i}T10:00:00Z,u{i},page_view,web,9,great shop with a long text" for i in range(1, 7)]


def test_german_names(tmp_path: Path) -> None:
    found = guess(tmp_path, "Kunden-Nr.;Datum;Kontaktart;Kanal;Abteilung;Betrag;Sachbearbeiter;NPS", *GERMAN)
    assert columns(found) == {
        "customer": "Kunden-Nr.",
        "time": "Datum",
        "touchpoint": "Kontaktart",
        "channel": "Kanal",
        "department": "Abteilung",
        "value": "Betrag",
        "nps": "NPS",
    }
    assert found.drop == ("Sachbearbeiter",)
    assert found.mapping is not None
    assert found.mapping.drop == ("Sachbearbeiter",)
    assert found.mapping.interactions[0].value == Money("Betrag", Cell(constant="EUR"))
    assert found.mapping.interactions[0].scores == (Score("NPS", "nps"),)
    assert found.mapping.read.decimal == ","


def test_english_names(tmp_path: Path) -> None:
    found = guess(tmp_path, "timestamp,user_id,event_name,channel,csat,comment", *ENGLISH)
    assert columns(found) == {
        "customer": "user_id",
        "time": "timestamp",
        "touchpoint": "event_name",
        "channel": "channel",
        "csat": "csat",
        "text": "comment",
    }
    assert all(0 < field.confidence <= 1 for field in found.fields if field.column)
    assert found.field("time").confidence > 0.9


def test_shapes_speak_where_names_do_not(tmp_path: Path) -> None:
    rows = [f"k{i}@example.org;2026-01-0{i};{'ab'[i % 2]}" for i in range(1, 8)]
    found = guess(tmp_path, "x1;x2;x3", *rows)
    assert columns(found) == {"customer": "x1", "time": "x2", "touchpoint": "x3"}
    assert found.mapping is not None
    assert found.mapping.customer_kind == "email"
    assert found.field("customer").confidence < 0.5


@pytest.mark.parametrize(
    ("header", "value", "kind"),
    [
        ("E-Mail", "a{}@b.de", "email"),
        ("Telefon", "+49 221 12345{}", "phone"),
        ("case_id", "{}", "case"),
        ("visitor_id", "v{}", "cookie"),
        ("anonymousId", "a{}", "cookie"),
        ("Kundennummer", "1000{}", "customer"),
    ],
)
def test_kinds_of_customer(tmp_path: Path, header: str, value: str, kind: str) -> None:
    found = guess(tmp_path, f"{header};time;activity", *(f"{value.format(i)};2026-01-01;x" for i in range(6)))
    assert found.mapping is not None
    assert (found.mapping.customer, found.mapping.customer_kind) == (header, kind)
    assert found.mapping.interactions[0].journey == (header if kind == "case" else None)
    assert found.mapping.identifiers == ()


@pytest.mark.parametrize(
    ("customer", "visitor"),
    [
        ("userId", "anonymousId"),
        ("user_id", "anonymous_id"),
        ("user_id", "visitor_id"),
        ("user_id", "user_pseudo_id"),
        ("Kundennummer", "Cookie-ID"),
        ("email", "fullVisitorId"),
    ],
)
@pytest.mark.parametrize("signed_in", [0, 1, 6])
@pytest.mark.parametrize("anonymous_first", [True, False])
def test_who_signed_in_and_which_browser_it_was(
    tmp_path: Path, customer: str, visitor: str, signed_in: int, *, anonymous_first: bool
) -> None:
    cells = [(f"v{i // 2}", f"u{i}" if i < signed_in else "") for i in range(6)]
    header, step = ((visitor, customer), 1) if anonymous_first else ((customer, visitor), -1)
    rows = [";".join((*cell[::step], f"2026-01-01 10:0{i}", "view")) for i, cell in enumerate(cells)]
    found = guess(tmp_path, ";".join((*header, "timestamp", "event")), *rows)
    assert found.mapping is not None
    assert (found.mapping.customer, found.mapping.customer_kind) == (customer, "customer")
    assert found.mapping.identifiers == (Identifier(visitor, "cookie"),)
    assert (found.field("customer").column, found.field("identifier").column) == (customer, visitor)


@pytest.mark.parametrize("name", ["customer_segment", "case_id", "newsletter_email_sent", "channel"])
def test_a_visitor_stays_the_customer_where_nothing_else_says_who_it_was(tmp_path: Path, name: str) -> None:
    rows = [f"v{i};2026-01-01 10:0{i};view;{'ab'[i % 2]}" for i in range(6)]
    found = guess(tmp_path, f"visitor_id;timestamp;event;{name}", *rows)
    assert found.mapping is not None
    assert (found.mapping.customer, found.mapping.identifiers) == ("visitor_id", ())


def test_a_wide_file_becomes_several_interactions(tmp_path: Path) -> None:
    rows = [f"{i};2026-01-0{i};2026-02-0{i};2026-03-01;{'' if i == 3 else f'2026-03-0{i}'};19,90" for i in range(1, 7)]
    found = guess(tmp_path, "Kundennummer;Angebotsdatum;bestellt_am;zugesagt_am;geliefert_am;Betrag", *rows)
    assert found.mapping is not None
    parts = found.mapping.interactions
    assert [part.time for part in parts] == ["Angebotsdatum", "bestellt_am", "geliefert_am"]
    assert [part.touchpoint.constant for part in parts] == ["Angebotsdatum", "bestellt", "geliefert"]
    assert all(part.optional for part in parts)
    assert [part.promise for part in parts] == [Promise("zugesagt_am", "geliefert_am"), None, None]
    assert [part.value is not None for part in parts] == [True, False, False]


@pytest.mark.parametrize(
    "name", ["org:resource", "agent", "Bearbeiter", "Sachbearbeiter", "assigned_to", "Mitarbeiter", "user"]
)
def test_single_employees_are_not_stored(tmp_path: Path, name: str) -> None:
    found = guess(tmp_path, f"customer_id;time;activity;{name}", *(f"{i};2026-01-01;x;Erika" for i in range(5)))
    assert found.drop == (name,)


@pytest.mark.parametrize("name", ["workgroup", "Team", "responsible_section", "user_id", "Bearbeitungsart"])
def test_teams_and_customers_are(tmp_path: Path, name: str) -> None:
    found = guess(tmp_path, f"customer_id;time;activity;{name}", *(f"{i};2026-01-01;x;Erika" for i in range(5)))
    assert found.drop == ()


def test_what_is_not_found_is_said(tmp_path: Path) -> None:
    found = guess(tmp_path, "customer_id;activity", *(f"{i};x" for i in range(5)))
    assert found.mapping is None
    assert found.missing == ("time",)


def test_days_and_months_in_doubt_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError) as raised:
        guess(tmp_path, "customer_id;time;activity", *(f"{i};03/0{i}/2026;x" for i in range(1, 6)))
    assert (raised.value.code, raised.value.details["column"]) == ("time_unreadable", "time")
    found = guess(tmp_path, "customer_id;time;activity", "1;03/04/2026;x", "2;03/13/2026;x")
    assert found.mapping is not None
    assert found.mapping.read.date_order == "mdy"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Export CRM 2026-11-22.csv", "export_crm_2026_11_22"),
        ("Aufträge_20261122.xlsx", "auftraege"),
        ("a.xes.gz", "a"),
        ("2026.csv", "2026"),
    ],
)
def test_the_sources_name_comes_from_the_file(name: str, expected: str) -> None:
    assert source_name(Path(name)) == expected


@pytest.mark.parametrize(
    ("name", "customer", "time", "touchpoint", "dropped"),
    [
        ("logs/bpic2012.xes.gz", "case:concept:name", "time:timestamp", "concept:name", ("org:resource",)),
        ("logs/helpdesk.xes.gz", "case:concept:name", "time:timestamp", "concept:name", ("org:resource",)),
        (
            "logs/receipt.csv",
            "case:concept:name",
            "time:timestamp",
            "concept:name",
            ("case:responsible", "org:resource"),
        ),
        ("logs/running_example.csv", "case_id", "timestamp", "activity", ("org:resource",)),
        ("logs/traffic_fines.csv", "case_id", "timestamp", "activity", ("resource",)),
        ("clicks/simple-onlineshop.csv", "client_id", "timestamp", "event", ()),
    ],
)
def test_real_files(
    shared_data: Path, name: str, customer: str, time: str, touchpoint: str, dropped: tuple[str, ...]
) -> None:
    found = guess_mapping(shared_data / name)
    assert found.mapping is not None
    part = found.mapping.interactions[0]
    assert (found.mapping.customer, part.time, part.touchpoint.column) == (customer, time, touchpoint)
    assert found.mapping.drop == dropped
    assert mapping_from_toml(mapping_to_toml(found.mapping)) == found.mapping


@pytest.mark.parametrize(
    "name", ["logs/receipt.csv", "logs/running_example.csv", "logs/08_receipt.xes.gz", "clicks/simple-onlineshop.csv"]
)
def test_a_guessed_mapping_takes_every_row_of_a_clean_file(shared_data: Path, name: str) -> None:
    found = guess_mapping(shared_data / name)
    assert found.mapping is not None
    with open_source(shared_data / name, found.mapping.read) as reader:
        batches = [apply_mapping(found.mapping, batch) for batch in reader.batches()]
    assert sum(len(batch.unfit) for batch in batches) == 0
    assert sum(batch.rows for batch in batches) == sum(batch.interactions.num_rows for batch in batches) > 0


def test_addresses_of_one_domain_beside_those_of_many_are_own_people(tmp_path: Path) -> None:
    rows = [f"k{i}@firma{i}.example;2026-01-0{i};Anruf;p{i % 3}@acme.example" for i in range(1, 8)]
    assert guess(tmp_path, "mail;zeit;was;intern", *rows).drop == ("intern",)
    alone = [f"2026-01-0{i};Anruf;p{i}@acme.example" for i in range(1, 8)]
    assert guess(tmp_path, "zeit;was;mail", *alone).drop == ()
