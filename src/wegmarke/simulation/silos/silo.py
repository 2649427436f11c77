"""What a silo is: something that takes the simulation block by block and writes what its department would export."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wegmarke.simulation.contacts import CATALOGUE
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.running import Block
from wegmarke.simulation.silos.faces import Faces


@dataclass(frozen=True)
class Scene:
    """A block of the simulation as a silo sees it: the parameters, the seed, the block, and who its people are."""

    parameters: Parameters
    seed: int
    block: Block
    faces: Faces

    @cached_property
    def who(self) -> NDArray[np.int64]:
        """For each contact of the block the place of its person in `block.people` and in `faces`."""
        return self.block.contacts["person"].astype(np.int64) - self.faces.first

    def rows(self, silo: str) -> NDArray[np.int64]:
        """Which contacts of the block a silo holds, in order (person by person, each in order of time)."""
        places = np.array([one.place for one in CATALOGUE if one.silo == silo], np.uint8)
        return np.flatnonzero(np.isin(self.block.contacts["place"], places))


class Silo(Protocol):
    """One export. `source` names it, its files and its mapping (`mappings/<source>.toml` beside this module)."""

    source: str

    def __init__(self, folder: Path) -> None:
        """Begin the file or files in this folder."""
        ...

    def write(self, scene: Scene) -> None:
        """Take one block; blocks come in the order of their people, and none twice."""
        ...

    def close(self) -> tuple[Path, ...]:
        """Complete the files and name them."""
        ...
