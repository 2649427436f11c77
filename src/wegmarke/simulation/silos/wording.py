"""What customers write, for the silos that hold it, until `words.voices` says it: a few sentences for every theme."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import THEMES
from wegmarke.simulation.words.phrases import Phrases
from wegmarke.simulation.words.picking import Bits, derived

_GERMAN = {
    "neutral": ("[Alles|Soweit alles] in Ordnung.", "[Kann|Könnte] besser sein, [kann|könnte] schlechter sein.",
                "Bisher [nichts zu beanstanden|keine Probleme].", "Gerät läuft, mehr [erwarte|brauche] ich nicht."),
    "late_delivery": ("[Lieferung|Die Lieferung] kam [viel |]später als zugesagt.",
                      "Liefertermin [nicht eingehalten|verstrichen], und keiner [sagt|sagte] einem Bescheid.",
                      "Ich habe mir [extra |]einen Tag freigenommen, und dann [kam niemand|kam keine Lieferung]."),
    "silent_handover": ("[Der Spediteur|Die Spedition] wusste von unserer Absprache mit dem Vertrieb nichts.",
                        "Was mit dem Berater [besprochen|vereinbart] war, [kam nirgends an|wusste hinterher keiner].",
                        "Jede Abteilung [erzählt|sagt] etwas anderes, [alles|die Sache] musste ich neu erklären."),
    "repeated_call": ("[Dreimal|Zum dritten Mal|Wieder] wegen derselben Sache angerufen.",
                      "[Rückruf|Ein Rückruf] war zugesagt und kam [nie|nicht].",
                      "In der Hotline fängt man jedes Mal [von vorne|bei null] an."),
    "wrong_invoice": ("Die Rechnung [stimmt|stimmte] nicht, [berechnet wurde|da stand] mehr als bestellt.",
                      "Falscher Betrag auf der Rechnung, [die Korrektur dauerte ewig|Korrektur steht noch aus]."),
    "dunning_after_complaint": ("Ich reklamiere, und statt einer Antwort kommt eine [Mahnung|Zahlungserinnerung].",
                                "[Mahnung|Eine Mahnung], obwohl die Reklamation noch offen [ist|war]. Unverschämt."),
    "slow_offer": ("Auf das Angebot habe ich [drei Wochen|ewig|viel zu lange] gewartet.",
                   "Bis das Angebot kam, hatten wir [längst woanders|schon anderswo] bestellt."),
    "price": ("[Zu teuer|Inzwischen zu teuer] geworden.", "Andere [bieten|liefern] das Gleiche günstiger.",
              "Die [letzte |]Preiserhöhung ist [nicht nachvollziehbar|ein starkes Stück]."),
    "product_defect": ("Das Gerät [ist schon wieder|war nach kurzer Zeit] defekt.", "[Gerät|Maschine] zeigt Fehler an.",
                       "[Startet nicht|Bleibt stehen].", "Undicht [nach einem Jahr|kurz nach dem Kauf]."),
    "good_service": ("[Freundlich|Sehr freundlich] und [kompetent|schnell] geholfen.",
                     "Ein Anruf, und das Problem war [gelöst|erledigt].", "Der Techniker war [pünktlich|super]."),
    "good_product": ("[Tolles|Sehr gutes|Solides] Gerät, [läuft einwandfrei|bin sehr zufrieden].",
                     "[Würde ich|Werde ich] [jederzeit |]wieder kaufen.", "Leise, sparsam, [gut verarbeitet|robust]."),
    "good_delivery": ("[Pünktlich|Wie zugesagt] geliefert.", "Lieferung [schnell|prompt] und [sauber|freundlich].",
                      "Die Spedition hat [vorher angerufen|alles hochgetragen], [prima|danke]."),
}  # fmt: skip
_ENGLISH = {
    "neutral": ("[All|Everything] fine so far.", "It does the job."),
    "late_delivery": ("Delivery came [days|over a week] later than promised.", "Nobody told me it would be late."),
    "silent_handover": ("The driver knew nothing of what sales had agreed with us.", "I had to explain it all again."),
    "repeated_call": ("I had to call [three|four] times about the same thing.", "The promised call back never came."),
    "wrong_invoice": ("The invoice was wrong.", "[Charged|I was charged] more than I ordered."),
    "dunning_after_complaint": ("I complained and got a payment reminder instead of an answer.",),
    "slow_offer": ("The quote took [weeks|far too long].",),
    "price": ("[Has become too|Too] expensive.", "Others offer the same for less."),
    "product_defect": ("Broke down [again|within a year].", "It shows an error and will not start."),
    "good_service": ("[Friendly|Very friendly] and quick help.", "One call and it was sorted."),
    "good_product": ("[Great|Solid] machine, would buy again.", "Quiet and well made."),
    "good_delivery": ("Delivered [on time|as promised].", "Quick and friendly delivery."),
}
_SUBJECTS = {
    "neutral": ("Anfrage", "Rückfrage zum Vertrag"),
    "late_delivery": ("Lieferung überfällig", "Liefertermin nicht eingehalten", "Wo bleibt meine Bestellung?"),
    "silent_handover": ("Absprache nicht bekannt", "Lieferung gescheitert", "Zusage Vertrieb"),
    "repeated_call": ("Erneuter Anruf in gleicher Sache", "Kein Rückruf erhalten"),
    "wrong_invoice": ("Rechnung falsch", "Betrag stimmt nicht", "Rechnungsreklamation"),
    "dunning_after_complaint": ("Mahnung trotz Reklamation", "Unberechtigte Mahnung"),
    "slow_offer": ("Angebot noch nicht da",),
    "price": ("Preiserhöhung",),
    "product_defect": ("Gerät defekt", "Gerät startet nicht", "Fehlermeldung im Display", "Undicht", "Wird nicht warm"),
    "good_service": ("Lob",),
    "good_product": ("Lob",),
    "good_delivery": ("Lob",),
}
_TABLES = {
    (kind, language): [Phrases.of(table[theme]) for theme in THEMES]
    for (kind, language), table in {
        ("statement", "de"): _GERMAN, ("statement", "en"): _ENGLISH, ("subject", "de"): _SUBJECTS,
    }.items()
}  # fmt: skip


def statements(theme: NDArray[np.integer], english: NDArray[np.bool_], bits: Bits) -> pa.StringArray:
    """What somebody says about each of these themes (places in `THEMES`)."""
    german = _said("statement", "de", theme, bits)
    return pc.if_else(pa.array(english), _said("statement", "en", theme, bits), german)


def subjects(theme: NDArray[np.integer], bits: Bits) -> pa.StringArray:
    """What a ticket about each of these themes is headed, in German."""
    return _said("subject", "de", theme, derived(bits, 1))


def _said(kind: str, language: str, theme: NDArray[np.integer], bits: Bits) -> pa.StringArray:
    columns = [table.filled(table.table.pick(bits), {}) for table in _TABLES[kind, language]]
    return pc.choose(pa.array(theme.astype(np.int64)), *columns)
