"""Words, sentences and methods of the question whether figures follow customers (proxies)."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

PROXY_WORDS: dict[str, Wording] = {
    "question:proxies": ("KPIs against what customers do", "Kennzahlen gegen das Verhalten der Kunden"),
    "table:proxies": ("Do they follow customers?", "Folgen sie den Kunden?"),
    "table:proxies_segments": ("By segment", "Nach Segment"),
    "table:proxies_lags": ("At each lag", "Bei jedem zeitlichen Abstand"),
    "table:proxies_periods": ("Period by period", "Zeitraum für Zeitraum"),
    "table:proxies_customers": ("Customers who left", "Kunden, die gingen"),
    "column:kpi": ("KPI", "Kennzahl"),
    "kpi:contacts_handled": ("contacts handled", "bearbeitete Kontakte"),
    "kpi:contacts_a_customer": ("contacts per customer", "Kontakte je Kunde"),
    "kpi:answered_in_a_day": ("answered within a day", "binnen eines Tages beantwortet"),
    "kpi:promises_in_time": ("promises kept in time", "rechtzeitig gehaltene Zusagen"),
    "column:kpi_origin": ("From", "Woher"),
    "kpi_origin:told": ("told by the company", "vom Unternehmen angegeben"),
    "kpi_origin:derived": ("derived from the histories", "aus den Verläufen abgeleitet"),
    "column:customers_do": ("Customers", "Kunden"),
    "customers_do:stayed": ("stay", "bleiben"),
    "customers_do:bought_again": ("buy again", "kaufen wieder"),
    "column:verdict": ("Verdict", "Urteil"),
    "verdict:against": ("goes against customers", "läuft gegen die Kunden"),
    "verdict:follows": ("follows customers", "folgt den Kunden"),
    "verdict:unknown": ("cannot say", "nicht zu sagen"),
    "column:because": ("Why it cannot be said", "Warum nicht zu sagen"),
    "because:too_few": ("too few", "zu wenige"),
    "because:no_variation": ("nothing varies", "nichts ändert sich"),
    "because:could_be_chance": ("could be chance", "kann Zufall sein"),
    "column:lag": ("Periods later", "Zeiträume später"),
    "column:changes": ("Changes compared", "Verglichene Änderungen"),
    "column:same_direction": ("Same direction", "Gleiche Richtung"),
    "column:same_direction_low": ("Same direction, from", "Gleiche Richtung, von"),
    "column:same_direction_high": ("Same direction, to", "Gleiche Richtung, bis"),
    "column:moves_r": ("Correlation of what is new", "Korrelation des Neuen"),
    "column:moves_r_low": ("Correlation of what is new, from", "Korrelation des Neuen, von"),
    "column:moves_r_high": ("Correlation of what is new, to", "Korrelation des Neuen, bis"),
    "column:level_r": ("Correlation of values", "Korrelation der Werte"),
    "column:level_r_low": ("Correlation of values, from", "Korrelation der Werte, von"),
    "column:level_r_high": ("Correlation of values, to", "Korrelation der Werte, bis"),
    "column:both_better": ("Both better", "Beide besser"),
    "column:kpi_better_customers_worse": ("KPI better, customers worse", "Kennzahl besser, Kunden schlechter"),
    "column:kpi_worse_customers_better": ("KPI worse, customers better", "Kennzahl schlechter, Kunden besser"),
    "column:both_worse": ("Both worse", "Beide schlechter"),
    "column:confirmed": ("Last confirmed for", "Zuletzt bestätigt für"),
    "column:check_by": ("Check again by", "Wieder prüfen bis"),
    "column:turning": ("Relation is changing", "Zusammenhang ändert sich"),
    "turning:yes": ("yes", "ja"),
    "turning:no": ("not seen", "nicht zu sehen"),
    "column:segments_reversed": ("Segments say the opposite", "Segmente sagen das Gegenteil"),
    "segments_reversed:yes": ("yes", "ja"),
    "column:better": ("Called better", "Als besser gilt"),
    "better:up": ("more", "mehr"),
    "better:down": ("less", "weniger"),
    "column:of_customers": ("Of which customers", "Welcher Kunden"),
    "of_customers:met": ("met by the department", "der Abteilung begegnet"),
    "of_customers:all": ("all", "alle"),
    "column:revised": ("Values changed afterwards", "Nachträglich geänderte Werte"),
    "column:segment": ("Segment", "Segment"),
    "column:kpi_period": ("Period", "Zeitraum"),
    "column:kpi_value": ("Value", "Wert"),
    "column:later_period": ("Later period", "Späterer Zeitraum"),
    "column:customers_left": ("Left", "Gingen"),
    "column:customers_bought": ("Bought again", "Kauften wieder"),
    "column:stayed": ("Stayed", "Blieben"),
    "column:bought_again": ("Share who bought again", "Anteil, der wieder kaufte"),
    "span_later:week": ("week(s) later", "Woche(n) später"),
    "span_later:month": ("month(s) later", "Monat(e) später"),
    "span_later:quarter": ("quarter(s) later", "Quartal(e) später"),
    "formula:same_direction": (
        "of the changes from one period to the next in which both moved, those in the same direction; customers so many periods later",
        "von den Änderungen von einem Zeitraum zum nächsten, bei denen sich beide bewegten, die in gleicher Richtung; Kunden so viele Zeiträume später",
    ),
    "formula:moves_r": (
        "Pearson's r of what trend, season and the value before do not foretell; 1: go together, 0: nothing in common, −1: go apart",
        "Pearsons r dessen, was Trend, Jahreszeit und der Wert davor nicht vorhersagen; 1: gehen zusammen, 0: nichts gemein, −1: gehen auseinander",
    ),
    "formula:level_r": (
        "Pearson's r of the values; no verdict rests on it, since two values that both drift go together for no reason",
        "Pearsons r der Werte; kein Urteil beruht darauf, denn zwei Werte, die beide driften, gehen ohne Grund zusammen",
    ),
    "formula:confirmed": (
        "the last period up to which half of all periods showed the relation by themselves",
        "der letzte Zeitraum, bis zu dem die Hälfte aller Zeiträume den Zusammenhang für sich allein zeigte",
    ),
    "formula:check_by": (
        "after half as many periods as confirmed it",
        "nach halb so vielen Zeiträumen, wie ihn bestätigten",
    ),
    "formula:customers_left": (
        "of the customers at the beginning of the later period, those who had left at its end",
        "von den Kunden zu Beginn des späteren Zeitraums die, die an dessen Ende gegangen waren",
    ),
}

_HOW_EN = "(same direction in {share:share} of {changes:count|change|changes}, {low:share} to {high:share}; customers {lag:count} {span:word:span_later})"
_HOW_DE = "(gleiche Richtung bei {share:share} von {changes:count|Änderung|Änderungen}, {low:share} bis {high:share}; Kunden {lag:count} {span:word:span_later})"

PROXY_SENTENCES: dict[str, Wording] = {
    "proxies.nobody": (
        "Nobody is known to have left, so no KPI can be laid beside what customers did.",
        "Von niemandem ist bekannt, dass er gegangen ist; daher lässt sich keine Kennzahl neben das Verhalten der Kunden legen.",
    ),
    "proxies.none": (
        "There is no KPI to look at: none was brought in, and no department is known from which one could be derived.",
        "Es gibt keine Kennzahl zu prüfen: Keine wurde eingelesen, und keine Abteilung ist bekannt, aus der sich eine ableiten ließe.",
    ),
    "proxies.extent": (
        "Of {figures:count|KPI|KPIs}, {against:count} {against:agree|goes|go} against what customers do afterwards and {follows:count} {follows:agree|follows|follow} it; of {rest:count} it cannot be said.",
        "Von {figures:count|Kennzahl|Kennzahlen} {against:agree|läuft|laufen} {against:count} gegen das, was Kunden danach tun, und {follows:count} {follows:agree|folgt|folgen} ihm; bei {rest:count} ist es nicht zu sagen.",
    ),
    "proxies.nothing": (
        "Of none of {figures:count|KPI|KPIs} can it be said that it follows what customers do afterwards, or goes against it.",
        "Von keiner von {figures:count|Kennzahl|Kennzahlen} lässt sich sagen, dass sie dem folgt, was Kunden danach tun, oder dagegen läuft.",
    ),
    "proxies.against_stayed": (
        f"{{kpi:list:kpi}} ({{department}}) gets better while customers leave: of {{better:count|change|changes}} for the better, {{worse_then:count}} were followed by fewer customers who stayed {_HOW_EN}.",
        f"{{kpi:list:kpi}} ({{department}}) wird besser, während Kunden gehen: Auf {{better:count|Änderung|Änderungen}} zum Besseren folgten {{worse_then:count}}-mal weniger Kunden, die blieben {_HOW_DE}.",
    ),
    "proxies.against_bought_again": (
        f"{{kpi:list:kpi}} ({{department}}) gets better while customers buy less often: of {{better:count|change|changes}} for the better, {{worse_then:count}} were followed by fewer customers who bought again {_HOW_EN}.",
        f"{{kpi:list:kpi}} ({{department}}) wird besser, während Kunden seltener kaufen: Auf {{better:count|Änderung|Änderungen}} zum Besseren folgten {{worse_then:count}}-mal weniger Kunden, die wieder kauften {_HOW_DE}.",
    ),
    "proxies.follows_stayed": (
        f"{{kpi:list:kpi}} ({{department}}) follows customers: of {{better:count|change|changes}} for the better, {{better_then:count}} were followed by more customers who stayed {_HOW_EN}.",
        f"{{kpi:list:kpi}} ({{department}}) folgt den Kunden: Auf {{better:count|Änderung|Änderungen}} zum Besseren folgten {{better_then:count}}-mal mehr Kunden, die blieben {_HOW_DE}.",
    ),
    "proxies.follows_bought_again": (
        f"{{kpi:list:kpi}} ({{department}}) follows customers: of {{better:count|change|changes}} for the better, {{better_then:count}} were followed by more customers who bought again {_HOW_EN}.",
        f"{{kpi:list:kpi}} ({{department}}) folgt den Kunden: Auf {{better:count|Änderung|Änderungen}} zum Besseren folgten {{better_then:count}}-mal mehr Kunden, die wieder kauften {_HOW_DE}.",
    ),
    "proxies.confirmed": (
        "This was last confirmed for {confirmed}; check it again by {check_by}.",
        "Zuletzt bestätigt für {confirmed}; prüfen Sie es bis {check_by} erneut.",
    ),
    "proxies.not_confirmed": (
        "No half of the periods shows this by itself: check it again soon.",
        "Keine Hälfte der Zeiträume zeigt das für sich allein: Prüfen Sie es bald erneut.",
    ),
    "proxies.turning": (
        "The relation is another one lately than it was before: check it now.",
        "Der Zusammenhang ist zuletzt ein anderer als zuvor: Prüfen Sie ihn jetzt.",
    ),
    "proxies.reversed": (
        "{kpi:list:kpi} ({department}): every segment moves the opposite way of the whole. Trust the segments; the whole shows how their sizes changed.",
        "{kpi:list:kpi} ({department}): Jedes Segment bewegt sich gegenläufig zum Ganzen. Vertrauen Sie den Segmenten; das Ganze zeigt, wie sich ihre Größen verschoben.",
    ),
    "caveat.proxies_screen": (
        "Compared are periods, not persons: that customers with a better figure stay more often would be a first screen only. Whether the KPI moves customers, an experiment shows.",
        "Verglichen werden Zeiträume, nicht Personen: Dass Kunden mit besserem Wert häufiger bleiben, wäre nur ein erstes Sieb. Ob die Kennzahl Kunden bewegt, zeigt ein Versuch.",
    ),
    "caveat.proxies_derived_only": (
        "The KPIs that the company steers by have not been brought in; shown are those that can be derived from the histories.",
        "Die eigenen Kennzahlen des Unternehmens sind nicht eingelesen; gezeigt sind die, die sich aus den Verläufen ableiten lassen.",
    ),
    "caveat.proxies_segments": (
        "These segments are no channel and no filter, so they are left out: {segments:list}.",
        "Diese Segmente sind weder Kanal noch Filter und bleiben daher außer Betracht: {segments:list}.",
    ),
    "caveat.proxies_revised": (
        "Values of {kpis:list} were changed after they had been told; the latest counts.",
        "Werte von {kpis:list} wurden nachträglich geändert; es zählt der letzte Stand.",
    ),
}

PROXY_METHODS: dict[str, Wording] = {
    "proxies": (
        "Changes of each KPI from one period to the next beside changes of what customers did one to three periods later: share in the same direction (Wilson), and the correlation of what trend, season and the value before do not foretell (prewhitened; Fisher), both for as many independent pairs as the series are worth (Bartlett); corrected for the choice of the lag (Bonferroni) and for all KPIs together (Benjamini and Hochberg).",
        "Änderungen jeder Kennzahl von einem Zeitraum zum nächsten neben Änderungen dessen, was Kunden ein bis drei Zeiträume später taten: Anteil in gleicher Richtung (Wilson) und Korrelation dessen, was Trend, Jahreszeit und der Wert davor nicht vorhersagen (vorgefiltert; Fisher), beide für so viele unabhängige Paare, wie die Reihen wert sind (Bartlett); korrigiert für die Wahl des Abstands (Bonferroni) und für alle Kennzahlen zusammen (Benjamini und Hochberg).",
    ),
    "proxies_counted": (
        "Counted, nothing estimated: too few periods, or too few customers who left.",
        "Gezählt, nichts geschätzt: zu wenige Zeiträume, oder zu wenige Kunden, die gingen.",
    ),
    "changes_alike": (
        "Trend and season are regular (the season is told apart from a year and a half on), and nothing else moves both the KPI and customers from one period to the next.",
        "Trend und Jahreszeit sind regelmäßig (die Jahreszeit wird ab anderthalb Jahren herausgerechnet), und nichts anderes bewegt von Zeitraum zu Zeitraum sowohl die Kennzahl als auch die Kunden.",
    ),
}
