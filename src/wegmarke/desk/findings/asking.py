"""Where pages and programs ask: the workspace of this process, its present index, and a filter.

A finding is kept for a while under the index version, the question, the filter and the arguments: a page, its chart and
its panel ask the same, and an index never changes under its version.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from wegmarke.desk.findings.working import working_on
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.setup.touchpoint_names import display_names
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.filter import Filter, combine, parse, resolve, write
from wegmarke.model.finding import Finding
from wegmarke.model.settings import Level
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions import Asked, ask, typed
from wegmarke.questions import question as question_of

KEPT = 128


def present_index(level: Level = "customer") -> Index | None:
    """The index as last built; None where there is none yet, or none with a journey in it. `accounts_missing` where no
    source names an account.
    """
    try:
        index = workspace().index(level)
        return index if index.sizes[1] else None
    except WegmarkeError as error:
        if error.code == "index_missing":
            return None
        raise


def _named(index: Index) -> Index:
    """The same index with its touchpoints called as the company calls them in the reader's language. Its settings then
    name touchpoints by their keys: questions that look there must find the same in every language.
    """
    names = display_names(index.touchpoints, reader_language())
    if all(names[touchpoint.key] == touchpoint.label for touchpoint in index.touchpoints):
        return index
    keys = {touchpoint.label: touchpoint.key for touchpoint in index.touchpoints}
    rules = tuple(
        replace(rule, touchpoints=tuple(keys.get(name, name) for name in rule.touchpoints))
        for rule in index.settings.outcomes
    )
    return replace(
        index,
        touchpoints=tuple(Touchpoint(one.key, names[one.key]) for one in index.touchpoints),
        settings=replace(index.settings, outcomes=rules),
    )


class _Kept:
    """The findings asked last, the oldest dropped first. Who asks for what is being made waits for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._findings: OrderedDict[Hashable, Finding[Any]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable) -> Finding[Any] | None:
        with self._lock:
            if key in self._findings:
                self._findings.move_to_end(key)
                return self._findings[key]
            return None

    def get_or_make(self, key: Hashable, make: Callable[[], Finding[Any]]) -> Finding[Any]:
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        try:
            with making:
                finding = self.get(key)
                if finding is None:
                    finding = make()
                    self.put(key, finding)
                return finding
        finally:
            with self._lock:
                self._making.pop(key, None)  # who comes now finds it kept

    def put(self, key: Hashable, finding: Finding[Any]) -> None:
        with self._lock:
            self._findings[key] = finding
            while len(self._findings) > KEPT:
                self._findings.popitem(last=False)


_KEPT = _Kept()


def _key(asked: Asked, question: str, where: str, given: Mapping[str, object]) -> Hashable:
    """However the arguments are written, and whether a default is written out: the same question is the same."""
    defaults = {one.name: one.default for one in question_of(question).parameters}
    given = {name: value for name, value in typed(question, given).items() if value != defaults[name]}
    names = hash(tuple(touchpoint.label for touchpoint in asked.index.touchpoints))
    told = tuple(sorted((name, repr(value)) for name, value in given.items()))
    return (asked.index.version, names, question, where, told, asked.index.beside.state())


def _token(key: Hashable) -> str:
    return blake2b(repr(key).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Scope:
    """The journeys that a request speaks of.

    where: the filter in its normal form, touchpoints as permanent keys. written: as it stood in the address; the two
    differ only in writing, unless `error` says why it could not be read. index: None where nothing was built yet.
    level: whose journeys they are.
    """

    where: str
    written: str
    index: Index | None
    error: WegmarkeError | None = None
    level: Level = "customer"

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
        everything = Asked(self.index, workspace().runner())
        return everything.where(self.where) if self.where else everything

    def ask(
        self, question: str, arguments: Mapping[str, object] | None = None, *, can_stop: bool = False
    ) -> Finding[Any]:
        """The answer to a question about these journeys. Errors as in `wegmarke.questions.ask`; where it can be
        stopped, `question_stopped`.
        """
        asked = self.asked()
        given = dict(arguments or {})
        key = _key(asked, question, self.where, given)

        def make() -> Finding[Any]:
            with working_on(_token(key), can_stop=can_stop) as watcher:
                return ask(question, replace(asked, watcher=watcher), given)

        return _KEPT.get_or_make(key, make)

    def token(self, question: str, arguments: Mapping[str, object] | None = None) -> str:
        """Under which `findings.working` tells how far the answer is."""
        return _token(_key(self.asked(), question, self.where, dict(arguments or {})))

    def knows(self, question: str, arguments: Mapping[str, object] | None = None) -> bool:
        """Whether the answer to this is there already, so that nobody has to wait for it."""
        return _KEPT.get(_key(self.asked(), question, self.where, dict(arguments or {}))) is not None

    def narrowed(self, condition: str) -> Scope:
        """These journeys with one more condition."""
        return scope_of(combine(self.where, condition), self.level)


def scope_of(written: str, level: Level = "customer") -> Scope:
    """The journeys of customers or accounts that satisfy this filter; what is wrong with it stands in `error`."""
    try:
        index = present_index(level)
    except WegmarkeError as error:
        if error.code != "accounts_missing":
            raise
        return Scope("", written, present_index(), error, level)
    named = _named(index) if index is not None else None
    try:
        read = parse(written)
        # By the label of the sources or by the name that the pages show; what is kept is the key.
        where = write(resolve(read, (*index.touchpoints, *named.touchpoints)) if index and named else read)
    except WegmarkeError as error:
        return Scope("", written, named, error, level)
    return Scope(where, written, named, level=level)
