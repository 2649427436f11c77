"""Wording of what was changed after the fact: words, sentences, methods. Key, English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

CHANGES_WORDS: dict[str, Wording] = {
    "question:late_changes": ("Late changes", "Späte Änderungen"),
    "table:late_changes": ("Changed after the fact, by department", "Im Nachhinein geändert, nach Abteilung"),
    "table:late_changes_rows": ("Each change, with both rows", "Jede Änderung, mit beiden Zeilen"),
    "column:noted": ("Noted", "Vermerkt"),
    "column:late": ("Changed after the fact", "Im Nachhinein geändert"),
    "column:late_share": ("Share changed after the fact", "Anteil im Nachhinein geändert"),
    "column:late_share_low": ("Share changed after the fact, from", "Anteil im Nachhinein geändert, von"),
    "column:late_share_high": ("Share changed after the fact, to", "Anteil im Nachhinein geändert, bis"),
    "column:undecided": ("Perhaps", "Vielleicht"),
    "column:before": ("Before", "Vorher"),
    "column:after": ("Afterwards", "Nachher"),
    "column:after_the_fact": ("After the fact?", "Im Nachhinein?"),
    "column:known_by": ("Taken in", "Eingelesen"),
    "column:earlier_file": ("Earlier file", "Frühere Datei"),
    "column:earlier_row": ("Earlier row", "Frühere Zeile"),
    "column:later_file": ("Later file", "Spätere Datei"),
    "column:later_row": ("Later row", "Spätere Zeile"),
    "changed:stated_reason": ("stated reason", "genannter Grund"),
    "changed:promise_due": ("promised date", "zugesagtes Datum"),
    "changed:promise_kept": ("kept date", "Erledigungsdatum"),
    "changed:status": ("status", "Status"),
    "after_the_fact:late": ("yes", "ja"),
    "after_the_fact:undecided": ("perhaps", "vielleicht"),
    "formula:late_share": (
        "late changes ÷ what the department noted, with Wilson's interval; a change that no later export showed is not seen, so the true share may be larger",
        "späte Änderungen ÷ was die Abteilung vermerkt hat, mit dem Intervall nach Wilson; eine Änderung, die kein späterer Export zeigte, ist nicht zu sehen, der wahre Anteil kann also größer sein",
    ),
    "formula:late": (
        "the earlier version still stood when the fact had happened: a reason after leaving, a promised date after it had passed, a promise made kept in time after its day, a status after it had been told",
        "die frühere Fassung stand noch da, als die Sache geschehen war: ein Grund nach dem Weggang, ein zugesagtes Datum nach seinem Ablauf, eine Zusage nach ihrem Tag auf rechtzeitig gesetzt, ein Status, nachdem er mitgeteilt war",
    ),
    "formula:undecided": (
        "the fact lies between the last contact in the earlier file and the day on which the later one was read: before or after, the files do not tell",
        "die Sache liegt zwischen dem letzten Kontakt der früheren Datei und dem Tag, an dem die spätere eingelesen wurde: Ob davor oder danach geändert wurde, sagen die Dateien nicht",
    ),
}

CHANGES_SENTENCES: dict[str, Wording] = {
    "late_changes.once": (
        "No source has told its rows a second time: whether anything was changed afterwards cannot be said.",
        "Keine Quelle hat ihre Zeilen ein zweites Mal geliefert: Ob im Nachhinein etwas geändert wurde, lässt sich nicht sagen.",
    ),
    "late_changes.nothing": (
        "Of {noted:count|reason, date or status|reasons, dates and statuses} none was changed after the fact, as far as the exports show.",
        "Von {noted:count|Grund, Datum oder Status|Gründen, Daten und Status} wurde, soweit die Exporte es zeigen, nichts im Nachhinein geändert.",
    ),
    "late_changes.found": (
        "{late:count} changes were made after the fact, among {noted:count|reason, date or status|reasons, dates and statuses} on record; {undecided:count} more may have been.",
        "{late:count} Änderungen wurden im Nachhinein gemacht, bei {noted:count|verzeichnetem Grund, Datum oder Status|verzeichneten Gründen, Daten und Status}; bei {undecided:count} weiteren kann es so sein.",
    ),
    "late_changes.most": (
        "Most often [[in {department} ]]it was the {changed:word:changed}: {late:count} of {noted:count} ({value:share}, 95% interval {low:to:high:share}).",
        "Am häufigsten war es [[in der Abteilung {department} ]]„{changed:word:changed}“: {late:count} von {noted:count} ({value:share}, 95-%-Intervall {low:to:high:share}).",
    ),
    "caveat.late_changes_noted": (
        "Only what two exports tell differently can be seen, in sources whose mapping declares the id of a row; that something was changed late does not say why.",
        "Zu sehen ist nur, was zwei Exporte verschieden sagen, in Quellen, deren Zuordnung die Kennung einer Zeile nennt; dass etwas spät geändert wurde, sagt nicht, warum.",
    ),
    "caveat.late_changes_undecided": (
        "{n:count|change lies|changes lie} between two exports, of which nobody can say whether it came before or after the fact; exports at shorter intervals would tell.",
        "{n:count|Änderung liegt|Änderungen liegen} so zwischen zwei Exporten, dass niemand sagen kann, ob vor oder nach der Sache geändert wurde; häufigere Exporte würden es zeigen.",
    ),
}
CHANGES_METHODS: dict[str, Wording] = {
    "late_changes": (
        "Two versions of a row under the same id are put side by side; late is what changed while the earlier version still stood after the fact. Wilson's interval.",
        "Zwei Fassungen einer Zeile mit derselben Kennung werden nebeneinandergelegt; spät ist, was sich änderte, als die frühere Fassung nach der Sache noch stand. Intervall nach Wilson.",
    ),
}
