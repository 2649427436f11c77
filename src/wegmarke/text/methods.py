"""Methods, assumptions and caveats of findings, each in one sentence. One entry a code: English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

METHODS: dict[str, Wording] = {
    # methods
    "count": ("Counted, nothing estimated.", "Gezählt, nichts geschätzt."),
    "wilson": (
        "Share with Wilson's score interval.",
        "Anteil mit dem Score-Intervall nach Wilson.",
    ),
    "newcombe": (
        "Difference of two shares with Newcombe's interval.",
        "Unterschied zweier Anteile mit dem Intervall nach Newcombe.",
    ),
    "cluster_ratio": (
        "Share with an interval that takes each customer's journeys as one group.",
        "Anteil mit einem Intervall, das die Kundenreisen eines Kunden als eine Gruppe nimmt.",
    ),
    "benjamini_hochberg": (
        "Many comparisons at once, corrected after Benjamini and Hochberg.",
        "Viele Vergleiche zugleich, korrigiert nach Benjamini und Hochberg.",
    ),
    "markov": (
        "Absorbing Markov chain, solved exactly; a removed touchpoint sends its journeys to no conversion.",
        "Absorbierende Markow-Kette, exakt gelöst; ein entfernter Touchpoint führt seine Kundenreisen zu keinem Abschluss.",
    ),
    # assumptions
    "independent_customers": (
        "Customers decide independently of each other.",
        "Kunden entscheiden unabhängig voneinander.",
    ),
    "independent_journeys": (
        "Journeys come about independently of each other.",
        "Kundenreisen entstehen unabhängig voneinander.",
    ),
    "complete_sources": (
        "The sources hold all interactions of these customers.",
        "Die Quellen enthalten alle Kontakte dieser Kunden.",
    ),
    # caveats that need no values
    "association_only": (
        "This is an association: it does not say that one brings about the other.",
        "Das ist ein Zusammenhang: Er sagt nicht, dass das eine das andere bewirkt.",
    ),
    "elapsed_not_waiting": (
        "Elapsed time is from one interaction to the next; how much of it was waiting is not known.",
        "Die Dauer reicht von einem Kontakt zum nächsten; wie viel davon Warten war, ist nicht bekannt.",
    ),
    "open_journeys": (
        "Open journeys may still be won or lost.",
        "Offene Kundenreisen können noch gewonnen oder verloren werden.",
    ),
}
