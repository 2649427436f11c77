"""The reason codes of the service desk: some no longer valid, two for the same thing, and how they are used."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.words.picking import Bits, Weighted, derived, happens, weighted


class Code(NamedTuple):
    """A code as the second sheet lists it."""

    code: str
    text: str
    kind: str
    valid_from: str
    valid_to: str
    remark: str


FAULT, COMPLAINT = "Störung", "Beschwerde"
CODES = (
    Code("S01", "Gerät startet nicht", FAULT, "01.01.2023", "", ""),
    Code("S02", "Fehlermeldung im Display", FAULT, "01.01.2023", "", ""),
    Code("S03", "Undichtigkeit", FAULT, "01.01.2023", "", ""),
    Code("S04", "Geräusche / Vibration", FAULT, "01.01.2023", "", ""),
    Code("S05", "Heiz- oder Kühlleistung", FAULT, "01.01.2023", "", ""),
    Code("S07", "Leckage", FAULT, "01.03.2025", "", "siehe S03, Abgrenzung klären"),
    Code("S99", "Sonstige Störung", FAULT, "01.01.2023", "", ""),
    Code("STOE", "Störung allgemein", FAULT, "01.01.2015", "31.12.2024", "abgelöst durch S01 bis S99"),
    Code("B10", "Lieferverzug", COMPLAINT, "01.01.2023", "", ""),
    Code("B11", "Liefertermin nicht eingehalten", COMPLAINT, "01.06.2024", "", "angelegt für Projekt Liefertreue"),
    Code("B20", "Absprache / Zusage nicht umgesetzt", COMPLAINT, "01.01.2023", "", ""),
    Code("B30", "Erreichbarkeit, Rückruf", COMPLAINT, "01.01.2023", "", ""),
    Code("B40", "Rechnung fehlerhaft", COMPLAINT, "01.01.2023", "", ""),
    Code("B41", "Mahnung unberechtigt", COMPLAINT, "01.01.2023", "", ""),
    Code("B50", "Produktmangel", COMPLAINT, "01.01.2023", "", ""),
    Code("B99", "Sonstige Beschwerde", COMPLAINT, "01.01.2023", "", "nur wenn kein anderer Code passt"),
    Code("REKL", "Reklamation allgemein", COMPLAINT, "01.01.2015", "31.12.2024", "abgelöst durch B10 bis B99"),
)
CODES_SHEET = ("Code", "Bezeichnung", "Vorgangsart", "gültig ab", "gültig bis", "Bemerkung")
# Of the codes above S03 and S07 mean the same, and so do B10 and B11.
OBSOLETE = ("STOE", "REKL")
OBSOLETE_PPM, LAZY_PPM, SLOPPY_PPM = 110_000, 90_000, 20_000
"""Shares of tickets with a code that is no longer valid, of complaints under "Sonstige", of codes typed in small."""

SUBJECTS = {
    "S01": "Gerät startet nicht",
    "S02": "Fehlermeldung",
    "S03": "Gerät undicht",
    "S04": "Ungewöhnliche Geräusche",
    "S05": "Leistung lässt nach",
    "S07": "Wasser läuft aus",
    "S99": "Störung",
    "STOE": "Gerät defekt",
}
"""What a ticket about a fault is headed, by its code."""

_FAULTS = weighted((("S01", 24), ("S02", 27), ("S03", 11), ("S04", 12), ("S05", 14), ("S07", 5), ("S99", 7)))
_OF_THEME: tuple[Weighted, ...] = tuple(
    weighted(pairs)
    for pairs in (
        (("B99", 1),),  # neutral
        (("B10", 55), ("B11", 45)),
        (("B20", 80), ("B10", 20)),
        (("B30", 1),),
        (("B40", 1),),
        (("B41", 85), ("B40", 15)),
        (("B99", 1),),  # slow offer
        (("B99", 1),),  # price
        (("B50", 1),),
        (("B99", 1),),
        (("B99", 1),),
        (("B99", 1),),
    )
)


def codes_for(some: NDArray[np.void], complaint: NDArray[np.bool_], bits: Bits) -> pa.StringArray:
    """The code that was noted for each of these contacts."""
    by_theme = [table.texts(table.pick(bits)) for table in _OF_THEME]
    noted = pc.choose(pa.array(some["theme"].astype(np.int64)), *by_theme)
    noted = pc.if_else(pa.array(happens(derived(bits, 1), LAZY_PPM)), "B99", noted)
    kind = pa.array(complaint)
    noted = pc.if_else(kind, noted, _FAULTS.texts(_FAULTS.pick(bits)))
    old = pa.array(happens(derived(bits, 2), OBSOLETE_PPM))
    noted = pc.if_else(old, pc.if_else(kind, OBSOLETE[1], OBSOLETE[0]), noted)
    return pc.if_else(pa.array(happens(derived(bits, 3), SLOPPY_PPM)), pc.utf8_lower(noted), noted)
