"""The kinds of identifiers that are known, and what sources call them in German and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of identifier, and how far it is to be trusted.

    name: its name here. role: whether it points at one person, and so may link, or only describes one. priority: 0 is
    the strongest; a customer is named by the strongest, and links by the weakest are cut first. most_per_customer: a
    customer with more different values than that is suspicious. most_shared: a value that is met with more different
    identifiers of a stronger kind than that is several people's, and links nothing.
    """

    name: str
    role: Literal["points", "describes"]
    priority: int
    most_per_customer: int
    most_shared: int


MIDDLE = 5
"""The priority of a kind that nobody has told anything about."""


def unknown(name: str) -> Kind:
    """A kind of the source's own: it points at somebody, with middling strength."""
    return Kind(name, "points", MIDDLE, 20, 2)


def _points(name: str, priority: int, most_per_customer: int, most_shared: int) -> Kind:
    return Kind(name, "points", priority, most_per_customer, most_shared)


def _describes(name: str) -> Kind:
    return Kind(name, "describes", 9, 5, 1)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        # Nothing is stronger than the number that the company itself gave; so nothing can be met with too many of them.
        _points("customer_number", 0, 5, 1),
        _points("customer", 0, 5, 1),  # a column of which is known only that it says who it was
        _points("user_id", 1, 5, 2),
        _points("loyalty_card", 2, 5, 2),
        _points("contract_number", 2, 20, 2),
        _points("email", 3, 8, 3),  # couples share one, and some people stand twice in the CRM
        _points("phone", 4, 8, 3),
        _points("iban", 4, 8, 2),
        _points("account", 5, 20, 1),  # the company itself, where nobody of it is named; it links no people
        _points("device", 6, 30, 1),  # a device on which two people sign in is a family's
        _points("cookie", 7, 200, 1),  # browsers throw them away; so one person has many, but two people none in common
        _points(
            "nobody", 8, 1_000_000, 1
        ),  # stands in a row whose identifier says nothing; what else it bears may tell
        _describes("first_name"),
        _describes("last_name"),
        _describes("name"),
        _describes("pseudonym"),
        _describes("company"),
        _describes("street"),
        _describes("house_number"),
        _describes("postcode"),
        _describes("city"),
        _describes("state"),
        _describes("country"),
        _describes("birth_date"),
        _describes("gender"),
        _describes("buying_role"),
        _describes("job_title"),
    )
}

_ALSO = {
    "customer_number": (
        "kundennummer, kundennr, kunden nr, kdnr, kd nr, kundenid, kunden id, customer no, customer nr, customer id, "
        "crm number, crm nummer, crm nr, crm id, crm, contact id, kontakt id, debitor, debitorennummer, debitor nr, "
        "partnernummer, partner nr, gp nummer, geschäftspartner, second customer number, client id, shop number, "
        "shop kundennummer, mitgliedsnummer, member id, member number"
    ),
    "customer": "kunde, customer key",
    "user_id": "userid, user, benutzer, benutzer id, benutzername, login, konto, account login, shop user",
    "loyalty_card": "kundenkarte, kundenkartennummer, kartennummer, loyalty, loyalty id, club number, clubnummer, card",
    "contract_number": "vertrag, vertragsnummer, vertragsnr, contract, contract id, contract no",
    "email": "e mail, mail, mailadresse, e mail adresse, email adresse, email address, mail address",
    "phone": (
        "telefon, telefonnummer, tel, tel nr, rufnummer, mobil, mobilnummer, mobiltelefon, handy, handynummer, "
        "phone number, telephone, mobile, mobile number, cell, cellphone, caller, anrufer, msisdn, festnetz"
    ),
    "iban": "bankverbindung, kontonummer",
    "device": "device id, gerät, geräte id, advertising id, idfa, idfv, gaid, aaid, phone device",
    "cookie": (
        "anonymous id, visitor id, visitor, cookie id, client cookie, user pseudo id, browser id, phone cookie, "
        "besucher, besucher id, pseudo id"
    ),
    "first_name": "vorname, firstname, given name, givenname, forename",
    "last_name": "nachname, lastname, surname, family name, familienname, zuname",
    "name": "full name, kundenname, customer name, vollständiger name, ansprechpartner",
    "pseudonym": "nickname, alias, spitzname, display name, author name, autor name, screen name",
    "account": "account number, account id, account nr, firmennummer, firmennr, firmen nr, firmen id",
    "company": "firma, firmenname, unternehmen, company name, organisation, organization",
    "street": "straße, strasse, str, address, adresse, anschrift, street address, straße und hausnummer, address 1",
    "house_number": "hausnummer, hausnr, haus nr, street number, house no",
    "postcode": "plz, postleitzahl, zip, zip code, postal code",
    "city": "ort, stadt, town, wohnort, suburb, place",
    "state": "bundesland, region, province, county",
    "country": "land, ländercode, country code",
    "birth_date": "geburtsdatum, geburtstag, geb datum, date of birth, dob, birthday, birthdate",
    "buying_role": "rolle, kaufrolle, einkaufsrolle, role, buying center, buying centre, rolle im buying center",
    "job_title": "funktion, position, stellung, job, job title, berufsbezeichnung, abteilungsfunktion",
    "gender": "geschlecht, sex, anrede, salutation",
}


def plain(name: str) -> str:
    """A kind's name as names are compared: words in small letters with one space between."""
    spaced = re.sub(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", spaced.lower()))


def _aliases() -> dict[str, str]:
    found = {plain(name): name for name in KINDS}
    for name, words in _ALSO.items():
        found |= {plain(word): name for word in words.split(", ")}
    return found


ALIASES = _aliases()
"""From a kind's plain name, or what sources call it, to its name here."""
