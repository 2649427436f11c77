"""Touchpoints and their permanent keys."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A named place of contact. `key` never changes and is what filters, links and code use; `label` is how the
    sources write it.
    """

    key: str
    label: str


def key_of(label: str) -> str:
    """The key a label asks for: lower case, ASCII, words joined by `_` ("Prüfung & Versand": pruefung_versand).

    Two labels can ask for the same key; `mint_keys` keeps them apart.
    """
    plain = unicodedata.normalize("NFKD", label.translate(_GERMAN)).encode("ascii", "ignore").decode()
    key = _OTHER.sub("_", plain.lower()).strip("_")
    if not key:
        return "unnamed"
    return f"t_{key}" if key[0].isdigit() else key


def mint_keys(labels: list[str], taken: tuple[Touchpoint, ...] = ()) -> tuple[Touchpoint, ...]:
    """Add touchpoints for labels not yet known, in the order given; a key already taken gets `_2`, `_3` and so on.

    What stands in `taken` keeps its key for good.
    """
    known = {touchpoint.label for touchpoint in taken}
    keys = {touchpoint.key for touchpoint in taken}
    result = list(taken)
    for label in labels:
        if label in known:
            continue
        base = key_of(label)
        key, number = base, 1
        while key in keys:
            number += 1
            key = f"{base}_{number}"
        known.add(label)
        keys.add(key)
        result.append(Touchpoint(key, label))
    return tuple(result)
