"""Finding persons: in the columns that say whose a row is, and in any other text.

Where a row stands under an identifier of the person, it is theirs; an e-mail address or a phone number speaks for
itself, whatever the source calls it. Elsewhere only what is distinctive is looked for: an e-mail address, a phone
number in whatever spelling, a number or id of at least six characters that stands by itself. A customer number "17"
would be found in every house number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.kinds import kind_of
from wegmarke.workspace.rights.person import GERMANY, Person, form, forms, forms_of, points

SHORTEST = 6
SHORTEST_DIGITS = 7
_AT_ONCE = 40
"""So many patterns are joined into one: the compiled form of a larger one does not fit its limit of memory."""

_NO = pa.scalar(0).cast(pa.bool_())
_WORD = "0-9A-Za-zÀ-ÿ"
_BEFORE = f"(^|[^{_WORD}])"
_AFTER = f"($|[^{_WORD}])"
_GAP = r"[\s/().\-]*"
UNMISTAKABLE = r"@|^[(]?[+0][\d\s/().\-]{6,}$"
REMOVED = "[…]"


class Traces:
    """What some persons leave behind, and the judge of rows and texts (`record.erasing.Judge`)."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self.identifiers = forms(persons)
        self._plain = frozenset(value for kind, value in self.identifiers if points(kind) and unmistakable(value))
        self.values = frozenset(value for kind, value in self.identifiers if points(kind) and distinctive(value))
        self._kinds = frozenset(kind for kind, _ in self.identifiers)
        patterns = [_pattern(value) for value in sorted(self.values)]
        self._patterns = tuple(
            f"(?i)(?:{'|'.join(patterns[first : first + _AT_ONCE])})" for first in range(0, len(patterns), _AT_ONCE)
        )
        self._compiled: Sequence[re.Pattern[str]] = tuple(re.compile(pattern) for pattern in self._patterns)

    def rows(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        """Which rows of a batch with customer_kind and customer are the persons' own."""
        kinds = batch.column("customer_kind").cast(pa.string())
        meant = [kind for kind in pc.unique(kinds).to_pylist() if kind_of(kind).name in self._kinds]
        possible = pc.is_in(kinds, pa.array(meant, pa.string()))
        if self._plain:
            customers = batch.column("customer").cast(pa.string())
            possible = pc.or_(possible, pc.match_substring_regex(customers, UNMISTAKABLE))
        if not pc.any(possible).as_py():
            return np.zeros(batch.num_rows, np.bool_)
        joined = pc.binary_join_element_wise(kinds, batch.column("customer").cast(pa.string()), "\x1f")
        coded = joined.filter(possible).dictionary_encode()
        pairs = [text.split("\x1f", 1) for text in coded.dictionary.to_pylist()]
        plain = forms_of([value for _, value in pairs])
        known = np.array([self._are_theirs(kind, one) for (kind, _), one in zip(pairs, plain, strict=True)], np.bool_)
        found = np.zeros(batch.num_rows, np.bool_)
        found[possible.to_numpy(zero_copy_only=False)] = known[coded.indices.to_numpy()]
        return found

    def is_theirs(self, kind: str, value: str) -> bool:
        """Whether an identifier is one of the persons'."""
        return self._are_theirs(kind, form(value))

    def _are_theirs(self, kind: str, plain: str) -> bool:
        return (kind_of(kind).name, plain) in self.identifiers or plain in self._plain

    def mentions(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        """Which rows of a batch of descriptive columns speak of the persons; texts, or maps of texts."""
        found = np.zeros(batch.num_rows, np.bool_)
        plain = []
        for column in batch.columns:
            if pa.types.is_map(column.type):
                offsets = column.offsets.to_numpy()
                hits = np.flatnonzero(self._in_texts(column.items.cast(pa.string())))
                hits = hits[(hits >= offsets[0]) & (hits < offsets[-1])]  # the items are those of the whole column
                found[np.searchsorted(offsets, hits, side="right") - 1] = True
            else:
                plain.append(column.cast(pa.string()))
        if plain:  # one text a row: an expression is compiled anew for every array that it looks through
            found |= self._in_texts(
                pc.binary_join_element_wise(*plain, "\n", null_handling="replace", null_replacement="")
            )
        return found

    def _in_texts(self, texts: pa.Array) -> NDArray[np.bool_]:
        if not self._patterns or len(texts) == 0:
            return np.zeros(len(texts), np.bool_)
        hits = [pc.match_substring_regex(texts, pattern).fill_null(_NO) for pattern in self._patterns]
        result: NDArray[np.bool_] = reduce(pc.or_, hits).to_numpy(zero_copy_only=False)
        return result

    def speaks(self, text: str) -> bool:
        """Whether a text, or a JSON text, speaks of the persons."""
        return any(pattern.search(text) for pattern in self._compiled)

    def redacted(self, text: str) -> str:
        """The text with what speaks of the persons taken out."""
        for pattern in self._compiled:
            text = pattern.sub(_removed, text)
        return text

    def redacted_tree(self, tree: object) -> object:
        """The same for everything that JSON can hold."""
        if isinstance(tree, str):
            return self.redacted(tree)
        if isinstance(tree, list):
            return [self.redacted_tree(value) for value in tree]
        if isinstance(tree, dict):
            return {self.redacted(str(key)): self.redacted_tree(value) for key, value in tree.items()}
        if isinstance(tree, int | float) and not isinstance(tree, bool) and self.speaks(json.dumps(tree)):
            return None
        return tree


def unmistakable(value: str) -> bool:
    """Whether a value, in the form of `form`, can only be one thing whatever it is called: an address or a phone."""
    return re.search(UNMISTAKABLE, value) is not None and distinctive(value)


def distinctive(value: str) -> bool:
    """Whether a value, in the form of `form`, can be looked for in any text without finding others."""
    return len(value) >= (SHORTEST_DIGITS if value.isdecimal() else SHORTEST)


def _removed(found: re.Match[str]) -> str:
    """What takes the place of a match: what stood around it stays."""
    groups = [group for group in found.groups() if group is not None]
    return f"{groups[0]}{REMOVED}{groups[-1]}"


def _pattern(value: str) -> str:
    """The value by itself, understood alike by Arrow's and Python's expressions: no look-around, two groups."""
    if re.fullmatch(r"\+\d+", value):
        return _phone(value[1:])
    if "@" in value:  # x.anna@… and anna@….com are somebody else's
        return rf"(^|[^{_WORD}._%+\-]){re.escape(value)}($|[^{_WORD}.\-]|\.(?:[^{_WORD}]|$))"
    return f"{_BEFORE}{_spaced(value)}{_AFTER}"


def _spaced(value: str) -> str:
    return r"\s+".join(re.escape(word) for word in value.split())


def _phone(digits: str) -> str:
    """A phone number in any usual spelling: +49 (0)30 12, 0049 30/12, 030-12."""
    country, rest = (GERMANY, digits[len(GERMANY) :]) if digits.startswith(GERMANY) else ("", digits)
    number = _GAP.join(rest)
    if not country:
        return rf"(^|[^0-9])(?:\+|00){_GAP}{number}($|[^0-9])"
    return rf"(^|[^0-9])(?:(?:\+|00)\s*{country}{_GAP}(?:0\)?{_GAP})?|0{_GAP}){number}($|[^0-9])"
