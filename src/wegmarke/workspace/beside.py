"""What a workspace knows beside its index, read when a question asks for it and kept while nothing changes."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.beside import Beside
from wegmarke.index.index import Index
from wegmarke.index.runners import runner_of
from wegmarke.model.changes import Changes
from wegmarke.model.coded_reasons import Codings
from wegmarke.model.coding_schemes import SchemeName
from wegmarke.model.noted_texts import NotedText
from wegmarke.workspace.changes import changes_of
from wegmarke.workspace.coding import load_codings
from wegmarke.workspace.interviews import may_be_asked
from wegmarke.workspace.stamps import stamp_of
from wegmarke.workspace.suppression import SUPPRESSION_FILE
from wegmarke.workspace.suppression.objections import objections_state
from wegmarke.workspace.texts import TEXT_SOURCES, KeptTexts, load_text_sources

if TYPE_CHECKING:
    from wegmarke.workspace.part import WorkspacePart


class KeptBeside:
    """The changes of one workspace's rows, read once for each state of its record."""

    def __init__(self, opened: WorkspacePart) -> None:
        self._opened = opened
        self._lock = threading.Lock()
        self._changes: tuple[Hashable, Changes] | None = None
        self._texts = KeptTexts()

    def of(self, index: Index) -> Beside:
        """What is known beside an index. Accounts (companies) stand on no list of whom to leave alone."""
        by_person = index.level == "customer"

        def changes() -> Changes:
            return self._changes_for(index)

        def may(numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
            return may_be_asked(self._opened.folder, index, self._opened.customers(), numbers)

        def codings(scheme: SchemeName) -> Codings:
            return load_codings(self._opened.folder)[scheme]

        return Beside(changes, may if by_person else None, codings, self.texts, self._state)

    def texts(self, index: Index, scheme: SchemeName) -> tuple[NotedText, ...]:
        """The texts to code of the sources that people chose."""
        sources = load_text_sources(self._opened.folder)[scheme]
        settings = self._opened.settings
        runner = runner_of(settings.runner, None, settings.storage)
        return self._texts.of(self._opened.record, index, runner, scheme, sources)

    def _changes_for(self, index: Index) -> Changes:
        record, outcomes = self._opened.record, index.settings.outcomes
        state = (record.position, outcomes)
        with self._lock:
            if self._changes is None or self._changes[0] != state:
                self._changes = (state, changes_of(record, outcomes))
            return self._changes[1]

    def _state(self) -> Hashable:
        folder = self._opened.folder
        return (stamp_of(folder / SUPPRESSION_FILE), objections_state(folder), stamp_of(folder / TEXT_SOURCES))
