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

from wegmarke.simulation.contacts import Place, Reason
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.clocks import days_of, german_minutes, local_days
from wegmarke.simulation.silos.goods import models_of
from wegmarke.simulation.silos.letters import letters
from wegmarke.simulation.silos.numbering import contact_bits, number_at, serials
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.staff import SERVICE_CLERKS
from wegmarke.simulation.silos.writing import TextTable, in_order
from wegmarke.simulation.words.picking import Weighted, derived, happens, taken

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
_REASON_OF_THEME: NDArray[np.int64] = np.array(
    [
        Reason.NONE_GIVEN,
        Reason.DELIVERY,
        Reason.DELIVERY,
        Reason.SERVICE,
        Reason.SERVICE,
        Reason.SERVICE,
        Reason.SERVICE,
        Reason.PRICE,
        Reason.PRODUCT,
        Reason.NONE_GIVEN,
        Reason.NONE_GIVEN,
        Reason.NONE_GIVEN,
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

    topic: a `Reason`, or where `contradicts` the theme (place in THEMES) of which the customer had complained.
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
    wordless = ~contradicts & happens(derived(bits, 2), WORDLESS_PPM)
    return CancellationList(rows, code, np.where(contradicts, complained, stated), uncoded, contradicts, wordless)


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
        model = models_of(scene).take(pa.array(who))
        language = scene.block.people["english"].astype(np.int64)[who]
        after_letter = _after_price_letter(scene, received)
        words = letters(some.topic, some.contradicts, language, after_letter, model, derived(bits, 4))
        columns = [
            pc.binary_join_element_wise("K", serials(who + scene.faces.first, np.zeros_like(who), 1, series=3), ""),
            number_at(scene, who, received),
            german_minutes(received),
            _WAYS.texts(_WAYS.pick(derived(bits, 5))),
            _as_of(received),
            taken(CODES, some.code),
            pc.if_else(pa.array(some.wordless), "", words),
            SERVICE_CLERKS.texts(SERVICE_CLERKS.pick(derived(bits, 6))),
        ]
        order = pa.array(in_order(received))
        self._table.add([column.take(order) for column in columns])
        found = (np.ones(len(who)), some.uncoded, some.contradicts, some.wordless)
        self._dirt += np.array([int(one.sum()) for one in found])

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        return self._table.close()


def _after_price_letter(scene: Scene, seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the letter that announced higher prices had been sent by then."""
    parameters = scene.parameters
    if parameters.price_rise <= 0:
        return np.zeros(len(seconds), np.bool_)
    return np.asarray(days_of(parameters, seconds) > parameters.price_letter_day + 7, np.bool_)


def _as_of(received: NDArray[np.int64]) -> pa.StringArray:
    """The day on which it takes effect: the last of the month after the one in which it came."""
    month = local_days(received).astype("datetime64[D]").astype("datetime64[M]")
    last = (month + 2).astype("datetime64[D]") - 1
    return pc.strftime(pa.array(last, pa.date32()), format="%d.%m.%Y")
