"""Words of what journeys cost the customer. One line a word: key, English, German."""

from __future__ import annotations

from wegmarke.text.language import Wording

FRICTION_WORDS: dict[str, Wording] = {
    "question:friction": ("Effort of customers", "Aufwand der Kunden"),
    "table:friction": ("What a journey costs the customer", "Was eine Kundenreise den Kunden kostet"),
    "table:friction_most": ("The most laborious journeys", "Die mühsamsten Kundenreisen"),
    "table:friction_by_outcome": ("By how the journey ended", "Danach, wie die Kundenreise endete"),
    "table:friction_by_department": ("By department that took part", "Nach beteiligter Abteilung"),
    "column:measure": ("Effort", "Aufwand"),
    "measure:contacts": ("contacts", "Kontakte"),
    "measure:asked": ("turned to the company", "an die Firma gewandt"),
    "measure:repeats": ("asked again about the same", "nochmals in derselben Sache"),
    "measure:channel_breaks": ("changed the channel", "Kanal gewechselt"),
    "measure:waited": ("hours waited too long", "Stunden zu lange gewartet"),
    "measure:incidents": ("critical events", "kritische Ereignisse"),
    "column:journeys_with": ("Journeys with any", "Kundenreisen damit"),
    "column:effort": ("In all", "Insgesamt"),
    "column:effort_mean": ("Per journey, mean", "Je Kundenreise, Mittel"),
    "column:effort_mean_low": ("Per journey, mean, from", "Je Kundenreise, Mittel, von"),
    "column:effort_mean_high": ("Per journey, mean, to", "Je Kundenreise, Mittel, bis"),
    "column:effort_median": ("Per journey, median", "Je Kundenreise, Median"),
    "column:effort_median_low": ("Per journey, median, from", "Je Kundenreise, Median, von"),
    "column:effort_median_high": ("Per journey, median, to", "Je Kundenreise, Median, bis"),
    "column:effort_p90": ("Per journey, nine in ten at most", "Je Kundenreise, neun von zehn höchstens"),
    "column:effort_p90_low": ("Per journey, nine in ten at most, from", "Je Kundenreise, neun von zehn höchstens, von"),
    "column:effort_p90_high": ("Per journey, nine in ten at most, to", "Je Kundenreise, neun von zehn höchstens, bis"),
    "column:at_least": ("So much or more", "So viel oder mehr"),
    "column:share_of_effort": ("Share of the whole", "Anteil am Ganzen"),
    "column:arose": ("Of it with this department", "Davon bei dieser Abteilung"),
    "filter:asked": ("turned to the company", "an die Firma gewandt"),
    "filter:repeats": ("asked again", "nochmals nachgefragt"),
    "filter:channel_breaks": ("changes of channel", "Kanalwechsel"),
    "filter:waited": ("waited too long", "zu lange gewartet"),
    "filter:incidents": ("critical events", "kritische Ereignisse"),
}
