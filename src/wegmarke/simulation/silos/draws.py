"""Random bits a contact: for whatever a silo adds to a contact that the simulation does not tell.

They are the same numbers as those of the simulated lives, keyed by (seed, person, purpose, occasion), over whole
columns: nothing depends on blocks or on the order in which silos are written.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.faces import bits_for
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.words.picking import Weighted
from wegmarke.simulation.words.products import PRODUCTS

WEB, TICKETS, CALLS, SURVEYS, REVIEWS, TABLES = (p.DIRT + 20 * (5 + silo) for silo in range(6))
"""Where the purposes of each of these silos begin; each has twenty."""

_PERSON, _PURPOSE, _OCCASION = (np.uint64(x) for x in (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7))
_MIX, _MIX2, _S33 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53), np.uint64(33)


def bits_each(
    seed: int, person: NDArray[np.integer], purpose: int, occasion: NDArray[np.integer]
) -> NDArray[np.uint64]:
    """64 bits for each pair of a person and an occasion: `lives.randomness.bits`, column by column."""
    start = _mix(np.uint64(seed) + person.astype(np.uint64) * _PERSON)
    constant = np.uint64((purpose * int(_PURPOSE)) & 0xFFFFFFFFFFFFFFFF)
    return _mix(start + constant + occasion.astype(np.uint64) * _OCCASION)


def _mix(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """`model.hashing.mix`, column by column."""
    x = (bits ^ (bits >> _S33)) * _MIX
    x = (x ^ (x >> _S33)) * _MIX2
    return np.asarray(x ^ (x >> _S33), np.uint64)


def contact_bits(scene: Scene, rows: NDArray[np.int64], purpose: int) -> NDArray[np.uint64]:
    """64 bits for each of these contacts, which their person, time, place and matter name."""
    some = scene.block.contacts[rows]
    named = some["matter"].astype(np.int64) * 64 + some["place"]
    return bits_each(scene.seed, some["person"], purpose, some["time"] * 1_000_003 + named)


def local_days(scene: Scene, seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """The days of the simulation, by German clocks, in which these seconds since 1970 lie."""
    local = pa.array(seconds, pa.timestamp("s", tz="UTC")).cast(pa.timestamp("s", tz="Europe/Berlin"))
    days: NDArray[np.int32] = pc.local_timestamp(local).cast(pa.date32(), safe=False).cast(pa.int32()).to_numpy()
    return days.astype(np.int64) - (scene.parameters.begin - date(1970, 1, 1)).days


def customer_numbers(scene: Scene, who: NDArray[np.int64], seconds: NDArray[np.int64]) -> pa.StringArray:
    """The customer number that people (places in the block) go by at a time: the second one once there is one."""
    faces = scene.faces
    where = pa.array(who)
    later = local_days(scene, seconds) >= faces.second_day[who]
    second = faces.second.take(where)
    return pc.if_else(pc.and_(pa.array(later), pc.is_valid(second)), second, faces.number.take(where))


def word_column(words: list[str] | tuple[str, ...], codes: NDArray[np.integer]) -> pa.StringArray:
    """The words at these places of a short list, as a column."""
    return pa.array(words, pa.string()).take(pa.array(codes))


_APPLIANCES = Weighted(tuple(one.number for one in PRODUCTS), tuple(one.weight for one in PRODUCTS))


def appliances(scene: Scene) -> NDArray[np.int64]:
    """For each person of the block the appliance at home, as a place in `PRODUCTS`."""
    return _APPLIANCES.pick(bits_for(scene.seed, scene.faces.first, len(scene.block.people), p.PRODUCT))


_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)


def hexadecimal(bits: NDArray[np.uint64]) -> pa.StringArray:
    """Sixteen hexadecimal digits for each number."""
    octets = bits.astype(">u8").view(np.uint8).reshape(-1, 8)
    digits = _HEX[np.stack([octets >> 4, octets & 15], axis=-1)].tobytes()
    offsets = np.arange(0, 16 * len(bits) + 1, 16, dtype=np.int32)
    return pa.StringArray.from_buffers(len(bits), pa.py_buffer(offsets), pa.py_buffer(digits))
