"""What exports call their columns, in German and English: the words by which a mapping is guessed.

A name is compared without case, accents of writing (Kunden-Nr., kunden_nr and KundenNr are one) and the prefix `case:`.
"""

from __future__ import annotations

import re
from typing import Literal

GuessedField = Literal[
    "customer",
    "identifier",
    "time",
    "touchpoint",
    "journey",
    "channel",
    "department",
    "lifecycle",
    "outcome",
    "value",
    "currency",
    "nps",
    "csat",
    "ces",
    "text",
    "end",
    "sequence",
    "account",
    "matter",
    "stated_reason",
    "promise_due",
    "promise_kept",
    "employee",
]

_WORDS: dict[GuessedField, str] = {
    "customer": (
        "customer id, customer, customer number, customer no, kunde, kunden id, kunden nr, kundennummer, kdnr, kd "
        "nr, kundennr, debitor, debitornr, debitorennummer, client id, client, mandant, contact id, kontakt id, "
        "prospect id, lead id, lead number, mql id, member id, mitgliedsnummer, subscriber id, visitor id, person "
        "id, user id, cookie id, anonymous id, patient id, partner nr, geschäftspartner, case id, case concept name, "
        "case, ticket id, fall, fallnummer, vorgangsnummer, email, e mail, mail, email address, mailadresse, phone, "
        "telefon, telefonnummer, phone number"
    ),
    "identifier": "anonymous id, visitor id, cookie id, user pseudo id",
    "time": (
        "timestamp, time timestamp, time, date time, datetime, date, zeit, datum, zeitpunkt, zeitstempel, event "
        "time, event date, created at, created, created on, erstellt am, erstellt, angelegt am, occurred at, "
        "kontaktdatum, contact date, buchungsdatum, start, start time, start timestamp, beginn, complete "
        "timestamp, ts, datum uhrzeit, interaction date"
    ),
    "touchpoint": (
        "touchpoint, activity, concept name, aktivität, aktivitaet, event, event name, event type, ereignis, "
        "action, aktion, activity name, kontaktpunkt, kontaktart, kontaktanlass, page, seite, last activity, "
        "vorgangsart, interaction, interaction type, type, typ, art, step, schritt"
    ),
    "journey": (
        "journey, journey id, case concept name, case id, caseid, case, session id, session, order id, "
        "bestellnummer, auftrag, auftragsnummer, vorgang, vorgangsnummer, ticket id, ticket, fall, fallnummer, "
        "opportunity id, reise"
    ),
    "channel": (
        "channel, kanal, kontaktkanal, contact channel, medium, eingangskanal, lead source, source, quelle, "
        "origin, lead origin"
    ),
    "department": (
        "department, abteilung, org group, bereich, team, workgroup, work group, group, gruppe, unit, "
        "organisationseinheit, support section, responsible section, fachbereich"
    ),
    "lifecycle": "lifecycle transition, lifecycle, transition, lebenszyklus",
    "outcome": (
        "outcome, ergebnis, result, resultat, converted, conversion, churn label, churn, churned, customer "
        "status, abschluss, won, lost, gewonnen, verloren, auftragsstatus, status, stage, phase, ausgang, deal "
        "status"
    ),
    "value": (
        "value, amount, betrag, wert, umsatz, price, preis, cost, costs, kosten, revenue, total, summe, erlös, "
        "erloes, nettobetrag, bruttobetrag, auftragswert, order value, conversion value, total amount, "
        "rechnungsbetrag, payment amount"
    ),
    "currency": "currency, währung, waehrung, currency code, whg",
    "nps": "nps, nps score, weiterempfehlung, recommendation, likelihood to recommend",
    "csat": "csat, csat score, satisfaction, satisfaction score, zufriedenheit, rating, bewertung",
    "ces": "ces, ces score, effort, effort score, aufwand",
    "text": (
        "text, comment, comments, kommentar, bemerkung, message, nachricht, feedback, verbatim, note, notes, "
        "notiz, beschreibung, description, body"
    ),
    "end": "end, end time, end date, ende, end timestamp, finished at, complete time, endzeit, beendet am, closed at",
    "sequence": "sequence, seq, sequence number, order, position, pos, lfd nr, laufende nummer, event number",
    "account": "account, account id, firma, company, unternehmen, organisation, organization, firmenname",
    "matter": "matter, betreff, subject, topic, thema, anliegen, concern",
    "stated_reason": (
        "reason, reason code, grund, verlustgrund, kündigungsgrund, kuendigungsgrund, absagegrund, abgangsgrund, "
        "cancellation reason, churn reason, loss reason, lost reason, close reason, stated reason, begründung"
    ),
    "promise_due": (
        "promised, promised at, promised for, promised date, zugesagt, zugesagt am, zusage, zugesagter termin, "
        "liefertermin, wunschtermin, due, due date, fällig am, deadline, planned delivery, estimated delivery, "
        "termin zugesagt"
    ),
    "promise_kept": "delivered, delivered at, delivery date, geliefert, geliefert am, lieferdatum, erledigt am",
    "employee": (
        "resource, org resource, agent, agent name, bearbeiter, sachbearbeiter, mitarbeiter, employee, employee "
        "id, clerk, operator, responsible, handled by, assigned to, assignee, owner, sales rep, rep, sdr id, sr "
        "id, seller, betreuer, kundenbetreuer, verkäufer, verkaeufer, berater, user, username, user name, created "
        "by, erstellt von, angelegt von, geändert von, ansprechpartner intern, techniker, technician, zuständig, "
        "zustaendig"
    ),
}
TOUCHPOINT_DATES = re.compile(
    r"(_|\b|-)(at|on|am|date|datum|time|zeit|zeitpunkt|timestamp|ts|tag|day|termin)$", re.IGNORECASE
)
"""Endings that are cut from a date column's name to make a touchpoint's: ordered_at, geliefert am."""


def plain(name: str) -> str:
    """Give a column's name as it is compared: words in small letters with one space between."""
    spaced = re.sub(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])", " ", name)
    return " ".join(re.findall(r"[a-zäöüß]+|\d+", spaced.lower()))


_NAMES = {field: {plain(name): None for name in words.split(", ")} for field, words in _WORDS.items()}


_GENERIC = {
    "type",
    "typ",
    "art",
    "page",
    "seite",
    "case",
    "client",
    "status",
    "order",
    "source",
    "total",
    "time",
    "date",
    "step",
}
"""Words that say little within a longer name: a lead's type is no touchpoint, a total of visits no money."""


def name_score(field: GuessedField, name: str) -> float:
    """Say how much a column's name speaks for a field.

    1 is a name of the list, 0.5 to 0.6 one that holds such a name, 0.4 one whose beginning or end is such a name, 0
    none. Names earlier in the list speak a little louder, so that of `date` and `timestamp` the second is taken.
    """
    given = plain(name)
    bare = given.removeprefix("case ") if given != "case id" else given
    names = list(_NAMES[field])
    for candidate, weight in ((given, 1.0), (bare, 0.95)):
        if candidate in _NAMES[field]:
            return weight * (1 - 0.1 * names.index(candidate) / len(names))
    words = set(given.split())
    inside = [known for known in names if len(known) > 2 and set(known.split()) <= words]
    if inside:
        telling = [known for known in inside if known not in _GENERIC]
        return 0.6 - 0.1 * names.index(telling[0]) / len(names) if telling else 0.3
    joined = given.replace(" ", "")
    ends = [known.replace(" ", "") for known in names if len(known) > 5]
    return 0.4 if any(joined.startswith(known) or joined.endswith(known) for known in ends) else 0.0
