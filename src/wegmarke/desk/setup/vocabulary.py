"""Which touchpoints, outcome and lifecycle words the data holds, and how often: what one chooses from in settings."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.desk.setup.services import workspace
from wegmarke.model.columns import MASTER_DATA
from wegmarke.model.touchpoint import mint_keys

LEAST_SHOWN = 1_000
"""So many words are offered at most, the most frequent first; beyond that `workspace.toml` is the place."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the data and the number of contacts that carry it. key: the permanent key of a touchpoint."""

    text: str
    count: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the live contacts, the most frequent first. without_lifecycle: contacts that have none. priced:
    the touchpoints whose contacts tell an amount, and how many do.
    """

    touchpoints: tuple[Word, ...]
    outcomes: tuple[Word, ...]
    lifecycles: tuple[Word, ...]
    without_lifecycle: int
    contacts: int
    priced: tuple[Word, ...] = ()


class _Kept:
    """The vocabulary of one position of the record: it is counted over all contacts, so not for every page."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.position: int | None = None
        self.vocabulary: Vocabulary | None = None


_KEPT = _Kept()


def vocabulary() -> Vocabulary:
    """Return the words of the record as it is now."""
    with _KEPT.lock:
        record = workspace().record
        if _KEPT.vocabulary is None or _KEPT.position != record.position:
            _KEPT.vocabulary, _KEPT.position = _counted(), record.position
        return _KEPT.vocabulary


def _counted() -> Vocabulary:
    names = ("touchpoint", "outcome", "lifecycle")
    counts: dict[str, Counter[str | None]] = {name: Counter() for name in names}
    priced: Counter[str | None] = Counter()
    for batch in workspace().record.batches((*names, "value_minor")):
        for name in names:
            counts[name].update(_counts(batch.column(name)))
        told = pc.and_(batch.column("value_minor").is_valid(), batch.column("touchpoint").is_valid())
        if pc.any(told).as_py():
            priced.update(_counts(batch.column("touchpoint").filter(told)))
    said = counts["touchpoint"].pop(MASTER_DATA, 0)  # rows that are no interactions
    without = counts["lifecycle"].pop(None, 0) - said
    contacts = counts["touchpoint"].total()
    counts["outcome"].pop(None, None)
    words = {name: [(word, n) for word, n in counts[name].most_common() if word is not None] for name in names}
    touchpoints = mint_keys([label for label, _ in words["touchpoint"]], workspace().touchpoints)
    keys = {touchpoint.label: touchpoint.key for touchpoint in touchpoints}
    return Vocabulary(
        touchpoints=tuple(Word(label, n, keys[label]) for label, n in words["touchpoint"]),
        outcomes=tuple(Word(word, n) for word, n in words["outcome"]),
        lifecycles=tuple(Word(word, n) for word, n in words["lifecycle"]),
        without_lifecycle=without,
        contacts=contacts,
        priced=tuple(Word(label, n, keys[label]) for label, n in priced.most_common() if label in keys),
    )


def _counts(column: pa.Array) -> dict[str | None, int]:
    """Count the codes of a dictionary column, then look their words up: no text is touched a million times."""
    found = pc.value_counts(column.indices)
    words = column.dictionary.to_pylist()
    result: dict[str | None, int] = {}
    for entry in found.to_pylist():
        word = None if entry["values"] is None else words[entry["values"]]
        result[word] = result.get(word, 0) + entry["counts"]
    return result
