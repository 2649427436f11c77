"""The service department's list of cancellations: when, as of when, the coded reason, and the letter's words.

Its dirt: some reasons were never coded, and where a customer had complained before, the clerk sometimes coded another
reason than the letter gives: the letter speaks of what went wrong, the code says what was ticked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import THEMES, Place, Reason
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.clocks import german_minutes, local_days
from wegmarke.simulation.silos.goods import appliances
from wegmarke.simulation.silos.numbering import contact_bits, number_at, serials
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.staff import SERVICE_CLERKS
from wegmarke.simulation.silos.writing import TextTable, in_order
from wegmarke.simulation.words.about import About
from wegmarke.simulation.words.picking import Bits, Weighted, derived, happens, taken
from wegmarke.simulation.words.sentences import Language
from wegmarke.simulation.words.voices import say_each

FILE = "kuendigungen.csv"
UNCODED_PPM = 40_000
"""Share of cancellations whose reason was stated, but never coded."""
CONTRADICTS_PPM = 250_000
"""Share of letters about a matter of which the customer had complained or called, though the code says another."""
WORDLESS_PPM = 330_000
"""Share of cancellations without a word; those that contradict the code are never without."""
COMPLAINED_WITHIN_SECONDS = 365 * 86_400

_BITS = p.DIRT + 50
HEADER = (
    "Vorgang",
    "Kundennummer",
    "eingegangen am",
    "Eingangsweg",
    "wirksam zum",
    "Grund",
    "Freitext",
    "bearbeitet von",
)
CODES = pa.array(
    ["", "K01 Preis", "K02 Lieferung", "K03 Service", "K04 Produkt", "K05 Wettbewerb", "K06 kein Bedarf"], pa.string()
)
"""The company's codes, by `Reason`."""
_WAYS = Weighted(("Brief", "E-Mail", "Online-Formular", "Telefon"), (24, 38, 27, 11))
_LANGUAGES: tuple[tuple[Language, bool], ...] = (("de", False), ("en", True))
_TOPICS = ("none", "price", "delivery", "service", "product", "competitor", "no_need")
"""What letters speak of, by `Reason`."""
_REASON_OF_THEME: NDArray[np.int64] = np.array(
    [
        {
            "late_delivery": Reason.DELIVERY,
            "silent_handover": Reason.DELIVERY,
            "repeated_call": Reason.SERVICE,
            "wrong_invoice": Reason.SERVICE,
            "dunning_after_complaint": Reason.SERVICE,
            "slow_offer": Reason.SERVICE,
            "price": Reason.PRICE,
            "product_defect": Reason.PRODUCT,
        }.get(theme, Reason.NONE_GIVEN)
        for theme in THEMES
    ],
    np.int64,
)


@dataclass(frozen=True, slots=True)
class CancellationsDirt:
    """What was planted: cancellations; reasons stated but not coded; contradicting letters; none at all."""

    lines: int
    uncoded: int
    contradicting: int
    wordless: int


@dataclass(frozen=True, slots=True)
class CancellationList:
    """The cancellations of a block: their contacts, the reason coded (`Reason`), and what the letter is about.

    topic: the `Reason` of which the letter speaks; where it `contradicts` the code, what had been complained of.
    wordless: there is no letter.
    """

    rows: NDArray[np.int64]
    code: NDArray[np.int64]
    topic: NDArray[np.int64]
    uncoded: NDArray[np.bool_]
    contradicts: NDArray[np.bool_]
    wordless: NDArray[np.bool_]


