"""Under which number a system keeps somebody or something: customer numbers in force on a day, running numbers, bits.

A customer who stands twice is found under the second number from some day on, in every system. Two customers whom
somebody has wrongly made one stand under one number in the CRM from some day on; all others keep them apart.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.clocks import days_of
from wegmarke.simulation.silos.faces import Faces, bits_for
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.words.picking import Bits, derived

_MERGED_DAY = p.DIRT
_SERIAL_PRIME = 999_999_937  # the greatest prime of nine digits: multiplying permutes all numbers below it
_SERIAL_STEP, _SERIES_STEP = 618_033_989, 271_828_183
_OCCASION, _PLACE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def uses_second(scene: Scene, who: NDArray[np.int64], seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether these people are found under their second customer number by then."""
    twice = pc.is_valid(scene.faces.second).to_numpy(zero_copy_only=False)
    return np.asarray(twice[who] & (days_of(scene.parameters, seconds) >= scene.faces.second_day[who]), np.bool_)


def number_at(scene: Scene, who: NDArray[np.int64], seconds: NDArray[np.int64]) -> pa.StringArray:
    """The customer numbers of these people that are in force at these times."""
    faces, at = scene.faces, pa.array(who)
    return pc.if_else(pa.array(uses_second(scene, who, seconds)), faces.second.take(at), faces.number.take(at))


def merged_away(faces: Faces) -> NDArray[np.bool_]:
    """Who has been made one with a neighbour in the CRM, and stands under the neighbour's number."""
    return np.asarray(pc.not_equal(faces.in_crm, faces.number).to_numpy(zero_copy_only=False), np.bool_)


def merged_days(seed: int, faces: Faces, days: int) -> NDArray[np.int64]:
    """The day of the simulation on which each was merged; -1 for those who never were."""
    bits = bits_for(seed, faces.first, len(faces.number), _MERGED_DAY)
    return np.where(merged_away(faces), (bits % np.uint64(max(days, 1))).astype(np.int64), -1)


def merged_by_then(scene: Scene, who: NDArray[np.int64], seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether these people have been merged away by then."""
    day = merged_days(scene.seed, scene.faces, scene.parameters.days)[who]
    return np.asarray((day >= 0) & (days_of(scene.parameters, seconds) >= day), np.bool_)


def numbers_of(seed: int, faces: Faces, days: int) -> pa.Table:
    """The truth about customer numbers, a row a person who has more than one number somewhere.

    person; number: the first one; second and second_day: null if there is none; crm_number and merged_day: under whose
    number the CRM keeps the person from which day on, null if under the own.
    """
    merged = merged_days(seed, faces, days)
    away, twice = pa.array(merged >= 0), pc.is_valid(faces.second)
    table = pa.table(
        {
            "person": pa.array(np.arange(faces.first, faces.first + len(merged), dtype=np.int64)),
            "number": faces.number,
            "second": faces.second,
            "second_day": pc.if_else(twice, pa.array(faces.second_day), None),
            "crm_number": pc.if_else(away, faces.in_crm, None),
            "merged_day": pc.if_else(away, pa.array(merged), None),
        }
    )
    return table.filter(pc.or_(away, twice))


def serials(person: NDArray[np.int64], occasion: NDArray[np.int64], occasions: int, *, series: int) -> pa.StringArray:
    """Numbers of nine digits, one for each person and occasion (0 … occasions - 1), that follow no order.

    All of a series differ as long as person · occasions stays below a billion.
    """
    mixed = ((person * occasions + occasion) * _SERIAL_STEP + series * _SERIES_STEP) % _SERIAL_PRIME
    return pc.utf8_lpad(pa.array(mixed).cast(pa.string()), 9, "0")


def person_bits(scene: Scene, purpose: int) -> Bits:
    """64 bits for each person of the block."""
    return bits_for(scene.seed, scene.faces.first, len(scene.block.people), purpose)


def contact_bits(scene: Scene, rows: NDArray[np.int64], purpose: int) -> Bits:
    """64 bits for each of these contacts: a function of seed, person, purpose, touchpoint and time."""
    some = scene.block.contacts[rows]
    bits = person_bits(scene, purpose)[scene.who[rows]]
    bits = bits + some["time"].astype(np.uint64) * _OCCASION + some["place"].astype(np.uint64) * _PLACE
    return derived(bits, 0)


def matter_bits(scene: Scene, who: NDArray[np.int64], matter: NDArray[np.int64], purpose: int) -> Bits:
    """64 bits for each of these matters: a function of seed, person, purpose and matter."""
    return derived(person_bits(scene, purpose)[who] + matter.astype(np.uint64) * _OCCASION, 0)
