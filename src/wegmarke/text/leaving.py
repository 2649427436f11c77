"""Wording of reasons of leaving and of effects on it: words, sentences, methods. Key, English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

LEAVING_WORDS: dict[str, Wording] = {
    "question:reasons": ("Reasons", "Gründe"),
    "filter:left_saying": ("left, stated reason", "gegangen, genannter Grund"),
    "filter:left_saying_any": ("left", "gegangen"),
    "filter:left_after": ("left after", "gegangen nach"),
    "filter:left_after_any": ("left after a critical event", "nach einem kritischen Ereignis gegangen"),
    "expected:stated_code": ("a code of reasons such as pricing", "ein Grund wie pricing"),
    "table:reasons": ("Stated and evidenced reasons", "Genannte und belegte Gründe"),
    "table:reasons_incidents": ("Critical events before leaving", "Kritische Ereignisse vor dem Weggang"),
    "table:reasons_queue": ("Whom to ask", "Wen man fragen sollte"),
    "table:reasons_lost": ("Customers who left", "Kunden, die gegangen sind"),
    "table:reasons_words": ("Words and their codes", "Wörter und ihre Zuordnung"),
    "column:stated": ("Stated reason", "Genannter Grund"),
    "column:said": ("Share of all who left", "Anteil an allen, die gingen"),
    "column:said_low": ("Share of all who left, from", "Anteil an allen, die gingen, von"),
    "column:said_high": ("Share of all who left, to", "Anteil an allen, die gingen, bis"),
    "column:without_incident": ("No event on record", "Kein Ereignis verzeichnet"),
    "column:with_incident": ("After an event", "Nach einem Ereignis"),
    "column:evidenced": ("Share that goes along with events", "Anteil, der mit Ereignissen einhergeht"),
    "column:evidenced_low": ("Share that goes along with events, from", "Anteil, der mit Ereignissen einhergeht, von"),
    "column:evidenced_high": ("Share that goes along with events, to", "Anteil, der mit Ereignissen einhergeht, bis"),
    "column:incident": ("Critical event", "Kritisches Ereignis"),
    "column:word": ("As it was noted", "Wie notiert"),
    "column:left_at": ("Left", "Gegangen"),
    "column:ask": ("Why ask", "Warum fragen"),
    "column:served_by": ("Served by: not to ask", "Betreut von: fragt nicht"),
    "column:met_promise_broken": ("Broken promise", "Gebrochene Zusage"),
    "column:met_promise_late": ("Late promise", "Verspätete Zusage"),
    "column:met_repeated": ("Repeated contact", "Wiederholter Kontakt"),
    "column:met_long_wait": ("Long wait", "Langes Warten"),
    "column:met_complaint": ("Complaint", "Beschwerde"),
    "column:met_bad_score": ("Bad score", "Schlechte Bewertung"),
    "column:met_failure": ("Failure", "Fehler"),
    "column:met_ping_pong": ("Sent to and fro", "Hin und her geschickt"),
    "column:met_dunned_after_complaint": ("Dunned after a complaint", "Mahnung nach Beschwerde"),
    "incident:promise_broken": ("broken promise", "gebrochene Zusage"),
    "incident:promise_late": ("late promise", "verspätete Zusage"),
    "incident:repeated": ("repeated contact", "wiederholter Kontakt"),
    "incident:long_wait": ("long wait", "langes Warten"),
    "incident:complaint": ("complaint", "Beschwerde"),
    "incident:bad_score": ("bad score", "schlechte Bewertung"),
    "incident:failure": ("failure", "Fehler"),
    "incident:ping_pong": ("sent to and fro", "hin und her geschickt"),
    "incident:dunned_after_complaint": ("dunned after a complaint", "Mahnung nach Beschwerde"),
    "stated:pricing": ("price", "Preis"),
    "stated:inconvenience": ("inconvenience", "Umständlichkeit"),
    "stated:core_service": ("failure of the core service", "Mangel an der Leistung selbst"),
    "stated:encounter": ("treatment by staff", "Umgang mit dem Kunden"),
    "stated:response": ("response to a failure", "Umgang mit einem Mangel"),
    "stated:competition": ("competitor", "Wettbewerber"),
    "stated:ethics": ("ethical problem", "Vertrauen und Anstand"),
    "stated:involuntary": ("no need any more", "kein Bedarf mehr"),
    "stated:other": ("other", "anderes"),
    "stated:not_coded": ("not coded", "nicht zugeordnet"),
    "stated:none_stated": ("none stated", "keiner genannt"),
    "ask:differs": ("what was said differs from what is on record", "Gesagtes und Verzeichnetes gehen auseinander"),
    "ask:uncertain": ("the record is undecided", "die Geschichte ist nicht eindeutig"),
    "ask:not_on_record": ("a defect was named, none is on record", "ein Mangel wurde genannt, keiner ist verzeichnet"),
    "formula:said": (
        "customers who gave this reason ÷ all who left, with Wilson's interval; several reasons may be given",
        "Kunden mit diesem Grund ÷ alle, die gingen, mit dem Intervall nach Wilson; mehrere Gründe sind möglich",
    ),
    "formula:evidenced": (
        "1 − hazard of leaving without critical events ÷ hazard with them, mean over these customers; events of a year count",
        "1 − Risiko zu gehen ohne kritische Ereignisse ÷ Risiko mit ihnen, Mittel über diese Kunden; es zählen die Ereignisse eines Jahres",
    ),
    "formula:with_incident": (
        "customers with at least one critical event in the 90 days before leaving; that it came before is no reason yet",
        "Kunden mit mindestens einem kritischen Ereignis in den 90 Tagen vor dem Weggang; dass es vorher war, ist noch kein Grund",
    ),
    "question:effect": ("What a defect costs", "Was ein Mangel kostet"),
    "table:effect": ("What the event does to leaving", "Was das Ereignis am Weggang ändert"),
    "table:effect_checks": ("Whether it may be called an effect", "Ob es eine Wirkung heißen darf"),
    "table:effect_places": ("Where it happened", "Wo es geschah"),
    "column:compared_with": ("Compared with", "Verglichen mit"),
    "column:exposed_visits": ("Visits with the event", "Besuche mit dem Ereignis"),
    "column:exposed_customers": ("Customers with the event", "Kunden mit dem Ereignis"),
    "column:other_visits": ("Visits without it", "Besuche ohne es"),
    "column:leaving_adjusted": ("Difference in leaving, adjusted", "Unterschied im Weggang, bereinigt"),
    "column:leaving_adjusted_low": ("Difference in leaving, adjusted, from", "Unterschied im Weggang, bereinigt, von"),
    "column:leaving_adjusted_high": ("Difference in leaving, adjusted, to", "Unterschied im Weggang, bereinigt, bis"),
    "column:leaving_unadjusted": ("Difference as it is", "Unterschied, wie er ist"),
    "column:leaving_unadjusted_low": ("Difference as it is, from", "Unterschied, wie er ist, von"),
    "column:leaving_unadjusted_high": ("Difference as it is, to", "Unterschied, wie er ist, bis"),
    "column:check": ("Check", "Prüfung"),
    "check:support": (
        "Visits with the event that have no like ones without it (%)",
        "Besuche mit dem Ereignis, zu denen es keine ähnlichen ohne es gibt (%)",
    ),
    "check:effective": (
        "Customers without the event who are like those with it, effective number",
        "Kunden ohne das Ereignis, die denen damit ähneln, wirksame Anzahl",
    ),
    "check:heaviest": (
        "Weight of the one customer who counts most in the comparison (%)",
        "Gewicht des einen Kunden, der im Vergleich am meisten zählt (%)",
    ),
    "check:control": (
        "Negative control: earlier critical events, more or fewer (percentage points)",
        "Negativkontrolle: frühere kritische Ereignisse, mehr oder weniger (Prozentpunkte)",
    ),
    "check:placebo": (
        "Placebo: an event that never was (percentage points)",
        "Placebo: ein Ereignis, das es nie gab (Prozentpunkte)",
    ),
    "check:e_value": (
        "E-value: a hidden cause would have to be so strong to explain all of it",
        "E-Wert: So stark müsste eine verborgene Ursache sein, um alles zu erklären",
    ),
    "check:e_value_limit": (
        "E-value: so strong that the interval holds nothing",
        "E-Wert: so stark, dass das Intervall die Null enthält",
    ),
    "column:check_value": ("Value", "Wert"),
    "column:check_value_low": ("From", "Von"),
    "column:check_value_high": ("To", "Bis"),
    "column:check_bound": ("Must be", "Muss sein"),
    "check_bound:support": ("at most 10", "höchstens 10"),
    "check_bound:effective": ("at least 20", "mindestens 20"),
    "check_bound:heaviest": ("at most 10", "höchstens 10"),
    "check_bound:control": ("0, within the 95% interval", "0, innerhalb des 95-%-Intervalls"),
    "check_bound:placebo": ("0, within the 99% interval", "0, innerhalb des 99-%-Intervalls"),
    "check_bound:e_value": ("more than any hidden cause is likely to be", "mehr, als eine verborgene Ursache wohl ist"),
    "check_bound:e_value_limit": (
        "more than any hidden cause is likely to be",
        "mehr, als eine verborgene Ursache wohl ist",
    ),
    "column:check_passed": ("Result", "Ergebnis"),
    "check_passed:passed": ("passed", "bestanden"),
    "check_passed:not_passed": ("not passed", "nicht bestanden"),
    "check_passed:not_said": ("cannot be said", "keine Aussage"),
    "column:lost_by_it": ("Customers lost by it", "Dadurch verlorene Kunden"),
    "column:lost_by_it_low": ("Customers lost by it, from", "Dadurch verlorene Kunden, von"),
    "column:lost_by_it_high": ("Customers lost by it, to", "Dadurch verlorene Kunden, bis"),
    "column:at_stake": ("Their revenue of a year", "Deren Umsatz eines Jahres"),
    "column:at_stake_low": ("Their revenue of a year, from", "Deren Umsatz eines Jahres, von"),
    "column:at_stake_high": ("Their revenue of a year, to", "Deren Umsatz eines Jahres, bis"),
    "table:effect_overlap": ("How comparable the visits are", "Wie vergleichbar die Besuche sind"),
    "column:overlap_low": ("Likely to meet the event, from", "So wahrscheinlich betroffen, von"),
    "column:overlap_high": ("Likely to meet the event, to", "So wahrscheinlich betroffen, bis"),
    "column:overlap_exposed": ("Visits with the event", "Besuche mit dem Ereignis"),
    "column:overlap_unexposed": ("Visits without it", "Besuche ohne es"),
    "column:overlap_weighted": ("Visits without it, weighted", "Besuche ohne es, gewichtet"),
    "formula:overlap_exposed": (
        "share of these visits whose history makes the event so likely; weighted: counted so that they look like those with it",
        "Anteil dieser Besuche, deren Vorgeschichte das Ereignis so wahrscheinlich macht; gewichtet: so gezählt, dass sie denen damit gleichen",
    ),
    "column:margin_lost": ("Their margin of a year", "Deren Deckungsbeitrag eines Jahres"),
    "column:margin_lost_low": ("Their margin of a year, from", "Deren Deckungsbeitrag eines Jahres, von"),
    "column:margin_lost_high": ("Their margin of a year, to", "Deren Deckungsbeitrag eines Jahres, bis"),
    "compared_with:same": ("the same touchpoints without it", "denselben Touchpoints ohne es"),
    "compared_with:elsewhere": ("visits elsewhere", "Besuchen anderswo"),
    "formula:leaving_adjusted": (
        "share that left after the event − share expected without it, doubly robust, within 180 days and behind a lead of 7",
        "Anteil, der nach dem Ereignis ging − Anteil, der ohne es zu erwarten wäre, doppelt robust, innerhalb von 180 Tagen und nach einem Vorlauf von 7",
    ),
    "formula:check_value": (
        "overlap after Dehejia and Wahba, and after Kish; negative control: the same comparison with earlier critical events as outcome, which this one cannot have moved; placebo: the same comparison among visits without the event, of which those most like it are taken as if they had met it; E-value: risk ratio with event and with leaving",
        "Überlappung nach Dehejia und Wahba sowie nach Kish; Negativkontrolle: derselbe Vergleich mit früheren kritischen Ereignissen als Ergebnis, die dieses nicht bewegt haben kann; Placebo: derselbe Vergleich unter Besuchen ohne das Ereignis, von denen die ähnlichsten so behandelt werden, als hätte es sie getroffen; E-Wert: Risikoverhältnis zum Ereignis und zum Weggang",
    ),
    "formula:lost_by_it": (
        "visits with the event × adjusted difference; only where all checks are passed",
        "Besuche mit dem Ereignis × bereinigter Unterschied; nur wenn alle Prüfungen bestanden sind",
    ),
    "formula:at_stake": (
        "customers lost × mean revenue of those it happened to in the year before; revenue, not margin",
        "verlorene Kunden × mittlerer Umsatz der Betroffenen im Jahr davor; Umsatz, nicht Deckungsbeitrag",
    ),
    "formula:margin_lost": (
        "their revenue of a year × margin as assumed; from the lower ends of both to the upper ones",
        "deren Umsatz eines Jahres × angenommener Deckungsbeitrag; von den unteren Enden beider bis zu den oberen",
    ),
}
LEAVING_WORDS |= {
    key.replace("column:met_", "event:"): wording for key, wording in LEAVING_WORDS.items() if "column:met_" in key
}
"""At the beginning of a sentence an event is written as at the head of a column."""

LEAVING_SENTENCES: dict[str, Wording] = {
    "reasons.nobody": (
        "None of these customers has left, as far as the settings say what leaving is.",
        "Keiner dieser Kunden ist gegangen, soweit die Einstellungen sagen, was Weggang ist.",
    ),
    "reasons.counted": (
        "{lost:count|customer has|customers have} left; that is too few to estimate anything, so they are told one by one.",
        "{lost:count|Kunde ist|Kunden sind} gegangen; das sind zu wenige für eine Schätzung, daher wird jeder einzeln gezeigt.",
    ),
    "reasons.no_price": (
        "None of the {lost:count|customer|customers} who left said price; before {with_incident:count} of them a critical event stood in the last {days:count} days.",
        "Von {lost:count|Kunde|Kunden}, die gingen, nannte keiner den Preis; bei {with_incident:count} davon stand in den letzten {days:count} Tagen ein kritisches Ereignis.",
    ),
    "reasons.price": (
        "{share:share} of {lost:count|customer|customers} who left said price ({n:count}, 95% interval {low:to:high:share}): for {alone:share} nothing critical had happened in the {days:count} days before, for {after:share} ({n_after:count}) a critical event stood there; among all who left one stood before {with_incident:count}.",
        "{share:share} von {lost:count|Kunde|Kunden}, die gingen, nannten den Preis ({n:count}, 95-%-Intervall {low:to:high:share}): Bei {alone:share} war in den {days:count} Tagen davor nichts Kritisches geschehen, bei {after:share} ({n_after:count}) stand dort ein kritisches Ereignis; unter allen, die gingen, stand bei {with_incident:count} eines davor.",
    ),
    "reasons.price_counted": (
        "{n:count} of {lost:count|customer|customers} who left said price; before {after:count} of these a critical event stood in the last {days:count} days, before {with_incident:count} of all who left.",
        "{n:count} von {lost:count|Kunde|Kunden}, die gingen, nannten den Preis; bei {after:count} von diesen stand in den letzten {days:count} Tagen ein kritisches Ereignis, bei {with_incident:count} von allen, die gingen.",
    ),
    "reasons.price_evidenced": (
        "Of the leaving of those who said price, {value:share} goes along with critical events on record (95% interval {low:to:high:share}).",
        "Vom Weggang derer, die den Preis nannten, gehen {value:share} mit verzeichneten kritischen Ereignissen einher (95-%-Intervall {low:to:high:share}).",
    ),
    "reasons.none_evidenced": (
        "Of those who stated no reason ({n:count}) it is {value:share} (95% interval {low:to:high:share}).",
        "Bei denen, die keinen Grund nannten ({n:count}), sind es {value:share} (95-%-Intervall {low:to:high:share}).",
    ),
    "reasons.all_evidenced": (
        "Of all {lost:count} who left it is {value:share} (95% interval {low:to:high:share}).",
        "Bei allen {lost:count}, die gingen, sind es {value:share} (95-%-Intervall {low:to:high:share}).",
    ),
    "caveat.reasons_on_record": (
        "Only what is on record can be evidence: defects that nobody noted are missing, and what drives events and leaving alike without being noted is counted in.",
        "Belegt sein kann nur, was verzeichnet ist: Mängel, die niemand notiert hat, fehlen, und was unbemerkt Ereignisse und Weggang zugleich treibt, zählt mit.",
    ),
    "caveat.reasons_not_coded": (
        "{n:count|reason has|reasons have} no code yet; give their words one in reasons.toml.",
        "{n:count|Grund ist|Gründe sind} noch nicht zugeordnet; ordnen Sie die Wörter in reasons.toml zu.",
    ),
    "caveat.reasons_asked": (
        "Whom to ask leaves out whoever stands on the suppression list or has objected to advertising or analysis ({n:count} of those worth asking). Nobody of the departments that served a customer should ask.",
        "Wen man fragen sollte, lässt aus, wer auf der Werbesperrliste steht oder Werbung oder Auswertung widersprochen hat ({n:count} von denen, die zu fragen lohnte). Fragen sollte niemand aus den Abteilungen, die den Kunden betreut haben.",
    ),
    "caveat.reasons_may_ask": (
        "Whether these customers may be contacted is not known here: compare the suppression list before asking, and let nobody ask who served them.",
        "Ob diese Kunden kontaktiert werden dürfen, ist hier nicht bekannt: Gleichen Sie vor dem Fragen die Werbesperrliste ab, und lassen Sie niemanden fragen, der sie betreut hat.",
    ),
    "effect.no_outcomes": (
        "Nobody has left, as far as the settings say what leaving is; what an event does to it cannot be said.",
        "Niemand ist gegangen, soweit die Einstellungen sagen, was Weggang ist; was ein Ereignis daran ändert, lässt sich nicht sagen.",
    ),
    "effect.too_few_lost": (
        "{lost:count|customer has|customers have} left; to say what an event does to leaving it takes at least {needed:count}.",
        "{lost:count|Kunde ist|Kunden sind} gegangen; um zu sagen, was ein Ereignis daran ändert, braucht es mindestens {needed:count}.",
    ),
    "effect.too_few": (
        "{incident:word:event}: {n:count|visit|visits} of {customers:count|customer|customers}, or those to compare them with, are too few to say what the event does.",
        "{incident:word:event}: {n:count|Besuch|Besuche} von {customers:count|Kunde|Kunden}, oder die zum Vergleich, sind zu wenige, um zu sagen, was das Ereignis bewirkt.",
    ),
    "effect.refused": (
        "{incident:word:event}: what it does to leaving cannot be said; its {n:count|visit has|visits have} no comparable ones.",
        "{incident:word:event}: Was es am Weggang ändert, lässt sich nicht sagen; zu {n:count|seinem Besuch|seinen Besuchen} gibt es keine vergleichbaren.",
    ),
    "effect.found": (
        "{incident:word:event}: of {n:count|visit|visits} with it {value:difference} more were followed by leaving within {days:count} days than would have been without it (95% interval {low:to:high:difference}).",
        "{incident:word:event}: Nach {n:count|Besuch|Besuchen} damit gingen innerhalb von {days:count} Tagen {value:difference} mehr, als ohne es gegangen wären (95-%-Intervall {low:to:high:difference}).",
    ),
    "effect.nothing": (
        "{incident:word:event}: after {n:count|visit|visits} with it about as many left as would have without it ({value:difference}, 95% interval {low:to:high:difference}).",
        "{incident:word:event}: Nach {n:count|Besuch|Besuchen} damit gingen etwa so viele, wie auch ohne es gegangen wären ({value:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "effect.nothing_for_all": (
        "The one figure for all customers hides that: after {n:count|visit|visits} with it ({incident:word:event}) leaving differs by {value:difference}, which may be chance (95% interval {low:to:high:difference}). For whom it is clear shows only group by group ({groups:count|group|groups} compared, corrected for their number).",
        "Die eine Zahl für alle Kunden verdeckt das: Nach {n:count|Besuch|Besuchen} damit ({incident:word:event}) unterscheidet sich der Weggang um {value:difference}, was Zufall sein kann (95-%-Intervall {low:to:high:difference}). Bei wem es deutlich ist, zeigt sich erst Gruppe für Gruppe ({groups:count|Gruppe|Gruppen} verglichen, um ihre Anzahl berichtigt).",
    ),
    "effect.association": (
        "{incident:word:event}: after {n:count|visit|visits} with it leaving within {days:count} days differs by {value:difference} from comparable visits (95% interval {low:to:high:difference}); that this is its effect cannot be said.",
        "{incident:word:event}: Nach {n:count|Besuch|Besuchen} damit weicht der Weggang innerhalb von {days:count} Tagen um {value:difference} von vergleichbaren Besuchen ab (95-%-Intervall {low:to:high:difference}); dass es das bewirkt, lässt sich nicht sagen.",
    ),
    "effect.failed_support": (
        "Check not passed: more than a tenth of the visits with it lie where there are no visits without it.",
        "Prüfung nicht bestanden: Mehr als ein Zehntel der Besuche damit liegt dort, wo es keine Besuche ohne es gibt.",
    ),
    "effect.failed_effective": (
        "Check not passed: too few customers without it resemble those with it.",
        "Prüfung nicht bestanden: Zu wenige Kunden ohne das Ereignis ähneln denen damit.",
    ),
    "effect.failed_heaviest": (
        "Check not passed: a single customer would carry more than a tenth of the comparison.",
        "Prüfung nicht bestanden: Ein einziger Kunde trüge mehr als ein Zehntel des Vergleichs.",
    ),
    "effect.failed_control": (
        "Check not passed: whom the event met, had more (or fewer) critical events long before already than comparable customers; something else is going on with them.",
        "Prüfung nicht bestanden: Wen das Ereignis traf, hatte schon lange davor mehr (oder weniger) kritische Ereignisse als vergleichbare Kunden; bei ihnen ist etwas anderes im Spiel.",
    ),
    "effect.failed_control_blind": (
        "Check not passed: the negative control is too uncertain; it would not have noticed a bias as large as this difference.",
        "Prüfung nicht bestanden: Die Negativkontrolle ist zu ungenau; eine Verzerrung von der Größe dieses Unterschieds hätte sie nicht bemerkt.",
    ),
    "effect.failed_placebo": (
        "Check not passed: visits without the event that only look like those with it differ as well; the comparison finds something where nothing is.",
        "Prüfung nicht bestanden: Auch Besuche ohne das Ereignis, die denen damit nur ähneln, weichen ab; der Vergleich findet etwas, wo nichts ist.",
    ),
    "effect.lost": (
        "That is about {value:count} customers lost (95% interval {low:to:high:count}) of {customers:count} it happened to.",
        "Das sind etwa {value:count} verlorene Kunden (95-%-Intervall {low:to:high:count}) von {customers:count}, denen es geschah.",
    ),
    "effect.at_stake": (
        "At what such a customer spent in the year before, that is revenue of {value:about_money} a year (95% interval {low:to:high:about_money}).",
        "Mit dem, was ein solcher Kunde im Jahr davor ausgab, ist das ein Umsatz von {value:about_money} im Jahr (95-%-Intervall {low:to:high:about_money}).",
    ),
    "effect.margin_lost": (
        "With the margin that is assumed, {value:about_money} of margin a year go with them (from {low:about_money} to {high:about_money}).",
        "Mit dem angenommenen Deckungsbeitrag gehen mit ihnen im Jahr {value:about_money} Deckungsbeitrag (von {low:about_money} bis {high:about_money}).",
    ),
    "caveat.effect_unadjusted": (
        "As it is, without adjusting, the difference is {value:difference} (95% interval {low:to:high:difference}).",
        "Wie er ist, ohne Bereinigung, beträgt der Unterschied {value:difference} (95-%-Intervall {low:to:high:difference}).",
    ),
    "caveat.effect_strength": (
        "To explain it away, a cause that nobody recorded would have to make both the event and leaving {value:score} times as likely, beyond all that is adjusted for; {limit:score} times, and it could no longer be told from nothing (E-value).",
        "Um das ganz zu erklären, müsste eine Ursache, die niemand erfasst hat, das Ereignis und den Weggang je {value:score}-mal so wahrscheinlich machen, über alles Bereinigte hinaus; bei {limit:score}-mal ließe es sich nicht mehr von nichts unterscheiden (E-Wert).",
    ),
    "caveat.margin_assumed": (
        "The margin is an assumption; whose it is was not said.",
        "Der Deckungsbeitrag ist eine Annahme; von wem sie stammt, wurde nicht gesagt.",
    ),
    "caveat.margin_assumed_by": (
        "The margin is an assumption of {by:quoted}, no evidence.",
        "Der Deckungsbeitrag ist eine Annahme von {by:quoted}, kein Beleg.",
    ),
    "caveat.effect_elsewhere": (
        "Where it happens, it (nearly) always does; compared is with visits to other touchpoints.",
        "Wo es geschieht, geschieht es (fast) immer; verglichen wird mit Besuchen an anderen Touchpoints.",
    ),
}

LEAVING_METHODS: dict[str, Wording] = {
    "reasons": (
        "Discrete-time hazard of leaving on months of customers; the share of the hazard that goes along with critical events, shared out after Aumann and Shapley; among those who gave a reason corrected for what leaving because of an event makes people say.",
        "Zeitdiskretes Risiko zu gehen, je Kunde und Monat; der Anteil des Risikos, der mit kritischen Ereignissen einhergeht, aufgeteilt nach Aumann und Shapley; unter denen mit gleichem genanntem Grund bereinigt um das, was man eher sagt, wenn man wegen eines Ereignisses geht.",
    ),
    "reasons_counted": ("Counted, nothing estimated.", "Gezählt, nichts geschätzt."),
    "saying_follows_cause": (
        "Given why somebody leaves, what they say depends on nothing else that the history tells.",
        "Was jemand sagt, hängt, wenn der Anlass des Weggangs feststeht, von nichts anderem in der Geschichte ab.",
    ),
    "effect": (
        "Doubly robust (AIPW, cross-fitted by customer), effect on the exposed; checked by overlap, by a negative control and by a placebo.",
        "Doppelt robust (AIPW, über Kunden kreuzangepasst), Wirkung auf die Betroffenen; geprüft an der Überlappung, an einer Negativkontrolle und an einem Placebo.",
    ),
    "effect_refused": (
        "Nothing estimated: there is too little to compare.",
        "Nichts geschätzt: Es gibt zu wenig zu vergleichen.",
    ),
    "everybody_had_a_chance": (
        "Everybody compared could have met the event, or been spared.",
        "Alle Verglichenen hätten das Ereignis erleben oder verschont bleiben können.",
    ),
}
