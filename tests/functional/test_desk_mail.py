"""A mailbox over the upload page: the proposed mapping, the company's side said by hand, import, quarantine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.functional.desk.person import Person, text_of
from tests.functional.desk.running import RunningDesk, running_desk, signed_in_owner

MAIL = """From kunde{n} Mon Jan  5 10:00:00 2026
From: {sender}
To: {to}
Date: Mon, {n} Jan 2026 10:00:00 +0100
Message-ID: <{n}@x.example>
Subject: Anfrage {n}

Guten Tag Frau Meier,

wann kommt der Techniker?

Viele Grüße
Kunde {n}

"""
ANNA = "Anna Meier <anna.meier@acme.example>"


def mailbox(count: int) -> bytes:
    incoming = [MAIL.format(n=n, sender=f"K <k{n}@kunde{n}.example>", to=ANNA) for n in range(1, count + 1)]
    outgoing = MAIL.format(n=count + 1, sender=ANNA, to="k1@kunde1.example")
    internal = MAIL.format(n=count + 2, sender=ANNA, to="chef@acme.example")
    return "".join([*incoming, outgoing, internal]).encode()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running_desk(tmp_path_factory.mktemp("mail") / "acme") as running:
        yield running


@pytest.fixture(scope="module")
def person(desk: RunningDesk) -> Person:
    return Person(signed_in_owner(desk), desk.workspace)


def test_from_the_mailbox_to_contacts(person: Person) -> None:
    address, fields = person.mapping_page("vertrieb.mbox", mailbox(5))
    assert fields["read-own_domains"] == "acme.example"
    assert (fields["customer"], fields["customer_kind"], fields["row_id"]) == ("customer", "email", "message_id")
    assert (fields["staff-column"], fields["staff-becomes"]) == ("own_people", "drop")
    shown = text_of(person.visitor.get(address).text)
    assert "E-Mail eingehend" in shown
    assert "E-Mail ausgehend" in shown
    job = person.send_mapping(address, fields, "import")
    person.job_done(int(job.url.rstrip("/").rsplit("/", 1)[1]))
    source = person.open.status().sources[0]
    assert (source.read, source.accepted, source.quarantined) == (7, 6, 1)
    quarantine = text_of(person.visitor.get("/settings/sources/of/vertrieb/quarantine/").text)
    assert "between your own people" in quarantine
    assert "Meier" not in quarantine
    stored = str([batch.to_pylist() for batch in person.open.record.batches()])
    assert "Meier" not in stored
    assert "anna" not in stored


def test_of_a_single_mail_the_page_asks_for_the_own_side(person: Person) -> None:
    content = MAIL.format(n=9, sender="k@kunde.example", to=ANNA).split("\n", 1)[1].encode()
    address, fields = person.mapping_page("eine.eml", content)
    assert fields["read-own_domains"] == ""
    page = person.send_mapping(address, fields, "import").text
    assert "own_domains" in text_of(page)
    fields["read-own_domains"] = "@acme.example, acme.test"
    done = person.send_mapping(address, fields, "import")
    person.job_done(int(done.url.rstrip("/").rsplit("/", 1)[1]))
    assert person.open.mapping("eine").read.own_domains == ("acme.example", "acme.test")
