"""Words of what is won and lost: what distinguishes the two, the lost customers one by one, what changed. One entry a
code: English, German.
"""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

_SHARE_EN = "in {a:share} of the won and {b:share} of those {against:word:outcome} ({difference:difference}, 95% interval {low:to:high:difference})."
_SHARE_DE = "bei {a:share} der gewonnenen und {b:share} der Kundenreisen mit dem Ergebnis „{against:word:outcome}“ ({difference:difference}, 95-%-Intervall {low:to:high:difference})."
_TIME_EN = "{a:seconds} on average in the won, {b:seconds} in those {against:word:outcome} (difference {difference:seconds}, 95% interval {low:seconds} to {high:seconds})."
_TIME_DE = "im Mittel {a:seconds} bei den gewonnenen, {b:seconds} bei denen mit dem Ergebnis „{against:word:outcome}“ (Unterschied {difference:seconds}, 95-%-Intervall {low:seconds} bis {high:seconds})."
_NUMBER_EN = "{a:score} on average in the won, {b:score} in those {against:word:outcome} (difference {difference:score}, 95% interval {low:score} to {high:score})."
_NUMBER_DE = "im Mittel {a:score} bei den gewonnenen, {b:score} bei denen mit dem Ergebnis „{against:word:outcome}“ (Unterschied {difference:score}, 95-%-Intervall {low:score} bis {high:score})."

_NOW_EN = "{a:share} now, {b:share} before ({difference:difference}, 95% interval {low:to:high:difference})."
_NOW_DE = "{a:share} jetzt, {b:share} zuvor ({difference:difference}, 95-%-Intervall {low:to:high:difference})."

