"""Orders and deliveries from merchandise management, as Parquet: a row an order, times in UTC."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wegmarke.simulation.accounts.numbering import order_number
from wegmarke.simulation.accounts.told import Told, WrittenFile

_TIME = pa.timestamp("s", tz="UTC")
SCHEMA = pa.schema(
    [
        ("auftrag_nr", pa.string()),
        ("kunden_nr", pa.string()),
        ("besteller_email", pa.string()),
        ("auftragsart", pa.string()),
        ("artikel_nr", pa.string()),
        ("artikel", pa.string()),
        ("menge", pa.int32()),
        ("netto_eur", pa.decimal128(12, 2)),
        ("bestellt", _TIME),
        ("bestaetigt", _TIME),
        ("liefertermin_zugesagt", _TIME),
        ("verzug_gemeldet", _TIME),
        ("geliefert", _TIME),
        ("lieferstatus", pa.string()),
    ]
)


def write(folder: Path, told: Told) -> WrittenFile:
    """Write `b2b_auftraege.parquet`."""
    path = folder / "b2b_auftraege.parquet"
    rows = [(one.ordered, life, one) for life in told.lives for one in life.orders]
    rows.sort(key=lambda row: (row[0], row[1].firm.account, row[2].number))
    orders = [one for _, _, one in rows]

    def times(name: str) -> pa.Array:
        return pa.array([getattr(one, name) or None for one in orders], pa.int64()).cast(_TIME)

    columns = [
        pa.array([order_number(told.days, life.firm, one) for _, life, one in rows], pa.string()),
        pa.array([life.firm.number for _, life, _ in rows], pa.string()),
        pa.array([life.staff[one.person].email for _, life, one in rows], pa.string()),
        pa.array(["Geräte" if one.machines else "Verbrauchsmaterial" for one in orders], pa.string()),
        pa.array([one.article for one in orders], pa.string()),
        pa.array([one.name for one in orders], pa.string()),
        pa.array([one.quantity for one in orders], pa.int32()),
        _cents([one.cents for one in orders]),
        *(times(name) for name in ("ordered", "confirmed", "promised", "delay_noted", "delivered")),
        pa.array([_status(one.delivered, one.promised, told.days.end) for one in orders], pa.string()),
    ]
    pq.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), path)
    return WrittenFile("b2b_auftraege", path, len(rows))


def _cents(cents: list[int]) -> pa.Array:
    """Cents as euros, exactly."""
    return pa.array([f"{one // 100}.{one % 100:02d}" for one in cents], pa.string()).cast(pa.decimal128(12, 2))


def _status(delivered: int, promised: int, now: int) -> str:
    if delivered:
        return "geliefert"
    return "in Verzug" if promised < now else "offen"
