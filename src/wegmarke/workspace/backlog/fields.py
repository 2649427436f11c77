"""Which columns of a source hold contact data, and which say what is to happen next: by their names."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from wegmarke.sources.vocabulary import plain

Field = Literal["email", "phone", "mobile", "street", "postcode", "city", "role", "next_step", "due"]
CONTACT_DATA: tuple[Field, ...] = ("email", "phone", "mobile", "street", "postcode", "city", "role")
NEXT: tuple[Field, ...] = ("next_step", "due")
COMPARED: tuple[Field, ...] = ("email", "phone", "mobile", "street", "postcode", "city")
"""Of two records of one customer these should say the same."""

_WORDS: dict[Field, str] = {
    "email": "e mail, email, mail, e mail adresse, mailadresse, email address",
    "phone": "telefon, tel, telefonnummer, rufnummer, festnetz, phone, telephone, phone number",
    "mobile": "mobil, mobiltelefon, handy, mobile, mobile phone, cell phone",
    "street": "straße, strasse, str, anschrift, adresse, straße hausnummer, street, address, street address",
    "postcode": "plz, postleitzahl, postcode, zip, zip code, postal code",
    "city": "ort, stadt, wohnort, city, town",
    "role": "funktion, position, rolle, role, job title, buying role",
    "next_step": (
        "nächster schritt, nächste schritte, nächste aktion, nächste aktivität, next step, next steps, next action, "
        "next activity, todo, to do"
    ),
    "due": (
        "wiedervorlage, wiedervorlage am, nächster kontakt, nächster termin, follow up, follow up date, follow up on, "
        "next contact, due date"
    ),
}
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _compared(name: str) -> str:
    """Give a name as it is compared; umlauts as those write them who have none."""
    return plain(name).translate(_LETTERS)


_FIELD_OF: dict[str, Field] = {_compared(word): field for field, words in _WORDS.items() for word in words.split(", ")}


@lru_cache(maxsize=10_000)
def field_of(column: str) -> Field | None:
    """Say what a column holds: by its name, or what of it stands behind the last point (`kontakt.email`)."""
    return _FIELD_OF.get(_compared(column)) or _FIELD_OF.get(_compared(column.rpartition(".")[2]))
