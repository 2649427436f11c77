"""The accounts department's list of invoices: CSV in UTF-8 with the mark that Excel sets, one line an invoice.

Its dirt: the last line is a total, which is no invoice.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.clocks import dated, german_days, german_minutes
from wegmarke.simulation.silos.matters import Matters, matters_of
from wegmarke.simulation.silos.numbering import matter_bits, number_at, serials
from wegmarke.simulation.silos.orders import order_numbers
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.staff import ACCOUNTANTS
from wegmarke.simulation.silos.writing import TextTable, euros
from wegmarke.simulation.words.picking import Weighted, derived

FILE = "rechnungen.csv"
TOTAL = "Summe"
_BITS = p.DIRT + 40
_BYTE_ORDER_MARK = "\ufeff"
HEADER = (
    "Rechnungsnr",
    "Auftragsnr",
    "Kundennr",
    "Rechnungsdatum",
    "fällig am",
    "Betrag",
    "korrigiert am",
    "Betrag korrigiert",
    "gemahnt am",
    "Mahnstufe",
    "bezahlt am",
    "Zahlbetrag",
    "Zahlungsart",
    "Sachbearbeiter",
)
_WAYS = Weighted(("Überweisung", "SEPA-Lastschrift", "PayPal"), (70, 18, 12))


@dataclass(frozen=True, slots=True)
class BillingDirt:
    """What was planted: invoices, and lines that are none."""

    invoices: int
    totals: int


class Billing:
    """Writes `rechnungen.csv`."""

    source = "buchhaltung"

    def __init__(self, folder: Path) -> None:
        self._table = TextTable(folder / FILE, (_BYTE_ORDER_MARK + HEADER[0], *HEADER[1:]))
        self._invoices = self._cents = 0

    @property
    def dirt(self) -> BillingDirt:
        """What is planted in the file when it is complete."""
        return BillingDirt(self._invoices, 1)

    def write(self, scene: Scene) -> None:
        """Add the invoices of a block, in order of time."""
        places = (Place.ORDER, Place.INVOICE_CORRECTED, Place.DUNNING, Place.PAYMENT)
        bills = matters_of(scene, Place.INVOICE, *places).in_order_of(Place.INVOICE)
        self._table.add(_invoices(bills))
        self._invoices += len(bills)
        self._cents += int(bills.detail(Place.INVOICE).sum())

    def close(self) -> tuple[Path, ...]:
        """Write the total and complete the file."""
        total = {HEADER[0]: TOTAL, "Betrag": euros(np.array([self._cents]))[0].as_py()}
        self._table.add([pa.array([total.get(name, "")], pa.string()) for name in HEADER])
        return self._table.close()


def _invoices(bills: Matters) -> list[pa.StringArray]:
    scene, who = bills.scene, bills.who
    invoiced, dunned = bills.time(Place.INVOICE), bills.has(Place.DUNNING)
    bits = matter_bits(scene, who, bills.matter, _BITS)
    year = dated(invoiced, "RE-%y-")
    return [
        pc.binary_join_element_wise(year, serials(who + scene.faces.first, bills.matter // 4, 64, series=1), ""),
        order_numbers(bills),
        number_at(scene, who, bills.time(Place.ORDER)),
        german_minutes(invoiced),
        german_days(bills.due(Place.INVOICE)),
        euros(bills.detail(Place.INVOICE)),
        german_minutes(bills.time(Place.INVOICE_CORRECTED)),
        _where(bills.has(Place.INVOICE_CORRECTED), euros(bills.detail(Place.INVOICE_CORRECTED))),
        german_minutes(bills.time(Place.DUNNING)),
        _where(dunned, "1"),
        german_minutes(bills.time(Place.PAYMENT)),
        _where(bills.has(Place.PAYMENT), euros(bills.detail(Place.PAYMENT))),
        _where(bills.has(Place.PAYMENT), _WAYS.texts(_WAYS.pick(derived(bits, 1)))),
        ACCOUNTANTS.texts(ACCOUNTANTS.pick(derived(bits, 2))),
    ]


def _where(there: NDArray[np.bool_], texts: pa.StringArray | str) -> pa.StringArray:
    """The texts where something is there, elsewhere an empty cell."""
    return pc.if_else(pa.array(there), texts, "")
