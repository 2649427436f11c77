"""Mails as they are found: mailboxes, encodings, quotes, both sides, and what goes to quarantine."""

import base64
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.unit.sources.files import read, written
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import ReadOptions
from wegmarke.model.quarantine import Unfit
from wegmarke.sources import mailboxes
from wegmarke.sources.guess import guess_mapping
from wegmarke.sources.interactions import apply_mapping
from wegmarke.sources.mapping import mapping_from_toml, mapping_to_toml
from wegmarke.sources.reading import find_format, open_source

ENVELOPE = b"From kunde@firma.example Mon Jan  5 10:00:00 2026\n"
HEAD = (
    b"From: =?iso-8859-1?Q?J=FCrgen_M=FCller?= <J.Mueller@Firma.example>\n"
    b"To: Anna Meier <a.meier@musterhaus.example>\n"
    b"Date: Mon, 5 Jan 2026 10:00:00 +0100\n"
    b"Message-ID: <1@firma.example>\n"
    b"Subject: Anfrage\n"
)
OWN = {"own_domains": ("musterhaus.example",)}


def mail(*headers: bytes, body: bytes = b"Guten Tag,\n\nbitte ein Angebot.\n", head: bytes = HEAD) -> bytes:
    return head + b"".join(header + b"\n" for header in headers) + b"\n" + body


def one(tmp_path: Path, content: bytes, **options: object) -> dict[str, object]:
    rows, unreadable = read(written(tmp_path, "a.eml", content), **(options or OWN))
    assert unreadable == []
    assert len(rows) == 1
    return rows[0][1]


def set_aside(tmp_path: Path, content: bytes) -> Unfit:
    rows, unreadable = read(written(tmp_path, "a.eml", content), **OWN)
    assert rows == []
    assert len(unreadable) == 1
    return unreadable[0]


def test_the_columns_of_an_incoming_mail(tmp_path: Path) -> None:
    row = one(tmp_path, mail(b"Cc: b.kurz@firma.example, vertrieb@musterhaus.example"))
    assert row == {
        "message_id": "<1@firma.example>",
        "in_reply_to": None,
        "thread": "<1@firma.example>",
        "date": "2026-01-05T10:00:00+01:00",
        "date_from": "header",
        "direction": "in",
        "customer": "j.mueller@firma.example",
        "customer_name": "Jürgen Müller",
        "from": "j.mueller@firma.example",
        "from_name": "Jürgen Müller",
        "to": "@musterhaus.example",
        "cc": "b.kurz@firma.example, @musterhaus.example",
        "own_people": "Anna Meier <a.meier@musterhaus.example>, vertrieb@musterhaus.example",
        "recipients": "3",
        "subject": "Anfrage",
        "text": "Guten Tag,\n\nbitte ein Angebot.",
        "text_from": "plain",
        "cut": None,
        "automatic": None,
        "attachments": None,
        "attachment_bytes": None,
    }


def test_of_an_outgoing_mail_the_first_outside_recipient_is_the_customer(tmp_path: Path) -> None:
    head = (
        b'From: "Meier, Anna" <a.meier@service.musterhaus.example>\nTo: c.klein@musterhaus.example,\n'
        b' "Kurz, Bernd" <b.kurz@firma.example>; x@other.example\nDate: 5 Jan 2026 09:00 +0000\nMessage-ID: <2@m>\n'
        b"References: <0@firma.example> <1@firma.example>\nIn-Reply-To: <1@firma.example>\nSubject: AW: Anfrage\n"
    )
    row = one(tmp_path, mail(head=head, body=b"Guten Tag Herr Kurz,\ngern.\nIhre Anna Meier\n"))
    assert (row["direction"], row["customer"], row["customer_name"]) == ("out", "b.kurz@firma.example", "Kurz, Bernd")
    assert (row["from"], row["from_name"]) == ("@service.musterhaus.example", None)
    assert row["to"] == "@musterhaus.example, Kurz, Bernd <b.kurz@firma.example>, x@other.example"
    assert (row["thread"], row["in_reply_to"]) == ("<0@firma.example>", "<1@firma.example>")
    assert row["text"] == "Guten Tag Herr Kurz,\ngern.\nIhre […]"


