"""The guided mapping over HTTP: what is proposed, what the form adds and removes, and that an edit loses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.functional.desk.person import Person, fields_of, header, text_of
from tests.functional.desk.running import RunningDesk, running_desk, signed_in_owner
from wegmarke.model.attributes import Attribute
from wegmarke.model.mapping import AttributeColumn, Cell, Condition, Identifier, Master
from wegmarke.sources.mapping import mapping_from_toml


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on an empty workspace."""
    with running_desk(tmp_path_factory.mktemp("mapping") / "acme") as running:
        yield running


@pytest.fixture(scope="module")
def person(desk: RunningDesk) -> Person:
    return Person(signed_in_owner(desk), desk.workspace)


def test_mapping_is_downloaded_and_used_again(person: Person) -> None:
    address, fields = person.mapping_page("toml.csv", b"wer;wann;wo\nA;2026-02-01 10:00;x\n")
    fields |= {"customer": "wer", "i0-time": "wann", "i0-touchpoint": "c:wo"}
    toml = person.send_mapping(address, fields, "download")
    assert header(toml, "Content-Disposition") == 'attachment; filename="toml.toml"'
    mapping = mapping_from_toml(toml.text)
    assert (mapping.customer, mapping.interactions[0].time, mapping.interactions[0].touchpoint.column) == (
        "wer",
        "wann",
        "wo",
    )


EVENTS = b"""{"userId": null, "anonymousId": "v1", "timestamp": "2026-02-01T10:00:00Z", "event": "visit"}
{"userId": "K1", "anonymousId": "v1", "timestamp": "2026-02-01T10:05:00Z", "event": "login"}
{"userId": null, "anonymousId": null, "timestamp": "2026-02-01T10:06:00Z", "event": "visit"}
"""


def test_identifiers_are_proposed_shown_and_survive_an_edit(person: Person) -> None:
    address, fields = person.mapping_page("events.jsonl", EVENTS)
    assert (fields["customer"], fields["identifier0-column"], fields["identifier0-kind"]) == (
        "userId",
        "anonymousId",
        "cookie",
    )
    shown = text_of(person.visitor.get(address).text)
    assert "v1 cookie" in shown
    assert "K1 customer" in shown
    answer = person.send_mapping(address, fields, "import")
    person.job_done(int(answer.url.rstrip("/").rsplit("/", 1)[1]))
    source = next(source for source in person.open.status().sources if source.name == "events")
    assert (source.read, source.accepted, source.quarantined) == (3, 2, 1)

    address = "/settings/sources/of/events/mapping/"
    fields = fields_of(person.visitor.get(address).text)
    person.visitor.post(address, {**fields, "i0-channel": "c:event", "do": "save"})
    mapping = person.open.mapping("events")
    assert mapping.interactions[0].channel == Cell("event")
    assert mapping.identifiers == (Identifier("anonymousId", "cookie"),)

    (person.open.folder / "inbox" / "done" / "events" / "events.jsonl").unlink()
    fields = fields_of(person.visitor.get(address).text)
    person.visitor.post(address, {**fields, "i0-channel": "", "do": "save"})
    assert person.open.mapping("events") == replace(
        mapping, interactions=(replace(mapping.interactions[0], channel=None),)
    )


def test_identifiers_are_added_and_removed_by_the_form(person: Person) -> None:
    content = b"kunde;karte;zeit;was\nA;7;2026-02-01 10:00;x\n;8;2026-02-01 11:00;y\n"
    address, fields = person.mapping_page("cards.csv", content)
    fields |= {"customer": "kunde", "i0-time": "zeit", "i0-touchpoint": "c:was"}
    assert "One would be set aside" in text_of(person.send_mapping(address, fields, "").text)
    page = person.send_mapping(address, fields, "add-identifier").text
    assert "An identifier needs a column and its kind." in page
    assert re.search(r'value="import" disabled', page)
    fields = fields_of(page) | {"identifier0-column": "karte"}
    assert "An identifier needs a column and its kind." in person.send_mapping(address, fields, "").text
    page = person.send_mapping(address, fields | {"identifier0-kind": "loyalty card"}, "").text
    assert "would be set aside" not in text_of(page)
    assert "8 loyalty card" in text_of(page)
    assert not re.search(r'value="import" disabled', page)
    page = person.send_mapping(address, fields_of(page), "remove-identifier:0").text
    assert "identifier0-column" not in page
    assert "One would be set aside" in text_of(page)


