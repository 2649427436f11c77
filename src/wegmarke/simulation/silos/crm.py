"""The CRM's export of activities: a line an activity, with the customer's master data repeated in each.

Semicolons, cp1252, decimal comma, German dates, as it opens in Excel. Its dirt, besides that of the master data: some
lines have lost their customer number, some have a date that does not exist, some were exported twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import CATALOGUE, Place
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.clocks import german_minutes
from wegmarke.simulation.silos.crm_notes import notes, subjects
from wegmarke.simulation.silos.crm_records import MASTER_DATA, keeps_email, record_of, records
from wegmarke.simulation.silos.goods import models_of
from wegmarke.simulation.silos.numbering import contact_bits, serials
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.staff import CAMPAIGNS, MARKETING, PARTNERS, reps
from wegmarke.simulation.silos.writing import TextTable, in_order
from wegmarke.simulation.words.picking import below, derived, taken

FILE = "crm_kontakte.csv"
HEADER = ("Aktivität-ID", *MASTER_DATA, "Aktivität", "Datum", "Kanal", "Betreff", "Notiz", "Bearbeiter")
NUMBERLESS_PPM = 1_500
"""Share of activities without a customer number."""
IMPOSSIBLE_PPM = 2_000
"""Share of activities on a 31st of February."""
TWICE_PPM = 8_000
"""Share of activities that were exported twice."""

_LINE = p.DIRT + 13
_MOST_ACTIVITIES = 128
_LABELS = pa.array([one.label for one in CATALOGUE], pa.string())
_CHANNELS = pa.array([one.channel for one in CATALOGUE], pa.string())
_BY_MACHINE = (Place.NEWSLETTER, Place.PRICE_LETTER)
_BY_SALES = (Place.TRADE_FAIR, Place.CONSULTATION, Place.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class CrmDirt:
    """What was planted: lines in all; of them without number, with an impossible date, repeated; merged ones.

    under_second: lines under a second customer number. merged_away: lines under a neighbour's number.
    """

    lines: int
    numberless: int
    impossible: int
    repeated: int
    under_second: int
    merged_away: int


@dataclass(frozen=True, slots=True)
class Activities:
    """The activities of a block in the order of its contacts, shape (n,).

    rows: their places there. rank: the how many-th of its person each is. record: under which record it stands.
    """

    rows: NDArray[np.int64]
    rank: NDArray[np.int64]
    record: NDArray[np.int64]
    numberless: NDArray[np.bool_]
    impossible: NDArray[np.bool_]
    repeated: NDArray[np.bool_]

    def taken(self, order: NDArray[np.int64]) -> Activities:
        """The activities in another order; the same one may come twice."""
        return Activities(
            self.rows[order],
            self.rank[order],
            self.record[order],
            self.numberless[order],
            self.impossible[order],
            self.repeated[order],
        )


def activities_of(scene: Scene) -> Activities:
    """What of a block the CRM holds, with what was planted in it."""
    rows = scene.rows("crm")
    draw = below(contact_bits(scene, rows, _LINE), 1_000_000)
    bounds = np.cumsum([NUMBERLESS_PPM, IMPOSSIBLE_PPM, TWICE_PPM])
    kind = np.searchsorted(bounds, draw, side="right")
    record = record_of(scene, scene.who[rows], scene.block.contacts["time"][rows])
    who = scene.who[rows]
    rank = np.arange(len(who)) - np.searchsorted(who, who)
    return Activities(rows, rank, record, kind == 0, kind == 1, kind == 2)


class Crm:
    """Writes `crm_kontakte.csv`."""

    source = "crm"

    def __init__(self, folder: Path) -> None:
        self._table = TextTable(folder / FILE, HEADER, encoding="cp1252")
        self._dirt = np.zeros(6, np.int64)

    @property
    def dirt(self) -> CrmDirt:
        """What has been planted so far."""
        return CrmDirt(*self._dirt.tolist())

    def write(self, scene: Scene) -> None:
        """Add the activities of a block, in order of time."""
        some = activities_of(scene)
        order = in_order(scene.block.contacts["time"][some.rows])
        order = np.repeat(order, 1 + some.repeated[order].astype(np.int64))
        lines = some.taken(order)
        self._table.add([*_master_data(scene, lines), *_activities(scene, lines)])
        away = some.record == scene.who[some.rows] - 1
        second = some.record >= len(scene.block.people)
        found = (some.numberless, some.impossible, some.repeated, second, away)
        self._dirt += np.array([len(order), *(int(one.sum()) for one in found)])

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        return self._table.close()


def _master_data(scene: Scene, some: Activities) -> list[pa.StringArray]:
    """The activity's number, and the fields of the record under which it stands."""
    who, at = scene.who[some.rows], pa.array(some.record)
    master = {name: column.combine_chunks() for name, column in zip(MASTER_DATA, records(scene).columns, strict=True)}
    fields = {name: column.take(at) for name, column in master.items()}
    own = pa.array(keeps_email(scene, who, scene.block.contacts["time"][some.rows]))
    fields["E-Mail"] = pc.if_else(own, scene.faces.email.take(pa.array(who)), fields["E-Mail"])
    fields["Kundennummer"] = pc.if_else(pa.array(some.numberless), "", fields["Kundennummer"])
    return [serials(who + scene.faces.first, some.rank, _MOST_ACTIVITIES, series=4), *fields.values()]


def _activities(scene: Scene, some: Activities) -> list[pa.StringArray]:
    """What was done, when, how, about what, by whom."""
    contacts, who = scene.block.contacts[some.rows], scene.who[some.rows]
    people = scene.block.people[who]
    bits, place = contact_bits(scene, some.rows, _LINE), contacts["place"]
    model = models_of(scene).take(pa.array(who))
    written = german_minutes(contacts["time"])
    impossible = pc.binary_join_element_wise("31.02.", pc.utf8_slice_codeunits(written, 6), "")
    machine = np.where(np.isin(place, _BY_MACHINE), 1, np.where(place == Place.PARTNER_CONSULTATION, 2, 0))
    clerk = np.where(np.isin(place, _BY_SALES), 3, machine)
    return [
        taken(_LABELS, place.astype(np.int64)),
        pc.if_else(pa.array(some.impossible), impossible, written),
        taken(_CHANNELS, place.astype(np.int64)),
        subjects(place, contacts["time"], model, derived(bits, 2)),
        notes(place, people["business"].astype(np.bool_), model, derived(bits, 3)),
        pc.choose(pa.array(clerk), MARKETING, CAMPAIGNS, PARTNERS, reps(scene).take(pa.array(who))),
    ]
