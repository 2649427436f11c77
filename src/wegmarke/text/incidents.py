"""Critical events in words: kinds, columns, what is said of them, how they were counted. One entry a code."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

INCIDENT_WORDS: dict[str, Wording] = {
    "incident:promise_broken": ("promise broken", "Zusage gebrochen"),
    "incident:promise_late": ("promise kept late", "Zusage zu spät gehalten"),
    "incident:repeated": ("contacted again", "erneut gemeldet"),
    "incident:long_wait": ("waited long", "lange gewartet"),
    "incident:complaint": ("complaint", "Beschwerde"),
    "incident:bad_score": ("bad score", "schlechte Note"),
    "incident:failure": ("failure", "Fehler"),
    "incident:ping_pong": ("sent back and forth", "hin- und hergereicht"),
    "incident:dunned_after_complaint": ("dunned after a complaint", "Mahnung nach Beschwerde"),
    "filter:incident": ("critical event", "kritisches Ereignis"),
    "filter:incident_open": ("open critical event", "offenes kritisches Ereignis"),
    "filter:incident_of": ("critical event", "kritisches Ereignis"),
    "expected:incident_kind": ("a kind of critical event such as complaint", "eine Ereignisart wie complaint"),
    "question:incidents": ("Critical events", "Kritische Ereignisse"),
    "table:incidents": ("Critical events by touchpoint", "Kritische Ereignisse nach Touchpoint"),
    "table:incidents_open": ("Open now", "Jetzt offen"),
    "table:incident_kinds": ("Critical events by kind", "Kritische Ereignisse nach Art"),
    "table:incident_departments": ("Critical events by department", "Kritische Ereignisse nach Abteilung"),
    "column:incident": ("What happened", "Was geschah"),
    "column:incidents": ("Events", "Ereignisse"),
    "column:journeys_open": ("Still open in", "Noch offen in"),
    "column:open_since": ("Oldest open since", "Ältestes offen seit"),
    "column:journeys_visited": ("Journeys that visited", "Kundenreisen mit Besuch"),
    "column:incident_share": ("Of journeys that visited", "Von Kundenreisen mit Besuch"),
    "column:incident_share_low": ("Of journeys that visited, from", "Von Kundenreisen mit Besuch, von"),
    "column:incident_share_high": ("Of journeys that visited, to", "Von Kundenreisen mit Besuch, bis"),
    "column:lost_after": ("Lost afterwards", "Danach verloren"),
    "column:lost_after_low": ("Lost afterwards, from", "Danach verloren, von"),
    "column:lost_after_high": ("Lost afterwards, to", "Danach verloren, bis"),
    "column:lost_otherwise": ("Lost after other contacts there", "Verloren nach anderen Kontakten dort"),
    "column:lost_otherwise_low": (
        "Lost after other contacts there, from",
        "Verloren nach anderen Kontakten dort, von",
    ),
    "column:lost_otherwise_high": (
        "Lost after other contacts there, to",
        "Verloren nach anderen Kontakten dort, bis",
    ),
    "answered:rates": ("with shares", "mit Anteilen"),
}

INCIDENT_FORMULAS: dict[str, Wording] = {
    "formula:incident_share": (
        "journeys with such an event at the touchpoint ÷ journeys that visited it; Wilson interval, by customer where customers have several journeys",
        "Kundenreisen mit einem solchen Ereignis am Touchpoint ÷ Kundenreisen, die ihn besuchten; Wilson-Intervall, nach Kunden, wo Kunden mehrere Kundenreisen haben",
    ),
    "formula:lost_after": (
        "contacts with the event after which the customer was lost within the window ÷ such contacts after which the data go on that long",
        "Kontakte mit dem Ereignis, nach denen der Kunde im Zeitfenster verloren ging ÷ solche Kontakte, nach denen die Daten so lange weitergehen",
    ),
    "formula:lost_otherwise": (
        "the same for contacts at the touchpoint without the event",
        "dasselbe für Kontakte am Touchpoint ohne das Ereignis",
    ),
    "formula:journeys_open": (
        "journeys with such an event that is not settled by now",
        "Kundenreisen mit einem solchen Ereignis, das bis jetzt nicht erledigt ist",
    ),
    "formula:open_since": (
        "when the oldest of those that are open happened",
        "wann das älteste der offenen Ereignisse geschah",
    ),
}

INCIDENT_SENTENCES: dict[str, Wording] = {
    "incidents.none": (
        "By the rules laid down nothing critical happened in {journeys:count|journey|journeys}.",
        "Nach den festgelegten Regeln ist in {journeys:count|Kundenreise|Kundenreisen} nichts Kritisches geschehen.",
    ),
    "incidents.extent": (
        "{incidents:count|critical event|critical events} in {with_one:count} of {journeys:count|journey|journeys}, of {customers:count|customer|customers}; the commonest is {kind:word:incident} ({most:count}).",
        "{incidents:count|kritisches Ereignis|kritische Ereignisse} in {with_one:count} von {journeys:count|Kundenreise|Kundenreisen}, bei {customers:count|Kunde|Kunden}; am häufigsten: {kind:word:incident} ({most:count}).",
    ),
    "incidents.open": (
        "Open now: {open:count}, of {customers:count|customer|customers}.",
        "Jetzt offen: {open:count}, bei {customers:count|Kunde|Kunden}.",
    ),
    "incidents.too_few": (
        "Counted only: customers were lost {losses:count|time|times}, and shares take at least 50.",
        "Nur gezählt: Kunden gingen {losses:count}-mal verloren, und Anteile brauchen mindestens 50.",
    ),
    "incidents.followed": (
        "Of contacts at {touchpoint:quoted} with “{kind:word:incident}”, {after:share} were followed by the loss of the customer within {days:count|day|days}; of other contacts there {otherwise:share} (difference {low:to:high:difference}).",
        "Auf {after:share} der Kontakte an {touchpoint:quoted} mit „{kind:word:incident}“ folgte innerhalb von {days:count|Tag|Tagen} der Verlust des Kunden, auf andere Kontakte dort in {otherwise:share} (Unterschied {low:to:high:difference}).",
    ),
    "incidents.alike": (
        "After none of them were clearly more customers lost within {days:count|day|days} than after other contacts at the same touchpoint.",
        "Nach keinem davon gingen innerhalb von {days:count|Tag|Tagen} klar mehr Kunden verloren als nach anderen Kontakten am selben Touchpoint.",
    ),
    "caveat.incident_watched": (
        "What followed is told of contacts after which the data go on for {days:count|day|days}; where every contact at a touchpoint is such an event, there is nothing to compare with.",
        "Was folgte, wird von Kontakten gesagt, nach denen die Daten noch {days:count|Tag|Tage} weitergehen; wo jeder Kontakt an einem Touchpoint ein solches Ereignis ist, gibt es keinen Vergleich.",
    ),
    "caveat.incidents_off": (
        "Not looked for, by the rules: {kinds:list:incident}.",
        "Nach den Regeln nicht gesucht: {kinds:list:incident}.",
    ),
}

INCIDENT_METHODS: dict[str, Wording] = {
    "incidents": (
        "Found by rules; shares with Wilson's interval, by customer where customers come back, differences with MOVER, corrected for many comparisons after Benjamini and Hochberg.",
        "Nach Regeln gefunden; Anteile mit dem Intervall nach Wilson, nach Kunden, wo Kunden wiederkommen, Unterschiede nach MOVER, für viele Vergleiche korrigiert nach Benjamini und Hochberg.",
    ),
    "incidents_counted": (
        "Found by rules and counted, nothing estimated.",
        "Nach Regeln gefunden und gezählt, nichts geschätzt.",
    ),
    "independent_customers": (
        "What happens to one customer does not depend on what happens to others.",
        "Was einem Kunden geschieht, hängt nicht davon ab, was anderen geschieht.",
    ),
}
