"""How alike two records are, in words: one entry for each attribute and level, English and German."""

from __future__ import annotations

from collections.abc import Iterable

from wegmarke.text.language import Language, Wording, looked_up

LIKENESS: dict[str, Wording] = {
    "first_name.same": ("same first name", "gleicher Vorname"),
    "first_name.swapped": ("first and last name swapped", "Vor- und Nachname vertauscht"),
    "first_name.one_letter": ("first names differ by one letter", "Vornamen bis auf einen Buchstaben gleich"),
    "first_name.part": ("one first name is part of the other", "ein Vorname ist Teil des anderen"),
    "first_name.similar": ("similar first names", "ähnliche Vornamen"),
    "first_name.related": ("first names alike at a glance", "Vornamen entfernt ähnlich"),
    "first_name.different": ("different first name", "anderer Vorname"),
    "last_name.same": ("same last name", "gleicher Nachname"),
    "last_name.swapped": ("last and first name swapped", "Nach- und Vorname vertauscht"),
    "last_name.one_letter": ("last names differ by one letter", "Nachnamen bis auf einen Buchstaben gleich"),
    "last_name.part": ("one last name is part of the other", "ein Nachname ist Teil des anderen"),
    "last_name.similar": ("similar last names", "ähnliche Nachnamen"),
    "last_name.related": ("last names alike at a glance", "Nachnamen entfernt ähnlich"),
    "last_name.different": ("different last name", "anderer Nachname"),
    "birth_date.same": ("same birthday", "gleiches Geburtsdatum"),
    "birth_date.swapped": ("day and month of birth swapped", "Tag und Monat der Geburt vertauscht"),
    "birth_date.one_letter": ("birthdays differ by one digit", "Geburtsdaten bis auf eine Ziffer gleich"),
    "birth_date.similar": ("similar birthdays", "ähnliche Geburtsdaten"),
    "birth_date.related": ("birthdays less than a year apart", "Geburtsdaten weniger als ein Jahr auseinander"),
    "birth_date.different": ("different birthday", "anderes Geburtsdatum"),
    "street.same": ("same street", "gleiche Straße"),
    "street.one_letter": ("streets differ by one letter", "Straßen bis auf einen Buchstaben gleich"),
    "street.similar": ("similar streets", "ähnliche Straßen"),
    "street.different": ("different street", "andere Straße"),
    "house_number.same": ("same house number", "gleiche Hausnummer"),
    "house_number.one_letter": ("house numbers differ by one sign", "Hausnummern bis auf ein Zeichen gleich"),
    "house_number.different": ("different house number", "andere Hausnummer"),
    "postcode.same": ("same postcode", "gleiche Postleitzahl"),
    "postcode.one_letter": ("postcodes differ by one digit", "Postleitzahlen bis auf eine Ziffer gleich"),
    "postcode.town": ("same town, different postcode", "gleicher Ort, andere Postleitzahl"),
    "postcode.similar": ("similar postcode, different town", "ähnliche Postleitzahl, anderer Ort"),
    "postcode.different": ("different town", "anderer Ort"),
    "city.same": ("same town", "gleicher Ort"),
    "city.one_letter": ("towns differ by one letter", "Orte bis auf einen Buchstaben gleich"),
    "city.similar": ("similar town", "ähnlicher Ort"),
    "city.different": ("different town", "anderer Ort"),
    "email.same": ("same e-mail address", "gleiche E-Mail-Adresse"),
    "email.one_letter": ("e-mail addresses differ by one sign", "E-Mail-Adressen bis auf ein Zeichen gleich"),
    "email.mailbox": (
        "e-mail addresses of one name at different providers",
        "E-Mail-Adressen eines Namens bei verschiedenen Anbietern",
    ),
    "email.similar": ("similar e-mail addresses", "ähnliche E-Mail-Adressen"),
    "email.different": ("different e-mail address", "andere E-Mail-Adresse"),
    "phone.same": ("same telephone number", "gleiche Telefonnummer"),
    "phone.one_letter": ("telephone numbers differ by one digit", "Telefonnummern bis auf eine Ziffer gleich"),
    "phone.different": ("different telephone number", "andere Telefonnummer"),
    "number.same": ("same number ({kind})", "gleiche Nummer ({kind})"),
    "number.one_letter": ("numbers differ by one sign ({kind})", "Nummern bis auf ein Zeichen gleich ({kind})"),
    "number.different": ("different number ({kind})", "andere Nummer ({kind})"),
}
"""Keys are the kind and the level of `identity.comparing`; kinds of a company's own are `number`."""

ATTRIBUTES: dict[str, Wording] = {
    "first_name": ("First name", "Vorname"),
    "last_name": ("Last name", "Nachname"),
    "birth_date": ("Birthday", "Geburtsdatum"),
    "street": ("Street", "Straße"),
    "house_number": ("House number", "Hausnummer"),
    "postcode": ("Postcode", "Postleitzahl"),
    "city": ("Town", "Ort"),
    "email": ("E-mail", "E-Mail"),
    "phone": ("Telephone", "Telefon"),
}

IDENTIFIERS: dict[str, Wording] = {
    "customer_number": ("Customer number", "Kundennummer"),
    "customer": ("Customer", "Kunde"),
    "user_id": ("User id", "Benutzerkennung"),
    "loyalty_card": ("Loyalty card", "Kundenkarte"),
    "contract_number": ("Contract number", "Vertragsnummer"),
    "iban": ("IBAN", "IBAN"),
    "device": ("Device", "Gerät"),
    "cookie": ("Cookie", "Cookie"),
}
"""Identifiers that are not compared, or only where a company has them; others are called as they are."""


def attribute(kind: str, lang: Language) -> str:
    """What an attribute or identifier is called; a kind of the company's own is called as it is."""
    known = ATTRIBUTES | IDENTIFIERS
    return looked_up(known, kind, lang, "likeness") if kind in known else kind


def likeness(kind: str, level: str, lang: Language) -> str:
    """How alike two values are: `birth_date`, `one_letter`: birthdays differ by one digit. Not for missing values."""
    key = f"{kind}.{level}" if kind in ATTRIBUTES else f"number.{level}"
    return looked_up(LIKENESS, key, lang, "likeness").replace("{kind}", attribute(kind, lang))


def likenesses(levels: Iterable[tuple[str, str]], lang: Language) -> str:
    """Several as one sentence, what agrees first: Same birthday, last names differ by one letter, different street."""
    said = [(level, likeness(kind, level, lang)) for kind, level in levels if level != "missing"]
    order = sorted(said, key=lambda pair: (pair[0] == "different", pair[0] != "same"))
    text = ", ".join(words for _, words in order)
    return f"{text[:1].upper()}{text[1:]}." if text else ""
