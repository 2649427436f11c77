"""How people type: without capitals, without a full stop, without umlauts, with slips."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.simulation.words.picking import Bits, Weighted, below, derived

Manner = Literal["customer", "letter", "staff"]

_WAYS = ("as_it_is", "lower_case", "no_full_stop", "slip", "slip_in_lower_case", "no_umlauts", "exclaiming")
_TABLES: dict[Manner, Weighted] = {
    "customer": Weighted(_WAYS, (640, 80, 130, 70, 30, 20, 30)),
    "letter": Weighted(_WAYS, (955, 0, 0, 35, 0, 10, 0)),
    "staff": Weighted(_WAYS, (760, 70, 110, 45, 15, 0, 0)),
}
_WORD = re.compile(r"(?<![\w@#.-])[a-zA-ZäöüÄÖÜß]{5,}(?![\w@])")
_WITHOUT_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss"))
_SLIPS = 4


def typed(texts: pa.StringArray, manner: Manner, bits: Bits) -> pa.StringArray:
    """The texts the way they were typed."""
    table = _TABLES[manner]
    way = table.pick(derived(bits, 0))
    slip_bits = below(derived(bits, 1), 1 << 32)
    changed = texts
    for code, name in enumerate(_WAYS):
        rows = np.flatnonzero(way == code)
        if name == "as_it_is" or not len(rows):
            continue
        part = texts.take(pa.array(rows))
        if "lower_case" in name:
            part = pc.utf8_lower(part)
        if "slip" in name:
            slips = zip(part.to_pylist(), slip_bits[rows].tolist(), strict=True)
            part = pa.array([with_slip(text, number) for text, number in slips], pa.string())
        if name == "no_full_stop":
            part = pc.replace_substring_regex(part, r"\.$", "")
        if name == "no_umlauts":
            for umlaut, written in _WITHOUT_UMLAUTS:
                part = pc.replace_substring(part, umlaut, written)
        if name == "exclaiming":
            part = pc.replace_substring_regex(part, r"\.$", "!!")
        changed = pc.replace_with_mask(changed, pa.array(way == code), part)
    return changed


def with_slip(text: str, number: int) -> str:
    """The text with a slip of the finger in one of its longer words; without such a word as it is.

    Two letters change places, one is missing, one comes twice, or a capital is missing: which and where, the number
    says.
    """
    words = list(_WORD.finditer(text))
    if not words:
        return text
    number, kind = divmod(number, _SLIPS)
    number, which = divmod(number, len(words))
    start, word = words[which].start(), words[which].group()
    at = start + 1 + number % (len(word) - 3)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:start] + word[0].lower() + text[start + 1 :]
