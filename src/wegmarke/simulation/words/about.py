"""What a text is about: the facts that fill its slots, a column each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.words.picking import Bits, Codes, alike, below, derived
from wegmarke.simulation.words.products import CATEGORIES, COMPETITORS, PRODUCTS
from wegmarke.simulation.words.sentences import Language

_FEWEST = 2  # "nach 1 Tagen" is not German
_HOUSEHOLD_COMPETITORS = alike(COMPETITORS[:3])
_BUSINESS_COMPETITORS = alike(COMPETITORS[3:])
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Nominative, accusative and dative of the article, and of "my".
_ARTICLES = {"f": ("die", "die", "der"), "m": ("der", "den", "dem"), "n": ("das", "das", "dem")}
_MINE = {"f": ("meine", "meine", "meiner"), "m": ("mein", "meinen", "meinem"), "n": ("mein", "mein", "meinem")}


@dataclass(frozen=True, slots=True)
class About:
    """Facts that texts may name, each a column with a value for every text, or None: then no text speaks of it.

    `product` are places in PRODUCTS. Of `days` and `calls` fewer than 2 are told as 2. `date` is a day that lies behind
    whoever writes, `deadline` one that lies ahead; both are of datetime64[D]. `name` is who writes, `contact` whom a
    visit was to (in full: Frau Berger).
    """

    product: Codes | None = None
    days: NDArray[np.int64] | None = None
    calls: NDArray[np.int64] | None = None
    amount_cents: NDArray[np.int64] | None = None
    date: NDArray[np.datetime64] | None = None
    deadline: NDArray[np.datetime64] | None = None
    order: pa.StringArray | None = None
    town: pa.StringArray | None = None
    name: pa.StringArray | None = None
    contact: pa.StringArray | None = None
    company: pa.StringArray | None = None

    def rows(self, which: NDArray[np.int64]) -> About:
        """The facts of some texts."""
        indices = pa.array(which)
        changed = {
            field.name: value[which] if isinstance(value, np.ndarray) else value.take(indices)
            for field in fields(self)
            for value in [getattr(self, field.name)]
            if value is not None
        }
        return replace(self, **changed)

    def slots(self) -> frozenset[str]:
        """The slots that can be filled."""
        known = [slot for field in fields(self) if getattr(self, field.name) is not None for slot in _SLOTS[field.name]]
        return frozenset((*known, "competitor", "fault"))

    def columns(
        self, needed: Iterable[str], language: Language, bits: Bits, *, business: bool
    ) -> dict[str, pa.StringArray]:
        """A column of texts for every slot that is needed. Competitors and fault codes are picked by the bits."""
        found: dict[str, pa.StringArray] = {}
        for slot in sorted(needed):
            if slot == "competitor":
                table = _BUSINESS_COMPETITORS if business else _HOUSEHOLD_COMPETITORS
                found[slot] = table.texts(table.pick(derived(bits, 0)))
            elif slot == "fault":
                found[slot] = _each(below(derived(bits, 1), 38) + 2, lambda number: f"E{number:02d}")
            elif slot in ("days", "calls"):
                found[slot] = pa.array(np.maximum(getattr(self, slot), _FEWEST)).cast(pa.string())
            elif slot == "amount":
                found[slot] = _each(self.amount_cents, euros_german if language == "de" else euros_english)
            elif slot in ("date", "deadline"):
                days = np.asarray(getattr(self, slot), "datetime64[D]").astype(np.int64)
                found[slot] = _each(days, _date_german if language == "de" else _date_english)
            elif slot == "contact_dative":
                found[slot] = pc.replace_substring_regex(self.contact, r"^Herr ", "Herrn ")
            elif slot in _OF_PRODUCT:
                found[slot] = _OF_PRODUCT[slot][language == "en"].take(pa.array(self.product))
            else:
                found[slot] = getattr(self, slot)
        return found


def euros_german(cents: int) -> str:
    """1.249,90 Euro; whole amounts without the zeros."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + (f",{rest:02d}" if rest else "") + " Euro"


def euros_english(cents: int) -> str:
    """€1,249.90; whole amounts without the zeros."""
    whole, rest = divmod(cents, 100)
    return f"€{whole:,}" + (f".{rest:02d}" if rest else "")


def _date_german(days: int) -> str:
    date = np.datetime64(days, "D").item()
    return f"{date.day:02d}.{date.month:02d}.{date.year}"


def _date_english(days: int) -> str:
    date = np.datetime64(days, "D").item()
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _each(numbers: NDArray[np.int64] | None, told: Callable[[int], str]) -> pa.StringArray:
    """Every number in words; each different one is told once."""
    different, place = np.unique(np.asarray(numbers, np.int64), return_inverse=True)
    return pa.array([told(number) for number in different.tolist()], pa.string()).take(pa.array(place))


def _product_words() -> dict[str, tuple[pa.StringArray, pa.StringArray]]:
    """For every slot about the product the German and the English words, by place in PRODUCTS."""
    categories = {category.key: category for category in CATEGORIES}
    kinds = [categories[product.category] for product in PRODUCTS]
    models = pa.array([product.name for product in PRODUCTS], pa.string())
    english = pa.array([kind.device_english for kind in kinds], pa.string())
    words = {"model": (models, models), "device": (pa.array([kind.device for kind in kinds], pa.string()), english)}
    for case, article in enumerate(("der", "den", "dem")):
        for slot, forms in ((f"{article}_geraet", _ARTICLES), (f"mein{article[1:]}_geraet", _MINE)):
            texts = [f"{forms[kind.gender][case]} {kind.device}" for kind in kinds]
            name = {"meiner_geraet": "mein_geraet"}.get(slot, slot)
            words[name] = (pa.array(texts, pa.string()), english)
            capital = [text[0].upper() + text[1:] for text in texts]
            words[name[0].upper() + name[1:]] = (pa.array(capital, pa.string()), english)
    return words


_OF_PRODUCT = _product_words()
_SLOTS = {
    "product": tuple(_OF_PRODUCT),
    "amount_cents": ("amount",),
    "contact": ("contact", "contact_dative"),
    **{name: (name,) for name in ("days", "calls", "date", "deadline", "order", "town", "name", "company")},
}