def test_a_form_of_ones_own_that_writes_for_a_customer_is_incoming(tmp_path: Path) -> None:
    head = (
        b"From: Kontaktformular <noreply@musterhaus.example>\nTo: info@musterhaus.example\n"
        b"Reply-To: Eva Sommer <eva@privat.example>\nDate: 5 Jan 2026 09:00 +0000\nMessage-ID: <f@m>\n"
    )
    row = one(tmp_path, mail(head=head))
    assert (row["direction"], row["customer"], row["customer_name"]) == ("in", "eva@privat.example", "Eva Sommer")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?B?R3LD?=\n =?utf-8?B?vMOfZQ==?=", "Grüße"),  # cut within a character
        (b"=?UTF-8?Q?Angebot_f=C3=BCr\n  Sie?= heute", "Angebot fürSie heute"),  # folded within a word
        (b"=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),  # without padding
        (b"=?windows-1252?Q?100_=80?= =?utf-8?Q?_=E2=9C=93?=", "100 € ✓"),
        ("Grüße".encode("cp1252"), "Grüße"),  # undeclared
        ("Grüße".encode(), "Grüße"),
        (b"=?no-such-charset?Q?Gr=FC=DFe?=", "Grüße"),
        (b"Re: =?iso-8859-1?Q?a?=b", "Re: ab"),
        (b"a\x00\x07b", "ab"),
    ],
)
def test_subjects_in_the_wild(tmp_path: Path, subject: bytes, expected: str) -> None:
    assert one(tmp_path, mail(head=HEAD.replace(b"Anfrage", subject)))["subject"] == expected


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([b"Content-Type: text/plain"], "Preis für Größe 10 € – bitte".encode("cp1252")),
        ([b"Content-Type: text/plain; charset=iso-8859-1"], "Preis für Größe 10 € – bitte".encode("cp1252")),
        ([b"Content-Type: text/plain; charset=us-ascii"], "Preis für Größe 10 € – bitte".encode()),
        ([b"Content-Type: text/plain; charset=utf-8"], "Preis für Größe 10 € – bitte".encode("cp1252")),
        ([], "Preis für Größe 10 € – bitte".encode()),
        (
            [b'Content-Type: text/plain; charset="UTF-8"', b"Content-Transfer-Encoding: BASE64"],
            b"!" + base64.b64encode("Preis für Größe 10 € – bitte".encode()).rstrip(b"=") + b"\n*\n",
        ),
    ],
)
def test_texts_in_the_wild(tmp_path: Path, headers: list[bytes], body: bytes) -> None:
    assert one(tmp_path, mail(*headers, body=body))["text"] == "Preis für Größe 10 € – bitte"


def test_parts_and_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "k@firma.example", "a@musterhaus.example", "<p@x>"
    message["Date"], message["Subject"] = "Mon, 5 Jan 2026 10:00:00 +0100", "Plan"
    message.set_content("Anbei der Plan.")
    message.add_alternative("<p>Anbei der <b>Plan</b>.</p>", subtype="html")
    message.add_attachment(b"x" * 10_001, maintype="application", subtype="pdf", filename="Größe & Plan.pdf")
    inner = EmailMessage()
    inner["Subject"] = "geheim"
    inner.set_content("geheim")
    message.add_attachment(inner)
    row = one(tmp_path, message.as_bytes())
    assert (row["text"], row["text_from"]) == ("Anbei der Plan.", "plain")
    attached = json.loads(str(row["attachments"]))
    assert attached[0] == {"name": "Größe & Plan.pdf", "bytes": 10_001}
    assert len(attached) == 2
    assert "geheim" not in str(row)


def test_html_only_is_reduced_and_its_quotes_are_cut(tmp_path: Path) -> None:
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body><!-- x --><p>Guten Tag&nbsp;Herr <b>Meier</b>,</p>"
        "<div>3 &lt; 4<br>und</div><script>alert(1)</script><table><tr><td>a</td><td>b</td></tr></table>"
        "<blockquote type=cite><p>früher</p><p>noch früher</p></blockquote></body></html>"
    )
    row = one(tmp_path, mail(b"Content-Type: text/html; charset=utf-8", body=page.encode()))
    assert row["text"] == "Guten Tag Herr […],\n\n3 < 4\nund\n\na b"
    assert (row["text_from"], row["cut"]) == ("html", "quote")


