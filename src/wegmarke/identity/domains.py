"""The domain of a mail address tells the company of whoever no row names one for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wegmarke.identity.spans import Spans

LEAST_CONTACTS = 2
"""One contact may write from anywhere; two of one company, and none of another, make the domain the company's."""

FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de",
    "outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "live.com", "live.de", "msn.com", "icloud.com", "me.com",
    "mac.com", "yahoo.com", "yahoo.de", "ymail.com", "aol.com", "aol.de", "posteo.de", "mailbox.org", "proton.me",
    "protonmail.com", "arcor.de", "vodafone.de", "1und1.de", "online.de", "kabelmail.de", "mail.de", "bluewin.ch",
    "a1.net", "chello.at", "unitybox.de", "netcologne.de", "ewetel.net", "magenta.de",
})  # fmt: skip
"""Where everybody may have an address: it tells nothing of a company."""


def domain_of(identifier: str) -> str:
    """The domain of a mail address, of whatever stands before it."""
    return identifier.rpartition("@")[2].lower()


def accounts_of_domains(customers: NDArray[np.int64], domains: Sequence[str], spans: Spans) -> dict[str, int]:
    """The account of each domain that is one company's: all its contacts who have an account have, or had, that one,
    and they are `LEAST_CONTACTS` or more. customers, domains: of each mail address.
    """
    found: dict[str, dict[int, set[int]]] = {}
    for customer, domain in zip(customers.tolist(), domains, strict=True):
        if domain not in FREE_MAIL:
            for account in spans.accounts_of(customer):
                found.setdefault(domain, {}).setdefault(account, set()).add(customer)
    result: dict[str, int] = {}
    for domain, accounts in found.items():
        ((account, contacts), *others) = sorted(accounts.items(), key=lambda one: -len(one[1]))
        if not others and len(contacts) >= LEAST_CONTACTS:
            result[domain] = account
    return result