LOSS_SENTENCES: dict[str, Wording] = {
    "won_lost.none": (
        "No journey is won or {against:word:outcome}. Say in the settings what counts as an outcome.",
        "Keine Kundenreise ist gewonnen oder {against:word:outcome}. Legen Sie in den Einstellungen fest, was als Ergebnis gilt.",
    ),
    "won_lost.few": (
        "{won:count} won, {lost:count} {against:word:outcome}: too few to compare (at least {needed:count} of each). They are counted, nothing is estimated.",
        "{won:count} gewonnen, {lost:count} {against:word:outcome}: zu wenige für einen Vergleich (mindestens je {needed:count}). Es wird gezählt, nichts geschätzt.",
    ),
    "won_lost.extent": (
        "{won:count|journey|journeys} won, {lost:count} {against:word:outcome}: of {lines:count|feature|features} before the outcome, {clear:count} {clear:agree|differs|differ} by more than chance explains.",
        "{won:count} gewonnen, {lost:count} {against:word:outcome}: Von {lines:count|Merkmal|Merkmalen} vor dem Ergebnis {clear:agree|unterscheidet|unterscheiden} {clear:count} die beiden um mehr, als Zufall erklärt.",
    ),
    "won_lost.nothing": (
        "{won:count|journey|journeys} won, {lost:count} {against:word:outcome}: none of {lines:count|feature|features} before the outcome differs by more than chance explains.",
        "{won:count} gewonnen, {lost:count} {against:word:outcome}: Keines von {lines:count|Merkmal|Merkmalen} vor dem Ergebnis unterscheidet die beiden um mehr, als Zufall erklärt.",
    ),
    "won_lost.several": (
        "Compared are whole histories up to the last outcome, not single decisions: outcomes end no journey here, so what followed an earlier order counts as before the last one. Settings → Journeys and outcomes → When a journey ends changes that.",
        "Verglichen werden ganze Geschichten bis zum letzten Ergebnis, nicht einzelne Entscheidungen: Ergebnisse beenden hier keine Kundenreise; was auf einen früheren Auftrag folgte, zählt daher als vor dem letzten. Zu ändern unter Einstellungen → Kundenreisen und Ergebnisse → Wann eine Kundenreise endet.",
    ),
    "won_lost.touchpoint": (f"{{what:quoted}}: {_SHARE_EN}", f"{{what:quoted}}: {_SHARE_DE}"),
    "won_lost.first": (f"Begun with {{what:quoted}}: {_SHARE_EN}", f"Beginn mit {{what:quoted}}: {_SHARE_DE}"),
    "won_lost.order": (
        f"In the order {{what:quoted}}: {_SHARE_EN}",
        f"In der Reihenfolge {{what:quoted}}: {_SHARE_DE}",
    ),
    "won_lost.department": (f"Department {{what:quoted}}: {_SHARE_EN}", f"Abteilung {{what:quoted}}: {_SHARE_DE}"),
    "won_lost.incident": (f"{{what:word:feature}}: {_SHARE_EN}", f"{{what:word:feature}}: {_SHARE_DE}"),
    "won_lost.promise": (f"A promise was given: {_SHARE_EN}", f"Eine Zusage wurde gegeben: {_SHARE_DE}"),
    "won_lost.contacts": (f"Contacts: {_NUMBER_EN}", f"Kontakte: {_NUMBER_DE}"),
    "won_lost.touchpoints": (f"Different touchpoints: {_NUMBER_EN}", f"Verschiedene Touchpoints: {_NUMBER_DE}"),
    "won_lost.departments": (f"Different departments: {_NUMBER_EN}", f"Verschiedene Abteilungen: {_NUMBER_DE}"),
    "won_lost.handovers": (f"Handovers: {_NUMBER_EN}", f"Übergaben: {_NUMBER_DE}"),
    "won_lost.to_outcome": (
        f"From the first contact to the outcome: {_TIME_EN}",
        f"Vom ersten Kontakt bis zum Ergebnis: {_TIME_DE}",
    ),
    "won_lost.last_silence": (
        f"From the last contact to the outcome: {_TIME_EN}",
        f"Vom letzten Kontakt bis zum Ergebnis: {_TIME_DE}",
    ),
    "won_lost.longest_silence": (
        f"Longest silence between two contacts: {_TIME_EN}",
        f"Längste Stille zwischen zwei Kontakten: {_TIME_DE}",
    ),
    "won_lost.to_touchpoint": (
        f"From the first contact to {{what:quoted}}: {_TIME_EN}",
        f"Vom ersten Kontakt bis {{what:quoted}}: {_TIME_DE}",
    ),
    "won_lost.to_department": (
        f"From the first contact to the department {{what:quoted}}: {_TIME_EN}",
        f"Vom ersten Kontakt bis zur Abteilung {{what:quoted}}: {_TIME_DE}",
    ),
    "won_lost.refused": (
        "{n:count|touchpoint is|touchpoints are} there because of the outcome, and not compared.",
        "{n:count|Touchpoint steht|Touchpoints stehen} dort wegen des Ergebnisses und {n:agree|wird|werden} nicht verglichen.",
    ),
    "lost_customers.nobody": (
        "None of {customers:count|customer|customers} has left.",
        "Von {customers:count|Kunde|Kunden} ist keiner gegangen.",
    ),
    "lost_customers.extent": (
        "{left:count} of {customers:count|customer|customers} left, in {years:count|year|years}. They are told one by one; nothing is estimated.",
        "{left:count} von {customers:count|Kunde|Kunden} {left:agree|ist|sind} gegangen, in {years:count|Jahr|Jahren}. Sie werden einzeln erzählt; geschätzt wird nichts.",
    ),
    "lost_customers.shown": (
        "Of the {shown:count} shown, {unsaid:count} left without a reason noted; beside {pairs:count} stands a customer like them who stayed: {more:count} had more critical events than that one, {fewer:count} fewer.",
        "Von {shown:count} gezeigten ist bei {unsaid:count} kein Grund vermerkt; neben {pairs:count} steht ein ähnlicher Kunde, der blieb: {more:count} hatten mehr kritische Ereignisse als dieser, {fewer:count} weniger.",
    ),
    "drift.empty": (
        "The filter leaves no journey. Loosen it, or check the period.",
        "Der Filter lässt keine Kundenreise übrig. Lockern Sie ihn, oder prüfen Sie den Zeitraum.",
    ),
    "drift.too_short": (
        "The data hold {held:count|day|days}; to compare {days:count|day|days} with as many before takes twice as many.",
        "Die Daten umfassen {held:count|Tag|Tage}; um {days:count|Tag|Tage} mit ebenso vielen davor zu vergleichen, braucht es doppelt so viele.",
    ),
    "drift.too_little": (
        "In the last {days:count|day|days} or those before there were less than {needed:count} of everything: counted, nothing compared.",
        "In den letzten {days:count|Tag|Tagen} oder denen davor gab es von allem weniger als {needed:count}: gezählt, nicht verglichen.",
    ),
    "drift.extent": (
        "In the last {days:count|day|days}, {clear:count} of {lines:count|figure|figures} changed by more than chance explains.",
        "In den letzten {days:count|Tag|Tagen} {clear:agree|hat|haben} sich {clear:count} von {lines:count|Größe|Größen} um mehr verändert, als Zufall erklärt.",
    ),
    "drift.nothing": (
        "In the last {days:count|day|days} nothing changed beyond chance; {lines:count|figure was|figures were} compared.",
        "In den letzten {days:count|Tag|Tagen} hat sich nichts über den Zufall hinaus verändert; {lines:count|Größe wurde|Größen wurden} verglichen.",
    ),
    "drift.reach": (f"Journeys with {{what:quoted}}: {_NOW_EN}", f"Kundenreisen mit {{what:quoted}}: {_NOW_DE}"),
    "drift.entry": (
        f"Journeys begun with {{what:quoted}}: {_NOW_EN}",
        f"Kundenreisen mit Beginn {{what:quoted}}: {_NOW_DE}",
    ),
    "drift.path": (
        f"Ended journeys on the path {{what:quoted}}: {_NOW_EN}",
        f"Beendete Kundenreisen auf dem Weg {{what:quoted}}: {_NOW_DE}",
    ),
    "drift.ended": (
        f"Ended journeys that were {{what:word:outcome}}: {_NOW_EN}",
        f"Beendete Kundenreisen, Ergebnis {{what:word:outcome}}: {_NOW_DE}",
    ),
    "drift.outcome": (
        f"Outcomes that were {{what:word:outcome}}: {_NOW_EN}",
        f"Ergebnisse, {{what:word:outcome}}: {_NOW_DE}",
    ),
    "drift.promise_kept": (f"Promises kept in time: {_NOW_EN}", f"Rechtzeitig gehaltene Zusagen: {_NOW_DE}"),
    "drift.reason": (f"Stated reason {{what:quoted}}: {_NOW_EN}", f"Genannter Grund {{what:quoted}}: {_NOW_DE}"),
    "drift.happened": (
        "Per 100 journeys, {what:word:what_happened}: {a:score} now, {b:score} before (difference {difference:score}, 95% interval {low:score} to {high:score}).",
        "Je 100 Kundenreisen, {what:word:what_happened}: {a:score} jetzt, {b:score} zuvor (Unterschied {difference:score}, 95-%-Intervall {low:score} bis {high:score}).",
    ),
    "caveat.drift_outcomes": (
        "Outcomes end no journey here, and a later one replaces an earlier: counted are the contacts that are outcomes, and whole paths are not compared.",
        "Hier beendet kein Ergebnis eine Kundenreise, und ein späteres ersetzt ein früheres: Gezählt sind die Kontakte, die Ergebnisse sind; ganze Wege werden nicht verglichen.",
    ),
    "caveat.drift_entries": (
        "Where journeys begin is not compared: the data begin too late to tell what had begun before the earlier period.",
        "Wo Kundenreisen beginnen, wird nicht verglichen: Die Daten beginnen zu spät, um zu sagen, was schon vor dem früheren Zeitraum begonnen hatte.",
    ),
    "caveat.begun_before": (
        "{n:count|journey|journeys} that {n:agree|begins|begin} within {days:count|day|days} of the beginning of the data may have begun before: {n:agree|its|their} speed is left out.",
        "{n:count|Kundenreise, die|Kundenreisen, die} in den ersten {days:count|Tag|Tagen} der Daten {n:agree|beginnt, kann|beginnen, können} schon vorher begonnen haben: Ihre Dauer bleibt außer Betracht.",
    ),
    "caveat.beginnings_unknown": (
        "No silence cuts the journeys, so nobody can tell which of them had begun before the data begin.",
        "Keine Stille schneidet die Kundenreisen; daher lässt sich nicht sagen, welche schon vor den Daten begonnen hatten.",
    ),
}