def test_direction_and_side_are_unknown_until_somebody_says(tmp_path: Path) -> None:
    path = written(tmp_path, "a.eml", mail())
    with pytest.raises(WegmarkeError) as raised:
        guess_mapping(path)
    assert (raised.value.code, raised.value.details["key"]) == ("mapping_incomplete", "read.own_domains")
    told = guess_mapping(path, ReadOptions(own_domains=("musterhaus.example",)))
    assert told.mapping is not None
    delivered = written(tmp_path, "b.eml", mail(b"Delivered-To: a.meier@musterhaus.example"))
    found = guess_mapping(delivered)
    assert found.mapping is not None
    assert found.mapping.read.own_domains == ("musterhaus.example",)


@pytest.mark.parametrize(
    ("headers", "subject", "expected"),
    [
        ([b"Precedence: bulk"], b"News", "bulk"),
        ([b"List-Unsubscribe: <mailto:x@y.example>"], b"News", "bulk"),
        ([b"Auto-Submitted: auto-replied"], b"Anfrage", "autoreply"),
        ([], b"Automatische Antwort: Anfrage", "autoreply"),
        ([], b"Abwesenheitsnotiz", "autoreply"),
        ([b"Content-Type: multipart/report; boundary=x"], b"Undelivered", "report"),
        ([], b"Abwesend waren wir nie", "autoreply"),
        ([b"Auto-Submitted: no"], b"Anfrage", None),
    ],
)
def test_what_machines_wrote(tmp_path: Path, headers: list[bytes], subject: bytes, expected: str | None) -> None:
    content = mail(*headers, head=HEAD.replace(b"Anfrage", subject), body=b"--x\n\nText\n--x--\n")
    assert one(tmp_path, content)["automatic"] == expected


def test_a_date_that_cannot_be_gives_way_to_that_of_the_server(tmp_path: Path) -> None:
    received = b"Received: from a by b; Tue, 6 Jan 2026 08:00:00 +0000"
    for date in (b"Date: Fri, 1 Jan 2060 00:00:00 +0000", b"Date: 32.13.26", b"Date: Thu, 1 Jan 1970 00:00:00 +0000"):
        head = HEAD.replace(b"Date: Mon, 5 Jan 2026 10:00:00 +0100", date)
        row = one(tmp_path, mail(received, head=head))
        assert (row["date"], row["date_from"]) == ("2026-01-06T08:00:00+00:00", "received")
    unfit = set_aside(tmp_path, mail(head=HEAD.replace(b"Mon, 5 Jan 2026 10:00:00 +0100", b"gestern")))
    assert (unfit.reason, unfit.column, unfit.value) == ("time_unreadable", "date", "gestern")
    assert json.loads(unfit.raw)["customer"] == "j.mueller@firma.example"


def test_mails_between_own_people_leave_nothing(tmp_path: Path) -> None:
    unfit = set_aside(tmp_path, mail(head=HEAD.replace(b"J.Mueller@Firma", b"j.mueller@musterhaus")))
    assert unfit.reason == "mail_internal"
    assert json.loads(unfit.raw) == {"message_id": "<1@firma.example>", "date": "2026-01-05T10:00:00+01:00"}


def nested(depth: int) -> bytes:
    lines = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(depth))
    return HEAD + lines + b"\nText\n"


@pytest.mark.parametrize(
    "content",
    [
        nested(5_000),
        HEAD + b"X-A: 1\n" * 1_001 + b"\nText\n",
        HEAD + b"X-A: " + b"y" * (300 << 10) + b"\n\nText\n",
        mail(b"Content-Type: multipart/mixed; boundary=x", body=b"--x\n\na\n" * 1_001),
    ],
)
def test_more_than_a_mail_has(tmp_path: Path, content: bytes) -> None:
    unfit = set_aside(tmp_path, content)
    assert (unfit.reason, unfit.raw) == ("message_broken", "{}")


def test_noise_where_text_should_be(tmp_path: Path) -> None:
    noise = bytes(range(1, 9)) * 40
    headers = (b"Content-Type: text/plain", b"Content-Transfer-Encoding: base64")
    assert set_aside(tmp_path, mail(*headers, body=base64.b64encode(noise))).reason == "text_undecodable"


