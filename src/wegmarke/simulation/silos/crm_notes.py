"""What stands in the CRM about a contact: its subject, and what sales reps and partners note, as they talk."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.clocks import dated, local
from wegmarke.simulation.words.phrases import Phrases
from wegmarke.simulation.words.picking import Bits, derived, happens

_MONTHS = pa.array(
    [
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ],
    pa.string(),
)
_TOPICS = pa.array(
    [
        "Gute Vorsätze für Ihre Maschine",
        "Entkalken leicht gemacht",
        "Frühjahrsputz mit Profi-Tipps",
        "Wasserhärte in Ihrer Region",
        "Kühl durch den Sommer",
        "Urlaubscheck für Haushaltsgeräte",
        "Sommeraktion Filter und Zubehör",
        "Luftfeuchte im Keller",
        "Zurück im Büro: frischer Kaffee",
        "Wäsche trocknen im Herbst",
        "Black Week bei Musterhaus",
        "Rezepte und Ideen zum Fest",
    ],
    pa.string(),
)
"""What the newsletter of each month is about."""

_SUBJECTS = {
    Place.RECOMMENDATION: Phrases.of(("Empfehlung durch Bestandskunden", "Empfehlung", "Kunde wirbt Kunde")),
    Place.TRADE_FAIR: Phrases.of(("Messekontakt [Hausmesse|Regionalmesse|Gewerbeschau]", "Messe, Gespräch am Stand")),
    Place.NEWSLETTER: Phrases.of(("Newsletter {month} {year}: {topic}",)),
    Place.CLUB: Phrases.of(("Aufnahme Kundenclub", "Einladung Kundenclub angenommen")),
    Place.CONSULTATION: Phrases.of(("Beratung vor Ort {model}", "Termin beim Kunden", "Beratungstermin {model}")),
    Place.PARTNER_CONSULTATION: Phrases.of(("Meldung Fachhändler: Beratung {model}", "Beratung beim Händler, {model}")),
    Place.FOLLOW_UP: Phrases.of(("Nachfassen Angebot", "Tel. Nachfass", "Nachfassen Angebot {model}")),
    Place.PRICE_LETTER: Phrases.of(("Serienbrief Preisanpassung {year}",)),
}
_NOTED_PPM = {
    Place.RECOMMENDATION: 250_000,
    Place.TRADE_FAIR: 800_000,
    Place.CONSULTATION: 850_000,
    Place.PARTNER_CONSULTATION: 350_000,
    Place.FOLLOW_UP: 700_000,
}
"""Share of contacts about which somebody noted something."""
_NOTES = {
    Place.RECOMMENDATION: Phrases.of(
        (
            "Nachbar hat [unser Gerät|{model}], sehr zufrieden",
            "kommt über [Kollegin|Schwager|Bekannte], will {model} sehen",
            "Prämie an Werber offen",
        )
    ),
    Place.TRADE_FAIR: Phrases.of(
        (
            "Interesse an {model}, Unterlagen [per Mail|per Post] zugesagt",
            "hat Altgerät von {competitor}, Vertrag läuft [im Herbst|Ende Jahr|bald] aus",
            "Prospekt mitgenommen, [Rückruf erbeten|meldet sich]",
            "Visitenkarte liegt im Büro, bitte [zeitnah|nächste Woche] anrufen",
        )
    ),
    Place.CONSULTATION: Phrases.of(
        (
            "Bedarf geklärt, {model} passt. Angebot bis [Ende der Woche|Freitag|Anfang nächster Woche] zugesagt.",
            "Kd. vergleicht mit {competitor}, Service ist wichtig. Angebot {model} folgt.",
            "Aufmaß gemacht, Wasseranschluss vorhanden. Altgerät mitnehmen!",
            "Entscheidung trifft [die Frau|der Chef|der Kompagnon], noch mal nachhaken",
            "wünscht Liefertermin [vormittags|nur Mo/Di|nach Absprache], Zufahrt eng",
            "[sehr nettes Gespräch|gutes Gespräch], {model} [gefällt|kommt in Frage]",
        )
    ),
    Place.PARTNER_CONSULTATION: Phrases.of(
        (
            "Kd. will zu Hause [noch mal messen|überlegen]",
            "Händler fragt nach Lieferzeit {model}",
            "Vorführgerät gezeigt",
        )
    ),
    Place.FOLLOW_UP: Phrases.of(
        (
            "AB, auf Rückruf gebeten",
            "nicht erreicht",
            "Kd. überlegt noch, [meldet sich|Wiedervorlage nächste Woche]",
            "Angebot liegt vor, [Rückfrage zur Lieferzeit|fragt nach Skonto|fragt nach Wartungsvertrag]",
            "hat auch Angebot von {competitor}",
        )
    ),
}
_COMPETITORS = pa.array(["Elektro Nordmeyer", "Technikwelt Hansen", "Haushalt24"], pa.string())
_COMPETITORS_OF_BUSINESS = pa.array(["Brückner", "Gastro-Technik Süd", "Brückner Hausgeräte"], pa.string())


def subjects(
    places: NDArray[np.uint8], seconds: NDArray[np.int64], model: pa.StringArray, bits: Bits
) -> pa.StringArray:
    """The subject of each contact."""
    shown = local(seconds)
    month = pc.subtract(pc.month(shown), 1)
    given = {
        "month": _MONTHS.take(month),
        "year": dated(seconds, "%Y"),
        "topic": _TOPICS.take(month),
        "model": model,
    }
    return _written(_SUBJECTS, places, given, bits, np.ones(len(places), np.bool_))


def notes(places: NDArray[np.uint8], business: NDArray[np.bool_], model: pa.StringArray, bits: Bits) -> pa.StringArray:
    """What was noted about each contact; empty for most."""
    noted = np.zeros(len(places), np.bool_)
    for place, share in _NOTED_PPM.items():
        noted |= (places == place) & happens(derived(bits, 1), share)
    which = pa.array((derived(bits, 2) % np.uint64(len(_COMPETITORS))).astype(np.int64))
    theirs = pc.if_else(pa.array(business), _COMPETITORS_OF_BUSINESS.take(which), _COMPETITORS.take(which))
    return _written(_NOTES, places, {"model": model, "competitor": theirs}, derived(bits, 3), noted)


def _written(
    tables: dict[Place, Phrases],
    places: NDArray[np.uint8],
    given: dict[str, pa.StringArray],
    bits: Bits,
    where: NDArray[np.bool_],
) -> pa.StringArray:
    """The phrases of each place in its rows, one place after the other, put back into order."""
    rows, texts = [np.flatnonzero(~(where & np.isin(places, list(tables))))], []
    texts.append(pa.array([""], pa.string()).take(pa.array(np.zeros(len(rows[0]), np.int64))))
    for place, phrases in tables.items():
        here = np.flatnonzero(where & (places == place))
        some = {name: column.take(pa.array(here)) for name, column in given.items() if name in phrases.slots}
        texts.append(phrases.filled(phrases.table.pick(bits[here]), some))
        rows.append(here)
    back = np.argsort(np.concatenate(rows), kind="stable")
    return pa.concat_arrays(texts).take(pa.array(back))
