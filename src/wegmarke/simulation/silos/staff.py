"""Who works at Musterhaus, as names stand in exports: reps by territory, clerks by department. All made up."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.numbering import person_bits
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.words.picking import alike, below, taken
from wegmarke.simulation.words.places import STATES

_TERRITORIES: tuple[tuple[str, str, tuple[str, str]], ...] = (
    ("Nord", "SH HH HB NI MV", ("Harms, Jörn", "Petersen, Wiebke")),
    ("Ost", "BE BB SN ST TH", ("Kretzschmar, Uwe", "Lehmann, Anja")),
    ("West", "NW", ("Overbeck, Stefan", "Aslan, Selin")),
    ("Mitte", "HE RP SL", ("Steinmetz, Ralf", "Diehl, Katrin")),
    ("Südwest", "BW", ("Häberle, Matthias", "Vogt, Corinna")),
    ("Süd", "BY", ("Obermaier, Josef", "Brandl, Veronika")),
)
_REP = p.DIRT + 2
TERRITORY = pa.array([name for name, _, _ in _TERRITORIES], pa.string())
TERRITORY_OF_STATE: NDArray[np.int64] = np.array(
    [next(at for at, (_, land, _) in enumerate(_TERRITORIES) if state in land.split()) for state in STATES],
    np.int64,
)
_REPS = pa.array([rep for _, _, reps in _TERRITORIES for rep in reps], pa.string())

ACCOUNTANTS = alike(("K. Lindner", "M. Sobotta", "P. Reuter"))
SERVICE_CLERKS = alike(("Neumann", "Aydin", "Schuster", "Wolff", "Kaminski"))
MARKETING = "Fiedler, Nadine"
CAMPAIGNS, PARTNERS = "Marketing-Automation", "Partnerportal"
"""What no person did but a machine."""


def territories(scene: Scene) -> pa.StringArray:
    """The sales territory of each person of the block."""
    return taken(TERRITORY, TERRITORY_OF_STATE[scene.block.people["state"].astype(np.int64)])


def reps(scene: Scene) -> pa.StringArray:
    """The sales rep of each person of the block: one of the two who work in that territory."""
    state = scene.block.people["state"].astype(np.int64)
    return taken(_REPS, TERRITORY_OF_STATE[state] * 2 + below(person_bits(scene, _REP), 2))
