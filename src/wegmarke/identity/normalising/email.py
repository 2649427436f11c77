"""E-mail addresses: one spelling for one mailbox, and which of them belong to an office instead of a person."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.normalising.texts import one_by_one, or_null, tidied

_PLAIN = r"^[a-z0-9._%+'&=!#$*/?^`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$"
_ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]\\]+@(?:[^\s@<>,;:\"()\[\]\\._]+\.)+[^\s@<>,;:\"()\[\]\\._\d][^\s@<>,;:\"()\[\]\\.]+"
)
NOBODY = (
    r"^(?:test\d*|tests|tester|testkunde|dummy|fake|noreply|no-reply|no\.reply|donotreply|do-not-reply|nomail|no-mail"
    r"|noemail|no-email|keine?|keinemail|keine-?e?-?mail|ohne|none|null|nil|na|n\.a|unbekannt|unknown|anonym|anonymous"
    r"|asdf|qwertz?|xx+|0+|1+|mailer-daemon)@"
)
"""Mailboxes that no person reads: made up to fill a mandatory field, or a machine's."""

ROLES = (
    "abuse", "accounting", "accounts", "admin", "administration", "anfrage", "anfragen", "assistenz", "auftrag",
    "auftraege", "bestellung", "bestellungen", "bewerbung", "billing", "booking", "buchhaltung", "buchung", "buero",
    "büro", "career", "contact", "customer", "customerservice", "datenschutz", "dispo", "edv", "einkauf", "empfang",
    "enquiries", "enquiry", "fibu", "finance", "firma", "geschaeftsfuehrung", "geschaeftsleitung", "hallo", "hello",
    "help", "helpdesk", "hilfe", "hostmaster", "hr", "impressum", "info", "information", "infos", "invoice", "invoices",
    "it", "jobs", "kanzlei", "karriere", "kontakt", "kundendienst", "kundenservice", "lager", "logistik", "mail",
    "marketing", "media", "newsletter", "office", "order", "orders", "personal", "post", "postmaster", "poststelle",
    "praxis", "presse", "press", "privacy", "procurement", "purchasing", "rechnung", "rechnungen", "rechnungseingang",
    "reception", "reklamation", "reservation", "reservierung", "sales", "sekretariat", "service", "shop", "support",
    "technik", "team", "verkauf", "verwaltung", "vertrieb", "versand", "webmaster", "welcome", "werkstatt", "zentrale",
)  # fmt: skip
"""What stands before the @ of an address that an office reads; a number, region or branch may follow."""

_ROLE = re.compile(r"^(?:" + "|".join(map(re.escape, ROLES)) + r")(?:[._-][^@]*|\d+)?@")


def normalise(values: pa.StringArray, *, plus_tags: bool = True, gmail_dots: bool = True) -> pa.StringArray:
    """Addresses in small letters, without `mailto:` or the name in front; null: malformed, or nobody's.

    Where a cell holds several addresses the first counts. plus_tags: whether `a+shop@b.de` is another mailbox than
    `a@b.de`. gmail_dots: whether dots tell mailboxes of Gmail apart, which they do not for Google.
    """
    some = pc.utf8_lower(tidied(values))
    plain = pc.match_substring_regex(some, _PLAIN)
    some = one_by_one(some, pc.invert(plain), _found, some)
    some = or_null(pc.invert(pc.match_substring_regex(some, NOBODY)), some)
    if not plus_tags:
        some = pc.replace_substring_regex(some, r"^([^@+]+)\+[^@]*@", r"\1@")
    if not gmail_dots:
        some = one_by_one(some, pc.match_substring_regex(some, r"@(?:gmail|googlemail)\.com$"), _one_gmail, some)
    return some


def _found(text: str) -> str | None:
    """The first address in a text that is more than an address, its domain as the network knows it."""
    match = _ADDRESS.search(text.replace("mailto:", " "))
    if match is None:
        return None
    mailbox, _, domain = match.group().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    address = f"{mailbox.strip('.')}@{domain}".lower()
    return address if _ADDRESS.fullmatch(address) else None


def _one_gmail(address: str) -> str:
    mailbox = address.partition("@")[0]
    return (mailbox.replace(".", "") or mailbox) + "@gmail.com"


def of_an_office(values: pa.StringArray, further: tuple[str, ...] = ()) -> pa.BooleanArray:
    """Whether a normalised address belongs to an office (info@, buchhaltung@): it points at no single person."""
    pattern = _ROLE.pattern
    if further:
        pattern = pattern.replace("^(?:", "^(?:" + "".join(f"{re.escape(word.lower())}|" for word in further), 1)
    return pc.fill_null(pc.match_substring_regex(values, pattern), fill_value=False)


def of_domains(values: pa.StringArray, domains: tuple[str, ...]) -> pa.BooleanArray:
    """Whether a normalised address lies in one of the domains, or below it."""
    escaped = "|".join(re.escape(domain.lower().strip("@. ")) for domain in domains)
    return pc.fill_null(pc.match_substring_regex(values, rf"@(?:[^@]*\.)?(?:{escaped})$"), fill_value=False)
