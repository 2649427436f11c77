"""The head of a customer's page: how the customer stands to the company, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegmarke import text
from wegmarke.desk.shell.language import reader_language
from wegmarke.workspace.history import Contact, History


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is, what it says, and in small letters what belongs to it. number: of the contact behind it, to
    which it leads; 0 where there is none.
    """

    name: str
    value: str
    note: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on top. urgent: what is owed to this customer, the gravest first."""

    urgent: tuple[Fact, ...]
    facts: tuple[Fact, ...]


def head_of(history: History, zone: str, as_of: int) -> Head:
    """The head of the page. as_of: until when the data tell (whole seconds UTC)."""
    urgent = (*_complaint(history, zone, as_of), *_overdue(history, zone))
    facts = (_relation(history, zone), _value(history), _last(history, zone, as_of), *_promised(history, zone))
    return Head(urgent, facts)


def _number(history: History, contact: Contact) -> int:
    """The contact's place in the whole history, from 1."""
    return history.earlier + 1 + next(at for at, one in enumerate(history.contacts) if one is contact)


def _complaint(history: History, zone: str, as_of: int) -> list[Fact]:
    if not history.complaints:
        return []
    count, first = len(history.complaints), history.complaints[0]
    language = reader_language()
    words = ngettext("A complaint is open", "%(n)s complaints are open", count) % {"n": count}
    day, age = text.date(first.moment.seconds, language, zone), text.duration(as_of - first.moment.seconds, language)
    since = _("since %(day)s, for %(time)s") % {"day": day, "time": age}
    return [Fact(words, since, _about(first), _number(history, first))]


def _overdue(history: History, zone: str) -> list[Fact]:
    if not history.overdue:
        return []
    count, latest = len(history.overdue), history.overdue[-1]
    words = ngettext("A promise was not kept", "%(n)s promises were not kept", count) % {"n": count}
    return [Fact(words, _for(latest, zone), _about(latest), _number(history, latest))]


def _for(contact: Contact, zone: str) -> str:
    due = contact.told.promise_due
    return "" if due is None else _("promised for %(due)s") % {"due": text.date(due, reader_language(), zone)}


def _about(contact: Contact) -> str:
    parts = (contact.moment.touchpoint.label, contact.moment.department, contact.told.matter)
    return ", ".join(part for part in parts if part)


def _relation(history: History, zone: str) -> Fact:
    words = {"prospect": _("Prospect"), "customer": _("Customer"), "former": _("Former customer")}
    deciding = {"customer": "won", "former": "churned"}.get(history.relation)
    dates = [journey for journey in history.timeline.journeys if journey.outcome == deciding]
    language = reader_language()
    if not dates:
        note = _("since %(day)s") % {"day": text.date(history.timeline.moments[0].seconds, language, zone)}
    elif history.relation == "customer":
        note = _("first won in the journey of %(day)s") % {"day": text.date(dates[0].started, language, zone)}
    else:
        note = _("left in the journey until %(day)s") % {"day": text.date(dates[-1].finished, language, zone)}
    return Fact(_("Stage"), words[history.relation], note)


def _value(history: History) -> Fact:
    if history.value_minor is None:
        return Fact(_("Value"), text.NOTHING, _("no money is known"))
    paid = sum(contact.told.value_minor is not None for contact in history.contacts)
    amount = text.number(history.value_minor, "minor_units", reader_language(), currency=history.currency)
    return Fact(_("Value"), amount, ngettext("in %(n)s contact", "in %(n)s contacts", paid) % {"n": paid})


def _last(history: History, zone: str, as_of: int) -> Fact:
    language = reader_language()
    last = history.last
    age = text.duration(as_of - last.seconds, language)
    note = _("%(touchpoint)s; %(time)s before the data end") % {"touchpoint": last.touchpoint.label, "time": age}
    return Fact(_("Last contact"), text.date(last.seconds, language, zone), note, len(history.timeline.moments))


def _promised(history: History, zone: str) -> Sequence[Fact]:
    if not history.promised:
        return [Fact(_("Open promises"), _("none open"))]
    count, first = len(history.promised), history.promised[0]
    note = f"{_for(first, zone)}: {_about(first)}"
    return [Fact(_("Open promises"), str(count), note, _number(history, first))]
