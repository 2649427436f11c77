"""Where pages and programs ask: the workspace of this process, its present index, and a filter.

A finding is kept for a while under the index version, the question, the filter and the arguments: a page, its chart and
its panel ask the same, and an index never changes under its version.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.model.filter import Filter, combine, parse, resolve, write
from wegmarke.model.finding import Finding
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions import Asked, ask

KEPT = 128


@lru_cache(maxsize=1)
def _runner() -> LocalRunner:
    return LocalRunner()


def present_index() -> Index | None:
    """The index as last built; None where there is none yet."""
    try:
        return workspace().index()
    except WegmarkeError as error:
        if error.code == "index_missing":
            return None
        raise


class _Kept:
    """The findings asked last, the oldest dropped first. Two threads may compute the same at once; both are right."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._findings: OrderedDict[Hashable, Finding[Any]] = OrderedDict()

    def get(self, key: Hashable) -> Finding[Any] | None:
        with self._lock:
            if key in self._findings:
                self._findings.move_to_end(key)
                return self._findings[key]
            return None

    def put(self, key: Hashable, finding: Finding[Any]) -> None:
        with self._lock:
            self._findings[key] = finding
            while len(self._findings) > KEPT:
                self._findings.popitem(last=False)


_KEPT = _Kept()


@dataclass(frozen=True, slots=True)
class Scope:
    """The journeys that a request speaks of.

    where: the filter in its normal form, touchpoints as permanent keys. written: as it stood in the address; the two
    differ only in writing, unless `error` says why it could not be read. index: None where nothing was built yet.
    """

    where: str
    written: str
    index: Index | None
    error: WegmarkeError | None = None

    @property
    def ready(self) -> bool:
        """Whether a question can be asked."""
        return self.index is not None and self.error is None

    @property
    def filter(self) -> Filter:
        """The tree of the filter."""
        return parse(self.where)

    @property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """All touchpoints of the index."""
        return self.index.touchpoints if self.index else ()

    def asked(self) -> Asked:
        """The journeys as questions take them; the scope's own error where there is one."""
        if self.error is not None:
            raise self.error
        if self.index is None:
            raise WegmarkeError("index_missing")
        everything = Asked(self.index, _runner())
        return everything.where(self.where) if self.where else everything

    def ask(self, question: str, arguments: Mapping[str, object] | None = None) -> Finding[Any]:
        """The answer to a question about these journeys. Errors as in `wegmarke.questions.ask`."""
        asked = self.asked()
        given = dict(arguments or {})
        key = (asked.index.version, question, self.where, tuple(sorted((name, repr(v)) for name, v in given.items())))
        kept = _KEPT.get(key)
        if kept is None:
            kept = ask(question, asked, given)
            _KEPT.put(key, kept)
        return kept

    def narrowed(self, condition: str) -> Scope:
        """These journeys with one more condition."""
        return scope_of(combine(self.where, condition))


def scope_of(written: str) -> Scope:
    """The journeys that satisfy this filter; what is wrong with it stands in `error`."""
    index = present_index()
    try:
        read = parse(written)
        where = write(resolve(read, index.touchpoints) if index else read)
    except WegmarkeError as error:
        return Scope("", written, index, error)
    return Scope(where, written, index)
