"""Search in the customers and accounts of the workspace that this process serves; made ready once for each version."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

import pyarrow as pa

from wegmarke.desk.findings.asking import present_index
from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.settings import Level
from wegmarke.workspace.searching import CustomerSearch, known_accounts, known_in

_LOCK = threading.Lock()
_READY: dict[Level, tuple[str, CustomerSearch]] = {}


def customer_search() -> tuple[CustomerSearch, Index]:
    """The search and the index that it searches; `index_missing` before the first build."""
    index = present_index()
    if index is None:
        raise WegmarkeError("index_missing")
    return _ready("customer", index, lambda: known_in(index, workspace().customers())), index


def account_search() -> CustomerSearch | None:
    """The search over numbers and names of accounts; None where no source names one."""
    index = present_index("account") if workspace().has_accounts else None
    if index is None:
        return None
    return _ready("account", index, lambda: [known_accounts(workspace().accounts())])


def _ready(level: Level, index: Index, known: Callable[[], Iterable[pa.RecordBatch]]) -> CustomerSearch:
    with _LOCK:
        ready = _READY.get(level)
        if ready is None or ready[0] != index.version:
            ready = _READY[level] = (index.version, CustomerSearch(index, known()))
        return ready[1]
