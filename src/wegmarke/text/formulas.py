"""How the numbers of a column come about, for tooltips and cells: key, English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

FORMULAS: dict[str, Wording] = {
    "formula:effort_mean": (
        "sum ÷ journeys; interval by customer; none below 50 customers",
        "Summe ÷ Kundenreisen; Intervall nach Kunden; keiner unter 50 Kunden",
    ),
    "formula:effort_p90": (
        "nine in ten journeys have no more; interval from ranks, left out where both limits are the same",
        "neun von zehn Kundenreisen haben nicht mehr; Intervall aus Rängen, weggelassen, wo beide Grenzen gleich sind",
    ),
    "formula:at_least": (
        "the least that at most a tenth of the journeys reach",
        "das Wenigste, das höchstens ein Zehntel der Kundenreisen erreicht",
    ),
    "formula:arose": (
        "contacts of this department, and efforts that arose with its contacts or promises",
        "Kontakte dieser Abteilung, und was mit ihren Kontakten oder Zusagen an Aufwand entstand",
    ),
    "formula:share_kept": (
        "kept in time ÷ (kept in time + late + broken); Wilson interval, by customer where customers have several; none below 50 customers",
        "rechtzeitig ÷ (rechtzeitig + verspätet + gebrochen); Wilson-Intervall, nach Kunden, wo Kunden mehrere haben; keiner unter 50 Kunden",
    ),
    "formula:late_median": (
        "time from the promised to the real date, of those kept late: half no more",
        "Zeit vom zugesagten bis zum wirklichen Termin, bei verspäteten: die Hälfte höchstens so viel",
    ),
    "formula:late_p90": (
        "time from the promised to the real date, of those kept late: nine in ten no more; needs 36",
        "Zeit vom zugesagten bis zum wirklichen Termin, bei verspäteten: neun von zehn höchstens so viel; braucht 36",
    ),
    "formula:broken": (
        "the promised date is over and nothing is noted as done, as of the latest interaction of all data",
        "der zugesagte Termin ist vorbei und nichts als erledigt vermerkt, Stand letzter Kontakt aller Daten",
    ),
    "formula:keeper": (
        "department of the contact with which the promise was kept; not known where there is none",
        "Abteilung des Kontakts, mit dem die Zusage eingehalten wurde; nicht bekannt, wo es keinen gibt",
    ),
    "formula:alive": (
        "Probability that the customer has not left, by the BG/NBD model from purchases, the last of them, and the time watched; empty for who bought once or is known to have left.",
        "Wahrscheinlichkeit, dass der Kunde nicht gegangen ist, nach dem BG/NBD-Modell aus Käufen, deren letztem und der Dauer der Beobachtung; leer, wo es nur einen Kauf gibt oder der Kunde erklärtermaßen gegangen ist.",
    ),
    "formula:silence_ratio": (
        "Days since the last purchase by the longest gap so far; above 1 the customer is silent for longer than ever before. Empty with fewer than four purchases.",
        "Tage seit dem letzten Kauf durch den längsten Abstand bisher; über 1 ist der Kunde länger still als je zuvor. Leer bei weniger als vier Käufen.",
    ),
    "formula:value_ahead": (
        "Purchases to expect times the mean amount to expect of this customer (gamma–gamma model). Revenue, not margin.",
        "Zu erwartende Käufe mal dem zu erwartenden mittleren Betrag dieses Kunden (Gamma-Gamma-Modell). Umsatz, nicht Deckungsbeitrag.",
    ),
    "formula:journeys": (
        "how many journeys; a customer with two journeys counts twice",
        "wie viele Kundenreisen; ein Kunde mit zwei Reisen zählt doppelt",
    ),
    "formula:customers": ("how many customers; each counts once", "wie viele Kunden; jeder zählt einmal"),
    "formula:interactions": ("how many interactions at this touchpoint", "wie viele Kontakte an diesem Touchpoint"),
    "formula:steps": (
        "how often B directly follows A in a journey",
        "wie oft B in einer Kundenreise direkt auf A folgt",
    ),
    "formula:starts": ("journeys whose first interaction is here", "Kundenreisen, deren erster Kontakt hier ist"),
    "formula:ends": ("journeys whose last interaction is here", "Kundenreisen, deren letzter Kontakt hier ist"),
    "formula:share": ("number ÷ all that the filter leaves", "Anzahl ÷ alle, die der Filter übrig lässt"),
    "formula:share_out": (
        "steps A → B ÷ interactions at A; what is missing to 100% ended there",
        "Schritte A → B ÷ Kontakte an A; was an 100 % fehlt, endete dort",
    ),
    "formula:share_in": (
        "steps A → B ÷ interactions at B; what is missing to 100% began there",
        "Schritte A → B ÷ Kontakte an B; was an 100 % fehlt, begann dort",
    ),
    "formula:elapsed_mean": (
        "sum of the times from A to B ÷ number of steps; exact",
        "Summe der Zeiten von A bis B ÷ Anzahl der Schritte; exakt",
    ),
    "formula:elapsed_median": ("half took no longer; exact", "die Hälfte dauerte nicht länger; exakt"),
    "formula:elapsed_p90": ("nine in ten took no longer; exact", "neun von zehn dauerten nicht länger; exakt"),
    "formula:wait_mean": (
        "from this touchpoint to the outcome, mean",
        "von diesem Touchpoint bis zum Ergebnis, Mittel",
    ),
    "formula:wait_median": (
        "from this touchpoint to the outcome: half took no longer",
        "von diesem Touchpoint bis zum Ergebnis: die Hälfte dauerte nicht länger",
    ),
    "formula:wait_p90": (
        "from this touchpoint to the outcome: nine in ten took no longer",
        "von diesem Touchpoint bis zum Ergebnis: neun von zehn dauerten nicht länger",
    ),
    "formula:won_share": (
        "won ÷ decided (all but the open ones); Wilson interval",
        "gewonnen ÷ entschieden (alle außer den offenen); Wilson-Intervall",
    ),
    "formula:share_of_won": (
        "won journeys here ÷ all won journeys; Wilson interval, by customer where customers repeat",
        "gewonnene hier ÷ alle gewonnenen; Wilson-Intervall, nach Kunden, wo Kunden mehrfach vorkommen",
    ),
    "formula:share_of_lost": (
        "lost journeys here ÷ all lost journeys; Wilson interval, by customer where customers repeat",
        "verlorene hier ÷ alle verlorenen; Wilson-Intervall, nach Kunden, wo Kunden mehrfach vorkommen",
    ),
    "formula:difference": (
        "share in the first group − share in the second; Newcombe interval",
        "Anteil in der ersten Gruppe − Anteil in der zweiten; Newcombe-Intervall",
    ),
    "formula:q": (
        "taking this and all smaller ones as found, at most this share is chance (Benjamini–Hochberg)",
        "lässt man diesen und alle kleineren gelten, ist höchstens dieser Anteil Zufall (Benjamini–Hochberg)",
    ),
    "formula:share_a": (
        "journeys of A with it ÷ all journeys of A",
        "Kundenreisen von A damit ÷ alle Kundenreisen von A",
    ),
    "formula:share_b": (
        "journeys of B with it ÷ all journeys of B",
        "Kundenreisen von B damit ÷ alle Kundenreisen von B",
    ),
    "formula:elapsed_difference": (
        "mean of A − mean of B; Welch interval",
        "Mittel von A − Mittel von B; Welch-Intervall",
    ),
    "formula:of_first": (
        "journeys that got here ÷ journeys at the first stage; Wilson interval",
        "Kundenreisen bis hierher ÷ Kundenreisen auf der ersten Stufe; Wilson-Intervall",
    ),
    "formula:of_previous": (
        "journeys that got here ÷ journeys at the stage before; Wilson interval",
        "Kundenreisen bis hierher ÷ Kundenreisen auf der Stufe davor; Wilson-Intervall",
    ),
    "formula:stopped": (
        "journeys that got here and not to the next stage",
        "Kundenreisen, die bis hierher kamen und nicht zur nächsten Stufe",
    ),
    "formula:removal_effect": (
        "share of wins missing when every way through it ends in nothing",
        "Anteil der Gewinne, der fehlt, wenn jeder Weg darüber ins Leere führt",
    ),
    "formula:attribution_share": (
        "its removal effect ÷ sum of all removal effects",
        "ihr Wegfall-Effekt ÷ Summe aller Wegfall-Effekte",
    ),
    "formula:attributed_wins": ("share × journeys won", "Anteil × gewonnene Kundenreisen"),
    "formula:last_touch_share": (
        "wins whose last contact was there ÷ wins with a contact before the outcome",
        "Gewinne, deren letzter Kontakt dort war ÷ Gewinne mit einem Kontakt vor dem Ergebnis",
    ),
    "formula:won_with": (
        "journeys won that have it anywhere",
        "gewonnene Kundenreisen, in denen es irgendwo vorkommt",
    ),
    "formula:first_touch": (
        "one win for where the journey begins",
        "ein Gewinn für die Stelle, an der die Kundenreise beginnt",
    ),
    "formula:last_touch": (
        "one win for the last contact before the outcome",
        "ein Gewinn für den letzten Kontakt vor dem Ergebnis",
    ),
    "formula:linear_touch": (
        "one win, shared out equally over the contacts before the outcome",
        "ein Gewinn, gleich verteilt auf die Kontakte vor dem Ergebnis",
    ),
    "formula:decay_touch": (
        "one win, shared out so that a contact counts half of one seven days later",
        "ein Gewinn, so verteilt, dass ein Kontakt halb so viel zählt wie einer sieben Tage später",
    ),
    "formula:position_touch": (
        "40% of a win for the first contact, 40% for the last, the rest for those between",
        "40 % eines Gewinns für den ersten Kontakt, 40 % für den letzten, der Rest für die dazwischen",
    ),
    "formula:duration": ("last minus first contact of the journey", "letzter minus erster Kontakt der Kundenreise"),
    "formula:length": ("how many interactions the journey has", "wie viele Kontakte die Kundenreise hat"),
}
