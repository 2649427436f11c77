"""The web shop's events as a tag manager delivers them: JSON lines in the Segment spec, one event a line.

What is there is what visitors allowed: without consent to analytics only the basket and the registration of a product
are noted, which the shop needs to work. Before the first sign-in an event knows only the browser (`anonymousId`);
some visitors never sign in on the telephone. Clocks of devices may be wrong, which `receivedAt` betrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.lives.people import WEB as WEB_SHOP
from wegmarke.simulation.silos.draws import (
    WEB,
    bits_each,
    contact_bits,
    customer_numbers,
    hexadecimal,
    local_days,
    word_column,
)
from wegmarke.simulation.silos.faces import bits_for
from wegmarke.simulation.silos.json_lines import JsonLines, Lines, Tree, objects, quoted_plainly
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.web_pages import NO_PLACE, USER_AGENTS, Visits, told
from wegmarke.simulation.silos.writing import utc_times
from wegmarke.simulation.words.picking import below, derived, happens

HAS_PHONE_PPM, VISIT_ON_PHONE_PPM, NEVER_SIGNS_PPM = 650_000, 380_000, 450_000
STAYS_SIGNED_IN_PPM = 720_000
HAS_ACCOUNT_PPM = 600_000
"""Share of customers from before, of field sales and partners, who have an account in the web shop."""
SKEWED_PPM = 25_000
"""Share of devices whose clock is wrong: half by an hour, half by up to a quarter of an hour."""
SENT_LATE_PPM, TWICE_PPM, CUT_PPM = 10_000, 3_000, 400
"""Shares of events sent up to six hours later, delivered twice, and cut off (unreadable)."""
ADVERTISING_PPM = 640_000
SIGN_IN = "Anmeldung"
"""The touchpoint of the sign-in events that the mapping names; the simulation has none such."""

_HAS, _NEVER, _VISIT, _SKEW, _EVENT, _SIGN, _ACCOUNT, _AGENT, _ADS = range(WEB, WEB + 9)
_NECESSARY = np.array([Place.BASKET, Place.REGISTRATION], np.uint8)
_SIGNED_IN = np.array([Place.REGISTRATION, Place.CANCELLATION_PAGE], np.uint8)
_NOT_YET = np.int64(1 << 60)


@dataclass(frozen=True, slots=True)
class WebEvents:
    """What the file holds of a block; each column has a place an event, but for the last.

    contact: the contact of the block, -1 for a sign-in. who: place of the person in the block. seconds: when it
    happened, in truth. on_phone, signed: device, and whether the event knows the customer. skew: seconds that the
    device's clock is fast. twice, cut: written twice; cut off and so unreadable. refused: contacts that are missing
    since the visitor refused analytics.
    """

    contact: NDArray[np.int64]
    who: NDArray[np.int64]
    seconds: NDArray[np.int64]
    on_phone: NDArray[np.bool_]
    signed: NDArray[np.bool_]
    skew: NDArray[np.int64]
    bits: NDArray[np.uint64]
    twice: NDArray[np.bool_]
    cut: NDArray[np.bool_]
    refused: NDArray[np.int64]


def web_events(scene: Scene) -> WebEvents:
    """What the file holds of a block, and with it the truth of its dirt."""
    rows = scene.rows("web")
    some = scene.block.contacts[rows]
    consent = scene.block.people["consent"][scene.who[rows]] > 0
    noted = consent | np.isin(some["place"], _NECESSARY)
    refused, rows, some = rows[~noted], rows[noted], some[noted]
    who, seconds = scene.who[rows], some["time"]
    asked_to_sign = np.isin(some["place"], _SIGNED_IN)
    on_phone, never = _devices(scene, who, seconds)
    on_phone &= ~(asked_to_sign & never)
    stays = happens(derived(_visit_bits(scene, who, seconds), 1), STAYS_SIGNED_IN_PPM)
    signed = (seconds >= _known_from(scene)[who]) & (stays | asked_to_sign) & ~(on_phone & never)
    sign_who, sign_seconds, sign_phone = _sign_ins(scene, who, seconds, on_phone, signed)
    bits = np.concatenate([
        contact_bits(scene, rows, _EVENT),
        bits_each(scene.seed, scene.faces.first + sign_who, _SIGN, sign_seconds),
    ])  # fmt: skip
    contact = np.concatenate([rows, np.full(len(sign_who), -1)])
    who, on_phone = np.concatenate([who, sign_who]), np.concatenate([on_phone, sign_phone])
    twice = (contact >= 0) & happens(derived(bits, 0), TWICE_PPM)
    return WebEvents(
        contact=contact,
        who=who,
        seconds=np.concatenate([seconds, sign_seconds]),
        on_phone=on_phone,
        signed=np.concatenate([signed, np.ones(len(sign_who), np.bool_)]),
        skew=_skew(scene, who, on_phone),
        bits=bits,
        twice=twice,
        cut=~twice & happens(derived(bits, 1), CUT_PPM),
        refused=refused,
    )


def _visit_bits(scene: Scene, who: NDArray[np.int64], seconds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Bits for each person and day: visits of one day are made on one device, signed in or not."""
    return bits_each(scene.seed, scene.faces.first + who, _VISIT, local_days(scene, seconds) + 1)


