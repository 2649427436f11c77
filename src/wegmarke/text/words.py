"""Words: names of columns, units, outcomes, stages, questions, formulas for tooltips. One line a word: key, English, German.

The part before the colon says what kind of word it is.
"""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Language, Wording, looked_up

WORDS: dict[str, Wording] = {
    # outcomes
    "outcome:open": ("open", "offen"),
    "outcome:won": ("won", "gewonnen"),
    "outcome:lost": ("lost", "verloren"),
    "outcome:churned": ("churned", "abgewandert"),
    "outcome:returned": ("returned", "zurückgeschickt"),
    # units, as they stand in a column's header
    "unit:count": ("number", "Anzahl"),
    "unit:share": ("%", "%"),
    "unit:difference": ("percentage points", "Prozentpunkte"),
    "unit:seconds": ("elapsed time", "Dauer"),
    "unit:minor_units": ("amount", "Betrag"),
    "unit:score": ("score", "Wert"),
    "unit:text": ("text", "Text"),
    "unit:touchpoint": ("touchpoint", "Touchpoint"),
    "unit:outcome": ("outcome", "Ergebnis"),
    "unit:time": ("time", "Zeit"),
    "unit:filter": ("filter", "Filter"),
    # stages of long work
    "stage:read": ("Reading", "Lesen"),
    "stage:record": ("Recording", "Aufnehmen"),
    "stage:number": ("Numbering customers", "Kunden nummerieren"),
    "stage:sort": ("Sorting", "Sortieren"),
    "stage:code": ("Coding touchpoints", "Touchpoints verschlüsseln"),
    "stage:write": ("Writing", "Schreiben"),
    "stage:compile": ("Preparing the calculations (once per machine)", "Berechnungen vorbereiten (einmal je Rechner)"),
    "stage:ask": ("Answering", "Beantworten"),
    # questions
    "question:overview": ("Overview", "Überblick"),
    "question:map": ("Journey map", "Karte der Kundenreisen"),
    "question:paths": ("Paths", "Wege"),
    "question:entries": ("Entries and exits", "Ein- und Ausstiege"),
    "question:funnel": ("Funnel", "Trichter"),
    "question:compare": ("Comparison", "Vergleich"),
    "question:customers": ("Customers", "Kunden"),
    "question:timeline": ("Timeline", "Zeitachse"),
    "question:touchpoint": ("Touchpoint", "Touchpoint"),
    "question:attribution": ("Attribution", "Zurechnung"),
    # what a result is
    "claim:count": ("a count", "eine Zählung"),
    "claim:association": ("an association, not an effect", "ein Zusammenhang, keine Wirkung"),
    "claim:effect": ("an effect", "eine Wirkung"),
    # what a journey is here
    "case_notion:customer": (
        "a journey is a customer's history, cut as the settings say",
        "eine Kundenreise ist die Geschichte eines Kunden, geschnitten nach den Einstellungen",
    ),
    "case_notion:journey_id": (
        "a journey is what the source names with one journey or case number",
        "eine Kundenreise ist, was die Quelle mit einer Reise- oder Vorgangsnummer bezeichnet",
    ),
    "case_notion:mixed": (
        "some sources name journeys with a number, the others are cut as the settings say",
        "manche Quellen nummerieren Kundenreisen, die übrigen sind nach den Einstellungen geschnitten",
    ),
    # columns of results
    "column:touchpoint": ("Touchpoint", "Touchpoint"),
    "column:label": ("Name", "Name"),
    "column:source": ("From", "Von"),
    "column:target": ("To", "Nach"),
    "column:path": ("Path", "Weg"),
    "column:rank": ("Rank", "Rang"),
    "column:stage": ("Stage", "Stufe"),
    "column:place": ("Place", "Stelle"),
    "column:group": ("Group", "Gruppe"),
    "column:n": ("Number", "Anzahl"),
    "column:count": ("Number", "Anzahl"),
    "column:steps": ("Steps", "Schritte"),
    "column:interactions": ("Interactions", "Kontakte"),
    "column:journeys": ("Journeys", "Kundenreisen"),
    "column:customers": ("Customers", "Kunden"),
    "column:customer": ("Customer", "Kunde"),
    "column:journey": ("Journey", "Kundenreise"),
    "column:share": ("Share", "Anteil"),
    "column:share_out": ("Share out", "Anteil abgehend"),
    "column:share_in": ("Share in", "Anteil ankommend"),
    "column:share_low": ("Share, from", "Anteil, von"),
    "column:share_high": ("Share, to", "Anteil, bis"),
    "column:low": ("From", "Von"),
    "column:high": ("To", "Bis"),
    "column:mean_seconds": ("Mean elapsed time", "Mittlere Dauer"),
    "column:median_seconds": ("Median elapsed time", "Median der Dauer"),
    "column:p90_seconds": ("Nine in ten within", "Neun von zehn innerhalb von"),
    "column:outcome": ("Outcome", "Ergebnis"),
    "column:outcome_rate": ("Won of decided", "Gewonnen von Entschiedenen"),
    "column:open": ("Open", "Offen"),
    "column:won": ("Won", "Gewonnen"),
    "column:lost": ("Lost", "Verloren"),
    "column:churned": ("Churned", "Abgewandert"),
    "column:returned": ("Returned", "Zurückgeschickt"),
    "column:difference": ("Difference", "Unterschied"),
    "column:q_value": ("q", "q"),
    "column:reached": ("Reached", "Erreicht"),
    "column:dropped": ("Not further", "Nicht weiter"),
    "column:length": ("Interactions", "Kontakte"),
    "column:started": ("First contact", "Erster Kontakt"),
    "column:finished": ("Last contact", "Letzter Kontakt"),
    "column:duration": ("Duration", "Dauer"),
    "column:value": ("Value", "Wert"),
    "column:channel": ("Channel", "Kanal"),
    "column:department": ("Department", "Abteilung"),
    "column:time": ("Time", "Zeit"),
    "column:file": ("File", "Datei"),
    "column:row": ("Row", "Zeile"),
    "column:reason": ("Reason", "Grund"),
    # formulas, for tooltips
    "formula:share": ("number ÷ all that the filter leaves", "Anzahl ÷ alle, die der Filter übrig lässt"),
    "formula:share_out": (
        "steps from A to B ÷ all steps from A, those to the end included",
        "Schritte von A nach B ÷ alle Schritte von A, auch die zum Ende",
    ),
    "formula:share_in": (
        "steps from A to B ÷ all steps to B, those from the start included",
        "Schritte von A nach B ÷ alle Schritte nach B, auch die vom Anfang",
    ),
    "formula:mean_seconds": (
        "sum of the times from A to B ÷ number of steps",
        "Summe der Zeiten von A bis B ÷ Anzahl der Schritte",
    ),
    "formula:median_seconds": (
        "half of the steps took less, half took longer",
        "die Hälfte der Schritte dauerte kürzer, die Hälfte länger",
    ),
    "formula:p90_seconds": (
        "nine in ten steps took no longer",
        "neun von zehn Schritten dauerten nicht länger",
    ),
    "formula:outcome_rate": (
        "won ÷ (won + lost + churned + returned); open journeys are left out; Wilson interval",
        "gewonnen ÷ (gewonnen + verloren + abgewandert + zurückgeschickt); offene Kundenreisen bleiben außer Acht; Wilson-Intervall",
    ),
    "formula:reached": (
        "journeys that got to this stage in the order asked for, within the time ÷ journeys that got to the first",
        "Kundenreisen, die in dieser Reihenfolge und Zeit bis hierher kamen ÷ Kundenreisen auf der ersten Stufe",
    ),
    "formula:difference": (
        "share among A − share among B; Newcombe interval",
        "Anteil in A − Anteil in B; Newcombe-Intervall",
    ),
    "formula:q_value": (
        "the share of chance finds one accepts when taking this and all smaller ones (Benjamini–Hochberg)",
        "der Anteil an Zufallsfunden, wenn man diesen und alle kleineren gelten lässt (Benjamini–Hochberg)",
    ),
    # the filter language: what a condition or field is called, and what a place in the text expects
    "filter:visited": ("visited", "besucht"),
    "filter:began": ("began with", "begann mit"),
    "filter:ended": ("ended with", "endete mit"),
    "filter:decided_after": ("decided after", "entschieden nach"),
    "filter:order": ("in this order", "in dieser Reihenfolge"),
    "filter:step": ("directly followed by", "direkt gefolgt von"),
    "filter:path": ("exactly this path", "genau dieser Weg"),
    "filter:reached": ("reached the stage", "Stufe erreicht"),
    "filter:reached_without": ("reached the stage and not the next", "Stufe erreicht und die nächste nicht"),
    "filter:outcome": ("outcome", "Ergebnis"),
    "filter:channel": ("channel", "Kanal"),
    "filter:department": ("department", "Abteilung"),
    "filter:length": ("number of interactions", "Anzahl der Kontakte"),
    "filter:duration": ("duration", "Dauer"),
    "filter:value": ("value", "Wert"),
    "filter:started": ("first contact", "erster Kontakt"),
    "filter:finished": ("last contact", "letzter Kontakt"),
    "filter:customer": ("customer", "Kunde"),
    "filter:journey": ("journey", "Kundenreise"),
    "expected:condition": (
        "a condition such as visited(…) or outcome = …",
        "eine Bedingung wie visited(…) oder outcome = …",
    ),
    "expected:touchpoint": ("a touchpoint", "ein Touchpoint"),
    "expected:two_touchpoints": ("two touchpoints", "zwei Touchpoints"),
    "expected:outcome": ("open, won, lost, churned or returned", "open, won, lost, churned oder returned"),
    "expected:name": ("a name", "ein Name"),
    "expected:number": ("a number such as 19.90", "eine Zahl wie 19.90"),
    "expected:whole_number": ("a whole number", "eine ganze Zahl"),
    "expected:duration": ("a duration such as 30 days", "eine Dauer wie 30 days"),
    "expected:date": (
        "a date such as 2026, 2026-Q1, 2026-03 or 2026-03-31",
        "ein Datum wie 2026, 2026-Q1, 2026-03 oder 2026-03-31",
    ),
    "expected:end": ("the end", "das Ende"),
    "expected:closing_quote": ('a closing "', 'ein schließendes "'),
    "expected:filter_sign": (
        'a word, a number, a sign or a text in "quotes"',
        'ein Wort, eine Zahl, ein Zeichen oder ein Text in "…"',
    ),
    "limit:characters": ("characters", "Zeichen"),
    "limit:nodes": ("parts", "Teile"),
    "limit:depth": ("levels of parentheses", "Ebenen von Klammern"),
}


def word(key: str, lang: Language) -> str:
    """The word with that key, such as `outcome:won` or `formula:share_out`; KeyError when there is none."""
    return looked_up(WORDS, key, lang, "words")
