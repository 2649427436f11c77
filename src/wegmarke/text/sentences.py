"""Sentences of findings: headlines, caveats, basis. One entry a code: English, German; templates as in `wegmarke.text.templates`."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.agreement import AGREEMENT_SENTENCES
from wegmarke.text.board import BOARD_SENTENCES
from wegmarke.text.changes import CHANGES_SENTENCES
from wegmarke.text.coding import CODING_SENTENCES
from wegmarke.text.coming import COMING_SENTENCES
from wegmarke.text.delay import DELAY_SENTENCES
from wegmarke.text.incidents import INCIDENT_SENTENCES
from wegmarke.text.language import Wording
from wegmarke.text.leaving import LEAVING_SENTENCES
from wegmarke.text.levers import LEVER_SENTENCES
from wegmarke.text.losses import LOSS_SENTENCES
from wegmarke.text.moments import MOMENT_SENTENCES
from wegmarke.text.proxies import PROXY_SENTENCES
from wegmarke.text.segments import SEGMENT_SENTENCES
from wegmarke.text.value import VALUE_SENTENCES

_NOTHING_LEFT: Wording = (
    "The filter leaves no journey. Loosen it, or check the period.",
    "Der Filter lässt keine Kundenreise übrig. Lockern Sie ihn, oder prüfen Sie den Zeitraum.",
)

SENTENCES: dict[str, Wording] = {
    **BOARD_SENTENCES,
    **LEVER_SENTENCES,
    **MOMENT_SENTENCES,
    **LOSS_SENTENCES,
    **AGREEMENT_SENTENCES,
    **CODING_SENTENCES,
    **COMING_SENTENCES,
    **DELAY_SENTENCES,
    **CHANGES_SENTENCES,
    **PROXY_SENTENCES,
    **SEGMENT_SENTENCES,
    **LEAVING_SENTENCES,
    # what every count rests on
    "basis.extent": (
        "{interactions:count|interaction|interactions} in {journeys:count|journey|journeys} of {customers:count|customer|customers}.",
        "{interactions:count|Kontakt|Kontakte} in {journeys:count|Kundenreise|Kundenreisen} von {customers:count|Kunde|Kunden}.",
    ),
    "basis.by_account": (
        "Told by account: the contacts of all people of a company, in one order.",
        "Nach Firmen erzählt: die Kontakte aller Ansprechpartner einer Firma, in einer Reihenfolge.",
    ),
    "basis.filter": ("Filter: {filter:quoted}.", "Filter: {filter:quoted}."),
    "basis.case_notion": ("Here {case_notion:word:case_notion}.", "Hier gilt: {case_notion:word:case_notion}."),
    "basis.silence": (
        "A pause of more than {silence_days:count|day|days} begins a new journey.",
        "Eine Pause von mehr als {silence_days:count|Tag|Tagen} beginnt eine neue Kundenreise.",
    ),
    "basis.no_silence": ("No pause begins a new journey.", "Keine Pause beginnt eine neue Kundenreise."),
    "basis.cut_at_outcome": ("An outcome ends the journey.", "Ein Ergebnis beendet die Kundenreise."),
    "basis.lifecycle": (
        "Counted are interactions in the state {lifecycle:or_list}.",
        "Gezählt sind Kontakte im Zustand {lifecycle:or_list}.",
    ),
    "basis.ties": (
        "Equal times are ordered by the sequence given, else by the row in the file.",
        "Gleiche Zeiten sind nach der angegebenen Reihenfolge geordnet, sonst nach der Zeile in der Datei.",
    ),
    "basis.version": ("Index {version}; times in {zone}.", "Index {version}; Zeiten in {zone}."),
    "answered.counted": (
        "Answered by counting: nothing is estimated.",
        "Durch Zählen beantwortet: Geschätzt ist nichts.",
    ),
    "answered.estimated": (
        "Answered with estimates, each with its interval; of fewer than 50 there is none.",
        "Mit Schätzungen beantwortet, jede mit ihrem Intervall; bei weniger als 50 gibt es keine.",
    ),
    "answered.cannot_say": ("Not answered: too little is known.", "Nicht beantwortet: Dazu ist zu wenig bekannt."),
    # map
    "map.empty": _NOTHING_LEFT,
    "map.extent": (
        "{customers:count|customer|customers} made {journeys:count|journey|journeys} over {touchpoints:count|touchpoint|touchpoints} and {steps:count|different step|different steps}.",
        "{customers:count|Kunde|Kunden} mit {journeys:count|Kundenreise|Kundenreisen} über {touchpoints:count|Touchpoint|Touchpoints} und {steps:count|verschiedenen Schritt|verschiedene Schritte}.",
    ),
    "map.commonest_step": (
        "The commonest step is from {source:quoted} to {target:quoted}: {steps:count|time|times}; it follows {share:share} of the interactions at {source:quoted}.",
        "Der häufigste Schritt führt von {source:quoted} zu {target:quoted}: {steps:count}-mal; er folgt auf {share:share} der Kontakte an {source:quoted}.",
    ),
    "picture.map_shown": (
        "Shown: {shown:count} of {touchpoints:count|touchpoint|touchpoints}, with {share:share} of all steps. Dashed: steps back. ↻: steps from a touchpoint to itself.",
        "Gezeigt: {shown:count} von {touchpoints:count|Touchpoint|Touchpoints}, mit {share:share} aller Schritte. Gestrichelt: Schritte zurück. ↻: Schritte eines Touchpoints zu sich selbst.",
    ),
    # paths
    "paths.empty": _NOTHING_LEFT,
    "paths.extent": (
        "{journeys:count|journey|journeys} took {paths:count|path|different paths}; the commonest is {path:quoted}, {first:count|journey|journeys} ({share:share}).",
        "{journeys:count|Kundenreise|Kundenreisen} auf {paths:count|Weg|verschiedenen Wegen}; der häufigste ist {path:quoted} mit {first:count|Kundenreise|Kundenreisen} ({share:share}).",
    ),
    "paths.shown": (
        "The {shown:count|path|paths} shown here {shown:agree|holds|hold} {share:share} of the journeys; {hidden:count|journey|journeys} took other paths.",
        "{shown:agree|Der hier gezeigte|Die hier gezeigten} {shown:count|Weg|Wege} {shown:agree|umfasst|umfassen} {share:share} der Kundenreisen; {hidden:count|Kundenreise ging|Kundenreisen gingen} andere Wege.",
    ),
    # entries and exits
    "entries.empty": _NOTHING_LEFT,
    "entries.no_outcomes": (
        "None of the {journeys:count|journey|journeys} has an outcome yet. Say in the settings what counts as won and lost.",
        "Von {journeys:count|Kundenreise|Kundenreisen} hat noch keine ein Ergebnis. Legen Sie in den Einstellungen fest, was als gewonnen und verloren gilt.",
    ),
    "entries.nothing_lost": (
        "Of {journeys:count|journey|journeys} none was lost; {won:count} {won:agree|was|were} won.",
        "Von {journeys:count|Kundenreise|Kundenreisen} ging keine verloren; {won:count} {won:agree|wurde|wurden} gewonnen.",
    ),
    "entries.lost_after": (
        "{lost:count} of {journeys:count|journey|journeys} {lost:agree|was|were} lost; {n:count} of these after {touchpoint:quoted}[[ ({share:share}, 95% interval {low:to:high:share})]].",
        "{lost:count} von {journeys:count|Kundenreise|Kundenreisen} {lost:agree|ging|gingen} verloren; {n:count} davon nach {touchpoint:quoted}[[ ({share:share}, 95-%-Intervall {low:to:high:share})]].",
    ),
    "entries.churned_after": (
        "{churned:count} of {journeys:count|journey|journeys} ended with the customer leaving; {n:count} of these after {touchpoint:quoted}[[ ({share:share}, 95% interval {low:to:high:share})]].",
        "{churned:count} von {journeys:count|Kundenreise|Kundenreisen} {churned:agree|endete|endeten} damit, dass der Kunde ging; {n:count} davon nach {touchpoint:quoted}[[ ({share:share}, 95-%-Intervall {low:to:high:share})]].",
    ),
    "entries.waited": (
        "From there to the loss, half of them took no longer than {median:seconds}, nine in ten no longer than {p90:seconds} (n = {n:count}).",
        "Von dort bis zum Verlust dauerte es bei der Hälfte höchstens {median:seconds}, bei neun von zehn höchstens {p90:seconds} (n = {n:count}).",
    ),
    "entries.waited_since_start": (
        "From the first contact to the loss, half of all {n:count|lost journey|lost journeys} took no longer than {median:seconds}, nine in ten no longer than {p90:seconds}.",
        "Vom ersten Kontakt bis zum Verlust dauerte es bei der Hälfte aller {n:count|verlorenen Kundenreise|verlorenen Kundenreisen} höchstens {median:seconds}, bei neun von zehn höchstens {p90:seconds}.",
    ),
    # funnel
    "funnel.empty": _NOTHING_LEFT,
    "funnel.nobody": (
        "No journey reached the first stage, {touchpoint:quoted}.",
        "Keine Kundenreise hat die erste Stufe erreicht: {touchpoint:quoted}.",
    ),
    "funnel.through": (
        "{last:count} of {first:count|journey|journeys} got through all {stages:count} stages[[ ({share:share}, 95% interval {low:to:high:share})]].",
        "{last:count} von {first:count|Kundenreise|Kundenreisen} {last:agree|kam|kamen} durch alle {stages:count} Stufen[[ ({share:share}, 95-%-Intervall {low:to:high:share})]].",
    ),
    "funnel.drop_off": (
        "Most were lost at the stage {touchpoint:quoted}: {stopped:count} of {n:count} went no further.",
        "Die meisten gingen auf der Stufe {touchpoint:quoted} verloren: {stopped:count} von {n:count} {stopped:agree|kam|kamen} nicht weiter.",
    ),
    # compare
    "compare.few": (
        "A[[ ({a_filter})]]: {a:count|journey|journeys}; B[[ ({b_filter})]]: {b:count|journey|journeys}: too few to compare (at least {needed:count} of each). They are counted, nothing is estimated.",
        "A[[ ({a_filter})]]: {a:count|Kundenreise|Kundenreisen}; B[[ ({b_filter})]]: {b:count|Kundenreise|Kundenreisen}: zu wenige für einen Vergleich (mindestens je {needed:count}). Es wird gezählt, nichts geschätzt.",
    ),
    "compare.extent": (
        "A[[ ({a_filter})]]: {a:count|journey|journeys}; B[[ ({b_filter})]]: {b:count|journey|journeys}. Of {lines:count} compared, {clear:count} {clear:agree|differs|differ} by more than chance explains.",
        "A[[ ({a_filter})]]: {a:count|Kundenreise|Kundenreisen}; B[[ ({b_filter})]]: {b:count|Kundenreise|Kundenreisen}. Von {lines:count} Vergleichen {clear:agree|weicht|weichen} {clear:count} stärker ab, als der Zufall erklärt.",
    ),
    "compare.empty_group": (
        "There is nothing to compare: A[[ ({a_filter})]] has {a:count|journey|journeys}, B[[ ({b_filter})]] has {b:count|journey|journeys}.",
        "Es gibt nichts zu vergleichen: A[[ ({a_filter})]] hat {a:count|Kundenreise|Kundenreisen}, B[[ ({b_filter})]] hat {b:count|Kundenreise|Kundenreisen}.",
    ),
    "compare.largest": (
        "The largest clear difference: {what:quoted}, {a:share} in A and {b:share} in B ({difference:difference}, 95% interval {low:to:high:difference}).",
        "Der größte klare Unterschied: {what:quoted}, {a:share} in A und {b:share} in B ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "compare.overlap": (
        "{both:count|journey stands|journeys stand} in both groups; the intervals take that into account.",
        "{both:count|Kundenreise steht|Kundenreisen stehen} in beiden Gruppen; die Intervalle berücksichtigen das.",
    ),
    # attribution
    "attribution.largest": (
        "{won:count} of {journeys:count|journey|journeys} {won:agree|was|were} won. Largest part: {name:quoted}; without the ways through it, {effect:share} of the wins would be missing by calculation.",
        "{won:count} von {journeys:count|Kundenreise|Kundenreisen} {won:agree|wurde|wurden} gewonnen. Größter Anteil: {name:quoted}; ohne die Wege darüber fehlten rechnerisch {effect:share} der Gewinne.",
    ),
    "attribution.largest_within": (
        "{won:count} of {journeys:count|journey|journeys} {won:agree|was|were} won. Largest part: {name:quoted}; without the ways through it, {effect:share} of the wins would be missing by calculation (95% interval {low:to:high:share}).",
        "{won:count} von {journeys:count|Kundenreise|Kundenreisen} {won:agree|wurde|wurden} gewonnen. Größter Anteil: {name:quoted}; ohne die Wege darüber fehlten rechnerisch {effect:share} der Gewinne (95-%-Intervall {low:to:high:share}).",
    ),
    "attribution.last_says_more": (
        "Who counts only the last contact credits {name:quoted} with {last:share} of the wins; over the whole way it is {share:share} (95% interval {low:to:high:share}).",
        "Wer nur den letzten Kontakt zählt, schreibt {name:quoted} {last:share} der Gewinne zu; über den ganzen Weg sind es {share:share} (95-%-Intervall {low:to:high:share}).",
    ),
    "attribution.last_says_less": (
        "Who counts only the last contact leaves {name:quoted} with {last:share} of the wins; over the whole way it is {share:share} (95% interval {low:to:high:share}).",
        "Wer nur den letzten Kontakt zählt, lässt {name:quoted} nur {last:share} der Gewinne; über den ganzen Weg sind es {share:share} (95-%-Intervall {low:to:high:share}).",
    ),
    "attribution.no_channel": (
        "No contact says by which channel it was; give the mapping a column for it.",
        "Kein Kontakt sagt, über welchen Kanal er lief; geben Sie der Zuordnung eine Spalte dafür.",
    ),
    "attribution.no_department": (
        "No contact says which department it was with; give the mapping a column for it.",
        "Kein Kontakt sagt, mit welcher Abteilung er war; geben Sie der Zuordnung eine Spalte dafür.",
    ),
    "attribution.no_conversions": (
        "No journey was won; there is nothing to attribute.",
        "Keine Kundenreise wurde gewonnen; es gibt nichts zuzurechnen.",
    ),
    "attribution.too_few": (
        "Too few journeys were won to attribute anything.",
        "Zu wenige Kundenreisen wurden gewonnen, um etwas zuzurechnen.",
    ),
    "attribution.not_identified": (
        "The journeys do not suffice to tell the touchpoints apart.",
        "Die Kundenreisen reichen nicht, um die Touchpoints voneinander zu trennen.",
    ),
    "attribution.no_variation": (
        "All journeys ended alike; there is nothing to attribute.",
        "Alle Kundenreisen endeten gleich; es gibt nichts zuzurechnen.",
    ),
    "attribution.empty_group": _NOTHING_LEFT,
    # touchpoint
    "touchpoint.reach": (
        "{n:count} of {journeys:count|journey|journeys} visited {touchpoint:quoted}[[ ({share:share})]].",
        "{n:count} von {journeys:count|Kundenreise|Kundenreisen} {n:agree|führte|führten} über {touchpoint:quoted}[[ ({share:share})]].",
    ),
    "touchpoint.not_visited": (
        "No journey that the filter leaves visited {touchpoint:quoted}.",
        "Keine der gefilterten Kundenreisen führte über {touchpoint:quoted}.",
    ),
    "touchpoint.lost_differs": (
        "Of journeys with it {with:share} were lost, of those without it {without:share} ({difference:difference}, 95% interval {low:to:high:difference}).",
        "Kundenreisen mit ihm gingen zu {with:share} verloren, solche ohne ihn zu {without:share} ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "touchpoint.lost_alike": (
        "Of journeys with it {with:share} were lost, of those without it {without:share}; chance could explain the difference (95% interval {low:to:high:difference}).",
        "Kundenreisen mit ihm gingen zu {with:share} verloren, solche ohne ihn zu {without:share}; der Unterschied könnte Zufall sein (95-%-Intervall {low:to:high:difference}).",
    ),
    # promises
    "promises.empty": _NOTHING_LEFT,
    "promises.none": (
        "In none of {journeys:count|journey|journeys} a promise is noted.",
        "In {journeys:count|Kundenreise|Kundenreisen} ist keine Zusage vermerkt.",
    ),
    "promises.kept": (
        "Of {decided:count|promise|promises} of which is known what became, {kept:count} {kept:agree|was|were} kept in time ({share:share}, 95% interval {low:to:high:share}), {late:count} late and {broken:count} not at all.",
        "Von {decided:count|Zusage|Zusagen}, deren Ausgang bekannt ist, {kept:agree|wurde|wurden} {kept:count} rechtzeitig eingehalten ({share:share}, 95-%-Intervall {low:to:high:share}), {late:count} verspätet und {broken:count} gar nicht.",
    ),
    "promises.counted": (
        "Counted only: of {decided:count|promise|promises} of which is known what became, {kept:count} {kept:agree|was|were} kept in time, {late:count} late and {broken:count} not at all. They were given to {customers:count|customer|customers}; a share needs {needed:count}.",
        "Nur gezählt: Von {decided:count|Zusage|Zusagen}, deren Ausgang bekannt ist, {kept:agree|wurde|wurden} {kept:count} rechtzeitig eingehalten, {late:count} verspätet und {broken:count} gar nicht. Gegeben wurden sie {customers:count|Kunde|Kunden}; für einen Anteil braucht es {needed:count}.",
    ),
    "promises.worst": (
        "Most of the others were given at {touchpoint:quoted}[[ by {giver:quoted}]][[ and had to be kept by {keeper:quoted}]]: {failed:count} of {n:count}.",
        "Die meisten der übrigen wurden bei {touchpoint:quoted} gegeben[[, von {giver:quoted}]][[, und waren von {keeper:quoted} einzuhalten]]: {failed:count} von {n:count}.",
    ),
    "promises.how_late": (
        "Half of {n:count|promise|promises} kept late came no more than {median:seconds} late[[, nine in ten no more than {p90:seconds}]].",
        "Die Hälfte von {n:count|verspäteten Zusage|verspäteten Zusagen} kam höchstens {median:seconds} zu spät[[, neun von zehn höchstens {p90:seconds}]].",
    ),
    "promises.overdue": (
        "{broken:count|promise is|promises are} overdue now, in {journeys:count|journey|journeys}.",
        "Überfällig {broken:agree|ist|sind} jetzt {broken:count|Zusage|Zusagen}, in {journeys:count|Kundenreise|Kundenreisen}.",
    ),
    "caveat.keeper_unknown": (
        "Who had to keep a promise is read from the contact with which it was kept; of {unknown:count} of {given:count|promise|promises} there is none, among them all that were broken or are open. So what a department kept says nothing of what it left undone.",
        "Wer eine Zusage einzuhalten hatte, ist am Kontakt abzulesen, mit dem sie eingehalten wurde; bei {unknown:count} von {given:count|Zusage|Zusagen} gibt es keinen, darunter alle gebrochenen und offenen. Was eine Abteilung eingehalten hat, sagt also nichts darüber, was sie schuldig blieb.",
    ),
    "caveat.promises_noted": (
        "Only promises that a source notes with a date are counted; what was said and not written down is missing, and a date that was moved afterwards looks kept.",
        "Gezählt werden nur Zusagen, die eine Quelle mit einem Datum vermerkt; was gesagt und nicht aufgeschrieben wurde, fehlt, und ein nachträglich verschobenes Datum sieht eingehalten aus.",
    ),
    # friction
    "friction.empty": _NOTHING_LEFT,
    "friction.contacts": (
        "A journey takes {mean:score} contacts on average (95% interval {low:to:high:score}).",
        "Eine Kundenreise braucht im Mittel {mean:score} Kontakte (95-%-Intervall {low:to:high:score}).",
    ),
    "friction.counted": (
        "Counted only: {contacts:count|contact|contacts} in {journeys:count|journey|journeys} of {customers:count|customer|customers}; a mean needs {needed:count}.",
        "Nur gezählt: {contacts:count|Kontakt|Kontakte} in {journeys:count|Kundenreise|Kundenreisen} von {customers:count|Kunde|Kunden}; für einen Mittelwert braucht es {needed:count}.",
    ),
    "friction.efforts": (
        "In {journeys:count|journey|journeys} customers turned to the company {asked:count|time|times}, {repeats:count} of these again about the same and {channel_breaks:count} by another channel; they waited {hours:count|hour|hours} longer than promised or usual, and met {incidents:count|critical event|critical events}.",
        "In {journeys:count|Kundenreise|Kundenreisen} haben sich Kunden {asked:count|Mal|Mal} an die Firma gewandt, davon {repeats:count|Mal|Mal} nochmals in derselben Sache und {channel_breaks:count|Mal|Mal} über einen anderen Kanal; sie haben {hours:count|Stunde|Stunden} länger gewartet als zugesagt oder üblich und {incidents:count|kritisches Ereignis|kritische Ereignisse} erlebt.",
    ),
    "friction.most": (
        "{journeys:count|journey|journeys} in which customers had to turn to the company {least:count|time|times} or more bear {share:share} of all such contacts.",
        "Auf {journeys:count|Kundenreise|Kundenreisen}, in denen sich Kunden {least:count|Mal|Mal} oder öfter an die Firma wenden mussten, entfallen {share:share} aller solcher Kontakte.",
    ),
    "caveat.asking": (
        "Customers turn to the company at these touchpoints: {touchpoints:list}. The rules of incidents say which they are.",
        "An die Firma wenden sich Kunden an diesen Touchpoints: {touchpoints:list}. Welche das sind, sagen die Regeln der kritischen Ereignisse.",
    ),
    "caveat.nobody_asks": (
        "No touchpoint is known at which customers turn to the company, so asking, asking again and changes of channel are not counted. The rules of incidents say which they are.",
        "Es ist kein Touchpoint bekannt, an dem sich Kunden an die Firma wenden; Anfragen, Nachfragen und Kanalwechsel werden daher nicht gezählt. Welche das sind, sagen die Regeln der kritischen Ereignisse.",
    ),
    "caveat.friction_left_out": (
        "Not counted, because the sources do not tell: forms filled in, channels that were refused, time spent in a queue, and advertising after an objection.",
        "Nicht gezählt, weil die Quellen es nicht sagen: ausgefüllte Formulare, verweigerte Kanäle, Zeit in der Warteschleife und Werbung trotz Widerspruch.",
    ),
    # customers, timeline
    "customers.nobody": (
        "No customer fits this filter. Loosen it, or check the period.",
        "Kein Kunde passt zu diesem Filter. Lockern Sie ihn, oder prüfen Sie den Zeitraum.",
    ),
    "customers.extent": (
        "{customers:count|customer|customers} with {journeys:count|journey|journeys}.",
        "{customers:count|Kunde|Kunden} mit {journeys:count|Kundenreise|Kundenreisen}.",
    ),
    "audience.extent": (
        "{customers:count|customer|customers}[[, together worth {value:minor_units}]][[; {silent:count} of them without any contact for {days:count|day|days}]].",
        "{customers:count|Kunde|Kunden}[[, zusammen {value:minor_units} wert]][[; {silent:count} davon seit {days:count|Tag|Tagen} ohne jeden Kontakt]].",
    ),
    "value.nobody": (
        "None of these customers has bought anything.",
        "Von diesen Kunden hat keiner etwas gekauft.",
    ),
    "value.alive": (
        "Of {repeating:count|customer|customers} who bought more than once, about {value:count} are probably still buying (95% interval {low:to:high:count}).",
        "Von {repeating:count|Kunde|Kunden}, die mehr als einmal gekauft haben, kaufen wahrscheinlich noch etwa {value:count} (95-%-Intervall {low:to:high:count}).",
    ),
    "value.purchases_ahead": (
        "All {customers:count|customer|customers} who ever bought are expected to make about {value:count} purchases within {days:count|day|days} (95% interval of the expectation {low:to:high:count}).",
        "Von allen {customers:count|Kunde|Kunden}, die je gekauft haben, sind innerhalb von {days:count|Tag|Tagen} etwa {value:count} Käufe zu erwarten (95-%-Intervall der Erwartung {low:to:high:count}).",
    ),
    "value.value_ahead": (
        "That is revenue of about {value:about_money} (95% interval of the expectation {low:to:high:about_money}).",
        "Das ist ein Umsatz von etwa {value:about_money} (95-%-Intervall der Erwartung {low:to:high:about_money}).",
    ),
    "value.too_few": (
        "Counted only, nothing is forecast: {customers:count|customer|customers} ever bought, {repeating:count} of them more than once, and a model needs at least 50 of these.",
        "Nur gezählt, nichts wird vorhergesagt: {customers:count|Kunde|Kunden} mit mindestens einem Kauf, {repeating:count} davon mit mehr als einem, und ein Modell braucht mindestens 50 von diesen.",
    ),
    "value.no_model": (
        "Counted only, nothing is forecast: {customers:count|customer|customers} ever bought, {repeating:count} of them more than once, but they buy too regularly or too much alike for the model, or none of them seems to leave.",
        "Nur gezählt, nichts wird vorhergesagt: {customers:count|Kunde|Kunden} mit mindestens einem Kauf, {repeating:count} davon mit mehr als einem, doch für das Modell kaufen sie zu regelmäßig oder zu ähnlich, oder niemand scheint zu gehen.",
    ),
    "value.contracts_ahead": (
        "{standing:count|contract goes|contracts go} on; about {value:count} renewals are to be expected of them within {days:count|day|days} (95% interval of the expectation {low:to:high:count}).",
        "{standing:count|Vertrag läuft|Verträge laufen}; innerhalb von {days:count|Tag|Tagen} sind daraus etwa {value:count} Verlängerungen zu erwarten (95-%-Intervall der Erwartung {low:to:high:count}).",
    ),
    "value.contracts_staying": (
        "Of new contracts, {value:share} still go on after {terms:count|decision|decisions} (95% interval {low:to:high:share}).",
        "Von neuen Verträgen laufen nach {terms:count|Entscheidung|Entscheidungen} noch {value:share} (95-%-Intervall {low:to:high:share}).",
    ),
    "value.contracts_too_few": (
        "{ended:count|contract|contracts} ended and {standing:count|goes|go} on; how long customers stay can be told from 50 ended ones on.",
        "{ended:count|Vertrag ist|Verträge sind} beendet, {standing:count|läuft|laufen} weiter; wie lange Kunden bleiben, lässt sich ab 50 beendeten sagen.",
    ),
    "value.contracts_no_model": (
        "{ended:count|contract|contracts} ended and {standing:count|goes|go} on; they were never renewed, or decided upon at one age only, so that nothing can be said of staying.",
        "{ended:count|Vertrag ist|Verträge sind} beendet, {standing:count|läuft|laufen} weiter; sie wurden nie verlängert oder nur in einem Alter entschieden, sodass sich über das Bleiben nichts sagen lässt.",
    ),
    "caveat.contracts_misfit": (
        "The model of contracts does not fit well: readiness to leave seems to change with age or time. Read the counts beside it.",
        "Das Modell der Verträge passt nicht gut: Die Bereitschaft zu gehen scheint sich mit dem Alter oder der Zeit zu ändern. Lesen Sie die Zählung daneben.",
    ),
    "value.silent": (
        "{silent:count} of {rhythm:count|customer|customers} with at least four purchases are silent for longer than ever before; by chance alone it would be about {by_chance:count}.",
        "{silent:count} von {rhythm:count|Kunde|Kunden} mit mindestens vier Käufen sind länger still als je zuvor; durch Zufall allein wären es etwa {by_chance:count}.",
    ),
    "caveat.value_is_revenue": (
        "Money is revenue as the sources give it, not margin.",
        "Geld ist Umsatz, wie ihn die Quellen nennen, nicht Deckungsbeitrag.",
    ),
    "caveat.value_without_amount": (
        "{without:count} of {purchases:count|purchase|purchases} have no amount in the currency of the settings; they are taken to be worth what the others are.",
        "{without:count} von {purchases:count|Kauf|Käufen} haben keinen Betrag in der Währung der Einstellungen; für sie wird angenommen, was die anderen wert sind.",
    ),
    "caveat.priced_together": (
        "The amounts of these touchpoints are added up: {touchpoints:list}. If they tell the same money several times (an offer, its order, its invoice), say in the settings which of them are revenue.",
        "Die Beträge dieser Touchpoints sind zusammengezählt: {touchpoints:list}. Nennen sie dasselbe Geld mehrmals (Angebot, Auftrag, Rechnung), sagen Sie in den Einstellungen, welche davon Umsatz sind.",
    ),
    "caveat.value_once": (
        "Of {once:count|customer|customers} who bought once the model cannot tell whether they have left; it counts on all of them.",
        "Von {once:count|Kunde|Kunden} mit einem einzigen Kauf kann das Modell nicht sagen, ob sie gegangen sind; es rechnet mit allen.",
    ),
    "caveat.value_left": (
        "{left:count} of those who bought are known to have left; nothing more is expected of them.",
        "Von denen, die gekauft haben, sind {left:count} erklärtermaßen gegangen; von ihnen wird nichts mehr erwartet.",
    ),
    "caveat.value_sample": (
        "The model was fitted to {fitted:count} of {customers:count|customer|customers} drawn at random; what it says is of all.",
        "Das Modell wurde an {fitted:count} zufällig gezogene von {customers:count|Kunde|Kunden} angepasst; was es sagt, gilt allen.",
    ),
    "timeline.extent": (
        "{interactions:count|interaction|interactions} in {journeys:count|journey|journeys}[[, with {departments:count|department|departments}]].",
        "{interactions:count|Kontakt|Kontakte} in {journeys:count|Kundenreise|Kundenreisen}[[, mit {departments:count|Abteilung|Abteilungen}]].",
    ),
    # caveats
    "caveat.association": (
        "This is an association: it does not say that one brings about the other.",
        "Das ist ein Zusammenhang: Er sagt nicht, dass das eine das andere bewirkt.",
    ),
    "caveat.not_incremental": (
        "This describes the journeys that were seen; it does not say what would have been won without a touchpoint.",
        "Das beschreibt die beobachteten Kundenreisen; es sagt nicht, was ohne einen Touchpoint gewonnen worden wäre.",
    ),
    **INCIDENT_SENTENCES,
    **VALUE_SENTENCES,
}
