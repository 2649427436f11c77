"""The suppression list of the workspace that this process serves, made once for each state of data and rules."""

from __future__ import annotations

import threading

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.desk.findings.asking import present_index
from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.identity.numbers import split_identifiers
from wegmarke.index.index import Index
from wegmarke.workspace.suppression import RecordedObjections, Suppressed, load_suppression, suppressed
from wegmarke.workspace.suppression.listing import state_of
from wegmarke.workspace.suppression.objections import objections_state

_LOCK = threading.Lock()
_READY: dict[str, Suppressed] = {}


def suppression_list() -> tuple[Suppressed, Index]:
    """The list and the index it was made from; `index_missing` before the first build, and the errors of the rules."""
    index = present_index()
    if index is None:
        raise WegmarkeError("index_missing")
    opened = workspace()
    rules = load_suppression(opened.folder)
    state = state_of(index, rules, objections_state(opened.folder))
    with _LOCK:
        if state not in _READY:
            objections = RecordedObjections(opened.folder, opened.customers())
            by_household = any(rule.on and rule.by == "household" for rule in rules.rules)
            made = suppressed(index, rules, objections, opened.households().numbers() if by_household else None)
            _READY.clear()
            _READY[state] = made
        return _READY[state], index


def identifiers_of(index: Index, numbers: NDArray[np.uint64]) -> dict[int, list[tuple[str, str]]]:
    """By which identifiers (kind, value) these customers are known, the one that they are shown by first."""
    found: dict[int, list[tuple[str, str]]] = {number: [] for number in numbers.tolist()}
    for partition in index.partitions:
        at = np.flatnonzero(np.isin(partition.number, numbers))
        shown = split_identifiers(partition.identifier.take(pa.array(at)).to_pylist())
        for number, identifier in zip(partition.number[at].tolist(), shown, strict=True):
            if identifier not in found[number]:
                found[number].append(identifier)
    customers = workspace().customers()
    every = customers.all_numbers
    if len(every):
        of = customers.customers_of(every.astype(np.int64))
        some = np.isin(of, numbers)
        texts = split_identifiers(customers.numbers.identifiers(every[some]).to_pylist())
        for number, identifier in zip(of[some].tolist(), texts, strict=True):
            if identifier not in found[number]:
                found[number].append(identifier)
    return found
