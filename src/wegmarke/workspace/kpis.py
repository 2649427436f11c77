"""The figures that departments steer by, as the company hands them in: tables, kept as they were told.

Every file that is taken in becomes one of `kpis/`, numbered, in one form (CSV, UTF-8): KPI, department, segment,
period, value, better, target. Files are never written over: what a later file says of a period counts, and that
something else had been said before stays to be seen. Columns that mean none of these are not kept, so nothing of
persons is in them.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.kpis import Better, Kpi, period_of
from wegmarke.record.durable import write_text
from wegmarke.sources.kpis import KpiRow, kpis_of, read_kpis, told_last
from wegmarke.workspace.stamps import stamp_of

KPIS = "kpis"


@dataclass(frozen=True, slots=True)
class KpisTaken:
    """What became of a file. values: lines taken. revised: those that say something else than was told before. known:
    the very same had been taken before, nothing was added.
    """

    kpis: tuple[str, ...]
    values: int
    revised: int
    known: bool


def take_kpis(folder: Path, path: Path) -> KpisTaken:
    """Take in a table of figures. Errors: those of `read_kpis` and `told_last`; nothing is taken in then."""
    rows = read_kpis(path)
    text, before, names = _written(rows), _files(folder), tuple(dict.fromkeys(row.name for row in rows))
    if any(one.read_text("utf-8") == text for one in before):
        return KpisTaken(names, 0, 0, known=True)
    earlier = rows_told(folder)
    had, now = told_last(earlier), told_last([*earlier, *rows])
    revised = sum(
        value.revised > had.get(key, {}).get(period, value).revised
        for key, of in now.items()
        for period, value in of.items()
    )
    place = folder / KPIS
    place.mkdir(exist_ok=True)
    number = int(before[-1].stem) + 1 if before else 1
    write_text(place / f"{number:04}.csv", text)
    return KpisTaken(names, len(rows), revised, known=False)


def load_kpis(folder: Path) -> tuple[Kpi, ...]:
    """All figures as told last, by name and department. Errors: `settings_broken` for a file somebody has changed."""
    return kpis_of(rows_told(folder))


def with_kpis(index: Index, kpis: tuple[Kpi, ...]) -> Index:
    """The index with these figures. They are part of its version: with others, answers are others."""
    if not kpis:
        return index
    digest = hashlib.sha256(repr(kpis).encode()).hexdigest()[:8]
    return replace(index, kpis=kpis, version=f"{index.version}-k{digest}")


def kpis_stamp(folder: Path) -> tuple[tuple[int, ...], ...]:
    """Changes when a file comes or goes."""
    return tuple(stamp_of(one) for one in _files(folder))


def _files(folder: Path) -> list[Path]:
    return sorted(one for one in (folder / KPIS).glob("*.csv") if one.stem.isdecimal())


def rows_told(folder: Path) -> list[KpiRow]:
    """All lines of all files, in the order in which they were told."""
    rows = []
    for path in _files(folder):
        try:
            for line in csv.DictReader(io.StringIO(path.read_text("utf-8"))):
                period = period_of(line["period"])
                if period is None or line["better"] not in {"up", "down"}:
                    raise ValueError(line["period"])
                target = float(line["target"]) if line["target"] else None
                better: Better = "up" if line["better"] == "up" else "down"
                told = line["kpi"], line["department"], line["segment"], period, float(line["value"]), better, target
                rows.append(KpiRow(*told))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WegmarkeError("settings_broken", file=f"{KPIS}/{path.name}", reason=str(error)) from error
    return rows


def _written(rows: Sequence[KpiRow]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("kpi", "department", "segment", "period", "value", "better", "target"))
    for row in rows:
        target = "" if row.target is None else repr(row.target)
        writer.writerow((row.name, row.department, row.segment, row.period, repr(row.value), row.better, target))
    return text.getvalue()
