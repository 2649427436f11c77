"""Words of accounts (companies); a key that ends in `:account` takes the place of the one before it where journeys are
told by account.
"""

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
