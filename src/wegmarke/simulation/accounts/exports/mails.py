"""The mail archive: JSON lines for the importer, and the same messages as real ones (RFC 5322) in an mbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message
from email.utils import format_datetime, formataddr
from io import BytesIO
from pathlib import Path

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.catalogue import ACCOUNT_CATALOGUE
from wegmarke.simulation.accounts.catalogue import AccountPlace as P
from wegmarke.simulation.accounts.facts import Facts
from wegmarke.simulation.accounts.house import HOST, Employee
from wegmarke.simulation.accounts.records import Talk
from wegmarke.simulation.accounts.staff import Contact
from wegmarke.simulation.accounts.texts import say
from wegmarke.simulation.accounts.told import Told, WrittenFile

_SOURCE = "b2b_mails"
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
_OF_SALES = frozenset((P.PRICE_LETTER, P.PRICE_TALK, P.APPOINTMENT))
_QUOTED_PERCENT = 35
_SHARED = f"geschaeftskunden@{HOST}"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address."""

    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"

    @property
    def encoded(self) -> str:
        """As a header holds it, in ASCII."""
        return formataddr((self.name, self.address))


@dataclass(frozen=True, slots=True)
class Mail:
    """A message. to_customer: whether Musterhaus wrote it. counterpart: the address that is not Musterhaus's."""

    message_id: str
    moment: datetime
    to_customer: bool
    sender: Mailbox
    receiver: Mailbox
    counterpart: str
    subject: str
    in_reply_to: str | None
    account: str | None
    body: str
    time: int


def mails_of(told: Told, facts: Facts) -> Iterator[Mail]:
    """The mails of an account, in the order in which they came to be."""
    written: dict[int, Mail] = {}
    for one in sorted(facts.life.talks, key=lambda talk: talk.time):
        if ACCOUNT_CATALOGUE[one.place].source == _SOURCE:
            answered = written.get(id(one.answers)) if one.answers is not None else None
            mail = written[id(one)] = _mail(told, facts, one, answered)
            yield mail


def write(folder: Path, told: Told) -> WrittenFile:
    """Write `b2b_mailarchiv.jsonl` and `b2b_mails.mbox`."""
    mails = [mail for facts in told.facts for mail in mails_of(told, facts)]
    mails.sort(key=lambda mail: (mail.time, mail.message_id))
    path = folder / "b2b_mailarchiv.jsonl"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for mail in mails:
            file.write(json.dumps(_line(mail), ensure_ascii=False) + "\n")
    with (folder / "b2b_mails.mbox").open("wb") as file:
        for mail in mails:
            file.write(_message(mail))
    return WrittenFile(_SOURCE, path, len(mails))


def _line(mail: Mail) -> dict[str, object]:
    return {
        "messageId": mail.message_id,
        "date": mail.moment.isoformat(),
        "direction": "out" if mail.to_customer else "in",
        "from": str(mail.sender),
        "to": str(mail.receiver),
        "counterpart": mail.counterpart,
        "inReplyTo": mail.in_reply_to,
        "crmAccount": mail.account,
        "subject": mail.subject,
        "body": mail.body,
    }


