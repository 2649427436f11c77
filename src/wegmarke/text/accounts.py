"""Words of accounts (companies), and what the commands say of them. A key that ends in `:account` takes the place of
the one before it where journeys are told by account.
"""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

ACCOUNT_WORDS: dict[str, Wording] = {
    "column:account": ("Account", "Firma"),
    "column:account_number": ("Account number", "Firmennummer"),
    "column:company": ("Name", "Name"),
    "column:customer:account": ("Account", "Firma"),
    "column:customer_number:account": ("Account number", "Firmennummer"),
    "column:customers:account": ("Accounts", "Firmen"),
    "column:last_outcome": ("Last outcome", "Letztes Ergebnis"),
    "column:open_complaints": ("Open complaints", "Offene Beschwerden"),
    "column:people": ("People", "Personen"),
    "formula:customers:account": ("how many accounts; each counts once", "wie viele Firmen; jede zählt einmal"),
    "formula:journeys:account": (
        "how many journeys; an account with two journeys counts twice",
        "wie viele Kundenreisen; eine Firma mit zwei Reisen zählt doppelt",
    ),
    "question:accounts": ("Accounts", "Firmen"),
    "table:accounts": ("Accounts", "Firmen"),
    "table:audience:account": ("Accounts", "Firmen"),
    "table:customers:account": ("Accounts", "Firmen"),
}

ACCOUNT_COMMANDS: dict[str, Wording] = {
    "help.accounts": ("Companies: the level above customers.", "Firmen: die Ebene über den Kunden."),
    "help.accounts.list": (
        "List the accounts that have a journey that the filter leaves.",
        "Die Firmen mit einer Kundenreise auflisten, auf die der Filter passt.",
    ),
    "help.accounts.show": (
        "Show the numbers of an account, why they are one, and its people.",
        "Die Nummern einer Firma zeigen, warum sie eine ist, und ihre Ansprechpartner.",
    ),
    "help.accounts.join": ("Say that two accounts are one company.", "Sagen, dass zwei Firmen eine sind."),
    "help.accounts.part": (
        "Say that two numbers of an account are two companies.",
        "Sagen, dass zwei Nummern einer Firma zwei Firmen sind.",
    ),
    "help.accounts.account": (
        "The number by which a source knows the account, or its name.",
        "Die Nummer, unter der eine Quelle die Firma führt, oder ihr Name.",
    ),
    "help.accounts.reason": (
        "Why; stays in the ledger, so no names.",
        "Warum; bleibt im Verzeichnis, also keine Namen.",
    ),
    "help.accounts.order": ("By what to list them.", "Wonach sie geordnet werden."),
    "help.accounts.rows": ("How many at most.", "Höchstens so viele."),
    "accounts.line": (
        "  {account}[[ {name}]]: {value}, {people:count|person|people}, last {last} ({outcome})[[, {complaints:count|open complaint|open complaints}]]",
        "  {account}[[ {name}]]: {value}, {people:count|Person|Personen}, zuletzt {last} ({outcome})[[, {complaints:count|offene Beschwerde|offene Beschwerden}]]",
    ),
    "accounts.number": ("Account {number}: {name} ({values})", "Firma {number}: {name} ({values})"),
    "accounts.address": ("  {address}", "  {address}"),
    "accounts.by_rule": (
        "  {one} and {other} are one: name and address agree",
        "  {one} und {other} sind eine: Name und Anschrift stimmen überein",
    ),
    "accounts.one": (
        "  {one} and {other} are one, somebody said[[: {reason}]]",
        "  {one} und {other} sind eine, sagte jemand[[: {reason}]]",
    ),
    "accounts.two": (
        "  {one} and {other} are two, somebody said[[: {reason}]]",
        "  {one} und {other} sind zwei, sagte jemand[[: {reason}]]",
    ),
    "accounts.person": (
        "  {kind} {value}[[: {roles}]][[, since {since}]][[, until {until}]]",
        "  {kind} {value}[[: {roles}]][[, seit {since}]][[, bis {until}]]",
    ),
}
