"""Words and sentences of customer attributes, and of the groups for whom something holds."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

SEGMENT_WORDS: dict[str, Wording] = {
    "filter:attribute": ("customer attribute", "Kundenmerkmal"),
    "filter:attribute_at_first": ("as first known", "wie zuerst bekannt"),
    "filter:attribute_unknown": ("not known", "nicht bekannt"),
    "table:moments_segments": ("For whom it matters", "Für wen es zählt"),
    "table:effect_segments": ("For whom it is another effect", "Für wen die Wirkung eine andere ist"),
    "column:segment_lost": ("Customers of the group lost by it", "Dadurch verlorene Kunden der Gruppe"),
    "column:segment_lost_low": ("Customers of the group lost by it, from", "Dadurch verlorene Kunden der Gruppe, von"),
    "column:segment_lost_high": ("Customers of the group lost by it, to", "Dadurch verlorene Kunden der Gruppe, bis"),
    "formula:segment_lost": (
        "Visits of the group with the critical event times the effect in the group; negative: customers kept.",
        "Besuche der Gruppe mit dem kritischen Ereignis mal Wirkung in der Gruppe; negativ: gehaltene Kunden.",
    ),
    "column:segment_by": ("Customers by", "Kunden nach"),
    "segment_by:first_channel": ("channel of the first contact", "Kanal des ersten Kontakts"),
    "column:segment": ("Group", "Gruppe"),
    "column:segment_named": ("Decides", "Entscheidet"),
    "segment_named:only": ("for these alone", "nur bei diesen"),
    "segment_named:more": ("for these more than for others", "bei diesen mehr als bei anderen"),
    "segment_named:doubted_refused": (
        "cannot say: they differed before",
        "nicht zu sagen: vorher schon anders",
    ),
    "segment_named:doubted_says_nothing": ("cannot say: too uncertain", "nicht zu sagen: zu unsicher"),
    "column:segment_effect": ("Leave after a critical event, the group", "Gehen nach kritischem Ereignis, die Gruppe"),
    "column:segment_effect_low": (
        "Leave after a critical event, the group, from",
        "Gehen nach kritischem Ereignis, die Gruppe, von",
    ),
    "column:segment_effect_high": (
        "Leave after a critical event, the group, to",
        "Gehen nach kritischem Ereignis, die Gruppe, bis",
    ),
    "column:segment_others": ("The other customers", "Die übrigen Kunden"),
    "column:segment_others_low": ("The other customers, from", "Die übrigen Kunden, von"),
    "column:segment_others_high": ("The other customers, to", "Die übrigen Kunden, bis"),
    "column:segment_difference": ("The group minus the others", "Die Gruppe minus die übrigen"),
    "column:segment_difference_low": ("The group minus the others, from", "Die Gruppe minus die übrigen, von"),
    "column:segment_difference_high": ("The group minus the others, to", "Die Gruppe minus die übrigen, bis"),
    "column:segment_pooled": ("All together", "Alle zusammen"),
    "column:segment_pooled_low": ("All together, from", "Alle zusammen, von"),
    "column:segment_pooled_high": ("All together, to", "Alle zusammen, bis"),
    "column:segment_bad": ("Visits of the group with a critical event", "Besuche der Gruppe mit kritischem Ereignis"),
    "column:segment_good": ("Visits of the group without", "Besuche der Gruppe ohne"),
    "formula:segment_effect": (
        "Of the customers of the group: share that leaves within the horizon after a visit with a critical event, minus the share after one without, both with the history before the matter began (AIPW, on those who had it).",
        "Von den Kunden der Gruppe: Anteil, der nach einem Besuch mit kritischem Ereignis innerhalb der Frist geht, minus der nach einem ohne, beide bei gleicher Vorgeschichte vor Beginn der Angelegenheit (AIPW, bezogen auf die Betroffenen).",
    ),
    "formula:segment_others": (
        "The same for all other customers of whom it is known to which group they belong.",
        "Dasselbe für alle übrigen Kunden, deren Gruppe bekannt ist.",
    ),
    "formula:segment_difference": (
        "Effect in the group minus effect for the others; where its interval leaves out 0 after correction for all touchpoints and groups, the group reacts in its own way.",
        "Wirkung in der Gruppe minus Wirkung bei den übrigen; wo das Intervall nach der Korrektur für alle Touchpoints und Gruppen die 0 auslässt, reagiert die Gruppe auf ihre eigene Weise.",
    ),
    "formula:segment_pooled": (
        "The same for all customers together, as in the table of touchpoints: it hides that groups react differently.",
        "Dasselbe für alle Kunden zusammen, wie in der Tabelle der Touchpoints: Es verdeckt, dass Gruppen verschieden reagieren.",
    ),
}

SEGMENT_SENTENCES: dict[str, Wording] = {
    "moments.segment_only_more_attribute": (
        "{touchpoint}, for {attribute} {segment:quoted} alone: after a visit with a critical event more of these customers leave ({value:difference}, 95% interval {low:to:high:difference}, {n:count} such visits); of the others no difference can be told ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "{touchpoint}, nur bei {attribute} {segment:quoted}: Nach einem Besuch mit kritischem Ereignis gehen mehr dieser Kunden ({value:difference}, 95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche); bei den übrigen ist kein Unterschied zu erkennen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "moments.segment_only_more_channel": (
        "{touchpoint}, for customers first met through {segment:quoted} alone: after a visit with a critical event more of these customers leave ({value:difference}, 95% interval {low:to:high:difference}, {n:count} such visits); of the others no difference can be told ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "{touchpoint}, nur bei Kunden, deren erster Kontakt über {segment:quoted} kam: Nach einem Besuch mit kritischem Ereignis gehen mehr dieser Kunden ({value:difference}, 95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche); bei den übrigen ist kein Unterschied zu erkennen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "moments.segment_only_fewer_attribute": (
        "{touchpoint}, for {attribute} {segment:quoted} alone: after a visit with a critical event fewer of these customers leave ({value:difference}, 95% interval {low:to:high:difference}, {n:count} such visits); of the others no difference can be told ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "{touchpoint}, nur bei {attribute} {segment:quoted}: Nach einem Besuch mit kritischem Ereignis gehen weniger dieser Kunden ({value:difference}, 95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche); bei den übrigen ist kein Unterschied zu erkennen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "moments.segment_only_fewer_channel": (
        "{touchpoint}, for customers first met through {segment:quoted} alone: after a visit with a critical event fewer of these customers leave ({value:difference}, 95% interval {low:to:high:difference}, {n:count} such visits); of the others no difference can be told ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "{touchpoint}, nur bei Kunden, deren erster Kontakt über {segment:quoted} kam: Nach einem Besuch mit kritischem Ereignis gehen weniger dieser Kunden ({value:difference}, 95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche); bei den übrigen ist kein Unterschied zu erkennen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "moments.segment_also_more_attribute": (
        "{touchpoint}, for {attribute} {segment:quoted} more than for others: after a visit with a critical event more of these customers leave ({value:difference}, 95% interval {low:to:high:difference}, {n:count} such visits) than of the others ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "{touchpoint}, bei {attribute} {segment:quoted} mehr als bei anderen: Nach einem Besuch mit kritischem Ereignis gehen mehr dieser Kunden ({value:difference}, 95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche) als von den übrigen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "moments.segment_also_more_channel": (
        "{touchpoint}, for customers first met through {segment:quoted} more than for others: after a visit with a critical event more of these customers leave ({value:difference}, 95% interval {low:to:high:difference}, {n:count} such visits) than of the others ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "{touchpoint}, bei Kunden, deren erster Kontakt über {segment:quoted} kam, mehr als bei anderen: Nach einem Besuch mit kritischem Ereignis gehen mehr dieser Kunden ({value:difference}, 95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche) als von den übrigen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "moments.segment_also_fewer_attribute": (
        "{touchpoint}, for {attribute} {segment:quoted} more than for others: after a visit with a critical event fewer of these customers leave ({value:difference}, 95% interval {low:to:high:difference}, {n:count} such visits), which differs from the others ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "{touchpoint}, bei {attribute} {segment:quoted} mehr als bei anderen: Nach einem Besuch mit kritischem Ereignis gehen weniger dieser Kunden ({value:difference}, 95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche), anders als bei den übrigen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "moments.segment_also_fewer_channel": (
        "{touchpoint}, for customers first met through {segment:quoted} more than for others: after a visit with a critical event fewer of these customers leave ({value:difference}, 95% interval {low:to:high:difference}, {n:count} such visits), which differs from the others ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "{touchpoint}, bei Kunden, deren erster Kontakt über {segment:quoted} kam, mehr als bei anderen: Nach einem Besuch mit kritischem Ereignis gehen weniger dieser Kunden ({value:difference}, 95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche), anders als bei den übrigen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "moments.segment_pooled": (
        "All customers together show {pooled_value:difference} there (95% interval {pooled_low:to:pooled_high:difference}): that hides for whom it matters.",
        "Alle Kunden zusammen zeigen dort {pooled_value:difference} (95-%-Intervall {pooled_low:to:pooled_high:difference}): Das verdeckt, für wen es zählt.",
    ),
    "moments.segment_nothing": (
        "Critical events drive away no group of customers measurably more than others ({n:count|comparison|comparisons} of touchpoints and groups).",
        "Kritische Ereignisse vertreiben keine Kundengruppe messbar mehr als andere ({n:count|Vergleich|Vergleiche} von Touchpoints und Gruppen).",
    ),
    # what a defect costs, by group
    "effect.segment_only_attribute": (
        "For {attribute} {segment:quoted} alone: there the difference is {value:difference} (95% interval {low:to:high:difference}, {n:count} such visits); for the others none can be told ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "Nur bei {attribute} {segment:quoted}: Dort ist der Unterschied {value:difference} (95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche); bei den übrigen ist keiner zu erkennen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "effect.segment_also_attribute": (
        "For {attribute} {segment:quoted} more than for others: there the difference is {value:difference} (95% interval {low:to:high:difference}, {n:count} such visits); for the others it is {others_value:difference} ({others_low:to:others_high:difference}, {others_n:count} visits).",
        "Bei {attribute} {segment:quoted} mehr als bei anderen: Dort ist der Unterschied {value:difference} (95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche); bei den übrigen ist er {others_value:difference} ({others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "effect.segment_only_channel": (
        "For customers first met through {segment:quoted} alone: there the difference is {value:difference} (95% interval {low:to:high:difference}, {n:count} such visits); for the others none can be told ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} visits).",
        "Nur bei Kunden, deren erster Kontakt über {segment:quoted} kam: Dort ist der Unterschied {value:difference} (95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche); bei den übrigen ist keiner zu erkennen ({others_value:difference}, {others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "effect.segment_also_channel": (
        "For customers first met through {segment:quoted} more than for others: there the difference is {value:difference} (95% interval {low:to:high:difference}, {n:count} such visits); for the others it is {others_value:difference} ({others_low:to:others_high:difference}, {others_n:count} visits).",
        "Bei Kunden, deren erster Kontakt über {segment:quoted} kam, mehr als bei anderen: Dort ist der Unterschied {value:difference} (95-%-Intervall {low:to:high:difference}, {n:count} solche Besuche); bei den übrigen ist er {others_value:difference} ({others_low:to:others_high:difference}, {others_n:count} Besuche).",
    ),
    "caveat.segments_first_known": (
        "Of customer attributes the value known first counts, so that what became of a customer later does not tell of the outcome. An attribute that was only entered with the outcome would still do so.",
        "Von Kundenmerkmalen zählt der zuerst bekannte Wert, damit nicht das Ergebnis verrät, was später aus einem Kunden wurde. Ein Merkmal, das erst mit dem Ergebnis eingetragen wurde, täte es dennoch.",
    ),
    "caveat.segments_doubted": (
        "Of {n:count|group|groups} that differ by more than chance it cannot be said: their customers had differed before in what the touchpoint cannot have moved, or that is too uncertain.",
        "Von {n:count|Gruppe, die sich mehr als zufällig unterscheidet|Gruppen, die sich mehr als zufällig unterscheiden}, lässt es sich nicht sagen: Ihre Kunden unterschieden sich schon vorher in etwas, das der Touchpoint nicht bewirkt haben kann, oder das ist zu unsicher.",
    ),
    "caveat.segments_too_few": (
        "Not told apart, since fewer than {needed:count} customers of a group were lost: {names:list}.",
        "Nicht unterschieden, weil von einer Gruppe weniger als {needed:count} Kunden verloren gingen: {names:list}.",
    ),
    "caveat.segments_too_many": (
        "Not told apart, since there are too many different values to be groups: {names:list}.",
        "Nicht unterschieden, weil es für Gruppen zu viele verschiedene Werte sind: {names:list}.",
    ),
}
