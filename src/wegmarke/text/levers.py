"""Words and sentences of the levers: price against process."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

LEVER_WORDS: dict[str, Wording] = {
    "question:levers": ("Levers: price against process", "Hebel: Preis gegen Prozess"),
    "table:levers": ("Both levers", "Beide Hebel"),
    "table:levers_compared": ("At equal percent and at equal cost", "Bei gleichen Prozenten und bei gleichen Kosten"),
    "table:levers_limits": ("Break-even of the process", "Ab wann sich der Prozess rechnet"),
    "table:levers_believe": (
        "What one would have to believe for the other answer",
        "Was man für die andere Antwort glauben müsste",
    ),
    "table:levers_inputs": ("What goes in", "Was eingeht"),
    "table:levers_drawn": ("The distributions", "Die Verteilungen"),
    "column:lever": ("Lever", "Hebel"),
    "lever:price": ("Price", "Preis"),
    "lever:process": ("Process", "Prozess"),
    "lever:with_premium": ("Process, with the premium", "Prozess, mit dem Aufpreis"),
    "lever:nothing": ("Do nothing", "Nichts tun"),
    "column:lever_gain": ("Gain", "Gewinn"),
    "column:lever_gain_low": ("Gain, from", "Gewinn, von"),
    "column:lever_gain_high": ("Gain, to", "Gewinn, bis"),
    "column:lever_pays": ("Gains at all", "Gewinnt überhaupt"),
    "column:lever_best": ("Is the best", "Ist der beste"),
    "column:comparison": ("Compared", "Verglichen"),
    "comparison:equal_percent": ("at equal percent, without cost", "bei gleichen Prozenten, ohne Kosten"),
    "comparison:equal_cost": ("at equal cost", "bei gleichen Kosten"),
    "column:lever_amount": ("Change, or price cut", "Änderung oder Preissenkung"),
    "column:price_gain": ("Price", "Preis"),
    "column:price_gain_low": ("Price, from", "Preis, von"),
    "column:price_gain_high": ("Price, to", "Preis, bis"),
    "column:process_gain": ("Process", "Prozess"),
    "column:process_gain_low": ("Process, from", "Prozess, von"),
    "column:process_gain_high": ("Process, to", "Prozess, bis"),
    "column:process_ahead": ("Process gains more", "Prozess gewinnt mehr"),
    "column:cost_limit": ("May cost at most (once, now)", "Darf höchstens kosten (einmal, jetzt)"),
    "column:least_reduction": ("Must be fewer by at least", "Muss mindestens seltener werden um"),
    "column:lever_input": ("Input", "Größe"),
    "lever_input:margin": ("margin of a customer in 90 days", "Deckungsbeitrag eines Kunden in 90 Tagen"),
    "lever_input:revenue": ("revenue of a customer in 90 days", "Umsatz eines Kunden in 90 Tagen"),
    "lever_input:loss": ("customers lost in 90 days", "in 90 Tagen verlorene Kunden"),
    "lever_input:loss_elasticity": ("how losses answer to the price", "wie Verluste auf den Preis antworten"),
    "lever_input:quantity_elasticity": ("how quantity answers to the price", "wie die Menge auf den Preis antwortet"),
    "lever_input:rate": ("customers hit in 90 days", "in 90 Tagen betroffene Kunden"),
    "lever_input:added_loss": ("how many more of those hit leave", "wie viel mehr Betroffene gehen"),
    "lever_input:cost": ("cost, once", "Kosten, einmalig"),
    "lever_input:running_cost": ("running cost in 90 days", "laufende Kosten in 90 Tagen"),
    "lever_input:premium": ("premium for a better experience", "Aufpreis für bessere Erlebnisse"),
    "column:lever_measure": ("Unit", "Einheit"),
    "lever_measure:share": ("%", "%"),
    "lever_measure:money": ("amount", "Betrag"),
    "lever_measure:number": ("% for 1% of price", "% je 1 % Preis"),
    "column:input_now": ("As it is", "Wie es ist"),
    "column:input_turning": ("Both gain the same at", "Beide gewinnen gleich viel bei"),
    "column:lever_above": ("Ahead above that", "Darüber vorn"),
    "lever_above:price": ("Price", "Preis"),
    "lever_above:process": ("Process", "Prozess"),
    "column:input": ("Value", "Wert"),
    "column:input_low": ("From", "Von"),
    "column:input_high": ("To", "Bis"),
    "column:lever_origin": ("Origin", "Herkunft"),
    "lever_origin:evidence": ("evidence", "Beleg"),
    "lever_origin:assumption": ("assumption", "Annahme"),
    "column:observations": ("Observations", "Beobachtungen"),
    "column:input_weight": ("Share of the spread", "Anteil an der Streuung"),
    "column:ahead_at_low": ("Process ahead by, at the lower end", "Vorsprung des Prozesses am unteren Ende"),
    "column:ahead_at_high": ("Process ahead by, at the upper end", "Vorsprung des Prozesses am oberen Ende"),
    "column:quantile": ("Draws up to here", "Ziehungen bis hierher"),
    "column:price_quantile": ("Price", "Preis"),
    "column:process_quantile": ("Process", "Prozess"),
    "column:with_premium_quantile": ("Process, with the premium", "Prozess, mit dem Aufpreis"),
    "levers_measure:margin": ("margin", "Deckungsbeitrag"),
    "levers_measure:revenue": ("revenue", "Umsatz"),
    "levers_incident:promise_broken": ("broken promises", "gebrochene Zusagen"),
    "levers_incident:promise_late": ("promises kept late", "verspätet gehaltene Zusagen"),
    "levers_incident:repeated": ("repeated contacts", "wiederholte Kontakte"),
    "levers_incident:long_wait": ("long waits", "lange Wartezeiten"),
    "levers_incident:complaint": ("complaints", "Beschwerden"),
    "levers_incident:bad_score": ("bad scores", "schlechte Bewertungen"),
    "levers_incident:failure": ("failures", "Fehler"),
    "levers_incident:ping_pong": (
        "cases sent to and fro between departments",
        "zwischen Abteilungen hin- und hergereichte Vorgänge",
    ),
    "levers_incident:dunned_after_complaint": ("dunning letters after a complaint", "Mahnungen nach einer Beschwerde"),
    "formula:lever_gain": (
        "What the customers of today bring within the horizon with the lever, minus without, costs taken off, discounted to now; mean of 20,000 draws, with the 2.5th and the 97.5th percentile.",
        "Was die heutigen Kunden innerhalb der Frist mit dem Hebel bringen, minus ohne, Kosten abgezogen, auf heute abgezinst; Mittel aus 20.000 Ziehungen, mit 2,5. und 97,5. Perzentil.",
    ),
    "formula:lever_best": (
        "In which share of the draws this lever gains most; of doing nothing: in which neither gains.",
        "In welchem Anteil der Ziehungen dieser Hebel am meisten gewinnt; beim Nichtstun: in welchem keiner gewinnt.",
    ),
    "formula:input_turning": (
        "All other inputs as they are drawn; empty where one lever is ahead throughout.",
        "Alle anderen Größen wie gezogen; leer, wo ein Hebel durchweg vorn liegt.",
    ),
    "formula:input_weight": (
        "Squared rank correlation of the input with the difference of both gains, as a share of all of these.",
        "Quadrierte Rangkorrelation der Größe mit dem Unterschied beider Gewinne, als Anteil an allen.",
    ),
}

LEVER_SENTENCES: dict[str, Wording] = {
    "levers.process_best": (
        "The process is the better lever in {process:share} of the draws, the price in {price:share}; in {nothing:share} neither gains.",
        "Der Prozess ist in {process:share} der Ziehungen der bessere Hebel, der Preis in {price:share}; in {nothing:share} gewinnt keiner von beiden.",
    ),
    "levers.price_best": (
        "The price is the better lever in {price:share} of the draws, the process in {process:share}; in {nothing:share} neither gains.",
        "Der Preis ist in {price:share} der Ziehungen der bessere Hebel, der Prozess in {process:share}; in {nothing:share} gewinnt keiner von beiden.",
    ),
    "levers.nothing_best": (
        "In {nothing:share} of the draws neither lever gains; the process is the better one in {process:share}, the price in {price:share}.",
        "In {nothing:share} der Ziehungen gewinnt keiner der beiden Hebel; der Prozess ist in {process:share} der bessere, der Preis in {price:share}.",
    ),
    "levers.process": (
        "{reduction:share} fewer {incident:word:levers_incident} bring {gain:minor_units} of {measure:word:levers_measure} within {days:count|day|days}, costs taken off (95% interval {low:to:high:minor_units}).",
        "{reduction:share} weniger {incident:word:levers_incident} bringen in {days:count|Tag|Tagen} {gain:minor_units} {measure:word:levers_measure}, Kosten abgezogen (95-%-Intervall {low:to:high:minor_units}).",
    ),
    "levers.price_up": (
        "A price higher by {change:share} brings {gain:minor_units} of {measure:word:levers_measure} (95% interval {low:to:high:minor_units}).",
        "Ein um {change:share} höherer Preis bringt {gain:minor_units} {measure:word:levers_measure} (95-%-Intervall {low:to:high:minor_units}).",
    ),
    "levers.price_down": (
        "A price lower by {change:share} brings {gain:minor_units} of {measure:word:levers_measure} (95% interval {low:to:high:minor_units}).",
        "Ein um {change:share} niedrigerer Preis bringt {gain:minor_units} {measure:word:levers_measure} (95-%-Intervall {low:to:high:minor_units}).",
    ),
    "levers.process_unknown": (
        "What {incident:word:levers_incident} do cannot be told from the histories here, so the process lever is left open; a harm can be assumed instead.",
        "Was {incident:word:levers_incident} bewirken, lässt sich hier aus den Historien nicht sagen; der Prozesshebel bleibt daher offen. Ersatzweise lässt sich ein Schaden annehmen.",
    ),
    "levers.believe": (
        "For the other answer one would have to believe that the share of those hit who leave rises by {value:share}, not by {now:share}.",
        "Für die andere Antwort müsste man glauben, dass der Anteil der Betroffenen, die gehen, um {value:share} steigt, nicht um {now:share}.",
    ),
    "levers.believe_unknown": (
        "Both levers would gain the same if the share of those hit who leave rose by {value:share}.",
        "Beide Hebel brächten gleich viel, wenn der Anteil der Betroffenen, die gehen, um {value:share} stiege.",
    ),
    "levers.cost_limit": (
        "The process may cost {limit:minor_units} at most, once and now, before it gains nothing.",
        "Der Prozess darf höchstens {limit:minor_units} kosten, einmal und jetzt; darüber gewinnt er nichts mehr.",
    ),
    "levers.too_short": (
        "The data hold less than 90 days: what is so today cannot be told from them.",
        "Die Daten umfassen weniger als 90 Tage: Daraus lässt sich nicht sagen, wie es heute ist.",
    ),
    "levers.nobody": (
        "Nobody here was a customer when the last 90 days began: there is nothing that a lever could move.",
        "Niemand war hier zu Beginn der letzten 90 Tage Kunde: Da ist nichts, was ein Hebel bewegen könnte.",
    ),
    "levers.no_money": (
        "No amounts are known of these customers: map a column of amounts, then both levers can be weighed.",
        "Von diesen Kunden sind keine Beträge bekannt: Ordnen Sie eine Spalte mit Beträgen zu, dann lassen sich beide Hebel abwägen.",
    ),
    "caveat.levers_no_margin": (
        "No margin is assumed: all amounts are revenue, and revenue is no gain.",
        "Kein Deckungsbeitrag ist angenommen: Alle Beträge sind Umsatz, und Umsatz ist kein Gewinn.",
    ),
    "caveat.levers_assumed": (
        "Assumed by whoever asks, not told by the histories: {inputs:list:lever_input}.",
        "Von der fragenden Person angenommen, nicht aus den Historien: {inputs:list:lever_input}.",
    ),
    "caveat.levers_elsewhere": (
        "Those hit are compared with visits elsewhere, for where it happened there are hardly any without.",
        "Betroffene werden mit Besuchen anderswo verglichen, denn wo es geschah, gibt es kaum welche ohne.",
    ),
    "caveat.levers_newcomers": (
        "Only customers of today are counted: whom a lever would win newly, and what competitors answer, is left out.",
        "Gerechnet wird nur mit den heutigen Kunden: Wen ein Hebel neu gewönne und was Wettbewerber antworten, bleibt außen vor.",
    ),
}