GROUPS = b"kunde;zeit;was;Kundengruppe (neu);notiz\n" + b"".join(
    f"K{n};2026-02-01 10:{n % 60:02};x;{'Gewerbe' if n % 4 == 0 else 'Privat'};Notiz {n}\n".encode() for n in range(80)
)


def test_customer_attributes_are_added_named_shown_and_removed_by_the_form(person: Person) -> None:
    address, fields = person.mapping_page("groups.csv", GROUPS)
    fields |= {"customer": "kunde", "i0-time": "zeit", "i0-touchpoint": "c:was"}
    page = person.send_mapping(address, fields, "add-attribute").text
    assert "A customer attribute needs a column and a name." in page
    assert re.search(r'value="import" disabled', page)
    fields = fields_of(page) | {"attribute0-column": "Kundengruppe (neu)"}
    page = person.send_mapping(address, fields, "").text
    fields = fields_of(page)
    assert fields["attribute0-name"] == "kundengruppe_neu", "called as the file calls it"
    assert "In the first rows: Privat 60 Gewerbe 20" in text_of(page)
    assert not re.search(r'value="import" disabled', page)
    for wrong, said in (("Größe", "letters without umlauts"), ("1st", "letters without umlauts")):
        assert said in person.send_mapping(address, fields | {"attribute0-name": wrong}, "").text
    page = person.send_mapping(address, fields | {"attribute0-name": "Group"}, "add-attribute").text
    fields = fields_of(page) | {"attribute1-column": "notiz", "attribute1-name": "group"}
    page = person.send_mapping(address, fields, "").text
    assert "Two customer attributes have this name" in page
    fields |= {"attribute1-name": "note"}
    page = person.send_mapping(address, fields, "").text
    assert "Too many different words (80; up to 50 can be told apart)" in text_of(page)
    assert not re.search(r'value="import" disabled', page), "it does no harm, and is of no use"
    answer = person.send_mapping(address, fields, "import")
    person.job_done(int(answer.url.rstrip("/").rsplit("/", 1)[1]))
    mapping = person.open.mapping("groups")
    assert mapping.attributes == (AttributeColumn("Group", "Kundengruppe (neu)"), AttributeColumn("note", "notiz"))
    person.open.build()
    assert person.open.index().attributes == (Attribute("Group", ("Gewerbe", "Privat")), Attribute("note", (), 80))
    of_source = "/settings/sources/of/groups/mapping/"
    page = person.visitor.get(of_source).text
    fields = fields_of(page)
    assert (fields["attribute0-name"], fields["attribute1-column"]) == ("Group", "notiz")
    assert "Too many different words (80;" in text_of(page)
    page = person.send_mapping(of_source, fields, "remove-attribute:1").text
    assert "attribute1-name" not in page
    person.visitor.post(of_source, {**fields_of(page), "do": "save"})
    assert person.open.mapping("groups") == replace(mapping, attributes=mapping.attributes[:1])
    (person.open.folder / "inbox" / "done" / "groups" / "groups.csv").unlink()
    page = person.send_mapping(of_source, fields_of(page), "add-attribute").text
    options = re.search(r'id="attribute1-column".*?</select>', page, re.DOTALL)
    assert options is not None
    assert options[0].count('value=""') == 1, "without a file the mapping's own columns, and nothing else"
    other, _fields = person.mapping_page("others.csv", b"kunde;zeit;was\nA;2026-02-01 10:00;x\n")
    assert '<option value="Group"></option>' in person.visitor.get(other).text, "the name that another source uses"


