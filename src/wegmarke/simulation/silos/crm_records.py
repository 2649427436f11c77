"""The CRM's master data: a record a customer number, as field after field was typed in, or not.

Whoever stands twice has two records; in the second the name may be misspelt and the address an old one. Whoever was
wrongly merged away has none of their own from then on.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.clocks import local
from wegmarke.simulation.silos.numbering import merged_by_then, person_bits, uses_second
from wegmarke.simulation.silos.orders import CHANNELS
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.writing import euros
from wegmarke.simulation.words.picking import Bits, below, derived, happens, taken
from wegmarke.simulation.words.places import addresses

MISSPELT_PPM = 450_000
"""Share of second records in which the last name is misspelt."""
OLD_ADDRESS_PPM = 350_000
"""Share of second records with an old address."""
NO_EMAIL_PPM = 70_000
"""Share of records without an e-mail address, though the field is mandatory."""
KEPT_EMAIL_PPM = 500_000
"""Share of wrong merges in which contacts of the one who was absorbed go on bearing that one's e-mail address."""
BORN_1900_PPM, BORN_PPM = 140_000, 500_000
"""Shares of private customers' records with 01.01.1900 as the date of birth, and with the true one; others: none."""
PHONE_ZERO_PPM, NO_PHONE_PPM = 30_000, 60_000

_RECORD, _SECOND, _MERGE = p.DIRT + 10, p.DIRT + 11, p.DIRT + 12
MASTER_DATA = (
    "Kundennummer",
    "Anrede",
    "Titel",
    "Vorname",
    "Nachname",
    "Firma",
    "Straße",
    "PLZ",
    "Ort",
    "E-Mail",
    "Telefon",
    "Geburtsdatum",
    "Kundengruppe",
    "Vertriebsweg",
    "Newsletter-Einwilligung",
    "Umsatz Vorjahr",
)
"""The fields of a record."""


def record_of(scene: Scene, who: NDArray[np.int64], seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Under which record of `records` a contact of these people at these times stands."""
    second = len(scene.block.people) + np.cumsum(_twice(scene)) - 1
    own = np.where(uses_second(scene, who, seconds), second[who], who)
    return np.where(merged_by_then(scene, who, seconds), who - 1, own)


def keeps_email(scene: Scene, who: NDArray[np.int64], seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a contact bears the person's own e-mail address though it stands under the neighbour's record."""
    kept = happens(person_bits(scene, _MERGE), KEPT_EMAIL_PPM)
    return np.asarray(merged_by_then(scene, who, seconds) & kept[who], np.bool_)


def records(scene: Scene) -> pa.Table:
    """First the records of all people of the block, then the second ones of those who stand twice."""
    count, faces = len(scene.block.people), scene.faces
    first_bits, second_bits = person_bits(scene, _RECORD), person_bits(scene, _SECOND)
    twice = np.flatnonzero(_twice(scene))
    who = pa.array(np.concatenate([np.arange(count), twice]))
    bits = np.concatenate([first_bits, second_bits[twice]])
    is_second = np.arange(len(bits)) >= count
    people = scene.block.people[who.to_numpy()]
    business = pa.array(people["business"].astype(np.bool_))
    street, postal_code = _addresses(scene, twice, second_bits[twice])
    return pa.table(
        [
            pa.concat_arrays([faces.number, faces.second.take(pa.array(twice))]),
            faces.person.salutation().take(who),
            faces.person.title.take(who),
            faces.person.first.take(who),
            _misspelt(faces.person.last.take(who), is_second & happens(derived(bits, 0), MISSPELT_PPM), bits),
            faces.company.take(who),
            street,
            postal_code,
            faces.address.town.take(who),
            pc.if_else(pa.array(happens(derived(bits, 1), NO_EMAIL_PPM)), "", faces.email.take(who)),
            _phones(scene, who, derived(bits, 2)),
            pc.if_else(business, "", _birthdays(scene, who, first_bits, derived(bits, 3))),
            pc.if_else(business, "Gewerbe", "Privat"),
            taken(CHANNELS, people["sales_channel"].astype(np.int64)),
            pc.if_else(pa.array(people["consent"].astype(np.bool_)), "ja", "nein"),
            euros(_revenue(scene, len(bits))),
        ],
        names=list(MASTER_DATA),
    )


def _twice(scene: Scene) -> NDArray[np.bool_]:
    return np.asarray(pc.is_valid(scene.faces.second).to_numpy(zero_copy_only=False), np.bool_)


def _addresses(scene: Scene, twice: NDArray[np.int64], bits: Bits) -> tuple[pa.StringArray, pa.StringArray]:
    """Street and postal code of all records."""
    here, at = scene.faces.address, pa.array(twice)
    before = addresses(scene.block.people["town"].astype(np.int64)[twice], bits)
    old = pa.array(happens(derived(bits, 4), OLD_ADDRESS_PPM))
    return (
        pa.concat_arrays([here.street, pc.if_else(old, before.street, here.street.take(at))]),
        pa.concat_arrays([here.postal_code, pc.if_else(old, before.postal_code, here.postal_code.take(at))]),
    )


def _phones(scene: Scene, who: pa.Array, bits: Bits) -> pa.StringArray:
    """Telephone numbers as the CRM's form writes them; a 0 where the form insisted on something."""
    phones = scene.faces.phone
    written = pc.binary_join_element_wise(phones.area.take(who), phones.subscriber.take(who), "/")
    zero, none = happens(bits, PHONE_ZERO_PPM), happens(bits, PHONE_ZERO_PPM + NO_PHONE_PPM)
    return pc.if_else(pa.array(zero), "0", pc.if_else(pa.array(none), "", written))


def _birthdays(scene: Scene, who: pa.Array, of_person: Bits, bits: Bits) -> pa.StringArray:
    """Dates of birth: the true one, the placeholder, or nothing."""
    year = scene.faces.person.birth_year[who.to_numpy()]
    day = below(derived(of_person, 5), 365)[who.to_numpy()]
    dates = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]") + day
    true = pc.strftime(pa.array(dates, pa.date32()), format="%d.%m.%Y")
    placeholder, known = happens(bits, BORN_1900_PPM), happens(bits, BORN_1900_PPM + BORN_PPM)
    return pc.if_else(pa.array(placeholder), "01.01.1900", pc.if_else(pa.array(known), true, ""))


