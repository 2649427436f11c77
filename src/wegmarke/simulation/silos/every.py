"""All silos, in the order in which their exports are imported."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.silos.silo import Silo
from wegmarke.simulation.truth.counts import Counted

SILOS: tuple[type[Silo], ...] = ()


def tables_of(parameters: Parameters, seed: int, folder: Path, told: Counted) -> Mapping[str, object]:
    """Write the tables that hold no customers, and tell what is planted in them."""
    del parameters, seed, folder, told
    return {}