def test_rules_and_a_second_interaction_by_the_form(person: Person) -> None:
    content = b"kunde;datum;art;erledigt\nA;2026-02-01 10:00;T;2026-02-03\nB;2026-02-01 11:00;M;\n"
    address, fields = person.mapping_page("rules.csv", content)
    fields |= {"customer": "kunde", "i0-time": "datum", "i0-touchpoint": "?"}
    page = person.send_mapping(address, fields, "").text
    assert 'name="i0-touchpoint-r0-c0-column"' in page
    fields = fields_of(page)
    page = person.send_mapping(address, fields, "add-interaction").text
    fields = fields_of(page) | {
        "i0-touchpoint-r0-c0-column": "art",
        "i0-touchpoint-r0-c0-test": "is",
        "i0-touchpoint-r0-c0-value": "t",
        "i0-touchpoint-r0-value": "phone call",
        "i0-touchpoint-otherwise": "=",
        "i0-touchpoint-constant": "mail",
        "i1-time": "erledigt",
        "i1-touchpoint": "=",
        "i1-touchpoint-constant": "answer",
    }
    shown = text_of(person.send_mapping(address, fields, "").text)
    assert "The first 2 rows become 3 interactions." in shown
    for touchpoint in ("phone call", "answer", "mail"):
        assert touchpoint in shown


CONTACTS = b"Mail;Firma;Rolle;Aktiv\na@x.de;10;Einkauf;ja\nb@x.de;10;Technik;nein\n"


def test_a_list_of_contacts_is_master_data(person: Person) -> None:
    address, fields = person.mapping_page("kontakte.csv", CONTACTS)
    fields |= {"customer": "Mail", "customer_kind": "email"}
    page = person.send_mapping(address, fields, "rows-master").text
    fields = fields_of(page) | {"master-account": "Firma", "master-left0-column": "Aktiv", "master-left0-value": "nein"}
    page = person.send_mapping(address, fields, "add-identifier").text
    fields = fields_of(page) | {"identifier0-column": "Rolle", "identifier0-kind": "buying_role"}
    shown = text_of(person.send_mapping(address, fields, "").text)
    assert "they become no interactions" in shown
    answer = person.send_mapping(address, fields, "import")
    person.job_done(int(answer.url.rstrip("/").rsplit("/", 1)[1]))
    mapping = person.open.mapping("kontakte")
    assert mapping.master == Master("Firma", left=(Condition("Aktiv", "is", "nein"),))
    assert mapping.interactions == ()
    address = "/settings/sources/of/kontakte/mapping/"
    page = person.visitor.get(address).text
    person.visitor.post(address, {**fields_of(page), "do": "save"})
    assert person.open.mapping("kontakte") == mapping


def test_times_that_could_be_either_are_asked_for(person: Person) -> None:
    content = b"customer_id;date;event\nA;03/04/2026;visit\nB;05/06/2026;visit\n"
    address, fields = person.mapping_page("doubt.csv", content)
    assert fields["customer"] == "customer_id", "what is not in doubt is proposed all the same"
    page = person.visitor.get(address).text
    assert re.search(r'value="import" disabled', page)
    assert "03/04/2026" in text_of(page)
    settled = person.send_mapping(address, {**fields, "read-date_order": "mdy"}, "").text
    assert "4 Mar 2026" in text_of(settled).replace("\xa0", " ")
    assert not re.search(r'value="import" disabled', settled)


def test_a_time_zone_that_is_none_is_named(person: Person) -> None:
    address, fields = person.mapping_page("zone.csv", b"customer_id;time;event\nA;2026-02-01 10:00;x\n")
    page = person.send_mapping(address, {**fields, "read-time_zone": "Mars/Olympus"}, "import").text
    assert "No time zone has this name" in page
    assert "zone" not in person.open.sources
