"""Why a row was set aside, and why a number cannot be said. One entry a code: English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

UNFIT: dict[str, Wording] = {
    "row_broken": (
        "The row cannot be cut into columns: a quotation mark or a cell is too many or too few.",
        "Die Zeile lässt sich nicht in Spalten teilen: Ein Anführungszeichen oder eine Zelle ist zu viel oder zu wenig.",
    ),
    "text_undecodable": (
        "Some characters do not fit the file's encoding.",
        "Einige Zeichen passen nicht zur Kodierung der Datei.",
    ),
    "customer_missing": ("The customer is missing.", "Der Kunde fehlt."),
    "time_missing": ("The time is missing.", "Die Zeit fehlt."),
    "time_unreadable": ("The time cannot be read.", "Die Zeit ist nicht lesbar."),
    "time_outside": ("The time is before 1970 or after 2105.", "Die Zeit liegt vor 1970 oder nach 2105."),
    "touchpoint_missing": ("The touchpoint is missing.", "Der Touchpoint fehlt."),
    "number_unreadable": ("A number cannot be read.", "Eine Zahl ist nicht lesbar."),
    "end_before_start": ("The end is before the start.", "Das Ende liegt vor dem Anfang."),
    "row_id_missing": (
        "A column that identifies the row is empty.",
        "Eine Spalte, die die Zeile eindeutig macht, ist leer.",
    ),
    "cell_too_long": ("A cell is too long.", "Eine Zelle ist zu lang."),
    "message_broken": (
        "This is no mail, or it has more headers or parts than a mail has.",
        "Das ist keine E-Mail, oder sie hat mehr Kopfzeilen oder Teile, als eine E-Mail hat.",
    ),
    "message_too_large": ("The mail is too large.", "Die E-Mail ist zu groß."),
    "mail_internal": (
        "The mail went between your own people only; nothing of it is kept.",
        "Die E-Mail ging nur zwischen Ihren eigenen Leuten hin und her; nichts davon wird aufbewahrt.",
    ),
    "event_unknown": ("The type of the event is unknown.", "Der Typ des Ereignisses ist unbekannt."),
    "event_too_large": (
        "The event is larger than 32 KB or has more than 250 values.",
        "Das Ereignis ist größer als 32 KB oder hat mehr als 250 Werte.",
    ),
    "identifier_invalid": (
        "An identifier is missing, is no text, or has more than 255 characters.",
        "Eine Kennung fehlt, ist kein Text oder hat mehr als 255 Zeichen.",
    ),
    "key_forbids": (
        "A key for browsers may not join two customers.",
        "Ein Schlüssel für Browser darf keine zwei Kunden zusammenführen.",
    ),
}
"""`UnfitReason`: why a row is in quarantine."""

CANNOT_SAY: dict[str, Wording] = {
    "too_few": (
        "Too few to say: {n:count}[[ of at least {needed:count}]].",
        "Zu wenige, um es zu sagen: {n:count}[[ von mindestens {needed:count}]].",
    ),
    "too_many": (
        "Too many to tell apart: {n:count}[[; at most {needed:count} can be]].",
        "Zu viele, um sie auseinanderzuhalten: {n:count}[[; höchstens {needed:count} sind möglich]].",
    ),
    "no_variation": (
        "All {n:count} are alike; there is nothing to compare.",
        "Alle {n:count} sind gleich; es gibt nichts zu vergleichen.",
    ),
    "not_identified": (
        "These {n:count} do not suffice to tell one from the other.",
        "Diese {n:count} reichen nicht, um das eine vom anderen zu trennen.",
    ),
    "groups_overlap": (
        "{n:count|journey belongs|journeys belong} to both groups; a comparison needs groups that share none.",
        "{n:count|Kundenreise gehört|Kundenreisen gehören} zu beiden Gruppen; ein Vergleich braucht Gruppen ohne Gemeinsames.",
    ),
    "empty_group": (
        "One of the groups is empty.[[ The other has {n:count}.]]",
        "Eine der Gruppen ist leer.[[ Die andere hat {n:count}.]]",
    ),
    "no_outcomes": (
        "No outcome is known of these {n:count|journey|journeys}. Say in the settings what counts as won and lost.",
        "Von diesen {n:count|Kundenreise|Kundenreisen} ist kein Ergebnis bekannt. Legen Sie in den Einstellungen fest, was als gewonnen und verloren gilt.",
    ),
    "no_conversions": (
        "None of the {n:count|journey was|journeys was} won; there is nothing to attribute.",
        "Keine der {n:count|Kundenreise|Kundenreisen} wurde gewonnen; es gibt nichts zuzurechnen.",
    ),
    "no_promises": (
        "In none of these {n:count|journey|journeys} a promise is noted. Say in the mapping of a source which column holds the date that was promised.",
        "In {n:count|Kundenreise|Kundenreisen} ist keine Zusage vermerkt. Legen Sie in der Zuordnung einer Quelle fest, in welcher Spalte das zugesagte Datum steht.",
    ),
    "no_versions": (
        "No source has told its rows a second time, so that nothing could be seen to change. It takes a source whose mapping declares the id of a row, and a later export of it.",
        "Keine Quelle hat ihre Zeilen ein zweites Mal geliefert, daher war keine Änderung zu sehen. Es braucht eine Quelle, deren Zuordnung die Kennung einer Zeile nennt, und einen späteren Export von ihr.",
    ),
    "no_recommendations": (
        "No recommendation is recorded. Say in the mapping of a source which column holds the NPS score (0 to 10).",
        "Es ist keine Empfehlung erfasst. Legen Sie in der Zuordnung einer Quelle fest, in welcher Spalte der NPS-Wert (0 bis 10) steht.",
    ),
    "no_coming_reasons": (
        "No source says why these {n:count|customer|customers} came. Say in the mapping of a source which column holds the stated reason: of a survey of new customers (“How did you hear about us?”), or of what sales notes of a deal won.",
        "Keine Quelle sagt, warum {n:count|dieser Kunde kam|diese Kunden kamen}. Legen Sie in der Zuordnung einer Quelle fest, in welcher Spalte der genannte Grund steht: in einer Befragung neuer Kunden („Wie sind Sie auf uns gekommen?“) oder in dem, was der Vertrieb zu einem gewonnenen Auftrag notiert.",
    ),
    "could_be_chance": (
        "What these {n:count|change shows|changes show} could be chance.",
        "Was {n:count|Änderung zeigt|Änderungen zeigen}, kann Zufall sein.",
    ),
}
"""`ReasonCode`: why there is no number. Values: n, needed."""
