"""What stands beside a contact: money, scores, what became of a promise, and what was critical."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.shell.language import reader_language
from wegmarke.workspace.history import Contact


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: its icon, its words, and whether it is good, bad or neither. title: the same at length."""

    icon: str
    text: str
    tone: str = ""
    title: str = ""


def marks_of(contact: Contact, zone: str) -> tuple[Mark, ...]:
    """All marks of a contact, what went wrong first."""
    return (*_critical(contact), *_promise(contact, zone), *_scores(contact), *_money(contact))


def _critical(contact: Contact) -> list[Mark]:
    """What the marks of promise and scores do not tell already. A promise kept late stands where it was kept."""
    told = {"bad_score"} | ({"promise_broken", "promise_late"} if contact.promise in {"broken", "late"} else set())
    titles = {"repeated": _("The same touchpoint about the same matter, soon after")}
    language = reader_language()
    words = {kind: text.word(f"incident:{kind}", language) for kind in contact.incidents if kind not in told}
    return [
        Mark("alert-triangle", word[:1].upper() + word[1:], "bad", titles.get(kind, "")) for kind, word in words.items()
    ]


def _promise(contact: Contact, zone: str) -> list[Mark]:
    due = contact.told.promise_due
    if contact.promise is None or due is None:
        return []
    values = {"due": _day(due, zone)}
    match contact.promise:
        case "kept":
            return [Mark("circle-check", _("Promise kept"), "good", _("Promised for %(due)s") % values)]
        case "late":
            words = _("Promise %(time)s late") % {"time": _late(due, contact.told.promise_kept)}
            return [Mark("clock", words, "bad", _("Promised for %(due)s") % values)]
        case "broken":
            return [Mark("circle-x", _("Promise broken: %(due)s") % values, "bad", _("Nothing was done by then"))]
        case "open":
            return [Mark("hourglass", _("Promised for %(due)s") % values)]


def _late(due: datetime, kept: datetime | None) -> str:
    return "" if kept is None else text.duration((kept - due).total_seconds(), reader_language())


def _scores(contact: Contact) -> list[Mark]:
    found = []
    for scale, value in contact.told.scores:
        bad = scale in contact.bad_scores
        name = scale.upper() if scale in {"nps", "csat", "ces"} else scale.capitalize()
        written = text.decimal(value, 0 if value == int(value) else 1, reader_language())
        found.append(Mark("mood-sad" if bad else "gauge", f"{name} {written}", "bad" if bad else ""))
    return found


def _money(contact: Contact) -> list[Mark]:
    if contact.told.value_minor is None:
        return []
    currency = contact.told.currency or "EUR"
    amount = text.number(contact.told.value_minor, "minor_units", reader_language(), currency=currency)
    return [Mark("wallet", amount)]


def _day(moment: datetime, zone: str) -> str:
    return text.date(moment, reader_language(), zone)
