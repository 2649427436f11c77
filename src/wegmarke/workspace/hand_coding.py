"""What a workspace knows of texts coded by hand: who said what of which, and whose texts are to be read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection

from wegmarke.errors import WegmarkeError
from wegmarke.model.coded_reasons import Codings, Decision
from wegmarke.model.coding_schemes import SchemeName
from wegmarke.model.mapping import Mapping
from wegmarke.record import WriterLock
from wegmarke.workspace.coding import keep_decision, load_codings
from wegmarke.workspace.part import WorkspacePart
from wegmarke.workspace.texts import holds_texts, load_text_sources, save_text_sources


class HandCoding(WorkspacePart):
    """The part of `Workspace` that keeps what people say of texts."""

    _lock: WriterLock

    @property
    @abstractmethod
    def sources(self) -> tuple[str, ...]:
        """The names of the sources."""

    @abstractmethod
    def mapping(self, source: str) -> Mapping:
        """What the columns of a source mean."""

    @property
    def codings(self) -> dict[SchemeName, Codings]:
        """What people said of free texts, to the scheme of leaving and to that of coming."""
        return load_codings(self.folder)

    def code_reason(self, decision: Decision) -> None:
        """Keep which codes a person gave to a text, or take that back, or close the coding of a scheme; it counts with
        the next question asked.

        Errors: `workspace_locked`, `workspace_setting` for a code that is none of the scheme.
        """
        with self._lock.held("coding"):
            keep_decision(self.folder, decision)

    @property
    def text_sources(self) -> dict[SchemeName, tuple[str, ...]]:
        """The sources whose texts, beside stated reasons, are coded by hand, by scheme."""
        return load_text_sources(self.folder)

    @property
    def sources_with_texts(self) -> tuple[str, ...]:
        """The sources of which a column keeps what was said or written, as their mappings say."""
        return tuple(
            one
            for one in self.sources
            if (self.folder / "sources" / f"{one}.toml").is_file() and holds_texts(self.mapping(one))
        )

    def choose_text_sources(self, scheme: SchemeName, sources: Collection[str]) -> None:
        """Choose them for a scheme. Errors: `workspace_locked`, `source_unknown` for one that is none."""
        if unknown := [one for one in sources if one not in self.sources]:
            raise WegmarkeError("source_unknown", source=unknown[0], known=list(self.sources) or None)
        with self._lock.held("coding"):
            save_text_sources(self.folder, scheme, sources)
