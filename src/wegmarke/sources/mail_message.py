"""A mail as a row: who wrote to whom, when, about what, in which direction seen from the company, and the text.

Of own people, the company's side of a mail, stand in every column but one only the domains; their names and addresses
stand in `own_people`, so that a mapping can leave them out or put their teams in their place.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wegmarke.model.quarantine import Unfit, UnfitReason
from wegmarke.sources.batch import row_text
from wegmarke.sources.mail_headers import Address, Headers, decoded, moment
from wegmarke.sources.mail_parts import Body, BrokenMessageError, body_of, split_message
from wegmarke.sources.mail_texts import OwnNames, own_words, without_names
from wegmarke.sources.mailboxes import RawMessage

COLUMNS = (
    *("message_id", "in_reply_to", "thread", "date", "date_from", "direction", "customer", "customer_name"),
    *("from", "from_name", "to", "cc", "own_people", "recipients", "subject", "text", "text_from", "cut"),
    *("automatic", "attachments", "attachment_bytes"),
)
OWN_PEOPLE = "own_people"

_ID = re.compile(r"<[^<>\s]{1,500}>")
_WRONG_AHEAD, _WRONG_BEHIND = timedelta(days=1), timedelta(days=30)
_REPLY = re.compile(r"^\s*(?:re|aw|antw|antwort|wg|fw|fwd)\s*:", re.IGNORECASE)
_AWAY = re.compile(
    r"^(?:automatische antwort|auto(?:matic)?[- ]?reply|autoreply|abwesenheit\w*|abwesend|out of (?:the )?office"
    r"|ich bin (?:derzeit )?nicht im)\b",
    re.IGNORECASE,
)
_UNKNOWN = Address("", "")


@dataclass(frozen=True, slots=True)
class OwnSide:
    """The company's side: its domains, and names of its people, which are taken out of texts."""

    domains: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """Who took part in a mail: the sender as meant (Reply-To of a form), and to whom it went, in order."""

    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    others: tuple[Address, ...]


def is_own(address: Address, own_domains: Collection[str]) -> bool:
    """Say whether somebody belongs to the company: by the domain of the address, or one below it."""
    return any(address.domain == domain or address.domain.endswith(f".{domain}") for domain in own_domains)


def row_of(message: RawMessage, own: OwnSide) -> dict[str, str] | Unfit:
    """Read a message into the cells of `COLUMNS`; what is none, or too much, is unfit, with the reason."""
    if message.is_cut:
        return _set_aside(message, "message_too_large")
    try:
        headers, content = split_message(message.content)
        if not headers.raw("from") and not headers.raw("date") and not headers.raw("message-id"):
            return _set_aside(message, "message_broken")
        body = body_of(headers, content)
    except BrokenMessageError as error:
        return _set_aside(message, "text_undecodable" if error.undecodable else "message_broken")
    row = _row(headers, body, sides_of(headers, own.domains), own)
    if row["direction"] == "internal":  # nothing of what own people write to each other is kept
        return _unfit(message, "mail_internal", {name: row[name] for name in ("message_id", "date")})
    if not row["date"]:
        value = headers.text("date")
        return Unfit(message.number, "time_unreadable", "date", value[:1000], row_text({**row, "date": value[:200]}))
    return row


def sides_of(headers: Headers, own_domains: Collection[str]) -> Sides:
    """Read who wrote to whom. Where a form of one's own writes for somebody, that is the one to answer to."""
    senders = headers.addresses("from") or headers.addresses("sender") or headers.addresses("return-path")
    sender = senders[0] if senders else _UNKNOWN
    to, cc = tuple(headers.addresses("to")), tuple(headers.addresses("cc"))
    others = tuple(headers.addresses("bcc"))
    everybody = (*to, *cc, *others)
    if own_domains and is_own(sender, own_domains) and not any(not is_own(one, own_domains) for one in everybody):
        answered = [one for one in headers.addresses("reply-to") if not is_own(one, own_domains)]
        sender = answered[0] if answered else sender
    return Sides(sender, to, cc, others)