def cancellations_of(scene: Scene) -> CancellationList:
    """The cancellations of a block with what was planted in them."""
    rows = scene.rows("cancellations")
    bits = contact_bits(scene, rows, _BITS)
    stated = scene.block.contacts["detail"][rows].astype(np.int64)
    uncoded = (stated != Reason.NONE_GIVEN) & happens(derived(bits, 0), UNCODED_PPM)
    code = np.where(uncoded, Reason.NONE_GIVEN, stated)
    complained = _complained_of(scene, rows)
    other = (complained > 0) & (code > 0) & (_REASON_OF_THEME[complained] != code)
    contradicts = other & happens(derived(bits, 1), CONTRADICTS_PPM)
    topic = np.where(contradicts, _REASON_OF_THEME[complained], stated)
    wordless = ~contradicts & happens(derived(bits, 2), WORDLESS_PPM)
    return CancellationList(rows, code, topic, uncoded, contradicts, wordless)


def _complained_of(scene: Scene, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The theme of the last complaint or call within a year before each cancellation; 0 where there was none."""
    contacts = scene.block.contacts
    voiced = np.isin(contacts["place"], (Place.COMPLAINT, Place.HOTLINE)) & (contacts["theme"] > 0)
    last = np.maximum.accumulate(np.where(voiced, np.arange(len(contacts)), -1))
    found = last[rows]
    cancelled, called = contacts[rows], contacts[found]
    near = cancelled["time"] - called["time"] < COMPLAINED_WITHIN_SECONDS
    mine = (found >= 0) & (called["person"] == cancelled["person"]) & near
    return np.where(mine, called["theme"], 0).astype(np.int64)


class Cancellations:
    """Writes `kuendigungen.csv`."""

    source = "kuendigungen"

    def __init__(self, folder: Path) -> None:
        self._table = TextTable(folder / FILE, HEADER, encoding="cp1252")
        self._dirt = np.zeros(4, np.int64)

    @property
    def dirt(self) -> CancellationsDirt:
        """What has been planted so far."""
        return CancellationsDirt(*self._dirt.tolist())

    def write(self, scene: Scene) -> None:
        """Add the cancellations of a block, in order of time."""
        some = cancellations_of(scene)
        contacts, who = scene.block.contacts[some.rows], scene.who[some.rows]
        bits = contact_bits(scene, some.rows, _BITS)
        received = contacts["time"]
        columns = [
            pc.binary_join_element_wise("K", serials(who + scene.faces.first, np.zeros_like(who), 1, series=3), ""),
            number_at(scene, who, received),
            german_minutes(received),
            _WAYS.texts(_WAYS.pick(derived(bits, 5))),
            _as_of(received),
            taken(CODES, some.code),
            _letters(scene, some, derived(bits, 4)),
            SERVICE_CLERKS.texts(SERVICE_CLERKS.pick(derived(bits, 6))),
        ]
        order = pa.array(in_order(received))
        self._table.add([column.take(order) for column in columns])
        found = (np.ones(len(who)), some.uncoded, some.contradicts, some.wordless)
        self._dirt += np.array([int(one.sum()) for one in found])

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        return self._table.close()


def _letters(scene: Scene, some: CancellationList, bits: Bits) -> pa.StringArray:
    """What each customer writes, in the language of the customer."""
    who = scene.who[some.rows]
    people = scene.block.people[who]
    about = About(product=appliances(scene)[who], name=scene.faces.person.full_name().take(pa.array(who)))
    business, english = people["business"].astype(np.bool_), people["english"].astype(np.bool_)
    texts, places = [], []
    for language, speaks in _LANGUAGES:
        rows = np.flatnonzero(english == speaks)
        facts = about.rows(rows)
        texts.append(
            say_each("cancellation", _TOPICS, some.topic[rows], language, bits[rows], facts, business=business[rows])
        )
        places.append(rows)
    back = np.argsort(np.concatenate(places), kind="stable")
    return pc.if_else(pa.array(some.wordless), "", pa.concat_arrays(texts).take(pa.array(back)))


def _as_of(received: NDArray[np.int64]) -> pa.StringArray:
    """The day on which it takes effect: the last of the month after the one in which it came."""
    month = local_days(received).astype("datetime64[D]").astype("datetime64[M]")
    last = (month + 2).astype("datetime64[D]") - 1
    return pc.strftime(pa.array(last, pa.date32()), format="%d.%m.%Y")
