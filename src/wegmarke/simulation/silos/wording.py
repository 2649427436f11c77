"""What customers and staff write, for the silos that hold it: `words.voices`, chosen by what a contact tells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.simulation.contacts import THEMES
from wegmarke.simulation.silos.draws import appliances, word_column
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.words.about import About
from wegmarke.simulation.words.picking import Bits, Weighted, alike, derived
from wegmarke.simulation.words.sentences import Language
from wegmarke.simulation.words.voices import Kind, say_each, topics

_NEUTRAL = THEMES.index("neutral")
_LANGUAGES: tuple[Language, ...] = ("de", "en")
_SUBJECTS: dict[str, Weighted] = {
    theme: alike(subjects)
    for theme, subjects in {
        "neutral": ("Anfrage", "Rückfrage zum Vertrag", "Allgemeine Beschwerde"),
        "late_delivery": ("Lieferung überfällig", "Liefertermin nicht eingehalten", "Wo bleibt die Ware?"),
        "silent_handover": ("Absprache nicht bekannt", "Lieferung gescheitert", "Zusage Vertrieb nicht umgesetzt"),
        "repeated_call": ("Erneuter Anruf in gleicher Sache", "Kein Rückruf erhalten", "Keine Lösung seit Wochen"),
        "wrong_invoice": ("Rechnung falsch", "Betrag stimmt nicht", "Rechnungsreklamation"),
        "dunning_after_complaint": ("Mahnung trotz Reklamation", "Unberechtigte Mahnung", "Widerspruch Mahnung"),
        "slow_offer": ("Angebot noch nicht da", "Nachfrage Angebot"),
        "price": ("Preiserhöhung", "Konditionen", "Frage zum neuen Preis"),
        "product_defect": ("Gerät defekt", "Mangelhaftes Gerät", "Wiederholter Defekt", "Ausfall im Betrieb"),
        "good_service": ("Rückmeldung", "Lob"),
        "good_product": ("Rückmeldung", "Lob"),
        "good_delivery": ("Rückmeldung", "Lob"),
    }.items()
}


def said(
    scene: Scene,
    contacts: NDArray[np.int64],
    kinds: Sequence[Kind],
    kind: NDArray[np.int64],
    bits: Bits,
) -> pa.StringArray:
    """A text of a kind (place in `kinds`; -1: none, the text is empty) about each of these contacts of the block.

    It is about the contact's theme, or nothing in particular where texts of the kind are not about that, and in the
    person's language, or in German where only staff writes so.
    """
    who = scene.who[contacts]
    theme = scene.block.contacts["theme"][contacts].astype(np.int64)
    people = scene.block.people[who]
    order, parts = [np.flatnonzero(kind < 0)], []
    parts.append(word_column(("",), np.zeros(len(order[0]), np.int64)))
    for place, one in enumerate(kinds):
        for code, language in enumerate(_LANGUAGES):
            known = topics(one, language)
            speaks = people["english"] == code if topics(one, "en") else np.full(len(who), not code)
            rows = np.flatnonzero((kind == place) & speaks)
            if not len(rows):
                continue
            fits = np.array([name in known for name in THEMES])[theme[rows]]
            about = _about(scene, who[rows])
            told = np.where(fits, theme[rows], _NEUTRAL)
            business = people["business"][rows] > 0
            order.append(rows)
            parts.append(say_each(one, THEMES, told, language, bits[rows], about, business=business))
    back = np.argsort(np.concatenate(order), kind="stable")
    return pa.concat_arrays(parts).take(pa.array(back))


def _about(scene: Scene, who: NDArray[np.int64]) -> About:
    """What everybody can name: the appliance at home, the town, the own name."""
    where, faces = pa.array(who), scene.faces
    return About(
        product=appliances(scene)[who],
        town=faces.address.town.take(where),
        name=faces.person.full_name().take(where),
    )


def subjects(scene: Scene, contacts: NDArray[np.int64], bits: Bits) -> pa.StringArray:
    """What a ticket about each of these contacts is headed, in German."""
    theme = scene.block.contacts["theme"][contacts]
    order, parts = [], []
    for place, name in enumerate(THEMES):
        rows = np.flatnonzero(theme == place)
        order.append(rows)
        parts.append(_SUBJECTS[name].texts(_SUBJECTS[name].pick(derived(bits[rows], 1))))
    back = np.argsort(np.concatenate(order), kind="stable")
    return pa.concat_arrays(parts).take(pa.array(back))
