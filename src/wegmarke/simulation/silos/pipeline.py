"""The sales pipeline: one line an opportunity of field sales, from the enquiry to the decision.

Its dirt: what the reps note as the reason for a loss is free text, differs from rep to rep, and is missing for some;
decisions on some won deals were never entered, so that they stand open to this day.
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
from wegmarke.simulation.silos.clocks import german_minutes
from wegmarke.simulation.silos.goods import models_of
from wegmarke.simulation.silos.matters import Matters, matters_of
from wegmarke.simulation.silos.numbering import number_at, person_bits, serials
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.staff import reps, territories
from wegmarke.simulation.silos.writing import TextTable, euros
from wegmarke.simulation.words.phrases import constant
from wegmarke.simulation.words.picking import Bits, derived, happens, taken
from wegmarke.simulation.words.voices import say_each

FILE = "vertrieb_pipeline.csv"
UNNOTED_PPM = 60_000
"""Share of lost deals for which the rep noted no reason."""
UNENTERED_PPM = 120_000
"""Share of won deals whose decision was never entered."""
HEADER = (
    "Chance-Nr",
    "Kundennummer",
    "Firma",
    "Kundengruppe",
    "Gebiet",
    "Außendienst-Mitarbeiter",
    "Produktinteresse",
    "Anfrage am",
    "Beratung?",
    "Angebot am",
    "Angebotssumme",
    "gewonnen am",
    "verloren am",
    "Status",
    "Verlustgrund",
)
_BITS = p.DIRT + 20
_OPEN, _WON, _LOST = 0, 1, 2
_STATUS = pa.array(["offen", "gewonnen", "verloren"], pa.string())
_NOTED_AS = {Reason.PRICE: "price", Reason.COMPETITOR: "competitor", Reason.NO_NEED: "no_need"}
_TOPICS = tuple(_NOTED_AS.values())


@dataclass(frozen=True, slots=True)
class PipelineDirt:
    """What was planted: opportunities, lost ones without a reason, won ones that stand open."""

    lines: int
    unnoted: int
    unentered: int


class Pipeline:
    """Writes `vertrieb_pipeline.csv`."""

    source = "vertrieb"

    def __init__(self, folder: Path) -> None:
        self._table = TextTable(folder / FILE, HEADER)
        self._lines = self._unnoted = self._unentered = 0

    @property
    def dirt(self) -> PipelineDirt:
        """What has been planted so far."""
        return PipelineDirt(self._lines, self._unnoted, self._unentered)

    def write(self, scene: Scene) -> None:
        """Add the opportunities of a block, in order of the enquiry."""
        deals = matters_of(scene, Place.ENQUIRY, Place.CONSULTATION, Place.OFFER, Place.OFFER_DECLINED)
        deals = deals.in_order_of(Place.ENQUIRY)
        bits = person_bits(scene, _BITS)[deals.who]
        lost, ordered = deals.has(Place.OFFER_DECLINED), _first_orders(deals)
        won = (ordered > 0) & ~lost
        unnoted = lost & happens(derived(bits, 0), UNNOTED_PPM)
        unentered = won & happens(derived(bits, 1), UNENTERED_PPM)
        status = np.where(lost, _LOST, np.where(won & ~unentered, _WON, _OPEN))
        decided = [np.where(status == _WON, ordered, 0), deals.time(Place.OFFER_DECLINED)]
        reason = _reasons(deals, lost & ~unnoted, derived(bits, 2))
        columns = [*_opportunities(deals), *map(german_minutes, decided), taken(_STATUS, status), reason]
        self._table.add(columns)
        self._lines += len(deals)
        self._unnoted += int(unnoted.sum())
        self._unentered += int(unentered.sum())

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        return self._table.close()


def _opportunities(deals: Matters) -> list[pa.StringArray]:
    """The columns up to the offer."""
    scene, who = deals.scene, deals.who
    people, asked = scene.block.people, deals.time(Place.ENQUIRY)
    offered = deals.has(Place.OFFER)
    at = pa.array(who)
    return [
        pc.binary_join_element_wise("CH-", serials(who + scene.faces.first, np.zeros_like(who), 1, series=2), ""),
        number_at(scene, who, asked),
        scene.faces.company.take(at),
        pc.if_else(pa.array(people["business"].astype(np.bool_)[who]), "Gewerbe", "Privat"),
        territories(scene).take(at),
        reps(scene).take(at),
        models_of(scene).take(at),
        german_minutes(asked),
        pc.if_else(pa.array(deals.has(Place.CONSULTATION)), "ja", "nein"),
        german_minutes(deals.time(Place.OFFER)),
        pc.if_else(pa.array(offered), euros(deals.detail(Place.OFFER)), ""),
    ]


def _first_orders(deals: Matters) -> NDArray[np.int64]:
    """When the first order after the enquiry came; 0 where none did."""
    contacts, scene = deals.scene.block.contacts, deals.scene
    rows = np.flatnonzero(contacts["place"] == Place.ORDER)
    never = np.iinfo(np.int64).max
    first = np.full(len(scene.block.people), never, np.int64)
    np.minimum.at(first, scene.who[rows], contacts["time"][rows])
    found = first[deals.who]
    return np.where(found < never, found, 0)


def _reasons(deals: Matters, where: NDArray[np.bool_], bits: Bits) -> pa.StringArray:
    """What the reps noted as reasons of these deals; nothing elsewhere."""
    rows = np.flatnonzero(where)
    meant = deals.detail(Place.OFFER_DECLINED)[rows]
    topic = np.select([meant == reason for reason in _NOTED_AS], range(len(_TOPICS)), _TOPICS.index("no_need"))
    business = deals.scene.block.people["business"].astype(np.bool_)[deals.who[rows]]
    said = say_each("lost_reason", _TOPICS, topic, "de", bits[rows], business=business)
    return pc.replace_with_mask(constant("", len(deals)), pa.array(where), said)
