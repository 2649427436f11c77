"""Phrases with alternatives and slots, filled column by column.

A template is a sentence as people write it, with alternatives in brackets and slots in braces:

    "Die [Lieferung|Bestellung] kam {days} Tage zu spät."

Every combination of alternatives becomes one phrase when the table is made, and is cut at its slots; filling a hundred
thousand phrases is then a few passes over columns and no loop over rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.words.picking import Codes, Weighted, taken

_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_SHARE = 5040  # divisible by every number of phrases up to 10, so that most templates weigh exactly alike

Slots = Mapping[str, pa.StringArray]
"""A column of texts for every slot, all of the same length."""


def expanded(template: str) -> tuple[str, ...]:
    """All phrases of a template, in the order in which its alternatives are written.

    Where an alternative is empty, one of the spaces around it goes.
    """
    parts = _ALTERNATIVES.split(template)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    return tuple("".join(chosen).replace("  ", " ") for chosen in product(*choices))


def slots_of(template: str) -> frozenset[str]:
    """The slots that a template names."""
    return frozenset(_SLOT.findall(template))


def fillable(templates: Iterable[str], given: Iterable[str]) -> tuple[str, ...]:
    """The templates without the alternatives that name other slots than the given; those that must are left out."""
    known = frozenset(given)
    kept = []
    for template in templates:
        parts = _ALTERNATIVES.split(template)
        parts[1::2] = [
            "|".join(dict.fromkeys(choice for choice in part.split("|") if slots_of(choice) <= known))
            if any(slots_of(choice) <= known for choice in part.split("|"))
            else part
            for part in parts[1::2]
        ]
        if all(slots_of(part) <= known for part in parts):
            kept.append("".join(f"[{part}]" if place % 2 else part for place, part in enumerate(parts)))
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Phrases:
    """A table of phrases, cut at their slots. Every template is equally likely, unless weights are given.

    `pieces[k]` is the text before slot k of every phrase, `holes[k]` says which slot that is: its place in `slots`
    counted from 1, or 0 where the phrase has no further slot. `template` is the place of the template of every phrase.
    """

    table: Weighted
    slots: tuple[str, ...]
    pieces: tuple[pa.StringArray, ...]
    holes: tuple[NDArray[np.int64], ...]
    template: NDArray[np.int64]

    @classmethod
    def of(cls, templates: Sequence[str], weights: Sequence[int] | None = None) -> Phrases:
        """Make the table; ValueError when there is no template."""
        given = weights if weights is not None else (1,) * len(templates)
        rows = [
            (phrase, max(1, _SHARE * weight // len(phrases)) if weight else 0, place)
            for place, (template, weight) in enumerate(zip(templates, given, strict=True))
            for phrases in [expanded(template)]
            for phrase in phrases
        ]
        table = Weighted(tuple(phrase for phrase, _, _ in rows), tuple(weight for _, weight, _ in rows))
        cut = [_SLOT.split(phrase) for phrase in table.values]
        slots = tuple(sorted({name for parts in cut for name in parts[1::2]}))
        number = {name: place + 1 for place, name in enumerate(slots)}
        longest = max(len(parts) for parts in cut) // 2
        pieces = [[parts[2 * k] if 2 * k < len(parts) else "" for parts in cut] for k in range(longest + 1)]
        holes = [[number[parts[2 * k + 1]] if 2 * k + 1 < len(parts) else 0 for parts in cut] for k in range(longest)]
        return cls(
            table,
            slots,
            tuple(pa.array(texts, pa.string()) for texts in pieces),
            tuple(np.array(codes, np.int64) for codes in holes),
            np.array([place for _, _, place in rows], np.int64),
        )

    def columns(self, codes: Codes, given: Slots) -> list[pa.StringArray]:
        """The pieces of these phrases with what fills their slots between them, ready to be joined.

        KeyError when a slot of the table is not given.
        """
        filling = [given[name] for name in self.slots]
        columns = [taken(self.pieces[0], codes)]
        for piece, hole in zip(self.pieces[1:], self.holes, strict=True):
            which = hole[codes]
            if which.any():
                columns.append(pc.choose(pa.array(which), pa.scalar("", pa.string()), *filling))
                columns.append(taken(piece, codes))
        return columns

    def filled(self, codes: Codes, given: Slots) -> pa.StringArray:
        """The texts of these phrases."""
        return joined(self.columns(codes, given))


def joined(columns: Sequence[pa.StringArray]) -> pa.StringArray:
    """The texts of several columns, one after the other in every row."""
    return columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, "")


def constant(text: str, length: int) -> pa.StringArray:
    """A column that says the same in every row."""
    return pa.array([text], pa.string()).take(pa.array(np.zeros(length, np.int64)))
