"""Words of promises. One line a word: key, English, German."""

from __future__ import annotations

from wegmarke.text.language import Wording

PROMISE_WORDS: dict[str, Wording] = {
    "question:promises": ("Promises", "Zusagen"),
    "table:promises": ("Promises by touchpoint and departments", "Zusagen nach Touchpoint und Abteilungen"),
    "table:promises_by_giver": ("By the department that gave them", "Nach der Abteilung, die sie gab"),
    "table:promises_by_keeper": (
        "By the department that had to keep them",
        "Nach der Abteilung, die sie einzuhalten hatte",
    ),
    "table:promises_overdue": ("Overdue now", "Jetzt überfällig"),
    "column:giver": ("Given by", "Gegeben von"),
    "column:keeper": ("To be kept by", "Einzuhalten von"),
    "column:given": ("Given", "Gegeben"),
    "column:kept": ("Kept in time", "Rechtzeitig"),
    "column:late": ("Late", "Verspätet"),
    "column:broken": ("Broken", "Gebrochen"),
    "column:share_kept": ("Kept in time", "Rechtzeitig, Anteil"),
    "column:share_kept_low": ("Kept in time, from", "Rechtzeitig, Anteil, von"),
    "column:share_kept_high": ("Kept in time, to", "Rechtzeitig, Anteil, bis"),
    "column:late_median": ("Late by, median", "Verspätung, Median"),
    "column:late_median_low": ("Late by, median, from", "Verspätung, Median, von"),
    "column:late_median_high": ("Late by, median, to", "Verspätung, Median, bis"),
    "column:late_p90": ("Late by, nine in ten within", "Verspätung, neun von zehn innerhalb von"),
    "column:late_p90_low": ("Late by, nine in ten within, from", "Verspätung, neun von zehn innerhalb von, von"),
    "column:late_p90_high": ("Late by, nine in ten within, to", "Verspätung, neun von zehn innerhalb von, bis"),
    "column:overdue_median": ("Overdue for, median", "Überfällig seit, Median"),
    "column:overdue_median_low": ("Overdue for, median, from", "Überfällig seit, Median, von"),
    "column:overdue_median_high": ("Overdue for, median, to", "Überfällig seit, Median, bis"),
    "column:overdue_p90": ("Overdue for, nine in ten within", "Überfällig seit, neun von zehn innerhalb von"),
    "column:overdue_p90_low": (
        "Overdue for, nine in ten within, from",
        "Überfällig seit, neun von zehn innerhalb von, von",
    ),
    "column:overdue_p90_high": (
        "Overdue for, nine in ten within, to",
        "Überfällig seit, neun von zehn innerhalb von, bis",
    ),
    "column:journeys_kept": ("Journeys with one kept in time", "Kundenreisen mit rechtzeitiger Zusage"),
    "column:journeys_late": ("Journeys with one kept late", "Kundenreisen mit verspäteter Zusage"),
    "column:journeys_broken": ("Journeys with a broken one", "Kundenreisen mit gebrochener Zusage"),
    "column:journeys_open": ("Journeys with an open one", "Kundenreisen mit offener Zusage"),
    "filter:promise": ("promise", "Zusage"),
    "filter:promise_to_keep": ("promise to keep", "einzuhaltende Zusage"),
    "filter:promise_from": ("promise from", "Zusage von"),
    "filter:promise:given": ("given", "gegeben"),
    "filter:promise:kept": ("kept", "eingehalten"),
    "filter:promise:late": ("kept late", "verspätet eingehalten"),
    "filter:promise:broken": ("broken", "gebrochen"),
    "filter:promise:open": ("still open", "noch offen"),
    "filter:promise_by": ("given by", "gegeben von"),
    "filter:promise_for": ("to be kept by", "einzuhalten von"),
    "filter:promise_unknown": ("not known", "nicht bekannt"),
    "expected:promise_state": ("given, kept, late, broken or open", "given, kept, late, broken oder open"),
}