def _revenue(scene: Scene, count: int) -> NDArray[np.int64]:
    """What each record has ordered in the calendar year before the export, in cents."""
    contacts, parameters = scene.block.contacts, scene.parameters
    rows = np.flatnonzero(contacts["place"] == Place.ORDER)
    seconds = contacts["time"][rows]
    last_year = (parameters.begin + timedelta(days=parameters.days)).year - 1
    there = pc.equal(pc.year(local(seconds)), last_year).to_numpy(zero_copy_only=False)
    rows, seconds, cents = rows[there], seconds[there], np.zeros(count, np.int64)
    second = len(scene.block.people) + np.cumsum(_twice(scene)) - 1
    who = scene.who[rows]
    owner = np.where(uses_second(scene, who, seconds), second[who], who)
    np.add.at(cents, owner, contacts["detail"][rows].astype(np.int64))
    return cents


def _misspelt(names: pa.StringArray, where: NDArray[np.bool_], bits: Bits) -> pa.StringArray:
    """Last names as they were heard or typed: two letters changed places, one doubled, or an umlaut written out."""
    rows = np.flatnonzero(where)
    if not len(rows):
        return names
    draws = below(derived(bits[rows], 6), 1 << 20).tolist()
    texts = [_typed(name, draw) for name, draw in zip(names.take(pa.array(rows)).to_pylist(), draws, strict=True)]
    return pc.replace_with_mask(names, pa.array(where), pa.array(texts, pa.string()))


def _typed(name: str, draw: int) -> str:
    for umlaut, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        if umlaut in name:
            return name.replace(umlaut, written)
    at = 1 + draw % max(len(name) - 2, 1)
    pair = name[at : at + 2]
    if draw % 2 and len(set(pair)) == len("ab"):
        return name[:at] + pair[::-1] + name[at + 2 :]
    return name[:at] + name[at : at + 1] + name[at:]
