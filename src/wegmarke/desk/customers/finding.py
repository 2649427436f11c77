"""Search in the customers of the workspace that this process serves; made ready once for each version of the index."""

from __future__ import annotations

import threading

from wegmarke.desk.findings.asking import present_index
from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.workspace.searching import CustomerSearch, known_in

_LOCK = threading.Lock()
_READY: dict[str, CustomerSearch] = {}


def customer_search() -> tuple[CustomerSearch, Index]:
    """The search and the index that it searches; `index_missing` before the first build."""
    index = present_index()
    if index is None:
        raise WegmarkeError("index_missing")
    with _LOCK:
        if index.version not in _READY:
            _READY.clear()
            _READY[index.version] = CustomerSearch(index, known_in(index, workspace().customers()))
        return _READY[index.version], index
