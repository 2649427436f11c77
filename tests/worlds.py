"""Simulated worlds as logs that tell all (promises, scores, matters, stated reasons), and what is true of them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.library.log import Log
from wegmarke.library.reading import read
from wegmarke.simulation.company import JOURNEYS
from wegmarke.simulation.contacts import CATALOGUE, Place, Reason
from wegmarke.simulation.interactions import interactions
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.running import Block, blocks
from wegmarke.simulation.scenarios import scenario

WORDS = {
    Reason.PRICE: "Preis",
    Reason.DELIVERY: "Lieferung",
    Reason.SERVICE: "Service",
    Reason.PRODUCT: "Produkt",
    Reason.COMPETITOR: "Wettbewerber",
    Reason.NO_NEED: "Umzug/kein Bedarf",
}
"""What is noted for each reason; nothing where none was given."""


@cache
def told_world(key: str, people: int, seed: int) -> tuple[Log, NDArray[np.void]]:
    """A scenario as a log, and what became of everybody."""
    return told_sample(scenario(key), people, seed)


def told_sample(
    parameters: Parameters, people: int, seed: int, *, cut_at_outcome: bool = False
) -> tuple[Log, NDArray[np.void]]:
    """The same of any parameters."""
    made = list(blocks(parameters, people, seed))
    return told_log(made, cut_at_outcome=cut_at_outcome), np.concatenate([block.fates for block in made])


def told_log(
    made: list[Block], *, cut_at_outcome: bool = False, touchpoint: pa.Array | None = None, scores: bool = True
) -> Log:
    """All contacts in order, journeys cut as Musterhaus cuts them, or at every outcome. touchpoint: what each contact's
    is called, where not as the company calls it. scores: whether answers to surveys are told.
    """
    told = pa.Table.from_batches([interactions(block) for block in made])
    place = np.concatenate([block.contacts["place"] for block in made])
    detail = np.concatenate([block.contacts["detail"] for block in made])
    promise = pa.array(place == Place.CONFIRMATION)
    paid, asked = (
        place == Place.PAYMENT,
        np.isin(place, (Place.SURVEY_NPS, Place.SURVEY_DELIVERY, Place.SURVEY_SERVICE)),
    )
    reasons = [
        WORDS.get(Reason(int(one))) if at == Place.CANCELLATION else None for at, one in zip(place, detail, strict=True)
    ]
    columns = {
        name: told.column(name) for name in ("person", "time", "touchpoint", "channel", "department", "matter")
    } | {
        "touchpoint": told.column("touchpoint") if touchpoint is None else touchpoint,
        "due": pc.if_else(promise, told.column("due"), None),
        "done": pc.if_else(promise, told.column("done"), None),
        "value": pc.divide(pc.if_else(pa.array(paid), told.column("value_cents"), None).cast(pa.float64()), 100.0),
        "nps": pc.if_else(pa.array(asked), told.column("score").cast(pa.float64()), None),
        "reason": pa.array(reasons, pa.string()),
        "group": _groups(made, told.column("person").to_numpy()),
    }
    return read(
        pa.table(columns),
        customer="person",
        time="time",
        touchpoint="touchpoint",
        channel="channel",
        department="department",
        matter="matter",
        promised="due",
        kept="done",
        value="value",
        stated_reason="reason",
        scores={"nps": "nps"} if scores else {},
        attributes={"kundengruppe": "group"},
        outcomes={rule.outcome: list(rule.touchpoints) for rule in JOURNEYS.outcomes},
        silence_days=JOURNEYS.silence_days,
        cut_at_outcome=cut_at_outcome,
        time_zone="Europe/Berlin",
    )


def _groups(made: list[Block], person: NDArray[np.int64]) -> pa.Array:
    """Who is a business customer, as the CRM of the practice company calls it, of the person of every contact."""
    people = np.concatenate([block.people for block in made])
    order = np.argsort(people["person"])
    of = order[np.searchsorted(people["person"][order], person)]
    return pa.array(["Privat", "Gewerbe"]).take(pa.array(people["business"][of].astype(np.int64)))


def label(place: Place) -> str:
    """The touchpoint of a place of the catalogue."""
    return CATALOGUE[place].label
