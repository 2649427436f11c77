"""Wording of what waiting goes along with: words, sentences, methods. Key, English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

DELAY_WORDS: dict[str, Wording] = {
    "question:delay": ("What waiting does", "Was Warten bewirkt"),
    "table:delay": ("With each day waited", "Mit jedem Tag Wartezeit"),
    "table:delay_bands": ("Short and long waits", "Kurze und lange Wartezeiten"),
    "column:rate_ratio": ("Times the rate, a day more", "Vielfaches der Rate, ein Tag mehr"),
    "column:rate_ratio_low": ("Times the rate, from", "Vielfaches der Rate, von"),
    "column:rate_ratio_high": ("Times the rate, to", "Vielfaches der Rate, bis"),
    "column:rate_ratio_plain": ("Not adjusted", "Unbereinigt"),
    "column:rate_ratio_plain_low": ("Not adjusted, from", "Unbereinigt, von"),
    "column:rate_ratio_plain_high": ("Not adjusted, to", "Unbereinigt, bis"),
    "column:waited_from": ("Waited, from", "Gewartet, von"),
    "column:waited_to": ("Waited, to", "Gewartet, bis"),
    "column:won_ratio": ("Won, times the rate of the first", "Gewonnen, Vielfaches der Rate der ersten"),
    "column:won_ratio_low": ("Won, from", "Gewonnen, von"),
    "column:won_ratio_high": ("Won, to", "Gewonnen, bis"),
    "column:lost_ratio": ("Lost, times the rate of the first", "Verloren, Vielfaches der Rate der ersten"),
    "column:lost_ratio_low": ("Lost, from", "Verloren, von"),
    "column:lost_ratio_high": ("Lost, to", "Verloren, bis"),
}

DELAY_SENTENCES: dict[str, Wording] = {
    "delay.untimed": (
        "How long it takes from {start:quoted} to {end:quoted} cannot be weighed: no outcome is a contact with a time of its own.",
        "Wie lange es von {start:quoted} bis {end:quoted} dauert, lässt sich nicht abwägen: Kein Ergebnis ist ein Kontakt mit eigener Zeit.",
    ),
    "delay.too_few": (
        "{journeys:count|journey|journeys} came to {start:quoted}, and {n:count} from there to {end:quoted} before an outcome; to compare waits it takes at least {needed:count}.",
        "{journeys:count|Kundenreise|Kundenreisen} kamen zu {start:quoted}, {n:count} von dort vor einem Ergebnis zu {end:quoted}; um Wartezeiten zu vergleichen, braucht es mindestens {needed:count}.",
    ),
    "delay.extent": (
        "From {start:quoted} to {end:quoted} half of {n:count|journey|journeys} waited no longer than {median:seconds}, nine in ten no longer than {p90:seconds}; of {journeys:count}, {before:count} had their outcome first.",
        "Von {start:quoted} bis {end:quoted} wartete die Hälfte von {n:count|Kundenreise|Kundenreisen} höchstens {median:seconds}, neun von zehn höchstens {p90:seconds}; von {journeys:count} hatten {before:count} vorher ihr Ergebnis.",
    ),
    "delay.less": (
        "With each further day of waiting the rate of ending as “{outcome:word:outcome}” is {value:share} lower (95% interval {low:to:high:share}), among journeys as old that are still open; {n:count} ended so.",
        "Mit jedem weiteren Tag Wartezeit ist die Rate, mit der Kundenreisen „{outcome:word:outcome}“ enden, um {value:share} niedriger (95-%-Intervall {low:to:high:share}), unter gleich alten, die noch offen sind; {n:count} endeten so.",
    ),
    "delay.more": (
        "With each further day of waiting the rate of ending as “{outcome:word:outcome}” is {value:share} higher (95% interval {low:to:high:share}), among journeys as old that are still open; {n:count} ended so.",
        "Mit jedem weiteren Tag Wartezeit ist die Rate, mit der Kundenreisen „{outcome:word:outcome}“ enden, um {value:share} höher (95-%-Intervall {low:to:high:share}), unter gleich alten, die noch offen sind; {n:count} endeten so.",
    ),
    "delay.nothing": (
        "That a day more of waiting changes the rate of ending as “{outcome:word:outcome}” cannot be told from chance (change {value:share}, 95% interval {low:to:high:share}); {n:count} ended so.",
        "Dass ein Tag mehr Wartezeit die Rate ändert, mit der Kundenreisen „{outcome:word:outcome}“ enden, lässt sich vom Zufall nicht unterscheiden (Änderung {value:share}, 95-%-Intervall {low:to:high:share}); {n:count} endeten so.",
    ),
    "delay.cannot": (
        "What a day of waiting does to ending as “{outcome:word:outcome}” cannot be said; {n:count} ended so.",
        "Was ein Tag Wartezeit am Ende als „{outcome:word:outcome}“ ändert, lässt sich nicht sagen; {n:count} endeten so.",
    ),
    "caveat.delay_open": (
        "Compared are journeys of which the wait is over and which are still open then; who left while waiting is counted, not compared.",
        "Verglichen werden Kundenreisen, deren Wartezeit vorbei ist und die dann noch offen sind; wer während des Wartens ging, ist gezählt, nicht verglichen.",
    ),
    "caveat.delay_sample": (
        "A sample of {share:share} of these journeys was looked at, chosen by the numbers of their customers.",
        "Betrachtet wurde eine Stichprobe von {share:share} dieser Kundenreisen, gewählt nach den Nummern ihrer Kunden.",
    ),
}

DELAY_METHODS: dict[str, Wording] = {
    "delay": (
        "Cox’s model with late entry on the time since the first touchpoint, each outcome ending the others, Efron’s rule for equal times, a baseline of its own for every four weeks; adjusted for contacts and time before, customers as the unit.",
        "Cox-Modell mit spätem Eintritt auf der Zeit seit dem ersten Touchpoint, jedes Ergebnis beendet die anderen, gleiche Zeiten nach Efron, eigene Grundrate für je vier Wochen; bereinigt um Kontakte und Zeit davor, Kunden als Einheit.",
    ),
    "delay_refused": (
        "Nothing estimated: there is too little to compare.",
        "Nichts geschätzt: Es gibt zu wenig zu vergleichen.",
    ),
    "one_day_like_the_next": (
        "Each day of waiting changes the rate by the same factor, however old the journey is.",
        "Jeder Tag Wartezeit ändert die Rate um denselben Faktor, wie alt die Kundenreise auch ist.",
    ),
    "open_as_the_others": (
        "Who is still open at the end of the data would have ended as the others did.",
        "Wer am Ende der Daten noch offen ist, hätte geendet wie die anderen.",
    ),
}