def boxed(*contents: bytes, end: bytes = b"\n") -> bytes:
    return b"".join(ENVELOPE + content + end for content in contents)


def numbered(number: int, body: bytes = b"Text\n") -> bytes:
    return mail(head=HEAD.replace(b"<1@", b"<%d@" % number), body=body)


@pytest.mark.parametrize("piece", [1, 7, 64, 4_096, 1 << 20])
def test_a_mailbox_is_cut_alike_however_it_arrives(tmp_path: Path, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "_PIECE", piece)
    bodies = [
        b"From here on we go.\n\nFrom Monday at 10:00 on in 2026\nwe are closed.\n",
        b">From the start\n>>From twice\n",
        b"",
        b"x" * 9_000 + b"\n",
        b"no line end",
    ]
    path = written(tmp_path, "a.mbox.gz", boxed(*(numbered(at, body) for at, body in enumerate(bodies))))
    assert find_format(path) == "mail"
    rows, unreadable = read(path, **OWN)
    assert unreadable == []
    assert [(number, row["message_id"]) for number, row in rows] == [
        (at + 1, f"<{at}@firma.example>") for at in range(5)
    ]
    assert rows[0][1]["text"] == bodies[0].decode().strip()
    assert rows[1][1]["text"] == "From the start\n>From twice"


def test_a_bad_message_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "MAX_MESSAGE_BYTES", 400_000)
    monkeypatch.setattr(mailboxes, "_PIECE", 50_000)
    huge = numbered(2, b"y" * 1_000_000 + b"\nFrom the middle\n" + b"z" * 500_000)
    contents = (numbered(1), huge, b"X-Nothing: 1\n\nText\n", numbered(4, b"x" * 300_000), numbered(5))
    path = written(tmp_path, "a.mbox", boxed(*contents))
    rows, unreadable = read(path, **OWN)
    assert [number for number, _ in rows] == [1, 4, 5]
    assert [(unfit.row, unfit.reason) for unfit in unreadable] == [(2, "message_too_large"), (3, "message_broken")]
    assert [number for number, _ in read(path, 3, **OWN)[0]] == [4, 5]


def test_a_mailbox_that_broke_off(tmp_path: Path) -> None:
    whole = written(tmp_path, "a.mbox.gz", boxed(*(numbered(at, str(at).encode() * 999) for at in range(200))))
    whole.write_bytes(whole.read_bytes()[:-200])
    with pytest.raises(WegmarkeError) as raised:
        read(whole, **OWN)
    assert raised.value.code == "file_truncated"


def test_the_own_domain_is_found_and_the_guess_is_a_whole_mapping(tmp_path: Path) -> None:
    incoming = [numbered(at).replace(b"Firma.example", b"firma%d.example" % at) for at in range(6)]
    answer = HEAD.replace(b"To: Anna Meier <a.meier@musterhaus.example>", b"To: k@firma1.example").replace(
        b"J.Mueller@Firma.example", b"a.meier@musterhaus.example"
    )
    path = written(tmp_path, "vertrieb.mbox", boxed(*incoming, mail(b"List-Id: x", head=answer), mail(head=answer)))
    guess = guess_mapping(path)
    assert guess.mapping is not None
    assert guess.mapping.read.own_domains == ("musterhaus.example",)
    assert mapping_from_toml(mapping_to_toml(guess.mapping)) == guess.mapping
    assert guess.drop == ("own_people",)
    assert (guess.field("customer").column, guess.field("touchpoint").column) == ("customer", "direction")
    with open_source(path, guess.mapping.read, guess.mapping.format) as reader:
        mapped = apply_mapping(guess.mapping, next(reader.batches()))
    assert mapped.unfit == ()
    assert set(mapped.interactions.column("customer_kind").to_pylist()) == {"email"}
    found = mapped.interactions.column("touchpoint").to_pylist()
    assert found == ["E-Mail eingehend"] * 6 + ["Rundschreiben", "E-Mail ausgehend"]
    assert "meier" not in str(mapped.interactions.to_pylist()).lower()


def test_what_is_no_mail(tmp_path: Path) -> None:
    assert find_format(written(tmp_path, "a.csv", "From: a;Date: b\n1;2\n")) == "csv"
    assert find_format(written(tmp_path, "a.txt", "From Mon\nx: 10:00 2026\n")) == "csv"