LOSS_METHODS: dict[str, Wording] = {
    "drift": (
        "The last days of the data beside as many before them: differences of shares and of numbers per journey with the customer as the unit, corrected for all comparisons together after Benjamini and Hochberg.",
        "Die letzten Tage der Daten neben ebenso vielen davor: Unterschiede von Anteilen und von Zahlen je Kundenreise mit dem Kunden als Einheit, für alle Vergleiche zusammen korrigiert nach Benjamini und Hochberg.",
    ),
    "lost_customers": (
        "Counted, nothing estimated. Beside each customer who left stands the one who stayed and was nearest at that time by days since the first contact, contacts and purchases.",
        "Gezählt, nichts geschätzt. Neben jedem Kunden, der ging, steht der, der blieb und ihm damals am nächsten war: nach Tagen seit dem ersten Kontakt, Kontakten und Käufen.",
    ),
    "won_lost": (
        "Only what lay before the outcome is compared: shares with Newcombe's interval, means with Welch's, with the customer as the unit where customers have several journeys; corrected for all comparisons together after Benjamini and Hochberg.",
        "Verglichen wird nur, was vor dem Ergebnis lag: Anteile mit dem Intervall nach Newcombe, Mittelwerte nach Welch, mit dem Kunden als Einheit, wo Kunden mehrere Kundenreisen haben; für alle Vergleiche zusammen korrigiert nach Benjamini und Hochberg.",
    ),
    "drift_counted": (
        "Counted, nothing estimated: the data do not hold both periods.",
        "Gezählt, nichts geschätzt: Die Daten umfassen nicht beide Zeiträume.",
    ),
    "won_lost_counted": (
        "Counted, nothing estimated: too few journeys ended so.",
        "Gezählt, nichts geschätzt: Zu wenige Kundenreisen endeten so.",
    ),
}

