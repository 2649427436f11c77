"""Sentences of findings: headlines and caveats. One entry a code: English, German; templates as in `wegmarke.text.templates`."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

SENTENCES: dict[str, Wording] = {
    # what every count rests on
    "basis": (
        "{interactions:count|interaction|interactions} in {journeys:count|journey|journeys} of {customers:count|customer|customers}.",
        "{interactions:count|Kontakt|Kontakte} in {journeys:count|Kundenreise|Kundenreisen} von {customers:count|Kunde|Kunden}.",
    ),
    "basis_filter": ("Filter: {filter}.", "Filter: {filter}."),
    "basis_case_notion": ("Here {case_notion:word:case_notion}.", "Hier gilt: {case_notion:word:case_notion}."),
    "basis_silence": (
        "A pause of more than {silence_days:count|day|days} begins a new journey.",
        "Eine Pause von mehr als {silence_days:count|Tag|Tagen} beginnt eine neue Kundenreise.",
    ),
    "basis_no_silence": ("No pause begins a new journey.", "Keine Pause beginnt eine neue Kundenreise."),
    "basis_cut_at_outcome": ("An outcome ends the journey.", "Ein Ergebnis beendet die Kundenreise."),
    "basis_lifecycle": (
        "Counted are interactions in the state {lifecycle:list}.",
        "Gezählt sind Kontakte im Zustand {lifecycle:list}.",
    ),
    "basis_ties": (
        "Equal times are ordered by the sequence given, else by the row in the file.",
        "Gleiche Zeiten sind nach der angegebenen Reihenfolge geordnet, sonst nach der Zeile in der Datei.",
    ),
    "nothing_left": (
        "The filter leaves no journey. Loosen it, or check the period.",
        "Der Filter lässt keine Kundenreise übrig. Lockern Sie ihn, oder prüfen Sie den Zeitraum.",
    ),
}
