"""How alike short texts are: the cosine of their weighted parts (TF-IDF), and what the nearest ones say.

A text is cut into words without regard to case and each word, with its ends marked, into all runs of 4 characters:
German compounds and endings then share parts with each other. A part counts

    w = (1 + ln n) · (1 + ln((1 + N) / (1 + d)))

with n how often it stands in the text, d in how many of the N known texts; every text has length 1. Likeness is the
product of two such vectors, from 0 (no part in common) to 1.

Source: G. Salton, C. Buckley (1988), Term-weighting approaches in automatic text retrieval, Information Processing &
Management 24, 513-523.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

RUN: Final = 4
"""So many characters are one part."""
NEAREST: Final = 5
"""So many texts are asked."""
ALIKE: Final = 0.15
"""Texts less alike than this say nothing of each other."""
_WORD: Final = re.compile(r"[^\W_]+")


def likeness(texts: Sequence[str], known: Sequence[str]) -> NDArray[np.float64]:
    """How alike each text is to each known one: shape (texts, known). Weights are learnt from the known ones alone."""
    counted = [Counter(_parts(one)) for one in known]
    in_texts = Counter(part for one in counted for part in one)
    place = {part: at for at, part in enumerate(in_texts)}
    rarity = np.array([1 + math.log((1 + len(known)) / (1 + n)) for n in in_texts.values()])
    here = _vectors([Counter(_parts(one)) for one in texts], place, rarity)
    found: NDArray[np.float64] = (here @ _vectors(counted, place, rarity).T).toarray()
    return found


def votes(alike: NDArray[np.float64], named: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What the nearest texts say: for each text and code the share of the likeness that speaks for it (n, K).

    alike: (n, m). named: which codes each of the m known texts has, (m, K). 0 throughout where no text is alike.
    """
    if not alike.shape[1]:
        return np.zeros((len(alike), named.shape[1]))
    order = np.argsort(-alike, axis=1, kind="stable")[:, :NEAREST]
    weight = np.take_along_axis(alike, order, axis=1)
    weight = np.where(weight >= ALIKE, weight, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    found: NDArray[np.float64] = np.einsum("nk,nkj->nj", weight, named[order].astype(np.float64))
    return found / np.where(total > 0, total, 1.0)


def _parts(text: str) -> list[str]:
    marked = (f" {word} " for word in _WORD.findall(text.casefold()))
    return [word[at : at + RUN] for word in marked for at in range(max(len(word) - RUN + 1, 1))]


def _vectors(counted: Sequence[Counter[str]], place: dict[str, int], rarity: NDArray[np.float64]) -> csr_array:
    """A row of length 1 for each text; parts that no known text has are left out, and a text without parts is 0."""
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for row, counts in enumerate(counted):
        known = {place[part]: 1 + math.log(n) for part, n in counts.items() if part in place}
        weight = np.array(list(known.values())) * rarity[list(known)]
        rows += [row] * len(known)
        columns += list(known)
        weights += (weight / np.linalg.norm(weight)).tolist() if known else []
    return csr_array((weights, (rows, columns)), shape=(len(counted), len(place)))