def _devices(
    scene: Scene, who: NDArray[np.int64], seconds: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether visits are made on the telephone, and whether their person never signs in there."""
    first, count = scene.faces.first, len(scene.block.people)
    has = happens(bits_for(scene.seed, first, count, _HAS), HAS_PHONE_PPM)
    never = happens(bits_for(scene.seed, first, count, _NEVER), NEVER_SIGNS_PPM)
    return has[who] & happens(_visit_bits(scene, who, seconds), VISIT_ON_PHONE_PPM), never[who]


def _known_from(scene: Scene) -> NDArray[np.int64]:
    """From when on the shop knows each person: first order in the shop, first page behind the sign-in, or always."""
    people, contacts = scene.block.people, scene.block.contacts
    in_shop = people["sales_channel"] == WEB_SHOP
    account = happens(bits_for(scene.seed, scene.faces.first, len(people), _ACCOUNT), HAS_ACCOUNT_PPM)
    known = np.where((people["arrival"] < 0) & (in_shop | account), 0, _NOT_YET)
    order = (contacts["place"] == Place.ORDER) & in_shop[scene.who]
    behind = order | np.isin(contacts["place"], _SIGNED_IN)
    np.minimum.at(known, scene.who[behind], (contacts["time"] - np.where(order, 45, 0))[behind])
    return known


def _sign_ins(
    scene: Scene,
    who: NDArray[np.int64],
    seconds: NDArray[np.int64],
    on_phone: NDArray[np.bool_],
    signed: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """The sign-ins, one for each person and device: before the first event that knows the customer, or at the order."""
    contacts, people = scene.block.contacts, scene.block.people
    orders = np.flatnonzero((contacts["place"] == Place.ORDER) & (people["sales_channel"][scene.who] == WEB_SHOP))
    order_who, order_seconds = scene.who[orders], contacts["time"][orders] - 45
    order_phone, never = _devices(scene, order_who, order_seconds)
    can = ~(order_phone & never)
    person = np.concatenate([who[signed], order_who[can]])
    at = np.concatenate([seconds[signed] - 20, order_seconds[can]])
    phone = np.concatenate([on_phone[signed], order_phone[can]])
    allowed = people["consent"][person] > 0
    person, at, phone = person[allowed], at[allowed], phone[allowed]
    order = np.lexsort((at, phone, person))
    device = person[order] * 2 + phone[order]
    first = order[np.flatnonzero(np.diff(device, prepend=-1))]
    return person[first], at[first], phone[first]


def _skew(scene: Scene, who: NDArray[np.int64], on_phone: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Seconds by which the clock of each event's device is fast."""
    bits = bits_each(scene.seed, scene.faces.first + who, _SKEW, on_phone.astype(np.int64))
    hours = np.where(below(derived(bits, 1), 2) == 0, -3600, 3600)
    minutes = below(derived(bits, 2), 1801) - 900
    wrong = np.where(below(derived(bits, 3), 2) == 0, hours, minutes)
    return np.where(happens(bits, SKEWED_PPM), wrong, 0)


class Web:
    """`web_events.jsonl`."""

    source = "web"

    def __init__(self, folder: Path) -> None:
        self._file = JsonLines(folder / "web_events.jsonl")

    def write(self, scene: Scene) -> None:
        """Write the events of a block in order of their arrival."""
        events = web_events(scene)
        if not len(events.who):
            return
        texts, arrived = _written(scene, events)
        cut = np.flatnonzero(events.cut)
        if len(cut):
            whole = texts.take(pa.array(cut)).to_pylist()
            ends = derived(events.bits[cut], 2).tolist()
            short = [text[: 40 + end % (len(text) - 60)] for text, end in zip(whole, ends, strict=True)]
            texts = pc.replace_with_mask(texts, pa.array(events.cut), pa.array(short, pa.string()))
        again = np.concatenate([np.arange(len(texts)), np.flatnonzero(events.twice)])
        self._file.add(Lines(texts.take(pa.array(again)), arrived[again]))

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        return self._file.close()


def _written(scene: Scene, events: WebEvents) -> tuple[pa.StringArray, NDArray[np.int64]]:
    """The events as JSON, and when they arrived."""
    bits, who, faces = events.bits, events.who, scene.faces
    milliseconds = below(derived(bits, 3), 1000)
    delay = np.where(happens(derived(bits, 4), SENT_LATE_PPM), below(derived(bits, 5), 21_600), 0)
    sent = milliseconds + 20 + below(derived(bits, 6), 1400) + 1000 * delay
    received = sent + 60 + below(derived(bits, 7), 700)
    device_time = events.seconds + events.skew
    place = np.where(events.contact >= 0, scene.block.contacts["place"][events.contact], NO_PLACE).astype(np.int64)
    visit = told(scene, Visits(place, events.contact, who, derived(bits, 8)))
    number = pc.if_else(
        pa.array(events.signed), customer_numbers(scene, who, events.seconds), pa.scalar(None, pa.string())
    )
    cookie = pc.if_else(
        pa.array(events.on_phone), faces.phone_cookie.take(pa.array(who)), faces.cookie.take(pa.array(who))
    )
    stamp = pa.array(device_time * 1000 + milliseconds).cast(pa.string())
    body: Tree = {
        "type": visit.type,
        "messageId": pc.binary_join_element_wise('"ajs-next-', stamp, "-", hexadecimal(derived(bits, 9)), '"', ""),
        "anonymousId": quoted_plainly(cookie),
        "userId": quoted_plainly(number),
        "timestamp": _moment(device_time, milliseconds),
        "sentAt": _moment(device_time, sent),
        "receivedAt": _moment(events.seconds, received),
        "": visit.body,
        "context": {
            "page": {"": visit.page, "referrer": visit.referrer},
            "campaign": visit.campaign,
            "userAgent": _agents(scene, who, events.on_phone),
            "locale": word_column(('"de-DE"', '"en-GB"'), scene.block.people["english"][who]),
            "timezone": '"Europe/Berlin"',
            "library": {"name": '"analytics.js"', "version": '"next-1.70.0"'},
            "consent": {"categoryPreferences": _consent(scene, who)},
        },
    }
    return objects(body), events.seconds + received // 1000


def _moment(seconds: NDArray[np.int64], milliseconds: NDArray[np.int64]) -> pa.StringArray:
    return quoted_plainly(utc_times(seconds + milliseconds // 1000, milliseconds % 1000))


def _agents(scene: Scene, who: NDArray[np.int64], on_phone: NDArray[np.bool_]) -> pa.StringArray:
    bits = bits_each(scene.seed, scene.faces.first + who, _AGENT, on_phone.astype(np.int64))
    desktop, phone = USER_AGENTS
    return pc.if_else(pa.array(on_phone), phone.texts(phone.pick(bits)), desktop.texts(desktop.pick(bits)))


def _consent(scene: Scene, who: NDArray[np.int64]) -> pa.StringArray:
    """The preferences: refused, analytics only, or advertising as well."""
    people = scene.block.people
    adverts = happens(bits_for(scene.seed, scene.faces.first, len(people), _ADS), ADVERTISING_PPM)
    allowed = (people["consent"] > 0).astype(np.int64) * (1 + adverts)
    states = tuple(
        f'{{"Functional":true,"Analytics":{analytics},"Advertising":{advertising}}}'
        for analytics, advertising in (("false", "false"), ("true", "false"), ("true", "true"))
    )
    return word_column(states, allowed[who])
