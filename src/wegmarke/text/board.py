"""Wording of the report for the board and of the statements it begins with."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

BOARD_WORDS: dict[str, Wording] = {
    "board:title": ("What customers experience, and what it is worth", "Was Kunden erleben und was es wert ist"),
    "board:summary": ("In short", "Kurz gesagt"),
    "board:lost": ("Where customers are lost", "Wo Kunden verloren gehen"),
    "board:why": ("Why: stated, and evidenced", "Warum: genannt und belegt"),
    "board:worth": ("What it is worth to change it", "Was eine Änderung wert ist"),
    "board:changed": ("What changed", "Was sich verändert hat"),
    "board:open": ("What is promised and open", "Was zugesagt und offen ist"),
    "board:made": ("Date", "Datum"),
    "board:data_until": ("Data until", "Daten bis"),
    "board:filter": ("Filter", "Filter"),
    "board:everything": ("none, all journeys", "keiner, alle Kundenreisen"),
    "board:basis": ("What every number rests on", "Worauf jede Zahl beruht"),
    "board:in_charge": ("In charge", "Zuständig"),
    "board:nobody": ("nobody named", "niemand benannt"),
    "board:at_stake": ("At stake a year", "Steht im Jahr auf dem Spiel"),
    "board:lost_answers": ("Nothing is said of", "Nichts gesagt wird zu"),
    "board:page": ("Open the page", "Zur Seite"),
    "board:list": ("Show these customers", "Diese Kunden zeigen"),
    "board:topic": ("About", "Worum es geht"),
    "board:statement": ("Statement", "Aussage"),
    "board:low": ("from", "von"),
    "board:high": ("to", "bis"),
    "board:contents": ("Contents", "Inhalt"),
}

BOARD_SENTENCES: dict[str, Wording] = {
    "board.most_evidenced": (
        "Most of what is evidenced goes along with “{incident:word:incident}”: {value:share} of all leaving (95% interval {low:to:high:share}).",
        "Das meiste Belegte geht mit „{incident:word:incident}“ einher: {value:share} aller Abgänge (95-%-Intervall {low:to:high:share}).",
    ),
    "board.nothing_open": (
        "No promise is overdue, and no critical event is open.",
        "Keine Zusage ist überfällig und kein kritisches Ereignis offen.",
    ),
    "board.at_stake_revenue": (
        "At stake: about {value:about_money} of revenue a year ({low:to:high:about_money}).",
        "Auf dem Spiel steht ein Umsatz von etwa {value:about_money} im Jahr ({low:to:high:about_money}).",
    ),
    "board.at_stake_margin": (
        "At stake: about {value:about_money} of margin a year ({low:to:high:about_money}).",
        "Auf dem Spiel steht ein Deckungsbeitrag von etwa {value:about_money} im Jahr ({low:to:high:about_money}).",
    ),
    "board.in_charge": (
        "{touchpoint:quoted}: {in_charge} is in charge.",
        "{touchpoint:quoted}: Zuständig ist {in_charge}.",
    ),
    "board.nobody_in_charge": (
        "{touchpoint:quoted}: nobody is named in charge.",
        "{touchpoint:quoted}: Niemand ist als zuständig benannt.",
    ),
    "board.rows": (
        "{shown:count} of {rows:count} rows; all of them stand in the workbook.",
        "{shown:count} von {rows:count} Zeilen; alle stehen in der Excel-Mappe.",
    ),
    "board.columns": (
        "In the workbook besides: {columns:list}.",
        "In der Excel-Mappe außerdem: {columns:list}.",
    ),
    "board.left_out": (
        "Not in this report, since it may be read without access to customers: {questions:list}.",
        "Nicht in diesem Bericht, weil er ohne Zugang zu Kunden gelesen werden darf: {questions:list}.",
    ),
    "board.ranked": (
        "Ranked by money at stake: customers × what one brings in a year; the range multiplies the ends of both intervals and holds in at least 90 of 100 cases.",
        "Geordnet nach dem Geld, das auf dem Spiel steht: Kunden × was einer im Jahr bringt; die Spanne multipliziert die Enden beider Intervalle und stimmt in mindestens 90 von 100 Fällen.",
    ),
    "board.no_persons": (
        "No customer is named in this report.",
        "In diesem Bericht wird kein Kunde genannt.",
    ),
}