_INCIDENTS: dict[str, Wording] = {
    "promise_broken": ("promise broken", "Zusage gebrochen"),
    "promise_late": ("promise kept late", "Zusage verspätet gehalten"),
    "repeated": ("repeated contact", "wiederholter Kontakt"),
    "long_wait": ("long wait", "langes Warten"),
    "complaint": ("complaint", "Beschwerde"),
    "bad_score": ("bad score", "schlechte Bewertung"),
    "failure": ("failure", "Fehler"),
    "ping_pong": ("ping-pong between departments", "Hin und Her zwischen Abteilungen"),
    "dunned_after_complaint": ("dunned after a complaint", "Mahnung nach Beschwerde"),
}

LOSS_WORDS: dict[str, Wording] = {
    **{f"feature:incident_{kind}": words for kind, words in _INCIDENTS.items()},
    **{f"what_happened:{kind}": words for kind, words in _INCIDENTS.items()},
    "what_happened:promise_missed": ("promise not kept in time", "Zusage nicht rechtzeitig eingehalten"),
    "question:drift": ("What changed", "Was sich verändert hat"),
    "table:drift_shares": ("Shares, now and before", "Anteile, jetzt und zuvor"),
    "table:drift_incidents": ("Critical events, now and before", "Kritische Ereignisse, jetzt und zuvor"),
    "column:changed": ("Figure", "Größe"),
    "column:counted_last": ("Now", "Jetzt"),
    "column:of_last": ("Now, of", "Jetzt, von"),
    "column:counted_before": ("Before", "Zuvor"),
    "column:of_before": ("Before, of", "Zuvor, von"),
    "column:share_last": ("Share now", "Anteil jetzt"),
    "column:share_before": ("Share before", "Anteil zuvor"),
    "column:per_100_last": ("Per 100 journeys now", "Je 100 Kundenreisen jetzt"),
    "column:per_100_before": ("Per 100 journeys before", "Je 100 Kundenreisen zuvor"),
    "column:per_100_difference": ("Per 100 journeys, now − before", "Je 100 Kundenreisen, jetzt − zuvor"),
    "column:per_100_difference_low": ("Now − before, from", "Jetzt − zuvor, von"),
    "column:per_100_difference_high": ("Now − before, to", "Jetzt − zuvor, bis"),
    "changed:reach": ("journeys with it", "Kundenreisen damit"),
    "changed:entry": ("journeys begun with it", "Kundenreisen mit diesem Beginn"),
    "changed:path": ("ended journeys on this path", "beendete Kundenreisen auf diesem Weg"),
    "changed:outcome_won": ("outcomes that were a win", "Ergebnisse, gewonnen"),
    "changed:outcome_lost": ("outcomes that were a loss", "Ergebnisse, verloren"),
    "changed:outcome_churned": ("outcomes that were a customer leaving", "Ergebnisse, abgewandert"),
    "changed:outcome_returned": ("outcomes that were a return", "Ergebnisse, zurückgeschickt"),
    "changed:ended_won": ("ended journeys that were won", "beendete Kundenreisen, gewonnen"),
    "changed:ended_lost": ("ended journeys that were lost", "beendete Kundenreisen, verloren"),
    "changed:ended_churned": ("ended journeys whose customer left", "beendete Kundenreisen, abgewandert"),
    "changed:ended_returned": ("ended journeys that were returned", "beendete Kundenreisen, zurückgeschickt"),
    "changed:promise_kept": ("promises kept in time", "rechtzeitig gehaltene Zusagen"),
    "changed:reason": ("this stated reason", "dieser genannte Grund"),
    "question:lost_customers": ("Lost customers", "Verlorene Kunden"),
    "table:lost_customers": ("Who left, and who stayed", "Wer ging, und wer blieb"),
    "table:lost_incidents": ("What happened before", "Was vorher geschah"),
    "table:lost_by_year": ("By year", "Nach Jahren"),
    "side:left": ("left", "ging"),
    "side:stayed": ("stayed", "blieb"),
    "column:side": ("Left or stayed", "Ging oder blieb"),
    "column:what_happened": ("What happened", "Was geschah"),
    "column:left_at": ("Left", "Gegangen"),
    "column:last_contacts": ("Last contacts", "Letzte Kontakte"),
    "column:year": ("Year", "Jahr"),
    "column:customers_left": ("Customers who left", "Gegangene Kunden"),
    "column:tenure": ("Since the first contact", "Seit dem ersten Kontakt"),
    "column:contacts": ("Contacts", "Kontakte"),
    "column:incidents": ("Critical events, last year", "Kritische Ereignisse, letztes Jahr"),
    "column:promises": ("Promises", "Zusagen"),
    "column:promises_late": ("Kept late", "Verspätet gehalten"),
    "column:promises_broken": ("Broken", "Gebrochen"),
    "column:stayed_customer": ("Customer who stayed", "Kunde, der blieb"),
    "column:stayed_number": ("Number of the one who stayed", "Nummer dessen, der blieb"),
    "column:stayed_tenure": ("Stayed: since the first contact", "Blieb: seit dem ersten Kontakt"),
    "column:stayed_contacts": ("Stayed: contacts", "Blieb: Kontakte"),
    "column:stayed_purchases": ("Stayed: purchases", "Blieb: Käufe"),
    "column:stayed_value": ("Stayed: value", "Blieb: Wert"),
    "column:stayed_incidents": ("Stayed: critical events, last year", "Blieb: kritische Ereignisse, letztes Jahr"),
    "column:stayed_promises": ("Stayed: promises", "Blieb: Zusagen"),
    "column:stayed_promises_late": ("Stayed: kept late", "Blieb: verspätet gehalten"),
    "column:stayed_promises_broken": ("Stayed: broken", "Blieb: gebrochen"),
    "question:won_lost": ("Won and lost", "Gewonnen und verloren"),
    "table:won_lost_shares": ("What there was before the outcome", "Was es vor dem Ergebnis gab"),
    "table:won_lost_times": ("How long it took", "Wie lange es dauerte"),
    "table:won_lost_numbers": ("How many there were", "Wie viele es waren"),
    "table:won_lost_refused": (
        "Not compared: there because of the outcome",
        "Nicht verglichen: steht dort wegen des Ergebnisses",
    ),
    "table:won_lost_reasons": ("Stated reasons", "Genannte Gründe"),
    "table:won_lost_by_reason": ("What distinguishes, by stated reason", "Was unterscheidet, nach genanntem Grund"),
    "column:stated_reason": ("Stated reason", "Genannter Grund"),
    "column:feature": ("Feature", "Merkmal"),
    "column:journeys_won": ("Won, with it", "Gewonnen, damit"),
    "column:journeys_lost": ("Lost, with it", "Verloren, damit"),
    "column:of_won": ("Of so many won", "Von so vielen gewonnenen"),
    "column:of_lost": ("Of so many lost", "Von so vielen verlorenen"),
    "column:share_won": ("Share of the won", "Anteil der gewonnenen"),
    "column:share_lost": ("Share of the lost", "Anteil der verlorenen"),
    "column:mean_won": ("Mean of the won", "Mittel der gewonnenen"),
    "column:mean_lost": ("Mean of the lost", "Mittel der verlorenen"),
    "column:mean_difference": ("Won − lost", "Gewonnen − verloren"),
    "column:mean_difference_low": ("Won − lost, from", "Gewonnen − verloren, von"),
    "column:mean_difference_high": ("Won − lost, to", "Gewonnen − verloren, bis"),
    "column:measured": ("Won − lost, number or days", "Gewonnen − verloren, Zahl oder Tage"),
    "column:measured_low": ("Won − lost, from", "Gewonnen − verloren, von"),
    "column:measured_high": ("Won − lost, to", "Gewonnen − verloren, bis"),
    "column:refused_why": ("Why not", "Warum nicht"),
    "column:clear_differences": ("Differences beyond chance", "Unterschiede über den Zufall hinaus"),
    "feature:touchpoint": ("touchpoint", "Touchpoint"),
    "feature:first": ("first contact", "erster Kontakt"),
    "feature:order": ("order of two", "Reihenfolge von zweien"),
    "feature:department": ("department", "Abteilung"),
    "feature:promise": ("promise given", "Zusage gegeben"),
    "feature:contacts": ("contacts", "Kontakte"),
    "feature:touchpoints": ("different touchpoints", "verschiedene Touchpoints"),
    "feature:departments": ("different departments", "verschiedene Abteilungen"),
    "feature:handovers": ("handovers", "Übergaben"),
    "feature:to_outcome": ("first contact to outcome", "erster Kontakt bis Ergebnis"),
    "feature:last_silence": ("last contact to outcome", "letzter Kontakt bis Ergebnis"),
    "feature:longest_silence": ("longest silence", "längste Stille"),
    "feature:to_touchpoint": ("first contact to touchpoint", "erster Kontakt bis Touchpoint"),
    "feature:to_department": ("first contact to department", "erster Kontakt bis Abteilung"),
    "refused_why:is_outcome": ("it is the outcome", "ist selbst das Ergebnis"),
    "refused_why:afterwards": ("comes with the outcome or after it", "kommt mit dem Ergebnis oder danach"),
    "refused_why:same_moment": (
        "comes in the very second of the outcome",
        "kommt in derselben Sekunde wie das Ergebnis",
    ),
    "refused_why:gives_away": (
        "stands in nearly all of one group and hardly any of the other",
        "steht bei fast allen der einen und fast keiner der anderen Gruppe",
    ),
    "refused_why:one_group": (
        "stands in one group alone, by more than chance",
        "steht nur bei einer Gruppe, über den Zufall hinaus",
    ),
    "refused_why:closing": (
        "stands hardly but in one group, and nothing follows until the outcome",
        "steht fast nur bei einer Gruppe, und nichts folgt mehr bis zum Ergebnis",
    ),
    "formula:of_won": (
        "journeys won in which this has a meaning",
        "gewonnene Kundenreisen, bei denen dies einen Sinn hat",
    ),
    "formula:of_lost": (
        "journeys lost in which this has a meaning",
        "verlorene Kundenreisen, bei denen dies einen Sinn hat",
    ),
}