def _row(headers: Headers, body: Body, sides: Sides, own_side: OwnSide) -> dict[str, str]:
    own_domains = own_side.domains
    everybody = (*sides.to, *sides.cc, *sides.others)
    outside = [one for one in everybody if not is_own(one, own_domains)]
    direction = _direction(sides.sender, outside, own_domains)
    customer = {"in": sides.sender, "out": outside[0] if outside else _UNKNOWN}.get(direction, _UNKNOWN)
    own = tuple(dict.fromkeys(one for one in (sides.sender, *everybody) if is_own(one, own_domains)))
    sender_is_own = is_own(sides.sender, own_domains)
    date, date_from = _date(headers)
    subject = headers.text("subject")
    above = _ID.findall(headers.text("references")) + _ID.findall(headers.text("in-reply-to"))
    words = own_words(body.text, is_reply=bool(above) or _REPLY.match(subject) is not None)
    taking_part = tuple(one.name for one in own if one.name)
    names = OwnNames(taking_part, tuple(name for name in own_side.names if name not in taking_part), own_domains)
    row = {
        "in_reply_to": (_ID.findall(headers.text("in-reply-to")) or above[-1:] or [""])[0],
        "date": date.isoformat() if date else "",
        "date_from": date_from,
        "direction": direction,
        "customer": customer.address,
        "customer_name": customer.name,
        "from": f"@{sides.sender.domain}" if sender_is_own else sides.sender.address,
        "from_name": "" if sender_is_own else sides.sender.name,
        "to": _listed(sides.to, own_domains),
        "cc": _listed(sides.cc, own_domains),
        OWN_PEOPLE: ", ".join(f"{one.name} <{one.address}>" if one.name else one.address for one in own),
        "recipients": str(len({one.address for one in everybody})),
        "subject": without_names(subject, names, greets_own=False),
        "text": without_names(words.text, names, greets_own=direction == "in"),
        "text_from": body.kind,
        "cut": ", ".join(words.cut),
        "automatic": automatic(headers, subject),
        "attachments": _attachments(body),
        "attachment_bytes": str(sum(one.size for one in body.attachments)) if body.attachments else "",
    }
    own_id = (_ID.findall(headers.text("message-id")) or [""])[0] or _made_id(row)
    thread = above[0] if above else own_id
    return {"message_id": own_id, "thread": thread} | row


def _direction(sender: Address, outside: Sequence[Address], own_domains: Collection[str]) -> str:
    if not own_domains:
        return ""
    if not is_own(sender, own_domains):
        return "in"
    return "out" if outside else "internal"


def _date(headers: Headers) -> tuple[datetime | None, str]:
    """Read when it was sent; where the date is missing or cannot be, when it was received."""
    written = moment(headers.text("date"))
    stamps = [moment(decoded(value).rpartition(";")[2]) for value in headers.raw("received")[:1]]
    received = stamps[0] if stamps else None
    if received and (written is None or not received - _WRONG_BEHIND <= written <= received + _WRONG_AHEAD):
        return received, "received"
    return written, "header" if written else ""


def automatic(headers: Headers, subject: str) -> str:
    """Say whether a machine wrote: `report` (on delivery), `autoreply`, `bulk` (to many), or "" for a person."""
    kind, _ = headers.parameters("content-type")
    submitted = headers.text("auto-submitted").lower()
    precedence = headers.text("precedence").lower()
    if kind == "multipart/report" or (
        headers.addresses("from")[:1]
        and headers.addresses("from")[0].address.startswith(("mailer-daemon@", "postmaster@"))
    ):
        return "report"
    away = headers.raw("x-autoreply") or headers.raw("x-autorespond") or precedence == "auto_reply"
    if submitted.startswith("auto-replied") or away or _AWAY.match(subject):
        return "autoreply"
    listed = headers.raw("list-id") or headers.raw("list-unsubscribe") or precedence in {"bulk", "list", "junk"}
    return "bulk" if listed or submitted.startswith("auto-generated") else ""


def _listed(people: Iterable[Address], own_domains: Collection[str]) -> str:
    written = [
        f"@{one.domain}" if is_own(one, own_domains) else f"{one.name} <{one.address}>" if one.name else one.address
        for one in people
    ]
    return ", ".join(dict.fromkeys(written))


def _attachments(body: Body) -> str:
    if not body.attachments:
        return ""
    return json.dumps([{"name": one.name, "bytes": one.size} for one in body.attachments], ensure_ascii=False)


def _made_id(row: dict[str, str]) -> str:
    """Make an id for a mail without one, of what it says, so that the same mail from another export is known again."""
    content = "\x1f".join((row["date"], row["from"], row["to"], row["subject"], row["text"]))
    return f"<{hashlib.blake2b(content.encode(), digest_size=12).hexdigest()}@none>"


def _set_aside(message: RawMessage, reason: UnfitReason) -> Unfit:
    """Set a message aside of which nothing can be read with safety: its content may name anybody, and is not kept."""
    return _unfit(message, reason, {})


def _unfit(message: RawMessage, reason: UnfitReason, row: dict[str, str]) -> Unfit:
    return Unfit(message.number, reason, "", "", row_text(row))