def _message(mail: Mail) -> bytes:
    """The message in the format of an mbox: a line that says from whom and when, the message, an empty line."""
    message = Message()
    message["From"], message["To"] = mail.sender.encoded, mail.receiver.encoded
    plain = mail.subject.isascii()
    message["Subject"] = mail.subject if plain else Header(mail.subject, "utf-8", header_name="Subject").encode()
    message["Date"] = format_datetime(mail.moment)
    message["Message-ID"] = mail.message_id
    if mail.in_reply_to:
        message["In-Reply-To"] = message["References"] = mail.in_reply_to
    message.set_payload(mail.body + "\n", _UTF8)
    out = BytesIO()
    BytesGenerator(out, mangle_from_=True).flatten(message)
    sent = datetime.fromtimestamp(mail.time, UTC)
    day = f"{sent.day:2d}"
    stamp = f"{_DAYS[sent.weekday()]} {_MONTHS[sent.month - 1]} {day} {sent:%H:%M:%S %Y}"
    return f"From {mail.sender.address} {stamp}\n".encode() + out.getvalue() + b"\n"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _mail(told: Told, facts: Facts, one: Talk, answered: Mail | None) -> Mail:
    firm, person = facts.firm, facts.life.staff[one.person]
    slots, random = facts.of_talk(one)
    ours = _employee(told, facts, one, random)
    customer = Mailbox(f"{person.title} {person.first} {person.last}".strip(), person.email)
    house = Mailbox(ours.name, ours.email)
    if not one.outbound and one.place in (P.COMPLAINT, P.QUESTION) and random % 10 < 4:
        house = Mailbox("Musterhaus Geschäftskunden", _SHARED)
    if answered is not None:  # whoever was written to answers
        house = answered.receiver if one.outbound and answered.receiver.address != _SHARED else house
    sender, receiver = (house, customer) if one.outbound else (customer, house)
    host = HOST if one.outbound else firm.host
    return Mail(
        message_id=f"<{facts.draws.bits(p.TEXT + 300 + int(one.place), one.occasion):016x}.{firm.number}@{host}>",
        moment=told.days.local(one.time),
        to_customer=one.outbound,
        sender=sender,
        receiver=receiver,
        counterpart=person.email,
        subject=_subject(one, answered, random, slots),
        in_reply_to=answered.message_id if answered else None,
        account=None if told.not_filed(firm, one) else firm.number,
        body=_body(facts, one, person, ours, answered, slots),
        time=one.time,
    )


def _employee(told: Told, facts: Facts, one: Talk, random: int) -> Employee:
    """Who of Musterhaus writes or is written to."""
    if one.theme in ("question_invoice", "answer_to_invoice") or one.theme.endswith("wrong_invoice"):
        return told.house.accounting[facts.firm.account % len(told.house.accounting)]
    if one.place in _OF_SALES or (not one.outbound and random % 3):
        return told.house.representative(facts.firm, told.day(one.time))
    return told.house.service[facts.firm.account % len(told.house.service)]


def _subject(one: Talk, answered: Mail | None, random: int, slots: dict[str, str]) -> str:
    if one.place == P.REMINDER:
        return f"Erinnerung: {answered.subject if answered else 'Reklamation vom ' + slots['beschwerde']}"
    if answered is not None:
        return answered.subject if answered.subject.startswith("AW: ") else f"AW: {answered.subject}"
    if one.place == P.COMPLAINT_ANSWER:
        return f"Ihre Reklamation vom {slots['beschwerde']}"
    return say("subject", one.theme, random >> 5, slots)


def _body(
    facts: Facts, one: Talk, person: Contact, ours: Employee, answered: Mail | None, slots: dict[str, str]
) -> str:
    random = facts.draws.bits(p.TEXT + 350 + int(one.place), one.occasion)
    topic = "reminder_any" if one.place == P.REMINDER else one.theme
    came = facts.came(one.incident) if one.incident is not None and one.place == P.COMPLAINT else 0
    if 0 < came < one.time:
        topic, slots = f"{topic}_came", slots | {"gekommen": facts.day(came)}
    text = say("mail", topic, random, slots).replace(" // ", "\n\n")
    if one.outbound:
        opening = (person.opening, f"Guten Tag {person.formal}", person.opening)[random % 3]
        closing = say("closing", "out", random >> 11, slots)
        signature = f"{ours.name}\n{ours.job} Geschäftskunden\nMusterhaus GmbH\n{ours.email}"
    else:
        opening = ("Sehr geehrte Damen und Herren", f"Guten Tag {ours.formal}", f"Hallo {ours.formal}")[random % 3]
        closing = say("closing", "in", random >> 11, slots)
        signature = f"{person.first} {person.last}\n{person.job}\n{facts.firm.name}"
    body = f"{opening},\n\n{text}\n\n{closing}\n{signature}"
    if answered is not None and random % 100 < _QUOTED_PERCENT:
        when = f"{answered.moment:%d.%m.%Y %H:%M}"
        body += (
            f"\n\n-----Ursprüngliche Nachricht-----\nVon: {answered.sender}\nGesendet: {when}\n"
            f"An: {answered.receiver}\nBetreff: {answered.subject}\n\n{answered.body}"
        )
    return body
