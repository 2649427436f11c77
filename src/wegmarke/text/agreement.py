"""Wording of how far two sources state the same reasons: words, sentences, methods. Key, English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

AGREEMENT_WORDS: dict[str, Wording] = {
    "question:agreement": ("Two sources of reasons", "Zwei Quellen von Gründen"),
    "table:agreement": ("Codes in both sources", "Zuordnungen in beiden Quellen"),
    "table:agreement_pairs": ("Words that differ", "Worte, die auseinandergehen"),
    "column:noted_first": ("In the first", "In der ersten"),
    "column:noted_second": ("In the second", "In der zweiten"),
    "column:noted_both": ("In both", "In beiden"),
    "column:kappa": ("Agreement beyond chance (κ)", "Übereinstimmung über Zufall (κ)"),
    "column:kappa_low": ("κ, from", "κ, von"),
    "column:kappa_high": ("κ, to", "κ, bis"),
    "column:word_first": ("As the first notes it", "Wie die erste notiert"),
    "column:word_second": ("As the second notes it", "Wie die zweite notiert"),
}

AGREEMENT_SENTENCES: dict[str, Wording] = {
    "agreement.too_few": (
        "{n:count|customer has|customers have} a reason noted at {first:quoted} and at {second:quoted}; to compare them it takes at least {needed:count}.",
        "Für {n:count|Kunden|Kunden} ist bei {first:quoted} und bei {second:quoted} ein Grund notiert; für einen Vergleich braucht es mindestens {needed:count}.",
    ),
    "agreement.words": (
        "Of {n:count|customer|customers} with a reason noted at {first:quoted} and at {second:quoted}, {differ:count} {differ:agree|has|have} different ones: {share:share} (95% interval {low:to:high:share}).",
        "Von {n:count|Kunden|Kunden}, für die bei {first:quoted} und bei {second:quoted} ein Grund notiert ist, {differ:agree|hat|haben} {differ:count} verschiedene: {share:share} (95-%-Intervall {low:to:high:share}).",
    ),
    "agreement.codes": (
        "Coded to the scheme, {differ:count} differ still: {share:share} (95% interval {low:to:high:share}).",
        "Nach Zuordnung zum Schema gehen noch {differ:count} auseinander: {share:share} (95-%-Intervall {low:to:high:share}).",
    ),
    "agreement.kappa": (
        "Beyond chance the words agree with κ = {value:mean} (95% interval {low:to:high:mean}; 1 is always, 0 is by chance).",
        "Über den Zufall hinaus stimmen die Worte mit κ = {value:mean} überein (95-%-Intervall {low:to:high:mean}; 1 heißt immer, 0 zufällig).",
    ),
    "agreement.commonest": (
        "Most often {word:quoted} stands in the first where the second says {other:quoted} ({customers:count|customer|customers}).",
        "Am häufigsten steht in der ersten {word:quoted}, wo die zweite {other:quoted} sagt ({customers:count|Kunde|Kunden}).",
    ),
    "caveat.agreement_neither": (
        "Which of the two is right cannot be told from them: a share of reasons is worth no more than this agreement.",
        "Welche der beiden recht hat, lässt sich daraus nicht sagen: Ein Anteil von Gründen ist nicht mehr wert als diese Übereinstimmung.",
    ),
}

AGREEMENT_METHODS: dict[str, Wording] = {
    "agreement": (
        "Of each customer the reason last noted at either touchpoint; shares with Wilson's interval, Cohen’s κ of the words and of each code.",
        "Je Kunde der zuletzt an jedem der beiden Touchpoints notierte Grund; Anteile mit Wilson-Intervall, Cohens κ der Worte und jeder Zuordnung.",
    ),
}
