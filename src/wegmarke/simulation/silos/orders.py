"""The merchandise system's order lines of all sales channels: typed columns, local time, one line an order.

Its dirt: the promised date of some late orders was moved to the day of the delivery afterwards, so that they look
punctual (the original date stands beside it); the shop's team orders for tests under a customer number of its own; some
e-mail addresses begin with a capital, as telephones write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.clocks import dated, local, local_seconds
from wegmarke.simulation.silos.goods import categories_of, goods_for
from wegmarke.simulation.silos.matters import Matters, matters_of
from wegmarke.simulation.silos.numbering import matter_bits, number_at, person_bits, serials
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.writing import in_order
from wegmarke.simulation.words.phrases import constant
from wegmarke.simulation.words.picking import below, derived, happens, taken

FILE = "auftraege.parquet"
TEST_NUMBER = "99999999"
MOVED_PPM = 350_000
"""Share of late deliveries whose promised date was moved afterwards."""
TEST_PPM = 2_500
"""Share of people for each of whom the shop's team has placed a test order."""
CAPITAL_PPM = 50_000

_GOODS, _MOVED, _TEST, _CAPITAL = p.DIRT + 30, p.DIRT + 31, p.DIRT + 32, p.DIRT + 33
_TIME = pa.timestamp("ms")
_MONEY = pa.decimal128(12, 2)
SCHEMA = pa.schema(
    [
        pa.field("Auftragsnr", pa.string()),
        pa.field("Kundennummer", pa.string()),
        pa.field("E-Mail", pa.string()),
        pa.field("Vertriebsweg", pa.string()),
        pa.field("Produktnummer", pa.string()),
        pa.field("Bezeichnung", pa.string()),
        pa.field("Menge", pa.int32()),
        pa.field("Betrag", _MONEY),
        pa.field("bestellt_am", _TIME),
        pa.field("bestätigt_am", _TIME),
        pa.field("zugesagt_ursprünglich", _TIME),
        pa.field("zugesagt_für", _TIME),
        pa.field("avisiert_am", _TIME),
        pa.field("verzug_gemeldet_am", _TIME),
        pa.field("zustellversuch_am", _TIME),
        pa.field("geliefert_am", _TIME),
        pa.field("Lieferstatus", pa.string()),
    ]
)
CHANNELS = pa.array(["Webshop", "Außendienst", "Fachhandel"], pa.string())
_STATES = pa.array(["neu", "bestätigt", "avisiert", "in Verzug", "Zustellung fehlgeschlagen", "geliefert"], pa.string())
_OF_ORDERS = (
    Place.CONFIRMATION,
    Place.DELIVERY_NOTICE,
    Place.LATE_NOTICE,
    Place.FAILED_DELIVERY,
    Place.DELIVERY,
)


@dataclass(frozen=True, slots=True)
class OrdersDirt:
    """What was planted: lines in all, test orders among them, orders whose promised date was moved."""

    lines: int
    tests: int
    moved: int


