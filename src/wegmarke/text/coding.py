"""Wording of the coding of free texts by hand: words, sentences, methods. Key, English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

CODING_WORDS: dict[str, Wording] = {
    "question:coding": ("Texts coded by hand", "Von Hand zugeordnete Texte"),
    "table:coding": ("Code by code", "Grund für Grund"),
    "table:coding_alike": ("All codes together", "Alle Gründe zusammen"),
    "column:texts_coded": ("Texts with this code", "Texte mit diesem Grund"),
    "column:first_coder": ("By the first person", "Von der ersten Person"),
    "column:second_coder": ("By the second person", "Von der zweiten Person"),
    "column:both_coders": ("By both", "Von beiden"),
    "column:kappa_suggested": ("Suggestion and people (κ)", "Vorschlag und Menschen (κ)"),
    "column:kappa_suggested_low": ("Suggestion and people (κ), from", "Vorschlag und Menschen (κ), von"),
    "column:kappa_suggested_high": ("Suggestion and people (κ), to", "Vorschlag und Menschen (κ), bis"),
    "column:coded_alike": ("Coded exactly alike", "Genau gleich zugeordnet"),
    "column:coded_alike_low": ("Coded exactly alike, from", "Genau gleich zugeordnet, von"),
    "column:coded_alike_high": ("Coded exactly alike, to", "Genau gleich zugeordnet, bis"),
    "column:coded_by": ("Coded by", "Zugeordnet durch"),
    "column:text_of": ("Coded from texts of", "Zugeordnet aus Texten von"),
    "column:text_rows": ("Texts that were coded (source, file/row)", "Zugeordnete Texte (Quelle, Datei/Zeile)"),
    "coded_by:people": ("two people", "zwei Personen"),
    "coded_by:suggestion": ("a suggestion and people", "Vorschlag und Menschen"),
    "coded_by:hand": ("by hand", "von Hand"),
    "coded_by:list": ("list of this company", "Liste der Firma"),
    "coded_by:usual": ("usual words", "übliche Wörter"),
    "coded_by:nobody": ("nobody yet", "noch niemanden"),
    "formula:kappa_suggested": (
        "κ of the suggestion and of what people said of the text, without the suggestion in sight; the suggestion is made from all other texts",
        "κ des Vorschlags und dessen, was Menschen ohne Blick auf ihn zum Text sagten; der Vorschlag entsteht aus allen anderen Texten",
    ),
    "formula:coded_alike": (
        "texts to which both gave exactly the same codes ÷ texts coded by both, with Wilson's interval",
        "Texte mit genau denselben Gründen von beiden ÷ Texte, die beide zugeordnet haben, mit dem Intervall nach Wilson",
    ),
}

CODING_SENTENCES: dict[str, Wording] = {
    "coding.no_texts_leaving": (
        "There is no text to code: none of these customers who left is noted with a reason in words of its own, and no source with other texts is chosen.",
        "Es gibt keinen Text zuzuordnen: Bei keinem dieser Kunden, die gingen, ist ein Grund in eigenen Worten notiert, und keine Quelle mit anderen Texten ist ausgewählt.",
    ),
    "coding.no_texts_coming": (
        "There is no text to code: none of these customers who bought for the first time is noted with a reason in words of its own, and no source with other texts is chosen.",
        "Es gibt keinen Text zuzuordnen: Bei keinem dieser Kunden, die zum ersten Mal kauften, ist ein Grund in eigenen Worten notiert, und keine Quelle mit anderen Texten ist ausgewählt.",
    ),
    "coding.waiting": (
        "{n:count|text is|texts are} coded by one person alone; what that person said counts and is shown once a second has read them too, or the coding is closed.",
        "{n:count|Text hat|Texte haben} bisher nur eine Person zugeordnet; was sie sagte, zählt und erscheint erst, wenn auch eine zweite gelesen hat oder die Zuordnung abgeschlossen ist.",
    ),
    "coding.progress": (
        "{coded:count} of {texts:count|text is|texts are} coded by hand, {twice:count} of them by two people.",
        "{coded:count} von {texts:count|Text|Texten} {coded:agree|ist|sind} von Hand zugeordnet, {twice:count} davon von zwei Personen.",
    ),
    "coding.same": (
        "Two people gave exactly the same codes to {share:share} of {n:count|text|texts} (95% interval {low:to:high:share}), neither knowing what the other had said.",
        "Zwei Personen gaben {share:share} von {n:count|Text|Texten} genau dieselben Gründe (95-%-Intervall {low:to:high:share}), ohne voneinander zu wissen.",
    ),
    "coding.too_few": (
        "How far two people agree cannot be said yet: {n:count|text was|texts were} coded by the same two without suggestions, it takes {needed:count}.",
        "Wie weit zwei Personen übereinstimmen, lässt sich noch nicht sagen: {n:count|Text wurde|Texte wurden} von denselben zweien ohne Vorschläge zugeordnet, nötig sind {needed:count}.",
    ),
    "coding.differing": (
        "{n:count|text was|texts were} coded differently and {n:agree|waits|wait} for a last word; until then only those codes count that all named.",
        "{n:count|Text wurde|Texte wurden} verschieden zugeordnet und {n:agree|wartet|warten} auf ein letztes Wort; bis dahin zählen nur Gründe, die alle nannten.",
    ),
    "coding.suggested": (
        "The suggestion would have been exactly right for {share:share} of {n:count|text|texts} (95% interval {low:to:high:share}); it counts as nothing until somebody confirms it.",
        "Der Vorschlag hätte bei {share:share} von {n:count|Text|Texten} genau gestimmt (95-%-Intervall {low:to:high:share}); er zählt nicht, solange ihn niemand bestätigt.",
    ),
    "caveat.coding_pair": (
        "The agreement is that of the two people who have coded most of the same texts, on texts that both read without suggestions.",
        "Die Übereinstimmung ist die der zwei Personen mit den meisten gemeinsamen Texten, an Texten, die beide ohne Vorschläge lasen.",
    ),
    "caveat.reasons_by_hand": (
        "{n:count|text is|texts are} coded by hand; two people agree on {share:share} of {pair:count} exactly (95% interval {low:to:high:share}).",
        "{n:count|Text ist|Texte sind} von Hand zugeordnet; zwei Personen stimmen bei {share:share} von {pair:count} genau überein (95-%-Intervall {low:to:high:share}).",
    ),
    "caveat.reasons_by_hand_once": (
        "{n:count|text is|texts are} coded by hand; how far two people would agree is not known yet.",
        "{n:count|Text ist|Texte sind} von Hand zugeordnet; wie weit zwei Personen übereinstimmten, ist noch nicht bekannt.",
    ),
    "caveat.reasons_other_texts": (
        "Beside the reasons that were noted as such, texts of other columns count that people read and coded ({sources}): {n:count|reason|reasons}.",
        "Neben den Gründen, die als solche notiert sind, zählen Texte anderer Spalten, die Menschen gelesen und zugeordnet haben ({sources}): {n:count|Grund|Gründe}.",
    ),
    "caveat.reasons_free_text": (
        "{n:count|customer is|customers are} noted with a reason in words of its own that counts as not coded until two people have coded it, or the coding is closed.",
        "Bei {n:count|Kunde|Kunden} ist ein Grund in eigenen Worten notiert; er gilt als nicht zugeordnet, bis zwei Personen ihn zugeordnet haben oder die Zuordnung abgeschlossen ist.",
    ),
}

CODING_METHODS: dict[str, Wording] = {
    "coding": (
        "Texts in an order by lot, coded by people apart from each other; Cohen’s κ of each code, and the share coded exactly alike with Wilson's interval.",
        "Texte in ausgeloster Reihenfolge, von Menschen getrennt zugeordnet; Cohens κ jedes Grundes und der Anteil genau gleicher Zuordnungen mit Wilson-Intervall.",
    ),
    "coded_apart": (
        "Those who code do not speak about the texts before both have coded them.",
        "Wer zuordnet, spricht nicht über die Texte, bevor beide sie zugeordnet haben.",
    ),
}
