"""Which codes a free text may have: what its words speak of, and what the texts most like it were given by hand.

A suggestion and nothing more: it counts as no coding, and how far it agrees with people is told beside it. Nothing
leaves the machine, and nothing is learnt but from texts that were coded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.coding_schemes import LEAVING, Code, Scheme
from wegmarke.stats.nearest_texts import likeness, votes

SuggestedBy = Literal["alike", "words", "nothing"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """codes: those that may fit. by: what speaks for them: texts alike that were coded by hand, or words."""

    codes: tuple[Code, ...]
    by: SuggestedBy


def suggested(text: str, coded: Sequence[tuple[str, tuple[Code, ...]]], scheme: Scheme = LEAVING) -> Suggestion:
    """What may fit a text. coded: texts that were coded by hand, and their codes; the text itself is not among them."""
    alike = likeness([text], [one for one, _ in coded])
    return _suggestion(text, votes(alike, _named([codes for _, codes in coded], scheme))[0], scheme)


def suggested_each(coded: Sequence[tuple[str, tuple[Code, ...]]], scheme: Scheme = LEAVING) -> tuple[Suggestion, ...]:
    """What would have been suggested for each of these, learnt from the others."""
    texts = [text for text, _ in coded]
    alike = likeness(texts, texts)
    np.fill_diagonal(alike, 0.0)
    found = votes(alike, _named([codes for _, codes in coded], scheme))
    return tuple(_suggestion(text, one, scheme) for text, one in zip(texts, found, strict=True))


def _named(codes: Sequence[tuple[Code, ...]], scheme: Scheme) -> NDArray[np.bool_]:
    given = scheme.given
    return np.array([[code in one for code in given] for one in codes], np.bool_).reshape(-1, len(given))


def _suggestion(text: str, said: NDArray[np.float64], scheme: Scheme) -> Suggestion:
    """By half of the likeness and more; where no text is alike, by words."""
    near = scheme.in_order(code for code, share in zip(scheme.given, said.tolist(), strict=True) if share >= 1 / 2)
    if near:
        return Suggestion(near, "alike")
    words = scheme.in_order(scheme.usual(text.strip().casefold()))
    return Suggestion(words, "words" if words else "nothing")
