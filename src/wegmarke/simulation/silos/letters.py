"""What customers write when they cancel: how they begin, and a sentence about the reason."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import THEMES, Reason
from wegmarke.simulation.words.phrases import Phrases
from wegmarke.simulation.words.picking import Bits, derived

GERMAN, ENGLISH = 0, 1

_OPENINGS = (
    Phrases.of(
        (
            "Hiermit kündige ich [meinen Servicevertrag|den Vertrag|mein Kundenkonto] fristgerecht. ",
            "Hiermit kündige ich zum nächstmöglichen [Termin|Zeitpunkt]. ",
            "Sehr geehrte Damen und Herren, [hiermit kündige ich|ich kündige hiermit] fristgerecht. ",
            "Bitte [bestätigen Sie mir|bestätigen Sie] die Kündigung [schriftlich|per E-Mail]. ",
            "Guten Tag, ich möchte [kündigen|meinen Vertrag beenden]. ",
            "",
        ),
        (18, 16, 20, 12, 18, 40),
    ),
    Phrases.of(
        (
            "[I hereby cancel my contract|Please cancel my contract] as soon as possible. ",
            "I would like to cancel at the next possible date. ",
            "Please confirm my cancellation [in writing|by e-mail]. ",
            "",
        )
    ),
)

_LATE = (
    (
        "[Die letzte Lieferung kam|Schon wieder kam die Lieferung] [über eine Woche|viel] zu spät.",
        "Der zugesagte Liefertermin wurde [nicht eingehalten|dreimal verschoben], Auskunft gab es keine.",
        "Ich habe [zweimal|einen ganzen Tag] umsonst auf die Spedition gewartet.",
        "Zugesagte Termine werden [nicht eingehalten|bei Ihnen offenbar nicht ernst genommen].",
        "Niemand konnte mir sagen, wo mein Gerät ({model}) bleibt. So geht das nicht.",
    ),
    (
        "The delivery was late again and nobody told us.",
        "I waited [twice|all day] for a delivery that never came.",
    ),
)
_SERVICE = (
    (
        "Ich musste dreimal anrufen und jedes Mal alles neu erklären.",
        "Ich hing ewig in der Warteschleife, bis sich jemand zuständig fühlte.",
        "[Der Service|Die Hotline] [ist eine Zumutung|hat mich leider enttäuscht].",
        "Auf meine [Anfrage|Reklamation] hat [wochenlang|bis heute] niemand geantwortet.",
        "So lasse ich [nicht mit mir umgehen|mich als langjährigen Kunden nicht behandeln].",
    ),
    ("I had to call three times about the same matter.", "Your customer service [let us down|never answered]."),
)
_PRODUCT = (
    (
        "Das Gerät ({model}) war [schon wieder|nach kurzer Zeit] defekt.",
        "Das Gerät [hält nicht, was versprochen wurde|taugt leider nichts].",
        "Nach der [zweiten|dritten] Reparatur habe ich mich für ein anderes Fabrikat entschieden.",
    ),
    ("The appliance ({model}) broke down [again|after a few months].", "The appliance is not what was promised."),
)
_BY_REASON = {
    Reason.NONE_GIVEN: (
        (
            "Die Gründe [sind persönlicher Natur|möchte ich nicht nennen].",
            "Mit freundlichen Grüßen",
            "Eine Begründung [ist ja wohl nicht nötig|spare ich mir].",
        ),
        ("Personal reasons.", "I would rather not give a reason."),
    ),
    Reason.PRICE: (
        (
            "[Der Vertrag|Das Zubehör] ist mir [auf Dauer|inzwischen] zu teuer.",
            "Das rechnet sich für [mich|uns] nicht mehr.",
            "Das Gerät ({model}) ist gut, aber Filter und Zubehör sind [einfach |]zu teuer.",
            "Bei [anderen Anbietern|Haushalt24] bekomme ich das Gleiche deutlich günstiger.",
            "[Zu teuer.|Preis-Leistung stimmt nicht.|Das ist mir zu viel Geld.]",
            "Wir müssen [sparen|die Kosten senken], [daher|deshalb] die Kündigung.",
        ),
        ("It is too expensive for [me|us].", "I found a cheaper offer."),
    ),
    Reason.DELIVERY: _LATE,
    Reason.SERVICE: _SERVICE,
    Reason.PRODUCT: _PRODUCT,
    Reason.COMPETITOR: (
        (
            "Ich wechsle zu [Elektro Nordmeyer|Technikwelt Hansen|Haushalt24|einem anderen Anbieter].",
            "Wir haben uns für [einen anderen Hersteller|ein Angebot der Konkurrenz] entschieden.",
            "Ein anderer Anbieter hat uns [ein besseres Gesamtpaket|mehr fürs Geld] geboten.",
        ),
        ("We are switching to [another supplier|a competitor].",),
    ),
    Reason.NO_NEED: (
        (
            "Wir ziehen [um|ins Ausland|zusammen] und brauchen das Gerät nicht mehr.",
            "Aus Altersgründen habe ich keine Verwendung mehr.",
            "Wegen Haushaltsauflösung wird der Vertrag nicht mehr gebraucht.",
            "Das Gerät ({model}) ist verkauft, der Vertrag wird nicht mehr benötigt.",
        ),
        ("We are moving abroad and no longer need it.", "I no longer own the appliance ({model})."),
    ),
}
_AFTER_PRICE_LETTER = (
    (
        "[Nach der Preiserhöhung|Seit der letzten Preisanpassung] ist mir das zu teuer.",
        "Nach der Preiserhöhung rechnet sich das für [mich|uns] nicht mehr.",
        "Ihre Preisanpassung [kann|will] ich nicht mittragen.",
        "Sie erhöhen die Preise, [andere senken sie|Haushalt24 senkt sie].",
        "[Zu teuer geworden.|Die Preise gehen nur noch nach oben.|Preis-Leistung stimmt nicht mehr.]",
        *_BY_REASON[Reason.PRICE][GERMAN],
    ),
    ("It has become too expensive.", "After the price increase [it no longer pays|I found a cheaper offer]."),
)
_BY_THEME = {
    "late_delivery": _LATE,
    "silent_handover": (
        (
            "Die Spedition stand ohne Termin vor der Tür, und bei Ihnen wusste niemand etwas davon.",
            "Was mit dem Außendienst vereinbart war, kam [in der Logistik|bei der Spedition] nie an.",
            "Bei Ihnen weiß eine Abteilung nicht, was die andere [tut|zusagt].",
        ),
        ("What we had agreed with your rep never reached the people who deliver.",),
    ),
    "repeated_call": _SERVICE,
    "wrong_invoice": (
        (
            "Die Rechnung war falsch, auf die Korrektur habe ich wochenlang gewartet.",
            "[Wer falsch abrechnet|Wer mir zu viel berechnet], verliert mich als Kunden.",
        ),
        ("The invoice was wrong and it took weeks to correct it.",),
    ),
    "dunning_after_complaint": (
        (
            "Auf meine Beschwerde kam keine Antwort, sondern eine Mahnung. [Das war es für mich.|]",
            "Mich während einer laufenden Reklamation zu mahnen, ist [unverschämt|ein starkes Stück].",
        ),
        ("Instead of an answer to my complaint I got a dunning letter.",),
    ),
    "slow_offer": (("Auf [ein|das] Angebot habe ich [drei Wochen|ewig] gewartet.",), ("The offer took weeks.",)),
    "product_defect": _PRODUCT,
}


def _tables(language: int) -> tuple[Phrases, ...]:
    """What is said in a language: by reason, then by theme, then about the price once it has been raised."""
    nothing = _BY_REASON[Reason.NONE_GIVEN]
    pools: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = [
        *(_BY_REASON[reason] for reason in Reason),
        *(_BY_THEME.get(theme, nothing) for theme in THEMES),
        _AFTER_PRICE_LETTER,
    ]
    return tuple(Phrases.of(pool[language]) for pool in pools)


_TABLES = (_tables(GERMAN), _tables(ENGLISH))


def letters(
    topic: NDArray[np.int64],
    is_theme: NDArray[np.bool_],
    language: NDArray[np.int64],
    after_letter: NDArray[np.bool_],
    model: pa.StringArray,
    bits: Bits,
) -> pa.StringArray:
    """What each letter says.

    topic: a `Reason`, or where `is_theme` a place in THEMES. language: GERMAN or ENGLISH. after_letter: whether the
    letter about higher prices had come before. model: the customer's appliance.
    """
    pool = np.where(is_theme, len(Reason) + topic, topic)
    pool = np.where(~is_theme & (topic == Reason.PRICE) & after_letter, len(Reason) + len(THEMES), pool)
    texts = np.full(len(topic), "", object)
    for spoken, opening in enumerate(_OPENINGS):
        for place, phrases in enumerate(_TABLES[spoken]):
            rows = np.flatnonzero((pool == place) & (language == spoken))
            if len(rows):
                said = opening.filled(opening.table.pick(derived(bits[rows], 0)), {})
                given = {"model": model.take(pa.array(rows))}
                because = phrases.filled(phrases.table.pick(derived(bits[rows], 1)), given)
                texts[rows] = pc.binary_join_element_wise(said, because, "").to_pylist()
    return pa.array(texts.tolist(), pa.string())
