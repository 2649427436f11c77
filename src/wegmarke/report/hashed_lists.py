"""Customer lists as the large advertising networks take them: addresses and names as SHA-256, never in the clear.

Google Customer Match (support.google.com/google-ads/answer/7659867): headers Email, Phone, First Name, Last Name,
Country, Zip; Email and Phone may stand several times. Hashed: e-mail, phone (E.164 with +), names; in small letters,
without spaces around them. Country (ISO, two letters) and zip stay readable.

Meta custom audiences (facebook.com/business/help/2082575038703844): headers email, phone, fn, ln, zip, country; email
and phone up to three times. All hashed: e-mail in small letters, phone as digits with the country code and without +
and leading zeros, names in small letters without punctuation, zip in small letters without spaces and dashes, country
in two small letters.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from wegmarke.workspace.reaching import MOST_ADDRESSES, Reachable

Network = Literal["google", "meta"]
NETWORKS: tuple[Network, ...] = ("google", "meta")

_COUNTRIES = {
    "germany": "de",
    "deutschland": "de",
    "austria": "at",
    "österreich": "at",
    "switzerland": "ch",
    "schweiz": "ch",
}
"""Countries as sources write them; two letters are taken as they stand."""


@dataclass(frozen=True, slots=True)
class HashedList:
    """The file, and how many customers stand in it; left_out: of whom no network could recognise anything."""

    content: bytes
    customers: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _Form:
    """What a network calls the columns, and how it wants them; `None` for a column that is not hashed."""

    email: str
    phone: str
    rest: tuple[str, str, str, str]
    order: Literal["country_zip", "zip_country"]
    phone_as: Callable[[str], str]
    name_as: Callable[[str], str]
    zip_as: Callable[[str], str]
    place_hashed: bool


def hashed_list(people: Sequence[Reachable], network: Network, of: int, country: str = "") -> HashedList:
    """The list for a network; UTF-8, commas, one line a customer, the headers it documents.

    of: how many customers were meant. country: where customers live of whom no country is known, two letters or "". Who
    has no e-mail address, no phone, and not both names with a postcode, is left out.
    """
    form = _FORMS[network]
    some = [one for one in people if _recognisable(one, country)]
    emails = max([min(len(one.emails), MOST_ADDRESSES) for one in some], default=0) or 1
    phones = max([min(len(one.phones), MOST_ADDRESSES) for one in some], default=0) or 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*[form.email] * emails, *[form.phone] * phones, *form.rest])
    for one in some:
        writer.writerow(_line(one, form, emails, phones, country))
    return HashedList(out.getvalue().encode(), len(some), of - len(some))


def _recognisable(one: Reachable, country: str) -> bool:
    place = one.first_name and one.last_name and one.postcode and _country(one, country)
    return bool(one.emails or one.phones or place)


def _line(one: Reachable, form: _Form, emails: int, phones: int, country: str) -> list[str]:
    mails = [sha256(email_as(value)) for value in one.emails[:emails]]
    calls = [sha256(form.phone_as(value)) for value in one.phones[:phones]]
    names = [sha256(form.name_as(value)) for value in (one.first_name, one.last_name)]
    place = [_country(one, country), form.zip_as(one.postcode)]
    if form.place_hashed:
        place = [sha256(value) for value in place]
    if form.order == "zip_country":
        place.reverse()
    return [*_filled(mails, emails), *_filled(calls, phones), *names, *place]


def _filled(values: list[str], count: int) -> list[str]:
    return [*values, *[""] * (count - len(values))]


def sha256(value: str) -> str:
    """SHA-256 of the UTF-8 bytes as 64 small hexadecimal digits; "" of nothing."""
    return hashlib.sha256(value.encode()).hexdigest() if value else ""


def email_as(value: str) -> str:
    """Small letters, without spaces."""
    return re.sub(r"\s+", "", value).lower()


def _spaced(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).lower().split())


def _without_signs(value: str) -> str:
    kept = (letter for letter in _spaced(value) if letter.isalnum() or letter == " ")
    return " ".join("".join(kept).split())


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value).lstrip("0")


def _close(value: str) -> str:
    return re.sub(r"[\s-]+", "", value).lower()


def _country(one: Reachable, otherwise: str) -> str:
    written = _spaced(one.country)
    if not written:
        return otherwise.lower()
    return _COUNTRIES.get(written, written if re.fullmatch("[a-z]{2}", written) else "")


_FORMS: dict[Network, _Form] = {
    "google": _Form(
        email="Email",
        phone="Phone",
        rest=("First Name", "Last Name", "Country", "Zip"),
        order="country_zip",
        phone_as=lambda value: value,
        name_as=_spaced,
        zip_as=str.strip,
        place_hashed=False,
    ),
    "meta": _Form(
        email="email",
        phone="phone",
        rest=("fn", "ln", "zip", "country"),
        order="zip_country",
        phone_as=_digits,
        name_as=_without_signs,
        zip_as=_close,
        place_hashed=True,
    ),
}
