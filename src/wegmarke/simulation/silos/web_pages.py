"""The pages of the web shop, and what an event on each of them says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.draws import appliances, hexadecimal
from wegmarke.simulation.silos.json_lines import quoted_plainly
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.words.picking import Bits, Weighted, below, derived, happens, weighted
from wegmarke.simulation.words.products import CATEGORIES, MAKE, PRODUCTS
from wegmarke.simulation.words.spelling import plain

SITE = "https://www.musterhaus.example"
NO_PLACE = 255
"""Stands for the sign-in, which is no touchpoint of the simulation."""
OWN_APPLIANCE_PPM = 600_000
"""Share of visits of a page about a product that are about the appliance at home."""


class Page(NamedTuple):
    """A page: the place it is (or `NO_PLACE`), the product it is about (-1: none), path, title and what is said."""

    place: int
    product: int
    path: str
    title: str
    type: str
    body: str


def _slug(text: str) -> str:
    found: str = plain(pa.array([text]), "-")[0].as_py()
    return found


_CATEGORY = {one.key: one for one in CATEGORIES}
_GUIDES = (
    ("kaufberatung", "{} im Vergleich: worauf es beim Kauf ankommt"),
    ("pflege", "{} richtig pflegen"),
    ("stromkosten", "Was {} im Jahr an Strom kosten"),
)
_HELP = (
    ("lieferung-verfolgen", "Wo ist meine Lieferung?"),
    ("liefertermin-aendern", "Liefertermin ändern"),
    ("rueckgabe", "Rückgabe und Umtausch"),
    ("rechnung-reklamieren", "Meine Rechnung stimmt nicht"),
    ("stoerung-melden", "Störung melden"),
    ("fehlercodes", "Fehlercodes und was sie bedeuten"),
    ("kontakt", "So erreichen Sie uns"),
    ("servicevertrag", "Fragen zum Servicevertrag"),
    ("garantie", "Garantie und Gewährleistung"),
    ("bedienungsanleitungen", "Bedienungsanleitungen"),
)


def _page(name: str) -> tuple[str, str]:
    return "page", f'"name":{json.dumps(name, ensure_ascii=False)},"properties":{{}}'


def _track(event: str, properties: dict[str, object]) -> tuple[str, str]:
    """An event; @ in its properties stands for what differs from event to event."""
    written = json.dumps(properties, ensure_ascii=False, separators=(",", ":")).replace('"@"', "@")
    return "track", f'"event":"{event}","properties":{written}'


def _pages() -> list[Page]:
    pages: list[Page] = []

    def add(place: int, product: int, path: str, title: str, said: tuple[str, str]) -> None:
        pages.append(Page(place, product, path, f"{title} | {MAKE}", *said))

    for place, product in enumerate(PRODUCTS):
        category = _CATEGORY[product.category]
        kind, name = _slug(category.german), _slug(product.name)
        about: dict[str, object] = {"product_id": product.number, "name": product.name, "category": category.german}
        priced = {**about, "brand": MAKE, "price": product.price_cents / 100, "currency": "EUR"}
        add(Place.PRODUCT_PAGE, place, f"/{kind}/{name}", product.name, _track("Product Viewed", priced))
        add(Place.COMPARISON_PORTAL, place, f"/{kind}/{name}", product.name, _page("Produktdetailseite"))
        add(Place.REGISTRATION, place, "/mein-konto/geraete/registrieren", "Gerät registrieren",
            _track("Product Registered", {**about, "serial_number": "@"}))  # fmt: skip
        add(Place.BASKET, place, "/warenkorb", "Warenkorb",
            _track("Cart Viewed", {"cart_id": "@", "value": "@", "currency": "EUR"}))  # fmt: skip
        add(Place.ADVERT, place, f"/aktion/{kind}", f"{category.german} zum Aktionspreis", _page("Landingpage"))
        add(Place.SEARCH, place, f"/{kind}", category.german, _page("Kategorieseite"))
        for path, title in _GUIDES:
            add(Place.GUIDE, place, f"/ratgeber/{kind}-{path}", title.format(category.german), _page("Ratgeber"))
        for step, asked in enumerate(("Nutzung", "Ausstattung", "Zubehör", "Zusammenfassung"), 1):
            said = {"configurator": category.german, "step": step, "step_name": asked}
            add(Place.CONFIGURATOR, place, f"/konfigurator/{kind}", f"{category.german} konfigurieren",
                _track("Configurator Step Completed", said))  # fmt: skip
    for path, title in _HELP:
        add(Place.HELP_PAGE, -1, f"/hilfe/{path}", title, _page("Hilfe"))
    add(Place.CANCELLATION_PAGE, -1, "/mein-konto/vertrag/kuendigen", "Vertrag kündigen", _page("Kündigung"))
    add(NO_PLACE, -1, "/mein-konto/anmelden", "Anmelden", ("identify", '"traits":{"loginMethod":"password"}'))
    return sorted(pages, key=lambda page: (page.place, page.product))


PAGES = _pages()
_FIRST_OF = np.searchsorted(
    [page.place * 100 + page.product + 1 for page in PAGES], np.arange(NO_PLACE * 100 + 200)
).astype(np.int64)
"""Where the pages of place × 100 + product + 1 begin; those of the next key begin where they end."""


def _column(tell: Callable[[Page], str]) -> pa.StringArray:
    return pa.array([tell(page) for page in PAGES], pa.string())


def _page_json(page: Page) -> str:
    named = {"path": page.path, "url": SITE + page.path, "title": page.title}
    return json.dumps(named, ensure_ascii=False, separators=(",", ":"))[1:-1]


_TYPE, _PAGE = _column(lambda page: f'"{page.type}"'), _column(_page_json)
_BODIES = [[*page.body.split("@"), "", ""] for page in PAGES]
_BODY = [pa.array([pieces[k] for pieces in _BODIES], pa.string()) for k in range(3)]
_GAPS = np.array([page.body.count("@") for page in PAGES])

_ADVERTS = weighted((
    ('{"source":"google","medium":"cpc","name":"brand_de"}', 26),
    ('{"source":"google","medium":"cpc","name":"shopping_haushalt"}', 34),
    ('{"source":"bing","medium":"cpc","name":"shopping_haushalt"}', 6),
    ('{"source":"instagram","medium":"paid_social","name":"prospecting_kueche"}', 18),
    ('{"source":"facebook","medium":"paid_social","name":"retargeting_30t"}', 12),
    ('{"source":"youtube","medium":"paid_video","name":"markenfilm"}', 4),
))  # fmt: skip
_AD_REFERRERS = weighted((
    ("https://www.google.com/", 60),
    ("", 18),
    ("https://l.instagram.com/", 14),
    ("https://l.facebook.com/", 8),
))  # fmt: skip
_SEARCHES = weighted((
    ("https://www.google.com/", 62),
    ("https://www.google.de/", 22),
    ("https://www.bing.com/", 9),
    ("https://duckduckgo.com/", 4),
    ("https://www.ecosia.org/", 3),
))  # fmt: skip
_PORTALS = weighted((("vergleichsfuchs", 55), ("haushaltsvergleich", 30), ("geraetevergleich24", 15)))
_INSIDE = weighted((("", 35), (f"{SITE}/", 40), (f"{SITE}/mein-konto", 15), (f"{SITE}/suche", 10)))

_CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 {}Safari/537.36{}"
_SAFARI = "Mozilla/5.0 ({}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{} {}Safari/{}"
_WINDOWS, _MAC = "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7"
_IPHONE = "iPhone; CPU iPhone OS {} like Mac OS X"


def _agents(rows: tuple[tuple[str, int], ...]) -> Weighted:
    return weighted((f'"{agent}"', weight) for agent, weight in rows)


USER_AGENTS = (
    _agents((
        (_CHROME.format(_WINDOWS, 124, "", ""), 20),
        (_CHROME.format(_WINDOWS, 131, "", ""), 16),
        (_CHROME.format(_WINDOWS, 136, "", ""), 12),
        (_CHROME.format(_WINDOWS, 131, "", " Edg/131.0.0.0"), 14),
        (_CHROME.format(_MAC, 131, "", ""), 6),
        (_SAFARI.format(_MAC, "17.4.1", "", "605.1.15"), 9),
        (_SAFARI.format(_MAC, "18.3", "", "605.1.15"), 6),
        (f"Mozilla/5.0 ({_WINDOWS}; rv:125.0) Gecko/20100101 Firefox/125.0", 9),
        (f"Mozilla/5.0 ({_WINDOWS}; rv:128.0) Gecko/20100101 Firefox/128.0", 6),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", 2),
    )),
    _agents((
        (_SAFARI.format(_IPHONE.format("17_4_1"), "17.4.1", "Mobile/15E148 ", "604.1"), 24),
        (_SAFARI.format(_IPHONE.format("18_3"), "18.3", "Mobile/15E148 ", "604.1"), 22),
        (_CHROME.format("Linux; Android 10; K", 124, "Mobile ", ""), 22),
        (_CHROME.format("Linux; Android 10; K", 131, "Mobile ", ""), 20),
        (_CHROME.format("Linux; Android 14; SAMSUNG SM-S911B", 121, "Mobile ", ""), 9),
        ("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", 3),
    )),
)  # fmt: skip
"""User agents of computers and of telephones, as JSON."""


@dataclass(frozen=True, slots=True)
class Visits:
    """Which pages are asked for: place, contact of the block (-1: none), place of the person, and bits for the rest."""

    place: NDArray[np.int64]
    contact: NDArray[np.int64]
    who: NDArray[np.int64]
    bits: Bits


@dataclass(frozen=True, slots=True)
class Told:
    """What events say, as JSON values; `body` are the keys that differ by type, `page` path, address and title."""

    type: pa.StringArray
    body: pa.StringArray
    page: pa.StringArray
    referrer: pa.StringArray
    campaign: pa.StringArray


def told(scene: Scene, asked: Visits) -> Told:
    """What events on these pages say."""
    own = appliances(scene)[asked.who]
    product = np.where(
        happens(derived(asked.bits, 0), OWN_APPLIANCE_PPM), own, below(derived(asked.bits, 1), len(PRODUCTS))
    )
    product = np.where(np.isin(asked.place, (Place.BASKET, Place.REGISTRATION)), own, product)
    about = asked.place * 100 + np.where(_without_product(asked.place), 0, product + 1)
    first, following = _FIRST_OF[about], _FIRST_OF[about + 1]
    room = (following - first).astype(np.uint64)
    page = first + (((derived(asked.bits, 2) >> np.uint64(32)) * room) >> np.uint64(32)).astype(np.int64)
    where = pa.array(page)
    referrer, campaign = _origins(asked)
    return Told(
        type=_TYPE.take(where),
        body=_body(scene, asked, page, product),
        page=_PAGE.take(where),
        referrer=quoted_plainly(referrer),
        campaign=campaign,
    )


def _without_product(place: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.isin(place, (Place.HELP_PAGE, Place.CANCELLATION_PAGE, NO_PLACE))


def _body(scene: Scene, asked: Visits, page: NDArray[np.int64], product: NDArray[np.int64]) -> pa.StringArray:
    """The keys that differ by type; carts have an id and a value, registered appliances a serial number."""
    where, gaps = pa.array(page), _GAPS[page]
    digits = hexadecimal(derived(asked.bits, 3))
    ident = pc.if_else(pa.array(gaps > 0), pc.binary_join_element_wise('"', digits, '"', ""), "")
    prices = np.array([one.price_cents for one in PRODUCTS])
    detail = np.where(asked.contact >= 0, scene.block.contacts["detail"][asked.contact], 0)
    cents = np.where(detail > 0, detail, prices[product])
    rest = pc.utf8_lpad(pa.array(cents % 100).cast(pa.string()), 2, "0")
    euros = pc.binary_join_element_wise(pa.array(cents // 100).cast(pa.string()), rest, ".")
    value = pc.if_else(pa.array(gaps > 1), euros, "")
    pieces = [piece.take(where) for piece in _BODY]
    return pc.binary_join_element_wise(pieces[0], ident, pieces[1], value, pieces[2], "")


def _origins(asked: Visits) -> tuple[pa.StringArray, pa.StringArray]:
    """From which page a visitor comes, and by which campaign."""
    bits = derived(asked.bits, 4)
    source = np.select(
        [asked.place == place for place in (Place.ADVERT, Place.SEARCH, Place.COMPARISON_PORTAL)], [0, 1, 2], 3
    )
    portal = _PORTALS.texts(_PORTALS.pick(bits))
    referrer = pc.choose(
        pa.array(source),
        _AD_REFERRERS.texts(_AD_REFERRERS.pick(derived(bits, 1))),
        _SEARCHES.texts(_SEARCHES.pick(bits)),
        pc.binary_join_element_wise("https://www.", portal, ".example/", ""),
        _INSIDE.texts(_INSIDE.pick(bits)),
    )
    affiliate = pc.binary_join_element_wise('{"source":"', portal, '","medium":"affiliate","name":"cpc_feed"}', "")
    campaign = pc.choose(
        pa.array(source),
        _ADVERTS.texts(_ADVERTS.pick(bits)),
        "{}",
        affiliate,
        "{}",
    )
    return referrer, campaign
