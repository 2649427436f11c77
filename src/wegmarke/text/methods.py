"""Methods and assumptions of findings, each in one sentence. One entry a code: English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.agreement import AGREEMENT_METHODS
from wegmarke.text.changes import CHANGES_METHODS
from wegmarke.text.coding import CODING_METHODS
from wegmarke.text.coming import COMING_METHODS
from wegmarke.text.delay import DELAY_METHODS
from wegmarke.text.incidents import INCIDENT_METHODS
from wegmarke.text.language import Wording
from wegmarke.text.leaving import LEAVING_METHODS
from wegmarke.text.losses import LOSS_METHODS
from wegmarke.text.proxies import PROXY_METHODS

METHODS: dict[str, Wording] = {
    **LOSS_METHODS,
    **AGREEMENT_METHODS,
    **CODING_METHODS,
    **COMING_METHODS,
    **DELAY_METHODS,
    **CHANGES_METHODS,
    **LEAVING_METHODS,
    **PROXY_METHODS,
    # methods: a question's own name
    "map": (
        "Every interaction that directly follows another in the same journey is counted as a step; means, medians and 90th percentiles of elapsed time are exact.",
        "Jeder Kontakt, der in derselben Kundenreise direkt auf einen anderen folgt, zählt als Schritt; Mittelwerte, Mediane und 90. Perzentile der Dauer sind exakt.",
    ),
    "paths": (
        "Journeys with exactly the same touchpoints in the same order are one path; shares won are of the decided journeys, with Wilson's interval.",
        "Kundenreisen mit genau denselben Touchpoints in derselben Reihenfolge sind ein Weg; der gewonnene Anteil gilt den entschiedenen Kundenreisen, mit dem Intervall nach Wilson.",
    ),
    "entries": (
        "Shares of won and of lost journeys by first touchpoint, last touchpoint and the one before the outcome, with Wilson's interval; differences with Newcombe's, corrected for many comparisons after Benjamini and Hochberg.",
        "Anteile der gewonnenen und verlorenen Kundenreisen nach erstem, letztem und dem Touchpoint vor dem Ergebnis, mit dem Intervall nach Wilson; Unterschiede nach Newcombe, für viele Vergleiche korrigiert nach Benjamini und Hochberg.",
    ),
    "funnel": (
        "A journey reaches a stage when it holds all stages up to there in this order within the window; shares with Wilson's interval, medians with an interval from ranks.",
        "Eine Kundenreise erreicht eine Stufe, wenn sie alle Stufen bis dorthin in dieser Reihenfolge und Zeit enthält; Anteile mit dem Intervall nach Wilson, Mediane mit einem Intervall aus Rängen.",
    ),
    "compare_counted": (
        "Counted, nothing estimated: a group has too few journeys to be compared.",
        "Gezählt, nichts geschätzt: Eine der Gruppen hat zu wenige Kundenreisen für einen Vergleich.",
    ),
    "compare": (
        "Difference of the shares of two groups with Newcombe's interval, of mean times with Welch's; corrected for many comparisons after Benjamini and Hochberg.",
        "Unterschied der Anteile zweier Gruppen mit dem Intervall nach Newcombe, der mittleren Dauern nach Welch; für viele Vergleiche korrigiert nach Benjamini und Hochberg.",
    ),
    "attribution": (
        "Absorbing Markov chain of order one, solved exactly; the removal effect is the share of wins missing when every way through a touchpoint ends in nothing. Intervals by leaving out groups of customers in turn; the usual rules are counted beside it.",
        "Absorbierende Markow-Kette erster Ordnung, exakt gelöst; der Wegfall-Effekt ist der Anteil der Gewinne, der fehlt, wenn jeder Weg über einen Touchpoint ins Leere führt. Intervalle durch reihum weggelassene Gruppen von Kunden; die üblichen Regeln sind daneben gezählt.",
    ),
    "value_contracts": (
        "Purchases as counted for value; contracts by the shifted-beta-geometric model of renewals by age (Fader and Hardie), intervals by profile likelihood; shares renewed with Wilson's interval.",
        "Käufe wie für den Kundenwert gezählt; Verträge nach dem verschobenen Beta-geometrischen Modell der Verlängerungen nach Alter (Fader und Hardie), Intervalle aus der Profil-Likelihood; verlängerte Anteile mit dem Intervall nach Wilson.",
    ),
    "touchpoint": (
        "Shares of journeys with and without the touchpoint, with Wilson's interval; their difference with Newcombe's.",
        "Anteile der Kundenreisen mit und ohne den Touchpoint, mit dem Intervall nach Wilson; ihr Unterschied mit dem nach Newcombe.",
    ),
    "customers": ("Counted, nothing estimated.", "Gezählt, nichts geschätzt."),
    "audience": ("Counted, nothing estimated.", "Gezählt, nichts geschätzt."),
    "value": (
        "Purchases to come by the BG/NBD model, amounts by the gamma–gamma model, both fitted by maximum likelihood; intervals of the expectation from 200 draws of the parameters.",
        "Künftige Käufe nach dem BG/NBD-Modell, Beträge nach dem Gamma-Gamma-Modell, beide nach größter Likelihood angepasst; Intervalle der Erwartung aus 200 Ziehungen der Parameter.",
    ),
    "value_counted": (
        "Counted, nothing estimated: what was bought does not suffice for a model.",
        "Gezählt, nichts geschätzt: Was gekauft wurde, reicht nicht für ein Modell.",
    ),
    "no_contract": (
        "Customers buy without a contract and leave without a word; whoever left does not come back.",
        "Kunden kaufen ohne Vertrag und gehen ohne ein Wort; wer gegangen ist, kommt nicht wieder.",
    ),
    "no_seasons": (
        "Each customer buys at a rate of their own that does not change, without seasons.",
        "Jeder Kunde kauft mit einer eigenen, gleichbleibenden Rate, ohne Jahreszeiten.",
    ),
    "amount_apart_from_rate": (
        "How much a customer spends does not depend on how often.",
        "Wie viel ein Kunde ausgibt, hängt nicht davon ab, wie oft.",
    ),
    "moments": (
        "Share of customers who leave after a visit, compared with visits of a like history by augmented inverse probability weighting (doubly robust, cross-fitted by customer); corrected for many comparisons after Benjamini and Hochberg; named only where a hidden cause half as strong as the known history would not explain it, and where the same comparison finds no difference in critical events long before (negative control).",
        "Anteil der Kunden, die nach einem Besuch gehen, verglichen mit Besuchen gleicher Vorgeschichte durch augmentierte inverse Wahrscheinlichkeitsgewichtung (doppelt robust, kreuzweise nach Kunden angepasst); für viele Vergleiche korrigiert nach Benjamini und Hochberg; genannt nur, wo eine verborgene Ursache von halber Stärke der bekannten Vorgeschichte es nicht erklären würde und derselbe Vergleich keinen Unterschied in lange zurückliegenden kritischen Ereignissen findet (Negativkontrolle).",
    ),
    "moments_counted": (
        "Counted, nothing estimated: too few customers left to compare.",
        "Gezählt, nichts geschätzt: Zu wenige Kunden sind gegangen, um zu vergleichen.",
    ),
    "levers": (
        "Both levers in one model on the same 20,000 draws: margin of the customers of today over the horizon with retention compounded; the effect of the defect by augmented inverse probability weighting, rates and revenue counted over the last periods with intervals by customer, assumptions drawn evenly from their ranges.",
        "Beide Hebel in einem Modell auf denselben 20.000 Ziehungen: Deckungsbeitrag der heutigen Kunden über die Frist, Bindung mit Zinseszins; die Wirkung des Mangels durch augmentierte inverse Wahrscheinlichkeitsgewichtung, Raten und Umsatz aus den letzten Zeiträumen mit Intervallen nach Kunden, Annahmen gleichverteilt aus ihren Spannen.",
    ),
    "levers_counted": ("Counted, nothing estimated.", "Gezählt, nichts geschätzt."),
    "timeline": ("Counted, nothing estimated.", "Gezählt, nichts geschätzt."),
    "promises": (
        "Promises are counted by what became of them until the latest interaction of all data; shares kept with Wilson's interval by customer, where customers have several (none below 50 customers); medians and 90th percentiles with an interval from ranks.",
        "Gezählt wird, was bis zum letzten Kontakt aller Daten aus den Zusagen wurde; Anteile der eingehaltenen mit dem Intervall nach Wilson, nach Kunden, wo Kunden mehrere haben (keiner unter 50 Kunden); Mediane und 90. Perzentile mit einem Intervall aus Rängen.",
    ),
    "friction": (
        "Every effort is counted in the journeys; means per journey with an interval by customer (ratio of sums, t), medians and 90th percentiles with an interval from ranks; none below 50 customers. No index is made of the efforts.",
        "Jeder Aufwand wird in den Kundenreisen gezählt; Mittelwerte je Kundenreise mit einem Intervall nach Kunden (Verhältnis der Summen, t), Mediane und 90. Perzentile mit einem Intervall aus Rängen; keine unter 50 Kunden. Eine Gesamtnote wird daraus nicht gebildet.",
    ),
    # assumptions
    "quantiles_independent": (
        "For medians and 90th percentiles: journeys are independent of each other, also several of one customer.",
        "Für Mediane und 90. Perzentile: Kundenreisen sind unabhängig voneinander, auch mehrere desselben Kunden.",
    ),
    "promises_independent": (
        "For how late promises are kept: they are independent of each other, also several of one customer.",
        "Für die Verspätung: Zusagen sind unabhängig voneinander, auch mehrere an denselben Kunden.",
    ),
    "customers_independent": (
        "Customers are independent of each other; journeys of one customer may resemble each other.",
        "Kunden sind unabhängig voneinander; Kundenreisen desselben Kunden dürfen einander ähneln.",
    ),
    "history_tells_enough": (
        "Whatever moves both a visit (or what went wrong at it) and leaving shows in the recorded history before it.",
        "Was sowohl den Besuch (oder das, was dabei schiefging) als auch das Gehen bewegt, zeigt sich in der erfassten Vorgeschichte.",
    ),
    "one_customer_does_not_move_another": (
        "What happens to one customer does not make another leave.",
        "Was dem einen Kunden geschieht, lässt keinen anderen gehen.",
    ),
    "customers_alike": (
        "All customers are alike, and every 90 days are like the others.",
        "Alle Kunden sind gleich, und je 90 Tage gleichen den anderen.",
    ),
    "change_at_once": (
        "A change works from the first day, and whoever leaves because of an event is counted in the 90 days of the event.",
        "Eine Änderung wirkt vom ersten Tag an, und wer wegen eines Ereignisses geht, zählt in den 90 Tagen des Ereignisses.",
    ),
    "independent_journeys": (
        "Journeys come about independently of each other, also several of one customer.",
        "Kundenreisen entstehen unabhängig voneinander, auch mehrere desselben Kunden.",
    ),
    "simple_wilson": (
        "Every customer has one journey here, so the simple interval holds.",
        "Jeder Kunde hat hier eine Kundenreise; daher gilt das einfache Intervall.",
    ),
    "readiness_to_leave_never_changes": (
        "Each customer’s readiness to leave at the end of a term never changes, and all terms are of one length.",
        "Die Bereitschaft jedes Kunden, am Ende einer Laufzeit zu gehen, ändert sich nie, und alle Laufzeiten sind gleich lang.",
    ),
    "first_order": (
        "Where a customer goes next depends on the present touchpoint alone.",
        "Wohin ein Kunde als Nächstes geht, hängt allein vom gegenwärtigen Touchpoint ab.",
    ),
    "redirect_to_null": (
        "Without a touchpoint, the ways through it would end in nothing.",
        "Ohne einen Touchpoint führten die Wege darüber ins Leere.",
    ),
    "complete_sources": (
        "The sources hold all interactions of these customers.",
        "Die Quellen enthalten alle Kontakte dieser Kunden.",
    ),
    "elapsed_not_waiting": (
        "Elapsed time is from one interaction to the next; how much of it was waiting is not known.",
        "Die Dauer reicht von einem Kontakt zum nächsten; wie viel davon Warten war, ist nicht bekannt.",
    ),
    "open_journeys": (
        "Open journeys may still be won or lost.",
        "Offene Kundenreisen können noch gewonnen oder verloren werden.",
    ),
    **INCIDENT_METHODS,
}
