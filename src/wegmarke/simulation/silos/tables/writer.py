"""Writes the tables once everybody has been simulated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.tables import changes, estimates, kpis, pulse
from wegmarke.simulation.silos.tables.tally import Tally, tally_of
from wegmarke.simulation.silos.writing import TextTable


class Tables:
    """The four tables; without a block none is written. `tally` is what was counted, for the functions of truth."""

    source = "tabellen"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.tally: Tally | None = None

    def write(self, scene: Scene) -> None:
        """Count a block."""
        counted = tally_of(scene)
        self.tally = counted if self.tally is None else self.tally + counted

    def close(self) -> tuple[Path, ...]:
        """Write the files."""
        tally = self.tally
        if tally is None:
            return ()
        parameters, seed = tally.parameters, tally.seed
        return (
            self._file(pulse.FILE, pulse.HEADER, pulse.pulse_rows(parameters, seed)),
            self._file(estimates.FILE, estimates.HEADER, estimates.estimate_rows(tally)),
            self._file(changes.FILE, changes.HEADER, changes.change_rows(parameters, seed, tally.people)),
            self._file(kpis.FILE, kpis.HEADER, kpis.kpi_rows(tally)),
        )

    def _file(self, name: str, header: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Path:
        table = TextTable(self._folder / name, header)
        table.add([pa.array(column, pa.string()) for column in zip(*rows, strict=True)])
        return table.close()[0]
