"""Wording of where the value of customers lies: words, sentences, formulas. Key, English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

VALUE_WORDS: dict[str, Wording] = {
    "table:value_tenths": (
        "Where it lies: customers by tenths, those of whom most is expected first",
        "Wo er liegt: Kunden nach Zehnteln, zuerst die mit der höchsten Erwartung",
    ),
    "table:value_since": ("How long ago customers last bought", "Wann Kunden zuletzt gekauft haben"),
    "column:tenth": ("Tenth", "Zehntel"),
    "column:silent_value_ahead": (
        "of it with those silent for longer than ever",
        "davon bei denen, die länger still sind als je zuvor",
    ),
    "column:silent_value_ahead_low": ("of it with those silent, from", "davon bei den Stillen, von"),
    "column:silent_value_ahead_high": ("of it with those silent, to", "davon bei den Stillen, bis"),
    "column:silent_purchases_ahead": (
        "of it with those silent for longer than ever",
        "davon bei denen, die länger still sind als je zuvor",
    ),
    "column:silent_purchases_ahead_low": ("of it with those silent, from", "davon bei den Stillen, von"),
    "column:silent_purchases_ahead_high": ("of it with those silent, to", "davon bei den Stillen, bis"),
    "column:contract_decision": ("Contract term ends", "Vertragslaufzeit endet"),
    "formula:contract_decision": (
        "When the term of the contract is over next: it begins with the first purchase after which the customer has not left. Empty for who has none.",
        "Wann die Laufzeit des Vertrags als Nächstes endet: Sie beginnt mit dem ersten Kauf, nach dem der Kunde nicht gegangen ist. Leer ohne Vertrag.",
    ),
    "column:bought_last": ("Bought last", "Letzter Kauf"),
    "bought_last:quarter": ("within a quarter", "im letzten Vierteljahr"),
    "bought_last:half_year": ("a quarter to half a year ago", "vor einem viertel bis halben Jahr"),
    "bought_last:year": ("half a year to a year ago", "vor einem halben bis ganzen Jahr"),
    "bought_last:two_years": ("one to two years ago", "vor ein bis zwei Jahren"),
    "bought_last:longer": ("longer ago", "vor längerer Zeit"),
    "formula:tenth": (
        "The customers who ever bought and are not known to have left, by what is to be expected of them, cut into ten parts of one size; 1 is the part of whom most is expected.",
        "Die Kunden, die je gekauft haben und nicht erklärtermaßen gegangen sind, nach ihrer Erwartung in zehn gleich große Teile geschnitten; 1 ist der Teil mit der höchsten Erwartung.",
    ),
    "formula:silent_value_ahead": (
        "Revenue to expect of those in this tenth who are silent for longer than ever before; the expectation counts the silence already.",
        "Zu erwartender Umsatz derer in diesem Zehntel, die länger still sind als je zuvor; die Stille ist in der Erwartung schon berücksichtigt.",
    ),
}

VALUE_SENTENCES: dict[str, Wording] = {
    "value.attention": (
        "Of the revenue to expect, about {value:about_money} (95% interval of the expectation {low:to:high:about_money}) lies with customers who are silent for longer than ever before.",
        "Vom zu erwartenden Umsatz liegen etwa {value:about_money} (95-%-Intervall der Erwartung {low:to:high:about_money}) bei Kunden, die länger still sind als je zuvor.",
    ),
}
