"""The words of the answer to a person: tables, columns, and what stands above them. English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Language, Wording

PERSONS: dict[str, Wording] = {
    "title": ("What is stored about you", "Was über Sie gespeichert ist"),
    "lead": (
        "This is everything that {company} keeps about you in Wegmarke, as of {when}. You stand here by these identifiers: {identifiers}.",
        "Das ist alles, was {company} über Sie in Wegmarke aufbewahrt, Stand {when}. Geführt werden Sie unter diesen Kennungen: {identifiers}.",
    ),
    "files": (
        "The same stands as data in data.json and, table by table, in the folder csv. A column with * was in the source and has no meaning assigned to it here.",
        "Dasselbe steht als Daten in data.json und, Tabelle für Tabelle, im Ordner csv. Eine Spalte mit * stand in der Quelle, und ihr ist hier keine Bedeutung zugeordnet.",
    ),
    "nothing": ("Nothing is stored about you.", "Über Sie ist nichts gespeichert."),
    "rights": (
        "You may have what is wrong corrected, have it erased or restricted, object to its use, take it with you, and complain to a supervisory authority (Art. 15 to 22 and 77 GDPR).",
        "Sie können Falsches berichtigen, löschen oder einschränken lassen, der Nutzung widersprechen, die Daten mitnehmen und sich bei einer Aufsichtsbehörde beschweren (Art. 15 bis 22 und 77 DSGVO).",
    ),
    "lines": ("{n} lines", "{n} Zeilen"),
    "table:identities": ("By what you are known", "Woran Sie erkannt werden"),
    "table:contacts": (
        "Your contacts with us, as the departments recorded them",
        "Ihre Kontakte mit uns, wie die Abteilungen sie festhielten",
    ),
    "table:quarantine": ("Rows that could not be read", "Zeilen, die nicht zu lesen waren"),
    "table:kept_files": ("Files in which you stand", "Dateien, in denen Sie stehen"),
    "table:journeys": (
        "Derived: your journeys and how they ended",
        "Abgeleitet: Ihre Kundenreisen und wie sie endeten",
    ),
    "table:steps": ("Derived: the order of your contacts", "Abgeleitet: die Reihenfolge Ihrer Kontakte"),
    "table:consents": (
        "What you allowed and what you objected to",
        "Was Sie erlaubt haben und wogegen Sie widersprochen haben",
    ),
    "table:privacy.PrivacyRequest": ("Your requests", "Ihre Anfragen"),
    "table:jobs.Job": ("Work in which you are named", "Arbeiten, in denen Sie genannt sind"),
    "table:findings.SavedFilter": ("Saved filters that name you", "Gespeicherte Filter, die Sie nennen"),
    "table:drift.CompanyEvent": (
        "Events in the company whose text names you",
        "Ereignisse im Unternehmen, deren Text Sie nennt",
    ),
    "table:levers.LeverScenario": ("Saved scenarios that name you", "Gespeicherte Szenarien, die Sie nennen"),
    "table:customers.Segment": ("Saved lists that name you", "Gespeicherte Listen, die Sie nennen"),
    "table:sessions.Session": ("Sign-ins of staff that name you", "Anmeldungen von Beschäftigten, die Sie nennen"),
    "table:lookups": ("Who looked at your data", "Wer Ihre Daten angesehen hat"),
    "table:corrections": ("What was corrected", "Was berichtigt wurde"),
    "column:event": ("event", "Ereignis"),
    "column:kind": ("kind", "Art"),
    "column:value": ("value", "Wert"),
    "column:number": ("customer number here", "Kundennummer hier"),
    "column:source": ("source", "Quelle"),
    "column:file": ("file", "Datei"),
    "column:imported_at": ("taken in", "aufgenommen"),
    "column:row": ("row", "Zeile"),
    "column:part": ("part of the row", "Teil der Zeile"),
    "column:counts": ("counts now", "zählt jetzt"),
    "column:row_id": ("id of the row", "Kennung der Zeile"),
    "column:customer_kind": ("kind of identifier", "Art der Kennung"),
    "column:customer": ("identifier", "Kennung"),
    "column:account": ("company", "Firma"),
    "column:time": ("time (UTC)", "Zeit (UTC)"),
    "column:end": ("end (UTC)", "Ende (UTC)"),
    "column:sequence": ("sequence", "Reihenfolge"),
    "column:touchpoint": ("touchpoint", "Touchpoint"),
    "column:channel": ("channel", "Kanal"),
    "column:department": ("department", "Abteilung"),
    "column:lifecycle": ("state", "Zustand"),
    "column:journey": ("journey", "Kundenreise"),
    "column:matter": ("matter", "Vorgang"),
    "column:outcome": ("outcome", "Ergebnis"),
    "column:value_minor": ("amount in cents", "Betrag in Cent"),
    "column:currency": ("currency", "Währung"),
    "column:scores": ("scores", "Bewertungen"),
    "column:text": ("text", "Text"),
    "column:consents": ("what you allowed", "was Sie erlaubt haben"),
    "column:promise_due": ("promised for (UTC)", "zugesagt für (UTC)"),
    "column:stated_reason": ("stated reason", "genannter Grund"),
    "column:promise_kept": ("promise kept (UTC)", "Zusage gehalten (UTC)"),
    "column:reason": ("reason", "Grund"),
    "column:as_read": ("as read", "wie gelesen"),
    "column:corrected": ("corrected to", "berichtigt zu"),
    "column:started": ("began (UTC)", "begann (UTC)"),
    "column:finished": ("ended (UTC)", "endete (UTC)"),
    "column:elapsed_seconds": ("seconds since the contact before", "Sekunden seit dem Kontakt davor"),
    "column:purpose": ("purpose", "Zweck"),
    "column:state": ("state", "Stand"),
    "column:at": ("at", "am"),
    "column:origin": ("how we know", "woher bekannt"),
    "column:by": ("by", "durch"),
    "column:role": ("role", "Rolle"),
    "column:action": ("what was done", "was getan wurde"),
}


def person_text(key: str, language: Language, **values: object) -> str:
    """A text of the answer; columns and tables nobody has worded are shown by their own name."""
    found = PERSONS.get(key)
    if found is None:
        return key.partition(":")[2] or key
    return found[0 if language == "en" else 1].format(**values)