def order_numbers(orders: Matters) -> pa.StringArray:
    """The numbers of orders: month of the order, then nine digits. Other systems quote them."""
    month = dated(orders.time(Place.ORDER), "%y%m-")
    person = orders.who + orders.scene.faces.first
    return pc.binary_join_element_wise(month, serials(person, orders.matter // 4, 64, series=0), "")


def moved(orders: Matters) -> NDArray[np.bool_]:
    """Which orders were late, and had their promised date moved to the day of the delivery afterwards."""
    delivered = orders.time(Place.DELIVERY)
    late = delivered > orders.due(Place.CONFIRMATION)
    return late & happens(matter_bits(orders.scene, orders.who, orders.matter, _MOVED), MOVED_PPM)


class Orders:
    """Writes `auftraege.parquet`."""

    source = "auftraege"

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._writer = pq.ParquetWriter(self.path, SCHEMA, compression="zstd")
        self._lines = self._tests = self._moved = 0

    @property
    def dirt(self) -> OrdersDirt:
        """What has been planted so far."""
        return OrdersDirt(self._lines, self._tests, self._moved)

    def write(self, scene: Scene) -> None:
        """Add the orders of a block, in order of time."""
        orders = matters_of(scene, Place.ORDER, *_OF_ORDERS)
        real, tests = _orders(orders), _test_orders(scene)
        table = pa.concat_tables([real, tests])
        times = pc.fill_null(table["bestellt_am"].cast(pa.int64()), 0).to_numpy()
        table = table.take(pa.array(in_order(times)))
        if table.num_rows:
            self._writer.write_table(table, row_group_size=table.num_rows)
        self._lines += table.num_rows
        self._tests += tests.num_rows
        self._moved += int(moved(orders).sum())

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        self._writer.close()
        return (self.path,)


def _orders(orders: Matters) -> pa.Table:
    scene, who = orders.scene, orders.who
    ordered, delivered = orders.time(Place.ORDER), orders.time(Place.DELIVERY)
    promised, cents = orders.due(Place.CONFIRMATION), orders.detail(Place.ORDER)
    goods = goods_for(categories_of(scene)[who], cents, matter_bits(scene, who, orders.matter, _GOODS))
    channel = scene.block.people["sales_channel"].astype(np.int64)[who]
    typed = happens(person_bits(scene, _CAPITAL), CAPITAL_PPM)
    email = pc.if_else(pa.array(typed), pc.utf8_capitalize(scene.faces.email), scene.faces.email)
    columns = [
        order_numbers(orders),
        number_at(scene, who, ordered),
        email.take(pa.array(who)),
        taken(CHANNELS, channel),
        goods.number,
        goods.name,
        pa.array(goods.pieces, pa.int32()),
        _money(cents),
        _times(ordered),
        _times(orders.time(Place.CONFIRMATION)),
        _times(promised),
        _times(np.where(moved(orders), _end_of_day(delivered, promised), promised)),
        *(_times(orders.time(place)) for place in _OF_ORDERS[1:]),
        taken(_STATES, _state(orders)),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _state(orders: Matters) -> NDArray[np.int64]:
    """How far each order has come, a place in the list of states."""
    state = np.zeros(len(orders), np.int64)
    for code, place in enumerate(_OF_ORDERS, start=1):
        state = np.where(orders.has(place), code, state)
    return state


def _end_of_day(delivered: NDArray[np.int64], promised: NDArray[np.int64]) -> NDArray[np.int64]:
    """The last second of the local day of the delivery; 0 where nothing was promised."""
    return np.where(promised > 0, delivered + 86_399 - local_seconds(delivered) % 86_400, 0)


def _test_orders(scene: Scene) -> pa.Table:
    """Orders of the shop's team: confirmed at once, never delivered."""
    bits = person_bits(scene, _TEST)
    who = np.flatnonzero(happens(bits, TEST_PPM))
    bits, count = bits[who], len(who)
    begin = int(np.datetime64(scene.parameters.begin, "s").astype(np.int64))
    day = below(derived(bits, 1), max(scene.parameters.days, 1))
    at = begin + day * 86_400 + 8 * 3600 + below(derived(bits, 2), 7 * 3600)
    goods = goods_for(categories_of(scene)[who], np.full(count, 1_990, np.int64), bits)
    nothing = pa.nulls(count, _TIME)
    columns = [
        pc.binary_join_element_wise(dated(at, "%y%m-"), _test_serials(who + scene.faces.first), ""),
        constant(TEST_NUMBER, count),
        constant("shoptest@musterhaus.example", count),
        constant("Webshop", count),
        goods.number,
        constant("TESTBESTELLUNG - bitte nicht liefern", count),
        pa.array(np.ones(count), pa.int32()),
        _money(np.full(count, 100, np.int64)),
        _times(at),
        _times(at + 60),
        *([nothing] * 6),
        constant("neu", count),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _test_serials(person: NDArray[np.int64]) -> pa.StringArray:
    """Numbers of test orders: those of orders, behind a letter."""
    return pc.binary_join_element_wise("T", serials(person, np.zeros(len(person), np.int64), 64, series=0), "")


def _times(seconds: NDArray[np.int64]) -> pa.TimestampArray:
    return local(seconds).cast(_TIME)


def _money(cents: NDArray[np.int64]) -> pa.Array:
    whole = pa.array(cents).cast(pa.decimal128(19, 0))
    return pc.multiply(whole, pa.scalar(Decimal("0.01"))).cast(_MONEY)
