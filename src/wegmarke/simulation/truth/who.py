"""Who is who across the silos: every identifier of every person, and where silos mix people up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.simulation.silos.faces import Faces

IDENTIFIERS = pa.schema([("person", pa.int64()), ("kind", pa.string()), ("value", pa.string())])
"""One line an identifier. kind: customer_number, second_customer_number, email, phone (E.164), cookie, phone_cookie,
crm_number (only where it is not the person's own: the merge gone wrong).
"""


@dataclass(frozen=True, slots=True)
class MixUps:
    """How many people stand twice, are wrongly merged into somebody else, or use a neighbour's device."""

    twice: int
    wrongly_merged: int
    shared_devices: int

    def __add__(self, other: MixUps) -> MixUps:
        """Those of both together."""
        return MixUps(
            self.twice + other.twice,
            self.wrongly_merged + other.wrongly_merged,
            self.shared_devices + other.shared_devices,
        )


def identifiers(faces: Faces) -> pa.Table:
    """The identifiers of a block's people, with the columns of `IDENTIFIERS`."""
    person = pa.array(np.arange(faces.first, faces.first + len(faces.number)))
    merged = pc.not_equal(faces.in_crm, faces.number)
    parts = [
        ("customer_number", faces.number, None),
        ("second_customer_number", faces.second, pc.is_valid(faces.second)),
        ("crm_number", faces.in_crm, merged),
        ("email", faces.email, None),
        ("phone", faces.phone.canonical(), None),
        ("cookie", faces.cookie, None),
        ("phone_cookie", faces.phone_cookie, None),
    ]
    tables = []
    for kind, values, mask in parts:
        who, what = (person, values) if mask is None else (person.filter(mask), values.filter(mask))
        tables.append(pa.table([who, pa.array([kind] * len(who), pa.string()), what], schema=IDENTIFIERS))
    return pa.concat_tables(tables)


def mix_ups(faces: Faces) -> MixUps:
    """How often the people of a block are mixed up."""
    devices = pc.count_distinct(faces.cookie).as_py()
    merged = pc.sum(pc.not_equal(faces.in_crm, faces.number)).as_py() or 0
    return MixUps(len(faces.second) - faces.second.null_count, merged, len(faces.number) - devices)
